"""A body becomes its command with nothing left out and nothing made up."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

import pytest

from app.api.routes import STEPS
from app.domain.steps.assistance import AskAssistance, GiveAssistance
from app.domain.steps.case_study import ApprovePublication, PublishCase, WriteCase
from app.domain.steps.explanation import Explain
from app.domain.steps.improvement import FinishImprovement, PlanImprovement
from app.domain.steps.linking import Link
from app.domain.steps.memo import AddMemo
from app.domain.steps.progress import TellProgress
from app.domain.steps.referral import Refer
from app.domain.steps.responsibility import AttributeResponsibility
from app.domain.steps.rework import FinishRework, OrderRework
from app.domain.steps.visit import ArrangeVisit, RecordVisit
from app.domain.steps.waiting import Pause, Resume
from app.domain.values import (
    Actor,
    Complainant,
    ComplaintId,
    LinkKind,
    ReferralTarget,
    ResponsibilityKind,
    Share,
    WaitingFor,
)
from tests.support.service import RECEIPT, Service

BY_NOUN: Final = {step.noun: step for step in STEPS}
NOW: Final = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
DUE: Final = datetime(2026, 3, 9, 2, tzinfo=UTC)
LIN: Final = Actor("lin", ("handler",))
WHEN_AND_WHO: Final[Mapping[str, Any]] = {"at": NOW, "by": LIN}
OTHER: Final = "e8375a35-eff0-572e-a2c2-1ad94eacf3a0"
EVENINGS: Final[dict[str, Any]] = {
    "name": "张女士",
    "contact_from": "18:30",
    "contact_until": "20:00",
}

READ: Final[Mapping[str, tuple[dict[str, Any], Any]]] = {
    "memos": (
        {"text": "备忘", "complainant": EVENINGS, "about": ["wu"]},
        AddMemo(**WHEN_AND_WHO, text="备忘", complainant=Complainant(**EVENINGS), about=("wu",)),
    ),
    "links": (
        {"kind": "split-from", "other": OTHER, "reason": "两件事"},
        Link(
            **WHEN_AND_WHO,
            kind=LinkKind.SPLIT_FROM,
            other=ComplaintId(UUID(OTHER)),
            reason="两件事",
        ),
    ),
    "assistance": (
        {"unit": "studio", "what": "查灯光", "due": "2026-03-09T10:00:00+08:00"},
        AskAssistance(**WHEN_AND_WHO, unit="studio", what="查灯光", due=DUE),
    ),
    "assistance-answers": (
        {"assistance": 3, "result": "已查"},
        GiveAssistance(**WHEN_AND_WHO, assistance=3, result="已查"),
    ),
    "referrals": (
        {"to": "police", "reason": "戒指遗失", "reference": "0309", "contact": "110"},
        Refer(
            **WHEN_AND_WHO,
            to=ReferralTarget.POLICE,
            reason="戒指遗失",
            reference="0309",
            contact="110",
        ),
    ),
    "progress-notices": ({"text": "已送印厂"}, TellProgress(**WHEN_AND_WHO, text="已送印厂")),
    "explanations": (
        {"words": "外景偏冷", "understood": True, "explainer": "吴老师"},
        Explain(**WHEN_AND_WHO, words="外景偏冷", understood=True, explainer="吴老师"),
    ),
    "visits": (
        {"person": "赵敏", "due": "2026-03-09T02:00:00Z", "where": "中山路1号", "purpose": "看样"},
        ArrangeVisit(**WHEN_AND_WHO, person="赵敏", due=DUE, where="中山路1号", purpose="看样"),
    ),
    "visit-reports": (
        {"visit": 2, "met": True, "result": "谈妥"},
        RecordVisit(**WHEN_AND_WHO, visit=2, met=True, result="谈妥"),
    ),
    "pauses": (
        {"waiting_for": "third-party", "reason": "等印厂"},
        Pause(**WHEN_AND_WHO, waiting_for=WaitingFor.THIRD_PARTY, reason="等印厂"),
    ),
    "resumptions": ({"reason": "已到"}, Resume(**WHEN_AND_WHO, reason="已到")),
    "reworks": (
        {
            "remedy": "redo",
            "unit": "studio",
            "cause": "灯光有误",
            "instructions": "傍晚拍",
            "sheet": "CP-0031",
            "due": "2026-03-09T02:00:00Z",
        },
        OrderRework(
            **WHEN_AND_WHO,
            remedy="redo",
            unit="studio",
            cause="灯光有误",
            instructions="傍晚拍",
            sheet="CP-0031",
            due=DUE,
        ),
    ),
    "rework-results": (
        {"rework": 2, "result": "重拍", "accepted": True},
        FinishRework(**WHEN_AND_WHO, rework=2, result="重拍", accepted=True),
    ),
    "responsibilities": (
        {
            "shares": [
                {"kind": "direct", "unit": "studio", "percent": 70, "team": "外景", "person": "wu"},
                {"kind": "indirect", "unit": "operations", "percent": 30},
            ],
            "reason": "灯光未查",
        },
        AttributeResponsibility(
            **WHEN_AND_WHO,
            shares=(
                Share(
                    kind=ResponsibilityKind.DIRECT,
                    unit="studio",
                    percent=70,
                    team="外景",
                    person="wu",
                ),
                Share(kind=ResponsibilityKind.INDIRECT, unit="operations", percent=30),
            ),
            reason="灯光未查",
        ),
    ),
    "improvements": (
        {"what": "查灯光", "owner": "孙丽", "unit": "studio", "due": "2026-03-09T02:00:00Z"},
        PlanImprovement(**WHEN_AND_WHO, what="查灯光", owner="孙丽", unit="studio", due=DUE),
    ),
    "improvement-results": (
        {"improvement": 2, "result": "已贴"},
        FinishImprovement(**WHEN_AND_WHO, improvement=2, result="已贴"),
    ),
    "case-studies": (
        {"title": "色差", "text": "先看灯光"},
        WriteCase(**WHEN_AND_WHO, title="色差", text="先看灯光"),
    ),
    "publication-approvals": (
        {"remark": "月会"},
        ApprovePublication(**WHEN_AND_WHO, remark="月会"),
    ),
    "publications": ({"where": "月会"}, PublishCase(**WHEN_AND_WHO, where="月会")),
}


@pytest.mark.parametrize("noun", READ)
def test_a_body_is_understood_to_the_letter(noun: str) -> None:
    sent, command = READ[noun]
    body = json.dumps(sent).encode()
    assert BY_NOUN[noun].body.read(body, LIN, lambda: NOW) == command


HALF_BAKED: Final[Mapping[str, tuple[str, dict[str, Any], str]]] = {
    "an hour that no day has": (
        "memos",
        {"text": "备忘", "complainant": {"contact_from": "24:00", "contact_until": "23:00"}},
        "complainant.contact_from",
    ),
    "half a time for calls": (
        "memos",
        {"text": "备忘", "complainant": {"contact_from": "18:30"}},
        "complainant.contact_until",
    ),
    "too many employees": ("memos", {"text": "备忘", "about": ["wu"] * 21}, "about"),
    "a link to no id": ("links", {"kind": "follows", "other": "nonsense"}, "other"),
    "a link to nothing": ("links", {"kind": "follows", "other": OTHER}, "other"),
    "an unknown unit": ("assistance", {"unit": "cellar", "what": "查"}, "unit"),
    "a visit in the past": (
        "visits",
        {"person": "赵敏", "due": "2020-01-01T00:00:00Z", "where": "家", "purpose": "看"},
        "due",
    ),
    "no share": ("responsibilities", {"shares": [], "reason": "无"}, "shares"),
    "half a share": (
        "responsibilities",
        {"shares": [{"kind": "direct", "unit": "studio", "percent": 0.5}], "reason": "半"},
        "shares.0.percent",
    ),
    "half of it": (
        "responsibilities",
        {"shares": [{"kind": "direct", "unit": "studio", "percent": 50}], "reason": "半"},
        "shares",
    ),
    "an unknown way of contact": (
        "follow-ups",
        {"occasion": "one-week", "reached": False, "method": "pigeon"},
        "method",
    ),
}


@pytest.mark.parametrize("name", HALF_BAKED)
async def test_a_field_at_fault_is_named(service: Service, name: str) -> None:
    noun, body, field = HALF_BAKED[name]
    complaint = await service.receive()
    response = await service.post("manager", f"/v1/complaints/{complaint}/{noun}", body)
    assert response.status_code == 422, response.text
    assert [fault["field"] for fault in response.json()["fields"]] == [field]


async def test_a_link_leads_to_a_complaint_of_the_same_organisation_only(service: Service) -> None:
    mine, other = await service.receive(), await service.receive()
    theirs = await service.post("front-desk", "/v1/complaints", RECEIPT, organisation="elsewhere")
    refused = []
    for wrong in (theirs.json()["complaint_id"], OTHER, mine):
        body = {"kind": "follows", "other": wrong}
        refused.append(await service.post("handler", f"/v1/complaints/{mine}/links", body))
    assert {response.status_code for response in refused} == {422}
    assert len({response.text for response in refused}) == 1
    await service.do("handler", mine, "links", kind="follows", other=other)


async def test_who_is_concerned_is_told_to_report_it(service: Service) -> None:
    complaint = await service.receive(about=["handler-person"])
    path = f"/v1/complaints/{complaint}/classifications"
    response = await service.post("handler", path, {"category": "product-quality"})
    assert response.status_code == 422
    assert response.json()["code"] == "conflict-of-interest"
    await service.do("handler", complaint, "reports", to_roles=["supervisor"], reason="是我")

"""Another organisation's complaint answers exactly as one that does not exist, on every route."""

from typing import Any
from uuid import UUID, uuid4

import httpx

from app.domain.values import Actor
from tests.journeys.procedure import RECEIPT, Case
from tests.support.commands import Act
from tests.support.commands.ending import (
    attributed,
    case_written,
    closed,
    followed_up,
    handed_over,
    held,
    hold_lifted,
    improved,
    publication_approved,
    published,
    share,
    signed,
    withdrawn,
)
from tests.support.commands.ending import reopened as taken_up
from tests.support.commands.handling import (
    asked_help,
    escalated,
    explained,
    helped,
    instructed,
    paused,
    progress,
    referred,
    replied,
    reported,
    resumed,
    took_back_help,
    visited,
)
from tests.support.commands.receipt import (
    classified,
    concerned,
    confirmed,
    courtesy,
    dismissed,
    memo,
)
from tests.support.commands.remedy import agreed as consented
from tests.support.commands.remedy import (
    approved,
    asked_for,
    changed,
    compensated,
    found,
    offer,
    planned,
    queried,
    query_answered,
    released,
    rework,
    reworked,
    taken_back,
)
from tests.support.service import ELSEWHERE, HERE, ROLES, Service

DUE = "2026-12-01T12:00:00+08:00"

ACTS = {
    act.noun: act
    for act in (
        memo("记"),
        confirmed(),
        classified("billing"),
        dismissed("不是"),
        courtesy("抱歉"),
        Act("assignments", {"handler": "somebody", "unit": "studio"}),
        reported("请示", "manager"),
        escalated("first", "manager", "请示"),
        instructed("照办", "zhao.min"),
        Act("promises", {"kind": "reply", "what": "回电", "due": DUE}),
        replied("已查"),
        found("查", "因", "ours"),
        planned("解释", offer("explanation-only", "解释")),
        approved(),
        consented("好"),
        asked_for(1, "赔"),
        released("V-1"),
        compensated("coupon", 0, "张女士"),
        signed("filler"),
        closed("explained", "已解释"),
        withdrawn("撤回"),
        taken_up("our-error", "错了"),
        followed_up("one-week"),
        Act("links", {"kind": "follows", "other": str(uuid4())}),
        asked_help("studio", "查"),
        helped("已查"),
        referred("police", "报案"),
        progress("在查"),
        explained("说明"),
        Act("visits", {"person": "somebody", "due": DUE, "where": "家", "purpose": "致歉"}),
        visited("已访"),
        rework("redo", "studio", "印反", "重做"),
        reworked("已做"),
        paused("customer", "等"),
        resumed("到"),
        attributed("错", share("studio", 100)),
        Act("improvements", {"what": "改", "owner": "somebody", "unit": "studio", "due": DUE}),
        improved("已改"),
        case_written("题", "文"),
        publication_approved("可"),
        published("墙上"),
        concerned("somebody", reason="另有其人"),
        queried("哪一本？"),
        query_answered("大的。"),
        held("起诉"),
        hold_lifted("和解"),
        took_back_help("问错了"),
        changed(1, "改小"),
        taken_back("退回"),
        handed_over("handler", "with-handling-unit", "retained"),
    )
}

COPIES = ("handler", "audit", "planning")
READS = (
    "",
    "/events",
    "/next-steps",
    *(f"/copies/{copy}" for copy in COPIES),
    *(f"/prints/{copy}" for copy in COPIES),
)


def test_every_route_that_names_a_complaint_is_tried_here(service: Service) -> None:
    prefix = "/v1/complaints/{complaint_id}"
    routes = {
        (method.upper(), path.removeprefix(prefix))
        for path, methods in service.app.openapi()["paths"].items()
        if path.startswith(prefix)
        for method in methods
    }
    assert routes == {("POST", f"/{noun}") for noun in ACTS} | {("GET", read) for read in READS}


async def ask(
    service: Service, role: str, complaint: str, noun: str, organisation: str
) -> httpx.Response:
    path = f"/v1/complaints/{complaint}/{noun}"
    body = ACTS[noun].body
    return await service.post(role, path, body, organisation=organisation)


def told(response: httpx.Response) -> tuple[Any, ...]:
    """All that a caller learns from an answer."""
    return response.status_code, response.content, sorted(response.headers.items())


async def test_a_command_on_anothers_complaint_answers_as_on_none(case: Case) -> None:
    for noun in ACTS:
        statuses = set()
        for role in ROLES:
            foreign = await ask(case.service, role, case.id, noun, ELSEWHERE)
            missing = await ask(case.service, role, str(uuid4()), noun, ELSEWHERE)
            assert told(foreign) == told(missing), (noun, role)
            statuses.add(foreign.status_code)
        assert {404} <= statuses <= {403, 404}, noun
    assert (await case.shown())["version"] == 1


async def test_reading_anothers_complaint_answers_as_reading_none(case: Case) -> None:
    for read in READS:
        statuses = set()
        for role in ROLES:
            foreign, missing = [
                await case.service.get(role, f"/v1/complaints/{complaint}{read}", ELSEWHERE)
                for complaint in (case.id, str(uuid4()))
            ]
            assert told(foreign) == told(missing), (read, role)
            statuses.add(foreign.status_code)
        assert statuses == {403, 404}, read


async def test_no_list_shows_anything_of_another_organisation(case: Case) -> None:
    lists = {
        "/v1/complaints": "supervisor",
        "/v1/copies/handler": "supervisor",
        "/v1/copies/audit": "finance",
        "/v1/copies/planning": "planning",
        "/v1/worklist": "supervisor",
        "/v1/ledger": "finance",
        "/v1/exports/audit.csv": "finance",
        "/v1/log": "administrator",
    }
    for path, role in lists.items():
        theirs = await case.service.get(role, path, ELSEWHERE)
        assert theirs.status_code == 200
        assert case.id not in theirs.text
    assert await case.fetched("finance", "audit") is not None


async def test_a_key_used_elsewhere_does_not_lead_to_anothers_complaint(service: Service) -> None:
    body = RECEIPT.body
    here = await service.post("front-desk", "/v1/complaints", body, key="same")
    there = await service.post(
        "front-desk", "/v1/complaints", body, key="same", organisation=ELSEWHERE
    )
    assert here.json()["complaint_id"] != there.json()["complaint_id"]
    assert UUID(there.json()["complaint_id"])


async def test_a_person_of_one_unit_finds_another_units_complaint_no_better(case: Case) -> None:
    service = case.service
    issued = await service.services.tokens.create(
        HERE, Actor("studio-head", ("supervisor",), ("studio",))
    )
    service = Service(
        service.app,
        service.client,
        service.services,
        {**service.tokens, (HERE, "studio-head"): issued.secret},
    )
    for noun in set(ACTS) - {"expense-reviews"}:
        hidden = await ask(service, "studio-head", case.id, noun, HERE)
        missing = await ask(service, "studio-head", str(uuid4()), noun, HERE)
        assert told(hidden) == told(missing), noun
        assert hidden.status_code == 404, noun

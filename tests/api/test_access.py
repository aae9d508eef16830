"""Every route against every role; a route missing from the table fails."""

from typing import Any, Final

import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute

from app.main import create_app
from app.settings import Settings
from tests.support.service import ELSEWHERE, RECEIPT, ROLES, Service

NOBODY: Final = "nobody"
"""Somebody without a token."""

CASE: Final = frozenset({"front-desk", "handler", "supervisor", "manager", "general-manager"})
HANDLE: Final = CASE - {"front-desk"}
HEADS: Final = HANDLE - {"handler"}
FILLERS: Final = CASE - {"general-manager"}
MONEY: Final = frozenset({"finance", "audit"})
PLAN: Final = frozenset({"planning", "manager", "general-manager"})
AUDIT: Final = frozenset({"audit"})
ALL: Final = frozenset(ROLES)
EVERYONE: Final = ALL | {NOBODY}

C: Final = "/v1/complaints/{complaint_id}"
R: Final = "/v1/reviews/{every}/{label}"

PERIOD: Final = {"every": "month", "label": "2026-03"}

OFFER: Final = {
    "remedy": "redo",
    "description": "重做相册",
    "cost": {"amount": 0, "currency": "CNY"},
    "value": {"amount": 0, "currency": "CNY"},
}

TABLE: Final[dict[tuple[str, str], tuple[frozenset[str], dict[str, Any] | None]]] = {
    ("GET", "/livez"): (EVERYONE, None),
    ("GET", "/readyz"): (EVERYONE, None),
    ("GET", "/v1/complaints"): (CASE, None),
    ("GET", "/v1/worklist"): (CASE, None),
    ("GET", "/v1/worklist/summary"): (CASE, None),
    ("GET", C): (CASE, None),
    ("GET", f"{C}/events"): (CASE, None),
    ("GET", f"{C}/next-steps"): (CASE, None),
    ("GET", f"{C}/copies/handler"): (CASE, None),
    ("GET", f"{C}/copies/audit"): (MONEY, None),
    ("GET", f"{C}/copies/planning"): (PLAN, None),
    ("GET", f"{C}/prints/handler"): (CASE, None),
    ("GET", f"{C}/prints/audit"): (MONEY, None),
    ("GET", f"{C}/prints/planning"): (PLAN, None),
    ("GET", "/v1/copies/handler"): (CASE, None),
    ("GET", "/v1/copies/audit"): (MONEY, None),
    ("GET", "/v1/copies/planning"): (PLAN, None),
    ("GET", "/v1/copies/custody"): (CASE | MONEY | PLAN, None),
    ("GET", "/v1/ledger"): (MONEY | PLAN, None),
    ("GET", "/v1/retention"): (PLAN | AUDIT, None),
    ("GET", "/v1/exports/audit.csv"): (MONEY, None),
    ("GET", "/v1/exports/audit.xlsx"): (MONEY, None),
    ("GET", R): (PLAN | HEADS, None),
    ("GET", f"{R}.xlsx"): (PLAN | HEADS, None),
    ("GET", f"{R}.pdf"): (PLAN | HEADS, None),
    ("GET", "/v1/log"): (frozenset({"administrator"}), None),
    ("GET", "/v1/checkpoint"): (frozenset({"finance", "audit", "administrator"}), None),
    ("GET", "/v1/policy"): (ALL, None),
    ("GET", "/v1/guidance"): (ALL, None),
    ("POST", "/v1/complaints"): (CASE, dict(RECEIPT)),
    ("POST", f"{C}/memos"): (CASE, {"text": "备忘"}),
    ("POST", f"{C}/concerned-corrections"): (HEADS, {"about": ["wu"], "reason": "另有其人"}),
    ("POST", f"{C}/confirmations"): (HEADS, {}),
    ("POST", f"{C}/classifications"): (HANDLE, {"category": "product-quality"}),
    ("POST", f"{C}/dismissals"): (HANDLE, {"reason": "咨询", "customer_informed": True}),
    ("POST", f"{C}/apologies"): (CASE, {"kind": "courtesy", "words": "抱歉"}),
    ("POST", f"{C}/assignments"): (HANDLE, {"handler": "lin", "unit": "customer-service"}),
    ("POST", f"{C}/reports"): (CASE, {"to_roles": ["supervisor"], "reason": "请示"}),
    ("POST", f"{C}/escalations"): (
        HANDLE,
        {"tier": "first", "to_role": "manager", "reason": "超出权限"},
    ),
    ("POST", f"{C}/instructions"): (HEADS, {"text": "先道歉"}),
    ("POST", f"{C}/links"): (
        HANDLE,
        {"kind": "follows", "other": "e8375a35-eff0-572e-a2c2-1ad94eacf3a0"},
    ),
    ("POST", f"{C}/assistance"): (HANDLE, {"unit": "studio", "what": "查灯光"}),
    ("POST", f"{C}/assistance-answers"): (CASE | MONEY, {"assistance": 1, "result": "已查"}),
    ("POST", f"{C}/assistance-withdrawals"): (HANDLE, {"assistance": 1, "reason": "问错了"}),
    ("POST", f"{C}/referrals"): (HANDLE, {"to": "police", "reason": "戒指遗失"}),
    ("POST", f"{C}/progress-notices"): (HANDLE, {"text": "已送印厂"}),
    ("POST", f"{C}/explanations"): (HANDLE, {"words": "外景偏冷", "understood": True}),
    ("POST", f"{C}/visits"): (
        HANDLE,
        {
            "person": "赵敏",
            "due": "2199-12-31T00:00:00Z",
            "where": "中山路1号",
            "purpose": "看样片",
        },
    ),
    ("POST", f"{C}/visit-reports"): (HANDLE, {"visit": 1, "met": True, "result": "已谈妥"}),
    ("POST", f"{C}/pauses"): (HANDLE, {"waiting_for": "customer", "reason": "等选定日期"}),
    ("POST", f"{C}/resumptions"): (HANDLE, {"reason": "已选定"}),
    ("POST", f"{C}/promises"): (
        CASE,
        {"kind": "reply", "what": "答复", "due": "2199-12-31T00:00:00Z"},
    ),
    ("POST", f"{C}/replies"): (HANDLE, {"text": "已答复"}),
    ("POST", f"{C}/findings"): (
        HANDLE,
        {
            "findings": "印厂出错",
            "cause": "版序错",
            "cause_class": "individual",
            "fault": "ours",
            "established": True,
        },
    ),
    ("POST", f"{C}/plans"): (HANDLE, {"explanation": "重做", "offers": [OFFER]}),
    ("POST", f"{C}/reworks"): (
        HANDLE,
        {"remedy": "redo", "unit": "studio", "cause": "灯光有误", "instructions": "傍晚拍"},
    ),
    ("POST", f"{C}/rework-results"): (HANDLE, {"rework": 1, "result": "重拍", "accepted": True}),
    ("POST", f"{C}/plan-reviews"): (HEADS, {"plan": 1, "verdict": "approve"}),
    ("POST", f"{C}/consents"): (HANDLE, {"plan": 1, "agreed": True}),
    ("POST", f"{C}/expenses"): (
        HANDLE,
        {"amount": {"amount": 100, "currency": "CNY"}, "purpose": "赔付"},
    ),
    ("POST", f"{C}/expense-reviews"): (
        frozenset({"finance"}),
        {"expense": 1, "verdict": "approve"},
    ),
    ("POST", f"{C}/expense-queries"): (
        frozenset({"finance"}),
        {"expense": 1, "question": "哪一本相册？"},
    ),
    ("POST", f"{C}/expense-answers"): (HANDLE, {"expense": 1, "answer": "大相册"}),
    ("POST", f"{C}/expense-changes"): (
        HANDLE,
        {"expense": 1, "amount": {"amount": 90, "currency": "CNY"}, "reason": "改小"},
    ),
    ("POST", f"{C}/reversals"): (frozenset({"finance"}), {"compensation": 1, "reason": "退回"}),
    ("POST", f"{C}/legal-holds"): (AUDIT, {"reason": "顾客起诉"}),
    ("POST", f"{C}/legal-hold-releases"): (AUDIT, {"hold": 1, "reason": "和解"}),
    ("POST", f"{C}/hand-overs"): (
        HANDLE,
        {"copy": "handler", "origin": "with-handling-unit", "to": "retained"},
    ),
    ("POST", f"{C}/compensations"): (
        HANDLE,
        {
            "remedy": "redo",
            "amount": {"amount": 0, "currency": "CNY"},
            "signature": {"kind": "name", "signatory": "张女士"},
        },
    ),
    ("POST", f"{C}/signatures"): (FILLERS, {"box": "filler"}),
    ("POST", f"{C}/closures"): (HANDLE, {"outcome": "explained", "result": "已解释"}),
    ("POST", f"{C}/withdrawals"): (CASE, {"reason": "撤回"}),
    ("POST", f"{C}/reopenings"): (HANDLE, {"cause": "our-error", "reason": "再查"}),
    ("POST", f"{C}/follow-ups"): (CASE, {"occasion": "one-week", "reached": False}),
    ("POST", f"{C}/responsibilities"): (
        HEADS,
        {"shares": [{"kind": "direct", "unit": "studio", "percent": 100}], "reason": "灯光"},
    ),
    ("POST", f"{C}/improvements"): (
        PLAN,
        {"what": "查灯光", "owner": "孙丽", "unit": "studio", "due": "2199-12-31T00:00:00Z"},
    ),
    ("POST", f"{C}/improvement-results"): (PLAN, {"improvement": 1, "result": "已贴检查表"}),
    ("POST", f"{C}/case-studies"): (PLAN, {"title": "一次色差", "text": "先看灯光"}),
    ("POST", f"{C}/publication-approvals"): (HEADS, {}),
    ("POST", f"{C}/publications"): (PLAN, {"where": "三月月会"}),
}
"""Method and path: who gets past the door, and a body that is well-formed."""


def routes_of(app: FastAPI) -> set[tuple[str, str]]:
    """Every route of the contract, whichever router it came from."""
    found = set()
    for path, item in app.openapi()["paths"].items():
        found |= {(method.upper(), path) for method in item}
    return found


def test_every_route_stands_in_the_table() -> None:
    app = create_app(Settings())
    assert routes_of(app) == set(TABLE)
    direct = [route for route in app.routes if isinstance(route, APIRoute)]
    assert all(route.include_in_schema for route in direct), "a route hides from the contract"


@pytest.mark.parametrize(("method", "path"), sorted(TABLE))
async def test_a_route_opens_for_its_roles_and_no_others(
    service: Service, method: str, path: str
) -> None:
    may, body = TABLE[method, path]
    for role in (*ROLES, NOBODY):
        complaint = await service.receive()
        answer = await ask(
            service, role, method, path.format(complaint_id=complaint, **PERIOD), body
        )
        refused = answer.json().get("code") if answer.status_code >= 400 else None
        if role == NOBODY and NOBODY not in may:
            assert answer.status_code == 401
            assert answer.headers["www-authenticate"].startswith("Bearer")
        elif role in may:
            assert answer.status_code < 500
            assert refused != "not-permitted", f"{role} is kept out: {answer.text}"
        else:
            assert (answer.status_code, refused) == (403, "not-permitted"), f"{role} gets in"


@pytest.mark.parametrize(("method", "path"), sorted(key for key in TABLE if C in key[1]))
async def test_another_organisations_complaint_looks_like_one_that_does_not_exist(
    service: Service, method: str, path: str
) -> None:
    may, body = TABLE[method, path]
    role = min(may)
    theirs = await service.post("front-desk", "/v1/complaints", RECEIPT, organisation=ELSEWHERE)
    ids = (theirs.json()["complaint_id"], "5b0b7d8e-0000-5000-8000-000000000000", "nonsense")
    answers = [await ask(service, role, method, path.format(complaint_id=one), body) for one in ids]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.text for answer in answers}) == 1


async def ask(
    service: Service, role: str, method: str, path: str, body: dict[str, Any] | None
) -> Any:
    """Ask as somebody with a role, or with none."""
    if role != NOBODY:
        if method == "GET":
            return await service.get(role, path)
        return await service.post(role, path, body)
    headers = {"Idempotency-Key": "nobody"}
    return await service.client.request(method, path, json=body, headers=headers)


@pytest.mark.parametrize(
    "given",
    [
        "",
        "Bearer",
        "Bearer ",
        "Bearer x",
        "Basic dXNlcjpwYXNz",
        "Bearer tri_here_" + "A" * 43,
        "Bearer tri_nowhere_" + "A" * 43,
        "Bearer tri_here'--_" + "A" * 43,
    ],
)
async def test_only_a_known_token_opens(service: Service, given: str) -> None:
    response = await service.client.get("/v1/complaints", headers={"Authorization": given})
    assert response.status_code == 401
    assert response.json()["code"] == "unauthorised"


async def test_a_token_of_one_organisation_does_not_open_another(service: Service) -> None:
    secret = service.tokens["here", "handler"].replace("tri_here_", "tri_elsewhere_")
    response = await service.client.get(
        "/v1/complaints", headers={"Authorization": f"Bearer {secret}"}
    )
    assert response.status_code == 401

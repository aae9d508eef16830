"""What lies where and for how long, and the ledger, over HTTP (SC-35..38)."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.support.service import Service

PLAN = {
    "explanation": "重做相册",
    "offers": [
        {
            "remedy": "redo",
            "description": "重做",
            "cost": {"amount": 30000, "currency": "CNY"},
            "value": {"amount": 80000, "currency": "CNY"},
        }
    ],
}


def yuan(amount: int) -> dict[str, Any]:
    return {"amount": amount * 100, "currency": "CNY"}


async def asked_for(service: Service, amount: int = 300) -> str:
    """A complaint in which finance is asked for money."""
    complaint = await service.receive()
    await service.do("supervisor", complaint, "confirmations")
    await service.do("handler", complaint, "plans", **PLAN)
    await service.do("supervisor", complaint, "plan-reviews", plan=1, verdict="approve")
    await service.do("handler", complaint, "consents", plan=1, agreed=True)
    expense = {"amount": yuan(amount), "purpose": "相册", "plan": 1}
    await service.do("handler", complaint, "expenses", **expense)
    return complaint


async def paid(service: Service, complaint: str, amount: int, **signature: Any) -> None:
    await service.do("finance", complaint, "expense-reviews", expense=1, verdict="approve")
    signed = {"kind": "name", "signatory": "张女士", **signature}
    given = {"remedy": "redo", "amount": yuan(amount), "signature": signed, "expense": 1}
    await service.do("handler", complaint, "compensations", **given)


async def holdings(service: Service, role: str) -> dict[tuple[str, str], int]:
    await service.services.projector.catch_up()
    answer = await service.get(role, "/v1/copies/custody")
    assert answer.status_code == 200, answer.text
    return {(one["copy"], one["place"]): one["count"] for one in answer.json()["items"]}


async def ledger(service: Service, **period: str) -> Any:
    await service.services.projector.catch_up()
    answer = await service.get("finance", "/v1/ledger", **period)
    assert answer.status_code == 200, answer.text
    return answer.json()


def balanced(line: dict[str, Any]) -> bool:
    parts = ("open", "refused", "payable", "paid", "spared")
    return bool(line["requested"] == sum(line[part] for part in parts))


async def test_a_question_an_answer_another_amount_and_a_reversal_sc_36(service: Service) -> None:
    complaint = await asked_for(service)
    await service.do("finance", complaint, "expense-queries", expense=1, question="发票？")
    assert await holdings(service, "finance") == {("audit", "queried"): 1}
    await service.do("handler", complaint, "expense-answers", expense=1, answer="附上")
    changed = {"expense": 1, "amount": yuan(250), "reason": "小一号"}
    await service.do("handler", complaint, "expense-changes", **changed)
    await paid(service, complaint, 240, kind="path", path="M 1,1 L 2,2")
    await service.do("finance", complaint, "reversals", compensation=1, reason="卡号有误")
    assert await holdings(service, "audit") == {("audit", "confirmed"): 1}
    copy = (await service.get("finance", f"/v1/complaints/{complaint}/copies/audit")).json()
    (expense,) = copy["expenses"]
    assert (expense["amount"], expense["status"]) == (yuan(250), "confirmed")
    assert expense["queries"][0]["answer"] == "附上"
    assert expense["changes"][0]["before"] == yuan(300)
    assert copy["compensations"][0]["reversed"]["reason"] == "卡号有误"
    assert copy["total_cost"] is None
    assert [stay["place"] for stay in copy["custody_trail"]] == [
        "with-handling-unit",
        "with-finance",
        "queried",
        "with-finance",
        "confirmed",
        "with-audit",
        "confirmed",
    ]


async def test_the_ledger_of_a_month_balances_sc_36(service: Service) -> None:
    await paid(service, await asked_for(service), 240)
    await asked_for(service, 100)
    found = await ledger(service)
    (month,), (closing,) = found["months"], found["closing"]
    assert found["time_zone"] == "Asia/Shanghai"
    assert month["requested"] == closing["requested"] == 40000
    assert (month["paid"], month["spared"], month["open"]) == (24000, 6000, 10000)
    assert month["remedies"] == {"redo": 24000}
    assert balanced(month)
    assert balanced(closing)


async def test_the_ledger_of_another_time_is_empty_but_what_stands_is_told(
    service: Service,
) -> None:
    await asked_for(service)
    day = datetime.now(UTC).date() + timedelta(days=40)
    later = await ledger(service, **{"from": f"{day:%F}", "until": f"{day:%F}"})
    assert later["months"] == []
    assert later["closing"][0]["open"] == 30000
    before = await ledger(service, **{"from": "2020-01-01", "until": "2020-12-31"})
    assert (before["months"], before["closing"]) == ([], [])


@pytest.mark.parametrize(
    "period",
    [
        {"from": "2026-02-02", "until": "2026-02-01"},
        {"from": "1999-01-01"},
        {"until": "9999-12-31"},
        {"until": "yesterday"},
        {"to": "2026-02-01"},
    ],
)
async def test_a_period_that_is_none_is_refused(service: Service, period: dict[str, str]) -> None:
    answer = await service.get("finance", "/v1/ledger", **period)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")


async def test_a_list_tells_what_lies_where_and_for_how_long_sc_35(service: Service) -> None:
    await service.receive()
    assert await holdings(service, "handler") == {("handler", "with-handling-unit"): 1}
    assert await holdings(service, "planning") == {("planning", "with-planning"): 1}
    soon = (datetime.now(UTC) + timedelta(minutes=1)).isoformat()
    for since_before, count in ((soon, 1), ("2020-01-01T00:00:00Z", 0)):
        asked = {"custody": "with-planning", "since_before": since_before}
        answer = await service.get("planning", "/v1/copies/planning", **asked)
        assert len(answer.json()["items"]) == count


@pytest.mark.parametrize(
    ("signature", "field"),
    [
        ({"kind": "image", "image": "iVBORw0KGgo="}, "signature.image"),
        ({"kind": "path", "path": "M1 1<script>"}, "signature.path"),
        ({"kind": "name", "path": "M1 1"}, "signature.path"),
    ],
)
async def test_a_drawing_that_is_none_is_refused_sc_43(
    service: Service, signature: dict[str, str], field: str
) -> None:
    complaint = await asked_for(service)
    await service.do("finance", complaint, "expense-reviews", expense=1, verdict="approve")
    body = {
        "remedy": "redo",
        "amount": yuan(300),
        "signature": {"signatory": "张女士", **signature},
        "expense": 1,
    }
    answer = await service.post("handler", f"/v1/complaints/{complaint}/compensations", body)
    assert (answer.status_code, answer.json()["code"]) == (422, "implausible"), answer.text
    assert answer.json()["fields"][0]["field"] == field


async def test_a_copy_goes_only_along_its_route_sc_36(service: Service) -> None:
    complaint = await asked_for(service)
    path = f"/v1/complaints/{complaint}/hand-overs"
    for origin, to, code in (
        ("with-audit", "retained", "wrong-state"),
        ("with-finance", "with-audit", "not-permitted"),
        ("anywhere", "with-audit", "invalid"),
    ):
        body = {"copy": "audit", "origin": origin, "to": to}
        assert (await service.post("audit", path, body)).json()["code"] == code
    body = {"copy": "audit", "origin": "with-finance", "to": "with-audit"}
    assert (await service.post("finance", path, body)).json()["code"] == "against-policy"

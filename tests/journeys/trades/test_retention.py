"""What becomes of the copies in the years after the end, over HTTP on PostgreSQL (SC-46)."""

from typing import Any

import httpx

from app.application.retention import Register, destroy
from tests.journeys.conftest import Open
from tests.journeys.trades.business import BUSINESS, SIGNED, Business, offer, yuan

KEEPERS = {"handler": "handler", "audit": "audit", "planning": "planning"}
LAY = {"handler": "with-handling-unit", "audit": "with-audit", "planning": "with-planning"}


async def ended(house: Business, *, paid: bool) -> str:
    """A complaint that ended on Monday, 2 March 2026, with something paid or not."""
    complaint = await house.receive(
        "front-desk", unit="front-hall", reason="印反", subject="相册", demand="重做"
    )
    await house.do("supervisor", complaint, "confirmations")
    if not paid:
        body = {"reason": "咨询", "customer_informed": True}
        await house.do("handler", complaint, "dismissals", **body)
        return complaint
    plan = {"explanation": "重做", "offers": [offer("redo", 300)]}
    await house.do("handler", complaint, "plans", **plan)
    await house.do("supervisor", complaint, "plan-reviews", plan=1, verdict="approve")
    await house.do("handler", complaint, "consents", plan=1, agreed=True)
    asked = {"amount": yuan(300), "purpose": "相册", "plan": 1}
    await house.do("handler", complaint, "expenses", **asked)
    await house.do("finance", complaint, "expense-reviews", expense=1, verdict="approve")
    given = {"remedy": "redo", "amount": yuan(300), "signature": SIGNED, "expense": 1}
    await house.do("handler", complaint, "compensations", **given)
    boxes = {
        "filler": "front-desk",
        "recording-unit": "supervisor",
        "handling-unit": "manager",
        "finance": "finance",
    }
    for box, role in boxes.items():
        await house.do(role, complaint, "signatures", box=box)
    await house.do("handler", complaint, "withdrawals", reason="已解决")
    return complaint


async def archive(house: Business, complaint: str, copy: str) -> dict[str, Any]:
    """Put a copy into the archive; give the hand-over that destroys it."""
    body = {"copy": copy, "origin": LAY[copy], "to": "retained"}
    await house.do(KEEPERS[copy], complaint, "hand-overs", **body)
    return {"copy": copy, "origin": "retained", "to": "destroyed"}


async def gone(house: Business, complaint: str, copy: str) -> dict[str, Any]:
    """Ask for a copy that is not there any more; give the problem."""
    headers = {"Authorization": f"Bearer {house.tokens[KEEPERS[copy]]}"}
    path = f"/v1/complaints/{complaint}/copies/{copy}"
    response = await house.client.get(path, headers=headers)
    assert response.status_code == httpx.codes.GONE, response.text
    problem: dict[str, Any] = response.json()
    return problem


async def fates(house: Business, complaint: str) -> list[str]:
    """Tell what is to become of the three copies, as the auditor reads it."""
    await house.settle()
    page = await house.get("audit", "/v1/retention")
    [case] = [one for one in page["items"] if one["id"] == complaint]
    return [copy["fate"] for copy in case["copies"]]


async def test_a_form_without_cost_is_kept_two_years_and_goes_before_three_are_over_sc_46(
    open_business: Open,
) -> None:
    async with open_business("default") as house:
        complaint = await ended(house, paid=False)
        last = await archive(house, complaint, "audit")

        await house.until("2028-03-01T23:59:59+08:00")
        problem = await house.refused("audit", complaint, "hand-overs", **last)
        assert (problem["code"], problem["kept_until"]) == ("still-kept", "2028-03-02")
        assert await fates(house, complaint) == ["kept", "kept", "kept"]

        await house.until("2028-03-02T00:00:00+08:00")
        assert await fates(house, complaint) == ["may-go", "may-go", "may-go"]
        matter = {"reason": "顾客起诉", "reference": "(2028)沪0101民初12号"}
        await house.do("audit", complaint, "legal-holds", **matter)
        problem = await house.refused("audit", complaint, "hand-overs", **last)
        assert (problem["code"], problem["holds"]) == ("on-hold", [1])
        assert await fates(house, complaint) == ["held", "held", "held"]

        await house.until("2029-03-02T09:00:00+08:00")
        assert await fates(house, complaint) == ["held", "held", "held"]
        await house.do("audit", complaint, "legal-hold-releases", hold=1, reason="和解")
        assert await fates(house, complaint) == ["must-go", "must-go", "may-go"]
        await house.do("audit", complaint, "hand-overs", **last)
        assert await fates(house, complaint) == ["must-go", "gone", "may-go"]
        problem = await gone(house, complaint, "audit")
        assert problem["code"] == "copy-destroyed"
        assert problem["destruction"]["must_go_by"] == "2029-03-02"
        assert (await house.case("handler", complaint))["holds"][0]["lifted_because"] == "和解"

        # Taken up again, the copies are out again, and the years begin anew with the next end.
        await house.do("handler", complaint, "reopenings", cause="not-satisfied", reason="来电")
        copies = await house.copies(complaint)
        assert copies["audit"]["destruction"] is None
        trail = [stay["place"] for stay in copies["audit"]["custody_trail"]]
        assert trail[-2:] == ["destroyed", "with-handling-unit"]
        body = {"reason": "仍是咨询", "customer_informed": True}
        await house.do("handler", complaint, "dismissals", **body)
        assert await fates(house, complaint) == ["kept", "kept", "kept"]


async def test_what_proves_a_payment_outlasts_the_rest_by_decades_sc_46(
    open_business: Open,
) -> None:
    async with open_business("default") as house:
        complaint = await ended(house, paid=True)
        await house.until("2029-03-02T09:00:00+08:00")
        assert await fates(house, complaint) == ["must-go", "kept", "may-go"]
        voucher = await archive(house, complaint, "audit")
        problem = await house.refused("audit", complaint, "hand-overs", **voucher)
        assert problem["kept_until"] == "2057-01-01"

        policy = await house.services.policies.of(BUSINESS)
        register = Register(
            database=house.services.database,
            organisation=BUSINESS,
            policy=policy,
            today=policy.calendar.local(house.time.now).date(),
        )
        [[case]] = [page async for page in register.pages()]
        await destroy(
            house.services.handling, register, case.copies[0], by="高明", at=house.time.now
        )
        assert await fates(house, complaint) == ["gone", "kept", "may-go"]
        assert (await gone(house, complaint, "handler"))["destruction"]["by"] == "高明"

        await house.until("2056-12-31T23:59:59+08:00")
        assert await fates(house, complaint) == ["gone", "kept", "may-go"]
        await house.until("2057-01-01T00:00:00+08:00")
        assert await fates(house, complaint) == ["gone", "may-go", "may-go"]
        await house.do("audit", complaint, "hand-overs", **voucher)
        assert (await gone(house, complaint, "audit"))["destruction"]["kept_as"] == "voucher"
        assert (await house.copy("planning", complaint, "planning"))["status"] == "withdrawn"

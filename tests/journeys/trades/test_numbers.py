"""The number of the form, as the shopping centre writes it: on every copy, and found by customers.

Time passes as the story says: the year is that of the house's own calendar.
"""

from typing import Any

from app.domain.values import Capability
from tests.journeys.conftest import Open
from tests.journeys.trades.business import BUSINESS, Business


async def number(centre: Business, complaint: str) -> str:
    return str((await centre.case("service-staff", complaint))["number"])


async def found(centre: Business, question: str) -> list[str]:
    await centre.services.projector.catch_up(BUSINESS)
    items = (await centre.get("service-staff", "/v1/complaints", q=question))["items"]
    return [item["number"] for item in items]


async def test_numbers_begin_anew_with_the_year_of_the_house(open_business: Open) -> None:
    async with open_business("shopping-centre") as centre:
        arrivals = (
            "2026-12-31T23:59:00+08:00",
            "2026-12-31T23:59:59+08:00",
            "2027-01-01T00:00:00+08:00",
            "2027-01-01T08:30:00+08:00",
        )
        numbers = []
        for instant in arrivals:
            await centre.until(instant)
            complaint = await centre.receive("service-staff", unit="service-desk")
            numbers.append(await number(centre, complaint))

        assert numbers == ["客诉2026-0001", "客诉2026-0002", "客诉2027-0001", "客诉2027-0002"]
        await centre.settle()
        page = await centre.get("finance", "/v1/copies/audit")
        assert page["issued"] == {"2026": 2, "2027": 2}
        listed = await centre.get("service-staff", "/v1/complaints", limit=3)
        after = await centre.get("service-staff", "/v1/complaints", limit=3, cursor=listed["next"])
        assert [item["number"] for item in listed["items"] + after["items"]] == numbers[::-1]


async def test_a_form_is_known_by_its_number_in_every_way_that_people_say_it(
    open_business: Open,
) -> None:
    async with open_business("shopping-centre") as centre:
        desk: dict[str, Any] = {"unit": "service-desk", "paper_number": "No.004417"}
        await centre.receive("service-staff", unit="service-desk")
        complaint = await centre.receive("service-staff", **desk)

        own = "客诉2026-0002"
        for asked in (own, "客訴2026-0002", "2026-0002", "2026-000002", "2026-2", "2"):
            assert await found(centre, asked) == [own], asked
        for asked in ("No.004417", "004417"):
            assert await found(centre, asked) == [own], asked
        copies = await centre.copies(complaint)
        assert {copy["number"] for copy in copies.values()} == {own}
        case = await centre.case("service-staff", complaint)
        assert case["paper_number"] == copies["handler"]["paper_number"] == "No.004417"


async def test_a_trade_may_begin_its_numbers_with_letters(open_business: Open) -> None:
    async with open_business("after-sales") as company:
        role = company.policy.roles_with(Capability.RECEIVE)[0]
        complaint = await company.receive(role, unit=next(iter(company.policy.units)))
        case = await company.case(role, complaint)
        assert case["number"] == "SH2026-00001"

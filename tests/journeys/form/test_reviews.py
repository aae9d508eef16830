"""The reviews of the day, the month and the half-year say what was done (WS-43, PC-43, AS-26)."""

from typing import Any

import httpx
import pytest

from tests.documents.form.pdf import Pdf
from tests.documents.sheet.reading import Workbook
from tests.journeys.form.money import WHOLE, ledger
from tests.journeys.form.month import REMEDIES, TURNS
from tests.journeys.trades.business import Business

COMPLAINTS = {"en": "Complaints", "zh-Hans": "客诉", "zh-Hant": "客訴"}
RECEIVED = {"en": "Received", "zh-Hans": "受理", "zh-Hant": "受理"}
REMEDY = {"en": "Remedies and their cost", "zh-Hans": "补偿方式与费用", "zh-Hant": "補償方式與費用"}


async def review(house: Business, every: str, label: str, role: str = "planning") -> Any:
    return await house.get(role, f"/v1/reviews/{every}/{label}")


def turns(found: dict[str, Any]) -> dict[str, int]:
    """What happened to complaints."""
    return {name: number for name, number in found["complaints"].items() if number}


def costs(found: dict[str, Any]) -> dict[str, int]:
    """What was paid for each remedy, in whole yuan."""
    return {one["remedy"]: one["cost"] // 100 for one in found["remedies"]}


@pytest.mark.parametrize("month", TURNS)
async def test_a_month_is_reviewed_as_it_was_worked_ws_43_pc_43(
    april: Business, month: str
) -> None:
    found = (await review(april, "month", month))["review"]
    assert turns(found) == TURNS[month]
    assert costs(found) == REMEDIES[month]
    [books] = [one for one in (await ledger(april, **WHOLE))["months"] if one["month"] == month]
    assert books["remedies"] == {name: cost * 100 for name, cost in costs(found).items()}


async def test_a_day_is_reviewed_by_itself_ws_43(april: Business) -> None:
    found = await review(april, "day", "2026-03-02")
    assert turns(found["review"]) == {"received": 1, "closed": 1}
    assert costs(found["review"]) == {"redo": 300}
    assert turns((await review(april, "day", "2026-03-03"))["before"]) == turns(found["review"])
    assert turns((await review(april, "day", "2026-03-01"))["review"]) == {}


async def test_the_half_year_is_the_sum_of_its_months_as_26(april: Business) -> None:
    found = await review(april, "half-year", "2026-H1")
    assert found["running"] is True
    sums = {
        name: sum(month.get(name, 0) for month in TURNS.values())
        for name in ("received", "closed", "withdrawn", "dismissed")
    }
    assert turns(found["review"]) == {**sums, "open": 5}
    remedies = {name for month in REMEDIES.values() for name in month}
    assert costs(found["review"]) == {
        name: sum(month.get(name, 0) for month in REMEDIES.values()) for name in remedies
    }


async def test_of_a_unit_only_its_own_complaints_are_reviewed_ws_43(april: Business) -> None:
    await april.hire("head-of-studio", "manager", units=("studio",))
    found = (await review(april, "month", "2026-03", "head-of-studio"))["review"]
    assert turns(found) == {"received": 2, "closed": 1, "withdrawn": 1}
    assert costs(found) == {"coupon": 60}


@pytest.mark.parametrize("language", COMPLAINTS)
async def test_the_workbook_and_the_paper_say_the_same_as_the_screen_pc_43(
    april: Business, language: str
) -> None:
    found = (await review(april, "month", "2026-03"))["review"]
    path = "/v1/reviews/month/2026-03"
    book = Workbook((await april.ask("planning", f"{path}.xlsx", language=language)).content)
    [head, first, *_] = book.sheets[COMPLAINTS[language]]
    assert (str(first["A"].value), str(first["B"].value)) == (RECEIVED[language], "10")
    assert len(head) == len(first)
    rows = book.sheets[REMEDY[language]][1:]
    assert sorted(row["D"].value for row in rows) == sorted(costs(found).values())
    paper = Pdf((await april.ask("planning", f"{path}.pdf", language=language)).content)
    text = paper.text()
    assert f"{RECEIVED[language]}10" in text
    for cost in costs(found).values():
        assert f"{cost}.00" in text
    for private in ("张女士", "13800001111", "印反", "HYPERLINK"):
        assert private not in text


async def test_reviews_open_for_those_who_plan_and_decide_only_ws_43(april: Business) -> None:
    able = set()
    for role in april.policy.roles:
        for kind in ("", ".xlsx", ".pdf"):
            answer = await april.ask(role, f"/v1/reviews/month/2026-03{kind}")
            if answer.status_code == httpx.codes.OK:
                able.add(role)
            else:
                assert (answer.status_code, answer.json()["code"]) == (403, "not-permitted")
    assert able == {"supervisor", "manager", "general-manager", "planning"}

"""After two months the books balance, and everything else says the same (SC-36, SC-37)."""

import csv
import io
from collections import Counter
from decimal import Decimal
from typing import Any

import httpx
import pytest

from app.documents.words import Language, Words
from app.domain.values import Place
from tests.documents.sheet.reading import Workbook
from tests.journeys.form.money import PARTS, WHOLE, ledger
from tests.journeys.form.month import MONTHS, PLACES, REMEDIES
from tests.journeys.form.places import holdings, listed
from tests.journeys.trades.business import Business

COLUMNS = {
    "requested": "Requested in all",
    "open": "Not yet decided",
    "refused": "Refused",
    "payable": "Confirmed, to be paid",
}
"""The paid ones have a column for what was granted, and one for what was paid of it."""
GRANTED, PAID = "Of paid expenses", "Paid to the customer"


async def books(house: Business) -> dict[str, int]:
    """How the money stands at the end, in minor units."""
    [closing] = (await ledger(house, **WHOLE))["closing"]
    return {part: closing[part] for part in ("requested", *PARTS)}


def yuan(sums: dict[str, int]) -> dict[str, int]:
    """Write what there is of each in whole yuan."""
    return {name: amount // 100 for name, amount in sums.items() if amount}


async def test_each_month_says_what_moved_in_it_and_the_closing_is_their_sum_sc_36(
    april: Business,
) -> None:
    found = await ledger(april, **WHOLE)
    months = {one["month"]: one for one in found["months"]}
    moved = {m: yuan({p: one[p] for p in ("requested", *PARTS)}) for m, one in months.items()}
    assert moved == MONTHS
    assert {m: {r: v // 100 for r, v in one["remedies"].items()} for m, one in months.items()} == (
        REMEDIES
    )
    sums: Counter[str] = Counter()
    for one in months.values():
        sums.update({part: one[part] for part in ("requested", *PARTS)})
    assert await books(april) == dict(sums)
    march = await ledger(april, **{"from": "2026-03-01", "until": "2026-03-31"})
    assert (
        yuan({part: march["closing"][0][part] for part in MONTHS["2026-03"]}) == (MONTHS["2026-03"])
    )


async def test_the_books_are_the_sum_of_the_audit_copies_sc_36(april: Business) -> None:
    copies = [one for place in Place for one in await listed(april, "audit", place)]
    assert Counter(one["custody"] for one in copies) == PLACES
    held = await holdings(april, "audit", "audit")
    assert {place: count for place, (count, _) in held.items()} == PLACES
    sums = dict.fromkeys(("requested", *PARTS), 0)
    for copy in copies:
        paid = {one["expense"]: one for one in copy["compensations"] if not one["reversed"]}
        for expense in copy["expenses"]:
            add(sums, expense, paid)
    assert await books(april) == sums


STATUS = {"requested": "open", "queried": "open", "refused": "refused", "confirmed": "payable"}


def add(sums: dict[str, int], expense: dict[str, Any], paid: dict[int, dict[str, Any]]) -> None:
    """Add an expense of a copy to what was asked for, and to where it stands."""
    amount = expense["amount"]["amount"]
    sums["requested"] += amount
    if expense["status"] == "paid":
        given = paid[expense["number"]]["amount"]["amount"]
        sums["paid"] += given
        sums["spared"] += amount - given
    else:
        sums[STATUS[expense["status"]]] += amount


async def test_the_books_are_the_totals_of_both_sheets_sc_36(april: Business) -> None:
    wanted = await books(april)
    answer = await april.ask("finance", "/v1/exports/audit.csv", language="en")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert totals([{key: value or "0" for key, value in row.items()} for row in rows]) == wanted
    book = Workbook((await xlsx(april)).content)
    cells = [{key: cell.value for key, cell in row.items()} for row in book.records("Complaints")]
    assert totals(cells) == wanted
    about = {str(row["What"].value): row["Value"].value for row in book.records("About")}
    assert about["Paid (CNY)"] == Decimal(wanted["paid"]) / 100
    given = [row.get("Amount paid") for row in book.records("Expenses")]
    paid = sum(Decimal(cell.value) for cell in given if cell is not None)
    assert paid == Decimal(wanted["paid"]) / 100


@pytest.mark.parametrize("month", MONTHS)
@pytest.mark.parametrize("language", Language)
async def test_what_a_month_paid_is_the_same_in_its_sheets_though_some_came_back_later_sc_36(
    april: Business, month: str, language: Language
) -> None:
    last = {"2026-03": "2026-03-31", "2026-04": "2026-04-30"}[month]
    words = Words(april.policy, language)
    book = Workbook((await xlsx(april, language, paid_from=f"{month}-01", paid_until=last)).content)
    [total] = [row for row in book.records(words.term("sheet", "about")) if "CNY" in str(row)][-1:]
    sums = [
        sum(
            Decimal(row[words.header(header)].value)
            for row in book.records(words.term("sheet", sheet))
        )
        for sheet, header in (("complaints", "paid_in_period"), ("expenses", "paid"))
    ]
    assert [*sums, total[words.header("value")].value] == [Decimal(MONTHS[month]["paid"])] * 3


async def xlsx(house: Business, language: str = "en", **asked: str) -> httpx.Response:
    return await house.ask("finance", "/v1/exports/audit.xlsx", language=language, **asked)


def totals(rows: list[dict[str, Any]]) -> dict[str, int]:
    """Add the columns of the complaints up, in minor units."""

    def total(column: str) -> int:
        return int(sum(Decimal(row.get(column) or 0) for row in rows) * 100)

    found = {part: total(column) for part, column in COLUMNS.items()}
    paid = total(PAID)
    return {**found, "paid": paid, "spared": total(GRANTED) - paid}


async def test_the_books_open_for_those_who_answer_for_money_only_sc_36(april: Business) -> None:
    able = set()
    for role in april.policy.roles:
        answer = await april.ask(role, "/v1/ledger")
        if answer.status_code == httpx.codes.OK:
            able.add(role)
        else:
            assert (answer.status_code, answer.json()["code"]) == (403, "not-permitted")
    assert able == {"finance", "audit", "planning", "manager", "general-manager"}


async def test_who_is_of_one_unit_sees_the_money_of_that_unit_sc_36(april: Business) -> None:
    await april.hire("cashier", "finance", units=("studio",))
    [closing] = (await ledger(april, "cashier", **WHOLE))["closing"]
    found = yuan({part: closing[part] for part in ("requested", *PARTS)})
    assert found == {"requested": 80, "paid": 60, "spared": 20}

"""Finance and audit take tables away: by period and custody, of their units, harmless (SC-36)."""

import csv
import io
from typing import Any

import httpx
import pytest

from tests.documents.sheet.reading import Workbook
from tests.journeys.form.month import FORMULA, PLACES
from tests.journeys.trades.business import Business

CSV, XLSX = "/v1/exports/audit.csv", "/v1/exports/audit.xlsx"
MARCH = {"received_from": "2026-03-01", "received_until": "2026-03-31"}
PAID_IN_APRIL = {"paid_from": "2026-04-01", "paid_until": "2026-04-30"}


async def table(house: Business, role: str = "finance", **asked: Any) -> list[dict[str, str]]:
    """Take the rows of a CSV away; the workbook has as many."""
    answer = await house.ask(role, CSV, language="en", **asked)
    assert answer.status_code == httpx.codes.OK, answer.text
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    named = {name: value for name, value in asked.items() if name != "rows"}
    book = Workbook((await house.ask(role, XLSX, language="en", **named)).content)
    sheet = "Expenses" if asked.get("rows") == "expenses" else "Complaints"
    assert len(book.records(sheet)) == len(rows)
    return rows


async def test_a_period_has_what_was_received_or_paid_in_it_sc_36(april: Business) -> None:
    assert len(await table(april)) == 11
    assert len(await table(april, **MARCH)) == 10
    assert len(await table(april, received_from="2026-04-01")) == 1
    assert await table(april, received_from="2026-05-01") == []
    paid = await table(april, rows="expenses", **PAID_IN_APRIL)
    assert [(row["Amount"], row["Amount paid"]) for row in paid] == [
        ("45.00", "-45.00"),
        ("200.00", "200.00"),
        ("100.00", "100.00"),
    ]
    assert len(await table(april, rows="expenses", paid_until="2026-03-31")) == 4


async def test_by_custody_each_desk_takes_what_lies_with_it_sc_36_sc_37(april: Business) -> None:
    found = {place: len(await table(april, custody=place)) for place in PLACES}
    assert found == PLACES
    [queried] = await table(april, custody="queried")
    assert queried["Not yet decided"] == "60.00"
    assert await table(april, custody="destroyed") == []


async def test_a_token_of_one_unit_takes_that_units_forms_only_sc_36(april: Business) -> None:
    await april.hire("cashier", "finance", units=("studio",))
    rows = await table(april, "cashier")
    assert {row["Recorded by"] for row in rows} == {"Studio"}
    assert len(rows) == 2
    assert {row["Recorded by"] for row in await table(april)} == {"Studio", "Front hall"}


async def test_no_text_of_a_customer_is_a_formula_in_a_table(april: Business) -> None:
    [row] = [row for row in await table(april) if "HYPERLINK" in row["Customer"]]
    assert row["Customer"] == f"'{FORMULA}"
    # The reader of the tests refuses a cell that is anything but a text or a number.
    book = Workbook((await april.ask("finance", XLSX, language="en")).content)
    names = [cells["Customer"].value for cells in book.records("Complaints")]
    assert names.count(FORMULA) == 1


@pytest.mark.parametrize("path", [CSV, XLSX])
async def test_only_finance_and_audit_take_tables_away_sc_36_sc_37(
    april: Business, path: str
) -> None:
    able = set()
    for role in april.policy.roles:
        answer = await april.ask(role, path)
        if answer.status_code == httpx.codes.OK:
            able.add(role)
        else:
            assert (answer.status_code, answer.json()["code"]) == (403, "not-permitted")
    assert able == {"finance", "audit"}

"""What the tables of audit copies say, in the words of the policy and of the language."""

from datetime import date, datetime
from typing import Any

import pytest

from app.documents.cells import Amount, Cell
from app.documents.sheet.columns import COMPLAINTS, EXPENSES, Expense, moved, standing
from app.documents.words import Language, Words
from app.domain.steps.expense import ExpenseChanged
from app.domain.steps.reversal import CompensationReversed
from app.domain.values import Money
from app.events.exporting import Days, movements
from app.events.projections.audit_copy import AuditCopy, project
from app.policies import parse, text_of
from tests.events.projections.examples import (
    CLASSIFIED,
    RECEIVED,
    REOPENED,
    SIGNED,
    confirmed,
    paid,
    refused,
    requested,
)
from tests.events.projections.lives import fold, life

MARCH = Days(first=date(2026, 3, 1), last=date(2026, 3, 31))
APRIL = Days(first=date(2026, 4, 1), last=date(2026, 4, 30))
POLICY = parse(text_of("default"), source="default")
CHINESE = Words(POLICY)


def copy_of(*events: object) -> AuditCopy:
    document: AuditCopy = fold(project, life(RECEIVED, *events))  # type: ignore[arg-type]
    return document


def complaint(copy: AuditCopy, words: Words = CHINESE) -> dict[str, Cell]:
    return dict(zip((c.key for c in COMPLAINTS.columns), COMPLAINTS.row(copy, words), strict=True))


def expenses(copy: AuditCopy, words: Words = CHINESE) -> list[dict[str, Cell]]:
    return [row_of(expense, words) for expense in standing(copy)]


def row_of(expense: Expense, words: Words = CHINESE) -> dict[str, Cell]:
    keys = [column.key for column in EXPENSES.columns]
    return dict(zip(keys, EXPENSES.row(expense, words), strict=True))


def moved_in(copy: AuditCopy, days: Days) -> list[dict[str, Cell]]:
    """The rows of the expenses that a sheet of a period of payment has."""
    found = movements(copy, days, POLICY.calendar)
    return [row_of(expense) for expense in moved(copy, found)]


@pytest.mark.parametrize("language", Language)
def test_every_column_has_a_header_of_its_own_in_every_language(language: Language) -> None:
    words = Words(POLICY, language)
    for table in (COMPLAINTS, EXPENSES):
        headers = table.headers(words)
        assert len(set(headers)) == len(headers)


def test_tiers_are_called_as_on_the_form_and_kept_where_nobody_titled_them() -> None:
    copy = copy_of(CLASSIFIED)
    assert complaint({**copy, "tier": "basic"})["tier"] == "初级"
    assert complaint({**copy, "tier": "of-our-own"})["tier"] == "of-our-own"


def test_what_was_requested_is_what_is_open_refused_confirmed_and_paid() -> None:
    copy = copy_of(
        CLASSIFIED,
        *(requested(number) for number in (1, 2, 3, 4)),
        refused(2),
        confirmed(3),
        confirmed(4),
        paid(4),
    )
    row = complaint(copy)
    parts = [row[f"sum_{part}"] for part in ("open", "refused", "confirmed", "paid")]
    assert all(isinstance(part, Amount) and part.minor > 0 for part in parts)
    assert row["sum_requested"] == Amount(sum(p.minor for p in parts if isinstance(p, Amount)))


def test_a_paid_expense_says_who_decided_who_paid_and_who_signed_for_it_sc_43() -> None:
    copy = copy_of(CLASSIFIED, requested(), confirmed(), paid(), SIGNED)
    [row] = expenses(copy)
    entry = copy["expenses"][0]
    given = copy["compensations"][0]
    assert row["voucher"] == entry["voucher"]
    assert row["paid"] == Amount(given["amount"]["amount"])
    assert row["signatory"] == given["signatory"]
    assert row["decided_by"] == "zhang"
    assert row["expense_status"] == "已偿付"
    assert "zhang" in str(complaint(copy)["signed"])


def test_what_came_back_is_to_be_paid_again_and_has_no_recipient_sc_36() -> None:
    amount = Money(5000, "CNY")
    back = CompensationReversed(compensation=1, expense=1, amount=amount, reason="退回")
    copy = copy_of(CLASSIFIED, requested(), confirmed(), paid(), back)
    [row] = expenses(copy)
    assert (row["expense_status"], row["paid"], row["signatory"]) == ("已确认", None, None)
    assert row["paid_at"] is None
    assert complaint(copy)["sum_paid"] == Amount(0)


def test_a_signature_that_holds_no_more_is_left_out_sc_45() -> None:
    copy = copy_of(CLASSIFIED, SIGNED, REOPENED)
    assert [one["voided"] and one["voided"]["by"] for one in copy["sign_offs"]] == ["zhang"]
    assert complaint(copy)["signed"] == ""


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("table", [COMPLAINTS, EXPENSES])
def test_no_two_columns_have_the_same_header(table: Any, language: Language) -> None:
    headers = table.headers(Words(POLICY, language))
    assert len(headers) == len(set(headers))


def test_times_are_those_of_the_organisations_wall() -> None:
    row = complaint(copy_of())
    assert row["received_at"] == datetime(2026, 3, 2, 17)  # noqa: DTZ001 - 09:00 in UTC
    assert COMPLAINTS.headers(CHINESE)[3] == "受理时间 (Asia/Shanghai)"


def test_the_number_of_the_paper_form_stands_beside_that_of_the_record() -> None:
    copy = copy_of(requested())
    copy["paper_number"] = "A-008817"
    assert complaint(copy)["paper_number"] == "A-008817"
    assert expenses(copy)[0]["paper_number"] == "A-008817"


def test_words_that_the_policy_no_longer_has_stand_as_they_are() -> None:
    copy = copy_of(CLASSIFIED, requested(), confirmed(), paid(), SIGNED)
    copy["unit"] = copy["handling_unit"] = copy["category"] = copy["tier"] = "gone"
    copy["outcome"] = copy["custody"] = "gone"
    copy["sign_offs"][0]["box"] = copy["compensations"][0]["remedy"] = "gone"
    row = complaint(copy)
    assert [row[key] for key in ("unit", "category", "tier", "outcome", "custody")] == ["gone"] * 5
    assert str(row["signed"]).startswith("gone: ")
    assert expenses(copy)[0]["remedy"] == "gone"


def test_a_period_of_payment_ends_at_midnight_of_the_organisation() -> None:
    copy = copy_of(CLASSIFIED, requested(), confirmed(), paid())
    for at, day in (("2026-03-31T15:59:59Z", 31), ("2026-03-31T16:00:00Z", 1)):
        copy["compensations"][0]["at"] = at
        assert bool(moved_in(copy, MARCH)) is (day == 31)


def paid_in_march_and_back_in_april(*later: object) -> AuditCopy:
    amount = Money(5000, "CNY")
    back = CompensationReversed(compensation=1, expense=1, amount=amount, reason="退回")
    copy = copy_of(CLASSIFIED, requested(), confirmed(), paid(), back, *later)
    given = copy["compensations"][0]
    given["at"] = "2026-03-31T15:00:00Z"
    assert given["reversed"] is not None
    given["reversed"]["at"] = "2026-04-02T02:00:00Z"
    return copy


def test_what_comes_back_later_stays_in_its_month_and_goes_out_of_the_next_sc_36() -> None:
    copy = paid_in_march_and_back_in_april()
    [march], [april] = moved_in(copy, MARCH), moved_in(copy, APRIL)
    amount = Amount(copy["compensations"][0]["amount"]["amount"])
    assert (march["paid"], april["paid"]) == (amount, Amount(-amount.minor))
    assert (march["expense_status"], april["expense_status"]) == ("已偿付", "已确认")
    for row in (march, april):
        assert row["paid_at"] == datetime(2026, 3, 31, 23)  # noqa: DTZ001 - the wall clock's
        assert row["reversed_at"] == datetime(2026, 4, 2, 10)  # noqa: DTZ001 - the wall clock's
        assert (row["reversed_by"], row["reversal_reason"]) == ("zhang", "退回")
        assert row["signatory"] == copy["compensations"][0]["signatory"]
    both = moved_in(copy, Days(first=date(2026, 3, 1)))
    assert [row["paid"] for row in both] == [amount, Amount(-amount.minor)]
    assert moved_in(copy, Days(first=date(2026, 5, 1))) == []


def test_the_row_of_a_payment_says_what_was_granted_for_it_whatever_came_of_it_later_sc_36() -> (
    None
):
    before = paid_in_march_and_back_in_april()
    changed = ExpenseChanged(expense=1, amount=Money(100, "CNY"), reason="少一件")
    after = paid_in_march_and_back_in_april(changed)
    assert after["expenses"][0]["amount"]["amount"] == 100
    assert after["expenses"][0]["voucher"] is None
    [row], [expected] = moved_in(after, MARCH), moved_in(before, MARCH)
    assert row == {**expected, "custody": row["custody"]}


def test_without_a_period_of_payment_there_is_a_row_per_expense_as_it_stands() -> None:
    copy = paid_in_march_and_back_in_april(paid())
    [row] = expenses(copy)
    assert row["paid"] == Amount(copy["compensations"][1]["amount"]["amount"])
    assert row["reversed_at"] is None


def test_a_complaint_without_money_has_a_row_too_sc_37() -> None:
    row = complaint(copy_of(CLASSIFIED))
    assert row["with_cost"] == "无"
    assert (row["currency"], row["total_cost"]) == (None, None)
    assert row["sum_requested"] == Amount(0)

"""Where the audit copy lies (SC-36, SC-37), and what it says."""

import pytest

from app.domain.complaint import Event, Fact
from app.domain.steps.dismissal import Dismissed
from app.domain.steps.memo import Noted
from app.domain.values import Complainant, Copy, Place
from app.events.projections.audit_copy import AuditCopy, project
from tests.events.projections.examples import (
    CLASSIFIED,
    CLOSED,
    CONFIRMED,
    ESCALATED,
    INVESTIGATED,
    RECEIVED,
    REOPENED,
    SIGNED,
    WITHDRAWN,
    answered,
    came_back,
    changed,
    confirmed,
    handed,
    paid,
    queried,
    refused,
    requested,
)
from tests.events.projections.lives import fold, life

UNIT, FINANCE, AUDIT = "with-handling-unit", "with-finance", "with-audit"
DISMISSED = Dismissed(reason="询问", customer_informed=True)


def after(*events: Event) -> AuditCopy:
    document: AuditCopy = fold(project, life(RECEIVED, *events))
    return document


def route(*events: Event) -> list[str]:
    return [stay["place"] for stay in after(*events)["custody_trail"]]


def test_it_is_issued_at_receipt_to_the_handling_unit() -> None:
    copy = after()
    assert copy["custody"] == UNIT
    assert copy["custody_trail"] == [
        {"place": UNIT, "since": "2026-03-02T09:00:00.000000Z", "by": "zhang", "position": 1}
    ]


@pytest.mark.parametrize("end", [CLOSED, WITHDRAWN, DISMISSED])
def test_without_cost_it_goes_straight_to_audit_when_the_complaint_ends_sc_37(end: Event) -> None:
    assert route(CLASSIFIED, CONFIRMED, end) == [UNIT, AUDIT]


def test_a_remedy_without_cost_is_no_cost_sc_37() -> None:
    assert route(paid(expense=None, amount=0), CLOSED) == [UNIT, AUDIT]
    assert after(paid(expense=None, amount=0))["with_cost"] is False


def test_with_cost_it_goes_to_finance_and_after_payment_to_audit_sc_36() -> None:
    assert route(requested(), confirmed(), paid()) == [UNIT, FINANCE, "confirmed", AUDIT]


def test_it_stays_with_audit_when_the_complaint_is_closed_sc_36() -> None:
    assert route(requested(), confirmed(), paid(), SIGNED, CLOSED)[-1:] == [AUDIT]
    assert len(route(requested(), confirmed(), paid(), SIGNED, CLOSED)) == 4


def test_a_refused_expense_brings_it_back_to_the_handling_unit() -> None:
    assert route(requested(), refused()) == [UNIT, FINANCE, UNIT]
    assert route(requested(), confirmed(), refused())[-1] == UNIT
    assert route(requested(), refused(), CLOSED)[-1] == AUDIT
    assert after(requested(), refused())["with_cost"] is False


def test_while_another_expense_is_open_it_stays_with_finance() -> None:
    two = (requested(1), requested(2))
    assert route(*two) == [UNIT, FINANCE]
    assert route(*two, refused(1)) == [UNIT, FINANCE]
    assert route(*two, confirmed(1)) == [UNIT, FINANCE]
    assert route(*two, confirmed(1), confirmed(2)) == [UNIT, FINANCE, "confirmed"]
    assert route(*two, confirmed(1), confirmed(2), paid(1))[-1] == "confirmed"
    assert route(*two, confirmed(1), confirmed(2), paid(1), paid(2))[-1] == AUDIT


def test_an_expense_refused_after_another_was_paid_leaves_it_with_audit() -> None:
    assert route(requested(1), confirmed(1), paid(1), requested(2), refused(2)) == [
        UNIT,
        FINANCE,
        "confirmed",
        AUDIT,
        FINANCE,
        AUDIT,
    ]


def test_a_reopening_brings_it_back_to_the_handling_unit() -> None:
    assert route(CLOSED, REOPENED) == [UNIT, AUDIT, UNIT]
    assert route(requested(), confirmed(), paid(), CLOSED, REOPENED)[-1] == UNIT
    assert route(requested(), confirmed(), paid(), CLOSED, REOPENED, CLOSED)[-1] == AUDIT


def test_each_expense_keeps_its_own_decision() -> None:
    copy = after(requested(1), requested(2, 50), confirmed(1), refused(2), paid(1, 180))
    first, second = copy["expenses"]
    assert (first["status"], first["voucher"], second["status"]) == ("paid", "V-1", "refused")
    assert second["remark"] == "无发票"
    assert first["decided"] == {"at": "2026-03-02T09:30:00.000000Z", "by": "zhang"}
    assert copy["total_cost"] == {"amount": 18000, "currency": "CNY"}
    assert copy["compensations"][0]["signatory"] == "王芳"


def test_what_was_paid_adds_up() -> None:
    copy = after(requested(1), confirmed(1), paid(1, 30), requested(2), confirmed(2), paid(2, 12))
    assert copy["total_cost"] == {"amount": 4200, "currency": "CNY"}


def test_it_says_what_was_found_and_who_decides() -> None:
    copy = after(CLASSIFIED, INVESTIGATED, ESCALATED, CONFIRMED, SIGNED, CLOSED)
    assert (copy["category"], copy["tier"], copy["severity"]) == ("quality", "store", 2)
    assert (copy["cause"], copy["fault"]) == ("供应商用错胶水", "third-party")
    assert (copy["unit"], copy["handling_unit"]) == ("hall", "office")
    assert copy["sign_offs"][0]["box"] == "audit"
    assert copy["outcome"] == "settled"


def test_it_names_the_customer_and_tells_nothing_else_about_them() -> None:
    who = Complainant(name="王小芳", telephone="139", email="w@example.org", address="南京路")
    copy = after(Noted(text="改名", complainant=who), CLOSED)
    assert copy["complainant_name"] == "王小芳"
    for secret in ("138", "139", "w@example.org", "南京路", "中山路", RECEIVED.statement):
        assert secret not in str(copy)


def test_folding_leaves_the_document_that_was_given() -> None:
    facts: list[Fact] = life(RECEIVED, requested(), confirmed())
    before = fold(project, facts[:2])
    kept = str(before)
    fold(lambda document, *given: project(document or before, *given), facts[2:])
    assert str(before) == kept


def test_a_question_of_finance_takes_it_back_until_the_answer_sc_36() -> None:
    assert route(requested(), queried(), answered()) == [UNIT, FINANCE, "queried", FINANCE]
    (expense,) = after(requested(), queried(), answered())["expenses"]
    assert expense["status"] == "requested"
    (query,) = expense["queries"]
    assert (query["question"], query["answer"]) == ("发票呢？", "附上发票")


def test_another_amount_takes_it_back_to_finance_sc_36() -> None:
    assert route(requested(), confirmed(), changed()) == [UNIT, FINANCE, "confirmed", FINANCE]
    (expense,) = after(requested(), confirmed(), changed())["expenses"]
    assert (expense["voucher"], expense["decided"]) == (None, None)
    assert expense["changes"][0]["before"] == {"amount": 20000, "currency": "CNY"}


def test_a_payment_that_came_back_takes_it_back_to_finance_sc_36() -> None:
    came = (requested(), confirmed(), paid(), came_back())
    assert route(*came)[-2:] == [AUDIT, "confirmed"]
    assert route(*came, refused())[-1] == UNIT
    assert route(*came, paid(1, 150))[-1] == AUDIT
    assert after(*came)["total_cost"] is None
    assert after(*came, paid(1, 150))["total_cost"] == {"amount": 15000, "currency": "CNY"}


def test_what_is_handed_over_is_in_its_trail_sc_46() -> None:
    put_away = handed(Copy.AUDIT, Place.WITH_AUDIT, Place.RETAINED)
    assert route(CLOSED, put_away) == [UNIT, AUDIT, "retained"]
    assert route(CLOSED, put_away, REOPENED)[-1] == UNIT
    other = handed(Copy.PLANNING, Place.WITH_PLANNING, Place.RETAINED)
    assert route(CLOSED, other) == [UNIT, AUDIT]

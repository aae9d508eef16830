"""Where the three copies lie, and how they are handed on (SC-35..38, SC-46)."""

from dataclasses import replace

import pytest

from app.domain.complaint import Complaint, Event, Fact, replay
from app.domain.custody import Affairs, belongs, follow, holder
from app.domain.policy import ROUTES
from app.domain.refusals import (
    AgainstPolicy,
    ConflictOfInterest,
    NotEnded,
    NotPermitted,
    StepsMissing,
    WrongState,
)
from app.domain.steps.closing import Closed
from app.domain.steps.compensation import Compensated
from app.domain.steps.expense import ExpenseRequested
from app.domain.steps.expense_review import ExpenseConfirmed, ExpenseRefused
from app.domain.steps.hand_over import HandedOver, HandOver
from app.domain.steps.reopening import Reopened
from app.domain.values import Actor, Capability, Copy, Place, ReopenCause
from tests.support.people import (
    CHEN,
    CLOSED,
    GAO,
    LIN,
    MONDAY,
    PAYABLE,
    RECEIVED,
    REQUESTED,
    SIGNATURE,
    WITH_CONSENT,
    policy,
    yuan,
)
from tests.support.spec import facts, given

UNIT, FINANCE, AUDIT = Place.WITH_HANDLING_UNIT, Place.WITH_FINANCE, Place.WITH_AUDIT
PAID = Compensated(remedy="redo", amount=yuan(220), signature=SIGNATURE, expense=1)
REOPENED = Reopened(cause=ReopenCause.NOT_SATISFIED, reason="Torn again")
NOTHING = Affairs(requested=False, queried=False, confirmed=False, paid=False, ended=False)
YUN = Actor("yun", ("planning",))

TO_UNIT, TO_AUDIT = frozenset({UNIT}), frozenset({AUDIT})
TO_ARCHIVE = frozenset({Place.RETAINED, FINANCE})
LONG = policy(routes={**ROUTES, Copy.AUDIT: {UNIT: TO_AUDIT, FINANCE: TO_UNIT, AUDIT: TO_ARCHIVE}})
"""The unit sends it to audit, finance back to the unit, and audit back to finance."""


def after(*happened: Event | Fact) -> Complaint:
    found = replay(facts(*happened))
    assert found is not None
    return found


def lies(*happened: Event | Fact) -> Place:
    """Where the audit copy lies."""
    return after(*happened).form.custody.of(Copy.AUDIT)


def hand(copy: Copy, origin: Place, to: Place, by: Actor) -> HandOver:
    return HandOver(at=MONDAY, by=by, copy=copy, origin=origin, to=to)


def handed(copy: Copy, origin: Place, to: Place) -> HandedOver:
    return HandedOver(copy=copy, origin=origin, to=to)


RETAIN = hand(Copy.AUDIT, AUDIT, Place.RETAINED, GAO)
RETAINED = handed(Copy.AUDIT, AUDIT, Place.RETAINED)
DESTROY = hand(Copy.AUDIT, Place.RETAINED, Place.DESTROYED, GAO)
DESTROYED = handed(Copy.AUDIT, Place.RETAINED, Place.DESTROYED)


def test_each_copy_is_issued_to_whom_it_is_for_sc_35_sc_38() -> None:
    assert after(RECEIVED).form.custody.places == {
        Copy.HANDLER: UNIT,
        Copy.AUDIT: UNIT,
        Copy.PLANNING: Place.WITH_PLANNING,
    }


def test_the_audit_copy_follows_the_money_sc_36() -> None:
    asked = (*WITH_CONSENT, REQUESTED)
    assert lies(*WITH_CONSENT) is UNIT
    assert lies(*asked) is FINANCE
    assert lies(*asked, PAYABLE) is Place.CONFIRMED
    assert lies(*asked, PAYABLE, PAID) is AUDIT
    assert lies(*asked, PAYABLE, PAID, Closed(outcome="remedied", result="")) is AUDIT
    assert lies(*asked, ExpenseRefused(expense=1, reason="No budget")) is UNIT


def test_without_cost_it_goes_to_audit_with_the_end_sc_37() -> None:
    assert lies(*CLOSED) is AUDIT


def test_of_two_expenses_one_refused_and_one_paid_it_goes_to_audit_with_the_last_sc_36() -> None:
    second = ExpenseRequested(expense=2, amount=yuan(80), purpose="Coupon", plan=1)
    both = (*WITH_CONSENT, REQUESTED, second)
    refused = ExpenseRefused(expense=2, reason="No invoice")
    assert lies(*both, PAYABLE) is FINANCE
    assert lies(*both, PAYABLE, refused) is Place.CONFIRMED
    assert lies(*both, PAYABLE, refused, PAID) is AUDIT
    assert lies(*both, PAYABLE, PAID) is FINANCE
    assert lies(*both, PAYABLE, PAID, refused) is AUDIT
    assert lies(*both, PAYABLE, PAID, ExpenseConfirmed(expense=2)) is Place.CONFIRMED


def test_what_is_archived_stays_there_while_nothing_changes_sc_46() -> None:
    put_away = replace(NOTHING, paid=True)
    assert follow(Place.RETAINED, put_away, replace(put_away, ended=True)) is Place.RETAINED
    assert follow(Place.RETAINED, put_away, NOTHING) is UNIT


def test_a_question_of_finance_goes_before_everything_else() -> None:
    everything = Affairs(requested=True, queried=True, confirmed=True, paid=True, ended=True)
    assert belongs(everything) is Place.QUERIED
    assert belongs(replace(everything, queried=False)) is FINANCE


def test_a_reopened_complaint_has_its_copies_out_again_sc_36() -> None:
    put_away = handed(Copy.PLANNING, Place.WITH_PLANNING, Place.RETAINED)
    again = after(*CLOSED, RETAINED, DESTROYED, put_away, REOPENED)
    assert again.form.custody == after(RECEIVED).form.custody


def test_who_holds_a_copy_hands_it_on_along_the_route_sc_46() -> None:
    given(*CLOSED).when(RETAIN).then(RETAINED)
    own = hand(Copy.HANDLER, UNIT, Place.RETAINED, LIN)
    given(*CLOSED).when(own).then(handed(Copy.HANDLER, UNIT, Place.RETAINED))
    third = hand(Copy.PLANNING, Place.WITH_PLANNING, Place.RETAINED, YUN)
    given(*CLOSED).when(third).then(handed(Copy.PLANNING, Place.WITH_PLANNING, Place.RETAINED))


def test_nobody_else_hands_it_on_sc_36() -> None:
    for who in (LIN, CHEN, YUN):
        given(*CLOSED).when(replace(RETAIN, by=who)).refused(NotPermitted)
    asked = (*WITH_CONSENT, REQUESTED)
    back = hand(Copy.AUDIT, FINANCE, UNIT, CHEN)
    given(*asked, policy=LONG).when(back).then(handed(Copy.AUDIT, FINANCE, UNIT))
    given(*asked, policy=LONG).when(replace(back, by=GAO)).refused(NotPermitted)


@pytest.mark.parametrize("place", Place)
def test_in_the_archive_a_copy_is_of_those_who_keep_it_sc_38(place: Place) -> None:
    assert holder(Copy.PLANNING, Place.RETAINED) is Capability.PLAN
    assert holder(Copy.HANDLER, Place.DESTROYED) is Capability.HANDLE
    assert holder(Copy.AUDIT, place) in {Capability.HANDLE, Capability.PAY, Capability.AUDIT} | (
        {Capability.PLAN} if place is Place.WITH_PLANNING else set()
    )


def test_it_is_handed_on_only_from_where_it_lies() -> None:
    given(*CLOSED, RETAINED).when(RETAIN).refused(WrongState, field="origin", says="retained")
    given(*CLOSED).when(DESTROY).refused(WrongState, field="origin", says="with-audit")


def test_it_goes_only_where_the_route_leads() -> None:
    to_planning = replace(RETAIN, to=Place.WITH_PLANNING)
    given(*CLOSED).when(to_planning).refused(AgainstPolicy, field="to", says="retained")
    early = hand(Copy.AUDIT, UNIT, AUDIT, LIN)
    given(RECEIVED).when(early).refused(AgainstPolicy, field="to", says="nowhere")
    given(RECEIVED, policy=policy(routes={})).when(early).refused(AgainstPolicy, field="to")
    given(RECEIVED, policy=LONG).when(early).then(handed(Copy.AUDIT, UNIT, AUDIT))


def test_only_the_copies_of_an_ended_complaint_are_put_away_sc_46() -> None:
    paid = (*WITH_CONSENT, REQUESTED, PAYABLE, PAID)
    given(*paid).when(RETAIN).refused(NotEnded)
    given(RECEIVED, RETAINED).when(DESTROY).refused(NotEnded)
    gone = replace(RETAIN, origin=Place.DESTROYED)
    given(*CLOSED, RETAINED, DESTROYED).when(gone).refused(AgainstPolicy, field="to")


def test_the_audit_office_has_it_only_after_the_payment_sc_36() -> None:
    past = (*WITH_CONSENT, REQUESTED, handed(Copy.AUDIT, FINANCE, UNIT))
    early = hand(Copy.AUDIT, UNIT, AUDIT, LIN)
    refusal = given(*past, policy=LONG).when(early).refused(StepsMissing, field="to")
    assert refusal.missing == ("expense:1",)


def test_a_copy_handed_over_goes_with_the_money_again_sc_36() -> None:
    brought_back = (*WITH_CONSENT, REQUESTED, handed(Copy.AUDIT, FINANCE, UNIT))
    assert lies(*brought_back) is UNIT
    assert lies(*brought_back, PAYABLE) is Place.CONFIRMED


def test_nobody_hands_on_the_form_of_a_complaint_about_himself() -> None:
    about = replace(RECEIVED, about=("gao",))
    given(about, *CLOSED[1:]).when(RETAIN).refused(ConflictOfInterest)

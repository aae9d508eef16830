"""How long the copies are kept, what keeps them longer, and when they must go (SC-46)."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from app.domain.command import Command
from app.domain.complaint import Event, Fact, replay
from app.domain.custody import way_to_destruction
from app.domain.policy import ROUTES, Policy
from app.domain.refusals import (
    ConflictOfInterest,
    Implausible,
    NotOpenItem,
    NotPermitted,
    OnHold,
    StillKept,
)
from app.domain.retention import RETENTION, CountedFrom, Fate, Keep, Keeping, fate
from app.domain.steps.closing import Close, Closed
from app.domain.steps.compensation import Compensated
from app.domain.steps.deadline import DeadlineMissed
from app.domain.steps.dismissal import Dismiss
from app.domain.steps.hand_over import HandedOver, HandOver
from app.domain.steps.hold import HoldLifted, HoldPlaced, LiftHold, PlaceHold
from app.domain.steps.memo import Noted
from app.domain.steps.reopening import Reopened
from app.domain.steps.reversal import CompensationReversed
from app.domain.steps.withdrawal import Withdraw, Withdrawn
from app.domain.values import Actor, Copy, KeptAs, Place, ReopenCause, Span, Term, TimeUnit
from tests.support.people import (
    CLOSED,
    GAO,
    LIN,
    MEI,
    MONDAY,
    PAYABLE,
    READY,
    RECEIVED,
    REQUESTED,
    SIGNATURE,
    WITH_CONSENT,
    policy,
    yuan,
)
from tests.support.spec import Given, facts, given

TWO_YEARS, THREE_YEARS = Span(2, TimeUnit.YEARS), Span(3, TimeUnit.YEARS)
SHORT = Keep(at_least=TWO_YEARS, at_most=THREE_YEARS, rule="SC-46")
VOUCHER = Keep(at_least=Span(30, TimeUnit.YEARS), counted_from=CountedFrom.YEAR_END, rule="79")
HOUSE = policy(retention={copy: Keeping(record=SHORT, voucher=VOUCHER) for copy in Copy})
USUAL = policy(retention=RETENTION)

PAID = Compensated(remedy="redo", amount=yuan(220), signature=SIGNATURE, expense=1)
REMEDIED = Closed(outcome="remedied", result="Made anew")
WITH_PAYMENT = (*WITH_CONSENT, REQUESTED, PAYABLE, PAID, REMEDIED)
ARCHIVED = HandedOver(copy=Copy.AUDIT, origin=Place.WITH_AUDIT, to=Place.RETAINED)
SUED = HoldPlaced(hold=1, reason="The customer sues", reference="(2026) 12")
SETTLED = HoldLifted(hold=1, reason="Settled out of court")

DAY = timedelta(days=1)
TWO_YEARS_LATER = datetime(2028, 3, 2, 1, tzinfo=UTC)
RECORD = Term(
    kept_as=KeptAs.RECORD,
    kept_until=date(2028, 3, 2),
    must_go_by=date(2029, 3, 2),
    rule="SC-46",
)
"""Of what ended on Monday, 2 March 2026, under the rules of HOUSE."""


def destroy(at: datetime, copy: Copy = Copy.AUDIT) -> HandOver:
    return HandOver(at=at, by=GAO, copy=copy, origin=Place.RETAINED, to=Place.DESTROYED)


def destroyed(term: Term) -> HandedOver:
    return HandedOver(copy=Copy.AUDIT, origin=Place.RETAINED, to=Place.DESTROYED, term=term)


def archive(*happened: Event | Fact, policy: Policy = HOUSE) -> Given:
    return given(*happened, policy=policy)


# ---- terms ---------------------------------------------------------------------------------


def test_a_policy_that_says_nothing_keeps_two_years_and_vouchers_thirty_sc_46() -> None:
    ended = date(2026, 3, 2)
    for copy in Copy:
        term = RETENTION[copy].term(ended=ended, paid=False)
        assert (term.kept_until, term.must_go_by) == (date(2028, 3, 2), None)
        assert term.kept_as is KeptAs.RECORD
    paid = RETENTION[Copy.AUDIT].term(ended=ended, paid=True)
    assert (paid.kept_as, paid.kept_until) == (KeptAs.VOUCHER, date(2057, 1, 1))
    assert RETENTION[Copy.HANDLER].term(ended=ended, paid=True).kept_as is KeptAs.RECORD


@pytest.mark.parametrize(
    ("ended", "kept_until", "must_go_by"),
    [
        (date(2026, 3, 2), date(2028, 3, 2), date(2029, 3, 2)),
        (date(2026, 2, 28), date(2028, 2, 28), date(2029, 2, 28)),
        (date(2028, 2, 29), date(2030, 3, 1), date(2031, 2, 28)),
    ],
    ids=["a day", "before a leap day", "a leap day"],
)
def test_a_lower_bound_is_never_short_and_an_upper_one_never_late_sc_46(
    ended: date, kept_until: date, must_go_by: date
) -> None:
    term = Keeping(record=SHORT).term(ended=ended, paid=False)
    assert (term.kept_until, term.must_go_by) == (kept_until, must_go_by)


@pytest.mark.parametrize("ended", [date(2026, 1, 1), date(2026, 12, 31)])
def test_archives_are_counted_from_the_first_day_after_the_year(ended: date) -> None:
    keep = replace(SHORT, counted_from=CountedFrom.YEAR_END)
    term = Keeping(record=keep).term(ended=ended, paid=False)
    assert (term.kept_until, term.must_go_by) == (date(2029, 1, 1), date(2030, 1, 1))


def test_days_are_those_of_the_organisation_sc_46() -> None:
    # Still Monday in Greenwich, Tuesday already in Shanghai.
    late = datetime(2026, 3, 2, 16, tzinfo=UTC)
    assert HOUSE.term(Copy.AUDIT, ended=late, paid=False).kept_until == date(2028, 3, 3)
    past = (*CLOSED[:-1], Fact(CLOSED[-1], late, MEI), ARCHIVED)
    too_early = datetime(2028, 3, 2, 15, 59, tzinfo=UTC)
    archive(*past).when(destroy(too_early)).refused(StillKept, field="to")
    assert archive(*past).when(destroy(too_early + timedelta(minutes=1))).decided()


@pytest.mark.parametrize(
    ("today", "held", "found"),
    [
        (date(2028, 3, 1), False, Fate.KEPT),
        (date(2028, 3, 1), True, Fate.KEPT),
        (date(2028, 3, 2), False, Fate.MAY_GO),
        (date(2028, 3, 2), True, Fate.HELD),
        (date(2029, 3, 1), False, Fate.MAY_GO),
        (date(2029, 3, 2), False, Fate.MUST_GO),
        (date(2029, 3, 2), True, Fate.HELD),
    ],
)
def test_a_copy_is_kept_then_may_go_then_must_sc_46(today: date, held: bool, found: Fate) -> None:
    assert fate(RECORD, today, held=held) is found
    if found is Fate.MUST_GO:
        assert fate(replace(RECORD, must_go_by=None), today, held=held) is Fate.MAY_GO


def test_a_voucher_outlasts_a_record_whatever_the_day() -> None:
    year_end = replace(SHORT, counted_from=CountedFrom.YEAR_END)
    longer = replace(SHORT, at_least=THREE_YEARS)
    assert SHORT.outlasts(SHORT)
    assert year_end.outlasts(SHORT)
    assert not SHORT.outlasts(year_end)
    assert longer.outlasts(year_end)
    assert not year_end.outlasts(longer)


# ---- destroying ----------------------------------------------------------------------------


def test_nobody_destroys_a_copy_before_its_two_years_are_over_sc_46() -> None:
    early = destroy(TWO_YEARS_LATER - DAY)
    past = archive(*CLOSED, ARCHIVED)
    refusal = past.when(early).refused(StillKept, field="to", says=r"2028-03-02 \(SC-46\)")
    assert refusal.kept_until == date(2028, 3, 2)


def test_a_copy_that_is_destroyed_says_which_term_was_over_sc_46() -> None:
    archive(*CLOSED, ARCHIVED).when(destroy(TWO_YEARS_LATER)).then(destroyed(RECORD))


def test_to_be_put_into_the_archive_no_term_need_be_over_sc_46() -> None:
    to_archive = replace(destroy(MONDAY), origin=Place.WITH_AUDIT, to=Place.RETAINED)
    archive(*CLOSED).when(to_archive).then(ARCHIVED)


def test_what_proves_a_payment_is_kept_as_a_voucher_sc_46() -> None:
    past = archive(*WITH_PAYMENT, ARCHIVED)
    early = past.when(destroy(TWO_YEARS_LATER)).refused(StillKept, field="to", says="2057-01-01")
    assert early.kept_until == date(2057, 1, 1)
    term = HOUSE.term(Copy.AUDIT, ended=MONDAY, paid=True)
    past.when(destroy(datetime(2057, 1, 1, tzinfo=UTC))).then(destroyed(term))


def test_money_that_came_back_leaves_no_voucher_sc_46() -> None:
    back = CompensationReversed(compensation=1, expense=1, amount=yuan(220), reason="Returned")
    past = (*WITH_PAYMENT[:-1], back, REMEDIED, ARCHIVED)
    archive(*past).when(destroy(TWO_YEARS_LATER)).then(destroyed(RECORD))


def test_the_term_is_counted_from_the_last_end_sc_46() -> None:
    later = MONDAY + 100 * DAY
    reopened = Reopened(cause=ReopenCause.NOT_SATISFIED, reason="Torn again")
    again = (Fact(reopened, later, LIN), Fact(REMEDIED, later, LIN))
    past = archive(*CLOSED, *again, ARCHIVED)
    past.when(destroy(TWO_YEARS_LATER)).refused(StillKept, field="to", says="2028-06-10")


CLOSE = Close(at=MONDAY, by=LIN, outcome="explained", result="Explained")
WITHDRAW = Withdraw(at=MONDAY, by=MEI, reason="Sent by mistake")
DISMISS = Dismiss(at=MONDAY, by=LIN, reason="A question", customer_informed=True)
NOTED_LATER = Noted(text="She called again")


@pytest.mark.parametrize("end", [CLOSE, WITHDRAW, DISMISS])
def test_no_end_is_told_to_lie_before_the_last_work_on_it_sc_46(end: Command) -> None:
    worked_on = (*READY, Fact(NOTED_LATER, MONDAY + DAY, MEI))
    given(*worked_on, policy=HOUSE).when(end).refused(Implausible, field="occurred_at")


def test_to_take_it_up_and_end_it_again_brings_no_earlier_end_sc_46() -> None:
    ended = Fact(CLOSED[-1], MONDAY + 300 * DAY, LIN)
    again = Reopened(cause=ReopenCause.NOT_SATISFIED, reason="Still too dark")
    past = (*READY, ended, Fact(again, MONDAY, LIN))
    given(*past, policy=HOUSE).when(WITHDRAW).refused(Implausible, field="occurred_at")


def test_an_end_may_be_entered_afterwards_whatever_the_clock_did_meanwhile_ws_15() -> None:
    earlier_that_day = Fact(NOTED_LATER, MONDAY + timedelta(hours=2), MEI)
    missed = DeadlineMissed(deadline=1, clock="first-reply", due=MONDAY)
    struck = Fact(missed, MONDAY + 3 * DAY, Actor("clock"))
    past = (*READY, earlier_that_day, struck)
    given(*past, policy=HOUSE).when(WITHDRAW).then(Withdrawn(reason=WITHDRAW.reason))


def test_a_policy_that_says_nothing_of_a_copy_keeps_it_as_every_policy_does_sc_46() -> None:
    silent = archive(*CLOSED, ARCHIVED, policy=policy(retention={}))
    silent.when(destroy(TWO_YEARS_LATER - DAY)).refused(StillKept, field="to")
    term = USUAL.term(Copy.AUDIT, ended=MONDAY, paid=False)
    silent.when(destroy(TWO_YEARS_LATER)).then(destroyed(term))


# ---- legal holds ---------------------------------------------------------------------------


def test_a_hold_keeps_every_copy_whatever_its_age_sc_46() -> None:
    late = destroy(TWO_YEARS_LATER + 4000 * DAY)
    refusal = archive(*CLOSED, ARCHIVED, SUED).when(late).refused(OnHold, field="to", says="1")
    assert refusal.holds == (1,)
    assert archive(*CLOSED, ARCHIVED, SUED, SETTLED).when(late).decided()


def test_each_matter_has_a_hold_of_its_own_sc_46() -> None:
    second = PlaceHold(at=MONDAY, by=GAO, reason="A tax audit")
    placed = HoldPlaced(hold=2, reason="A tax audit")
    given(RECEIVED, SUED).when(second).then(placed)
    past = (*CLOSED, ARCHIVED, SUED, placed, SETTLED)
    refusal = archive(*past).when(destroy(TWO_YEARS_LATER)).refused(OnHold, field="to")
    assert refusal.holds == (2,)
    third = HoldPlaced(hold=3, reason="A tax audit")
    given(*past, HoldLifted(hold=2, reason="Over")).when(second).then(third)


def test_a_hold_is_placed_and_lifted_on_what_is_open_and_on_what_has_ended_sc_46() -> None:
    place = PlaceHold(at=MONDAY, by=GAO, reason=SUED.reason, reference=SUED.reference)
    lift = LiftHold(at=MONDAY, by=GAO, hold=1, reason=SETTLED.reason)
    for past in ((RECEIVED,), CLOSED):
        given(*past).when(place).then(SUED)
        given(*past, SUED).when(lift).then(SETTLED)
    before, after = replay(facts(*CLOSED)), replay(facts(*CLOSED, SUED))
    assert before is not None
    assert after is not None
    assert (after.status, after.ended_at) == (before.status, before.ended_at)


def test_only_a_hold_that_is_on_is_lifted_sc_46() -> None:
    lift = LiftHold(at=MONDAY, by=GAO, hold=1, reason="Over")
    given(*CLOSED).when(lift).refused(NotOpenItem, field="hold")
    given(*CLOSED, SUED, SETTLED).when(lift).refused(NotOpenItem, field="hold")


def test_holds_are_for_the_auditors_and_not_about_themselves_sc_46() -> None:
    place = PlaceHold(at=MONDAY, by=GAO, reason="Sued")
    given(RECEIVED).when(replace(place, by=LIN)).refused(NotPermitted)
    about = replace(RECEIVED, about=("gao",))
    given(about).when(place).refused(ConflictOfInterest)
    given(about, SUED).when(LiftHold(at=MONDAY, by=GAO, hold=1, reason="Over")).refused(
        ConflictOfInterest
    )


def test_the_end_of_a_complaint_lifts_no_hold_sc_46() -> None:
    past = (CLOSED[0], SUED, *CLOSED[1:], ARCHIVED)
    archive(*past).when(destroy(TWO_YEARS_LATER)).refused(OnHold, field="to")


# ---- the way there -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lies", "way"),
    [
        (Place.RETAINED, (Place.DESTROYED,)),
        (Place.WITH_AUDIT, (Place.RETAINED, Place.DESTROYED)),
        (Place.WITH_FINANCE, None),
        (Place.DESTROYED, None),
    ],
)
def test_the_way_to_destruction_leads_through_the_archive_sc_46(
    lies: Place, way: tuple[Place, ...] | None
) -> None:
    assert way_to_destruction(lies, ROUTES[Copy.AUDIT]) == way


def test_where_the_archive_leads_nowhere_nothing_is_put_there_to_be_destroyed_sc_46() -> None:
    forever = {Place.WITH_AUDIT: frozenset({Place.RETAINED})}
    assert way_to_destruction(Place.WITH_AUDIT, forever) is None

"""What a case shows depends on what came before what."""

import pytest

from app.domain.complaint import Event, Fact
from app.domain.steps.assignment import Assigned
from app.domain.steps.assistance import AssistanceAsked, Assisted
from app.domain.steps.closing import Closed
from app.domain.steps.deadline import Rescheduled
from app.domain.steps.dismissal import Dismissed
from app.domain.steps.escalation import Escalated, Instructed
from app.domain.steps.expense import ExpenseChanged, ExpenseRequested
from app.domain.steps.expense_review import ExpenseConfirmed
from app.domain.steps.improvement import ImprovementPlanned
from app.domain.steps.promise import Promised
from app.domain.steps.reopening import Reopened
from app.domain.steps.reply import Replied
from app.domain.steps.reporting import Reported
from app.domain.values import Actor, Deadline, Money, PromiseKind, ReopenCause
from tests.events.projections.examples import RECEIVED
from tests.events.projections.lives import START, life
from tests.projections.test_equal_rows import check

CLOSED = Closed(outcome="satisfied", result="mended")
ESCALATED = Escalated(tier="second", to_role="manager", to_unit="office", reason="costly")
REOPENED = Reopened(cause=ReopenCause.OUR_ERROR, reason="not mended")
REPORTED = Reported(to_roles=("manager",), reason="late")
INSTRUCTED = Instructed(text="mend it")
PROMISED = Promised(promise=1, kind=PromiseKind.REPLY, what="a word", due=START)
REPLIED = Replied(text="mended", promise=1)
PUT_OFF = Replied(text="soon", promise=1, deferred_because="no part")
ASKED = AssistanceAsked(assistance=1, unit="store", what="look")
REQUESTED = ExpenseRequested(expense=1, amount=Money(100, "CNY"), purpose="gift")
CONFIRMED = ExpenseConfirmed(expense=1, voucher="V-1")
CONFIRMED_AGAIN = ExpenseConfirmed(expense=1)
CHANGED = ExpenseChanged(expense=1, amount=Money(90, "CNY"), reason="less")
ASSIGNED = Assigned(handler="LI", unit="hall")
PLANNED = ImprovementPlanned(improvement=1, what="sign", owner="LI", unit="hall", due=START)
HELD = Rescheduled(
    deadlines=(Deadline(number=1, clock="reply", since=START, due=START, held=True),), lifted=()
)
DISMISSED = Dismissed(reason="none of ours", customer_informed=True)


@pytest.mark.parametrize(
    "events",
    [
        (INSTRUCTED, ESCALATED, INSTRUCTED),
        (INSTRUCTED, CLOSED, REOPENED, REPLIED),
        (PROMISED, CLOSED, REPLIED, REOPENED),
        (PROMISED, PUT_OFF, REPLIED),
        (ASKED, CLOSED, Assisted(assistance=1, result="seen")),
        (ASKED, AssistanceAsked(assistance=2, unit="store", what="look again"), ESCALATED),
        (REQUESTED, CONFIRMED, CONFIRMED_AGAIN, CHANGED, CONFIRMED_AGAIN),
        (DISMISSED, REOPENED, CLOSED),
        (ASSIGNED, PLANNED, HELD),
    ],
    ids=lambda events: "-".join(type(event).__name__ for event in events),
)
def test_a_case_written_from_the_state_is_the_one_folded(events: tuple[Event, ...]) -> None:
    check(life(RECEIVED, *events))


@pytest.mark.parametrize("event", [REPORTED, ESCALATED], ids=lambda one: type(one).__name__)
def test_a_report_of_the_clock_is_no_act_in_either_ws_37(event: Event) -> None:
    check([*life(RECEIVED), Fact(event, START, Actor("deadline-monitor"))])

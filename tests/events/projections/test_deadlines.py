"""What is due, what was missed, and by which columns the worklist finds it."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from app.domain.complaint import Event, Fact
from app.domain.steps.deadline import Rescheduled
from app.domain.steps.dismissal import Dismissed
from app.domain.steps.escalation import Escalated
from app.domain.steps.explanation import Explained
from app.domain.values import Actor, Deadline, LiftReason
from app.events.codec import iso
from app.events.projections import audit_copy, case_state, figures, handler_copy, planning_copy
from tests.events.projections.examples import (
    ASSIGNED,
    ASSISTANCE_ASKED,
    ASSISTED,
    CALLED,
    CLASSIFIED,
    CLOSED,
    ESCALATED,
    IMPROVEMENT_MADE,
    IMPROVEMENT_PLANNED,
    INVESTIGATED,
    LINKED,
    OTHER_COMPLAINT,
    OVERRIDDEN,
    PAUSED,
    PROMISED,
    RECEIVED,
    REOPENED,
    REPLIED,
    REPORTED,
    RESUMED,
    WITHDRAWN,
    at,
    due,
    lifted,
    missed,
    paid,
    scheduled,
)
from tests.events.projections.lives import fold, life

FIRST = due(1, at(10), "acknowledgement")
LATER = due(2, at(15), "progress")
CALL = due(3, at(18, 5), "three-days", opens=at(9, 5))
TO_LOOK_AT = due(4, at(9, 30), "retention", reminder=True)


def after(*events: Event) -> case_state.CaseState:
    document: case_state.CaseState = fold(case_state.project, life(RECEIVED, *events))
    return document


def found(*events: Event) -> dict[str, Any]:
    return case_state.columns(after(*events))


def test_a_deadline_that_was_met_in_time_is_history_ws_37() -> None:
    case = after(scheduled(FIRST, LATER), lifted(1))
    assert [item["number"] for item in case["deadlines"]] == [2]
    assert case["deadline_history"] == [
        {
            "number": 1,
            "clock": "acknowledgement",
            "about": None,
            "due": "2026-03-02T10:00:00.000000Z",
            "missed_at": None,
            "lifted_at": "2026-03-02T09:20:00.000000Z",
            "because": "met",
        }
    ]


def test_what_was_done_late_shows_the_miss_and_when_it_was_done_ws_37() -> None:
    case = after(scheduled(FIRST), missed(FIRST), lifted(1))
    [past] = case["deadline_history"]
    assert past["missed_at"] == "2026-03-02T09:20:00.000000Z"
    assert past["lifted_at"] == "2026-03-02T09:30:00.000000Z"
    assert past["because"] == "met"
    assert case["deadlines"] == []


# Events are ten minutes apart, from nine o'clock: this is set at ten past, and done or moved at
# twenty past, before the monitor has looked.
SOON = due(1, at(9) + timedelta(minutes=15), "promised-reply", about="promise:1")


@pytest.mark.parametrize(
    ("because", "says"),
    [
        (LiftReason.MET, "met-late"),
        (LiftReason.ENDED, "ended"),
        (LiftReason.SETTLED_ANEW, "settled-anew"),
    ],
)
def test_what_passed_before_it_was_lifted_was_missed_though_nobody_looked_ws_37(
    because: LiftReason, says: str
) -> None:
    case = after(scheduled(SOON), lifted(1, because=because))
    assert case["deadline_history"] == [
        {
            "number": 1,
            "clock": "promised-reply",
            "about": "promise:1",
            "due": "2026-03-02T09:15:00.000000Z",
            "missed_at": "2026-03-02T09:20:00.000000Z",
            "lifted_at": "2026-03-02T09:20:00.000000Z",
            "because": says,
        }
    ]
    assert case_state.columns(case)["missed"] is True


def test_what_passed_before_it_was_moved_was_missed_be_03() -> None:
    case = after(scheduled(SOON), scheduled(replace(SOON, due=at(17))), lifted(1))
    told = [(one["missed_at"], one["because"]) for one in case["deadline_history"]]
    assert told == [("2026-03-02T09:20:00.000000Z", None), (None, "met")]


@pytest.mark.parametrize(
    "deadline",
    [
        replace(SOON, due=at(9) + timedelta(minutes=20)),
        replace(SOON, held=True),
        replace(SOON, reminder=True),
    ],
    ids=["done at the due time", "standing still", "a reminder"],
)
def test_what_cannot_be_late_is_met(deadline: Deadline) -> None:
    life_of_it = life(RECEIVED, scheduled(deadline), lifted(1))
    [past] = fold(case_state.project, life_of_it)["deadline_history"]
    assert (past["missed_at"], past["because"]) == (None, "met")
    assert fold(figures.project, life_of_it)["missed"] == []


@pytest.mark.parametrize("seen", [False, True], ids=["nobody looked", "the monitor looked"])
def test_every_document_calls_the_same_deadline_missed_once_ws_37(*, seen: bool) -> None:
    looked = (missed(SOON),) if seen else ()
    life_of_it = life(RECEIVED, scheduled(SOON), *looked, lifted(1))
    [counted] = fold(figures.project, life_of_it)["missed"]
    assert counted["clock"] == "promised-reply"
    assert counted["settled_at"] == iso(life_of_it[-1].at)
    assert fold(planning_copy.project, life_of_it)["missed"] == ["promised-reply"]
    [listed] = fold(audit_copy.project, life_of_it)["deadlines_missed"]
    assert (listed["clock"], listed["about"]) == ("promised-reply", "promise:1")
    assert [one["because"] for one in fold(case_state.project, life_of_it)["deadline_history"]] == [
        "met-late"
    ]


def test_a_missed_deadline_stands_until_it_is_done_ws_37() -> None:
    case = after(scheduled(FIRST), missed(FIRST))
    assert [item["missed_at"] for item in case["deadlines"]] == ["2026-03-02T09:20:00.000000Z"]
    assert [item["lifted_at"] for item in case["deadline_history"]] == [None]


def test_a_deadline_that_is_moved_keeps_its_number_and_its_old_miss() -> None:
    moved = replace(FIRST, due=at(17))
    case = after(scheduled(FIRST), missed(FIRST), scheduled(moved), missed(moved), lifted(1))
    assert [(item["due"][11:13], bool(item["lifted_at"])) for item in case["deadline_history"]] == [
        ("10", False),
        ("17", True),
    ]
    assert (
        after(scheduled(FIRST), missed(FIRST), scheduled(moved))["deadlines"][0]["missed_at"]
        is None
    )


def test_a_wait_does_not_make_a_miss_forgotten_ws_37() -> None:
    held = replace(FIRST, held=True)
    case = after(scheduled(FIRST), missed(FIRST), scheduled(held), scheduled(FIRST))
    assert [item["missed_at"] for item in case["deadlines"]] == ["2026-03-02T09:20:00.000000Z"]


def test_a_deadline_that_ended_with_the_case_says_so() -> None:
    case = after(scheduled(FIRST), CLOSED, lifted(1, because=LiftReason.ENDED))
    assert case["deadline_history"][0]["because"] == "ended"
    assert after(lifted(9))["deadline_history"] == []


def test_the_clocks_fire_the_earliest_deadline_that_can_still_be_missed() -> None:
    held = replace(FIRST, held=True)
    assert found()["next_due"] is None
    assert found(scheduled(FIRST, LATER))["next_due"] == FIRST.due
    assert found(scheduled(FIRST, LATER), missed(FIRST))["next_due"] == LATER.due
    assert found(scheduled(held, LATER, TO_LOOK_AT))["next_due"] == LATER.due
    assert found(scheduled(TO_LOOK_AT))["next_due"] is None


def test_people_see_the_earliest_deadline_whether_missed_or_not() -> None:
    held = replace(FIRST, held=True)
    columns = found(scheduled(FIRST, LATER), missed(FIRST))
    assert (columns["due"], columns["missed"]) == (FIRST.due, True)
    assert found(scheduled(held, LATER))["due"] == LATER.due
    assert found(scheduled(FIRST), missed(FIRST), lifted(1))["missed"] is True
    assert found(scheduled(FIRST), lifted(1))["missed"] is False
    assert found(scheduled(LATER), PROMISED)["due"] == PROMISED.due
    assert found(PROMISED)["promise_due"] == PROMISED.due
    assert found(PROMISED, REPLIED)["promise_due"] is None


def test_a_contact_opens_though_the_case_be_open_still_pc_41_pc_83() -> None:
    assert found(scheduled(CALL))["contact_opens"] == CALL.opens
    assert found(CLOSED, scheduled(CALL))["contact_opens"] == CALL.opens
    assert found(CLOSED, scheduled(CALL), lifted(3))["contact_opens"] is None
    assert found(CLOSED, scheduled(TO_LOOK_AT))["reminder_due"] == TO_LOOK_AT.due
    assert found(CLOSED, CALLED)["followed_up_at"] is not None


def test_an_improvement_is_due_until_it_is_made_pc_79() -> None:
    columns = found(CLOSED, IMPROVEMENT_PLANNED)
    assert (columns["improvement_due"], columns["improvement_owner"]) == (at(9, 20), "qian")
    assert found(CLOSED, IMPROVEMENT_PLANNED, IMPROVEMENT_MADE)["improvement_due"] is None


ELSEWHERE = Escalated(tier="store", to_role="manager", reason="超权", to_unit="office")
HERE = replace(ELSEWHERE, to_unit="hall")


@pytest.mark.parametrize(
    ("events", "taken_up"),
    [
        ((), False),
        ((REPORTED,), False),
        ((CLASSIFIED,), True),
        ((ASSIGNED,), True),
        ((REPLIED,), True),
        ((INVESTIGATED,), True),
        ((CLASSIFIED, ELSEWHERE), False),
        ((CLASSIFIED, HERE), True),
        ((CLASSIFIED, replace(HERE, to_unit=None)), True),
        ((CLASSIFIED, ELSEWHERE, INVESTIGATED), True),
        ((ASSIGNED, CLOSED, REOPENED), False),
    ],
)
def test_a_case_is_taken_up_once_somebody_has_it_in_hand(
    events: tuple[Event, ...], taken_up: bool
) -> None:
    assert found(*events)["taken_up"] is taken_up


@pytest.mark.parametrize(
    ("event", "acted"),
    [
        (CLASSIFIED, False),
        (INVESTIGATED, False),
        (scheduled(FIRST), False),
        (REPORTED, True),
        (ASSIGNED, True),
        (ESCALATED, True),
        (REPLIED, True),
        (OVERRIDDEN, True),
        (Explained(words="因为", explainer="li", understood=False), True),
        (paid(expense=None, amount=0), True),
        (WITHDRAWN, True),
        (Dismissed(reason="询问", customer_informed=True), True),
    ],
)
def test_a_case_was_acted_on_when_it_was_handled_or_reported_ws_37(
    event: Event, acted: bool
) -> None:
    assert found(event)["acted"] is acted


def test_what_the_clock_reports_itself_is_no_answer_ws_37() -> None:
    struck = [replace(fact, by=Actor("clock")) for fact in life(RECEIVED, REPORTED, ESCALATED)]
    assert case_state.columns(fold(case_state.project, struck))["acted"] is False


def test_what_the_clock_says_of_a_miss_is_nobodys_act_ws_37() -> None:
    told = [Fact(event, at(12), Actor("clock")) for event in (missed(FIRST), REPORTED, ESCALATED)]
    case = fold(case_state.project, [*life(RECEIVED), *told])
    assert case["reports"]
    assert not case_state.columns(case)["acted"]


def test_the_worklist_knows_whose_turn_it_is_and_who_helps() -> None:
    assert found(PAUSED)["waiting_since"] is not None
    assert found(PAUSED, RESUMED)["waiting_since"] is None
    assert found(PAUSED, CLOSED)["waiting_since"] is None
    assert found(ASSISTANCE_ASKED)["assisting"] == "warehouse"
    assert found(ASSISTANCE_ASKED, ASSISTED)["assisting"] is None
    assert case_state.units_of(after(ASSISTANCE_ASKED, CLOSED)) == ("hall", "hall")
    assert found(LINKED)["linked"] == OTHER_COMPLAINT
    assert found()["bucket"] == UUID(int=1).int % 100


def test_a_valued_customer_comes_first_be_16() -> None:
    valued = fold(case_state.project, life(replace(RECEIVED, high_value=True)))
    assert (case_state.columns(valued)["precedence"], found()["precedence"]) == (0, 1)


def form_after(*events: Event) -> handler_copy.HandlerCopy:
    form: handler_copy.HandlerCopy = fold(handler_copy.project, life(RECEIVED, *events))
    return form


def test_the_handler_copy_names_the_deadline_that_comes_next() -> None:
    promised = due(2, PROMISED.due, "promised-reply", about="promise:1")
    form = form_after(ASSIGNED, scheduled(TO_LOOK_AT, replace(FIRST, held=True)), PROMISED)
    assert form["next_due"] is not None
    assert form["next_due"]["clock"] == "promised-reply"
    form = form_after(PROMISED, scheduled(promised), ASSIGNED)
    assert form["next_due"] == {
        "clock": "promised-reply",
        "about": "promise:1",
        "due": "2026-03-02T12:00:00.000000Z",
        "owner": "li",
    }
    assert form_after(scheduled(FIRST), lifted(1))["next_due"] is None
    after_end = form_after(scheduled(FIRST), CLOSED, lifted(1), scheduled(CALL))
    assert after_end["next_due"] is not None
    assert after_end["next_due"]["clock"] == "three-days"


def test_the_copies_for_audit_and_planning_tell_of_missed_deadlines() -> None:
    life_of_it = life(RECEIVED, scheduled(FIRST), missed(FIRST), lifted(1))
    audit = fold(audit_copy.project, life_of_it)
    assert [item["clock"] for item in audit["deadlines_missed"]] == ["acknowledgement"]
    assert fold(planning_copy.project, life_of_it)["missed"] == ["acknowledgement"]


def test_lifting_and_moving_come_in_one_event() -> None:
    both = Rescheduled(deadlines=(LATER,), lifted=lifted(1).lifted)
    case = after(scheduled(FIRST), both)
    assert [item["number"] for item in case["deadlines"]] == [2]
    assert [item["number"] for item in case["deadline_history"]] == [1]

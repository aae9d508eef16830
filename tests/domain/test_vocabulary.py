"""What was once published stays: names of events, codes of refusals, sums of money."""

import ast
import importlib
import inspect
import pkgutil
from typing import Any

import pytest

from app.domain import refusals, steps
from app.domain.command import Command, Opening
from app.domain.complaint import Event
from app.domain.refusals import Refusal
from app.domain.values import Money
from app.domain.vocabulary import COMMANDS, EVENTS
from tests.domain.commands import events_of

EVENT_KEYS = {
    "complaint.received",
    "complaint.noted",
    "complaint.concerned-corrected",
    "complaint.confirmed",
    "complaint.classified",
    "complaint.dismissed",
    "complaint.apologised",
    "complaint.assigned",
    "complaint.reported",
    "complaint.escalated",
    "complaint.instructed",
    "complaint.promised",
    "complaint.replied",
    "complaint.investigated",
    "complaint.proposed",
    "complaint.plan-approved",
    "complaint.plan-refused",
    "complaint.agreed",
    "complaint.declined",
    "complaint.expense-requested",
    "complaint.expense-confirmed",
    "complaint.expense-refused",
    "complaint.expense-queried",
    "complaint.query-answered",
    "complaint.expense-changed",
    "complaint.compensated",
    "complaint.compensation-reversed",
    "complaint.handed-over",
    "complaint.hold-placed",
    "complaint.hold-lifted",
    "complaint.signed",
    "complaint.closed",
    "complaint.withdrawn",
    "complaint.reopened",
    "complaint.followed-up",
    "complaint.linked",
    "complaint.assistance-asked",
    "complaint.assisted",
    "complaint.assistance-taken-back",
    "complaint.referred",
    "complaint.progress-told",
    "complaint.explained",
    "complaint.visit-arranged",
    "complaint.visited",
    "complaint.rework-ordered",
    "complaint.reworked",
    "complaint.attributed",
    "complaint.improvement-planned",
    "complaint.improvement-made",
    "complaint.case-written",
    "complaint.publication-approved",
    "complaint.published",
    "complaint.paused",
    "complaint.resumed",
    "complaint.rescheduled",
    "complaint.deadline-missed",
}
COMMAND_KEYS = {
    "receive-complaint",
    "add-memo",
    "correct-concerned",
    "confirm-record",
    "classify",
    "dismiss",
    "link",
    "apologise",
    "assign",
    "report-up",
    "escalate",
    "instruct",
    "ask-assistance",
    "give-assistance",
    "take-back-assistance",
    "refer",
    "make-promise",
    "reply",
    "tell-progress",
    "explain",
    "arrange-visit",
    "record-visit",
    "record-findings",
    "propose-plan",
    "review-plan",
    "record-consent",
    "order-rework",
    "finish-rework",
    "request-expense",
    "review-expense",
    "query-expense",
    "answer-query",
    "change-expense",
    "compensate",
    "reverse-compensation",
    "sign-off",
    "close",
    "withdraw",
    "reopen",
    "pause",
    "resume",
    "follow-up",
    "attribute-responsibility",
    "plan-improvement",
    "finish-improvement",
    "write-case",
    "approve-publication",
    "publish-case",
    "place-hold",
    "lift-hold",
    "hand-over",
    "miss-deadline",
}
CODES = {
    "refused",
    "not-permitted",
    "not-found",
    "wrong-state",
    "already-ended",
    "not-ended",
    "not-open-item",
    "steps-missing",
    "against-policy",
    "unknown-term",
    "facts-missing",
    "beyond-authority",
    "duties-not-separate",
    "still-kept",
    "on-hold",
    "record-full",
    "admission-before-facts",
    "deferral-needs-apology",
    "conflict-of-interest",
    "not-in-person",
    "remedy-needs-override",
    "implausible",
}


def test_every_event_has_its_own_name_for_ever() -> None:
    names = [event.key for event in EVENTS]
    assert len(names) == len(set(names))
    assert set(names) == EVENT_KEYS


def test_every_command_has_its_own_name_for_ever() -> None:
    names = [command.key for command in COMMANDS]
    assert len(names) == len(set(names))
    assert set(names) == COMMAND_KEYS


STEPS = [
    importlib.import_module(f"{steps.__name__}.{module.name}")
    for module in pkgutil.iter_modules(steps.__path__)
]


def kinds_of(base: type[Any]) -> set[type[Any]]:
    """The classes of this kind that steps define."""
    return {
        kind
        for step in STEPS
        for kind in vars(step).values()
        if isinstance(kind, type) and kind.__module__ == step.__name__ and issubclass(kind, base)
    }


def test_every_command_of_a_step_is_listed() -> None:
    assert kinds_of(Opening) | kinds_of(Command) == set(COMMANDS)


def test_every_event_of_a_step_is_listed() -> None:
    assert kinds_of(Event) == set(EVENTS)


def test_a_step_takes_nothing_but_events_from_another() -> None:
    imports = [
        node
        for step in STEPS
        for node in ast.walk(ast.parse(inspect.getsource(step)))
        if isinstance(node, ast.ImportFrom) and str(node.module).startswith(steps.__name__)
    ]
    assert imports
    names = {event.__name__ for event in EVENTS}
    assert [one.name for node in imports for one in node.names if one.name not in names] == []


@pytest.mark.parametrize("command", COMMANDS, ids=lambda kind: kind.key)
def test_every_event_that_a_command_may_return_is_listed(command: type[Any]) -> None:
    assert [kind for kind in events_of(command) if kind not in EVENTS] == []


def test_every_refusal_has_its_own_code_for_ever() -> None:
    kinds = [
        kind
        for kind in vars(refusals).values()
        if isinstance(kind, type) and issubclass(kind, Refusal)
    ]
    codes = [kind.code for kind in kinds]
    assert len(codes) == len(set(codes))
    assert set(codes) == CODES


def test_every_refusal_stands_in_the_drawn_tree() -> None:
    drawn = refusals.__doc__ or ""
    for kind in vars(refusals).values():
        if isinstance(kind, type) and issubclass(kind, Refusal):
            assert kind.__name__ in drawn


def test_money_adds_up_in_one_currency_only() -> None:
    assert Money(199, "CNY") + Money(1, "CNY") == Money(200, "CNY")
    with pytest.raises(ValueError, match="EUR"):
        Money(1, "CNY") + Money(1, "EUR")


def test_money_is_shown_as_people_write_it() -> None:
    shown = [str(Money(amount, "CNY")) for amount in (0, 5, -5, 123456)]
    assert shown == ["0.00 CNY", "0.05 CNY", "-0.05 CNY", "1234.56 CNY"]

"""From the events of a stream to the complaint."""

from collections.abc import Iterable
from datetime import UTC

from app.domain.changing import replace
from app.domain.custody import follow
from app.domain.events import Fact
from app.domain.events.answering import AnsweringEvent
from app.domain.events.deadlines import DeadlineEvent
from app.domain.events.ending import EndingEvent
from app.domain.events.expense import ExpenseEvent
from app.domain.events.form import FormEvent
from app.domain.events.handling import HandlingEvent
from app.domain.events.intake import IntakeEvent
from app.domain.events.learning import LearningEvent
from app.domain.events.remedy import RemedyEvent
from app.domain.values import Copy
from tests.support.earlier_fold.changes import (
    answering,
    deadlines,
    ending,
    expense,
    form,
    handling,
    intake,
    learning,
    remedy,
)
from tests.support.earlier_fold.state import Complaint


def replay(facts: Iterable[Fact]) -> Complaint | None:
    """Fold the events of a stream from its beginning; None for no events."""
    complaint: Complaint | None = None
    for fact in facts:
        complaint = evolve(complaint, fact)
    return complaint


def evolve(complaint: Complaint | None, fact: Fact) -> Complaint:
    """Apply one event.

    Raises:
        NotAStream: the first event is not the receipt, or a second receipt follows.

    """
    if complaint is None:
        return intake.begin(fact)
    after = _acted(_change(complaint, fact), fact)
    if after.expenses is complaint.expenses and after.status is complaint.status:
        return after
    return _pass_on(complaint, after)


def _change(complaint: Complaint, fact: Fact) -> Complaint:
    """Exhaustive on purpose, as each chapter is: a new event fails the type check until it is in.

    By type and not by a table, so that the type check sees it.
    """
    event = fact.event
    if isinstance(event, IntakeEvent):
        return intake.change(complaint, event)
    if isinstance(event, HandlingEvent):
        return handling.change(complaint, event, fact)
    if isinstance(event, AnsweringEvent):
        return answering.change(complaint, event)
    if isinstance(event, RemedyEvent):
        return remedy.change(complaint, event, fact.by)
    if isinstance(event, ExpenseEvent):
        return expense.change(complaint, event, fact)
    if isinstance(event, FormEvent):
        return form.change(complaint, event, fact.by)
    if isinstance(event, EndingEvent):
        return ending.change(complaint, event, fact.at)
    if isinstance(event, LearningEvent):
        return learning.change(complaint, event, fact.by)
    if isinstance(event, DeadlineEvent):
        return deadlines.change(complaint, event, fact.at)
    raise AssertionError(event)


def _acted(complaint: Complaint, fact: Fact) -> Complaint:
    """By the day: most of what happens changes nothing about it, and costs nothing."""
    on = fact.at.astimezone(UTC).date()
    if on <= complaint.acted_on or not fact.by_somebody:
        return complaint
    return replace(complaint, acted_on=on)


def _pass_on(before: Complaint, after: Complaint) -> Complaint:
    """Let the audit copy go where it belongs now (SC-36, SC-37)."""
    lies = after.custody.of(Copy.AUDIT)
    place = follow(lies, before.affairs, after.affairs)
    return replace(after, custody=after.custody.hand(Copy.AUDIT, place)) if place != lies else after

"""From the events of a stream to the complaint."""

from collections.abc import Iterable
from datetime import UTC
from typing import TypeAlias, assert_never, cast

from app.domain.changing import replace, stamp
from app.domain.complaint.act import Act
from app.domain.complaint.changes import (
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
from app.domain.complaint.state import Complaint
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

_Known: TypeAlias = (
    IntakeEvent
    | HandlingEvent
    | AnsweringEvent
    | RemedyEvent
    | ExpenseEvent
    | FormEvent
    | EndingEvent
    | LearningEvent
    | DeadlineEvent
)


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
    version = 1 if complaint is None else complaint.version + 1
    act = Act(at=fact.at, by=fact.by.subject, version=version)
    if complaint is None:
        return intake.begin(fact, act)
    after = _acted(_change(complaint, fact, act), fact)
    if after.money is not complaint.money or after.ending is not complaint.ending:
        after = _pass_on(complaint, after, act)
    if after is complaint:
        return replace(complaint, version=version)
    stamp(after, "version", version)
    return after


def _change(complaint: Complaint, fact: Fact, act: Act) -> Complaint:
    """Exhaustive on purpose, as each chapter is: a new event fails the type check until it is in.

    By type and not by a table, so that the type check sees it.
    """
    event = cast("_Known", fact.event)
    if isinstance(event, IntakeEvent):
        return intake.change(complaint, event, act)
    if isinstance(event, HandlingEvent):
        return handling.change(complaint, event, act, fact)
    if isinstance(event, AnsweringEvent):
        return answering.change(complaint, event, act)
    if isinstance(event, RemedyEvent):
        return remedy.change(complaint, event, act, fact.by.roles)
    if isinstance(event, ExpenseEvent):
        return expense.change(complaint, event, act)
    if isinstance(event, FormEvent):
        return form.change(complaint, event, act)
    if isinstance(event, EndingEvent):
        return ending.change(complaint, event, act)
    if isinstance(event, LearningEvent):
        return learning.change(complaint, event, act)
    if isinstance(event, DeadlineEvent):
        return deadlines.change(complaint, event, act)
    assert_never(event)


def _acted(complaint: Complaint, fact: Fact) -> Complaint:
    """By the day: most of what happens changes nothing about it, and costs nothing."""
    on = fact.at.astimezone(UTC).date()
    if on <= complaint.acted_on or not fact.by_somebody:
        return complaint
    return replace(complaint, handling=replace(complaint.handling, acted_on=on))


def _pass_on(before: Complaint, after: Complaint, act: Act) -> Complaint:
    """Let the audit copy go where it belongs now (SC-36, SC-37)."""
    trail = after.form.audit
    place = follow(trail.place, before.affairs, after.affairs)
    if place is trail.place:
        return after
    return replace(after, form=replace(after.form, audit=trail.moved(place, act)))

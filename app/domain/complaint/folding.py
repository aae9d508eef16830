"""From the events of a stream to the complaint."""

from collections.abc import Iterable
from datetime import UTC

from app.domain.changing import replace, stamp
from app.domain.complaint.act import Act
from app.domain.complaint.event import Fact
from app.domain.complaint.state import Complaint
from app.domain.custody import follow


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
        return fact.event.begin(act, fact.by)
    after = _acted(fact.event.apply(complaint, act, fact.by), fact)
    if after.money is not complaint.money or after.ending is not complaint.ending:
        after = _pass_on(complaint, after, act)
    if after is complaint:
        return replace(complaint, version=version)
    stamp(after, "version", version)
    return after


def _acted(complaint: Complaint, fact: Fact) -> Complaint:
    """By the day: most of what happens changes nothing about it, and costs nothing."""
    on = fact.at.astimezone(UTC).date()
    if on <= complaint.handling.acted_on or not fact.by_somebody:
        return complaint
    return replace(complaint, handling=replace(complaint.handling, acted_on=on))


def _pass_on(before: Complaint, after: Complaint, act: Act) -> Complaint:
    """Let the audit copy go where it belongs now (SC-36, SC-37)."""
    trail = after.form.audit
    place = follow(trail.place, before.affairs, after.affairs)
    if place is trail.place:
        return after
    return replace(after, form=replace(after.form, audit=trail.moved(place, act)))

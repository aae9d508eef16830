"""Deadlines that are set, moved and lifted, with what was missed by then (ADR 0012)."""

from datetime import datetime

from app.domain.changing import replace
from app.domain.complaint.act import Act
from app.domain.complaint.clocks import Clocks, Miss, PastDeadline, Standing
from app.domain.values import Deadline, Lifted, LiftReason


def reschedule(
    clocks: Clocks, deadlines: tuple[Deadline, ...], lifted: tuple[Lifted, ...], act: Act
) -> Clocks:
    """Put in what is new or moved, take out what is lifted."""
    numbers = tuple(item.number for item in deadlines)
    gone = {*numbers, *(item.number for item in lifted)}
    known = {(one.deadline.number, one.deadline.due): one.missed_at for one in clocks.deadlines}
    # Only another time can be missed again.
    added = (
        Standing(deadline=item, missed_at=known.get((item.number, item.due))) for item in deadlines
    )
    kept = (item for item in clocks.deadlines if item.deadline.number not in gone)
    unseen = _missed_unseen(clocks, deadlines, lifted, act)
    return replace(
        clocks,
        deadlines=(*kept, *added),
        scheduled=max((clocks.scheduled, *numbers)),
        misses=_settled((*clocks.misses, *unseen), gone, act),
        past=_lifted(clocks, unseen, lifted, act),
    )


def _missed_unseen(
    clocks: Clocks, deadlines: tuple[Deadline, ...], lifted: tuple[Lifted, ...], act: Act
) -> tuple[Miss, ...]:
    """List what is lifted or moved too late, with no miss on record.

    The deadline monitor records a miss when it next looks: a second after the due time, or an
    outage. What was done in between leaves no such event, so it is read from the times (ADR 0012).
    """
    gone = {one.number for one in lifted}
    due = {one.number: one.due for one in deadlines}
    return tuple(
        _missed(one.deadline, act)
        for one in clocks.deadlines
        if not one.missed
        and one.is_overdue(act.at)
        and (
            one.deadline.number in gone
            or due.get(one.deadline.number, one.deadline.due) != one.deadline.due
        )
    )


def _missed(deadline: Deadline, act: Act) -> Miss:
    return Miss(
        act=act,
        number=deadline.number,
        clock=deadline.clock,
        about=deadline.about,
        due=deadline.due,
    )


def _settled(misses: tuple[Miss, ...], gone: set[int], act: Act) -> tuple[Miss, ...]:
    """A deadline that is moved is settled like one that is lifted: it stands again, for another."""
    if not any(one.settled is None and one.number in gone for one in misses):
        return misses
    return tuple(
        replace(one, settled=act) if one.settled is None and one.number in gone else one
        for one in misses
    )


def _lifted(
    clocks: Clocks, unseen: tuple[Miss, ...], lifted: tuple[Lifted, ...], act: Act
) -> tuple[PastDeadline, ...]:
    """Add what no longer stands; of what was missed the miss is there, and now says when."""
    past = [*clocks.past, *(one.past for one in unseen)]
    missed_now = {one.number: act.at for one in unseen}
    standing = {one.deadline.number: one for one in clocks.deadlines}
    for one in lifted:
        gone = standing.pop(one.number, None)
        if gone is not None:
            missed_at = missed_now.get(one.number, gone.missed_at)
            before = _gone(gone, missed_at)
            late = one.because is LiftReason.MET and gone.is_overdue(act.at)
            after = replace(before, lifted_at=act.at, because=one.because, late=late)
            past = [*(item for item in past if item != before), after]
    return tuple(past)


def _gone(standing: Standing, missed_at: datetime | None) -> PastDeadline:
    deadline = standing.deadline
    return PastDeadline(
        number=deadline.number,
        clock=deadline.clock,
        about=deadline.about,
        due=deadline.due,
        missed_at=missed_at,
    )

"""Tracker of deadlines: which of them a command's events start, stop and move."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from app.domain.clocks import (
    AT_THE_END,
    all_are_told,
    applies,
    comes_too_late,
    contact_times,
    due_of,
    stands_still,
)
from app.domain.complaint import SUPERIORS_TOLD, Complaint, Fact, Signal, Status
from app.domain.policy import Clock, Policy, TimeKind
from app.domain.steps.assistance import AssistanceTakenBack
from app.domain.steps.classification import Classified
from app.domain.steps.closing import Closed
from app.domain.steps.deadline import DeadlineMissed, Rescheduled
from app.domain.steps.dismissal import Dismissed
from app.domain.steps.inquiry import Investigated
from app.domain.steps.reopening import Reopened
from app.domain.steps.reporting import Reported
from app.domain.steps.waiting import Paused, Resumed
from app.domain.steps.withdrawal import Withdrawn
from app.domain.values import Deadline, Lifted, LiftReason


class DeadlineTracker:
    """The deadlines that stand, and what a command's events change about them."""

    def __init__(self, complaint: Complaint | None, policy: Policy) -> None:
        """Begin with those of a complaint; None: it is yet to be received."""
        standing = complaint.clocks.deadlines if complaint else ()
        self._standing = {item.deadline.number: item.deadline for item in standing}
        self._before = dict(self._standing)
        self._last = complaint.clocks.scheduled if complaint else 0
        self._lifted: dict[int, Lifted] = {}
        self._unanswered = False
        self._policy = policy

    def change(self) -> Rescheduled | None:
        """Tell what is different from before; None if nothing."""
        deadlines = tuple(
            deadline
            for number, deadline in self._standing.items()
            if self._before.get(number) != deadline
        )
        lifted = tuple(item for number, item in self._lifted.items() if number in self._before)
        if not deadlines and not lifted:
            return None
        return Rescheduled(deadlines=deadlines, lifted=lifted)

    def take(self, fact: Fact, before: Complaint | None, after: Complaint) -> None:
        """Let one event stop, start and move clocks."""
        # What the clock itself reports is nobody's report, and sets nothing going.
        told_by_clock = isinstance(fact.event, Reported) and not fact.by_somebody
        given = () if told_by_clock else fact.event.signals()
        if all_are_told(before, after, self._policy):
            given = (*given, Signal(SUPERIORS_TOLD))
        for signal in () if self._unanswered else given:
            self._stop(signal, fact.at)
        self._lift_and_hold(fact, before, after)
        for signal in given:
            self._start(signal, fact.at, after)

    def _lift_and_hold(self, fact: Fact, before: Complaint | None, after: Complaint) -> None:
        """Do what no clock of the policy has to ask for."""
        match fact.event:
            case DeadlineMissed():
                # The reports that follow are the clock's own: nobody has done anything (WS-37).
                self._unanswered = True
                if after.status is not Status.OPEN:
                    self._lift_where(self._was_dropped, LiftReason.SETTLED_ANEW)
            case Closed() | Withdrawn() | Dismissed():
                self._release(fact.at, before)
                self._lift_where(self._was_dropped, LiftReason.SETTLED_ANEW)
                self._lift_where(self._ends_with_the_case, LiftReason.ENDED)
            case Reopened():
                self._lift_where(self._was_dropped, LiftReason.SETTLED_ANEW)
                self._lift_where(self._began_with_the_end, LiftReason.SETTLED_ANEW)
            case Classified() | Investigated():
                self._lift_where(
                    lambda deadline: not self._still_applies(deadline, after),
                    LiftReason.SETTLED_ANEW,
                )
            case AssistanceTakenBack():
                about = f"assistance:{fact.event.assistance}"
                self._lift_where(lambda one: one.about == about, LiftReason.SETTLED_ANEW)
            case Paused():
                self._hold(fact.at, after)
            case Resumed():
                self._release(fact.at, before)
            case _:
                pass

    def _stop(self, signal: Signal, at: datetime) -> None:
        for deadline in tuple(self._standing.values()):
            clock = self._policy.clocks.get(deadline.clock)
            if clock is None:
                contact = signal.word == "followed-up" and signal.about == deadline.clock
                done = contact and self._has_come(deadline, at)
            else:
                done = signal.word in clock.stop and _concerns(signal.about, deadline.about)
            if done:
                self._lift(deadline, LiftReason.MET)

    def _has_come(self, deadline: Deadline, at: datetime) -> bool:
        """Tell whether the day of a contact has come: none is made in advance."""
        local = self._policy.calendar.local
        return deadline.opens is None or local(at).date() >= local(deadline.opens).date()

    def _start(self, signal: Signal, at: datetime, complaint: Complaint) -> None:
        for clock in self._policy.clocks.values():
            begins = signal.word in clock.start and not comes_too_late(clock, complaint)
            if begins and applies(clock, complaint, self._policy):
                self._start_clock(clock, signal, at, complaint)
        for occasion in self._policy.occasions.values():
            if signal.word in occasion.starts:
                opens, due = contact_times(occasion, at, self._policy)
                self._put(
                    Deadline(
                        number=0,
                        clock=occasion.key,
                        since=at,
                        opens=opens,
                        due=due,
                        working=False,
                    ),
                    moves=True,
                )

    def _start_clock(
        self, clock: Clock, signal: Signal, at: datetime, complaint: Complaint
    ) -> None:
        due = due_of(clock, signal, at, self._policy)
        if due is None:
            return
        given = clock.length is None and signal.due is not None
        working = clock.time is TimeKind.WORKING
        deadline = Deadline(
            number=0,
            clock=clock.key,
            since=at,
            due=due,
            about=None if clock.restarts else signal.about,
            provisional=working and not given and self._policy.calendar.is_provisional(due),
            held=stands_still(clock, complaint),
            reminder=clock.reminder,
            working=working,
        )
        self._put(deadline, moves=clock.restarts)

    def _put(self, deadline: Deadline, *, moves: bool) -> None:
        """Enter a deadline; one for the same thing that stands already is moved, or stays."""
        same = (
            item.number
            for item in self._standing.values()
            if item.clock == deadline.clock and item.about == deadline.about
        )
        number = next(same, None)
        if number is not None and not moves:
            return
        if number is None:
            self._last += 1
            number = self._last
        self._standing[number] = replace(deadline, number=number)

    def _lift_where(self, condition: Callable[[Deadline], bool], because: LiftReason) -> None:
        for deadline in tuple(self._standing.values()):
            if condition(deadline):
                self._lift(deadline, because)

    def _lift(self, deadline: Deadline, because: LiftReason) -> None:
        del self._standing[deadline.number]
        self._lifted[deadline.number] = Lifted(number=deadline.number, because=because)

    def _was_dropped(self, deadline: Deadline) -> bool:
        policy = self._policy
        return deadline.clock not in policy.clocks and deadline.clock not in policy.occasions

    def _ends_with_the_case(self, deadline: Deadline) -> bool:
        clock = self._policy.clocks.get(deadline.clock)
        return clock is not None and not clock.after_end

    def _began_with_the_end(self, deadline: Deadline) -> bool:
        clock = self._policy.clocks.get(deadline.clock)
        if clock is None:
            return deadline.clock in self._policy.occasions
        return not clock.start.isdisjoint(AT_THE_END)

    def _still_applies(self, deadline: Deadline, complaint: Complaint) -> bool:
        clock = self._policy.clocks.get(deadline.clock)
        return clock is None or applies(clock, complaint, self._policy)

    def _hold(self, at: datetime, complaint: Complaint) -> None:
        for number, deadline in self._standing.items():
            clock = self._policy.clocks.get(deadline.clock)
            # What has passed is late, whoever is awaited now, and seen by the monitor or not.
            if clock and deadline.due > at and stands_still(clock, complaint):
                self._standing[number] = replace(deadline, held=True)

    def _release(self, at: datetime, before: Complaint | None) -> None:
        """Let clocks run on with the time that they had left."""
        wait = before.handling.wait if before else None
        for number, deadline in self._standing.items():
            if deadline.held and wait is not None:
                since = max(wait.since, deadline.since)
                due = self._later(deadline, since, at)
                self._standing[number] = replace(deadline, held=False, due=due)

    def _later(self, deadline: Deadline, since: datetime, at: datetime) -> datetime:
        """Add what was left at `since` to `at`; what was overdue by then stays so."""
        if deadline.due <= since:
            return deadline.due
        calendar = self._policy.calendar
        left = calendar.working_between(since, deadline.due) if self._works(deadline) else None
        at_an_opening = calendar.into_opening(deadline.due) == deadline.due
        if left is not None and (left or at_an_opening):
            return calendar.add_working(at, left)
        # Where the house was open and, by newer hours, is not any more, the time is not lost.
        return at + (deadline.due - since)

    def _works(self, deadline: Deadline) -> bool:
        """Tell whether it counts opening hours, as its clock did on the day when it started."""
        if deadline.working is not None:
            return deadline.working
        clock = self._policy.clocks.get(deadline.clock)
        return clock is not None and clock.time is TimeKind.WORKING


def _concerns(one: str | None, other: str | None) -> bool:
    """Tell whether it is about the same thing; what is of another kind cannot be compared."""
    if one is None or other is None:
        return True
    return one == other or one.partition(":")[0] != other.partition(":")[0]

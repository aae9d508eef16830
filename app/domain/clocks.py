"""Clocks of the policy: which complaints they are for, how long they run, what a miss means.

A due time is computed once, when the clock starts, and recorded: a later policy never moves it.
"""

from datetime import datetime, timedelta
from typing import NamedTuple

from app.domain.complaint import SUPERIORS_TOLD, Complaint, Signal, Status
from app.domain.policy import Clock, Occasion, Policy, TimeKind
from app.domain.reports import due_reports, told_since_opening
from app.domain.values import Deadline, Severity

AT_THE_END = frozenset({"closed", "ended"})
"""What begins with one of these goes on after the end."""


def stands_still(clock: Clock, complaint: Complaint) -> bool:
    """Tell whether it stands still just now; one that watches over the wait itself never does."""
    wait = complaint.handling.wait
    return wait is not None and wait.waiting_for in clock.pauses_for and "paused" not in clock.start


def comes_too_late(clock: Clock, complaint: Complaint) -> bool:
    """Tell whether it would begin after the end, such as by a report of a call not made."""
    goes_on = clock.after_end or not clock.start.isdisjoint(AT_THE_END)
    return complaint.status is not Status.OPEN and not goes_on


def applies(clock: Clock, complaint: Complaint, policy: Policy) -> bool:
    """Tell whether a clock is for a complaint."""
    # Nobody here is named as responsible for what was not our fault.
    if complaint.not_ours and clock.stop <= {"attributed"}:
        return False
    if SUPERIORS_TOLD in clock.stop and not due_reports(complaint, policy):
        return False
    severity = complaint.severity or Severity.ORDINARY
    return (
        severity in clock.severities
        and (not clock.tiers or complaint.tier in clock.tiers)
        and (not clock.channels or complaint.receipt.channel in clock.channels)
        and (complaint.receipt.high_value or not clock.only_high_value)
    )


def all_are_told(before: Complaint | None, after: Complaint, policy: Policy) -> bool:
    """Tell whether an event told the last of those who must be told (WS-20..24, WS-28)."""
    if before is None or told_since_opening(before) >= told_since_opening(after):
        return False
    return bool(due_reports(before, policy)) and not due_reports(after, policy)


def due_of(clock: Clock, signal: Signal, at: datetime, policy: Policy) -> datetime | None:
    """Tell when a clock that a signal starts runs out; None if neither brings a time."""
    calendar = policy.calendar
    if clock.length is None and signal.due is not None:
        return calendar.elapsed(signal.due, clock.grace) if clock.grace else signal.due
    length = clock.length or clock.otherwise
    if length is None:
        return None
    return (calendar.working if clock.time is TimeKind.WORKING else calendar.elapsed)(at, length)


def contact_times(occasion: Occasion, at: datetime, policy: Policy) -> tuple[datetime, datetime]:
    """Tell from when a contact is to be made, and by when: within the hours for calls (PC-33)."""
    calendar = policy.calendar
    first = calendar.local(at).date() + timedelta(days=occasion.after_days)
    last = first + timedelta(days=occasion.within_days)
    due = calendar.instant(last, policy.contact_until)
    if due <= at:
        # The contact of the same day, when the day is over for calls.
        due = calendar.instant(last + timedelta(days=1), policy.contact_until)
    return max(at, calendar.instant(first, policy.contact_from)), due


class Consequence(NamedTuple):
    """What a missed deadline brings about."""

    title: str
    report_to: tuple[str, ...] = ()
    escalate: bool = False


def consequence(deadline: Deadline, policy: Policy) -> Consequence:
    """Look up what the policy wants; nothing for a clock that it no longer has."""
    clock = policy.clocks.get(deadline.clock)
    if clock is not None:
        return Consequence(clock.title[policy.locale], clock.report_to, clock.escalate)
    occasion = policy.occasions.get(deadline.clock)
    if occasion is not None:
        return Consequence(occasion.title[policy.locale], occasion.report_to)
    return Consequence(deadline.clock)

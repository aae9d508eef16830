"""How it changes hands, who else is drawn in, and whose turn it is."""

from typing import assert_never

from app.domain.changing import replace
from app.domain.events import Fact
from app.domain.events.handling import (
    Assigned,
    AssistanceAsked,
    AssistanceTakenBack,
    Assisted,
    Escalated,
    HandlingEvent,
    Instructed,
    Paused,
    Referred,
    Reported,
    Resumed,
)
from app.domain.spelling import person_of
from tests.support.earlier_fold.parts import Wait
from tests.support.earlier_fold.state import Complaint


def change(complaint: Complaint, event: HandlingEvent, fact: Fact) -> Complaint:
    """Apply one of these events."""
    match event:
        case Assigned():
            owner = person_of(event.handler)
            return replace(complaint, assigned=True, owner=owner, handling_unit=event.unit)
        case Reported():
            if not fact.by_somebody:
                return complaint
            roles = frozenset(event.to_roles)
            return replace(
                complaint,
                reported_to=complaint.reported_to | roles,
                reported_since_opening=complaint.reported_since_opening | roles,
            )
        case Escalated():
            unit = event.to_unit or complaint.handling_unit
            return replace(complaint, tier=event.tier, escalated_to=event.tier, handling_unit=unit)
        case Instructed():
            return replace(complaint, decided_by=complaint.decided_by | set(fact.by.roles))
        case AssistanceAsked():
            asked = complaint.assistance.begin(event.assistance, event.unit)
            return replace(complaint, assistance=asked)
        case Assisted() | AssistanceTakenBack():
            return replace(complaint, assistance=complaint.assistance.finish(event.assistance))
        case Referred():
            return replace(complaint, referred_to=complaint.referred_to | {event.to})
        case Paused():
            return replace(complaint, wait=Wait(waiting_for=event.waiting_for, since=fact.at))
        case Resumed():
            return replace(complaint, wait=None).counted(fact.at)
        case _:
            assert_never(event)

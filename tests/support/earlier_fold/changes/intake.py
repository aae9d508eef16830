"""How receipt and triage change it: how it begins, what is known, what kind of complaint it is."""

from datetime import UTC
from typing import assert_never

from app.domain.changing import replace
from app.domain.events import Fact
from app.domain.events.intake import (
    Classified,
    ConcernedCorrected,
    Confirmed,
    IntakeEvent,
    Linked,
    Noted,
    Received,
)
from app.domain.spelling import person_of
from tests.support.earlier_fold.facts import known_facts
from tests.support.earlier_fold.state import Complaint


class NotAStream(Exception):
    """The events are not those of a complaint: they do not begin with its receipt, once."""


def begin(fact: Fact) -> Complaint:
    """Begin it with its receipt.

    Raises:
        NotAStream: it is another event.

    """
    event = fact.event
    if not isinstance(event, Received):
        message = "a complaint begins with its receipt"
        raise NotAStream(message)
    return Complaint(
        received_by=fact.by.person,
        receiver_roles=frozenset(fact.by.roles),
        owner=fact.by.person,
        recording_unit=event.unit,
        handling_unit=event.unit,
        received_at=fact.at,
        acted_on=fact.at.astimezone(UTC).date(),
        channel=event.channel,
        facts=known_facts(event),
        stage=event.stage,
        place=event.place,
        high_value=event.high_value,
        about=frozenset(map(person_of, event.about)),
    )


def change(complaint: Complaint, event: IntakeEvent) -> Complaint:
    """Apply one of these events.

    Raises:
        NotAStream: it is a second receipt.

    """
    match event:
        case Received():
            message = "a complaint is received once"
            raise NotAStream(message)
        case Noted():
            facts = complaint.facts | known_facts(event)
            about = complaint.about.union(map(person_of, event.about))
            return replace(complaint, facts=facts, about=about)
        case ConcernedCorrected():
            return replace(
                complaint,
                about=frozenset(map(person_of, event.about)),
                concerned_roles=frozenset(event.roles),
            )
        case Confirmed():
            return replace(complaint, confirmed=True)
        case Classified():
            return replace(
                complaint,
                classified=True,
                category=event.category,
                severity=event.severity,
                flags=frozenset(event.flags),
                tier=event.tier,
            )
        case Linked():
            return complaint
        case _:
            assert_never(event)

"""How receipt and triage change it: how it begins, what is known, what kind of complaint it is."""

from datetime import UTC
from typing import assert_never

from app.domain.changing import replace
from app.domain.complaint.act import Act
from app.domain.complaint.clocks import Clocks
from app.domain.complaint.communication import Communication
from app.domain.complaint.content import (
    Classification,
    Content,
    Correction,
    Link,
    Memo,
    Statement,
)
from app.domain.complaint.ending import Ending
from app.domain.complaint.form import Confirmation, issued
from app.domain.complaint.handling import Handling
from app.domain.complaint.learning import Learning
from app.domain.complaint.money import Finances
from app.domain.complaint.receipt import Receipt
from app.domain.complaint.remedy import Remedy
from app.domain.complaint.state import Complaint
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


class NotAStream(Exception):
    """The events are not those of a complaint: they do not begin with its receipt, once."""


def begin(fact: Fact, act: Act) -> Complaint:
    """Begin it with its receipt.

    Raises:
        NotAStream: it is another event.

    """
    event = fact.event
    if not isinstance(event, Received):
        message = "a complaint begins with its receipt"
        raise NotAStream(message)
    return Complaint(
        version=act.version,
        receipt=_receipt(event, act, fact.by.roles),
        content=Content(statement=_statement(event), about=event.about),
        handling=Handling(owner=act.by, unit=event.unit, acted_on=fact.at.astimezone(UTC).date()),
        communication=Communication(),
        remedy=Remedy(),
        money=Finances(),
        form=issued(act),
        ending=Ending(),
        learning=Learning(),
        clocks=Clocks(),
    )


def _receipt(event: Received, act: Act, roles: tuple[str, ...]) -> Receipt:
    return Receipt(
        act=act,
        roles=roles,
        unit=event.unit,
        channel=event.channel,
        directness=event.directness,
        place=event.place,
        stage=event.stage,
        confidential=event.confidential,
        high_value=event.high_value,
        paper_number=event.paper_number,
    )


def _statement(event: Received) -> Statement:
    return Statement(
        text=event.statement,
        reason=event.reason,
        subject=event.subject,
        demand=event.demand,
        emotion=event.emotion,
        order_reference=event.order_reference,
        complainant=event.complainant,
    )


def change(complaint: Complaint, event: IntakeEvent, act: Act) -> Complaint:
    """Apply one of these events.

    Raises:
        NotAStream: it is a second receipt.

    """
    match event:
        case Received():
            message = "a complaint is received once"
            raise NotAStream(message)
        case Confirmed():
            confirmation = Confirmation(act=act, unit=event.unit, remark=event.remark)
            return replace(complaint, form=replace(complaint.form, confirmation=confirmation))
        case Noted() | ConcernedCorrected() | Classified() | Linked():
            return replace(complaint, content=_change_content(complaint.content, event, act))
        case _:
            assert_never(event)


def _change_content(
    content: Content, event: Noted | ConcernedCorrected | Classified | Linked, act: Act
) -> Content:
    match event:
        case Noted():
            about = tuple(dict.fromkeys((*content.about, *event.about)))
            return replace(content, about=about, memos=(*content.memos, _memo(event, act)))
        case ConcernedCorrected():
            correction = Correction(
                act=act, about=event.about, roles=event.roles, reason=event.reason
            )
            corrections = (*content.corrections, correction)
            return replace(content, about=event.about, corrections=corrections)
        case Classified():
            classifications = (*content.classifications, _classification(event, act))
            return replace(content, classifications=classifications)
        case Linked():
            link = Link(act=act, kind=event.kind, other=event.other, reason=event.reason)
            return replace(content, links=(*content.links, link))
        case _:
            assert_never(event)


def _memo(event: Noted, act: Act) -> Memo:
    return Memo(
        act=act,
        text=event.text,
        reason=event.reason,
        subject=event.subject,
        demand=event.demand,
        complainant=event.complainant,
        about=event.about,
    )


def _classification(event: Classified, act: Act) -> Classification:
    return Classification(
        act=act,
        category=event.category,
        tier=event.tier,
        severity=event.severity,
        mindset=event.mindset,
        flags=event.flags,
        reason=event.reason,
    )

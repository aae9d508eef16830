"""How the document of a case begins, and what its folding shares."""

from collections.abc import Callable
from typing import Final, TypeVar

from app.domain.complaint import Status
from app.domain.events import Fact, Received
from app.domain.values import Complainant
from app.events.codec import iso
from app.events.projection import Fold
from app.events.projections.case_state.document import (
    Act,
    AssistanceJson,
    CaseState,
    ComplainantJson,
    ExpenseJson,
    ImprovementJson,
    PlanJson,
    ReworkJson,
    VisitJson,
)
from app.events.store import Recorded


def _begin(event: Received, fact: Fact, recorded: Recorded) -> CaseState:
    return {
        "id": str(recorded.stream_id),
        "number": recorded.number,
        "version": recorded.version,
        "position": recorded.position,
        "status": Status.OPEN.value,
        "opened_position": recorded.position,
        "channel": event.channel.value,
        "directness": event.directness.value,
        "unit": event.unit,
        "handling_unit": event.unit,
        "owner": fact.by.subject,
        "received_by": fact.by.subject,
        "received_at": iso(fact.at),
        "place": event.place,
        "stage": event.stage,
        "complainant": _complainant(event.complainant),
        "reason": event.reason,
        "subject": event.subject,
        "demand": event.demand,
        "statement": event.statement,
        "emotion": None if event.emotion is None else event.emotion.value,
        "order_reference": event.order_reference,
        "confidential": event.confidential,
        "high_value": event.high_value,
        "paper_number": event.paper_number,
        "about": list(event.about),
        "confirmed": False,
        "confirmation": None,
        "category": None,
        "tier": None,
        "severity": None,
        "mindset": None,
        "flags": [],
        "taken_up": False,
        "acted": False,
        "waiting": None,
        "links": [],
        "apologies": [],
        "promises": [],
        "memos": [],
        "assignments": [],
        "reports": [],
        "escalations": [],
        "instructions": [],
        "assistance": [],
        "referrals": [],
        "replies": [],
        "progress_notices": [],
        "explanations": [],
        "visits": [],
        "findings": [],
        "plans": [],
        "reworks": [],
        "expenses": [],
        "compensations": [],
        "signatures": [],
        "outcome": None,
        "result": None,
        "customer_informed": None,
        "closed_at": None,
        "reopenings": [],
        "holds": [],
        "follow_ups": [],
        "responsibilities": [],
        "improvements": [],
        "case_study": None,
        "deadlines": [],
        "deadline_history": [],
    }


project: Final = Fold(_begin)


def _complainant(who: Complainant) -> ComplainantJson:
    return {
        "name": who.name,
        "kind": who.kind.value,
        "telephone": who.telephone,
        "email": who.email,
        "address": who.address,
        "reference": who.reference,
        "contact_from": who.contact_from,
        "contact_until": who.contact_until,
    }


def completed(known: ComplainantJson, who: Complainant) -> ComplainantJson:
    """A memo adds particulars; what it does not say stays."""
    return {
        "name": who.name or known["name"],
        "kind": who.kind.value,
        "telephone": who.telephone or known["telephone"],
        "email": who.email or known["email"],
        "address": who.address or known["address"],
        "reference": who.reference or known["reference"],
        "contact_from": who.contact_from or known["contact_from"],
        "contact_until": who.contact_until or known["contact_until"],
    }


def act(fact: Fact) -> Act:
    """Tell when and by whom."""
    return {"at": iso(fact.at), "by": fact.by.subject}


Numbered = TypeVar(
    "Numbered", PlanJson, ExpenseJson, AssistanceJson, VisitJson, ReworkJson, ImprovementJson
)


def changed(
    items: list[Numbered], number: int, change: Callable[[Numbered], Numbered]
) -> list[Numbered]:
    """Change the item of a number, and leave the list that was given as it is."""
    return [change(item) if item["number"] == number else item for item in items]

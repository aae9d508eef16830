"""What several documents say alike: who did what and when, who complained, what kind it is, where.

Each document writes down all its keys itself; here is only what is put into them.
"""

from collections.abc import Callable
from typing import TypeVar

from typing_extensions import TypedDict

from app.domain.complaint import Fact
from app.domain.steps.assignment import Assigned
from app.domain.steps.classification import Classified
from app.domain.steps.escalation import Escalated
from app.domain.values import Complainant
from app.events.codec import iso


class Act(TypedDict):
    """When something was done, and by whom."""

    at: str
    by: str


def act(fact: Fact) -> Act:
    """Tell when and by whom."""
    return {"at": iso(fact.at), "by": fact.by.subject}


class ComplainantJson(TypedDict):
    name: str | None
    kind: str
    telephone: str | None
    email: str | None
    address: str | None
    reference: str | None
    contact_from: str | None
    """From when in the day a call is welcome, HH:MM in the organisation's time zone (PC-33)."""
    contact_until: str | None


def complainant(who: Complainant) -> ComplainantJson:
    """Write down who complains."""
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


class Handled(TypedDict):
    """A document that says which unit has it in hand."""

    handling_unit: str


class Classed(Handled):
    """A document that says what kind of complaint it is of, and who decides about it."""

    category: str | None
    tier: str | None
    severity: int | None


def classify(document: Classed, event: Classified, _fact: Fact) -> None:
    """Write down what kind it is."""
    document["category"] = event.category
    document["tier"] = event.tier
    document["severity"] = event.severity.value


def assign(document: Handled, event: Assigned, _fact: Fact) -> None:
    """Write down whose it is now."""
    document["handling_unit"] = event.unit


def escalate(document: Classed, event: Escalated, _fact: Fact) -> None:
    """Write down who decides now; it stays where it is unless it says whose it becomes."""
    document["tier"] = event.tier
    document["handling_unit"] = event.to_unit or document["handling_unit"]


class Numbered(TypedDict):
    """Something of which there are several."""

    number: int


N = TypeVar("N", bound=Numbered)


def changed(items: list[N], number: int, change: Callable[[N], N]) -> list[N]:
    """Change the item of a number, and leave the list that was given as it is."""
    return [change(item) if item["number"] == number else item for item in items]

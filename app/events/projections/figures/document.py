"""The figures of a complaint: what is counted, and when each thing was."""

from typing_extensions import TypedDict

from app.events.lateness import Watching
from app.events.projection import MoneyJson


class Turn(TypedDict):
    """It was received, ended, or taken up again."""

    at: str
    status: str
    outcome: str | None


class Missed(TypedDict):
    deadline: int
    clock: str
    at: str
    settled_at: str | None
    """When it was done after all, or was not asked for any more."""


class PromiseGiven(TypedDict):
    number: int
    at: str
    due: str
    answered_at: str | None
    deferred: bool


class RemedyGiven(TypedDict):
    at: str
    remedy: str
    cost: MoneyJson
    times: int
    """1; or -1 with what was paid below zero, where the money came back."""


class Contact(TypedDict):
    at: str
    occasion: str
    reached: bool
    with_outcome: int | None
    with_handling: int | None


class Improvement(TypedDict):
    number: int
    unit: str
    at: str
    due: str
    made_at: str | None


class Figures(Watching):
    """The document."""

    unit: str
    handling_unit: str
    channel: str
    category: str | None
    tier: str | None
    severity: int | None
    cause_class: str | None
    fault: str | None
    received_at: str
    touched_at: str
    """The last thing in here happened then."""
    turns: list[Turn]
    first_apology_at: str | None
    first_reply_at: str | None
    cause_found_at: str | None
    promises: list[PromiseGiven]
    missed: list[Missed]
    remedies: list[RemedyGiven]
    contacts: list[Contact]
    improvements: list[Improvement]

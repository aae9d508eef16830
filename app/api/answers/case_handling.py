"""Entries of a case: who has the case in hand, who is drawn in, and what the customer is told."""

from pydantic import AwareDatetime, Field

from app.api.answers.parts import Act
from app.domain.values import ApologyKind, PromiseKind, ReferralTarget, WaitingFor


class Assignment(Act):
    """A person of a unit became the owner."""

    handler: str
    unit: str
    reason: str | None
    contact: str | None = Field(description="How both sides reach each other (SC-51).")


class Report(Act):
    """A report upward; the owner stays."""

    to_roles: list[str]
    reason: str
    skip_level: bool
    asks_instruction: bool


class Escalation(Act):
    """A higher tier decides from here on."""

    tier: str
    to_role: str
    to_unit: str | None
    reason: str
    skip_level: bool


class Instruction(Act):
    """A superior's instruction."""

    text: str
    to: str | None


class Assistance(Act):
    """A request for help from another unit, and its answer (SC-44)."""

    number: int
    unit: str
    what: str
    due: AwareDatetime | None
    assisted_at: AwareDatetime | None
    assisted_by: str | None
    result: str | None
    lapsed_at: AwareDatetime | None = Field(
        description="The complaint ended before the answer came, or the request was taken back."
    )
    taken_back_because: str | None


class Referral(Act):
    """Police, supplier, lawyers or a regulator were called in."""

    to: ReferralTarget
    reason: str
    reference: str | None = Field(description="Their file number.")
    contact: str | None


class Wait(Act):
    """A wait for the customer or a third party, while our clocks stand still."""

    waiting_for: WaitingFor
    reason: str


class Apology(Act):
    """An apology to the customer."""

    kind: ApologyKind
    words: str


class Promise(Act):
    """A promise to the customer."""

    number: int
    kind: PromiseKind
    what: str
    due: AwareDatetime
    kept_at: AwareDatetime | None
    deferred_at: AwareDatetime | None = Field(
        description="A reply put it off, and a new promise took its place."
    )
    lapsed_at: AwareDatetime | None = Field(description="The complaint ended before it was kept.")


class Reply(Act):
    """A reply to the customer."""

    text: str
    promise: int | None
    deferred_because: str | None


class ProgressNotice(Act):
    """What the customer was told while the case went on."""

    text: str


class Explanation(Act):
    """An explanation given to the customer."""

    words: str
    explainer: str
    understood: bool


class Visit(Act):
    """A visit to the customer."""

    number: int
    person: str
    due: AwareDatetime
    where: str
    purpose: str
    visited_at: AwareDatetime | None
    met: bool | None
    result: str | None
    lapsed_at: AwareDatetime | None = Field(description="The complaint ended before the visit.")

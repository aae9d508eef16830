"""Responsibility: who answers for the cause, and to what part (LC-27, LC-35, AS-09, AS-28).

Shares say where to learn and whom to teach. No amount is ever worked out of them, least of all a
deduction from wages: the law bounds those, and they belong to another procedure.
"""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from app.domain.changing import replace
from app.domain.command import Command
from app.domain.complaint import Complaint, Event
from app.domain.complaint.act import Act
from app.domain.complaint.learning import Attribution
from app.domain.fields import Length, Text
from app.domain.policy import Policy, require_term
from app.domain.refusals import ConflictOfInterest, Implausible
from app.domain.spelling import person_of
from app.domain.values import Actor, Capability, ResponsibilityKind, Share

MOST_SHARES = 20


WHOLE = 100
"""Percent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attributed(Event):
    """Responsibility was attributed (LC-27, LC-35, LC-36, AS-09, AS-27, AS-28)."""

    key: ClassVar[str] = "complaint.attributed"
    gives: ClassVar[tuple[str, ...]] = ("attributed",)
    shares: tuple[Share, ...]
    reason: str

    def apply(self, complaint: Complaint, act: Act, _by: Actor) -> Complaint:
        learning = complaint.learning
        attribution = Attribution(act=act, shares=self.shares, reason=self.reason)
        learning = replace(learning, attributions=(*learning.attributions, attribution))
        return replace(complaint, learning=learning)


@dataclass(frozen=True, slots=True, kw_only=True)
class AttributeResponsibility(Command):
    """Say who answers for the cause; the shares make 100 together, and at least one is direct.

    They are for learning: no amount and no deduction from wages is ever worked out of them.

    Rules: LC-27, LC-35, LC-36, AS-09, AS-28
    """

    key: ClassVar[str] = "attribute-responsibility"
    after_end: ClassVar[bool] = True
    needs: ClassVar[Capability] = Capability.APPROVE
    shares: Annotated[tuple[Share, ...], Length(1, MOST_SHARES)]
    reason: Text

    def decide(self, complaint: Complaint, policy: Policy) -> tuple[Attributed, ...]:
        """Attribute the whole, before or after the end; what was attributed last holds."""
        self._require_whole()
        for share in self.shares:
            require_term(share.unit, policy.units, field="shares")
        named = {person_of(share.person) for share in self.shares if share.person}
        if self.by.person in named:
            message = "you are one of the persons: somebody else must attribute this"
            raise ConflictOfInterest(message, field="shares")
        return (Attributed(shares=self.shares, reason=self.reason),)

    def _require_whole(self) -> None:
        """A cause always has somebody who answers for it directly (LC-35)."""
        if not 1 <= len(self.shares) <= MOST_SHARES:
            message = f"there are 1 to {MOST_SHARES} shares"
            raise Implausible(message, field="shares")
        percents = [share.percent for share in self.shares]
        if min(percents) < 1 or sum(percents) != WHOLE:
            message = f"each share is at least 1 percent, and together they are {WHOLE}"
            raise Implausible(message, field="shares")
        if all(share.kind is not ResponsibilityKind.DIRECT for share in self.shares):
            message = "at least one share is direct"
            raise Implausible(message, field="shares")

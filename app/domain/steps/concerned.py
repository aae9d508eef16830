"""Correction of whom the complaint is about (WS-06)."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from app.domain.changing import replace
from app.domain.command import Command
from app.domain.complaint import Complaint, Event
from app.domain.complaint.act import Act
from app.domain.complaint.content import Correction
from app.domain.fields import Doc, Key, Length, Text
from app.domain.guards import require_open
from app.domain.policy import Policy, require_term
from app.domain.refusals import ConflictOfInterest, Implausible
from app.domain.spelling import person_of
from app.domain.values import Actor, Capability, Employees


@dataclass(frozen=True, slots=True, kw_only=True)
class ConcernedCorrected(Event):
    """Whom it is about was put right (WS-06)."""

    key: ClassVar[str] = "complaint.concerned-corrected"
    gives: ClassVar[tuple[str, ...]] = ("concerned-corrected",)
    about: tuple[str, ...]
    """All of them, in place of those named before."""
    roles: tuple[str, ...] = ()
    """Positions that nobody holds who is not concerned."""
    reason: str

    def apply(self, complaint: Complaint, act: Act, _by: Actor) -> Complaint:
        content = complaint.content
        correction = Correction(act=act, about=self.about, roles=self.roles, reason=self.reason)
        corrections = (*content.corrections, correction)
        content = replace(content, about=self.about, corrections=corrections)
        return replace(complaint, content=content)


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectConcerned(Command):
    """Put right whom the complaint is about.

    Rules: WS-06
    """

    key: ClassVar[str] = "correct-concerned"
    needs: ClassVar[Capability] = Capability.APPROVE
    about: Employees = ()
    """The whole new list."""
    roles: Annotated[
        tuple[Key, ...], Length(0, 20), Doc("Positions that nobody holds who is not concerned.")
    ] = ()
    reason: Text

    def decide(self, complaint: Complaint, policy: Policy) -> tuple[ConcernedCorrected, ...]:
        """Correct it, as somebody who stands neither in the old list nor in the new one.

        Anybody who receives can name somebody and so bar them from the complaint. Roles are named
        where all who may decide are concerned: then an approver who is not decides in their place.
        """
        require_open(complaint)
        about = set(map(person_of, self.about))
        if self.by.person in about:
            message = "you name yourself: leave it to somebody who is not concerned"
            raise ConflictOfInterest(message, field="about")
        for role in self.roles:
            require_term(role, policy.roles, field="roles")
        if complaint.about == about and complaint.concerned_roles == set(self.roles):
            message = "that is what the record says already"
            raise Implausible(message, field="about")
        corrected = ConcernedCorrected(
            about=tuple(dict.fromkeys(self.about)),
            roles=tuple(dict.fromkeys(self.roles)),
            reason=self.reason,
        )
        return (corrected,)

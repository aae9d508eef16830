"""Receipt: anyone may receive; memos complete the facts; the unit head confirms (SC-39..42)."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from app.domain.command import Command, Opening
from app.domain.complaint import Complaint, known_facts
from app.domain.events import ConcernedCorrected, Confirmed, Noted, Received
from app.domain.guards import require_facts, require_open, require_separate
from app.domain.policy import Policy, require_term
from app.domain.refusals import ConflictOfInterest, Implausible, NotOpenItem
from app.domain.spelling import person_of
from app.domain.values import Actor, Capability, Channel, Complainant, Directness, Emotion


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiveComplaint(Opening):
    """Receive a complaint, by whatever channel it came (SC-47, LC-03, LC-38)."""

    key: ClassVar[str] = "receive-complaint"
    needs: ClassVar[Capability] = Capability.RECEIVE
    at: datetime
    by: Actor
    channel: Channel
    unit: str
    complainant: Complainant
    statement: str
    directness: Directness = Directness.DIRECT
    place: str | None = None
    stage: str | None = None
    reason: str | None = None
    subject: str | None = None
    demand: str | None = None
    emotion: Emotion | None = None
    order_reference: str | None = None
    confidential: bool = False
    high_value: bool = False
    paper_number: str | None = None
    about: tuple[str, ...] = ()
    """The employees it is about, as tokens name them (WS-06)."""

    def decide(self, policy: Policy) -> tuple[Received, ...]:
        """Receive it once its words are the policy's and the least facts are known (AS-02)."""
        self._require_terms(policy)
        _require_call_hours(self.complainant)
        received = Received(
            channel=self.channel,
            unit=self.unit,
            complainant=self.complainant,
            statement=self.statement,
            directness=self.directness,
            place=self.place,
            stage=self.stage,
            reason=self.reason,
            subject=self.subject,
            demand=self.demand,
            emotion=self.emotion,
            order_reference=self.order_reference,
            confidential=self.confidential,
            high_value=self.high_value,
            paper_number=self.paper_number,
            about=self.about,
        )
        require_facts(
            known_facts(received, received.statement), policy.intake_facts, before="receiving"
        )
        return (received,)

    def _require_terms(self, policy: Policy) -> None:
        """A policy that lists no places or stages leaves them free (WS-02)."""
        require_term(self.channel, policy.channels, field="channel")
        # Whoever is bound to units records for one of them, or would not see it again.
        mine = [unit for unit in policy.units if unit in (self.by.units or policy.units)]
        require_term(self.unit, mine, field="unit")
        if self.place is not None and policy.places:
            require_term(self.place, policy.places, field="place")
        if self.stage is not None and policy.stages:
            require_term(self.stage, policy.stages, field="stage")


def _require_call_hours(complainant: Complainant) -> None:
    """When a call is welcome has a beginning and an end, within one day (PC-33)."""
    begins, ends = complainant.contact_from, complainant.contact_until
    if begins is None and ends is None:
        return
    if begins is None or ends is None or begins >= ends:
        message = "the time for calls is from one time of the day until a later one"
        raise Implausible(message, field="complainant.contact_until")


@dataclass(frozen=True, slots=True, kw_only=True)
class AddMemo(Command):
    """Write a memo; it may complete the facts (WS-15, WS-16, WS-28, WS-30)."""

    key: ClassVar[str] = "add-memo"
    open_to_concerned: ClassVar[bool] = True
    needs: ClassVar[Capability] = Capability.RECEIVE
    at: datetime
    by: Actor
    text: str
    reason: str | None = None
    subject: str | None = None
    demand: str | None = None
    complainant: Complainant | None = None
    about: tuple[str, ...] = ()
    """Employees it turned out to be about."""

    def decide(self, complaint: Complaint, policy: Policy) -> tuple[Noted, ...]:
        """Note it while the complaint is open."""
        require_open(complaint)
        if self.complainant is not None:
            _require_call_hours(self.complainant)
        noted = Noted(
            text=self.text,
            reason=self.reason,
            subject=self.subject,
            demand=self.demand,
            complainant=self.complainant,
            about=self.about,
        )
        return (noted,)


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectConcerned(Command):
    """Put right whom it is about: whoever receives can name anybody, and so keep him from it.

    Where every role that may decide is concerned, nobody would be left to decide it. Named in
    `roles` they are; then whoever approves, and is not concerned, decides in their place.
    """

    key: ClassVar[str] = "correct-concerned"
    needs: ClassVar[Capability] = Capability.APPROVE
    at: datetime
    by: Actor
    about: tuple[str, ...]
    """All of them: the whole new list."""
    reason: str
    roles: tuple[str, ...] = ()
    """Positions that nobody holds who is not concerned."""

    def decide(self, complaint: Complaint, policy: Policy) -> tuple[ConcernedCorrected, ...]:
        """Correct it, as somebody who stands neither in the old list nor in the new one."""
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


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmRecord(Command):
    """Confirm the record as head of the recording unit (SC-40)."""

    key: ClassVar[str] = "confirm-record"
    needs: ClassVar[Capability] = Capability.CONFIRM
    at: datetime
    by: Actor
    remark: str | None = None

    def decide(self, complaint: Complaint, policy: Policy) -> tuple[Confirmed, ...]:
        """Confirm once, and not what one has filled in oneself."""
        require_open(complaint)
        if complaint.confirmed:
            message = "the record is confirmed already"
            raise NotOpenItem(message)
        require_separate(
            policy, self.by, complaint.received_by, duties="filling in and confirming the record"
        )
        return (Confirmed(unit=complaint.recording_unit, remark=self.remark),)

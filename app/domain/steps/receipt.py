"""Receipt: anyone may receive; memos complete the facts; the unit head confirms (SC-39..42)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, ClassVar

from app.domain.command import Command, Opening
from app.domain.complaint import Complaint, known_facts
from app.domain.events import ConcernedCorrected, Confirmed, Noted, Received
from app.domain.fields import Doc, Key, Length, Line, Person, Text
from app.domain.guards import require_facts, require_open, require_separate
from app.domain.policy import Policy, require_term
from app.domain.refusals import ConflictOfInterest, Implausible, NotOpenItem
from app.domain.spelling import person_of
from app.domain.values import Actor, Capability, Channel, Complainant, Directness, Emotion

Employees = Annotated[tuple[Person, ...], Length(0, 20)]
"""The employees a complaint is about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiveComplaint(Opening):
    """Receive a complaint, through whatever channel it came.

    Rules: WS-01..17, SC-39..42, LC-18, BE-01, AS-02
    """

    key: ClassVar[str] = "receive-complaint"
    needs: ClassVar[Capability] = Capability.RECEIVE
    at: datetime
    by: Actor
    channel: Channel
    """Any of them is good enough (SC-47, LC-03, LC-38)."""
    unit: Annotated[Key, Doc("The unit that records it.")]
    complainant: Complainant
    statement: Annotated[Text, Doc("What was said, in the complainant's words.")]
    directness: Directness = Directness.DIRECT
    place: Line | None = None
    stage: Line | None = None
    reason: Annotated[Text | None, Doc("Why it arose.")] = None
    subject: Annotated[Text | None, Doc("What it is about.")] = None
    demand: Annotated[Text | None, Doc("What is demanded.")] = None
    emotion: Emotion | None = None
    order_reference: Line | None = None
    confidential: bool = False
    high_value: bool = False
    paper_number: Annotated[Line | None, Doc("Of a preprinted paper form.")] = None
    about: Employees = ()
    """WS-06."""

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
    """Take a memo; it may complete the facts.

    Rules: WS-15, WS-28, WS-30
    """

    key: ClassVar[str] = "add-memo"
    open_to_concerned: ClassVar[bool] = True
    needs: ClassVar[Capability] = Capability.RECEIVE
    at: datetime
    by: Actor
    text: Text
    reason: Text | None = None
    subject: Text | None = None
    demand: Text | None = None
    complainant: Complainant | None = None
    about: Employees = ()
    """Added to those it was about."""

    def decide(self, complaint: Complaint, policy: Policy) -> tuple[Noted, ...]:
        """Note it while the complaint is open; facts that were missing count from then (WS-16)."""
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
    """Put right whom the complaint is about.

    Rules: WS-06
    """

    key: ClassVar[str] = "correct-concerned"
    needs: ClassVar[Capability] = Capability.APPROVE
    at: datetime
    by: Actor
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


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmRecord(Command):
    """Confirm the record as the head of the recording unit.

    Rules: SC-40
    """

    key: ClassVar[str] = "confirm-record"
    needs: ClassVar[Capability] = Capability.CONFIRM
    at: datetime
    by: Actor
    remark: Text | None = None

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

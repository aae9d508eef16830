"""Receipt: anyone may receive, through any channel (WS-01..17, SC-39..42)."""

from dataclasses import dataclass
from datetime import UTC
from typing import Annotated, ClassVar

from app.domain.command import Opening
from app.domain.complaint import Complaint, Event, NotAStream, known_facts
from app.domain.complaint.act import Act
from app.domain.complaint.clocks import Clocks
from app.domain.complaint.communication import Communication
from app.domain.complaint.content import Content, Statement
from app.domain.complaint.ending import Ending
from app.domain.complaint.form import issued
from app.domain.complaint.handling import Handling
from app.domain.complaint.learning import Learning
from app.domain.complaint.money import Finances
from app.domain.complaint.receipt import Receipt
from app.domain.complaint.remedy import Remedy
from app.domain.fields import Doc, Key, Line, Text
from app.domain.guards import require_call_hours, require_facts
from app.domain.policy import Policy, require_term
from app.domain.values import (
    Actor,
    Capability,
    Channel,
    Complainant,
    Directness,
    Emotion,
    Employees,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Received(Event):
    """A complaint was received (WS-01..17, SC-39..42, LC-18, BE-01, AS-02)."""

    key: ClassVar[str] = "complaint.received"
    gives: ClassVar[tuple[str, ...]] = ("received",)
    channel: Channel
    unit: str
    complainant: Complainant
    statement: str
    """What was said, in the complainant's words (SC-42)."""
    directness: Directness = Directness.DIRECT
    place: str | None = None
    stage: str | None = None
    reason: str | None = None
    """Why it arose (WS-14, 因何而起)."""
    subject: str | None = None
    """What it is about (WS-14, 所怨何事)."""
    demand: str | None = None
    """What is demanded (WS-14, 有何要求)."""
    emotion: Emotion | None = None
    order_reference: str | None = None
    confidential: bool = False
    high_value: bool = False
    paper_number: str | None = None
    """The number of a preprinted paper form."""
    about: tuple[str, ...] = ()
    """The employees it is about (WS-06, 当事员工), as tokens name them."""

    def begin(self, act: Act, by: Actor) -> Complaint:
        return Complaint(
            version=act.version,
            receipt=self._receipt(act, by),
            content=Content(statement=self._statement(), about=self.about),
            handling=Handling(owner=act.by, unit=self.unit, acted_on=act.at.astimezone(UTC).date()),
            communication=Communication(),
            remedy=Remedy(),
            money=Finances(),
            form=issued(act),
            ending=Ending(),
            learning=Learning(),
            clocks=Clocks(),
        )

    def apply(self, _complaint: Complaint, _act: Act, _by: Actor) -> Complaint:
        message = "a complaint is received once"
        raise NotAStream(message)

    def _receipt(self, act: Act, by: Actor) -> Receipt:
        return Receipt(
            act=act,
            roles=by.roles,
            unit=self.unit,
            channel=self.channel,
            directness=self.directness,
            place=self.place,
            stage=self.stage,
            confidential=self.confidential,
            high_value=self.high_value,
            paper_number=self.paper_number,
        )

    def _statement(self) -> Statement:
        return Statement(
            text=self.statement,
            reason=self.reason,
            subject=self.subject,
            demand=self.demand,
            emotion=self.emotion,
            order_reference=self.order_reference,
            complainant=self.complainant,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiveComplaint(Opening):
    """Receive a complaint, through whatever channel it came.

    Rules: WS-01..17, SC-39..42, LC-18, BE-01, AS-02
    """

    key: ClassVar[str] = "receive-complaint"
    needs: ClassVar[Capability] = Capability.RECEIVE
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
        require_call_hours(self.complainant)
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

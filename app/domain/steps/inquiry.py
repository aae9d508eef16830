"""Inquiry: the cause, on whose side it lies, and the loss (AS-09, WS-45, WS-46, PC-55)."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from app.domain.changing import replace
from app.domain.command import Command
from app.domain.complaint import Complaint, Event
from app.domain.complaint.act import Act
from app.domain.complaint.remedy import Finding
from app.domain.fields import Doc, Text
from app.domain.guards import require_amount, require_open
from app.domain.policy import Policy
from app.domain.values import Actor, Capability, CauseClass, Fault, Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Investigated(Event):
    """Findings were recorded (AS-09, WS-46, PC-55)."""

    key: ClassVar[str] = "complaint.investigated"
    gives: ClassVar[tuple[str, ...]] = ("investigated",)
    findings: str
    cause: str
    cause_class: CauseClass
    fault: Fault
    established: bool
    """Whether the facts are clear; an admission may need it (AS-24)."""
    loss: Money | None = None
    """The loss established, which an adequate remedy covers."""
    price: Money | None = None
    """What the customer paid for it: some legal floors are multiples of the price."""

    def apply(self, complaint: Complaint, act: Act, _by: Actor) -> Complaint:
        remedy = complaint.remedy
        finding = Finding(
            act=act,
            findings=self.findings,
            cause=self.cause,
            cause_class=self.cause_class,
            fault=self.fault,
            established=self.established,
            loss=self.loss,
            price=self.price,
        )
        return replace(complaint, remedy=replace(remedy, findings=(*remedy.findings, finding)))


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordFindings(Command):
    """Record what the inquiry found.

    Rules: AS-09, WS-46, PC-55
    """

    key: ClassVar[str] = "record-findings"
    needs: ClassVar[Capability] = Capability.HANDLE
    findings: Text
    cause: Text
    cause_class: CauseClass
    fault: Fault
    established: Annotated[bool, Doc("Whether the facts are clear.")]
    loss: Money | None = None
    price: Annotated[Money | None, Doc("What the customer paid for it.")] = None

    def decide(self, complaint: Complaint, policy: Policy) -> tuple[Investigated, ...]:
        """Record the findings; loss and price are counted in the policy's currency."""
        require_open(complaint)
        for field, amount in (("loss", self.loss), ("price", self.price)):
            if amount is not None:
                require_amount(amount, policy, field=field)
        investigated = Investigated(
            findings=self.findings,
            cause=self.cause,
            cause_class=self.cause_class,
            fault=self.fault,
            established=self.established,
            loss=self.loss,
            price=self.price,
        )
        return (investigated,)

"""Inquiry: the cause, on whose side it lies, and the loss (AS-09, WS-45, WS-46, PC-55)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, ClassVar

from app.domain.command import Command
from app.domain.complaint import Complaint
from app.domain.events import Investigated
from app.domain.fields import Doc, Text
from app.domain.guards import require_amount, require_open
from app.domain.policy import Policy
from app.domain.values import Actor, Capability, CauseClass, Fault, Money


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordFindings(Command):
    """Record what the inquiry found.

    Rules: AS-09, WS-46, PC-55
    """

    key: ClassVar[str] = "record-findings"
    needs: ClassVar[Capability] = Capability.HANDLE
    at: datetime
    by: Actor
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

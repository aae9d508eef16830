"""Withdrawal: the complainant took it back (LC-08)."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from app.domain import needs
from app.domain.command import Command
from app.domain.complaint import Complaint, Event, ExpenseStatus, Status
from app.domain.complaint.act import Act
from app.domain.complaint.ending import End
from app.domain.complaint.lapsing import conclude
from app.domain.fields import Text
from app.domain.guards import (
    beyond_the_ordinary,
    require_end_after_acts,
    require_in_person,
    require_open,
)
from app.domain.needs import afterwards, plans
from app.domain.policy import Policy
from app.domain.refusals import StepsMissing
from app.domain.reports import missing_reports
from app.domain.values import Actor, Capability


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawn(Event):
    """The complainant took it back."""

    key: ClassVar[str] = "complaint.withdrawn"
    gives: ClassVar[tuple[str, ...]] = ("ended",)
    reason: str

    def apply(self, complaint: Complaint, act: Act, _by: Actor) -> Complaint:
        end = End(
            act=act,
            status=Status.WITHDRAWN,
            outcome=None,
            result=self.reason,
            customer_informed=None,
        )
        return conclude(complaint, end)


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdraw(Command):
    """Record that the complainant took it back.

    Rules: LC-08
    """

    key: ClassVar[str] = "withdraw"
    needs: ClassVar[Capability] = Capability.RECEIVE
    reason: Text

    def decide(self, complaint: Complaint, policy: Policy) -> tuple[Withdrawn, ...]:
        """Withdraw it, unless finance still waits to pay or refuse, or to sign what was paid.

        Whose wish it is only the complainant says, so anybody may record it of what is ordinary;
        beyond that somebody who handles complaints does, of a serious one its owner (LC-26), and
        not before those who must know of it do.
        """
        require_open(complaint)
        require_end_after_acts(complaint, self.at)
        if beyond_the_ordinary(complaint, policy):
            policy.permit(self.by, Capability.HANDLE)
            require_in_person(complaint, policy, self.by)
        reports = tuple(f"report:{role}" for role, _ in missing_reports(complaint, policy))
        if reports:
            message = "before it is withdrawn these must be told: " + ", ".join(reports)
            raise StepsMissing(message, missing=reports)
        unsettled = needs.missing(plans.pay(complaint, policy))
        missing = (*unsettled, *_unsigned_payments(complaint, policy))
        if missing:
            message = "finance must first have settled and signed: " + ", ".join(missing)
            raise StepsMissing(message, missing=missing)
        return (Withdrawn(reason=self.reason),)


def _unsigned_payments(complaint: Complaint, policy: Policy) -> Iterator[str]:
    """What was paid is answered for in the boxes that are for cost only (SC-45)."""
    paid = any(item.status is ExpenseStatus.PAID for item in complaint.money.expenses)
    for_cost = {f"box:{box.key}" for box in policy.boxes if box.only_with_cost}
    unsigned = needs.missing(afterwards.sign(complaint, policy)) if paid else ()
    return (box for box in unsigned if box in for_cost)

"""Consent: the customer agrees to an approved plan, or declines it (BE-06, AS-17)."""

from dataclasses import dataclass
from typing import ClassVar

from app.domain.changing import replace
from app.domain.command import Command
from app.domain.complaint import STANDING, Complaint, Event, ExpenseStatus, PlanStatus, Signal
from app.domain.complaint.act import Act
from app.domain.complaint.remedy import PlanDecision
from app.domain.fields import Ordinal, Text
from app.domain.guards import require_open, require_plan, require_words
from app.domain.policy import Policy
from app.domain.refusals import NotOpenItem
from app.domain.values import Actor, Capability


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreed(Event):
    """The customer agreed to a plan (BE-06)."""

    key: ClassVar[str] = "complaint.agreed"
    gives: ClassVar[tuple[str, ...]] = ("agreed",)
    plan: int
    words: str | None = None

    def signals(self) -> tuple[Signal, ...]:
        return self._signals(f"plan:{self.plan}")

    def apply(self, complaint: Complaint, act: Act, by: Actor) -> Complaint:
        decision = PlanDecision(act=act, status=PlanStatus.AGREED, words=self.words, roles=by.roles)
        return replace(complaint, remedy=complaint.remedy.with_decision(self.plan, decision))


@dataclass(frozen=True, slots=True, kw_only=True)
class Declined(Event):
    """The customer declined a plan (AS-17)."""

    key: ClassVar[str] = "complaint.declined"
    gives: ClassVar[tuple[str, ...]] = ("declined",)
    plan: int
    words: str

    def signals(self) -> tuple[Signal, ...]:
        return self._signals(f"plan:{self.plan}")

    def apply(self, complaint: Complaint, act: Act, by: Actor) -> Complaint:
        decision = PlanDecision(
            act=act, status=PlanStatus.DECLINED, words=self.words, roles=by.roles
        )
        return replace(complaint, remedy=complaint.remedy.with_decision(self.plan, decision))


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordConsent(Command):
    """Record whether the customer agrees to an approved plan.

    Rules: BE-06, AS-17
    """

    key: ClassVar[str] = "record-consent"
    needs: ClassVar[Capability] = Capability.HANDLE
    plan: Ordinal
    agreed: bool
    words: Text | None = None
    """What the customer said; compulsory for declining."""

    def decide(self, complaint: Complaint, policy: Policy) -> tuple[Agreed | Declined, ...]:
        """Only an approved plan is put to the customer, who may go back on what he agreed to."""
        require_open(complaint)
        if self.agreed:
            plan = require_plan(complaint, self.plan, PlanStatus.APPROVED)
            return (Agreed(plan=plan.number, words=self.words),)
        plan = require_plan(complaint, self.plan, *STANDING)
        paid = (one for one in complaint.money.expenses if one.status is ExpenseStatus.PAID)
        if any(one.plan == plan.number for one in paid):
            message = f"something was paid for plan {plan.number} already"
            raise NotOpenItem(message, field="plan")
        why = "declining needs what the customer said"
        words = require_words(self.words, field="words", why=why)
        return (Declined(plan=plan.number, words=words),)

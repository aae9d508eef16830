"""The complaint: everything that was said and done, and what the rules ask of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from app.domain.changing import replace
from app.domain.complaint.act import Act, last_version, since
from app.domain.complaint.clocks import Clocks
from app.domain.complaint.communication import Communication, Promise
from app.domain.complaint.content import Classification, Content
from app.domain.complaint.ending import Ending, Status
from app.domain.complaint.facts import known_facts
from app.domain.complaint.form import Form
from app.domain.complaint.handling import Handling, Report
from app.domain.complaint.learning import Learning
from app.domain.complaint.money import ExpenseStatus, Finances
from app.domain.complaint.receipt import Receipt
from app.domain.complaint.remedy import Basis, Finding, Plan, PlanStatus, Remedy
from app.domain.custody import Affairs
from app.domain.policy import Box, Policy
from app.domain.spelling import person_of
from app.domain.values import Fault, Money, ReferralTarget, Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class Complaint:
    """The state that events are folded into, in ten nodes.

    Nodes hold what is shown. After `reopened: new-problem` the rules ask for what is known of that
    problem alone: the properties below look no further back. In both, people stand as recorded in
    nodes, and as `person_of` spells them in properties.
    """

    version: int
    """The events folded in."""
    receipt: Receipt
    content: Content
    handling: Handling
    communication: Communication
    remedy: Remedy
    money: Finances
    form: Form
    ending: Ending
    learning: Learning
    clocks: Clocks

    # ---- receipt and content ----------------------------------------------------------------

    @property
    def received_at(self) -> datetime:
        """When it was received."""
        return self.receipt.act.at

    @property
    def facts(self) -> frozenset[str]:
        """What is known, of the facts that a policy can ask for."""
        return known_facts(self.content, self.content.statement.text)

    @property
    def about(self) -> frozenset[str]:
        """The employees it is about."""
        return frozenset(map(person_of, self.content.about))

    @property
    def concerned_roles(self) -> frozenset[str]:
        """Roles held only by people the complaint is about."""
        corrections = self.content.corrections
        return frozenset(corrections[-1].roles) if corrections else frozenset()

    @property
    def classification(self) -> Classification | None:
        """The last classification of the present problem."""
        last = self.content.classification
        return last if last is not None and last.act.version > self.ending.problem else None

    @property
    def classified(self) -> bool:
        """Whether the present problem is classified."""
        return self.classification is not None

    @property
    def category(self) -> str | None:
        """The category of the present problem."""
        known = self.classification
        return None if known is None else known.category

    @property
    def severity(self) -> Severity | None:
        """How serious the present problem is."""
        known = self.classification
        return None if known is None else known.severity

    @property
    def flags(self) -> frozenset[str]:
        """What the classification of the present problem flags."""
        known = self.classification
        return frozenset() if known is None else frozenset(known.flags)

    # ---- handling ---------------------------------------------------------------------------

    @property
    def tier(self) -> str | None:
        """Who decides: by classification, and by escalation whatever problem it was of."""
        known, escalations = self.classification, self.handling.escalations
        if escalations and (known is None or known.act.version < last_version(escalations)):
            return escalations[-1].tier
        return None if known is None else known.tier

    @property
    def escalated_to(self) -> str | None:
        """The tier reached by escalation: a classification does not lead below it."""
        escalations = self.handling.escalations
        return escalations[-1].tier if escalations else None

    @property
    def owner(self) -> str:
        """Who owns it."""
        return person_of(self.handling.owner)

    @property
    def reported_to(self) -> frozenset[str]:
        """Roles that were told of the present problem by a person."""
        return _told(since(self.handling.reports, self.ending.problem))

    @property
    def reported_since_opening(self) -> frozenset[str]:
        """Those of them that were told after it was received, or reopened last."""
        return _told(since(self.handling.reports, self.ending.opened))

    @property
    def decided_by(self) -> frozenset[str]:
        """Roles of those who approved a plan or gave an instruction: they answer for it."""
        opened = self.ending.opened
        instructed = (one.roles for one in since(self.handling.instructions, opened))
        return frozenset().union(*instructed, *self._reviewers(PlanStatus.APPROVED))

    @property
    def refused_by(self) -> frozenset[str]:
        """Roles of those who refused a plan: they know of it, and have decided nothing yet."""
        return frozenset().union(*self._reviewers(PlanStatus.REFUSED))

    def _reviewers(self, status: PlanStatus) -> Iterable[tuple[str, ...]]:
        """List the roles of those who decided on plans since it was opened."""
        decisions = (one for plan in self.remedy.plans for one in plan.decisions)
        return (one.roles for one in since(decisions, self.ending.opened) if one.status is status)

    @property
    def referred_to(self) -> frozenset[ReferralTarget]:
        """Who was called in for the present problem."""
        return frozenset(one.to for one in since(self.handling.referrals, self.ending.problem))

    @property
    def units(self) -> tuple[str, ...]:
        """The units that take part, those asked for help included."""
        helping = (one.unit for one in self.handling.assistance if one.is_open)
        return (self.receipt.unit, self.handling.unit, *helping)

    # ---- communication ----------------------------------------------------------------------

    @property
    def apologies(self) -> int:
        """Apologies for the present problem."""
        return len(since(self.communication.apologies, self.ending.problem))

    @property
    def replies(self) -> int:
        """Replies on the present problem; to put it off is no reply (LC-28)."""
        told = since(self.communication.replies, self.ending.problem)
        return sum(one.deferred_because is None for one in told)

    @property
    def explained(self) -> bool:
        """Whether the present problem was explained."""
        return last_version(self.communication.explanations) > self.ending.problem

    @property
    def promises(self) -> tuple[Promise, ...]:
        """Open ones only."""
        return tuple(one for one in self.communication.promises if one.is_open)

    # ---- remedy -----------------------------------------------------------------------------

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What was found about the present problem."""
        return since(self.remedy.findings, self.ending.problem)

    @property
    def investigated(self) -> bool:
        """Whether the present problem was looked into."""
        return bool(self.findings)

    @property
    def cause_established(self) -> bool:
        """Whether the facts are clear."""
        return any(one.established for one in self.findings)

    @property
    def fault(self) -> Fault | None:
        """On whose side the cause lies, after the last findings."""
        findings = self.findings
        return findings[-1].fault if findings else None

    @property
    def loss(self) -> Money | None:
        """The loss established last."""
        return next((one.loss for one in reversed(self.findings) if one.loss), None)

    @property
    def price(self) -> Money | None:
        """What the customer paid, as established last."""
        return next((one.price for one in reversed(self.findings) if one.price), None)

    @property
    def not_ours(self) -> bool:
        """Whether the organisation has nobody to name as responsible (LC-27, AS-12)."""
        return self.fault in {Fault.CUSTOMER, Fault.THIRD_PARTY, Fault.MISUNDERSTANDING}

    @property
    def redone(self) -> frozenset[str]:
        """Remedies that were work, done again and accepted."""
        return frozenset(
            one.remedy for one in self.remedy.reworks if one.accepted and one.lapsed is None
        )

    def dropped_remedies(self, policy: Policy) -> frozenset[str]:
        """Name what stands in a plan that was decided for, and is in the catalogue no more.

        A newer policy is for new plans: who agreed on one can have it carried out (BE-06, AS-21).
        """
        offers = (offer for plan in self.remedy.plans if plan.stands for offer in plan.offers)
        return frozenset(offer.remedy for offer in offers if offer.remedy not in policy.remedies)

    def outstanding(self, plan: Plan, policy: Policy) -> tuple[str, ...]:
        """List the remedies of a plan that cost money or work and were not given yet."""
        had = self.redone | {one.remedy for one in self.money.given}
        reworks = {key for key, remedy in policy.remedies.items() if remedy.rework}
        return tuple(
            offer.remedy
            for offer in plan.offers
            if offer.remedy not in had and (offer.cost.amount or offer.remedy in reworks)
        )

    def is_carried_out(self, plan: Plan, policy: Policy) -> bool:
        """Tell whether the customer has all of a plan that costs money or work (AS-21, BE-06)."""
        return not self.outstanding(plan, policy)

    def basis(self, roles: Iterable[str], *, tier: str | None) -> Basis:
        """Tell what an approval by these roles would rest on now."""
        return Basis(
            held=tuple(sorted(set(roles))),
            tier=tier,
            category=self.category,
            severity=self.severity,
            loss=self.loss,
            price=self.price,
        )

    def restored(self, basis: Basis) -> "Complaint":
        """Make category, severity, loss and price again what they were known to be.

        Nothing else of the result is to be relied on.
        """
        act = Act(at=self.received_at, by=self.receipt.act.by, version=self.version + 1)
        classifications = tuple(
            replace(one, act=act, category=basis.category, severity=basis.severity)
            for one in self.content.classifications[-1:]
            if basis.category is not None and basis.severity is not None
        )
        findings = tuple(
            replace(one, act=act, loss=basis.loss, price=basis.price)
            for one in self.remedy.findings[-1:]
        )
        return replace(
            self,
            content=replace(self.content, classifications=classifications),
            remedy=replace(self.remedy, findings=findings),
        )

    def without_plan(self, number: int) -> "Complaint":
        """Leave a plan, and what was asked for it, out of account."""
        plans = tuple(plan for plan in self.remedy.plans if plan.number != number)
        expenses = tuple(item for item in self.money.expenses if item.plan != number)
        return replace(
            self,
            remedy=replace(self.remedy, plans=plans),
            money=replace(self.money, expenses=expenses),
        )

    # ---- money ------------------------------------------------------------------------------

    def without_expense(self, number: int) -> "Complaint":
        """Leave an expense out of account."""
        others = tuple(item for item in self.money.expenses if item.number != number)
        return replace(self, money=replace(self.money, expenses=others))

    def spent(self, plan: int, remedy: str) -> int:
        """Total, in minor units, what was paid for one remedy of a plan, and stayed paid."""
        planned = {item.number for item in self.money.expenses if item.plan == plan}
        return sum(
            payment.amount.amount
            for payment in self.money.payments
            if payment.remedy == remedy and payment.expense in planned
        )

    @property
    def settled(self) -> int:
        """The compensations before it was last reopened."""
        opened = self.ending.opened
        return sum(one.act.version < opened for one in self.money.compensations)

    @property
    def with_cost(self) -> bool:
        """Whether money is asked or was paid: a refused expense costs nothing (SC-36, SC-37)."""
        return any(expense.status is not ExpenseStatus.REFUSED for expense in self.money.expenses)

    @property
    def affairs(self) -> Affairs:
        """How things stand, for the audit copy to follow (SC-36, SC-37)."""
        statuses = {expense.status for expense in self.money.expenses}
        paid = since(self.money.compensations, self.ending.opened)
        return Affairs(
            requested=ExpenseStatus.REQUESTED in statuses,
            queried=ExpenseStatus.QUERIED in statuses,
            confirmed=ExpenseStatus.CONFIRMED in statuses,
            paid=any(one.expense is not None and one.reversed is None for one in paid),
            ended=self.status is not Status.OPEN,
        )

    @property
    def decided_cost(self) -> int:
        """Minor units decided on so far: the plans that stand, and money asked for beside them.

        There are no rates here: an amount in an older policy's currency counts by its number.
        """
        standing = [plan for plan in self.remedy.plans if plan.stands]
        numbers = {plan.number for plan in standing}
        beside = (
            item.amount.amount
            for item in self.money.expenses
            if item.plan not in numbers and item.status is not ExpenseStatus.REFUSED
        )
        planned = (offer.cost.amount for plan in standing for offer in plan.offers)
        return sum(planned) + sum(beside)

    # ---- form -------------------------------------------------------------------------------

    def applicable_boxes(self, policy: Policy) -> tuple[Box, ...]:
        """Pick the boxes of the form to be signed; finance's only with cost (SC-36, SC-45)."""
        return tuple(box for box in policy.boxes if self.with_cost or not box.only_with_cost)

    # ---- ending, learning, clocks -----------------------------------------------------------

    @property
    def status(self) -> Status:
        """Where it stands as a whole."""
        return self.ending.status

    @property
    def ended_at(self) -> datetime | None:
        """When it ended last; None while it is open."""
        return self.ending.ended_at

    @property
    def attributed(self) -> bool:
        """Whether responsibility for the present problem was attributed."""
        return last_version(self.learning.attributions) > self.ending.problem


def _told(reports: Iterable[Report]) -> frozenset[str]:
    """Name the roles that a person reported to."""
    return frozenset(role for one in reports if one.by_somebody for role in one.to_roles)

"""Compensation: what was agreed is given, and the recipient signs (SC-36, SC-43, BE-06, AS-21)."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from app.domain.approval import require_approved
from app.domain.changing import replace
from app.domain.command import Command
from app.domain.complaint import Complaint, Event, Expense, ExpenseStatus, Plan
from app.domain.complaint.act import Act
from app.domain.complaint.money import Compensation, ExpenseDecision, ExpenseStep, Granted
from app.domain.drawing import NotADrawing, redrawn_image, redrawn_path
from app.domain.fields import Doc, Key, Ordinal
from app.domain.guards import (
    require_agreed,
    require_amount,
    require_expense,
    require_open,
    require_words,
)
from app.domain.policy import Policy, require_term
from app.domain.refusals import AgainstPolicy, Implausible, StepsMissing
from app.domain.remedies import require_cash_in_order
from app.domain.values import Actor, Capability, Money, Signature, SignatureKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Compensated(Event):
    """The customer received the remedy and signed for it (SC-43, LC-30, AS-21)."""

    key: ClassVar[str] = "complaint.compensated"
    gives: ClassVar[tuple[str, ...]] = ("compensated",)
    remedy: str
    amount: Money
    """What it cost us: zero for a remedy without cost."""
    signature: Signature
    expense: int | None = None
    """The confirmed expense it was paid from."""

    def apply(self, complaint: Complaint, act: Act, _by: Actor) -> Complaint:
        money = complaint.money
        given = Compensation(
            number=len(money.compensations) + 1,
            act=act,
            remedy=self.remedy,
            amount=self.amount,
            expense=self.expense,
            granted=_granted(money.expense(self.expense)),
            signatory=self.signature.signatory,
            signature=self.signature.kind,
            reference=self.signature.reference,
        )
        money = replace(money, compensations=(*money.compensations, given))
        if self.expense is not None:
            paid = ExpenseDecision(act=act, step=ExpenseStep.PAID)
            money = money.with_decision(
                self.expense, paid, lambda booked: booked.pay(self.amount), remedy=self.remedy
            )
        return replace(complaint, money=money)


def _granted(expense: Expense | None) -> Granted | None:
    if expense is None:
        return None
    word = expense.word_of_finance
    return Granted(
        amount=expense.amount,
        voucher=expense.voucher,
        decided=None if word is None else word.act,
        remark=None if word is None else word.words,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Compensate(Command):
    """Hand over the remedy against the recipient's signature.

    Rules: SC-43, LC-30, AS-21
    """

    key: ClassVar[str] = "compensate"
    needs: ClassVar[Capability] = Capability.HANDLE
    remedy: Key
    amount: Annotated[Money, Doc("What it cost us; zero for a remedy without cost.")]
    signature: Signature
    expense: Annotated[Ordinal | None, Doc("The confirmed expense it is from.")] = None

    def decide(self, complaint: Complaint, policy: Policy) -> tuple[Compensated, ...]:
        """Give it; a cost only from what finance confirmed (SC-36)."""
        require_open(complaint)
        known = {*policy.remedies, *complaint.dropped_remedies(policy)}
        require_term(self.remedy, known, field="remedy")
        require_amount(self.amount, policy, field="amount")
        signature = _checked(self.signature)
        number = self._require_confirmed_money(complaint, policy)
        if policy.consent_before_compensation:
            require_agreed(complaint, self.remedy, plan=number)
        plan = complaint.remedy.plan(number) if number is not None else None
        if plan is not None:
            self._require_offered(plan, complaint)
        elif self._may_be_cash(policy):
            # Cash in a plan was looked at there; other money may come to be cash only here.
            require_cash_in_order(complaint.decided_cost, complaint, policy, field="remedy")
        compensated = Compensated(
            remedy=self.remedy,
            amount=self.amount,
            signature=signature,
            expense=self.expense,
        )
        return (compensated,)

    def _require_confirmed_money(self, complaint: Complaint, policy: Policy) -> int | None:
        """Check the expense, if one is due, and tell the plan it pays for, which still stands."""
        if self.expense is None:
            if self.amount.amount > 0:
                message = "a cost is paid from an expense that finance confirmed"
                raise StepsMissing(message, missing=("expense",), field="expense")
            return None
        expense = require_expense(complaint, self.expense, ExpenseStatus.CONFIRMED, at=self.at)
        if self.amount.amount == 0:
            message = "what costs nothing is not paid from an expense"
            raise Implausible(message, field="expense")
        if (
            self.amount.currency != expense.amount.currency
            or self.amount.amount > expense.amount.amount
        ):
            message = f"finance confirmed {expense.amount}"
            raise Implausible(message, field="amount")
        if expense.plan is not None:
            require_approved(complaint, expense.plan, policy, field="expense")
        return expense.plan

    def _may_be_cash(self, policy: Policy) -> bool:
        """What the policy does not know any more may be cash, for all that it says."""
        remedy = policy.remedies.get(self.remedy)
        return remedy is None or remedy.cash

    def _require_offered(self, plan: Plan, complaint: Complaint) -> None:
        """A plan's money gives what the plan offers, each remedy for no more than its own cost."""
        costs = [offer.cost for offer in plan.offers if offer.remedy == self.remedy]
        if not costs:
            offered = ", ".join(offer.remedy for offer in plan.offers)
            message = f"plan {plan.number} pays for: {offered}"
            raise AgainstPolicy(message, field="remedy")
        left = sum(cost.amount for cost in costs) - complaint.spent(plan.number, self.remedy)
        if self.amount.amount > left:
            message = (
                f"for '{self.remedy}' plan {plan.number} leaves {replace(self.amount, amount=left)}"
            )
            raise AgainstPolicy(message, field="amount")


_SAYS = {
    SignatureKind.REFERENCE: ("reference", "say where the signature lies"),
    SignatureKind.IMAGE: ("image", "a drawn signature brings its image"),
    SignatureKind.PATH: ("path", "a drawn signature brings its path"),
}
"""What a kind of signature says, and no other kind does but where it lies."""


def _checked(given: Signature) -> Signature:
    """Somebody signs by name, and draws or says where the signature lies (SC-43)."""
    why = "the name of the person who received it is compulsory"
    require_words(given.signatory, field="signature.signatory", why=why)
    field, why = _SAYS.get(given.kind, ("signatory", ""))
    require_words(getattr(given, field), field=f"signature.{field}", why=why)
    for drawn in ("image", "path"):
        if drawn != field and getattr(given, drawn) is not None:
            message = f"a signature by {given.kind} has no {drawn}"
            raise Implausible(message, field=f"signature.{drawn}")
    try:
        image = given.image and redrawn_image(given.image)
        path = given.path and redrawn_path(given.path)
    except NotADrawing as wrong:
        raise Implausible(f"the drawing {wrong}", field=f"signature.{field}") from None
    return replace(given, image=image, path=path)

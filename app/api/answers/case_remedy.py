"""Entries of a case: what was found, offered, done again, asked of finance and paid."""

from pydantic import AwareDatetime, Field

from app.api.answers.parts import Act, Money, Offer
from app.domain.complaint.money import ExpenseStatus
from app.domain.complaint.remedy import PlanStatus
from app.domain.values import Breach, CauseClass, Fault, SignatureKind


class Finding(Act):
    """The result of an inquiry."""

    findings: str
    cause: str
    cause_class: CauseClass
    fault: Fault
    established: bool
    loss: Money | None
    price: Money | None = Field(description="What the customer paid for it.")


class PlanDecision(Act):
    """A review of a plan, or the customer's word on it."""

    status: PlanStatus
    words: str | None


class Plan(Act):
    """A plan to put things right."""

    number: int
    explanation: str
    offers: list[Offer]
    alternatives: list[Offer]
    beyond_order_terms: bool
    breaches: list[Breach] = Field(
        description="What was unusual about it, under the policy of the time."
    )
    override_reason: str | None = Field(description="Why it was proposed all the same.")
    status: PlanStatus
    decisions: list[PlanDecision]


class Rework(Act):
    """Work done again, by an investigation sheet (PC-55)."""

    number: int
    remedy: str
    unit: str
    cause: str
    instructions: str
    sheet: str | None = Field(description="The number of a paper sheet.")
    due: AwareDatetime | None
    reworked_at: AwareDatetime | None
    result: str | None
    accepted: bool | None
    lapsed_at: AwareDatetime | None = Field(description="The complaint ended before it was done.")


class ExpenseDecision(Act):
    """A step of an expense."""

    status: ExpenseStatus
    words: str | None


class Expense(Act):
    """Money asked of finance."""

    number: int
    amount: Money
    purpose: str
    plan: int | None
    status: ExpenseStatus
    voucher: str | None
    decisions: list[ExpenseDecision]


class Compensation(Act):
    """What the customer received against signature (SC-43)."""

    number: int
    remedy: str
    amount: Money
    expense: int | None
    signatory: str
    signature: SignatureKind
    reference: str | None
    reversed: ExpenseDecision | None = Field(description="When what was paid came back, and why.")

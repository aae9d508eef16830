"""The second copy, for finance and then audit (SC-36, SC-37)."""

from pydantic import AwareDatetime, Field

from app.api.answers.custody import (
    CustodyStay,
    DestroyedCopy,
    Destruction,
    LastPlace,
    PagePosition,
)
from app.api.answers.parts import (
    About,
    Act,
    Answer,
    Document,
    LegalHold,
    Money,
    Share,
    SignOff,
    WatchedDeadline,
)
from app.domain.complaint import Status
from app.domain.complaint.money import ExpenseStatus
from app.domain.values import Breach, CauseClass, Fault, Place, Severity, SignatureKind


class ExpenseQuery(Answer):
    """What finance asked, and the answer."""

    asked: Act
    question: str
    answered: Act | None
    answer: str | None


class AmountChange(Act):
    """A change of the amount asked for."""

    before: Money
    reason: str


class AuditedExpense(Answer):
    """Money asked of finance."""

    number: int
    amount: Money
    purpose: str
    plan: int | None
    requested: Act
    status: ExpenseStatus
    voucher: str | None
    decided: Act | None
    remark: str | None = Field(
        description="Of finance: why it was refused, or a remark on confirming."
    )
    paid: Act | None
    queries: list[ExpenseQuery]
    changes: list[AmountChange]


class Reversal(Act):
    """The money came back."""

    reason: str


class GrantedExpense(Answer):
    """What finance had granted when it was paid, whatever becomes of the expense later."""

    amount: Money
    voucher: str | None
    decided: Act | None
    remark: str | None


class AuditedCompensation(Act):
    """What the customer received against signature."""

    number: int
    remedy: str
    amount: Money
    expense: int | None
    granted: GrantedExpense | None = Field(description="Null without cost.")
    signatory: str
    signature: SignatureKind
    reference: str | None
    reversed: Reversal | None


class UnusualPlan(Answer):
    """A plan that needed a reason and a higher authority (LC-31..33)."""

    plan: int
    breaches: list[Breach]
    reason: str | None
    proposed: Act
    approved: Act | None
    cost: list[Money] = Field(description="Of each of its remedies, to us.")


class MissedDeadline(Answer):
    """A deadline that was missed."""

    clock: str
    about: About
    due: AwareDatetime
    missed_at: AwareDatetime


class AuditCopy(Document):
    """The second copy."""

    paper_number: str | None = Field(description="Of a preprinted form.")
    status: Status
    received_at: AwareDatetime
    closed_at: AwareDatetime | None
    unit: str
    handling_unit: str
    high_value: bool
    complainant_name: str | None
    category: str | None
    tier: str | None
    severity: Severity | None
    cause: str | None
    cause_class: CauseClass | None
    fault: Fault | None
    loss: Money | None
    with_cost: bool = Field(
        description="It has an expense that is not refused, so that finance signs its box."
    )
    expenses: list[AuditedExpense]
    compensations: list[AuditedCompensation]
    total_cost: Money | None = Field(
        description="What was paid; null before anything was, and if it was in several currencies."
    )
    unusual_plans: list[UnusualPlan]
    responsibility: list[Share] = Field(description="As attributed last.")
    deadlines: list[WatchedDeadline]
    deadlines_missed: list[MissedDeadline]
    confirmation: Act | None
    sign_offs: list[SignOff]
    outcome: str | None
    custody: Place
    custody_trail: list[CustodyStay] = Field(description="The last is where it lies now.")
    destruction: Destruction | None
    holds: list[LegalHold]
    paid_since_opening: bool = Field(
        description="Something was paid since it was received or last reopened, and stayed paid."
    )
    settled: int = Field(description="The compensations before it was last reopened.")


class AuditCopyPage(Answer):
    """Second copies that changed after a place in the feed, the oldest change first.

    A reader can prove that it has them all: form numbers have no gaps. A reader who starts at the
    beginning, without a filter, and reads on to a page without items, holds of every year in
    `issued` each number from 1 to that. A number that is missing is still being processed; one
    that stays missing is parked. However a number is written, its first four digits are the year
    and its others the number.
    """

    items: list[AuditCopy | DestroyedCopy]
    first: int | None = Field(description="The place of the first item; null without items.")
    last: LastPlace
    position: PagePosition
    count: int = Field(description="Items on this page.")
    issued: dict[str, int] | None = Field(
        description="The last form number of each year, as a number; null if a filter or the "
        "units of the token leave something out."
    )

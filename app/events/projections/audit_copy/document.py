"""The document of the second copy: what it cost, who decided, and where the copy lies."""

from typing_extensions import TypedDict

from app.events.holds import Holding
from app.events.lateness import Watching
from app.events.outline import Act
from app.events.projection import MoneyJson
from app.events.signatures import SignedForm
from app.events.stays import Held


class QueryEntry(TypedDict):
    """What finance asked, and what it was answered."""

    asked: Act
    question: str
    answered: Act | None
    answer: str | None


class ChangeEntry(Act):
    """The amount became another."""

    before: MoneyJson
    reason: str


class ExpenseEntry(TypedDict):
    number: int
    amount: MoneyJson
    purpose: str
    plan: int | None
    requested: Act
    status: str
    voucher: str | None
    decided: Act | None
    remark: str | None
    """Of finance: why it was refused, or a remark on confirming."""
    paid: Act | None
    queries: list[QueryEntry]
    changes: list[ChangeEntry]


class Reversal(Act):
    """The money came back."""

    reason: str


class Granted(TypedDict):
    """What finance had granted when it was paid, whatever becomes of the expense later."""

    amount: MoneyJson
    voucher: str | None
    decided: Act | None
    remark: str | None


class CompensationEntry(Act):
    number: int
    remedy: str
    amount: MoneyJson
    expense: int | None
    granted: Granted | None
    """None without cost."""
    signatory: str
    signature: str
    reference: str | None
    reversed: Reversal | None


class UnusualPlan(TypedDict):
    """A plan that needed a reason and a higher authority, and who approved it (LC-31..33)."""

    plan: int
    breaches: list[str]
    reason: str | None
    proposed: Act
    approved: Act | None
    cost: list[MoneyJson]
    """Of each of its remedies, to us."""


class ShareEntry(TypedDict):
    """Who answers for what part; never a deduction from wages (AS-28)."""

    kind: str
    unit: str
    team: str | None
    person: str | None
    percent: int


class MissedDeadline(TypedDict):
    clock: str
    about: str | None
    due: str
    missed_at: str


class AuditCopy(Held, Holding, SignedForm, Watching):
    """The document."""

    paper_number: str | None
    """Of a preprinted form, where one was filled in."""
    status: str
    received_at: str
    closed_at: str | None
    unit: str
    handling_unit: str
    high_value: bool
    complainant_name: str | None
    category: str | None
    tier: str | None
    severity: int | None
    cause: str | None
    cause_class: str | None
    fault: str | None
    loss: MoneyJson | None
    with_cost: bool
    """An expense that is not refused, the rule by which finance's box is to be signed."""
    expenses: list[ExpenseEntry]
    compensations: list[CompensationEntry]
    total_cost: MoneyJson | None
    """What was paid; None before anything was, and where it was in several currencies."""
    unusual_plans: list[UnusualPlan]
    responsibility: list[ShareEntry]
    """As it was attributed last."""
    deadlines_missed: list[MissedDeadline]
    confirmation: Act | None
    outcome: str | None
    paid_since_opening: bool
    """Something was paid since it was received or last reopened, and stayed so."""
    settled: int
    """The compensations before it was last reopened."""

"""The document of a case: every key that it has."""

from typing_extensions import TypedDict

from app.events.holds import Holding
from app.events.outline import Act, ComplainantJson
from app.events.projection import MoneyJson, OfferJson


class Confirmation(Act):
    unit: str
    remark: str | None


class Apology(Act):
    kind: str
    words: str


class Memo(Act):
    text: str


class Assignment(Act):
    handler: str
    unit: str
    reason: str | None
    contact: str | None


class Report(Act):
    to_roles: list[str]
    reason: str
    skip_level: bool
    asks_instruction: bool


class Escalation(Act):
    tier: str
    to_role: str
    to_unit: str | None
    reason: str
    skip_level: bool


class Instruction(Act):
    text: str
    to: str | None


class PromiseJson(Act):
    number: int
    kind: str
    what: str
    due: str
    kept_at: str | None
    deferred_at: str | None
    """A reply put it off, and a new promise took its place."""
    lapsed_at: str | None
    """The complaint ended before it was kept."""


class ReplyJson(Act):
    text: str
    promise: int | None
    deferred_because: str | None


class Finding(Act):
    findings: str
    cause: str
    cause_class: str
    fault: str
    established: bool
    loss: MoneyJson | None
    price: MoneyJson | None
    """What the customer paid for it."""


class Decision(Act):
    status: str
    words: str | None


class PlanJson(Act):
    number: int
    explanation: str
    offers: list[OfferJson]
    alternatives: list[OfferJson]
    beyond_order_terms: bool
    breaches: list[str]
    """What was unusual about it, under the policy of the time."""
    override_reason: str | None
    """Why it was proposed all the same."""
    status: str
    decisions: list[Decision]


class ExpenseJson(Act):
    number: int
    amount: MoneyJson
    purpose: str
    plan: int | None
    status: str
    voucher: str | None
    decisions: list[Decision]


class Compensation(Act):
    number: int
    remedy: str
    amount: MoneyJson
    expense: int | None
    signatory: str
    signature: str
    reference: str | None
    reversed: Decision | None
    """When what was paid came back, and why."""


class SignatureJson(Act):
    box: str
    remark: str | None


class Reopening(Act):
    cause: str
    reason: str


class Contact(Act):
    occasion: str
    reached: bool
    method: str | None
    satisfied_with_outcome: int | None
    satisfied_with_handling: int | None
    words: str | None
    new_problem: str | None


class LinkJson(Act):
    kind: str
    other: str
    """The other complaint's id."""
    reason: str | None


class AssistanceJson(Act):
    number: int
    unit: str
    what: str
    due: str | None
    assisted_at: str | None
    assisted_by: str | None
    result: str | None
    lapsed_at: str | None
    """The complaint ended before the answer came, or the request was taken back."""
    taken_back_because: str | None


class ReferralJson(Act):
    to: str
    reason: str
    reference: str | None
    contact: str | None


class ProgressNotice(Act):
    text: str


class ExplanationJson(Act):
    words: str
    explainer: str
    understood: bool


class VisitJson(Act):
    number: int
    person: str
    due: str
    where: str
    purpose: str
    visited_at: str | None
    met: bool | None
    result: str | None
    lapsed_at: str | None
    """The complaint ended before the visit."""


class ReworkJson(Act):
    """The investigation sheet (PC-55)."""

    number: int
    remedy: str
    unit: str
    cause: str
    instructions: str
    sheet: str | None
    due: str | None
    reworked_at: str | None
    result: str | None
    accepted: bool | None
    lapsed_at: str | None
    """The complaint ended before it was done."""


class ShareJson(TypedDict):
    kind: str
    unit: str
    percent: int
    team: str | None
    person: str | None


class Responsibility(Act):
    shares: list[ShareJson]
    reason: str


class ImprovementJson(Act):
    number: int
    what: str
    owner: str
    unit: str
    due: str
    made_at: str | None
    result: str | None


class CaseStudy(Act):
    """The case written up to learn from (AS-30)."""

    title: str
    text: str
    approved: Act | None
    published: Act | None
    where: str | None


class Waiting(Act):
    """It is not our turn."""

    waiting_for: str
    reason: str


class DeadlineJson(TypedDict):
    """A deadline that stands."""

    number: int
    clock: str
    about: str | None
    """Which of several: `promise:1`, `plan:2`, `visit:1` ..."""
    since: str
    opens: str | None
    due: str
    provisional: bool
    held: bool
    reminder: bool
    missed_at: str | None


class PastDeadline(TypedDict):
    """A deadline that was missed, or no longer stands, or both: then it was done late."""

    number: int
    clock: str
    about: str | None
    due: str
    missed_at: str | None
    lifted_at: str | None
    because: str | None
    """Why it no longer stands: met, met-late, ended, settled-anew."""


class CaseState(Holding):
    """The document."""

    status: str
    opened_position: int
    channel: str
    directness: str
    unit: str
    handling_unit: str
    owner: str
    received_by: str
    received_at: str
    place: str | None
    stage: str | None
    complainant: ComplainantJson
    reason: str | None
    subject: str | None
    demand: str | None
    statement: str
    emotion: str | None
    order_reference: str | None
    confidential: bool
    high_value: bool
    paper_number: str | None
    about: list[str]
    """The employees it is about."""
    confirmed: bool
    confirmation: Confirmation | None
    category: str | None
    tier: str | None
    severity: int | None
    mindset: str | None
    flags: list[str]
    taken_up: bool
    """Somebody has it in hand."""
    acted: bool
    """It was handled or reported at all (WS-37)."""
    waiting: Waiting | None
    links: list[LinkJson]
    apologies: list[Apology]
    promises: list[PromiseJson]
    memos: list[Memo]
    assignments: list[Assignment]
    reports: list[Report]
    escalations: list[Escalation]
    instructions: list[Instruction]
    assistance: list[AssistanceJson]
    referrals: list[ReferralJson]
    replies: list[ReplyJson]
    progress_notices: list[ProgressNotice]
    explanations: list[ExplanationJson]
    visits: list[VisitJson]
    findings: list[Finding]
    plans: list[PlanJson]
    reworks: list[ReworkJson]
    expenses: list[ExpenseJson]
    compensations: list[Compensation]
    signatures: list[SignatureJson]
    outcome: str | None
    """Of the policy's outcomes, when closed."""
    result: str | None
    """The words with which it was closed, withdrawn or dismissed."""
    customer_informed: bool | None
    """When dismissed."""
    closed_at: str | None
    """When it ended, in whatever way."""
    reopenings: list[Reopening]
    follow_ups: list[Contact]
    responsibilities: list[Responsibility]
    """The last says how it is seen now."""
    improvements: list[ImprovementJson]
    case_study: CaseStudy | None
    deadlines: list[DeadlineJson]
    """Those that stand."""
    deadline_history: list[PastDeadline]

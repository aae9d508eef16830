"""The whole case, as those who handle it see it: every list and every filter reads from here."""

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any, Final

import msgspec
from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    ColumnElement,
    Integer,
    Select,
    SmallInteger,
    Text,
    bindparam,
    cast,
    column,
    func,
    literal_column,
    select,
    true,
    union,
)
from typing_extensions import TypedDict

from app.domain.complaint import ExpenseStatus, PlanStatus, Status
from app.domain.events import (
    Agreed,
    Apologised,
    Assigned,
    Classified,
    Closed,
    Compensated,
    Confirmed,
    Declined,
    Dismissed,
    Escalated,
    ExpenseConfirmed,
    ExpenseRefused,
    ExpenseRequested,
    Fact,
    FollowedUp,
    Instructed,
    Investigated,
    Noted,
    PlanApproved,
    PlanRefused,
    Promised,
    Proposed,
    Received,
    Reopened,
    Replied,
    Reported,
    Signed,
    Withdrawn,
)
from app.domain.values import Complainant
from app.events.codec import iso
from app.events.database import Query
from app.events.projection import (
    Document,
    Fold,
    MoneyJson,
    OfferJson,
    Projection,
    among,
    document_table,
    index,
    instant,
    money,
    offer,
    one,
    rows,
    utf8,
)
from app.events.store import Recorded
from app.events.tables import JsonText, Moment


class Act(TypedDict):
    """When something was done, and by whom."""

    at: str
    by: str


class ComplainantJson(TypedDict):
    name: str | None
    kind: str
    telephone: str | None
    email: str | None
    address: str | None
    reference: str | None


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


class Decision(Act):
    status: str
    words: str | None


class PlanJson(Act):
    number: int
    explanation: str
    offers: list[OfferJson]
    alternatives: list[OfferJson]
    beyond_order_terms: bool
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
    remedy: str
    amount: MoneyJson
    expense: int | None
    signatory: str
    signature: str
    reference: str | None


class SignatureJson(Act):
    box: str
    remark: str | None


class Reopening(Act):
    cause: str
    reason: str


class Contact(Act):
    occasion: str
    reached: bool
    satisfied_with_outcome: int | None
    satisfied_with_handling: int | None
    words: str | None
    new_problem: str | None


class CaseState(Document):
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
    confirmed: bool
    confirmation: Confirmation | None
    category: str | None
    tier: str | None
    severity: int | None
    mindset: str | None
    flags: list[str]
    apologies: list[Apology]
    promises: list[PromiseJson]
    memos: list[Memo]
    assignments: list[Assignment]
    reports: list[Report]
    escalations: list[Escalation]
    instructions: list[Instruction]
    replies: list[ReplyJson]
    findings: list[Finding]
    plans: list[PlanJson]
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


def _begin(event: Received, fact: Fact, recorded: Recorded) -> CaseState:
    return {
        "id": str(recorded.stream_id),
        "number": recorded.number,
        "version": recorded.version,
        "position": recorded.position,
        "status": Status.OPEN.value,
        "opened_position": recorded.position,
        "channel": event.channel.value,
        "directness": event.directness.value,
        "unit": event.unit,
        "handling_unit": event.unit,
        "owner": fact.by.subject,
        "received_by": fact.by.subject,
        "received_at": iso(fact.at),
        "place": event.place,
        "stage": event.stage,
        "complainant": _complainant(event.complainant),
        "reason": event.reason,
        "subject": event.subject,
        "demand": event.demand,
        "statement": event.statement,
        "emotion": None if event.emotion is None else event.emotion.value,
        "order_reference": event.order_reference,
        "confidential": event.confidential,
        "high_value": event.high_value,
        "paper_number": event.paper_number,
        "confirmed": False,
        "confirmation": None,
        "category": None,
        "tier": None,
        "severity": None,
        "mindset": None,
        "flags": [],
        "apologies": [],
        "promises": [],
        "memos": [],
        "assignments": [],
        "reports": [],
        "escalations": [],
        "instructions": [],
        "replies": [],
        "findings": [],
        "plans": [],
        "expenses": [],
        "compensations": [],
        "signatures": [],
        "outcome": None,
        "result": None,
        "customer_informed": None,
        "closed_at": None,
        "reopenings": [],
        "follow_ups": [],
    }


project: Final = Fold(_begin)


def _complainant(who: Complainant) -> ComplainantJson:
    return {
        "name": who.name,
        "kind": who.kind.value,
        "telephone": who.telephone,
        "email": who.email,
        "address": who.address,
        "reference": who.reference,
    }


def _completed(known: ComplainantJson, who: Complainant) -> ComplainantJson:
    """A memo adds particulars; what it does not say stays."""
    return {
        "name": who.name or known["name"],
        "kind": who.kind.value,
        "telephone": who.telephone or known["telephone"],
        "email": who.email or known["email"],
        "address": who.address or known["address"],
        "reference": who.reference or known["reference"],
    }


def _act(fact: Fact) -> Act:
    return {"at": iso(fact.at), "by": fact.by.subject}


@project.on(Noted)
def _noted(case: CaseState, event: Noted, fact: Fact) -> None:
    case["memos"] = [*case["memos"], {**_act(fact), "text": event.text}]
    case["reason"] = event.reason or case["reason"]
    case["subject"] = event.subject or case["subject"]
    case["demand"] = event.demand or case["demand"]
    if event.complainant is not None:
        case["complainant"] = _completed(case["complainant"], event.complainant)


@project.on(Confirmed)
def _confirmed(case: CaseState, event: Confirmed, fact: Fact) -> None:
    case["confirmed"] = True
    case["confirmation"] = {**_act(fact), "unit": event.unit, "remark": event.remark}


@project.on(Classified)
def _classified(case: CaseState, event: Classified, _fact: Fact) -> None:
    flags = {
        "legal": event.legal,
        "supplier": event.supplier,
        "uniform-explanation": event.uniform_explanation,
        "technical-dispute": event.technical_dispute,
    }
    case["category"] = event.category
    case["tier"] = event.tier
    case["severity"] = event.severity.value
    case["mindset"] = None if event.mindset is None else event.mindset.value
    case["flags"] = [flag for flag, raised in flags.items() if raised]


@project.on(Apologised)
def _apologised(case: CaseState, event: Apologised, fact: Fact) -> None:
    apology: Apology = {**_act(fact), "kind": event.kind.value, "words": event.words}
    case["apologies"] = [*case["apologies"], apology]


@project.on(Assigned)
def _assigned(case: CaseState, event: Assigned, fact: Fact) -> None:
    case["owner"] = event.handler
    case["handling_unit"] = event.unit
    assignment: Assignment = {
        **_act(fact),
        "handler": event.handler,
        "unit": event.unit,
        "reason": event.reason,
        "contact": event.contact,
    }
    case["assignments"] = [*case["assignments"], assignment]


@project.on(Reported)
def _reported(case: CaseState, event: Reported, fact: Fact) -> None:
    report: Report = {
        **_act(fact),
        "to_roles": list(event.to_roles),
        "reason": event.reason,
        "skip_level": event.skip_level,
    }
    case["reports"] = [*case["reports"], report]


@project.on(Escalated)
def _escalated(case: CaseState, event: Escalated, fact: Fact) -> None:
    case["tier"] = event.tier
    case["handling_unit"] = event.to_unit or case["handling_unit"]
    escalation: Escalation = {
        **_act(fact),
        "tier": event.tier,
        "to_role": event.to_role,
        "to_unit": event.to_unit,
        "reason": event.reason,
        "skip_level": event.skip_level,
    }
    case["escalations"] = [*case["escalations"], escalation]


@project.on(Instructed)
def _instructed(case: CaseState, event: Instructed, fact: Fact) -> None:
    instruction: Instruction = {**_act(fact), "text": event.text, "to": event.to}
    case["instructions"] = [*case["instructions"], instruction]


@project.on(Promised)
def _promised(case: CaseState, event: Promised, fact: Fact) -> None:
    promise: PromiseJson = {
        **_act(fact),
        "number": event.promise,
        "kind": event.kind.value,
        "what": event.what,
        "due": iso(event.due),
        "kept_at": None,
        "deferred_at": None,
        "lapsed_at": None,
    }
    case["promises"] = [*case["promises"], promise]


def _is_open(promise: PromiseJson) -> bool:
    ends = (promise["kept_at"], promise["deferred_at"], promise["lapsed_at"])
    return all(end is None for end in ends)


@project.on(Replied)
def _replied(case: CaseState, event: Replied, fact: Fact) -> None:
    reply: ReplyJson = {
        **_act(fact),
        "text": event.text,
        "promise": event.promise,
        "deferred_because": event.deferred_because,
    }
    case["replies"] = [*case["replies"], reply]
    case["promises"] = [
        _answered(promise, event, fact)
        if promise["number"] == event.promise and _is_open(promise)
        else promise
        for promise in case["promises"]
    ]


def _answered(promise: PromiseJson, event: Replied, fact: Fact) -> PromiseJson:
    """A reply that puts off does not keep the promise it names (WS-39)."""
    if event.deferred_because:
        return {**promise, "deferred_at": iso(fact.at)}
    return {**promise, "kept_at": iso(fact.at)}


@project.on(Investigated)
def _investigated(case: CaseState, event: Investigated, fact: Fact) -> None:
    finding: Finding = {
        **_act(fact),
        "findings": event.findings,
        "cause": event.cause,
        "cause_class": event.cause_class.value,
        "fault": event.fault.value,
        "established": event.established,
        "loss": None if event.loss is None else money(event.loss),
    }
    case["findings"] = [*case["findings"], finding]


@project.on(Proposed)
def _proposed(case: CaseState, event: Proposed, fact: Fact) -> None:
    plan: PlanJson = {
        **_act(fact),
        "number": event.plan,
        "explanation": event.explanation,
        "offers": [offer(item) for item in event.offers],
        "alternatives": [offer(item) for item in event.alternatives],
        "beyond_order_terms": event.beyond_order_terms,
        "status": PlanStatus.PROPOSED.value,
        "decisions": [],
    }
    case["plans"] = [*case["plans"], plan]


def _decide_plan(
    case: CaseState, number: int, status: PlanStatus, words: str | None, fact: Fact
) -> None:
    decision: Decision = {**_act(fact), "status": status.value, "words": words}
    case["plans"] = [
        {**plan, "status": status.value, "decisions": [*plan["decisions"], decision]}
        if plan["number"] == number
        else plan
        for plan in case["plans"]
    ]


@project.on(PlanApproved)
def _plan_approved(case: CaseState, event: PlanApproved, fact: Fact) -> None:
    _decide_plan(case, event.plan, PlanStatus.APPROVED, event.remark, fact)


@project.on(PlanRefused)
def _plan_refused(case: CaseState, event: PlanRefused, fact: Fact) -> None:
    _decide_plan(case, event.plan, PlanStatus.REFUSED, event.reason, fact)


@project.on(Agreed)
def _agreed(case: CaseState, event: Agreed, fact: Fact) -> None:
    _decide_plan(case, event.plan, PlanStatus.AGREED, event.words, fact)


@project.on(Declined)
def _declined(case: CaseState, event: Declined, fact: Fact) -> None:
    _decide_plan(case, event.plan, PlanStatus.DECLINED, event.words, fact)


@project.on(ExpenseRequested)
def _expense_requested(case: CaseState, event: ExpenseRequested, fact: Fact) -> None:
    expense: ExpenseJson = {
        **_act(fact),
        "number": event.expense,
        "amount": money(event.amount),
        "purpose": event.purpose,
        "plan": event.plan,
        "status": ExpenseStatus.REQUESTED.value,
        "voucher": None,
        "decisions": [],
    }
    case["expenses"] = [*case["expenses"], expense]


def _decide_expense(  # noqa: PLR0913, PLR0917 - what a decision is made of
    case: CaseState,
    number: int,
    status: ExpenseStatus,
    words: str | None,
    voucher: str | None,
    fact: Fact,
) -> None:
    decision: Decision = {**_act(fact), "status": status.value, "words": words}
    case["expenses"] = [
        {
            **item,
            "status": status.value,
            "voucher": voucher or item["voucher"],
            "decisions": [*item["decisions"], decision],
        }
        if item["number"] == number
        else item
        for item in case["expenses"]
    ]


@project.on(ExpenseConfirmed)
def _expense_confirmed(case: CaseState, event: ExpenseConfirmed, fact: Fact) -> None:
    confirmed = ExpenseStatus.CONFIRMED
    _decide_expense(case, event.expense, confirmed, event.remark, event.voucher, fact)


@project.on(ExpenseRefused)
def _expense_refused(case: CaseState, event: ExpenseRefused, fact: Fact) -> None:
    _decide_expense(case, event.expense, ExpenseStatus.REFUSED, event.reason, None, fact)


@project.on(Compensated)
def _compensated(case: CaseState, event: Compensated, fact: Fact) -> None:
    compensation: Compensation = {
        **_act(fact),
        "remedy": event.remedy,
        "amount": money(event.amount),
        "expense": event.expense,
        "signatory": event.signature.signatory,
        "signature": event.signature.kind.value,
        "reference": event.signature.reference,
    }
    case["compensations"] = [*case["compensations"], compensation]
    if event.expense is not None:
        _decide_expense(case, event.expense, ExpenseStatus.PAID, None, None, fact)


@project.on(Signed)
def _signed(case: CaseState, event: Signed, fact: Fact) -> None:
    signature: SignatureJson = {**_act(fact), "box": event.box, "remark": event.remark}
    case["signatures"] = [*case["signatures"], signature]


def _end(case: CaseState, status: Status, result: str, fact: Fact) -> None:
    """End it; promises still open then bind nobody any more."""
    at = iso(fact.at)
    case["status"] = status.value
    case["result"] = result
    case["closed_at"] = at
    case["promises"] = [
        {**promise, "lapsed_at": at} if _is_open(promise) else promise
        for promise in case["promises"]
    ]


@project.on(Closed)
def _closed(case: CaseState, event: Closed, fact: Fact) -> None:
    _end(case, Status.CLOSED, event.result, fact)
    case["outcome"] = event.outcome


@project.on(Withdrawn)
def _withdrawn(case: CaseState, event: Withdrawn, fact: Fact) -> None:
    _end(case, Status.WITHDRAWN, event.reason, fact)


@project.on(Dismissed)
def _dismissed(case: CaseState, event: Dismissed, fact: Fact) -> None:
    _end(case, Status.DISMISSED, event.reason, fact)
    case["customer_informed"] = event.customer_informed


@project.on(Reopened)
def _reopened(case: CaseState, event: Reopened, fact: Fact) -> None:
    case["status"] = Status.OPEN.value
    case["outcome"] = case["result"] = case["closed_at"] = None
    case["customer_informed"] = None
    reopening: Reopening = {**_act(fact), "cause": event.cause.value, "reason": event.reason}
    case["reopenings"] = [*case["reopenings"], reopening]


@project.on(FollowedUp)
def _followed_up(case: CaseState, event: FollowedUp, fact: Fact) -> None:
    contact: Contact = {
        **_act(fact),
        "occasion": event.occasion,
        "reached": event.reached,
        "satisfied_with_outcome": event.satisfied_with_outcome,
        "satisfied_with_handling": event.satisfied_with_handling,
        "words": event.words,
        "new_problem": event.new_problem,
    }
    case["follow_ups"] = [*case["follow_ups"], contact]


TABLE: Final = document_table(
    "case_state",
    Column("opened_position", BigInteger, nullable=False),
    Column("status", Text, nullable=False),
    Column("category", Text),
    Column("tier", Text),
    Column("severity", SmallInteger),
    Column("owner", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("received_at", Moment, nullable=False),
    Column("due", Moment),
    Column("line", JsonText, nullable=False),
)
_c: Final = TABLE.c

# No index holds what every event changes, so most events leave the indexes alone.
index(TABLE, "opened_position")
# A list filtered by one of these reads its page from the index, however rare the value is; the
# other filters keep much of what they see, and read the pages of the whole list.
for _filter in ("status", "category", "unit", "handling_unit", "owner"):
    index(TABLE, _filter, "opened_position")
index(TABLE, "due", where=_c.due.is_not(None))


class CaseLine(Document):
    """A case in a list: what tells it from others, and what is next."""

    status: str
    channel: str
    unit: str
    handling_unit: str
    owner: str
    received_at: str
    complainant: str | None
    """The name."""
    subject: str | None
    category: str | None
    tier: str | None
    severity: int | None
    emotion: str | None
    confidential: bool
    high_value: bool
    due: str | None
    """When the earliest open promise is due."""
    outcome: str | None
    closed_at: str | None


def _line(case: CaseState, due: str | None) -> CaseLine:
    return {
        "id": case["id"],
        "number": case["number"],
        "version": case["version"],
        "position": case["position"],
        "status": case["status"],
        "channel": case["channel"],
        "unit": case["unit"],
        "handling_unit": case["handling_unit"],
        "owner": case["owner"],
        "received_at": case["received_at"],
        "complainant": case["complainant"]["name"],
        "subject": case["subject"],
        "category": case["category"],
        "tier": case["tier"],
        "severity": case["severity"],
        "emotion": case["emotion"],
        "confidential": case["confidential"],
        "high_value": case["high_value"],
        "due": due,
        "outcome": case["outcome"],
        "closed_at": case["closed_at"],
    }


_json: Final = msgspec.json.Encoder()


def columns(case: CaseState) -> dict[str, Any]:
    """Tell what a case is found by, and how it looks in a list."""
    due = min((item["due"] for item in case["promises"] if _is_open(item)), default=None)
    return {
        "line": _json.encode(_line(case, due)).decode(),
        "unit": case["unit"],
        "handling_unit": case["handling_unit"],
        "opened_position": case["opened_position"],
        "status": case["status"],
        "category": case["category"],
        "tier": case["tier"],
        "severity": case["severity"],
        "owner": case["owner"],
        "channel": case["channel"],
        "received_at": instant(case["received_at"]),
        "due": instant(due),
    }


PROJECTION: Final = Projection(TABLE, project, columns)

ONE: Final = one(PROJECTION)


def _is(column: Column[Any], name: str) -> ColumnElement[bool]:
    return column == bindparam(name, type_=column.type)


_FILTERS: Final[dict[str, Callable[[], ColumnElement[bool]]]] = {
    "before": lambda: _c.opened_position < bindparam("before", type_=BigInteger()),
    "status": lambda: _is(_c.status, "status"),
    "category": lambda: _is(_c.category, "category"),
    "tier": lambda: _is(_c.tier, "tier"),
    "severity": lambda: _is(_c.severity, "severity"),
    "unit": lambda: _is(_c.unit, "unit"),
    "handling_unit": lambda: _is(_c.handling_unit, "handling_unit"),
    "owner": lambda: _is(_c.owner, "owner"),
    "channel": lambda: _is(_c.channel, "channel"),
    "received_from": lambda: _c.received_at >= bindparam("received_from", type_=Moment()),
    "received_to": lambda: _c.received_at < bindparam("received_to", type_=Moment()),
    "due_before": lambda: _c.due < bindparam("due_before", type_=Moment()),
}

FILTERS: Final = frozenset({*_FILTERS, "units"})


@lru_cache(maxsize=1024)
def listing(filters: frozenset[str]) -> Query:
    """List (opened_position, line), newest first.

    Parameters: organisation, limit, and each of the `filters`, which are some of FILTERS.
    `before` goes on after a page; `units` is a JSON list and keeps what was recorded or is handled
    there; `received_to` and `due_before` are exclusive.
    """
    found = rows(TABLE, _c.opened_position, utf8(_c.line).label("line")).where(
        *(_FILTERS[name]() for name in sorted(filters - {"units"}))
    )
    if "units" not in filters:
        return Query(_page(found, _c.opened_position))
    own = (_c.unit, _c.handling_unit)
    return Query(
        _newest_of([_of_each_unit(found, each) for each in own]),
        on_sqlite=_newest_of([_page(found.where(among(each, _UNITS)), _unindexed) for each in own]),
    )


# To SQLite an expression is not the column: it must not read the list of the whole house by it.
_unindexed: Final = _c.opened_position + literal_column("0")
_UNITS: Final = bindparam("units", type_=Text())


def _page(found: Select[Any], position: ColumnElement[Any]) -> Select[Any]:
    return found.order_by(position.desc()).limit(bindparam("limit", type_=Integer()))


def _of_each_unit(found: Select[Any], own: Column[Any]) -> Select[Any]:
    """Read a page of every unit from the index of the column.

    One condition for all units has PostgreSQL guess how common they are, and where it guesses
    wrong it reads through the list of the whole house to find what a small unit has.
    """
    units = func.json_array_elements_text(cast(_UNITS, JSON)).table_valued(column("value", Text))
    page = _page(found.where(own == units.c.value), _c.opened_position).lateral()
    return select(page).select_from(units).join(page, true())


def _newest_of(parts: Sequence[Select[Any]]) -> Select[Any]:
    """Put together what was recorded and what is handled; most cases are both in one unit."""
    both = union(*(select(part.subquery()) for part in parts)).subquery()
    position = both.c.opened_position
    return _page(select(position, both.c.line), position)

"""The first copy, which the handling unit keeps (处理单位留存, SC-35): the form, box by box.

It holds personal data, and what is due to the customer next, and by whom.
"""

from typing import Any, Final

from sqlalchemy import Column, Text
from typing_extensions import TypedDict

from app.domain.complaint import Status
from app.domain.events import (
    Assigned,
    Classified,
    Closed,
    Compensated,
    Confirmed,
    Dismissed,
    Escalated,
    Fact,
    Noted,
    Promised,
    Received,
    Reopened,
    Replied,
    Reported,
    Signed,
    Withdrawn,
)
from app.domain.values import Complainant
from app.events.codec import iso
from app.events.projection import (
    Document,
    Fold,
    MoneyJson,
    Projection,
    document_table,
    feed,
    index,
    instant,
    money,
    one,
)
from app.events.store import Recorded
from app.events.tables import Moment


class Act(TypedDict):
    """When something was done, and by whom."""

    at: str
    by: str


class CustomerBox(TypedDict):
    """顾客资料栏: the customer's real particulars (SC-41)."""

    name: str | None
    kind: str
    telephone: str | None
    email: str | None
    address: str | None
    reference: str | None


class ContentBox(TypedDict):
    """反应或客诉内容栏: as the customer stated it (SC-42)."""

    statement: str
    reason: str | None
    subject: str | None
    demand: str | None
    emotion: str | None
    order_reference: str | None
    memos: list[str]


class Remedy(Act):
    """What was given, and who signed for it (受偿人签收)."""

    remedy: str
    amount: MoneyJson
    signatory: str


class ResultBox(TypedDict):
    """处理结果栏: filled by the handling unit (SC-43)."""

    outcome: str | None
    result: str | None
    remedies: list[Remedy]


class SignOff(Act):
    box: str
    remark: str | None


class Assistance(Act):
    """Who else was drawn in (SC-44)."""

    who: list[str]
    why: str


class OpenPromise(TypedDict):
    number: int
    kind: str
    what: str
    due: str


class NextDue(TypedDict):
    """What is due to the customer next, and who owes it."""

    promise: int
    what: str
    due: str
    owner: str


class HandlerCopy(Document):
    """The document."""

    status: str
    received_at: str
    channel: str
    place: str | None
    stage: str | None
    unit: str
    handling_unit: str
    owner: str
    confidential: bool
    high_value: bool
    paper_number: str | None
    category: str | None
    tier: str | None
    severity: int | None
    customer: CustomerBox
    content: ContentBox
    filler: Act
    """填表人 (SC-39)."""
    recording_unit_head: SignOff | None
    """记录单位栏 (SC-40)."""
    assisting: list[Assistance]
    sign_offs: list[SignOff]
    result: ResultBox
    open_promises: list[OpenPromise]
    next_due: NextDue | None
    closed_at: str | None


def _begin(event: Received, fact: Fact, recorded: Recorded) -> HandlerCopy:
    return {
        "id": str(recorded.stream_id),
        "number": recorded.number,
        "version": recorded.version,
        "position": recorded.position,
        "status": Status.OPEN.value,
        "received_at": iso(fact.at),
        "channel": event.channel.value,
        "place": event.place,
        "stage": event.stage,
        "unit": event.unit,
        "handling_unit": event.unit,
        "owner": fact.by.subject,
        "confidential": event.confidential,
        "high_value": event.high_value,
        "paper_number": event.paper_number,
        "category": None,
        "tier": None,
        "severity": None,
        "customer": _customer(event.complainant),
        "content": {
            "statement": event.statement,
            "reason": event.reason,
            "subject": event.subject,
            "demand": event.demand,
            "emotion": None if event.emotion is None else event.emotion.value,
            "order_reference": event.order_reference,
            "memos": [],
        },
        "filler": _act(fact),
        "recording_unit_head": None,
        "assisting": [],
        "sign_offs": [],
        "result": {"outcome": None, "result": None, "remedies": []},
        "open_promises": [],
        "next_due": None,
        "closed_at": None,
    }


project: Final = Fold(_begin)


def _act(fact: Fact) -> Act:
    return {"at": iso(fact.at), "by": fact.by.subject}


def _customer(who: Complainant) -> CustomerBox:
    return {
        "name": who.name,
        "kind": who.kind.value,
        "telephone": who.telephone,
        "email": who.email,
        "address": who.address,
        "reference": who.reference,
    }


def _completed(known: CustomerBox, who: Complainant) -> CustomerBox:
    """A memo adds particulars; what it does not say stays."""
    return {
        "name": who.name or known["name"],
        "kind": who.kind.value,
        "telephone": who.telephone or known["telephone"],
        "email": who.email or known["email"],
        "address": who.address or known["address"],
        "reference": who.reference or known["reference"],
    }


@project.on(Noted)
def _noted(form: HandlerCopy, event: Noted, _fact: Fact) -> None:
    content = form["content"]
    form["content"] = {
        **content,
        "reason": event.reason or content["reason"],
        "subject": event.subject or content["subject"],
        "demand": event.demand or content["demand"],
        "memos": [*content["memos"], event.text],
    }
    if event.complainant is not None:
        form["customer"] = _completed(form["customer"], event.complainant)


@project.on(Confirmed)
def _confirmed(form: HandlerCopy, event: Confirmed, fact: Fact) -> None:
    form["recording_unit_head"] = {**_act(fact), "box": event.unit, "remark": event.remark}


@project.on(Classified)
def _classified(form: HandlerCopy, event: Classified, _fact: Fact) -> None:
    form["category"] = event.category
    form["tier"] = event.tier
    form["severity"] = event.severity.value


@project.on(Assigned)
def _assigned(form: HandlerCopy, event: Assigned, _fact: Fact) -> None:
    form["owner"] = event.handler
    form["handling_unit"] = event.unit
    _set_next_due(form)


@project.on(Reported)
def _reported(form: HandlerCopy, event: Reported, fact: Fact) -> None:
    report: Assistance = {**_act(fact), "who": list(event.to_roles), "why": event.reason}
    form["assisting"] = [*form["assisting"], report]


@project.on(Escalated)
def _escalated(form: HandlerCopy, event: Escalated, fact: Fact) -> None:
    form["tier"] = event.tier
    form["handling_unit"] = event.to_unit or form["handling_unit"]
    who = [event.to_role] if event.to_unit is None else [event.to_role, event.to_unit]
    escalation: Assistance = {**_act(fact), "who": who, "why": event.reason}
    form["assisting"] = [*form["assisting"], escalation]


@project.on(Promised)
def _promised(form: HandlerCopy, event: Promised, _fact: Fact) -> None:
    promise: OpenPromise = {
        "number": event.promise,
        "kind": event.kind.value,
        "what": event.what,
        "due": iso(event.due),
    }
    form["open_promises"] = [*form["open_promises"], promise]
    _set_next_due(form)


@project.on(Replied)
def _replied(form: HandlerCopy, event: Replied, _fact: Fact) -> None:
    still = [item for item in form["open_promises"] if item["number"] != event.promise]
    form["open_promises"] = still
    _set_next_due(form)


def _set_next_due(form: HandlerCopy) -> None:
    first = min(form["open_promises"], key=lambda item: item["due"], default=None)
    form["next_due"] = first and {
        "promise": first["number"],
        "what": first["what"],
        "due": first["due"],
        "owner": form["owner"],
    }


@project.on(Compensated)
def _compensated(form: HandlerCopy, event: Compensated, fact: Fact) -> None:
    remedy: Remedy = {
        **_act(fact),
        "remedy": event.remedy,
        "amount": money(event.amount),
        "signatory": event.signature.signatory,
    }
    result = form["result"]
    form["result"] = {**result, "remedies": [*result["remedies"], remedy]}


@project.on(Signed)
def _signed(form: HandlerCopy, event: Signed, fact: Fact) -> None:
    signature: SignOff = {**_act(fact), "box": event.box, "remark": event.remark}
    form["sign_offs"] = [*form["sign_offs"], signature]


def _end(form: HandlerCopy, status: Status, outcome: str | None, result: str, fact: Fact) -> None:
    form["status"] = status.value
    form["result"] = {**form["result"], "outcome": outcome, "result": result}
    form["closed_at"] = iso(fact.at)
    form["open_promises"] = []
    form["next_due"] = None


@project.on(Closed)
def _closed(form: HandlerCopy, event: Closed, fact: Fact) -> None:
    _end(form, Status.CLOSED, event.outcome, event.result, fact)


@project.on(Withdrawn)
def _withdrawn(form: HandlerCopy, event: Withdrawn, fact: Fact) -> None:
    _end(form, Status.WITHDRAWN, None, event.reason, fact)


@project.on(Dismissed)
def _dismissed(form: HandlerCopy, event: Dismissed, fact: Fact) -> None:
    _end(form, Status.DISMISSED, None, event.reason, fact)


@project.on(Reopened)
def _reopened(form: HandlerCopy, _event: Reopened, _fact: Fact) -> None:
    form["status"] = Status.OPEN.value
    form["result"] = {**form["result"], "outcome": None, "result": None}
    form["closed_at"] = None


TABLE: Final = document_table(
    "handler_copy",
    Column("status", Text, nullable=False),
    Column("owner", Text, nullable=False),
    Column("due", Moment),
)
index(TABLE, "position")


def columns(form: HandlerCopy) -> dict[str, Any]:
    """Tell what a form is found by."""
    return {
        "unit": form["unit"],
        "handling_unit": form["handling_unit"],
        "status": form["status"],
        "owner": form["owner"],
        "due": instant(form["next_due"] and form["next_due"]["due"]),
    }


PROJECTION: Final = Projection(TABLE, project, columns)

ONE: Final = one(PROJECTION)
FEED: Final = feed(TABLE, scoped=False)
FEED_IN_UNITS: Final = feed(TABLE, scoped=True)

"""The first copy, which the handling unit keeps (处理单位留存, SC-35): the form, box by box.

It holds personal data, and what is due next, and by whom.
"""

from typing import Any, Final

from sqlalchemy import Column, Text
from typing_extensions import TypedDict

from app.domain.complaint import Status
from app.domain.custody import ISSUED
from app.domain.events import (
    Assigned,
    AssistanceAsked,
    Classified,
    Closed,
    Compensated,
    CompensationReversed,
    Confirmed,
    Dismissed,
    Escalated,
    Event,
    ExpenseChanged,
    ExpenseRequested,
    Fact,
    HandedOver,
    HoldLifted,
    HoldPlaced,
    ImprovementMade,
    ImprovementPlanned,
    Noted,
    Promised,
    Received,
    Referred,
    Reopened,
    Replied,
    Reported,
    Rescheduled,
    Reworked,
    ReworkOrdered,
    Signed,
    VisitArranged,
    Visited,
    Withdrawn,
)
from app.domain.values import Complainant, Copy, Deadline
from app.events.codec import iso
from app.events.holds import Holding, lift, place
from app.events.projection import (
    Fold,
    MoneyJson,
    Projection,
    document_table,
    index,
    instant,
    money,
    one,
)
from app.events.signatures import SignedForm, sign, void
from app.events.stays import Held, custody_columns, destruction, lying, move, remains, stay
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
    contact_from: str | None
    """From when in the day a call is welcome, HH:MM in the organisation's time zone (PC-33)."""
    contact_until: str | None


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
    reversed: bool
    """What was paid came back."""


class ResultBox(TypedDict):
    """处理结果栏: filled by the handling unit (SC-43)."""

    outcome: str | None
    result: str | None
    remedies: list[Remedy]


class RecordingUnit(Act):
    """Whose head confirmed the record."""

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


class Standing(TypedDict):
    """A deadline that stands."""

    number: int
    clock: str
    about: str | None
    due: str
    held: bool
    reminder: bool


class NextDue(TypedDict):
    """What is due next, and who owes it: the earliest deadline, or promise without one."""

    clock: str
    about: str | None
    """Which of several: `promise:1`, `visit:2` ..."""
    due: str
    owner: str


class Visit(TypedDict):
    number: int
    person: str
    due: str
    where: str
    purpose: str
    met: bool | None
    result: str | None


class ReworkSheet(TypedDict):
    """What is to be done again, and why (PC-55)."""

    number: int
    remedy: str
    unit: str
    cause: str
    instructions: str
    sheet: str | None
    due: str | None
    result: str | None
    accepted: bool | None


class Improvement(TypedDict):
    """What is still to be done so that it does not happen again (WS-44, PC-79)."""

    number: int
    what: str
    owner: str
    unit: str
    due: str


class HandlerCopy(Held, Holding, SignedForm):
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
    recording_unit_head: RecordingUnit | None
    """记录单位栏 (SC-40)."""
    assisting: list[Assistance]
    result: ResultBox
    open_promises: list[OpenPromise]
    visits: list[Visit]
    reworks: list[ReworkSheet]
    improvements: list[Improvement]
    """Those to be made."""
    deadlines: list[Standing]
    next_due: NextDue | None
    closed_at: str | None


def _begin(event: Received, fact: Fact, recorded: Recorded) -> HandlerCopy:
    lies = ISSUED[Copy.HANDLER]
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
        "visits": [],
        "reworks": [],
        "improvements": [],
        "deadlines": [],
        "next_due": None,
        "closed_at": None,
        "custody": lies.value,
        "custody_trail": [stay(lies, fact, recorded.position)],
        "destruction": None,
        "holds": [],
    }


project: Final = Fold(_begin)
project.on(HoldPlaced)(place)
project.on(HoldLifted)(lift)


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
        "contact_from": who.contact_from,
        "contact_until": who.contact_until,
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
        "contact_from": who.contact_from or known["contact_from"],
        "contact_until": who.contact_until or known["contact_until"],
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


@project.on(Rescheduled)
def _rescheduled(form: HandlerCopy, event: Rescheduled, _fact: Fact) -> None:
    gone = {lifted.number for lifted in event.lifted}
    gone |= {deadline.number for deadline in event.deadlines}
    kept = [item for item in form["deadlines"] if item["number"] not in gone]
    form["deadlines"] = [*kept, *(_standing(deadline) for deadline in event.deadlines)]
    _set_next_due(form)


def _standing(deadline: Deadline) -> Standing:
    return {
        "number": deadline.number,
        "clock": deadline.clock,
        "about": deadline.about,
        "due": iso(deadline.due),
        "held": deadline.held,
        "reminder": deadline.reminder,
    }


def _set_next_due(form: HandlerCopy) -> None:
    """Name what comes first; a deadline before the promise that it watches."""
    duties: list[NextDue] = [
        {
            "clock": item["clock"],
            "about": item["about"],
            "due": item["due"],
            "owner": form["owner"],
        }
        for item in form["deadlines"]
        if not item["held"] and not item["reminder"]
    ]
    promises: list[NextDue] = [
        {
            "clock": f"promised-{item['kind']}",
            "about": f"promise:{item['number']}",
            "due": item["due"],
            "owner": form["owner"],
        }
        for item in form["open_promises"]
    ]
    form["next_due"] = min((*duties, *promises), key=lambda item: item["due"], default=None)


@project.on(AssistanceAsked)
def _assistance_asked(form: HandlerCopy, event: AssistanceAsked, fact: Fact) -> None:
    asked: Assistance = {**_act(fact), "who": [event.unit], "why": event.what}
    form["assisting"] = [*form["assisting"], asked]


@project.on(Referred)
def _referred(form: HandlerCopy, event: Referred, fact: Fact) -> None:
    referral: Assistance = {**_act(fact), "who": [event.to.value], "why": event.reason}
    form["assisting"] = [*form["assisting"], referral]


@project.on(VisitArranged)
def _visit_arranged(form: HandlerCopy, event: VisitArranged, _fact: Fact) -> None:
    visit: Visit = {
        "number": event.visit,
        "person": event.person,
        "due": iso(event.due),
        "where": event.where,
        "purpose": event.purpose,
        "met": None,
        "result": None,
    }
    form["visits"] = [*form["visits"], visit]


@project.on(Visited)
def _visited(form: HandlerCopy, event: Visited, _fact: Fact) -> None:
    form["visits"] = [
        {**visit, "met": event.met, "result": event.result}
        if visit["number"] == event.visit
        else visit
        for visit in form["visits"]
    ]


@project.on(ReworkOrdered)
def _rework_ordered(form: HandlerCopy, event: ReworkOrdered, _fact: Fact) -> None:
    sheet: ReworkSheet = {
        "number": event.rework,
        "remedy": event.remedy,
        "unit": event.unit,
        "cause": event.cause,
        "instructions": event.instructions,
        "sheet": event.sheet,
        "due": None if event.due is None else iso(event.due),
        "result": None,
        "accepted": None,
    }
    form["reworks"] = [*form["reworks"], sheet]


@project.on(Reworked)
def _reworked(form: HandlerCopy, event: Reworked, _fact: Fact) -> None:
    form["reworks"] = [
        {**sheet, "result": event.result, "accepted": event.accepted}
        if sheet["number"] == event.rework
        else sheet
        for sheet in form["reworks"]
    ]


@project.on(ImprovementPlanned)
def _improvement_planned(form: HandlerCopy, event: ImprovementPlanned, _fact: Fact) -> None:
    improvement: Improvement = {
        "number": event.improvement,
        "what": event.what,
        "owner": event.owner,
        "unit": event.unit,
        "due": iso(event.due),
    }
    form["improvements"] = [*form["improvements"], improvement]


@project.on(ImprovementMade)
def _improvement_made(form: HandlerCopy, event: ImprovementMade, _fact: Fact) -> None:
    left = [item for item in form["improvements"] if item["number"] != event.improvement]
    form["improvements"] = left


@project.on(Compensated)
def _compensated(form: HandlerCopy, event: Compensated, fact: Fact) -> None:
    remedy: Remedy = {
        **_act(fact),
        "remedy": event.remedy,
        "amount": money(event.amount),
        "signatory": event.signature.signatory,
        "reversed": False,
    }
    result = form["result"]
    form["result"] = {**result, "remedies": [*result["remedies"], remedy]}


@project.on(ExpenseRequested, ExpenseChanged)
def _signed_anew(form: HandlerCopy, _event: Event, fact: Fact) -> None:
    """The first box says who filled in the form; the others answer for what it comes to."""
    void(form, fact, but_first=1)


@project.on(CompensationReversed)
def _compensation_reversed(form: HandlerCopy, event: CompensationReversed, fact: Fact) -> None:
    result = form["result"]
    remedies: list[Remedy] = [
        {**remedy, "reversed": True} if number == event.compensation else remedy
        for number, remedy in enumerate(result["remedies"], 1)
    ]
    form["result"] = {**result, "remedies": remedies}
    void(form, fact, but_first=1)


@project.on(HandedOver)
def _handed_over(form: HandlerCopy, event: HandedOver, fact: Fact) -> None:
    if event.copy is Copy.HANDLER:
        move(form, event.to, fact)
        form["destruction"] = destruction(event, fact)


@project.on(Signed)
def _signed(form: HandlerCopy, event: Signed, fact: Fact) -> None:
    sign(form, event, fact)


def _end(form: HandlerCopy, status: Status, outcome: str | None, result: str, fact: Fact) -> None:
    form["status"] = status.value
    form["result"] = {**form["result"], "outcome": outcome, "result": result}
    form["closed_at"] = iso(fact.at)
    form["open_promises"] = []
    _set_next_due(form)


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
def _reopened(form: HandlerCopy, _event: Reopened, fact: Fact) -> None:
    move(form, ISSUED[Copy.HANDLER], fact)
    form["destruction"] = None
    void(form, fact)
    form["status"] = Status.OPEN.value
    form["result"] = {**form["result"], "outcome": None, "result": None}
    form["closed_at"] = None


TABLE: Final = document_table(
    "handler_copy",
    *custody_columns(server_default=""),
    Column("status", Text, nullable=False),
    Column("owner", Text, nullable=False),
    Column("due", Moment),
)
index(TABLE, "position")
index(TABLE, "custody", "position")


def columns(form: HandlerCopy) -> dict[str, Any]:
    """Tell what a form is found by."""
    return {
        "unit": form["unit"],
        "handling_unit": form["handling_unit"],
        "status": form["status"],
        "owner": form["owner"],
        **lying(form),
        "due": instant(form["next_due"] and form["next_due"]["due"]),
    }


PROJECTION: Final = Projection(TABLE, project, columns, remains, shape=5)

ONE: Final = one(PROJECTION)

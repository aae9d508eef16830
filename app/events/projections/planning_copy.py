"""The third copy, which the planning department keeps (企划部, SC-38).

What can be counted and compared: no personal data, and none of the words that people wrote. Place
and stage are left out, because a policy may leave their words free (WS-02).
"""

import re
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Column, Text
from typing_extensions import TypedDict

from app.domain.complaint import Status
from app.domain.custody import ISSUED
from app.domain.events import (
    Apologised,
    Assigned,
    Attributed,
    Classified,
    Closed,
    Compensated,
    CompensationReversed,
    DeadlineMissed,
    Dismissed,
    Escalated,
    Explained,
    Fact,
    FollowedUp,
    HandedOver,
    ImprovementMade,
    ImprovementPlanned,
    Investigated,
    Linked,
    Promised,
    Received,
    Referred,
    Reopened,
    Replied,
    ReworkOrdered,
    Withdrawn,
)
from app.domain.values import Copy, Place
from app.events.codec import iso
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
from app.events.stays import Destructible, custody_columns, destruction, remains
from app.events.store import Recorded
from app.events.tables import Moment


class RemedyGiven(TypedDict):
    remedy: str
    cost: MoneyJson
    reversed: bool
    """What was paid came back."""


class Times(TypedDict):
    number: int
    due: str


class Promises(TypedDict):
    made: int
    kept: int
    deferred: int
    """Put off, and a new promise took its place."""
    late: int
    """Kept or put off, but after the time promised."""
    open: list[Times]


class Link(TypedDict):
    kind: str
    other: str
    """The other complaint's id."""


class Satisfaction(TypedDict):
    occasion: str
    reached: bool
    with_outcome: int | None
    with_handling: int | None
    new_problem: bool


class Improvements(TypedDict):
    """What is done so that it does not happen again (WS-44, PC-79)."""

    planned: int
    made: int
    late: int
    """Made, but after the time set."""
    open: list[Times]


class Part(TypedDict):
    """Which unit answers for what part (LC-35, LC-36); no person, and no team's own name."""

    kind: str
    unit: str
    percent: int


class PlaceOfCopy(TypedDict):
    """A stay of the copy; whose act it was, the other copies say."""

    place: str
    since: str
    position: int


class PlanningCopy(Destructible):
    """The document."""

    paper_number: str | None
    """Of a preprinted form, where it is surely one."""
    status: str
    channel: str
    directness: str
    complainant_kind: str
    unit: str
    handling_unit: str
    emotion: str | None
    high_value: bool
    category: str | None
    tier: str | None
    severity: int | None
    mindset: str | None
    flags: list[str]
    escalations: int
    cause_class: str | None
    fault: str | None
    remedies: list[RemedyGiven]
    reworks: list[str]
    """The remedies by which work was done again."""
    referrals: list[str]
    """Who was called in."""
    links: list[Link]
    explained: bool
    """It was explained to the customer, who understood it."""
    responsibility: list[Part]
    """As it was attributed last."""
    improvements: Improvements
    missed: list[str]
    """The clocks whose time passed, once for each time."""
    received_at: str
    first_apology_at: str | None
    closed_at: str | None
    minutes_to_apology: int | None
    minutes_to_closing: int | None
    reopened: int
    promises: Promises
    satisfaction: list[Satisfaction]
    outcome: str | None
    custody_trail: list[PlaceOfCopy]


def _begin(event: Received, fact: Fact, recorded: Recorded) -> PlanningCopy:
    place = ISSUED[Copy.PLANNING]
    return {
        "id": str(recorded.stream_id),
        "number": recorded.number,
        "version": recorded.version,
        "position": recorded.position,
        "paper_number": _serial(event.paper_number),
        "status": Status.OPEN.value,
        "channel": event.channel.value,
        "directness": event.directness.value,
        "complainant_kind": event.complainant.kind.value,
        "unit": event.unit,
        "handling_unit": event.unit,
        "emotion": None if event.emotion is None else event.emotion.value,
        "high_value": event.high_value,
        "category": None,
        "tier": None,
        "severity": None,
        "mindset": None,
        "flags": [],
        "escalations": 0,
        "cause_class": None,
        "fault": None,
        "remedies": [],
        "reworks": [],
        "referrals": [],
        "links": [],
        "explained": False,
        "responsibility": [],
        "improvements": {"planned": 0, "made": 0, "late": 0, "open": []},
        "missed": [],
        "received_at": iso(fact.at),
        "first_apology_at": None,
        "closed_at": None,
        "minutes_to_apology": None,
        "minutes_to_closing": None,
        "reopened": 0,
        "promises": {"made": 0, "kept": 0, "deferred": 0, "late": 0, "open": []},
        "satisfaction": [],
        "outcome": None,
        "custody": place.value,
        "custody_trail": [_lies(place, fact, recorded.position)],
        "destruction": None,
    }


project: Final = Fold(_begin)

_SERIAL: Final = re.compile(r"[A-Za-z.]{0,4}[-/ ]?[0-9]{1,7}")
"""A number as it is printed on forms; people may write a name or a telephone number instead."""


def _serial(paper_number: str | None) -> str | None:
    return paper_number if paper_number and _SERIAL.fullmatch(paper_number) else None


def _lies(place: Place, fact: Fact, position: int) -> PlaceOfCopy:
    return {"place": place.value, "since": iso(fact.at), "position": position}


def _move(copy: PlanningCopy, place: Place, fact: Fact) -> None:
    if place.value != copy["custody"]:
        copy["custody"] = place.value
        copy["custody_trail"] = [*copy["custody_trail"], _lies(place, fact, copy["position"])]


def _minutes_since(text: str, now: datetime) -> int:
    """Count whole minutes; an apology recorded before the receipt itself came at once."""
    return max(0, int((now - datetime.fromisoformat(text)).total_seconds() // 60))


@project.on(Classified)
def _classified(copy: PlanningCopy, event: Classified, _fact: Fact) -> None:
    copy["category"] = event.category
    copy["tier"] = event.tier
    copy["severity"] = event.severity.value
    copy["mindset"] = None if event.mindset is None else event.mindset.value
    copy["flags"] = list(event.flags)


@project.on(Apologised)
def _apologised(copy: PlanningCopy, _event: Apologised, fact: Fact) -> None:
    if copy["first_apology_at"] is None:
        copy["first_apology_at"] = iso(fact.at)
        copy["minutes_to_apology"] = _minutes_since(copy["received_at"], fact.at)


@project.on(Assigned)
def _assigned(copy: PlanningCopy, event: Assigned, _fact: Fact) -> None:
    copy["handling_unit"] = event.unit


@project.on(Escalated)
def _escalated(copy: PlanningCopy, event: Escalated, _fact: Fact) -> None:
    copy["tier"] = event.tier
    copy["handling_unit"] = event.to_unit or copy["handling_unit"]
    copy["escalations"] += 1


@project.on(Promised)
def _promised(copy: PlanningCopy, event: Promised, _fact: Fact) -> None:
    promises = copy["promises"]
    times: Times = {"number": event.promise, "due": iso(event.due)}
    copy["promises"] = {
        **promises,
        "made": promises["made"] + 1,
        "open": [*promises["open"], times],
    }


@project.on(Replied)
def _replied(copy: PlanningCopy, event: Replied, fact: Fact) -> None:
    promises = copy["promises"]
    answered = [item for item in promises["open"] if item["number"] == event.promise]
    deferred = answered if event.deferred_because else []
    late = [item for item in answered if item["due"] < iso(fact.at)]
    copy["promises"] = {
        "made": promises["made"],
        "kept": promises["kept"] + len(answered) - len(deferred),
        "deferred": promises["deferred"] + len(deferred),
        "late": promises["late"] + len(late),
        "open": [item for item in promises["open"] if item["number"] != event.promise],
    }


@project.on(Investigated)
def _investigated(copy: PlanningCopy, event: Investigated, _fact: Fact) -> None:
    copy["cause_class"] = event.cause_class.value
    copy["fault"] = event.fault.value


@project.on(Compensated)
def _compensated(copy: PlanningCopy, event: Compensated, _fact: Fact) -> None:
    given: RemedyGiven = {
        "remedy": event.remedy,
        "cost": money(event.amount),
        "reversed": False,
    }
    copy["remedies"] = [*copy["remedies"], given]


@project.on(CompensationReversed)
def _compensation_reversed(copy: PlanningCopy, event: CompensationReversed, _fact: Fact) -> None:
    copy["remedies"] = [
        {**given, "reversed": True} if number == event.compensation else given
        for number, given in enumerate(copy["remedies"], 1)
    ]


@project.on(HandedOver)
def _handed_over(copy: PlanningCopy, event: HandedOver, fact: Fact) -> None:
    if event.copy is Copy.PLANNING:
        _move(copy, event.to, fact)
        copy["destruction"] = destruction(event, fact)


@project.on(ReworkOrdered)
def _rework_ordered(copy: PlanningCopy, event: ReworkOrdered, _fact: Fact) -> None:
    copy["reworks"] = [*copy["reworks"], event.remedy]


@project.on(Referred)
def _referred(copy: PlanningCopy, event: Referred, _fact: Fact) -> None:
    copy["referrals"] = [*copy["referrals"], event.to.value]


@project.on(Linked)
def _linked(copy: PlanningCopy, event: Linked, _fact: Fact) -> None:
    link: Link = {"kind": event.kind.value, "other": str(event.other)}
    copy["links"] = [*copy["links"], link]


@project.on(Explained)
def _explained(copy: PlanningCopy, event: Explained, _fact: Fact) -> None:
    copy["explained"] = copy["explained"] or event.understood


@project.on(Attributed)
def _attributed(copy: PlanningCopy, event: Attributed, _fact: Fact) -> None:
    copy["responsibility"] = [
        {"kind": share.kind.value, "unit": share.unit, "percent": share.percent}
        for share in event.shares
    ]


@project.on(ImprovementPlanned)
def _improvement_planned(copy: PlanningCopy, event: ImprovementPlanned, _fact: Fact) -> None:
    known = copy["improvements"]
    times: Times = {"number": event.improvement, "due": iso(event.due)}
    copy["improvements"] = {
        **known,
        "planned": known["planned"] + 1,
        "open": [*known["open"], times],
    }


@project.on(ImprovementMade)
def _improvement_made(copy: PlanningCopy, event: ImprovementMade, fact: Fact) -> None:
    known = copy["improvements"]
    made = [item for item in known["open"] if item["number"] == event.improvement]
    copy["improvements"] = {
        "planned": known["planned"],
        "made": known["made"] + len(made),
        "late": known["late"] + sum(item["due"] < iso(fact.at) for item in made),
        "open": [item for item in known["open"] if item["number"] != event.improvement],
    }


@project.on(DeadlineMissed)
def _deadline_missed(copy: PlanningCopy, event: DeadlineMissed, _fact: Fact) -> None:
    copy["missed"] = [*copy["missed"], event.clock]


def _end(copy: PlanningCopy, status: Status, outcome: str | None, fact: Fact) -> None:
    copy["status"] = status.value
    copy["outcome"] = outcome
    copy["closed_at"] = iso(fact.at)
    copy["minutes_to_closing"] = _minutes_since(copy["received_at"], fact.at)
    copy["promises"] = {**copy["promises"], "open": []}


@project.on(Closed)
def _closed(copy: PlanningCopy, event: Closed, fact: Fact) -> None:
    _end(copy, Status.CLOSED, event.outcome, fact)


@project.on(Withdrawn)
def _withdrawn(copy: PlanningCopy, _event: Withdrawn, fact: Fact) -> None:
    _end(copy, Status.WITHDRAWN, None, fact)


@project.on(Dismissed)
def _dismissed(copy: PlanningCopy, _event: Dismissed, fact: Fact) -> None:
    _end(copy, Status.DISMISSED, None, fact)


@project.on(Reopened)
def _reopened(copy: PlanningCopy, _event: Reopened, fact: Fact) -> None:
    _move(copy, ISSUED[Copy.PLANNING], fact)
    copy["destruction"] = None
    copy["status"] = Status.OPEN.value
    copy["outcome"] = copy["closed_at"] = copy["minutes_to_closing"] = None
    copy["reopened"] += 1


@project.on(FollowedUp)
def _followed_up(copy: PlanningCopy, event: FollowedUp, _fact: Fact) -> None:
    figures: Satisfaction = {
        "occasion": event.occasion,
        "reached": event.reached,
        "with_outcome": event.satisfied_with_outcome,
        "with_handling": event.satisfied_with_handling,
        "new_problem": event.new_problem is not None,
    }
    copy["satisfaction"] = [*copy["satisfaction"], figures]


TABLE: Final = document_table(
    "planning_copy",
    *custody_columns(server_default=""),
    Column("status", Text, nullable=False),
    Column("category", Text),
    Column("tier", Text),
    Column("received_at", Moment, nullable=False),
    Column("closed_at", Moment),
)
index(TABLE, "position")
index(TABLE, "custody", "position")


def columns(copy: PlanningCopy) -> dict[str, Any]:
    """Tell what a copy is found by."""
    return {
        "unit": copy["unit"],
        "handling_unit": copy["handling_unit"],
        "custody": copy["custody"],
        "since": instant(copy["custody_trail"][-1]["since"]),
        "status": copy["status"],
        "category": copy["category"],
        "tier": copy["tier"],
        "received_at": instant(copy["received_at"]),
        "closed_at": instant(copy["closed_at"]),
    }


PROJECTION: Final = Projection(TABLE, project, columns, remains, shape=6)

ONE: Final = one(PROJECTION)

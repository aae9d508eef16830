"""What a complaint adds to the reviews of a day, a week, a month and a half-year (WS-43, AS-26).

Like the planning copy it has no personal data and none of the words that people wrote. Unlike it,
everything says when it was, so that each thing counts in the period in which it happened, and a
review of March is the same in April.
"""

from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, Final

from sqlalchemy import Column, Integer, Text, Uuid, bindparam
from typing_extensions import TypedDict

from app.domain.complaint import Status
from app.domain.events import (
    Apologised,
    Assigned,
    Classified,
    Closed,
    Compensated,
    CompensationReversed,
    DeadlineMissed,
    Dismissed,
    Escalated,
    Fact,
    FollowedUp,
    ImprovementMade,
    ImprovementPlanned,
    Investigated,
    Promised,
    Received,
    Reopened,
    Replied,
    Rescheduled,
    Withdrawn,
)
from app.domain.values import CauseClass
from app.events.codec import iso
from app.events.database import Query
from app.events.projection import (
    Document,
    Fold,
    MoneyJson,
    Projection,
    among,
    document_table,
    index,
    instant,
    money,
    rows,
    utf8,
)
from app.events.store import Recorded
from app.events.tables import Moment


class Turn(TypedDict):
    """It was received, ended, or taken up again."""

    at: str
    status: str
    outcome: str | None


class Missed(TypedDict):
    deadline: int
    clock: str
    at: str
    settled_at: str | None
    """When it was done after all, or was not asked for any more."""


class PromiseGiven(TypedDict):
    number: int
    at: str
    due: str
    answered_at: str | None
    deferred: bool


class RemedyGiven(TypedDict):
    at: str
    remedy: str
    cost: MoneyJson
    times: int
    """1; or -1 with what was paid below zero, where the money came back."""


class Contact(TypedDict):
    at: str
    occasion: str
    reached: bool
    with_outcome: int | None
    with_handling: int | None


class Improvement(TypedDict):
    number: int
    unit: str
    at: str
    due: str
    made_at: str | None


class Figures(Document):
    """The document."""

    unit: str
    handling_unit: str
    channel: str
    category: str | None
    tier: str | None
    severity: int | None
    cause_class: str | None
    fault: str | None
    received_at: str
    touched_at: str
    """The last thing in here happened then."""
    turns: list[Turn]
    first_apology_at: str | None
    first_reply_at: str | None
    cause_found_at: str | None
    promises: list[PromiseGiven]
    missed: list[Missed]
    remedies: list[RemedyGiven]
    contacts: list[Contact]
    improvements: list[Improvement]


def _begin(event: Received, fact: Fact, recorded: Recorded) -> Figures:
    at = iso(fact.at)
    return {
        "id": str(recorded.stream_id),
        "number": recorded.number,
        "version": recorded.version,
        "position": recorded.position,
        "unit": event.unit,
        "handling_unit": event.unit,
        "channel": event.channel.value,
        "category": None,
        "tier": None,
        "severity": None,
        "cause_class": None,
        "fault": None,
        "received_at": at,
        "touched_at": at,
        "turns": [{"at": at, "status": Status.OPEN.value, "outcome": None}],
        "first_apology_at": None,
        "first_reply_at": None,
        "cause_found_at": None,
        "promises": [],
        "missed": [],
        "remedies": [],
        "contacts": [],
        "improvements": [],
    }


project: Final = Fold(_begin, only_its_own=True)


def _touch(figures: Figures, fact: Fact) -> str:
    at = iso(fact.at)
    figures["touched_at"] = max(figures["touched_at"], at)
    return at


@project.on(Classified)
def _classified(figures: Figures, event: Classified, _fact: Fact) -> None:
    figures["category"] = event.category
    figures["tier"] = event.tier
    figures["severity"] = event.severity.value


@project.on(Assigned)
def _assigned(figures: Figures, event: Assigned, _fact: Fact) -> None:
    figures["handling_unit"] = event.unit


@project.on(Escalated)
def _escalated(figures: Figures, event: Escalated, _fact: Fact) -> None:
    figures["tier"] = event.tier
    figures["handling_unit"] = event.to_unit or figures["handling_unit"]


@project.on(Investigated)
def _investigated(figures: Figures, event: Investigated, fact: Fact) -> None:
    figures["cause_class"] = event.cause_class.value
    figures["fault"] = event.fault.value
    figures["cause_found_at"] = _touch(figures, fact)


@project.on(Apologised)
def _apologised(figures: Figures, _event: Apologised, fact: Fact) -> None:
    figures["first_apology_at"] = figures["first_apology_at"] or _touch(figures, fact)


@project.on(Promised)
def _promised(figures: Figures, event: Promised, fact: Fact) -> None:
    promise: PromiseGiven = {
        "number": event.promise,
        "at": _touch(figures, fact),
        "due": iso(event.due),
        "answered_at": None,
        "deferred": False,
    }
    figures["promises"] = [*figures["promises"], promise]


@project.on(Replied)
def _replied(figures: Figures, event: Replied, fact: Fact) -> None:
    at = _touch(figures, fact)
    figures["first_reply_at"] = figures["first_reply_at"] or at
    deferred = event.deferred_because is not None
    figures["promises"] = [
        {**promise, "answered_at": at, "deferred": deferred}
        if promise["number"] == event.promise and promise["answered_at"] is None
        else promise
        for promise in figures["promises"]
    ]


@project.on(DeadlineMissed)
def _deadline_missed(figures: Figures, event: DeadlineMissed, fact: Fact) -> None:
    missed: Missed = {
        "deadline": event.deadline,
        "clock": event.clock,
        "at": _touch(figures, fact),
        "settled_at": None,
    }
    figures["missed"] = [*figures["missed"], missed]


@project.on(Rescheduled)
def _rescheduled(figures: Figures, event: Rescheduled, fact: Fact) -> None:
    """A deadline that is moved stands anew, as one that is lifted does not stand any more."""
    numbers = {one.number for one in event.lifted} | {one.number for one in event.deadlines}
    settled = {one["deadline"] for one in figures["missed"] if one["settled_at"] is None} & numbers
    if not settled:
        return
    at = _touch(figures, fact)
    figures["missed"] = [
        {**one, "settled_at": one["settled_at"] or at} if one["deadline"] in settled else one
        for one in figures["missed"]
    ]


@project.on(Compensated)
def _compensated(figures: Figures, event: Compensated, fact: Fact) -> None:
    given: RemedyGiven = {
        "at": _touch(figures, fact),
        "remedy": event.remedy,
        "cost": money(event.amount),
        "times": 1,
    }
    figures["remedies"] = [*figures["remedies"], given]


@project.on(CompensationReversed)
def _compensation_reversed(figures: Figures, event: CompensationReversed, fact: Fact) -> None:
    """Take it back in the period in which it came back: one that is over does not change."""
    given = [one for one in figures["remedies"] if one["times"] > 0]
    if not 0 < event.compensation <= len(given):
        return
    amount = money(event.amount)
    back: RemedyGiven = {
        "at": _touch(figures, fact),
        "remedy": given[event.compensation - 1]["remedy"],
        "cost": {**amount, "amount": -amount["amount"]},
        "times": -1,
    }
    figures["remedies"] = [*figures["remedies"], back]


@project.on(FollowedUp)
def _followed_up(figures: Figures, event: FollowedUp, fact: Fact) -> None:
    contact: Contact = {
        "at": _touch(figures, fact),
        "occasion": event.occasion,
        "reached": event.reached,
        "with_outcome": event.satisfied_with_outcome,
        "with_handling": event.satisfied_with_handling,
    }
    figures["contacts"] = [*figures["contacts"], contact]


@project.on(ImprovementPlanned)
def _improvement_planned(figures: Figures, event: ImprovementPlanned, fact: Fact) -> None:
    planned: Improvement = {
        "number": event.improvement,
        "unit": event.unit,
        "at": _touch(figures, fact),
        "due": iso(event.due),
        "made_at": None,
    }
    figures["improvements"] = [*figures["improvements"], planned]


@project.on(ImprovementMade)
def _improvement_made(figures: Figures, event: ImprovementMade, fact: Fact) -> None:
    at = _touch(figures, fact)
    figures["improvements"] = [
        {**one, "made_at": one["made_at"] or at} if one["number"] == event.improvement else one
        for one in figures["improvements"]
    ]


def _turn(figures: Figures, status: Status, fact: Fact, outcome: str | None = None) -> None:
    turn: Turn = {"at": _touch(figures, fact), "status": status.value, "outcome": outcome}
    figures["turns"] = [*figures["turns"], turn]


@project.on(Closed)
def _closed(figures: Figures, event: Closed, fact: Fact) -> None:
    _turn(figures, Status.CLOSED, fact, event.outcome)


@project.on(Withdrawn)
def _withdrawn(figures: Figures, _event: Withdrawn, fact: Fact) -> None:
    _turn(figures, Status.WITHDRAWN, fact)


@project.on(Dismissed)
def _dismissed(figures: Figures, _event: Dismissed, fact: Fact) -> None:
    _turn(figures, Status.DISMISSED, fact)


@project.on(Reopened)
def _reopened(figures: Figures, _event: Reopened, fact: Fact) -> None:
    _turn(figures, Status.OPEN, fact)


FOR_EVER: Final = datetime(9999, 12, 31, tzinfo=UTC)


def _counts_until(figures: Figures) -> datetime | None:
    """Tell until when a complaint has a place in reviews: for ever while anything is to be done."""
    status = figures["turns"][-1]["status"]
    planned = figures["improvements"]
    systemic = figures["cause_class"] == CauseClass.SYSTEMIC.value
    to_be_planned = systemic and not planned and status != Status.DISMISSED.value
    to_be_made = any(one["made_at"] is None for one in planned)
    if status == Status.OPEN.value or to_be_planned or to_be_made:
        return FOR_EVER
    return instant(figures["touched_at"])


TABLE: Final = document_table(
    "figures",
    Column("received_at", Moment, nullable=False),
    Column("counts_until", Moment, nullable=False),
)
index(TABLE, "counts_until")


def columns(figures: Figures) -> dict[str, Any]:
    """Tell what the figures are found by."""
    return {
        "unit": figures["unit"],
        "handling_unit": figures["handling_unit"],
        "received_at": instant(figures["received_at"]),
        "counts_until": _counts_until(figures),
    }


PROJECTION: Final = Projection(TABLE, project, columns)


@lru_cache(maxsize=2)
def between(*, units: bool) -> Query:
    """List (complaint_id, document) of what has a place in a span of time, by complaint.

    By complaint, because a place in the feed moves: read in pages, each is there exactly once.
    Parameters: organisation, since, until, after (a complaint's id), limit, and units (a JSON list
    of handling units) where asked for.
    """
    found = (
        rows(TABLE, TABLE.c.complaint_id, utf8(TABLE.c.document))
        .where(
            TABLE.c.counts_until >= bindparam("since", type_=Moment),
            TABLE.c.received_at < bindparam("until", type_=Moment),
            TABLE.c.complaint_id > bindparam("after", type_=Uuid()),
        )
        .order_by(TABLE.c.complaint_id)
        .limit(bindparam("limit", type_=Integer()))
    )
    if units:
        found = found.where(among(TABLE.c.handling_unit, bindparam("units", type_=Text())))
    return Query(found)

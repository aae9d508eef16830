"""What a case is found by, how it looks in a list, and what there is to do about it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import msgspec
from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    SmallInteger,
    Text,
    Uuid,
    and_,
    false,
    literal_column,
    not_,
)
from typing_extensions import TypedDict

from app.domain.spelling import person_of
from app.events.projection import (
    Document,
    Lines,
    Projection,
    document_table,
    index,
    instant,
    lines_table,
)
from app.events.projections.case_state.answering import is_open
from app.events.projections.case_state.beginning import project
from app.events.projections.case_state.document import (
    CaseState,
    DeadlineJson,
    ImprovementJson,
    PromiseJson,
    Waiting,
)
from app.events.tables import JsonText, Moment

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
    Column("next_due", Moment),
    Column("promise_due", Moment),
    Column("contact_opens", Moment),
    Column("improvement_due", Moment),
    Column("improvement_owner", Text),
    Column("reminder_due", Moment),
    Column("waiting_since", Moment),
    Column("followed_up_at", Moment),
    Column("taken_up", Boolean, nullable=False, server_default=false()),
    Column("acted", Boolean, nullable=False, server_default=false()),
    Column("missed", Boolean, nullable=False, server_default=false()),
    Column("precedence", SmallInteger, nullable=False, server_default="1"),
    Column("bucket", SmallInteger, nullable=False, server_default="0"),
    # For processes from before the table below, which may run beside this one.
    Column("assisting", Text),
    Column("linked", Uuid),
    Column("work", JsonText),
)
_c: Final = TABLE.c

# No index holds what every event changes, so most events leave the indexes alone.
index(TABLE, "opened_position")
# A list filtered by one of these reads its page from the index, however rare the value is; the
# other filters keep much of what they see, and read the pages of the whole list.
for _filter in ("status", "category", "unit", "handling_unit", "owner"):
    index(TABLE, _filter, "opened_position")
index(TABLE, "due", where=_c.due.is_not(None))
for _few in ("assisting", "linked"):
    index(TABLE, _few, "opened_position", where=_c[_few].is_not(None))

# The worklist reads each of its kinds in its order. These hold only what there is to do, so they
# do not grow with the years, but for the one that the monthly sample is drawn from.
index(TABLE, "next_due", where=_c.next_due.is_not(None))
index(TABLE, "owner", "precedence", "due", where=_c.due.is_not(None))
for _when in (
    "due",
    "promise_due",
    "contact_opens",
    "improvement_due",
    "reminder_due",
    "waiting_since",
):
    index(TABLE, "precedence", _when, where=_c[_when].is_not(None))
OPEN: Final = _c.status == literal_column("'open'")
CLOSED: Final = _c.status == literal_column("'closed'")
UNOWNED: Final = and_(OPEN, not_(_c.taken_up))
SILENT: Final = and_(OPEN, not_(_c.acted))
index(TABLE, "precedence", "received_at", where=UNOWNED, name="unowned")
index(TABLE, "precedence", "received_at", where=SILENT, name="silent")
index(TABLE, "bucket", where=CLOSED)

ASSISTING: Final = lines_table(
    "case_state",
    "assisting_units",
    Column("unit", Text, nullable=False),
    Column("opened_position", BigInteger, nullable=False),
)
"""Units with an open request for help; each sees the complaint in its lists (SC-44, LC-42)."""
index(ASSISTING, "unit", "opened_position")


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
    """When the next thing is due, or was: the earliest deadline or open promise."""
    missed: bool
    """A deadline was missed, whether what it was for has been done since or not."""
    outcome: str | None
    closed_at: str | None


class Work(TypedDict):
    """What there is to do about a case, for the worklist."""

    deadlines: list[DeadlineJson]
    promises: list[PromiseJson]
    """Those that are open."""
    improvements: list[ImprovementJson]
    """Those to be made."""
    waiting: Waiting | None
    contact_from: str | None
    contact_until: str | None


def work(case: CaseState) -> Work:
    """Pick out what there is to do."""
    return {
        "deadlines": case["deadlines"],
        "promises": [item for item in case["promises"] if is_open(item)],
        "improvements": [item for item in case["improvements"] if item["made_at"] is None],
        "waiting": case["waiting"],
        "contact_from": case["complainant"]["contact_from"],
        "contact_until": case["complainant"]["contact_until"],
    }


def _line(case: CaseState, due: str | None, *, missed: bool) -> CaseLine:
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
        "missed": missed,
        "outcome": case["outcome"],
        "closed_at": case["closed_at"],
    }


_json: Final = msgspec.json.Encoder()
BUCKETS: Final = 100
"""Every case has one of so many, for good: the monthly sample takes some of them (PC-84)."""


def units_of(case: CaseState) -> tuple[str, ...]:
    """Name the units that take part, those asked for help included (SC-44)."""
    return (case["unit"], case["handling_unit"], *_helping(case))


def _helping(case: CaseState) -> list[str]:
    """List the units whose help is still awaited, each once, in the order of asking."""
    waiting = (
        item["unit"]
        for item in case["assistance"]
        if item["assisted_at"] is None and item["lapsed_at"] is None
    )
    return list(dict.fromkeys(waiting))


def _assisting(case: CaseState) -> list[dict[str, Any]]:
    opened = case["opened_position"]
    return [{"unit": unit, "opened_position": opened} for unit in _helping(case)]


def columns(case: CaseState) -> dict[str, Any]:
    """Tell what a case is found by, and how it looks in a list."""
    todo = work(case)
    duties = [item for item in todo["deadlines"] if not item["reminder"]]
    running = [item for item in duties if not item["held"]]
    promises = [item["due"] for item in todo["promises"]]
    due = min((*(item["due"] for item in running), *promises), default=None)
    missed = any(item["missed_at"] for item in case["deadline_history"])
    improvement = min(todo["improvements"], key=lambda item: item["due"], default=None)
    return {
        "line": _json.encode(_line(case, due, missed=missed)).decode(),
        "unit": case["unit"],
        "handling_unit": case["handling_unit"],
        "opened_position": case["opened_position"],
        "status": case["status"],
        "category": case["category"],
        "tier": case["tier"],
        "severity": case["severity"],
        "owner": person_of(case["owner"]),
        "channel": case["channel"],
        "received_at": instant(case["received_at"]),
        "due": instant(due),
        "next_due": _first(item["due"] for item in running if item["missed_at"] is None),
        "promise_due": _first(promises),
        "contact_opens": _contact_opens(case),
        "improvement_due": instant(improvement and improvement["due"]),
        "improvement_owner": improvement and person_of(improvement["owner"]),
        "reminder_due": _first(item["due"] for item in todo["deadlines"] if item["reminder"]),
        "waiting_since": instant(todo["waiting"] and todo["waiting"]["at"]),
        "followed_up_at": instant(case["follow_ups"][-1]["at"] if case["follow_ups"] else None),
        "taken_up": case["taken_up"],
        "acted": case["acted"],
        "missed": missed,
        "precedence": 0 if case["high_value"] else 1,
        "bucket": UUID(case["id"]).int % BUCKETS,
        "assisting": next(reversed(_helping(case)), None),
        "linked": UUID(case["links"][-1]["other"]) if case["links"] else None,
        "work": _json.encode(todo).decode(),
    }


def _first(instants: Iterable[str]) -> datetime | None:
    return instant(min(instants, default=None))


def _contact_opens(case: CaseState) -> datetime | None:
    """Tell from when on the customer is to be contacted again (PC-41, PC-83)."""
    return _first(item["opens"] for item in case["deadlines"] if item["opens"] is not None)


PROJECTION: Final = Projection(TABLE, project, columns, shape=8, lines=Lines(ASSISTING, _assisting))

"""One thing to do: the complaint, what is due, and whether the customer can be called now."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

from app.domain.policy import Policy

Stored = Mapping[str, Any]
"""A part of a row, as JSON."""


class KindOfWork(StrEnum):
    """What kind of things to do."""

    DUE = "due"
    OVERDUE = "overdue"
    UNOWNED = "unowned"
    SILENT = "silent"
    PROMISED_TODAY = "promised-today"
    FOLLOW_UPS = "follow-ups"
    SAMPLE = "sample"
    IMPROVEMENTS = "improvements"
    REMINDERS = "reminders"
    WAITING = "waiting"


def work_item(
    kind: KindOfWork, line: Stored, work: Stored, policy: Policy, now: datetime
) -> dict[str, object]:
    """Write an item of a kind, as it is at an instant."""
    duty = min(_duties(kind, work), key=lambda one: str(one["due"]), default=None)
    waiting = work["waiting"]
    return {
        "id": line["id"],
        "number": line["number"],
        "subject": line["subject"],
        "status": line["status"],
        "owner": line["owner"],
        "unit": line["handling_unit"],
        "severity": line["severity"],
        "tier": line["tier"],
        "high_value": line["high_value"],
        "received_at": line["received_at"],
        "duty": duty and {**duty, "overdue_by": _late(str(duty["due"]), now)},
        "responsible": _responsible(kind, work),
        "waiting_for": waiting and waiting["waiting_for"],
        "waiting_since": waiting and waiting["at"],
        "callable_now": _callable(work, policy, now),
    }


def _late(due: str, now: datetime) -> int:
    return max(0, int((now - datetime.fromisoformat(due)).total_seconds()))


def _duties(kind: KindOfWork, work: Stored) -> Iterator[dict[str, object]]:
    """Pick what is due of a kind; of two at the same time the first is shown."""
    yield from (_watched(item) for item in work["deadlines"] if _belongs(kind, item))
    if kind is KindOfWork.IMPROVEMENTS:
        for improvement in work["improvements"]:
            about = f"improvement:{improvement['number']}"
            yield _unwatched("improvement", about, improvement["due"])
    elif kind not in {KindOfWork.FOLLOW_UPS, KindOfWork.REMINDERS}:
        for promise in work["promises"]:
            about = f"promise:{promise['number']}"
            yield _unwatched(f"promised-{promise['kind']}", about, promise["due"])


def _belongs(kind: KindOfWork, deadline: Stored) -> bool:
    about = deadline["about"] or ""
    match kind:
        case KindOfWork.REMINDERS:
            return bool(deadline["reminder"])
        case KindOfWork.FOLLOW_UPS:
            return deadline["opens"] is not None
        case KindOfWork.PROMISED_TODAY:
            return about.startswith("promise:")
        case KindOfWork.IMPROVEMENTS:
            return about.startswith("improvement:")
        case _:
            return not deadline["held"] and not deadline["reminder"]


def _watched(deadline: Stored) -> dict[str, object]:
    return {
        "clock": deadline["clock"],
        "about": deadline["about"],
        "due": deadline["due"],
        "provisional": deadline["provisional"],
        "missed": deadline["missed_at"] is not None,
        "opens": deadline["opens"],
    }


def _unwatched(clock: str, about: str, due: str) -> dict[str, object]:
    return {
        "clock": clock,
        "about": about,
        "due": due,
        "provisional": False,
        "missed": False,
        "opens": None,
    }


def _responsible(kind: KindOfWork, work: Stored) -> str | None:
    if kind is not KindOfWork.IMPROVEMENTS or not work["improvements"]:
        return None
    return str(min(work["improvements"], key=lambda item: item["due"])["owner"])


def _callable(work: Stored, policy: Policy, now: datetime) -> bool:
    """Tell whether it is now an hour for calls, of the house and of the customer (PC-33)."""
    clock = policy.calendar.local(now).time()
    hour = f"{clock:%H:%M}"
    welcome = (work["contact_from"] or "00:00", work["contact_until"] or "24:00")
    house = policy.contact_from <= clock <= policy.contact_until
    return house and welcome[0] <= hour < welcome[1]

"""How long it took, and what was done in time, late or not at all."""

from datetime import datetime

from app.domain.complaint import Fact
from app.domain.steps.apology import Apologised
from app.domain.steps.deadline import DeadlineMissed, Rescheduled
from app.domain.steps.improvement import ImprovementMade, ImprovementPlanned
from app.domain.steps.promise import Promised
from app.domain.steps.reply import Replied
from app.events.codec import iso
from app.events.lateness import follow, is_late
from app.events.projections.planning_copy.beginning import project
from app.events.projections.planning_copy.document import PlanningCopy, Times


@project.on(Apologised)
def _apologised(copy: PlanningCopy, _event: Apologised, fact: Fact) -> None:
    if copy["first_apology_at"] is None:
        copy["first_apology_at"] = iso(fact.at)
        copy["minutes_to_apology"] = minutes_since(copy["received_at"], fact.at)


def minutes_since(text: str, now: datetime) -> int:
    """Count whole minutes; an apology recorded before the receipt itself came at once."""
    return max(0, int((now - datetime.fromisoformat(text)).total_seconds() // 60))


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
    late = [item for item in answered if is_late(item["due"], iso(fact.at))]
    copy["promises"] = {
        "made": promises["made"],
        "kept": promises["kept"] + len(answered) - len(deferred),
        "deferred": promises["deferred"] + len(deferred),
        "late": promises["late"] + len(late),
        "open": [item for item in promises["open"] if item["number"] != event.promise],
    }


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
        "late": known["late"] + sum(is_late(item["due"], iso(fact.at)) for item in made),
        "open": [item for item in known["open"] if item["number"] != event.improvement],
    }


def _missed(copy: PlanningCopy, event: DeadlineMissed | Rescheduled, fact: Fact) -> None:
    copy["missed"] = [*copy["missed"], *(one["clock"] for one in follow(copy, event, fact))]
    # Nothing that is not a word of the policy, or counted, is in this copy.
    copy["deadlines"] = [{**one, "about": None} for one in copy["deadlines"]]


project.on(DeadlineMissed)(_missed)
project.on(Rescheduled)(_missed)

"""When it was answered: the cause, the apology, what was promised, missed and improved."""

from app.domain.complaint import Fact
from app.domain.steps.apology import Apologised
from app.domain.steps.deadline import DeadlineMissed, Rescheduled
from app.domain.steps.improvement import ImprovementMade, ImprovementPlanned
from app.domain.steps.inquiry import Investigated
from app.domain.steps.promise import Promised
from app.domain.steps.reply import Replied
from app.events.codec import iso
from app.events.lateness import follow
from app.events.projections.figures.beginning import project, touch
from app.events.projections.figures.document import Figures, Improvement, Missed, PromiseGiven


@project.on(Investigated)
def _investigated(figures: Figures, event: Investigated, fact: Fact) -> None:
    figures["cause_class"] = event.cause_class.value
    figures["fault"] = event.fault.value
    figures["cause_found_at"] = touch(figures, fact)


@project.on(Apologised)
def _apologised(figures: Figures, _event: Apologised, fact: Fact) -> None:
    figures["first_apology_at"] = figures["first_apology_at"] or touch(figures, fact)


@project.on(Promised)
def _promised(figures: Figures, event: Promised, fact: Fact) -> None:
    promise: PromiseGiven = {
        "number": event.promise,
        "at": touch(figures, fact),
        "due": iso(event.due),
        "answered_at": None,
        "deferred": False,
    }
    figures["promises"] = [*figures["promises"], promise]


@project.on(Replied)
def _replied(figures: Figures, event: Replied, fact: Fact) -> None:
    at = touch(figures, fact)
    figures["first_reply_at"] = figures["first_reply_at"] or at
    deferred = event.deferred_because is not None
    figures["promises"] = [
        {**promise, "answered_at": at, "deferred": deferred}
        if promise["number"] == event.promise and promise["answered_at"] is None
        else promise
        for promise in figures["promises"]
    ]


def _missed(figures: Figures, event: DeadlineMissed | Rescheduled, fact: Fact) -> None:
    for one in follow(figures, event, fact):
        missed: Missed = {
            "deadline": one["number"],
            "clock": one["clock"],
            "at": touch(figures, fact),
            "settled_at": None,
        }
        figures["missed"] = [*figures["missed"], missed]
    if isinstance(event, Rescheduled):
        _settle(figures, event, fact)


project.on(DeadlineMissed)(_missed)
project.on(Rescheduled)(_missed)


def _settle(figures: Figures, event: Rescheduled, fact: Fact) -> None:
    """A deadline that is moved stands anew, as one that is lifted does not stand any more."""
    numbers = {one.number for one in event.lifted} | {one.number for one in event.deadlines}
    settled = {one["deadline"] for one in figures["missed"] if one["settled_at"] is None} & numbers
    if not settled:
        return
    at = touch(figures, fact)
    figures["missed"] = [
        {**one, "settled_at": one["settled_at"] or at} if one["deadline"] in settled else one
        for one in figures["missed"]
    ]


@project.on(ImprovementPlanned)
def _improvement_planned(figures: Figures, event: ImprovementPlanned, fact: Fact) -> None:
    planned: Improvement = {
        "number": event.improvement,
        "unit": event.unit,
        "at": touch(figures, fact),
        "due": iso(event.due),
        "made_at": None,
    }
    figures["improvements"] = [*figures["improvements"], planned]


@project.on(ImprovementMade)
def _improvement_made(figures: Figures, event: ImprovementMade, fact: Fact) -> None:
    at = touch(figures, fact)
    figures["improvements"] = [
        {**one, "made_at": one["made_at"] or at} if one["number"] == event.improvement else one
        for one in figures["improvements"]
    ]

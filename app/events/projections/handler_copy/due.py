"""What is due next, and by whom: the deadlines that stand, and the promises that are open."""

from app.domain.complaint import Fact
from app.domain.steps.assignment import Assigned
from app.domain.steps.deadline import Rescheduled
from app.domain.steps.promise import Promised
from app.domain.steps.reply import Replied
from app.domain.values import Deadline
from app.events.codec import iso
from app.events.outline import assign
from app.events.projections.handler_copy.beginning import project
from app.events.projections.handler_copy.document import HandlerCopy, NextDue, OpenPromise, Standing


@project.on(Assigned)
def _assigned(form: HandlerCopy, event: Assigned, fact: Fact) -> None:
    assign(form, event, fact)
    form["owner"] = event.handler
    set_next_due(form)


@project.on(Promised)
def _promised(form: HandlerCopy, event: Promised, _fact: Fact) -> None:
    promise: OpenPromise = {
        "number": event.promise,
        "kind": event.kind.value,
        "what": event.what,
        "due": iso(event.due),
    }
    form["open_promises"] = [*form["open_promises"], promise]
    set_next_due(form)


@project.on(Replied)
def _replied(form: HandlerCopy, event: Replied, _fact: Fact) -> None:
    still = [item for item in form["open_promises"] if item["number"] != event.promise]
    form["open_promises"] = still
    set_next_due(form)


@project.on(Rescheduled)
def _rescheduled(form: HandlerCopy, event: Rescheduled, _fact: Fact) -> None:
    gone = {lifted.number for lifted in event.lifted}
    gone |= {deadline.number for deadline in event.deadlines}
    kept = [item for item in form["deadlines"] if item["number"] not in gone]
    form["deadlines"] = [*kept, *(_standing(deadline) for deadline in event.deadlines)]
    set_next_due(form)


def _standing(deadline: Deadline) -> Standing:
    return {
        "number": deadline.number,
        "clock": deadline.clock,
        "about": deadline.about,
        "due": iso(deadline.due),
        "held": deadline.held,
        "reminder": deadline.reminder,
    }


def set_next_due(form: HandlerCopy) -> None:
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

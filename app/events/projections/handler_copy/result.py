"""The result box, the signatures below it, and how the copy ends and is taken up again."""

from app.domain.complaint import Event, Fact, Status
from app.domain.custody import ISSUED
from app.domain.steps.closing import Closed
from app.domain.steps.compensation import Compensated
from app.domain.steps.dismissal import Dismissed
from app.domain.steps.expense import ExpenseChanged, ExpenseRequested
from app.domain.steps.hand_over import HandedOver
from app.domain.steps.hold import HoldLifted, HoldPlaced
from app.domain.steps.reopening import Reopened
from app.domain.steps.reversal import CompensationReversed
from app.domain.steps.sign_off import Signed
from app.domain.steps.withdrawal import Withdrawn
from app.domain.values import Copy
from app.events.codec import iso
from app.events.holds import lift, place
from app.events.outline import act
from app.events.projection import money
from app.events.projections.handler_copy.beginning import project
from app.events.projections.handler_copy.document import HandlerCopy, Remedy
from app.events.projections.handler_copy.due import set_next_due
from app.events.signatures import sign, sign_anew, void
from app.events.stays import destruction, move

project.on(Signed)(sign)
project.on(HoldPlaced)(place)
project.on(HoldLifted)(lift)


@project.on(Compensated)
def _compensated(form: HandlerCopy, event: Compensated, fact: Fact) -> None:
    remedy: Remedy = {
        **act(fact),
        "remedy": event.remedy,
        "amount": money(event.amount),
        "signatory": event.signature.signatory,
        "reversed": False,
    }
    result = form["result"]
    form["result"] = {**result, "remedies": [*result["remedies"], remedy]}


@project.on(ExpenseRequested, ExpenseChanged)
def _costs_changed(form: HandlerCopy, _event: Event, fact: Fact) -> None:
    sign_anew(form, fact)


@project.on(CompensationReversed)
def _compensation_reversed(form: HandlerCopy, event: CompensationReversed, fact: Fact) -> None:
    result = form["result"]
    remedies: list[Remedy] = [
        {**remedy, "reversed": True} if number == event.compensation else remedy
        for number, remedy in enumerate(result["remedies"], 1)
    ]
    form["result"] = {**result, "remedies": remedies}
    sign_anew(form, fact)


@project.on(HandedOver)
def _handed_over(form: HandlerCopy, event: HandedOver, fact: Fact) -> None:
    if event.copy is Copy.HANDLER:
        move(form, event.to, fact)
        form["destruction"] = destruction(event, fact)


def _end(form: HandlerCopy, status: Status, outcome: str | None, result: str, fact: Fact) -> None:
    form["status"] = status.value
    form["result"] = {**form["result"], "outcome": outcome, "result": result}
    form["closed_at"] = iso(fact.at)
    form["open_promises"] = []
    set_next_due(form)


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

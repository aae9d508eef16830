"""The boxes that say what was complained about: customer, content, recording unit."""

from app.domain.complaint import Fact
from app.domain.steps.classification import Classified
from app.domain.steps.confirmation import Confirmed
from app.domain.steps.memo import Noted
from app.events.outline import act, classify, completed
from app.events.projections.handler_copy.beginning import project
from app.events.projections.handler_copy.document import HandlerCopy


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
        form["customer"] = completed(form["customer"], event.complainant)


@project.on(Confirmed)
def _confirmed(form: HandlerCopy, event: Confirmed, fact: Fact) -> None:
    form["recording_unit_head"] = {**act(fact), "box": event.unit, "remark": event.remark}


project.on(Classified)(classify)

"""Where the copies lie, what keeps them, and which boxes are signed."""

from typing import assert_never

from app.domain.changing import replace
from app.domain.complaint.act import Act
from app.domain.complaint.form import Destruction, Form, Hold, SignOff
from app.domain.complaint.state import Complaint
from app.domain.events.form import FormEvent, HandedOver, HoldLifted, HoldPlaced, Signed
from app.domain.values import Place


def change(complaint: Complaint, event: FormEvent, act: Act) -> Complaint:
    """Apply one of these events."""
    return replace(complaint, form=_change(complaint.form, event, act))


def _change(form: Form, event: FormEvent, act: Act) -> Form:
    match event:
        case HandedOver():
            destroyed = event.to is Place.DESTROYED
            destruction = Destruction(act=act, term=event.term) if destroyed else None
            trail = form.trail(event.copy).moved(event.to, act)
            return form.with_trail(event.copy, replace(trail, destruction=destruction))
        case HoldPlaced():
            hold = Hold(number=event.hold, act=act, reason=event.reason, reference=event.reference)
            return replace(form, holds=(*form.holds, hold))
        case HoldLifted():
            holds = tuple(
                replace(one, lifted=act, lifted_because=event.reason)
                if one.number == event.hold
                else one
                for one in form.holds
            )
            return replace(form, holds=holds)
        case Signed():
            signature = SignOff(act=act, box=event.box, remark=event.remark)
            return replace(form, sign_offs=(*form.sign_offs, signature))
        case _:
            assert_never(event)

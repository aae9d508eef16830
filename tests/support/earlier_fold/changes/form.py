"""Where the copies lie, what keeps them, and which boxes are signed."""

from typing import assert_never

from app.domain.changing import replace
from app.domain.events.form import FormEvent, HandedOver, HoldLifted, HoldPlaced, Signed
from app.domain.values import Actor
from tests.support.earlier_fold.parts import SignedBox
from tests.support.earlier_fold.state import Complaint


def change(complaint: Complaint, event: FormEvent, by: Actor) -> Complaint:
    """Apply one of these events."""
    match event:
        case HandedOver():
            return replace(complaint, custody=complaint.custody.hand(event.copy, event.to))
        case HoldPlaced():
            return replace(complaint, holds=complaint.holds.begin(event.hold, event.reason))
        case HoldLifted():
            return replace(complaint, holds=complaint.holds.finish(event.hold))
        case Signed():
            signature = SignedBox(box=event.box, by=by.person)
            return replace(complaint, signatures=(*complaint.signatures, signature))
        case _:
            assert_never(event)

"""Signing off: the boxes of the form, in their order, by the roles they are for (SC-39..45)."""

from dataclasses import dataclass
from typing import ClassVar

from app.domain.changing import replace
from app.domain.command import Command
from app.domain.complaint import Complaint, Event, Status, form
from app.domain.complaint.act import Act
from app.domain.fields import Key, Text
from app.domain.guards import require_ended, require_open, require_separate, require_unconcerned
from app.domain.policy import Box, Policy, require_term
from app.domain.refusals import NotOpenItem, NotPermitted, StepsMissing
from app.domain.values import Actor, Capability


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed(Event):
    """A box of the form was signed (SC-39, SC-40, SC-45)."""

    key: ClassVar[str] = "complaint.signed"
    gives: ClassVar[tuple[str, ...]] = ("signed",)
    box: str
    remark: str | None = None

    def apply(self, complaint: Complaint, act: Act, _by: Actor) -> Complaint:
        signature = form.SignOff(act=act, box=self.box, remark=self.remark)
        signed = replace(complaint.form, sign_offs=(*complaint.form.sign_offs, signature))
        return replace(complaint, form=signed)


@dataclass(frozen=True, slots=True, kw_only=True)
class SignOff(Command):
    """Sign a box of the form; the order and the roles are the policy's.

    Rules: SC-39, SC-40, SC-45
    """

    key: ClassVar[str] = "sign-off"
    after_end: ClassVar[bool] = True
    reservable: ClassVar[bool] = False
    open_to_concerned: ClassVar[bool] = True
    needs: ClassVar[Capability] = Capability.ASSIST
    box: Key
    remark: Text | None = None

    def decide(self, complaint: Complaint, policy: Policy) -> tuple[Signed, ...]:
        """Sign it, once, after the boxes before it, and at its time: before the end or after.

        Taking part is enough to ask; the box says which roles may sign it.
        """
        require_term(self.box, (box.key for box in policy.boxes), field="box")
        box = next(box for box in policy.boxes if box.key == self.box)
        self._require_role(box)
        if box is not policy.boxes[0]:
            # The first says who filled in the form; the others answer for what is in it.
            require_unconcerned(complaint, self.by)
        if box.before_closing or complaint.status is Status.DISMISSED:
            require_open(complaint)
        else:
            require_ended(complaint)
        self._require_turn(box, complaint, policy)
        for signature in complaint.form.signatures:
            require_separate(policy, self.by, signature.by, duties="one box and another")
        return (Signed(box=box.key, remark=self.remark),)

    def _require_role(self, box: Box) -> None:
        if box.roles.isdisjoint(self.by.roles):
            message = "this box is signed by: " + ", ".join(sorted(box.roles))
            raise NotPermitted(message, field="box")

    def _require_turn(self, box: Box, complaint: Complaint, policy: Policy) -> None:
        """A box waits for those before it that have the same time."""
        waiting = [
            item.key
            for item in complaint.applicable_boxes(policy)
            if item.before_closing is box.before_closing and item.key not in complaint.form.signed
        ]
        if box.key not in waiting:
            signed = box.key in complaint.form.signed
            message = (
                "this box is signed already" if signed else "this box is only signed for a cost"
            )
            raise NotOpenItem(message, field="box")
        before = waiting[: waiting.index(box.key)]
        if before:
            message = "these boxes are signed before: " + ", ".join(before)
            raise StepsMissing(message, missing=[f"box:{key}" for key in before], field="box")

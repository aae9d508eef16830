"""Handing the copies of the form on, along the policy's routes, to their end (SC-35..38, SC-46)."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from app.domain.changing import replace
from app.domain.command import Command
from app.domain.complaint import UNSETTLED, Complaint, Event, Signal
from app.domain.complaint.act import Act
from app.domain.complaint.form import Destruction
from app.domain.complaint.numbered import open_ones
from app.domain.custody import PUT_AWAY, holder
from app.domain.fields import Doc, Text
from app.domain.guards import require_ended
from app.domain.policy import Policy
from app.domain.refusals import AgainstPolicy, OnHold, StepsMissing, StillKept, WrongState
from app.domain.values import Actor, Capability, Copy, Place, Term


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedOver(Event):
    """A copy of the form was handed on (SC-35..38, SC-46)."""

    key: ClassVar[str] = "complaint.handed-over"
    gives: ClassVar[tuple[str, ...]] = ("handed-over",)
    copy: Copy
    origin: Place
    """Where it lay until then."""
    to: Place
    remark: str | None = None
    term: Term | None = None
    """Of a copy that was destroyed: the term that was over."""

    def signals(self) -> tuple[Signal, ...]:
        return self._signals(f"copy:{self.copy}")

    def apply(self, complaint: Complaint, act: Act, _by: Actor) -> Complaint:
        destroyed = self.to is Place.DESTROYED
        destruction = Destruction(act=act, term=self.term) if destroyed else None
        trail = complaint.form.trail(self.copy).moved(self.to, act)
        trail = replace(trail, destruction=destruction)
        return replace(complaint, form=complaint.form.with_trail(self.copy, trail))


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOver(Command):
    """Hand a copy of the form on, as who holds it; where it may go is the policy's.

    Rules: SC-35, SC-36, SC-37, SC-38, SC-46
    """

    key: ClassVar[str] = "hand-over"
    after_end: ClassVar[bool] = True
    reservable: ClassVar[bool] = False
    needs: ClassVar[None] = None
    copy: Copy
    origin: Annotated[Place, Doc("Where it lies; elsewhere, nothing is handed over.")]
    to: Place
    remark: Text | None = None

    @property
    def capability(self) -> Capability:
        """Who holds it at its place hands it on."""
        return holder(self.copy, self.origin)

    def decide(self, complaint: Complaint, policy: Policy) -> tuple[HandedOver, ...]:
        """Hand it on, from where it lies and where the policy leads from there.

        Two who hand it on at once cannot both be right. What moves with money is not handed over.
        """
        lies = complaint.form.custody.of(self.copy)
        if lies is not self.origin:
            message = f"the {self.copy} copy is not there: it is {lies}"
            raise WrongState(message, field="origin")
        self._require_on_route(policy)
        if self.to in PUT_AWAY:
            require_ended(complaint)
        self._require_money_settled(complaint)
        handed = HandedOver(
            copy=self.copy,
            origin=self.origin,
            to=self.to,
            remark=self.remark,
            term=self._term_that_is_over(complaint, policy),
        )
        return (handed,)

    def _term_that_is_over(self, complaint: Complaint, policy: Policy) -> Term | None:
        """Destroy nothing before its time, nor while a hold is on (SC-46)."""
        if self.to is not Place.DESTROYED or complaint.ended_at is None:
            return None
        paid = bool(complaint.money.payments)
        term = policy.term(self.copy, ended=complaint.ended_at, paid=paid)
        if policy.calendar.local(self.at).date() < term.kept_until:
            message = f"the {self.copy} copy is kept until {term.kept_until} ({term.rule})"
            raise StillKept(message, kept_until=term.kept_until, field="to")
        holds = [hold.number for hold in open_ones(complaint.form.holds)]
        if holds:
            numbers = ", ".join(map(str, holds))
            message = f"nothing is destroyed while there is a legal hold: {numbers}"
            raise OnHold(message, holds=holds, field="to")
        return term

    def _require_on_route(self, policy: Policy) -> None:
        onward = policy.routes.get(self.copy, {}).get(self.origin, frozenset())
        if self.to not in onward:
            where = ", ".join(sorted(onward)) or "nowhere"
            message = f"under the policy the {self.copy} copy goes from there to: {where}"
            raise AgainstPolicy(message, field="to")

    def _require_money_settled(self, complaint: Complaint) -> None:
        """The audit office has the second copy only after the payment (SC-36)."""
        if self.copy is not Copy.AUDIT or self.to is not Place.WITH_AUDIT:
            return
        waiting = [item.number for item in complaint.money.expenses if item.status in UNSETTLED]
        if waiting:
            message = "finance has still to decide or to pay (SC-36)"
            missing = [f"expense:{number}" for number in waiting]
            raise StepsMissing(message, missing=missing, field="to")

"""Reporting upward: at once, and ownership stays (WS-20, WS-21, WS-24, WS-28, LC-39, LC-40)."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from app.domain.changing import replace
from app.domain.command import Command
from app.domain.complaint import SUPERIORS_TOLD, Complaint, Event, Signal
from app.domain.complaint.act import Act
from app.domain.complaint.handling import Report
from app.domain.fields import Doc, Key, Length, Text
from app.domain.guards import require_open
from app.domain.policy import Policy, require_term
from app.domain.refusals import AgainstPolicy, Implausible
from app.domain.values import Actor, Capability


@dataclass(frozen=True, slots=True, kw_only=True)
class Reported(Event):
    """It was reported upward; ownership stays (WS-20, WS-21, WS-24, WS-28, LC-39, LC-40)."""

    key: ClassVar[str] = "complaint.reported"
    gives: ClassVar[tuple[str, ...]] = ("reported", SUPERIORS_TOLD, "instruction-asked")
    to_roles: tuple[str, ...]
    reason: str
    skip_level: bool = False
    asks_instruction: bool = False
    """Not only told: somebody of them is to say what is done (WS-27, WS-32, 请示)."""

    def signals(self) -> tuple[Signal, ...]:
        asked = (Signal("instruction-asked"),) if self.asks_instruction else ()
        return (Signal("reported"), *asked)

    def apply(self, complaint: Complaint, act: Act, by: Actor) -> Complaint:
        handling = complaint.handling
        report = Report(
            act=act,
            to_roles=self.to_roles,
            reason=self.reason,
            skip_level=self.skip_level,
            asks_instruction=self.asks_instruction,
            by_somebody=by.is_somebody,
        )
        return replace(complaint, handling=replace(handling, reports=(*handling.reports, report)))


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportUp(Command):
    """Report upward; whoever owns the complaint still does.

    Rules: WS-20, WS-21, WS-24, WS-28, LC-39
    """

    key: ClassVar[str] = "report-up"
    open_to_concerned: ClassVar[bool] = True
    needs: ClassVar[Capability] = Capability.RECEIVE
    to_roles: Annotated[tuple[Key, ...], Length(1, 20)]
    reason: Text
    skip_level: bool = False
    """An emergency goes straight to a higher level (LC-40)."""
    asks_instruction: Annotated[
        bool, Doc("Not only a report: one of them is to say what is done (WS-27, WS-32).")
    ] = False

    def decide(self, complaint: Complaint, policy: Policy) -> tuple[Reported, ...]:
        """Report it to roles of the policy, with whatever facts there are (AS-05, LC-39)."""
        require_open(complaint)
        if not self.to_roles:
            message = "a report goes to at least one role"
            raise Implausible(message, field="to_roles")
        for role in self.to_roles:
            require_term(role, policy.roles, field="to_roles")
        if not self.skip_level:
            self._require_direct_superior(complaint, policy)
        reported = Reported(
            to_roles=self.to_roles,
            reason=self.reason,
            skip_level=self.skip_level,
            asks_instruction=self.asks_instruction,
        )
        return (reported,)

    def _require_direct_superior(self, complaint: Complaint, policy: Policy) -> None:
        """Others may be told as well, or later, but not past him (LC-39)."""
        own = (policy.roles[role] for role in self.by.roles if role in policy.roles)
        superiors = {superior for role in own for superior in role.reports_to}
        if superiors and superiors.isdisjoint(complaint.reported_to.union(self.to_roles)):
            who = ", ".join(sorted(superiors))
            message = f"it is reported to the direct superior ({who}), unless it skips a level"
            raise AgainstPolicy(message, field="to_roles")

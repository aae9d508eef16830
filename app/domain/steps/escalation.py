"""Escalation: a higher tier decides, and says what is to be done (SC-21..28, LC-40, WS-27)."""

from dataclasses import dataclass
from typing import ClassVar

from app.domain.changing import replace
from app.domain.command import Command
from app.domain.complaint import Complaint, Event
from app.domain.complaint.act import Act
from app.domain.complaint.handling import Escalation, Instruction
from app.domain.fields import Key, Person, Text
from app.domain.guards import require_facts, require_open
from app.domain.policy import Policy, require_term
from app.domain.refusals import AgainstPolicy, Implausible
from app.domain.values import Actor, Capability


@dataclass(frozen=True, slots=True, kw_only=True)
class Escalated(Event):
    """A higher tier now decides (SC-21..28, LC-40, LC-43, LC-44)."""

    key: ClassVar[str] = "complaint.escalated"
    gives: ClassVar[tuple[str, ...]] = ("escalated",)
    tier: str
    to_role: str
    reason: str
    to_unit: str | None = None
    skip_level: bool = False

    def apply(self, complaint: Complaint, act: Act, by: Actor) -> Complaint:
        handling = complaint.handling
        unit = self.to_unit or handling.unit
        escalation = Escalation(
            act=act,
            tier=self.tier,
            to_role=self.to_role,
            to_unit=self.to_unit,
            reason=self.reason,
            skip_level=self.skip_level,
            by_somebody=by.is_somebody,
            moved=unit != handling.unit,
        )
        escalations = (*handling.escalations, escalation)
        return replace(complaint, handling=replace(handling, unit=unit, escalations=escalations))


@dataclass(frozen=True, slots=True, kw_only=True)
class Escalate(Command):
    """Let a higher tier decide.

    Rules: SC-21..28, LC-40, LC-43, LC-44
    """

    key: ClassVar[str] = "escalate"
    needs: ClassVar[Capability] = Capability.HANDLE
    tier: Key
    to_role: Key
    reason: Text
    to_unit: Key | None = None
    skip_level: bool = False

    def decide(self, complaint: Complaint, policy: Policy) -> tuple[Escalated, ...]:
        """Escalate it, upward and level by level; not before it is understood (AS-05)."""
        require_open(complaint)
        require_term(self.tier, policy.tiers, field="tier")
        require_term(self.to_role, policy.roles, field="to_role")
        if self.to_unit is not None:
            require_term(self.to_unit, policy.units, field="to_unit")
        self._require_upward(complaint, policy)
        self._require_decider(policy)
        require_facts(complaint.facts, policy.handover_facts, before="escalating")
        escalated = Escalated(
            tier=self.tier,
            to_role=self.to_role,
            reason=self.reason,
            to_unit=self.to_unit,
            skip_level=self.skip_level,
        )
        return (escalated,)

    def _require_upward(self, complaint: Complaint, policy: Policy) -> None:
        """What is not classified yet stands at the lowest tier."""
        present = policy.tier_rank(complaint.tier)
        wanted = policy.tier_rank(self.tier)
        if wanted <= present:
            message = f"the complaint stands at the tier '{policy.tiers[present]}' already"
            raise Implausible(message, field="tier")
        if wanted > present + 1 and not self.skip_level:
            message = (
                f"the next tier is '{policy.tiers[present + 1]}'; or say that it skips a level"
            )
            raise AgainstPolicy(message, field="skip_level")

    def _require_decider(self, policy: Policy) -> None:
        """It goes to somebody who may decide there, where the policy names any (SC-21..28)."""
        deciders = policy.deciders(self.tier)
        if deciders and self.to_role not in deciders:
            message = f"at the tier '{self.tier}' these may decide: " + ", ".join(deciders)
            raise AgainstPolicy(message, field="to_role")


@dataclass(frozen=True, slots=True, kw_only=True)
class Instructed(Event):
    """A superior said what is to be done (WS-27, WS-29, WS-32)."""

    key: ClassVar[str] = "complaint.instructed"
    gives: ClassVar[tuple[str, ...]] = ("instructed",)
    text: str
    to: str | None = None

    def apply(self, complaint: Complaint, act: Act, by: Actor) -> Complaint:
        handling = complaint.handling
        instruction = Instruction(act=act, text=self.text, to=self.to, roles=by.roles)
        handling = replace(handling, instructions=(*handling.instructions, instruction))
        return replace(complaint, handling=handling)


@dataclass(frozen=True, slots=True, kw_only=True)
class Instruct(Command):
    """Say, as a superior, what is to be done.

    Rules: WS-27, WS-29, WS-32
    """

    key: ClassVar[str] = "instruct"
    needs: ClassVar[Capability] = Capability.APPROVE
    text: Text
    to: Person | None = None

    def decide(self, complaint: Complaint, policy: Policy) -> tuple[Instructed, ...]:
        """Instruct while the complaint is open."""
        require_open(complaint)
        return (Instructed(text=self.text, to=self.to),)

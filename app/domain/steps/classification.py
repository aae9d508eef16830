"""Classification: what it is about, who decides, how serious it is (SC-16..30, LC-37, LC-45)."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, ClassVar

from app.domain.authority import require_present_decider
from app.domain.changing import replace
from app.domain.command import Command
from app.domain.complaint import Complaint, Event
from app.domain.complaint.act import Act
from app.domain.complaint.content import Classification
from app.domain.fields import Doc, Key, Range, Text
from app.domain.guards import require_open, require_words
from app.domain.policy import Policy, require_term
from app.domain.refusals import AgainstPolicy
from app.domain.values import FLAGS, Actor, Capability, Mindset, Severity

Stars = Annotated[Severity, Range(1, 3), Doc("One to three stars.")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Classified(Event):
    """Category, tier, severity and flags were settled (SC-16..30, LC-37, LC-45, BE-02)."""

    key: ClassVar[str] = "complaint.classified"
    gives: ClassVar[tuple[str, ...]] = ("classified",)
    category: str
    tier: str
    severity: Severity
    mindset: Mindset | None = None
    legal: bool = False
    supplier: bool = False
    uniform_explanation: bool = False
    technical_dispute: bool = False
    unprofessional_demand: bool = False
    """What is asked goes against professional common sense (WS-22..24, LC-45)."""
    reason: str | None = None
    """Why it is taken less seriously than before, or than its category is."""

    @property
    def flags(self) -> tuple[str, ...]:
        """The flags that are raised, of `FLAGS` and in that order."""
        return tuple(flag for flag in FLAGS if getattr(self, flag))

    def apply(self, complaint: Complaint, act: Act, _by: Actor) -> Complaint:
        content = complaint.content
        classification = Classification(
            act=act,
            category=self.category,
            tier=self.tier,
            severity=self.severity,
            mindset=self.mindset,
            flags=self.flags,
            reason=self.reason,
        )
        content = replace(content, classifications=(*content.classifications, classification))
        return replace(complaint, content=content)


@dataclass(frozen=True, slots=True, kw_only=True)
class Classify(Command):
    """Settle category, tier, severity and flags; what is left out follows from the policy.

    Rules: SC-16..30, LC-37, LC-45
    """

    key: ClassVar[str] = "classify"
    needs: ClassVar[Capability] = Capability.HANDLE
    category: Key
    tier: Key | None = None
    """The least that category and flags call for, if none is given (SC-16..28)."""
    severity: Stars | None = None
    """The category's own, if none is given (LC-37)."""
    mindset: Mindset | None = None
    legal: bool = False
    supplier: bool = False
    uniform_explanation: bool = False
    technical_dispute: bool = False
    unprofessional_demand: Annotated[
        bool, Doc("What is asked goes against professional common sense.")
    ] = False
    reason: Annotated[
        Text | None,
        Doc("Compulsory for taking it less seriously than so far, or than its category is."),
    ] = None

    def decide(self, complaint: Complaint, policy: Policy) -> tuple[Classified, ...]:
        """Classify, as often as needed; the tier may be higher than called for, never lower."""
        require_open(complaint)
        require_term(self.category, policy.categories, field="category")
        classified = Classified(
            category=self.category,
            tier=self._settle_tier(complaint, policy),
            severity=self.severity or policy.categories[self.category].severity,
            mindset=self.mindset,
            reason=self.reason,
            **{flag: flag in self._flags(policy) for flag in FLAGS},
        )
        self._require_reason(classified, complaint, policy)
        return (classified,)

    def _require_reason(self, settled: Classified, complaint: Complaint, policy: Policy) -> None:
        """To take it less seriously is a decision, of somebody who may decide what it is now."""
        lowered = ", ".join(_lowered(settled, complaint, policy))
        if lowered:
            why = f"this lowers or takes back: {lowered}; say why"
            require_words(self.reason, field="reason", why=why)
            tiers = [tier for tier in (complaint.tier, settled.tier) if tier]
            require_present_decider(policy.highest_tier(tiers), complaint, policy, self.by)

    def _flags(self, policy: Policy) -> frozenset[str]:
        """Name the flags raised, and those that are always raised with the category."""
        raised = {flag for flag in FLAGS if getattr(self, flag)}
        return policy.categories[self.category].flags | raised

    def _settle_tier(self, complaint: Complaint, policy: Policy) -> str:
        least = self._least_tier(complaint, policy)
        if self.tier is None:
            return least
        require_term(self.tier, policy.tiers, field="tier")
        if policy.tier_rank(self.tier) < policy.tier_rank(least):
            message = f"category, flags and escalation so far call for at least the tier '{least}'"
            raise AgainstPolicy(message, field="tier")
        return self.tier

    def _least_tier(self, complaint: Complaint, policy: Policy) -> str:
        """The highest that category, flags and an escalation so far call for."""
        tiers = [policy.categories[self.category].tier]
        flags = self._flags(policy)
        tiers += [tier for flag, tier in policy.flag_tiers.items() if flag in flags]
        if complaint.escalated_to in policy.tiers:
            tiers.append(complaint.escalated_to)
        return policy.highest_tier(tiers)


def _lowered(settled: Classified, complaint: Complaint, policy: Policy) -> Iterator[str]:
    """Name what is taken less seriously than before, or than the category is (LC-37, SC-16..28)."""
    if complaint.classified and policy.tier_rank(settled.tier) < policy.tier_rank(complaint.tier):
        yield "tier"
    own = policy.categories[settled.category].severity
    if settled.severity < max(own, complaint.severity or own):
        yield "severity"
    yield from (flag for flag in FLAGS if flag in complaint.flags and flag not in settled.flags)

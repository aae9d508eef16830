"""What there is to choose from: categories, remedies, outcomes, and guidance for each stage."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from app.domain.fields import Doc, Range
from app.domain.policy.fields import Amount, Flag, GuidanceStage, Key, Rule, Some, Tier, Titles
from app.domain.values import ReferralTarget, Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class Floor:
    """The least that the law gives the customer.

    Rules: Consumer Protection Law, art. 55.
    """

    least: Amount
    times_price: Annotated[int, Range(0, 100)] = 0
    """So many times the price, where that is more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Category:
    """What a complaint can be about.

    Rules: SC-16..28, LC-45.
    """

    key: str
    title: Titles
    tier: Tier
    severity: Severity
    property_loss: bool = False
    """Property of the customer was lost or damaged: cash is in order (LC-30).

    It lifts the cash ceiling, lets remedies be usual that are only for this, and leaves gifts out
    of what makes the loss good (`Remedy.is_gift`).
    """
    refer_to: Annotated[ReferralTarget | None, Doc("To be called in while fault is unclear.")] = (
        None
    )
    """LC-23."""
    floor: Floor | None = None
    flags: Annotated[Some[Flag], Doc("Always raised with it.")] = frozenset()
    """SC-22..28, WS-24."""


class RemedyChoice(StrEnum):
    """How far the choice of remedies is bound (LC-06, LC-32, PC-24, AS-20)."""

    FREE = "free"
    ADEQUATE = "adequate"
    """It covers the established loss and the legal floor."""
    CHEAPEST_ADEQUATE = "cheapest-adequate"
    """And of the options that do, it is the one that costs us least."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Remedy:
    """A way of putting things right.

    Rules: LC-30, BE-04, AS-19.
    """

    key: str
    title: Titles
    cash: bool = False
    rework: Annotated[bool, Doc("Work is done again, on an investigation sheet.")] = False
    """PC-55."""
    severities: Annotated[Some[Severity], Doc("What it is meant for.")] = frozenset(Severity)
    """LC-31."""
    only_for_property_loss: bool = False
    """It is meant for property lost or damaged, and for nothing else (LC-30)."""
    cost: Annotated[Amount | None, Doc("What it usually costs us.")] = None
    value: Annotated[Amount | None, Doc("What it is usually worth to the customer.")] = None
    """LC-32."""

    @property
    def is_gift(self) -> bool:
        """Whether it is worth the same whatever was lost, such as a card or a ticket.

        Cash, work done again and what is valued case by case can replace property; a gift cannot.
        """
        restores = self.cash or self.rework or self.only_for_property_loss
        return self.value is not None and not restores


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How handling may end (LC-08)."""

    key: str
    title: Titles


class GuidanceKind(StrEnum):
    """What a text of guidance is."""

    SAY = "say"
    DO = "do"
    NEVER = "never"


@dataclass(frozen=True, slots=True, kw_only=True)
class Guidance:
    """Words to say, things to do, things never to do: texts by language."""

    stage: GuidanceStage
    kind: GuidanceKind
    rule: Rule
    text: Titles
    situation: Key | None = None
    """A word of the policy's own, such as `venting`; None is always."""

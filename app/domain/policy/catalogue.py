"""What there is to choose from: categories, remedies, outcomes, and guidance for each stage."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from app.domain.values import ReferralTarget, Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class Floor:
    """The least that the law gives the customer (Consumer Protection Law, art. 55)."""

    least: int
    """Minor units."""
    times_price: int = 0
    """So many times the price, where that is more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Category:
    """What a complaint is about, and the tier and severity it starts with (SC-16..28, LC-45)."""

    key: str
    title: Mapping[str, str]
    tier: str
    severity: Severity
    property_loss: bool = False
    """Property of the customer was lost or damaged: cash is in order (LC-30).

    It lifts the cash ceiling, lets remedies be usual that are only for this, and leaves gifts out
    of what makes the loss good (`Remedy.is_gift`).
    """
    refer_to: ReferralTarget | None = None
    """Who must be called in while the fault is unclear (LC-23)."""
    floor: Floor | None = None
    flags: frozenset[str] = frozenset()
    """Always raised with it, of `FLAGS` (SC-22..28, WS-24)."""


class RemedyChoice(StrEnum):
    """How far the choice of remedies is bound (LC-06, LC-32, PC-24, AS-20)."""

    FREE = "free"
    ADEQUATE = "adequate"
    """It covers the established loss and the legal floor."""
    CHEAPEST_ADEQUATE = "cheapest-adequate"
    """And of the options that do, it is the one that costs us least."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Remedy:
    """A way of putting things right (LC-30, BE-04, AS-19)."""

    key: str
    title: Mapping[str, str]
    cash: bool = False
    rework: bool = False
    """Work is done again, on an investigation sheet (PC-55)."""
    severities: frozenset[Severity] = frozenset(Severity)
    """What it is meant for (LC-31)."""
    only_for_property_loss: bool = False
    """It is meant for property lost or damaged, and for nothing else (LC-30)."""
    cost: int | None = None
    """What it usually costs us, in minor units."""
    value: int | None = None
    """What it is usually worth to the customer, in minor units (LC-32)."""

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
    title: Mapping[str, str]


class GuidanceKind(StrEnum):
    """What a text of guidance is."""

    SAY = "say"
    DO = "do"
    NEVER = "never"


@dataclass(frozen=True, slots=True, kw_only=True)
class Guidance:
    """Words to say, things to do, things never to do: texts by language."""

    stage: str
    """Of `GUIDANCE_STAGES`."""
    kind: GuidanceKind
    text: Mapping[str, str]
    rule: str
    situation: str | None = None
    """A word of the policy's own, such as `venting`; None is always."""

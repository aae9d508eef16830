"""Types of the fields of a policy, with what each value must be.

`app.policies` reads a document by these annotations and makes its JSON Schema from them; the
markers that commands have too are those of `app.domain.fields`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Literal, TypeAlias, TypeVar

from app.domain.fields import Doc, Length, Longest, Pattern, PlainText, Range
from app.domain.policy.words import GUIDANCE_STAGES
from app.domain.values import FLAGS, Capability, Span


@dataclass(frozen=True, slots=True)
class Written:
    """Compulsory in a document, although the domain has a default for it."""


@dataclass(frozen=True, slots=True)
class OneOf:
    """A word of the engine's."""

    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Listed:
    """A word of a list in `app.domain.vocabulary`, which knows policies and not the reverse."""

    name: Literal["CONFIRMED_BEFORE", "RESERVABLE", "SIGNALS"]


@dataclass(frozen=True, slots=True)
class PerLanguage:
    """A text for each of `LANGUAGES`."""


@dataclass(frozen=True, slots=True)
class Declared:
    """A word that the document declares in another entry; free text where that list is empty."""

    entry: str
    capability: Capability | None = None
    """A role must have it."""
    lacking: str = ""
    """What a role without it cannot do."""
    free: bool = False


@dataclass(frozen=True, slots=True)
class Spelled:
    """A word for a value that must be written down, not left out: no limit, every remedy."""

    word: str
    value: object


@dataclass(frozen=True, slots=True)
class OneOrMore:
    """A single element may stand for a list of one."""


@dataclass(frozen=True, slots=True)
class Money:
    """Written with two decimals, as `500.00`; read in minor units."""


T = TypeVar("T")
Some: TypeAlias = Annotated[frozenset[T], Length(1)]
"""A set with something in it."""
Key: TypeAlias = Annotated[
    str,
    Pattern(
        r"^((?=.{1,64}$)[a-z][a-z0-9]*(-[a-z0-9]+)*)$",
        "lower-case words joined by hyphens, at most 64 characters",
    ),
]
LANGUAGES = ("en", "zh-Hans", "zh-Hant")
Rule: TypeAlias = Annotated[PlainText, Written()]
"""Where the rule that an entry serves is written."""
Titles: TypeAlias = Annotated[Mapping[str, str], PerLanguage()]
"""A text in each language."""
Amount: TypeAlias = Annotated[int, Money(), Doc("In hundredths of the policy's currency.")]
Days: TypeAlias = Annotated[int, Range(0, 3650)]

RoleKey: TypeAlias = Annotated[str, Declared("roles")]
RoleKeys: TypeAlias = Annotated[tuple[RoleKey, ...], Length(1)]
HandlerRole: TypeAlias = Annotated[
    str, Declared("roles", Capability.HANDLE, "cannot handle complaints")
]
SignerRole: TypeAlias = Annotated[
    str, Declared("roles", Capability.ASSIST, "cannot take part in a case")
]
PlannerRole: TypeAlias = Annotated[
    str, Declared("roles", Capability.PLAN, "cannot plan improvements")
]
Tier: TypeAlias = Annotated[str, Declared("tiers")]
RemedyKey: TypeAlias = Annotated[str, Declared("remedies")]
StageName: TypeAlias = Annotated[PlainText, Declared("stages", free=True)]
PlaceName: TypeAlias = Annotated[PlainText, Declared("places", free=True)]
Flag: TypeAlias = Annotated[str, OneOf(FLAGS)]
Signal: TypeAlias = Annotated[str, Listed("SIGNALS")]
GuidanceStage: TypeAlias = Annotated[str, OneOf(GUIDANCE_STAGES)]

LENGTH = 'a length such as "30 minutes", "2 hours", "3 days" or "1 year"'
ClockLength: TypeAlias = Annotated[
    Span,
    Longest(
        (
            ("minutes", 9999),
            ("hours", 9999),
            ("days", 3650),
            ("weeks", 520),
            ("months", 1200),
            ("years", 100),
        ),
        LENGTH,
    ),
]
"""Beyond these a length is a slip of the pen, and its end might lie beyond all calendars."""

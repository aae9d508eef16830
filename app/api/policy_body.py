"""Models of the policy that `GET /v1/policy` shows, made from the classes of the domain."""

from collections.abc import Mapping
from dataclasses import is_dataclass
from datetime import date, time
from functools import cache
from inspect import cleandoc
from types import NoneType, UnionType
from typing import Annotated, Any, Final, TypeAlias, Union, get_args, get_origin, get_type_hints

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, create_model

from app.domain import policy
from app.domain.fields import Doc
from app.domain.numbering import NumberFormat
from app.domain.policy import GuidanceKind
from app.domain.values import Copy, Place, Span, TimeUnit

Kind: TypeAlias = Any
"""A type, plain or annotated."""


class _Shown(BaseModel):
    """Read off a thing of the policy, by its own names."""

    model_config = ConfigDict(from_attributes=True)


class LengthBody(_Shown):
    """A length of time."""

    count: int
    unit: TimeUnit


class HoursBody(BaseModel):
    """Hours of a day, by the policy's time zone."""

    opens: str = Field(examples=["09:00"])
    closes: str = Field(examples=["20:30"], description="`24:00` is the end of the day.")

    @classmethod
    def of(cls, hours: tuple[time, time]) -> "HoursBody":
        """Write them as people do."""
        opens, closes = hours
        end = "24:00" if closes == time.max else f"{closes:%H:%M}"
        return cls(opens=f"{opens:%H:%M}", closes=end)


class OpeningBody(BaseModel):
    """When the house works."""

    days: dict[str, list[HoursBody]] = Field(
        description="By weekday, `mon` to `sun`; empty is round the clock."
    )
    holidays_known_until: date | None = Field(
        description="Times counted over days beyond it are provisional; null is never."
    )


class NumberFormatBody(_Shown):
    """How the numbers of the form are written."""

    format: str = Field(
        examples=["客诉{year}-{number}"],
        description="Of a number that is written so, in any format, the first four digits are the "
        "year, and the others the number within it.",
    )
    width: int = Field(description="So many digits; a number that has more is longer.")


class GuidanceIndexBody(BaseModel):
    """What `GET /v1/guidance` can be asked for."""

    stages: list[str]
    situations: list[str]
    kinds: list[GuidanceKind]


def _shown(hint: Kind) -> Kind:
    """Give the type that a field of the domain is shown as."""
    marks = getattr(hint, "__metadata__", ())
    texts = [mark.text for mark in marks if isinstance(mark, Doc)]
    kind = _unmarked(hint.__origin__ if marks else hint)
    return Annotated[kind, Field(description=texts[-1])] if texts else kind


def _unmarked(hint: Kind) -> Kind:
    origin: Any = get_origin(hint)
    shown = [_shown(one) for one in get_args(hint) if one not in {NoneType, ...}]
    if origin in {UnionType, Union}:
        return shown[0] | None
    if origin is Mapping:
        return dict[shown[0], shown[1]]  # type: ignore[valid-type]
    if origin is tuple:
        return list[shown[0]]  # type: ignore[valid-type]
    if origin is frozenset:
        # Sets have no order of their own, and the same policy is always the same document.
        return Annotated[list[shown[0]], AfterValidator(sorted)]  # type: ignore[valid-type]
    if hint in _BODIES:
        return _BODIES[hint]
    return _body(hint) if isinstance(hint, type) and is_dataclass(hint) else hint


@cache
def _body(kind: type) -> type[BaseModel]:
    shown: Any = {}
    for name, hint in get_type_hints(kind, include_extras=True).items():
        # The key of what stands in a table is its name there, which has no marker.
        if (name, hint) != ("key", str):
            place = f"{kind.__name__}.{name}"
            own = _ENTRIES[place] if place in _ENTRIES else {name: _shown(hint)}
            shown |= {one: (entry, ...) for one, entry in own.items()}
    says = cleandoc(kind.__doc__ or "").partition("\n\nRules: ")[0]
    name = f"{kind.__name__}Body"
    return create_model(name, __base__=_Shown, __doc__=says, __module__=__name__, **shown)


_BODIES: Final[Mapping[Kind, Kind]] = {
    Span: LengthBody,
    NumberFormat: NumberFormatBody,
    policy.Outcome: dict[str, str],
}
_ENTRIES: Final[Mapping[str, Mapping[str, Kind]]] = {
    "Policy.calendar": {"opening": OpeningBody},
    "Policy.contact_from": {
        "contact_hours": Annotated[HoursBody, Field(description="When customers are called.")]
    },
    "Policy.contact_until": {},
    "Policy.explained_by": {},
    "Policy.tiers": {
        "tiers": list[str],
        "deciders": Annotated[
            dict[str, list[str]], Field(description="Roles that may decide, by tier.")
        ],
    },
    "Policy.routes": {
        "routes": Annotated[
            dict[Copy, dict[Place, Annotated[list[str], AfterValidator(sorted)]]],
            Field(description="Where each copy of the form may be handed on, from where it lies."),
        ]
    },
    "Policy.guidance": {"guidance": GuidanceIndexBody},
    "Remedy.only_for_property_loss": {},
}
"""What is shown otherwise than it stands in the domain, or not at all."""


PolicyBody = _body(policy.Policy)

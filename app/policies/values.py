"""Types that pydantic reads the values of a document by."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import EnumType, StrEnum
from re import fullmatch
from typing import Annotated, Any, Literal, NotRequired, TypeAlias

from pydantic import (
    AfterValidator,
    ConfigDict,
    Field,
    GetJsonSchemaHandler,
    StrictStr,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema
from typing_extensions import TypedDict

from app.domain.values import Span, TimeUnit
from app.policies.faults import Fault, Wrong

Kind: TypeAlias = Any
"""A type, plain or annotated."""


@dataclass(frozen=True, slots=True)
class Described:
    """Changes the JSON Schema of a type."""

    change: Callable[[JsonSchemaValue], JsonSchemaValue]

    def __get_pydantic_json_schema__(
        self, core_schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """Change what pydantic generates for it."""
        return self.change(handler(core_schema))


def annotated(kind: Kind, *metadata: object) -> Kind:
    """Add what pydantic reads to a type."""
    return Annotated[(kind, *metadata)]


def read_by(kind: Kind, function: Callable[..., object]) -> Kind:
    """Make something of what was read."""
    if isinstance(function, EnumType):
        # Pydantic looks at the signature, and that of an enum is another from Python 3.12 on.
        return annotated(kind, AfterValidator(lambda given: function(given)))  # noqa: PLW0108
    return annotated(kind, AfterValidator(function))


def checked(kind: Kind, check: Callable[[Any], Iterable[Fault]]) -> Kind:
    """Add a check to a type; it gives the faults of a value, with keys relative to it."""

    def validate(value: object) -> object:
        if faults := tuple(check(value)):
            raise Wrong(*faults)
        return value

    return read_by(kind, validate)


def text(regex: str, words: str) -> Kind:
    """Make the type of a text that a regular expression matches as a whole."""

    def check(value: str) -> Iterable[Fault]:
        # Not left to pydantic: its `$` allows a line break at the end.
        if fullmatch(regex, value) is None:
            yield Fault("", f"{value!r} is not allowed")

    schema = Described(lambda node: {**node, "pattern": regex, "description": words})
    return annotated(checked(StrictStr, check), schema)


def word(known: Iterable[object]) -> Kind:
    """Make the type of a word of a list."""
    return Literal[tuple(str(one) for one in known)]


def chosen(kind: type[StrEnum]) -> Kind:
    """Make the type of a word of an enumeration."""
    return read_by(word(kind), kind)


def several(element: Kind, container: type, *, least: int = 0) -> Kind:
    """Make the type of a list without doubles; things that have a key differ in it."""

    def each_once(elements: list[Any]) -> Iterable[Fault]:
        seen = [getattr(one, "key", one) for one in elements]
        return (
            Fault(f"[{at}]", "it is there twice", "each once")
            for at, one in enumerate(seen)
            if one in seen[:at]
        )

    elements = annotated(list[element], Field(min_length=least))
    return read_by(checked(elements, each_once), container)


def mapping(name: Kind, value: Kind, *, least: int = 0) -> Kind:
    """Make the type of a table of free names."""
    return annotated(dict[name, value], Field(min_length=least))


def table(entries: Mapping[str, Kind], *, optional: Collection[str] = ()) -> Kind:
    """Make the type of a table with these entries and no others; read as those that are there."""
    make: Any = TypedDict  # mypy knows those only that are written out
    kinds = {
        name: NotRequired[kind] if name in optional else kind for name, kind in entries.items()
    }
    found = make("Table", kinds)
    found.__pydantic_config__ = ConfigDict(extra="forbid")
    return found


def made(kind: Callable[..., object], values: Kind) -> Kind:
    """Make something of the entries of a table."""
    return read_by(values, lambda found: kind(**found))


def span(most: Mapping[str, int], words: str) -> Kind:
    """Make the type of a length of time such as `3 days`, with the most of each unit."""

    def read(written: str) -> Span:
        count, unit = written.split(" ")
        return Span(int(count), TimeUnit(unit.removesuffix("s") + "s"))

    def not_longer(length: Span) -> Iterable[Fault]:
        if length.count > most[length.unit]:
            wrong = f"{spelled(length)!r} is not allowed"
            yield Fault("", wrong, f"at most {most[length.unit]} {length.unit}")

    units = "|".join(unit.removesuffix("s") for unit in most)
    return checked(read_by(text(rf"^([1-9][0-9]{{0,3}} ({units})s?)$", words), read), not_longer)


def spelled(length: Span) -> str:
    """Write a length as the document does."""
    return f"{length.count} {length.unit.removesuffix('s') if length.count == 1 else length.unit}"

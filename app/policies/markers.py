"""What the markers in the domain's annotations make of a type."""

from functools import partial
from typing import Any

from pydantic import (
    AfterValidator,
    Field,
    ValidationInfo,
    ValidatorFunctionWrapHandler,
    WrapValidator,
)

from app.domain import fields, vocabulary
from app.domain.policy.fields import Declared, Listed, Money, OneOf, OneOrMore, Spelled
from app.policies.faults import Fault, Wrong
from app.policies.values import Described, Kind, annotated, read_by, span, text, word

AMOUNT = read_by(
    text(r"^([0-9]{1,12}\.[0-9]{2})$", 'an amount such as "500.00"'),
    lambda amount: int(amount.replace(".", "")),
)


def marked(kind: Kind, mark: object) -> Kind:  # noqa: PLR0911 - one for each marker
    """Make a type what its marker says."""
    match mark:
        case fields.Pattern(regex, words):
            return text(regex, words)
        case fields.Range(least, most):
            return annotated(kind, Field(ge=least, le=most))
        case fields.Longest(units, words):
            return span(dict(units), words)
        case OneOf(words):
            return word(words)
        case Listed(name):
            return word(getattr(vocabulary, name))
        case Money():
            return AMOUNT
        case Declared():
            return _reference(kind, mark)
        case Spelled():
            either = Described(lambda node: {"anyOf": [{"const": mark.word}, node]})
            return annotated(kind, WrapValidator(partial(_spelled, mark)), either)
        case OneOrMore():
            either = Described(lambda node: {"anyOf": [node["items"], node]})
            return annotated(kind, WrapValidator(_listed), either)
        case _:
            return kind


def declared(content: object, entry: str) -> tuple[str, ...]:
    """Give the words that a table declares in an entry; none where it has the wrong shape."""
    found = content.get(entry) if isinstance(content, dict) else None
    return (
        tuple(one for one in found if isinstance(one, str))
        if isinstance(found, dict | list)
        else ()
    )


def _reference(kind: Kind, mark: Declared) -> Kind:
    def check(value: str, info: ValidationInfo[Any]) -> str:
        content = info.context
        words = declared(content, mark.entry)
        if value not in words and not (mark.free and not words):
            raise Wrong(Fault("", f"{value!r} is unknown"))
        if mark.capability and mark.capability not in declared(
            content[mark.entry][value], "capabilities"
        ):
            right = f"a role with the capability '{mark.capability}'"
            raise Wrong(Fault("", f"{value!r} {mark.lacking}", right))
        return value

    words = Described(lambda node: {**node, "declared": mark.entry})
    return annotated(kind, AfterValidator(check), words)


def _spelled(mark: Spelled, value: object, read: ValidatorFunctionWrapHandler) -> object:
    return mark.value if value == mark.word else read(value)


def _listed(value: object, read: ValidatorFunctionWrapHandler) -> object:
    return read(value if isinstance(value, list) else [value])

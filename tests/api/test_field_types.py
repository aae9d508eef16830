"""Annotations of the domain become types over HTTP: as strict, and described in the contract."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

import pytest
from pydantic import TypeAdapter, ValidationError

from app.api.field_types import http_type, json_object, members
from app.domain.fields import Check, Doc, Key, Length, Line, Ordinal, Range
from app.domain.values import Money, Severity


def read(hint: Any, raw: str) -> object:
    made: TypeAdapter[object] = TypeAdapter(http_type(hint))
    return made.validate_json(raw, strict=True)


@pytest.mark.parametrize(
    ("hint", "raw", "value"),
    [
        (Line, '"a line"', "a line"),
        (Ordinal | None, "null", None),
        (Annotated[str, Check(str.upper)], '"shop"', "SHOP"),
        (Annotated[tuple[Key, ...], Length(0, 2)], '["shop", "studio"]', ("shop", "studio")),
        (Annotated[Severity, Range(1, 3)], "2", Severity.FAIRLY_SERIOUS),
        (Money, '{"amount": 1234, "currency": "CNY"}', Money(1234, "CNY")),
    ],
)
def test_json_is_read_into_the_value_of_the_domain(hint: Any, raw: str, value: object) -> None:
    found = read(hint, raw)
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(
    ("hint", "raw", "message"),
    [
        (Line, '"two\\nlines"', "must be a single line"),
        (Line, f'"{"x" * 201}"', "at most 200 characters"),
        (Key, '"Shop"', "should match pattern"),
        (Ordinal, "0", "greater than or equal to 1"),
        (Ordinal, '"1"', "should be a valid integer"),
        (Annotated[tuple[Key, ...], Length(1, 2)], "[]", "at least 1 item"),
        (Annotated[Severity, Range(1, 3)], "4", "less than or equal to 3"),
        (datetime, '"2026-03-09T02:00:00"', "timezone"),
        (datetime, '"1999-03-09T02:00:00Z"', "must lie between 2000 and 2200"),
        (Money, '{"amount": 12.34, "currency": "CNY"}', "12.34 yuan is 1234"),
        (Money, '{"amount": 1, "currency": "CNY", "unit": "fen"}', "not permitted"),
    ],
)
def test_what_breaks_an_annotation_is_refused(hint: Any, raw: str, message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        read(hint, raw)


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """A parcel.

    Rules: none
    """

    weight: Annotated[Ordinal, Doc("In grams.")]
    fragile: bool = False
    labels: tuple[Key, ...] = ()


def test_a_schema_has_descriptions_and_the_defaults_that_say_something() -> None:
    schema = TypeAdapter(json_object("ParcelBody", Parcel, members(Parcel))).json_schema()
    assert schema["title"] == "ParcelBody"
    assert schema["description"] == "A parcel."
    assert schema["required"] == ["weight"]
    assert schema["properties"]["weight"]["description"] == "In grams."
    assert schema["properties"]["fragile"]["default"] is False
    assert "default" not in schema["properties"]["labels"]

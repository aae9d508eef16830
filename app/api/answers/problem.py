"""The answer when something goes wrong (RFC 9457)."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Any, Final

from pydantic import Field

from app.api.answers.custody import Destruction
from app.api.answers.parts import Answer, one_of
from app.domain.refusals import Refusal
from app.domain.values import Breach

REFUSED_BEFORE_THE_RULES: Final = (
    "contended",
    "copy-destroyed",
    "duplicate-key",
    "header-too-large",
    "idempotency-key-malformed",
    "idempotency-key-missing",
    "idempotency-key-reused",
    "if-match-malformed",
    "internal",
    "invalid",
    "malformed",
    "malformed-request",
    "method-not-allowed",
    "not-ready",
    "overloaded",
    "stale-version",
    "too-large",
    "too-slow",
    "unauthorised",
    "unavailable",
    "unsupported-media-type",
)
"""Codes that are no refusal of the rules."""


def _codes_of_refusals(kind: type[Refusal]) -> Iterator[str]:
    for below in kind.__subclasses__():
        yield below.code
        yield from _codes_of_refusals(below)


CODES: Final = tuple(sorted({*REFUSED_BEFORE_THE_RULES, *_codes_of_refusals(Refusal)}))


Code = Annotated[str, *one_of(CODES)]


def _with(code: str, meaning: str) -> Any:  # noqa: ANN401 - as pydantic's own Field
    """Declare a member that is there with some codes only, and never null."""
    return Field(default_factory=lambda: None, description=f"With `{code}`: {meaning}")


class FieldFault(Answer):
    """A field at fault."""

    field: str = Field(description="Dotted path in the body, or the name of a parameter.")
    message: str


class Problem(Answer):
    """A problem (RFC 9457). Decide by `code`; what was sent is never repeated."""

    type: Annotated[str, Field(json_schema_extra={"format": "uri"})]
    title: str
    status: int
    code: Code = Field(description="Never changes once published; explained in the reference.")
    detail: str = Field(description="For people; may change.")
    fields: list[FieldFault] = Field(
        default_factory=list, description="What is at fault; missing if no field is."
    )
    known: list[str] = _with("unknown-term", "the words that would do.")
    missing: list[str] = _with(
        "facts-missing` or `steps-missing", "what must be known or done first."
    )
    could: list[str] = _with("beyond-authority", "the roles that may decide it.")
    breaches: list[Breach] = _with("remedy-needs-override", "what is unusual about the plan.")
    kept_until: date = _with("still-kept", "the first day on which the copy may be destroyed.")
    holds: list[int] = _with("on-hold", "the numbers of the legal holds.")
    version: int = _with("stale-version", "where the complaint is.")
    number: str = _with("copy-destroyed", "the complaint's number.")
    destruction: Destruction = _with("copy-destroyed", "when, by whom and under which rule.")

"""The rules themselves, as docs/rules.toml restates them."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
CATALOGUE = ROOT / "docs" / "rules.toml"

MARKS = ("E", "E/A", "A", "O", "?")


@dataclass(frozen=True, slots=True, kw_only=True)
class System:
    """One of the sources: a complaint-handling system of its own."""

    title: str
    chinese: str
    policy: str
    """The shipped policy, or pack of guidance, that was made from it."""
    state: str = ""
    """What became of its text on the way here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What a source asks for, and what the software leaves of it to others."""

    asks: str
    mark: str
    not_here: str | None = None
    """Why software could do it, but this one does not."""
    partly: str | None = None
    """What of it is not here, though the rest is."""
    outside: str | None = None
    """Why it stays with people."""

    def __post_init__(self) -> None:
        if self.mark not in MARKS:
            raise ValueError(f"{self.asks!r} has an unknown mark")
        if sum(map(bool, (self.not_here, self.partly, self.outside))) > 1:
            raise ValueError(f"{self.asks!r} has more than one reason")

    @property
    def enforceable(self) -> bool:
        return self.mark.startswith("E")


@cache
def systems() -> Mapping[str, System]:
    return {key: System(**entry) for key, entry in _read()["systems"].items()}


@cache
def rules() -> Mapping[str, Rule]:
    return {key: Rule(**entry) for key, entry in _read()["rules"].items()}


def _read() -> dict[str, dict[str, dict[str, str]]]:
    return tomllib.loads(CATALOGUE.read_text("utf-8"))

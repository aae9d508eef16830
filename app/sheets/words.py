"""The words in a table: its own from one file, the policy's by their titles."""

import tomllib
from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from app.domain.policy import Policy

TERMS: Final = Path(__file__).with_name("terms.toml")


class SheetLanguage(StrEnum):
    """What a table can be written in."""

    ENGLISH = "en"
    SIMPLIFIED = "zh-Hans"
    TRADITIONAL = "zh-Hant"


@cache
def terms() -> Mapping[str, Any]:
    """Read the file of words."""
    return tomllib.loads(TERMS.read_text(encoding="utf-8"))


class Words:
    """Says in one language what stands in documents, as one policy calls it.

    A complaint may carry words that a newer policy no longer has: they stand as they are.
    """

    def __init__(self, policy: Policy, language: SheetLanguage | None = None) -> None:
        """Speak `language`, or else that of the policy."""
        self.policy = policy
        self.language = SheetLanguage(policy.locale) if language is None else language
        self._zone = ZoneInfo(policy.time_zone)

    def header(self, key: str) -> str:
        """Name a column; one of times says whose times they are."""
        name = str(terms()["header"][key][self.language])
        return f"{name} ({self.policy.time_zone})" if key.endswith("_at") else name

    def sheet(self, key: str) -> str:
        """Name a sheet."""
        return str(terms()["sheet"][key][self.language])

    def term(self, kind: str, word: str | None) -> str | None:
        """Say a word that is not the policy's."""
        if word is None:
            return None
        found = terms()[kind].get(word)
        return word if found is None else str(found[self.language])

    def unit(self, key: str) -> str:
        """Name a unit."""
        return self._title(self.policy.units.get(key), key)

    def category(self, key: str | None) -> str | None:
        """Name what a complaint is about."""
        return None if key is None else self._of(self.policy.categories, key)

    def outcome(self, key: str | None) -> str | None:
        """Name how a complaint ended."""
        return None if key is None else self._of(self.policy.outcomes, key)

    def remedy(self, key: str) -> str:
        """Name how something was put right."""
        return self._of(self.policy.remedies, key)

    def box(self, key: str) -> str:
        """Name a box of the form."""
        return self._of({box.key: box for box in self.policy.boxes}, key)

    def local(self, instant: str | None) -> datetime | None:
        """Tell what the clock on the organisation's wall showed."""
        if instant is None:
            return None
        at = datetime.fromisoformat(instant).astimezone(self._zone)
        return at.replace(microsecond=0, tzinfo=None)

    def instant(self, wall: datetime) -> datetime:
        """Tell when the clock on the organisation's wall showed that."""
        return wall.replace(tzinfo=self._zone)

    def _of(self, known: Mapping[str, Any], key: str) -> str:
        found = known.get(key)
        return key if found is None else self._title(found.title, key)

    def _title(self, title: Mapping[str, str] | None, key: str) -> str:
        return key if title is None else title.get(self.language, key)

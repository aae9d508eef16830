"""The catalogue of words in three scripts, and the policy's own words by their titles."""

import tomllib
from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from app.documents.amounts import figures
from app.domain.policy import Policy
from app.domain.values import Capability

TERMS: Final = Path(__file__).with_name("words.toml")


class Language(StrEnum):
    """What documents can be written in."""

    ENGLISH = "en"
    SIMPLIFIED = "zh-Hans"
    TRADITIONAL = "zh-Hant"


def language_of(policy: Policy, asked: Language | None = None) -> Language:
    """Choose the language: the one asked for, else the policy's own."""
    if asked is not None:
        return asked
    known = {language.value for language in Language}
    return Language(policy.locale) if policy.locale in known else Language.ENGLISH


@cache
def terms() -> Mapping[str, Any]:
    """Read the catalogue."""
    return tomllib.loads(TERMS.read_text(encoding="utf-8"))


class Words:
    """Says what stands in a document in one language, as one policy calls it.

    A complaint may carry words that a newer policy no longer has: they are printed as they are.
    """

    def __init__(self, policy: Policy, language: Language | None = None) -> None:
        """Write in `language`, else in that of the policy, which names its own words and zone."""
        self.language = language_of(policy, language)
        self.policy = policy
        self._zone = ZoneInfo(policy.time_zone)

    def term(self, *path: str, **values: object) -> str:
        """Find a word of the catalogue, such as `label`, `amount`, and fill its places."""
        found: Any = terms()
        for part in path:
            found = found[part]
        text = str(found[self.language])
        return text.format(**values) if values else text

    def label(self, key: str, **values: object) -> str:
        """Name a field of the form."""
        return self.term("label", key, **values)

    def header(self, key: str) -> str:
        """Name a column of a sheet; a column of times names the time zone too."""
        name = self.term("header", key)
        return f"{name} ({self.policy.time_zone})" if key.endswith("_at") else name

    def note(self, key: str, **values: object) -> str:
        """Say one of the form's fixed sentences."""
        return self.term("note", key, **values)

    def word(self, group: str, key: object) -> str | None:
        """Translate a word of the domain; None stays None."""
        if key is None:
            return None
        found = terms()[group].get(str(key))
        return str(key) if found is None else str(found[self.language])

    def answer(self, value: bool | None) -> str | None:  # noqa: FBT001 - it is the word to be said
        """Say yes or no."""
        return None if value is None else self.note("yes" if value else "no")

    def of(self, kind: str, key: str | None) -> str | None:
        """Call a word of the policy by its title; `kind` is where the policy keeps it."""
        if key is None:
            return None
        found = getattr(self.policy, kind).get(key)
        if found is None:
            return key
        return self.title(found if isinstance(found, Mapping) else found.title, key)

    def title(self, titles: Mapping[str, str], key: str) -> str:
        """Choose a title's language."""
        return titles.get(self.language) or titles.get(self.policy.locale) or key

    def unit(self, key: str) -> str:
        """Name a unit."""
        return self.of("units", key) or key

    def box(self, key: str) -> str:
        """Name a sign-off box."""
        boxes = {box.key: box for box in self.policy.boxes}
        return self.title(boxes[key].title, key) if key in boxes else key

    def party(self, key: str) -> str:
        """Name a unit, a role or an outside party."""
        for kind in ("units", "roles"):
            if key in getattr(self.policy, kind):
                return self.of(kind, key) or key
        return self.word("referral", key) or key

    def clock(self, key: str) -> str | None:
        """Name a clock, or the occasion of a contact, which is watched like one."""
        return self.of("clocks" if key in self.policy.clocks else "occasions", key)

    def keeper(self, capability: Capability) -> str:
        """Name the department that a capability makes: the role that has the least besides."""
        roles = self.policy.roles_with(capability)
        if not roles:
            return self.term("who", capability)
        purest = min(roles, key=lambda role: len(self.policy.roles[role].capabilities))
        return self.of("roles", purest) or purest

    def moment(self, text: str | None) -> str | None:
        """Write an instant as a clock in the house shows it."""
        if text is None:
            return None
        return datetime.fromisoformat(text).astimezone(self._zone).strftime("%Y-%m-%d %H:%M")

    def local(self, text: str | None) -> datetime | None:
        """Give an instant as the wall clock of the organisation shows it, to the second."""
        if text is None:
            return None
        at = datetime.fromisoformat(text).astimezone(self._zone)
        return at.replace(microsecond=0, tzinfo=None)

    def instant(self, wall: datetime) -> datetime:
        """Give the instant at which the wall clock of the organisation showed a time."""
        return wall.replace(tzinfo=self._zone)

    def date(self, text: str) -> tuple[int, int, int]:
        """Give the day of an instant: year, month, day."""
        at = datetime.fromisoformat(text).astimezone(self._zone)
        return at.year, at.month, at.day

    def day(self, text: str) -> str:
        """Write a date as it stands at the head of a form."""
        year, month, day = self.date(text)
        if self.language is Language.ENGLISH:
            return f"{year}-{month:02d}-{day:02d}"
        return f"{year} 年 {month} 月 {day} 日"

    def act(self, act: Mapping[str, Any] | None) -> str | None:
        """Say who did something, and when."""
        return None if act is None else f"{act['by']}\n{self.moment(act['at'])}"

    def money(self, amount: Mapping[str, Any] | None) -> str | None:
        """Write an amount in figures."""
        return None if amount is None else figures(amount["amount"], amount["currency"])

    def given(self, amount: Mapping[str, Any], *, came_back: object) -> str:
        """Write what was paid, and that it came back, if it did: nobody may count it (SC-36)."""
        marked = (self.money(amount), self.note("came-back") if came_back else None)
        return "\n".join(part for part in marked if part)

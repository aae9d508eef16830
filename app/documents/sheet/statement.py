"""What a sheet says of itself: which copies, in which words, up to which event, and its totals.

It is the last sheet of a workbook, and the file `-about.csv` beside tables as CSV.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from app.documents.sheet.cell_reading import moment_in
from app.documents.sheet.columns import BETWEEN
from app.documents.sheet.sheet_file import SheetTable
from app.documents.words import Language, Words, terms
from app.domain.policy import Policy
from app.events.exporting import Days, Wanted
from app.proof.verifying import CannotTell

KEYS: Final = (
    "organisation", "policy", "received", "paid", "custody", "units", "position", "seal",
    "made_at", "complaints", "expenses",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """The statements of a sheet about itself, by the key of each label."""

    language: Language
    values: Mapping[str, str]

    @property
    def position(self) -> int:
        """The event up to which the sheet holds the log."""
        text = self.values["position"]
        if not text.isdecimal():
            raise CannotTell(f"the sheet says no position: {text}")
        return int(text)

    @property
    def seal(self) -> str | None:
        """The checkpoint that covers the sheet: name of the log, size and root."""
        return None if self.values["seal"] == self.label("unsealed") else self.values["seal"]

    @property
    def sealed(self) -> int:
        """The size of that checkpoint; 0 where there is none, or none that can be read."""
        parts = (self.seal or "").split(" ")
        return int(parts[1]) if len(parts) > 1 and parts[1].isdecimal() else 0

    def made_at(self, words: Words) -> datetime:
        """Tell when it was made, by the words' zone; the earlier time where an hour is repeated.

        Raises:
            CannotTell: it cannot be read.

        """
        text = self.values["made_at"]
        try:
            wall = moment_in(text) or datetime.fromisoformat(text)
        except ValueError:
            raise CannotTell(f"the sheet does not say when it was made: {text}") from None
        return words.instant(wall)

    def label(self, key: str) -> str:
        """Name a statement as it stands there."""
        return str(terms()["about"][key][self.language])

    def wanted(self, words: Words) -> Wanted:
        """Read which copies were asked for, in the words of a policy.

        Raises:
            CannotTell: it cannot be read.

        """
        places = {words.word("custody", place): place for place in terms()["custody"]}
        units = {words.unit(key): key for key in words.policy.units}
        try:
            return Wanted(
                received=self._days("received"),
                paid=self._days("paid"),
                custody=None if self._all("custody") else places[self.values["custody"]],
                units=()
                if self._all("units")
                else tuple(units[each] for each in self.values["units"].split(BETWEEN)),
            )
        except (ValueError, KeyError) as error:
            raise CannotTell(f"what the sheet was asked for cannot be read: {error}") from None

    def _all(self, key: str) -> bool:
        return self.values[key] == self.label("all")

    def _days(self, key: str) -> Days:
        if self._all(key):
            return Days()
        first, last = self.values[key].split("/")
        return Days(first=_day(first), last=_day(last))


def total_label(policy: Policy, language: Language) -> str:
    """Name the total of what was paid."""
    return f"{terms()['about']['total'][language]} ({policy.currency})"


def read_statement(table: SheetTable) -> Statement | None:
    """Read a table as the statement of a sheet; None if it is another one.

    Raises:
        CannotTell: it is one, and something is missing in it.

    """
    for language in Language:
        if table.heads == [str(terms()["header"][key][language]) for key in ("what", "value")]:
            said = {line.cells[0]: line.cells[1] for line in table.lines if len(line.cells) > 1}
            labels = {key: str(terms()["about"][key][language]) for key in KEYS}
            missing = [label for label in labels.values() if label not in said]
            if missing:
                raise CannotTell(f"{table.name} does not say: {', '.join(missing)}")
            values = {key: said[label] for key, label in labels.items()}
            return Statement(language=language, values={**said, **values})
    return None


def _day(text: str) -> date | None:
    return None if text == ".." else date.fromisoformat(text)

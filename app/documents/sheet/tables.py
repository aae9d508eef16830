"""The rows of a sheet, as a pure function of audit copies.

The copies come from the read tables, or are folded from the events of an archive: the same rows
come of both, so that `triplicate verify --sheet` can compare them.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from app.documents.cells import Amount, Cell
from app.documents.sheet.columns import (
    BETWEEN,
    COMPLAINTS,
    EXPENSES,
    IN_PERIOD,
    Column,
    Expense,
    moved,
    remaining,
    standing,
)
from app.documents.words import Words
from app.documents.xlsx import Head
from app.domain.values import OrganisationId
from app.events.exporting import Exported, Movement, Wanted, is_whole, movements
from app.events.projections.audit_copy import AuditCopy
from app.proof.stamp import Extent, Stamp

ABOUT_WIDTH: Final = 40


class Rows(StrEnum):
    """What a row is about."""

    COMPLAINTS = "complaints"
    EXPENSES = "expenses"


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """When a table was made, and how much of the log the copies held."""

    at: datetime
    extent: Extent


@dataclass(slots=True)
class Count:
    """What went into a workbook."""

    complaints: int = 0
    expenses: int = 0
    paid: int = 0
    """Minor units."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tables:
    """The tables of an organisation's audit copies, in the words of its policy."""

    organisation: OrganisationId
    wanted: Wanted
    words: Words

    def heads(self, rows: Rows) -> list[Head]:
        """Name the columns of a table."""
        columns: list[Column[Any]] = [*EXPENSES.columns]
        if rows is Rows.COMPLAINTS:
            columns = [*COMPLAINTS.columns, *(IN_PERIOD.columns if self.wanted.paid else ())]
        return [Head(self.words.header(one.key), one.width) for one in columns]

    def complaints(self, copies: Iterable[Exported]) -> Iterator[list[Cell]]:
        """Write a row per complaint."""
        words = self.words
        for copy in copies:
            if not is_whole(copy):
                yield remaining(copy, words)
            elif self.wanted.paid:
                yield COMPLAINTS.row(copy, words) + IN_PERIOD.row(self._movements(copy), words)
            else:
                yield COMPLAINTS.row(copy, words)

    def expenses(self, copies: Iterable[Exported]) -> Iterator[list[Cell]]:
        """Write a row per expense, or per payment and reversal of the period."""
        return (EXPENSES.row(expense, self.words) for expense in self._expenses_of(copies))

    def _expenses_of(self, copies: Iterable[Exported]) -> Iterator[Expense]:
        """List what moved in the period of payment; without one, all expenses as they stand."""
        for copy in filter(is_whole, copies):
            yield from moved(copy, self._movements(copy)) if self.wanted.paid else standing(copy)

    def _movements(self, copy: AuditCopy) -> list[Movement]:
        return movements(copy, self.wanted.paid, self.words.policy.calendar)

    def count(self, rows: Rows, copies: list[Exported], count: Count) -> None:
        """Add what a table says of some copies."""
        if rows is Rows.COMPLAINTS:
            count.complaints += len(copies)
            return
        for expense in self._expenses_of(copies):
            count.expenses += 1
            count.paid += expense.paid or 0

    def about_heads(self) -> list[Head]:
        """Name the two columns of what is said about the tables."""
        return [Head(self.words.header(key), ABOUT_WIDTH) for key in ("what", "value")]

    def _seal(self, stamp: Stamp | None) -> str:
        """Name the checkpoint that covers what is in it (ADR 0014)."""
        return stamp.line if stamp else self.words.term("about", "unsealed")

    def about(self, made: Made, count: Count) -> Iterator[list[Cell]]:
        """Say what was asked for, how much of the log was in it, and what it comes to.

        `triplicate verify --sheet` reads it, to compute the same rows from the events.
        """
        words, wanted, policy = self.words, self.wanted, self.words.policy
        everything = words.term("about", "all")
        said: dict[str, Cell] = {
            "organisation": self.organisation,
            "policy": policy.stamp,
            "received": str(wanted.received) if wanted.received else everything,
            "paid": str(wanted.paid) if wanted.paid else everything,
            "custody": words.word("custody", wanted.custody) or everything,
            "units": BETWEEN.join(map(words.unit, wanted.units)) or everything,
            "position": made.extent.position,
            "seal": self._seal(made.extent.stamp),
            "made_at": words.local(made.at.isoformat()),
            "complaints": count.complaints,
            "expenses": count.expenses,
        }
        for key, value in said.items():
            yield [words.term("about", key), value]
        total = words.term("about", "total")
        yield [f"{total} ({policy.currency})", Amount(count.paid)]

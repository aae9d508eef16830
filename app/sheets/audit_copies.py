"""The audit copies of an organisation as tables: what finance and audit take away."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, BinaryIO, Final, TypeAlias, TypeVar

from app.domain.values import OrganisationId
from app.events.database import Database
from app.events.exporting import (
    Exported,
    Movement,
    Wanted,
    audit_copies,
    is_whole,
    movements,
)
from app.events.projections.audit_copy import AuditCopy
from app.proof.stamp import Extent, Stamp
from app.sheets.cells import Amount, Cell
from app.sheets.columns import (
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
from app.sheets.delimited import MARK, lines
from app.sheets.words import Words, terms
from app.sheets.workbook import Book, Head

ABOUT_WIDTH: Final = 40

T = TypeVar("T")

Seen: TypeAlias = Callable[[int], None]
"""Told how many complaints were written since it was told last."""


def unseen(_complaints: int) -> None:
    """Show nobody how far it is."""


class Rows(StrEnum):
    """What a row is about."""

    COMPLAINTS = "complaints"
    EXPENSES = "expenses"


class Kind(StrEnum):
    """The kind of file."""

    CSV = "csv"
    XLSX = "xlsx"


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
class Export:
    """Some audit copies of an organisation, to be written in the words of its policy."""

    database: Database
    organisation: OrganisationId
    wanted: Wanted
    words: Words
    pace: Callable[[], AbstractAsyncContextManager[object]]
    """Entered for the work on each page, so that exports leave room for everybody else."""

    def name(self, kind: Kind, rows: Rows = Rows.COMPLAINTS) -> str:
        """Name the file by what is in it, in plain ASCII."""
        wanted = self.wanted
        copies = kind is Kind.XLSX or rows is Rows.COMPLAINTS
        parts = ["audit-copies" if copies else "audit-expenses", self.organisation]
        for word, days in (("received", wanted.received), ("paid", wanted.paid)):
            if days:
                parts.append(f"{word}-{days.first or 'first'}-to-{days.last or 'last'}")
        if wanted.custody is not None:
            parts.append(wanted.custody)
        return f"{'_'.join(parts)}.{kind}"

    async def csv(self, rows: Rows, seen: Seen = unseen) -> AsyncIterator[bytes]:
        """Write one table, a page at a time; the first bytes come once the first page is read."""
        heads = [head.title for head in self._heads(rows)]
        head = MARK.encode() + lines([heads])

        def write(copies: list[Exported]) -> bytes:
            found = self._complaints(copies) if rows is Rows.COMPLAINTS else self._expenses(copies)
            return lines(found)

        async for page in self._pages(write, seen):
            yield head + page
            head = b""

    async def xlsx(self, file: BinaryIO, folder: Path, made: Made, seen: Seen = unseen) -> Count:
        """Write both tables and what they are about into a file; what is on the way, in a folder.

        `seen` is told of each page how many complaints were on it.
        """
        book = Book(file, folder)
        sheets = [book.sheet(self.words.sheet(rows.value), self._heads(rows)) for rows in Rows]
        count = Count()

        def write(copies: list[Exported]) -> None:
            sheets[0].add(self._complaints(copies))
            sheets[1].add(self._expenses(copies))
            self._count(copies, count)

        async for _ in self._pages(write, seen):
            pass
        about = [Head(self.words.header(key), ABOUT_WIDTH) for key in ("what", "value")]
        book.sheet(self.words.sheet("about"), about).add(self._about(made, count))
        await asyncio.to_thread(book.close)
        return count

    async def _pages(self, write: Callable[[list[Exported]], T], seen: Seen) -> AsyncIterator[T]:
        """Read and write page by page, beside the event loop."""
        calendar = self.words.policy.calendar
        pages = audit_copies(self.database, self.organisation, self.wanted, calendar)
        while True:
            async with self.pace():
                page = await anext(pages, None)
                if page is None:
                    return
                written = await asyncio.to_thread(write, page)
            seen(len(page))
            yield written

    def _heads(self, rows: Rows) -> list[Head]:
        columns: list[Column[Any]] = [*EXPENSES.columns]
        if rows is Rows.COMPLAINTS:
            columns = [*COMPLAINTS.columns, *(IN_PERIOD.columns if self.wanted.paid else ())]
        return [Head(self.words.header(one.key), one.width) for one in columns]

    def _complaints(self, copies: list[Exported]) -> Iterator[list[Cell]]:
        words = self.words
        for copy in copies:
            if not is_whole(copy):
                yield remaining(copy, words)
            elif self.wanted.paid:
                yield COMPLAINTS.row(copy, words) + IN_PERIOD.row(self._movements(copy), words)
            else:
                yield COMPLAINTS.row(copy, words)

    def _expenses(self, copies: list[Exported]) -> Iterator[list[Cell]]:
        return (EXPENSES.row(expense, self.words) for expense in self._expenses_of(copies))

    def _expenses_of(self, copies: list[Exported]) -> Iterator[Expense]:
        """List what moved in the period of payment; without one, all expenses as they stand."""
        for copy in filter(is_whole, copies):
            yield from moved(copy, self._movements(copy)) if self.wanted.paid else standing(copy)

    def _movements(self, copy: AuditCopy) -> list[Movement]:
        return movements(copy, self.wanted.paid, self.words.policy.calendar)

    def _count(self, copies: list[Exported], count: Count) -> None:
        count.complaints += len(copies)
        for expense in self._expenses_of(copies):
            count.expenses += 1
            count.paid += expense.paid or 0

    def _seal(self, stamp: Stamp | None) -> str:
        """Name the checkpoint that covers what is in it (ADR 0014)."""
        return stamp.line if stamp else str(terms()["about"]["unsealed"][self.words.language])

    def _about(self, made: Made, count: Count) -> Iterator[list[Cell]]:
        """Say what was asked for, how much of the log was in it, and what it comes to."""
        words, wanted, policy = self.words, self.wanted, self.words.policy
        everything = str(terms()["about"]["all"][words.language])
        said: dict[str, Cell] = {
            "organisation": self.organisation,
            "policy": policy.stamp,
            "received": str(wanted.received) if wanted.received else everything,
            "paid": str(wanted.paid) if wanted.paid else everything,
            "custody": words.term("custody", wanted.custody) or everything,
            "units": BETWEEN.join(map(words.unit, wanted.units)) or everything,
            "position": made.extent.position,
            "seal": self._seal(made.extent.stamp),
            "made_at": words.local(made.at.isoformat()),
            "complaints": count.complaints,
            "expenses": count.expenses,
        }
        for key, value in said.items():
            yield [str(terms()["about"][key][words.language]), value]
        total = str(terms()["about"]["total"][words.language])
        yield [f"{total} ({policy.currency})", Amount(count.paid)]

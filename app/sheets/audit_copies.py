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
from app.events.exporting import Exported, Wanted, audit_copies, is_whole, paid_within
from app.proof.stamp import Extent, Stamp
from app.sheets.cells import Amount, Cell
from app.sheets.columns import BETWEEN, COMPLAINTS, EXPENSES, Expense, Table, remaining
from app.sheets.delimited import MARK, lines
from app.sheets.words import Words, terms
from app.sheets.workbook import Book, Head

ABOUT_WIDTH: Final = 40

TABLES: Final[tuple[Table[Any], Table[Any]]] = (COMPLAINTS, EXPENSES)

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
        table = COMPLAINTS if rows is Rows.COMPLAINTS else EXPENSES
        head = MARK.encode() + lines([table.headers(self.words)])

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
        sheets = [book.sheet(self.words.sheet(t.key), _heads(t, self.words)) for t in TABLES]
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

    def _complaints(self, copies: list[Exported]) -> Iterator[list[Cell]]:
        words = self.words
        return (
            COMPLAINTS.row(copy, words) if is_whole(copy) else remaining(copy, words)
            for copy in copies
        )

    def _expenses(self, copies: list[Exported]) -> Iterator[list[Cell]]:
        return (EXPENSES.row(expense, self.words) for expense in self._expenses_of(copies))

    def _expenses_of(self, copies: list[Exported]) -> Iterator[Expense]:
        calendar = self.words.policy.calendar
        for copy in filter(is_whole, copies):
            for entry in paid_within(copy, self.wanted.paid, calendar):
                yield Expense(copy, entry)

    def _count(self, copies: list[Exported], count: Count) -> None:
        count.complaints += len(copies)
        for expense in self._expenses_of(copies):
            count.expenses += 1
            if expense.payment is not None:
                count.paid += expense.payment["amount"]["amount"]

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


def _heads(table: Table[Any], words: Words) -> list[Head]:
    titles = table.headers(words)
    return [Head(title, one.width) for title, one in zip(titles, table.columns, strict=True)]

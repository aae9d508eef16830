"""The audit copies of an organisation as tables: what finance and audit take away."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import BinaryIO, TypeAlias, TypeVar

from app.documents.csv_lines import MARK, lines
from app.documents.sheet.tables import Count, Made, Rows, Tables
from app.documents.words import Words
from app.documents.xlsx import Book
from app.domain.values import OrganisationId
from app.events.database import Database
from app.events.exporting import Exported, Wanted, audit_copies

T = TypeVar("T")

Seen: TypeAlias = Callable[[int], None]
"""Told how many complaints were written since it was told last."""


def unseen(_complaints: int) -> None:
    """Show nobody how far it is."""


class Kind(StrEnum):
    """The kind of file."""

    CSV = "csv"
    XLSX = "xlsx"


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

    @property
    def tables(self) -> Tables:
        """The rows, whatever kind of file they go into."""
        return Tables(organisation=self.organisation, wanted=self.wanted, words=self.words)

    async def csv(
        self, rows: Rows, seen: Seen = unseen, count: Count | None = None
    ) -> AsyncIterator[bytes]:
        """Write one table, a page at a time; the first bytes come once the first page is read.

        What it says is added to `count`.
        """
        tables = self.tables
        head = MARK.encode() + lines([[head.title for head in tables.heads(rows)]])

        def write(copies: list[Exported]) -> bytes:
            if count is not None:
                tables.count(rows, copies, count)
            complaints = rows is Rows.COMPLAINTS
            return lines(tables.complaints(copies) if complaints else tables.expenses(copies))

        async for page in self._pages(write, seen):
            yield head + page
            head = b""

    def about_csv(self, made: Made, count: Count) -> bytes:
        """Write what the last sheet of a workbook says, for the tables as CSV."""
        heads = [head.title for head in self.tables.about_heads()]
        return MARK.encode() + lines([heads, *self.tables.about(made, count)])

    async def xlsx(self, file: BinaryIO, folder: Path, made: Made, seen: Seen = unseen) -> Count:
        """Write both tables and what they are about into a file; what is on the way, in a folder.

        `seen` is told of each page how many complaints were on it.
        """
        book, tables = Book(file, folder), self.tables
        sheets = [
            book.sheet(self.words.term("sheet", rows.value), tables.heads(rows)) for rows in Rows
        ]
        count = Count()

        def write(copies: list[Exported]) -> None:
            sheets[0].add(tables.complaints(copies))
            sheets[1].add(tables.expenses(copies))
            for rows in Rows:
                tables.count(rows, copies, count)

        async for _ in self._pages(write, seen):
            pass
        about = book.sheet(self.words.term("sheet", "about"), tables.about_heads())
        about.add(tables.about(made, count))
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

"""The tables of a review, in one language: what its sheet, its paper and front ends show."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

from app.documents.cells import Amount
from app.documents.words import Words
from app.reviews.review import AXES, MOST_LISTED, UNKNOWN, Counts, Review

Cell: TypeAlias = str | int | float | Amount | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows under headers. The first cell of a row says what the others are about."""

    key: str
    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    chart: bool = False
    """The second and third cell can be drawn as bars."""
    left_out: int = 0
    """Rows left out."""


def tables(review: Review, before: Review, words: Words) -> tuple[Table, ...]:
    """Make the tables of a review, beside those of the span before."""
    told = _Told(review, before, words)
    return (
        told.counted("complaints", chart=True),
        *(told.by_axis(axis) for axis in AXES),
        told.numbers("outcomes", review.outcomes, before.outcomes, told.policy("outcomes")),
        told.times(),
        told.counted("promises"),
        told.numbers("missed", review.missed, before.missed, told.clock),
        told.remedies(),
        told.satisfaction(),
        told.counted("follow_ups"),
        told.counted("improvements"),
        told.open_improvements(),
        told.unplanned(),
    )


class _Told:
    """A review and the one before it, told in words."""

    def __init__(self, review: Review, before: Review, words: Words) -> None:
        self.review, self.before, self.words = review, before, words

    def _table(
        self,
        key: str,
        head: tuple[str, ...],
        rows: tuple[tuple[Cell, ...], ...],
        **more: Any,  # noqa: ANN401 - fields of a table
    ) -> Table:
        titles = tuple(self.words.term("review", "head", name) for name in head)
        return Table(
            key=key, title=self.words.term("review", "table", key), head=titles, rows=rows, **more
        )

    def numbers(self, key: str, now: Counts, before: Counts, called: Callable[[str], str]) -> Table:
        """Count words, those of either span."""
        found = dict.fromkeys((*(word for word in now if word != UNKNOWN), *before, *now))
        rows = tuple(
            (
                called(word),
                now.get(word, 0),
                before.get(word, 0),
                now.get(word, 0) - before.get(word, 0),
            )
            for word in found
        )
        return self._table(key, ("what", "now", "before", "change"), rows, chart=True)

    def counted(self, key: str, *, chart: bool = False) -> Table:
        """Count what is always asked for."""

        def called(word: str) -> str:
            return self.words.term("review", key, word)

        now, before = getattr(self.review, key), getattr(self.before, key)
        table = self.numbers(key, now, before, called)
        return table if chart else self._plain(table)

    def _plain(self, table: Table) -> Table:
        return Table(key=table.key, title=table.title, head=table.head, rows=table.rows)

    def by_axis(self, axis: str) -> Table:
        now, before = self.review.received_by[axis], self.before.received_by[axis]
        return self.numbers(axis, now, before, self._axis(axis))

    def _axis(self, axis: str) -> Callable[[str], str]:
        match axis:
            case "unit":
                return self.policy("units")
            case "category":
                return self.policy("categories")
            case _:
                group = axis.replace("_", "-")
                return lambda word: self.words.word(group, word) or word

    def policy(self, kind: str) -> Callable[[str], str]:
        return lambda word: self.words.of(kind, word) or word

    def clock(self, word: str) -> str:
        kind = "occasions" if word in self.words.policy.occasions else "clocks"
        return self.words.of(kind, word) or word

    def times(self) -> Table:
        head = ("what", "now", "median", "ninetieth", "before-median", "before-ninetieth")
        rows = tuple(
            (
                self.words.term("review", "times", name),
                now.number,
                now.median,
                now.ninetieth,
                self.before.times[name].median,
                self.before.times[name].ninetieth,
            )
            for name, now in self.review.times.items()
        )
        return self._table("times", head, rows)

    def remedies(self) -> Table:
        head = ("what", "now", "before", "cost", "before-cost", "currency")
        now = {(one.remedy, one.currency): one for one in self.review.remedies}
        before = {(one.remedy, one.currency): one for one in self.before.remedies}
        rows = []
        for remedy, currency in dict.fromkeys((*now, *before)):
            this, last = now.get((remedy, currency)), before.get((remedy, currency))
            rows.append(
                (
                    self.words.of("remedies", remedy),
                    this.number if this else 0,
                    last.number if last else 0,
                    Amount(this.cost if this else 0),
                    Amount(last.cost if last else 0),
                    currency,
                )
            )
        return self._table("remedies", head, tuple(rows), chart=True)

    def satisfaction(self) -> Table:
        rows = tuple(
            (
                self.words.term("review", "satisfaction", name),
                now.number,
                self.before.satisfaction[name].number,
                now.mean,
                self.before.satisfaction[name].mean,
            )
            for name, now in self.review.satisfaction.items()
        )
        return self._table("satisfaction", ("what", "now", "before", "mean", "before-mean"), rows)

    def open_improvements(self) -> Table:
        head = ("complaint", "improvement", "unit", "category", "due", "overdue")
        rows = tuple(
            (
                one.complaint,
                one.improvement,
                self.words.of("units", one.unit),
                self.words.of("categories", one.category),
                self.words.moment(one.due),
                self.words.answer(one.overdue),
            )
            for one in self.review.open_improvements
        )
        left_out = max(0, self.review.improvements["open"] - MOST_LISTED)
        return self._table("open_improvements", head, rows, left_out=left_out)

    def unplanned(self) -> Table:
        rows = tuple(
            (
                one.complaint,
                self.words.of("units", one.unit),
                self.words.of("categories", one.category),
                self.words.moment(one.found),
            )
            for one in self.review.unplanned
        )
        left_out = max(0, self.review.improvements["unplanned"] - MOST_LISTED)
        head = ("complaint", "unit", "category", "found")
        return self._table("unplanned", head, rows, left_out=left_out)

"""How long the copies of an ended complaint are kept, and when they must go: the one place for it.

The form is kept two years at least, then kept or destroyed as needed (SC-46); what holds personal
data not longer than it is needed (PIPL, art. 19); what proves a payment as long as the accounting
archives (30 years). Days are those of the organisation, so nothing here depends on an hour.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Annotated

from app.domain.calendar import months_later
from app.domain.fields import Doc, Longest, PlainText
from app.domain.values import Copy, KeptAs, Span, Term, TimeUnit

MONTHS = {TimeUnit.MONTHS: 1, TimeUnit.YEARS: 12}
"""What terms are counted in."""

Years = Annotated[
    Span, Longest((("months", 1200), ("years", 100)), 'a term such as "2 years" or "30 months"')
]
LEAST = Span(2, TimeUnit.YEARS)
"""No copy is kept for less (SC-46)."""


class CountedFrom(StrEnum):
    """From which day a term is counted."""

    END = "end"
    """The day on which the complaint ended last."""
    YEAR_END = "year-end"
    """The first day after that calendar year, as accounting archives are counted."""


class Fate(StrEnum):
    """What is to become of a copy on some day."""

    KEPT = "kept"
    """Nobody may destroy it yet."""
    HELD = "held"
    """It could go, but for a legal hold."""
    MAY_GO = "may-go"
    MUST_GO = "must-go"
    GONE = "gone"
    """It is destroyed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Keep:
    """How long a copy of an ended complaint is kept."""

    at_least: Annotated[Years, Doc("Nobody may destroy it before.")]
    at_most: Annotated[Years | None, Doc("By then it must be; null is no upper bound.")] = None
    counted_from: Annotated[
        CountedFrom, Doc("The day of the last end, or the first day after that calendar year.")
    ] = CountedFrom.END
    rule: PlainText
    """Where that stands written."""

    def outlasts(self, other: "Keep") -> bool:
        """Tell whether it lasts as long at least, whenever the complaint ended."""
        behind = (other.counted_from, self.counted_from) == (CountedFrom.YEAR_END, CountedFrom.END)
        return months(self.at_least) >= months(other.at_least) + (12 if behind else 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Keeping:
    """How long a copy is kept as a record, and as a voucher of what was paid and stayed paid."""

    record: Keep
    voucher: Annotated[Keep | None, Doc("Null: the copy is no voucher.")] = None

    def term(self, *, ended: date, paid: bool) -> Term:
        """Tell the term of a complaint that ended on a day, with something paid or not."""
        if paid and self.voucher is not None:
            return _term(KeptAs.VOUCHER, self.voucher, ended)
        return _term(KeptAs.RECORD, self.record, ended)


_TWO_YEARS = Keep(at_least=LEAST, rule="SC-46")
RETENTION: Mapping[Copy, Keeping] = {
    Copy.HANDLER: Keeping(record=_TWO_YEARS),
    Copy.AUDIT: Keeping(
        record=_TWO_YEARS,
        voucher=Keep(
            at_least=Span(30, TimeUnit.YEARS),
            counted_from=CountedFrom.YEAR_END,
            rule="Accounting Archives Measures (Order 79): vouchers 30 years",
        ),
    ),
    Copy.PLANNING: Keeping(record=_TWO_YEARS),
}
"""Of a policy that says nothing else."""


def fate(term: Term, today: date, *, held: bool) -> Fate:
    """Tell what is to become of a copy that is not destroyed."""
    if today < term.kept_until:
        return Fate.KEPT
    if held:
        return Fate.HELD
    overdue = term.must_go_by is not None and today >= term.must_go_by
    return Fate.MUST_GO if overdue else Fate.MAY_GO


def months(span: Span) -> int:
    """Count a term in months, by which terms can be compared."""
    return span.count * MONTHS[span.unit]


def _term(kept_as: KeptAs, keep: Keep, ended: date) -> Term:
    start = ended
    if keep.counted_from is CountedFrom.YEAR_END:
        start = date(ended.year + 1, 1, 1)
    return Term(
        kept_as=kept_as,
        kept_until=_not_before(start, keep.at_least),
        must_go_by=None if keep.at_most is None else months_later(start, months(keep.at_most)),
        rule=keep.rule,
    )


def _not_before(start: date, span: Span) -> date:
    """The same day of a later month; where it has none, the next: a lower bound is never short."""
    day = months_later(start, months(span))
    return day if day.day == start.day else day + timedelta(days=1)

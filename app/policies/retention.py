"""How long the copies of an ended complaint are kept, and when they must go (SC-46)."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from app.domain.retention import LEAST, RETENTION, CountedFrom, Keep, Keeping, months
from app.domain.values import Copy, Span, TimeUnit
from app.policies.checks import Check, Entry, made, mapping, optional, sound, table, text, word
from app.policies.faults import Fault
from app.policies.words import PLAIN

MOST_YEARS = 100
"""Beyond it a term is a slip of the pen."""

LENGTH = text(r"[1-9][0-9]{0,3} (month|year)s?", 'a term such as "2 years" or "30 months"')


def retention() -> Check:
    """Expect the terms of each copy; what is left out is as in every policy."""
    return made(
        mapping(word(Copy), _keeping),
        lambda found: {**RETENTION, **{Copy(one): found[one] for one in found}},
    )


def _keeping(copy: str) -> Check:
    terms = table({"record": optional(_keep()), "voucher": optional(_keep())})
    keeping = made(terms, lambda given: replace(RETENTION[Copy(copy)], **given))
    return sound(keeping, _voucher_too_short)


def _keep() -> Check:
    entries = {
        "at_least": Entry(made(sound(LENGTH, _too_short), _span)),
        "at_most": optional(made(sound(LENGTH, _too_long), _span)),
        "counted_from": optional(made(word(CountedFrom), CountedFrom)),
        "rule": Entry(PLAIN),
    }
    return made(sound(table(entries), _at_odds), lambda values: Keep(**values))


def _too_short(key: str, length: str) -> Iterator[Fault]:
    if months(_span(length)) < months(LEAST):
        wrong = f"{length!r} is too short"
        yield Fault(key, wrong, "2 years or more: the form is kept for that at least (SC-46)")
    yield from _too_long(key, length)


def _too_long(key: str, length: str) -> Iterator[Fault]:
    if months(_span(length)) > months(Span(MOST_YEARS, TimeUnit.YEARS)):
        yield Fault(key, f"{length!r} is not allowed", f"at most {MOST_YEARS} years")


def _at_odds(key: str, values: dict[str, Any]) -> Iterator[Fault]:
    at_least, at_most = values["at_least"], values.get("at_most")
    if at_most is not None and months(at_most) < months(at_least):
        wrong = "it must be destroyed before it may be"
        yield Fault(f"{key}.at_most", wrong, f"{key}.at_least or longer")


def _voucher_too_short(key: str, keeping: Keeping) -> Iterator[Fault]:
    voucher, record = keeping.voucher, keeping.record
    if voucher is not None and not voucher.outlasts(record):
        wrong = f"a voucher would be kept shorter than what is none ({key}.record)"
        yield Fault(f"{key}.voucher.at_least", wrong, "as long or longer")


def _span(length: str) -> Span:
    count, unit = length.split(" ")
    return Span(int(count), TimeUnit(unit.removesuffix("s") + "s"))

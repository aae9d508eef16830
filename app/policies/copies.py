"""Entries about the copies of the form: their routes and terms (SC-35..38, SC-46)."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from app.domain.custody import Route
from app.domain.policy import HANDED_TO, ROUTES
from app.domain.retention import RETENTION, Keep, Keeping, months
from app.domain.values import Copy, Place
from app.policies.accepted import accepted
from app.policies.faults import Fault
from app.policies.values import (
    checked,
    chosen,
    mapping,
    read_by,
    several,
    table,
    word,
)


def _kept(found: Mapping[Copy, Keeping]) -> Iterator[Fault]:
    """Find copies that must go before they may, and vouchers kept shorter than other records."""
    for copy, keeping in found.items():
        for name, keep in (("record", keeping.record), ("voucher", keeping.voucher)):
            if keep and keep.at_most and months(keep.at_most) < months(keep.at_least):
                right = f"retention.{copy}.{name}.at_least or longer"
                yield Fault(
                    f"{copy}.{name}.at_most", "it must be destroyed before it may be", right
                )
        if keeping.voucher is not None and not keeping.voucher.outlasts(keeping.record):
            wrong = f"a voucher would be kept shorter than what is none (retention.{copy}.record)"
            yield Fault(f"{copy}.voucher.at_least", wrong, "as long or longer")


def _handed_on(found: Mapping[Copy, Route]) -> Iterator[Fault]:
    """Find moves that lead nowhere."""
    for copy, route in found.items():
        for origin, onward in route.items():
            if origin in onward:
                yield Fault(f"{copy}.{origin}", "it lies there already", "other places")
            if origin == Place.DESTROYED:
                wrong = "what is destroyed goes nowhere"
                yield Fault(f"{copy}.{origin}", wrong, "a place where a copy can lie")


def _with_defaults(found: Mapping[Copy, Mapping[str, Keep]]) -> Mapping[Copy, Keeping]:
    return {**RETENTION, **{copy: replace(RETENTION[copy], **kept) for copy, kept in found.items()}}


_KEEP = accepted(Keep)
_KEEPING = table({"record": _KEEP, "voucher": _KEEP}, optional={"record", "voucher"})
RETENTION_ENTRY = checked(read_by(mapping(chosen(Copy), _KEEPING), _with_defaults), _kept)
"""A copy that is left out is kept as in every policy."""

_ONWARD = several(read_by(word(HANDED_TO), Place), frozenset, least=1)
_ROUTES = checked(mapping(chosen(Copy), mapping(chosen(Place), _ONWARD)), _handed_on)
ROUTES_ENTRY = read_by(_ROUTES, lambda found: {**ROUTES, **found})
"""A copy that is left out goes as in every policy."""

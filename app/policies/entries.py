"""Entries of a document by the field of the policy that is written otherwise, or not at all."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Final
from zoneinfo import available_timezones

from pydantic import StrictStr

from app.domain.policy import Outcome
from app.policies.accepted import KEY, TITLES
from app.policies.copies import RETENTION_ENTRY, ROUTES_ENTRY
from app.policies.faults import Fault
from app.policies.opening import HOURS
from app.policies.values import (
    Described,
    Kind,
    annotated,
    checked,
    mapping,
    read_by,
    text,
)

WHOLE = frozenset(
    {"BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "UYI"}
    | {"VND", "VUV", "XAF", "XOF", "XPF"}
    | {"XAG", "XAU", "XBA", "XBB", "XBC", "XBD", "XDR", "XPD", "XPT", "XSU", "XTS", "XUA", "XXX"}
)
"""Money without a smaller unit, and what is no money: metals, units of account."""
THOUSANDTHS = frozenset({"BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"})
TEN_THOUSANDTHS = frozenset({"CLF", "UYW"})
NOT_IN_HUNDREDTHS = {
    "no smaller unit": WHOLE,
    "three decimals": THOUSANDTHS,
    "four decimals": TEN_THOUSANDTHS,
}
"""Of ISO 4217, the others have two decimals."""


def _in_hundredths(code: str) -> Iterator[Fault]:
    for decimals, codes in NOT_IN_HUNDREDTHS.items():
        if code in codes:
            yield Fault("", f"{code!r} has {decimals}, and amounts are counted in hundredths")


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())


def _known_zone(name: str) -> Iterator[Fault]:
    if name not in _zones():
        yield Fault("", f"{name!r} is unknown")


def _outcomes(titles: Mapping[str, Mapping[str, str]]) -> Mapping[str, Outcome]:
    return {key: Outcome(key=key, title=title) for key, title in titles.items()}


_CURRENCY = text(r"^([A-Z]{3})$", "a currency of ISO 4217 with two decimals, such as CNY")
_ZONE = Described(
    lambda node: {**node, "description": "a time zone of the IANA data base such as Asia/Shanghai"}
)
ENTRIES: Final[Mapping[str, Mapping[str, Kind]]] = {
    "version": {},
    "currency": {"currency": checked(_CURRENCY, _in_hundredths)},
    "time_zone": {"time_zone": annotated(checked(StrictStr, _known_zone), _ZONE)},
    "calendar": {"hours": HOURS},
    "contact_from": {},
    "contact_until": {},
    "outcomes": {"outcomes": read_by(mapping(KEY, TITLES, least=1), _outcomes)},
    "routes": {"routes": ROUTES_ENTRY},
    "retention": {"retention": RETENTION_ENTRY},
}

"""How the copies of the form may be handed on, where a policy does not say."""

from collections.abc import Mapping

from app.domain.custody import Route
from app.domain.values import Copy, Place

HANDED_TO = (
    Place.WITH_HANDLING_UNIT,
    Place.WITH_FINANCE,
    Place.WITH_AUDIT,
    Place.WITH_PLANNING,
    Place.RETAINED,
    Place.DESTROYED,
)
"""Where a copy can be handed to; to the other places it comes by a word of finance."""

ROUTES: Mapping[Copy, Route] = {
    Copy.HANDLER: {
        Place.WITH_HANDLING_UNIT: frozenset({Place.RETAINED}),
        Place.RETAINED: frozenset({Place.DESTROYED}),
    },
    Copy.AUDIT: {
        Place.WITH_AUDIT: frozenset({Place.RETAINED}),
        Place.RETAINED: frozenset({Place.DESTROYED}),
    },
    Copy.PLANNING: {
        Place.WITH_PLANNING: frozenset({Place.RETAINED}),
        Place.RETAINED: frozenset({Place.DESTROYED}),
    },
}
"""Of a policy that says nothing else: each copy is kept, and one day destroyed (SC-35..38, SC-46).

The audit copy follows the money besides, under every policy: see `app.domain.custody`.
"""

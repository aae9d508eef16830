"""What recipients drew when they signed (受偿人签收, SC-43): read for a print, and kept in no copy.

A drawing is large, and nobody who fetches the copies of a month looks at it.
"""

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from app.domain.steps.compensation import Compensated
from app.domain.values import OrganisationId, SignatureKind
from app.events.codec import decode
from app.events.store import EventStore

_DRAWN: Final = {SignatureKind.IMAGE.value, SignatureKind.PATH.value}


async def with_drawings(
    store: EventStore, organisation: OrganisationId, copy: Mapping[str, Any]
) -> Mapping[str, Any]:
    """Give an audit copy with what its recipients drew; one that nobody drew on is as it was."""
    if not any(one["signature"] in _DRAWN for one in copy["compensations"]):
        return copy
    stream = await store.read_stream(organisation, UUID(copy["id"]))
    facts = (decode(recorded) for recorded in stream)
    drawn = [fact.event.signature for fact in facts if isinstance(fact.event, Compensated)]
    # The record may have gone on since the copy was made: what is newer is not on it.
    given = [
        {**one, "image": signature.image, "path": signature.path}
        for one, signature in zip(copy["compensations"], drawn, strict=False)
    ]
    return {**copy, "compensations": given}

"""Sealing a log with another key from here on: handed on by the one before, or begun again.

A checkpoint is always of more events than the last, so that the change is recorded as an event of
the organisation itself, and the new key signs over it first.
"""

from collections.abc import Callable
from datetime import datetime
from uuid import uuid4

import msgspec

from app.access.organisations import Policies, organisation_stream
from app.domain.values import Actor, OrganisationId
from app.events.codec import Meta, encode_meta
from app.events.store import Entry, EventStore, NewEvent, Write
from app.proof.notes import PublicKey, SealKey
from app.sealing.sealer import Sealer

KEY_CHANGED = "organisation.seal-key-changed"


class KeyRotation:
    """Changes the key that a log is sealed with."""

    def __init__(
        self,
        store: EventStore,
        policies: Policies,
        sealer: Sealer,
        *,
        clock: Callable[[], datetime],
        by: Actor,
    ) -> None:
        self._store = store
        self._policies = policies
        self._sealer = sealer
        self._clock = clock
        self._by = by

    async def hand_over(self, organisation: OrganisationId, to: SealKey) -> bool:
        """Let the key of this process hand a log on; say whether there was anything to do.

        Raises:
            Inconsistent: the log is not the one that was signed; nothing was signed.
            AnotherKey: somebody else seals this log.

        """
        new = await self._new(organisation, to)
        if new is None:
            return False
        await self._sealer.seal(organisation)
        await self._record(organisation, new, lost=False)
        while not await self._sealer.hand_over(organisation, to):
            await self._record(organisation, new, lost=False)
        return True

    async def begin_anew(self, organisation: OrganisationId) -> bool:
        """Let the key of this process go on where the one before was lost; say whether it was.

        Raises:
            Inconsistent: the log is not the one that was signed; nothing was signed.

        """
        new = await self._new(organisation)
        if new is None:
            return False
        await self._record(organisation, new, lost=True)
        while not await self._sealer.begin_anew(organisation):
            await self._record(organisation, new, lost=True)
        return True

    async def _new(
        self, organisation: OrganisationId, to: SealKey | None = None
    ) -> PublicKey | None:
        """Give the new key, or ours, unless it signs the log already, or nobody does."""
        if await self._sealer.seals.last(organisation) is None:
            return None
        *_, signing = await self._sealer.keys(organisation)
        new = to.under(signing.name) if to else await self._sealer.public(organisation)
        return None if new == signing else new

    async def _record(self, organisation: OrganisationId, new: PublicKey, *, lost: bool) -> None:
        """Record it once more, if another process has sealed the last record as before."""
        command, stream = uuid4(), organisation_stream(organisation)
        policy = await self._policies.of(organisation)
        meta = Meta(
            actor=self._by, channel="console", correlation=str(command), policy=policy.stamp
        )
        data = msgspec.json.encode({"key": new.text, "lost": lost}).decode()
        event = NewEvent(KEY_CHANGED, 1, data, encode_meta(meta), self._clock())
        version = len(await self._store.read_stream(organisation, stream))
        entry = Entry(command, "seal key", (Write(stream, version, (event,)),))
        await self._store.append(organisation, entry)

"""Stored states: what each complaint has been folded to, for projections and commands.

A row is authenticated with a key that is not in the database, so that an edit of it gains nobody
authority: a state that fails is folded from the log instead. So is one of an older schema.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import blake2b
from hmac import compare_digest
from typing import Any, Final
from uuid import UUID

import msgspec
from sqlalchemy import (
    BigInteger,
    Column,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    Table,
    Uuid,
)

from app.domain.complaint import Complaint, Fact, evolve
from app.domain.values import OrganisationId
from app.domain.vocabulary import SCHEMA_VERSION
from app.events.store import Recorded
from app.events.tables import JsonText, Key, metadata
from app.projections.document_parts import Envelope

complaint_states = Table(
    "complaint_states",
    metadata,
    Column("organisation_id", Key),
    Column("complaint_id", Uuid),
    Column("stream_version", Integer, nullable=False),
    Column("position", BigInteger, nullable=False),
    Column("schema_version", Integer, nullable=False),
    Column("state", JsonText, nullable=False),
    Column("mac", LargeBinary, nullable=False),
    PrimaryKeyConstraint("organisation_id", "complaint_id"),
    # Every event rewrites a row: some room keeps the new one on the same page.
    postgresql_with={"fillfactor": 70},
)
"""Each complaint as folded up to `stream_version`; `position` is that of its last event."""

MAC_BYTES: Final = 16
MEMORY_PER_BYTE: Final = 3
"""A state takes three times its JSON (measured)."""


class NewerState(Exception):
    """A newer program wrote a stored state, and has to go on with it."""


class _Content(msgspec.Struct, frozen=True):
    number: str | None
    positions: tuple[int, ...]
    complaint: Complaint


_encode: Final = msgspec.json.Encoder().encode
_decode: Final = msgspec.json.Decoder(_Content).decode


@dataclass(slots=True)
class FoldedComplaint:
    """A complaint as far as it has been folded."""

    complaint_id: UUID
    number: str | None = None
    positions: tuple[int, ...] = ()
    """Of its events in the log."""
    complaint: Complaint | None = None
    parked: frozenset[str] = frozenset()
    """Projections whose row could not be written, or STATES: then nothing is folded on."""
    documents: dict[str, str | None] = field(default_factory=dict)
    """As they were written last, by projection, where they are continued; None: there is none."""
    size: int = 0
    """Bytes of memory, roughly."""

    @property
    def envelope(self) -> Envelope:
        """What the log knows of it."""
        return Envelope(self.complaint_id, self.number, self.positions)

    @property
    def state(self) -> Complaint:
        """The state, once the first event is folded in."""
        if self.complaint is None:
            raise LookupError("no event is folded in yet")
        return self.complaint

    def apply(self, fact: Fact | Exception, entry: Recorded) -> None:
        """Fold an event in; one that fails, or that cannot be read, leaves everything as it was."""
        if isinstance(fact, Exception):
            raise fact
        self.complaint = evolve(self.complaint, fact)
        if not self.positions:
            self.number = entry.number
        self.positions = (*self.positions, entry.position)


class StateCodec:
    """Writes states into rows, and reads them back if nobody else has written them."""

    def __init__(self, key: bytes) -> None:
        """Authenticate with a key that those who can edit the database do not have."""
        self._key = blake2b(key, digest_size=32, person=b"complaint_states").digest()

    def write(self, organisation: OrganisationId, folded: FoldedComplaint) -> dict[str, Any]:
        """Make the row of a complaint, without its organisation."""
        state = _encode(_Content(folded.number, folded.positions, folded.state))
        folded.size = MEMORY_PER_BYTE * len(state)
        return {
            "complaint_id": folded.complaint_id,
            "stream_version": len(folded.positions),
            "position": folded.positions[-1],
            "schema_version": SCHEMA_VERSION,
            "state": state.decode(),
            "mac": self._mac(organisation, folded.complaint_id, SCHEMA_VERSION, state),
        }

    def read(
        self,
        organisation: OrganisationId,
        complaint_id: UUID,
        schema_version: int,
        state: str,
        mac: bytes,
    ) -> FoldedComplaint | None:
        """Read a row; None if it is to be folded from the log.

        Raises:
            NewerState: a newer program wrote it.

        """
        text = state.encode()
        if not compare_digest(self._mac(organisation, complaint_id, schema_version, text), mac):
            return None
        if schema_version > SCHEMA_VERSION:
            raise NewerState
        if schema_version < SCHEMA_VERSION:
            return None
        content = _decode(text)
        return FoldedComplaint(
            complaint_id,
            content.number,
            content.positions,
            content.complaint,
            size=MEMORY_PER_BYTE * len(text),
        )

    def _mac(
        self, organisation: OrganisationId, complaint_id: UUID, schema_version: int, state: bytes
    ) -> bytes:
        mac = blake2b(key=self._key, digest_size=MAC_BYTES)
        parts: Iterable[bytes] = (organisation.encode(), b"\0", complaint_id.bytes)
        for part in (*parts, schema_version.to_bytes(4), state):
            mac.update(part)
        return mac.digest()

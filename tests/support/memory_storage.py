"""States and rows in memory, for tests of the engine alone."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from app.domain.values import OrganisationId
from app.projections.folding import Changes, Fault
from app.projections.projection import Projection
from app.projections.storage import Checkpoint, Storage
from app.projections.stored_state import FoldedComplaint, StateCodec


class MemoryStorage(Storage):
    """What an engine has written. No method waits in the middle."""

    def __init__(self, projections: Sequence[Projection], codec: StateCodec) -> None:
        self.projections = projections
        self.codec = codec
        self.states: dict[UUID, dict[str, Any]] = {}
        self.rows: dict[tuple[str, UUID], dict[str, Any]] = {}
        self._faults: dict[tuple[str, UUID], Fault] = {}
        self._stands = Checkpoint(0, 0, {one.name: (1,) for one in projections}, {})

    async def checkpoint(self, organisation: OrganisationId) -> Checkpoint:  # noqa: ARG002 - there is one
        return self._stands

    async def parked(self, organisation: OrganisationId) -> list[Fault]:  # noqa: ARG002 - there is one
        return sorted(self._faults.values(), key=lambda fault: (fault.position, fault.name))

    async def load(
        self, organisation: OrganisationId, complaints: Collection[UUID]
    ) -> tuple[dict[UUID, FoldedComplaint], list[UUID]]:
        read: dict[UUID, FoldedComplaint] = {}
        again: list[UUID] = []
        for one in complaints:
            if row := self.states.get(one):
                stored = (row["schema_version"], row["state"], row["mac"])
                found = self.codec.read(organisation, one, *stored)
                if found is None:
                    again.append(one)
                else:
                    read[one] = found
        return read, again

    async def documents(
        self,
        organisation: OrganisationId,  # noqa: ARG002 - there is one
        projection: Projection,
        generation: int,  # noqa: ARG002 - there is one
        complaints: Collection[UUID],
    ) -> dict[UUID, str]:
        found = {one: self.rows.get((projection.name, one)) for one in complaints}
        return {
            one: row["document"]
            for one, row in found.items()
            if row and row["shape"] == projection.version
        }

    async def _write(
        self,
        organisation: OrganisationId,  # noqa: ARG002 - there is one
        before: Checkpoint,
        after: Checkpoint,
        changes: Changes,
        *,
        keep: bool,
    ) -> bool:
        if (before.position, before.released) != (self._stands.position, self._stands.released):
            return False
        if keep:
            self._stands = after
            self.states |= {row["complaint_id"]: row for row in changes.states}
            for name, written in changes.rows.items():
                self.rows |= {(name, one.row["complaint_id"]): one.row for one in written}
            for cleared in changes.cleared:
                self._faults.pop(cleared, None)
            self._faults |= {(one.name, one.complaint_id): one for one in changes.faults}
        return True

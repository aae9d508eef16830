"""Audit copies folded from the events of an archive, without a database.

Read tables can be changed behind the log; the events of an archive are under signed checkpoints.
"""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import Final
from uuid import UUID

import msgspec

from app.access.organisations import POLICY_ADOPTED
from app.domain.policy import Policy
from app.domain.values import OrganisationId
from app.events.codec import UnknownEvent, decode
from app.events.documents import COMPLAINTS
from app.events.projections.audit_copy import PROJECTION, AuditCopy
from app.events.store import Recorded
from app.policies import parse
from app.proof.record import Exact, read_line
from app.proof.verifying import CannotTell
from app.sealing.verbatim_events import EPOCH

_adopted: Final = msgspec.json.Decoder(dict[str, str])


class ArchivedCopies:
    """The audit copies of a log as they were at a position, and every state of them after it.

    An export reads page by page while complaints go on, so it may hold some of the later states.
    It takes memory for every complaint of the log.
    """

    def __init__(self, lines: Iterable[bytes], position: int) -> None:
        """Fold the events of an archive that was found sound.

        Raises:
            CannotTell: a newer program has written it.

        """
        self.organisation = OrganisationId("")
        self.states: dict[UUID, list[AuditCopy | None]] = {}
        """Of each complaint: at the position (None: not received yet), after each later event."""
        self._position = position
        self._policies: dict[str, dict[str, str]] = {}
        self.last = 0
        """The last event in it."""
        self.beyond: Recorded | None = None
        """The first event to be recorded of those after the position."""
        for recorded in self._recorded(lines):
            self.last = recorded.position
            if recorded.position > position and (
                self.beyond is None or recorded.recorded_at < self.beyond.recorded_at
            ):
                self.beyond = recorded
            if recorded.type == POLICY_ADOPTED:
                self._adopt(recorded)
            elif recorded.type.startswith(COMPLAINTS):
                self._fold(recorded)

    def policy(self, stamp: str) -> Policy | None:
        """Give the policy with a stamp, if the organisation ever adopted it."""
        found = self._policies.get(stamp)
        if found is None:
            return None
        return parse(found["text"], source=f"the archive: {stamp}", version=found["version"])

    def _recorded(self, lines: Iterable[bytes]) -> Iterator[Recorded]:
        for line in lines:
            event = read_line(line)
            if event is None:
                raise CannotTell("an event in it cannot be read")
            self.organisation = OrganisationId(event.organisation)
            yield _as_recorded(event)

    def _adopt(self, recorded: Recorded) -> None:
        found = _adopted.decode(recorded.data)
        self._policies[f"{found['name']}@{found['version']}"] = found

    def _fold(self, recorded: Recorded) -> None:
        states = self.states.setdefault(recorded.stream_id, [None])
        try:
            copy = PROJECTION.project(states[-1], decode(recorded), recorded)
        except UnknownEvent as newer:
            raise CannotTell(f"a newer program has written it: {newer}") from None
        if recorded.position <= self._position:
            states.clear()
        states.append(copy)


def _as_recorded(event: Exact) -> Recorded:
    """Read an event of an archive as one of the log."""
    return Recorded(
        position=event.position,
        stream_id=UUID(event.stream),
        version=event.version,
        event_id=UUID(event.event),
        type=event.type,
        schema_version=event.schema,
        data=event.data,
        meta=event.meta,
        occurred_at=EPOCH + timedelta(microseconds=event.occurred_at),
        recorded_at=EPOCH + timedelta(microseconds=event.recorded_at),
        number=event.number,
    )

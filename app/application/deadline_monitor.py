"""The clocks of all complaints: what passes its time is recorded as missed, exactly once.

The worklist says which deadlines have passed; the record decides. The command that says so has an
id made of the complaint, the deadline and its time, so that however many processes watch, and
whatever crashes when, the log takes it once.
"""

import asyncio
import logging
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, Final, NamedTuple
from uuid import UUID

import msgspec

from app.application.command_handler import CommandContext, CommandHandler, Contended
from app.domain.refusals import Refusal
from app.domain.steps.deadline import MissDeadline
from app.domain.values import Actor, ComplaintId, OrganisationId
from app.events.background import run_forever
from app.events.database import Database
from app.events.projections.case_state import DUE
from app.events.projections.case_state import PROJECTION as CASE_STATE
from app.events.stale_rows import StoredTexts
from app.events.sweep import DEADLINES_DUE
from app.events.uuids import name_based

log = logging.getLogger(__name__)

CLOCK: Final = Actor("clock")
"""Who records that a deadline has passed."""

LOOK_EVERY_SECONDS: Final = 1.0
BATCH: Final = 200
ENTERED_WITHIN: Final = timedelta(minutes=15)
"""So long after a receipt was recorded nothing of it is missed: what was written on paper or in an
opinion book first is still being entered, with what was done about it (WS-15)."""
FORGET_AFTER_SECONDS: Final = 60.0


_WORK: Final = StoredTexts(CASE_STATE, ("work",))


class Passed(NamedTuple):
    """A deadline whose time has passed."""

    complaint_id: UUID
    number: int
    due: str

    @property
    def command_id(self) -> UUID:
        """The same for every process that sees it: it is missed once."""
        return name_based(self.complaint_id, f"deadline-missed/{self.number}/{self.due}")


class DeadlineMonitor:
    """Watches the deadlines of all organisations."""

    def __init__(
        self,
        database: Database,
        handling: CommandHandler,
        *,
        clock: Callable[[], datetime],
    ) -> None:
        """Tell the time by `clock`."""
        self._database = database
        self._handling = handling
        self._clock = clock
        self._refused: set[Passed] = set()
        """The worklist was behind the record, or cannot follow it; asked again later."""
        self._forget_at = 0.0

    async def run(self) -> None:
        """Watch until cancelled."""
        await run_forever("deadlines", LOOK_EVERY_SECONDS, self._look)

    async def _look(self) -> bool:
        """Record what has passed, of those organisations that have such a deadline."""
        if _now() >= self._forget_at:
            self._refused.clear()
            self._forget_at = _now() + FORGET_AFTER_SECONDS
        now = self._clock()
        due = await self._database.fetch(DEADLINES_DUE, now=now, entered_after=now - ENTERED_WITHIN)
        for (organisation,) in due:
            await self.tick(organisation)
        return bool(due)

    async def tick(self, organisation: OrganisationId) -> int:
        """Record every deadline that has passed by now; tell how many were new."""
        done = 0
        while found := await self._passed(organisation):
            for passed in found:
                done += await self._miss(organisation, passed)
                # The worklist shows it a moment later.
                self._refused.add(passed)
        return done

    async def _passed(self, organisation: OrganisationId) -> list[Passed]:
        """List what has passed and was not tried yet, the oldest first."""
        now = self._clock()
        # What was tried may still stand in front of the rest.
        limit = BATCH + len(self._refused)
        rows = await _WORK.fetch(
            self._database,
            DUE,
            organisation,
            now=now,
            entered_after=now - ENTERED_WITHIN,
            limit=limit,
        )
        every = (passed for row in rows for passed in _deadlines(row[0], row[1], now))
        return [passed for passed in every if passed not in self._refused]

    async def _miss(self, organisation: OrganisationId, passed: Passed) -> bool:
        command = MissDeadline(at=self._clock(), by=CLOCK, deadline=passed.number)
        context = CommandContext(
            organisation=organisation,
            command_id=passed.command_id,
            fingerprint=sha256(passed.command_id.bytes).hexdigest()[:32],
            expected_version=None,
            correlation=str(passed.command_id),
            channel="clock",
        )
        try:
            answer = await self._handling.handle(context, ComplaintId(passed.complaint_id), command)
        except (Refusal, Contended) as refusal:
            log.debug("deadline %d stays: %s", passed.number, type(refusal).__name__)
            return False
        return not answer.replayed


def _deadlines(complaint_id: UUID, document: bytes | str, now: datetime) -> Iterator[Passed]:
    """Pick those of a case's deadlines that have passed and can be missed."""
    case: dict[str, Any] = msgspec.json.decode(document)
    for one in case["deadlines"]:
        stands = not (one["held"] or one["reminder"] or one["missed_at"])
        if stands and datetime.fromisoformat(one["due"]) <= now:
            yield Passed(complaint_id, one["number"], one["due"])


def _now() -> float:
    return asyncio.get_running_loop().time()

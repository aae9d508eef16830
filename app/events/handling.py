"""Handling a command: read, replay, decide, append. The only way into the record.

What was folded is kept, bounded, so that the next command on the same complaint need not read it
again. A kept state may be behind another process: an append then conflicts, and nobody is refused
on a kept state before it has been read afresh.
"""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import NamedTuple
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from app.domain.complaint import Command, Complaint, Opening, decide, evolve, open_with, replay
from app.domain.events import Fact
from app.domain.policy import Policy
from app.domain.refusals import Implausible, NotFound, Refusal
from app.domain.values import Actor, ComplaintId, OrganisationId
from app.events.appender import Appender
from app.events.codec import Meta, decode, encode, encode_meta
from app.events.organisations import Policies
from app.events.store import (
    Appended,
    Conflict,
    Duplicate,
    Entry,
    EventStore,
    NewEvent,
    Reused,
    Write,
)

SKEW = timedelta(minutes=5)
"""How far a client's clock may run ahead, or a complaint's receipt behind what follows it."""

EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
"""Nothing is recorded as having happened before."""

_ATTEMPTS = 16
"""How often a command is decided anew because others wrote to the complaint in between."""


class Ask(NamedTuple):
    """Who asks, under which command id, and what version they saw."""

    organisation: OrganisationId
    command_id: UUID
    fingerprint: str
    expected_version: int | None
    correlation: str
    channel: str


class Answer(NamedTuple):
    """Where the complaint stands after the command."""

    complaint_id: UUID
    number: str
    version: int
    position: int
    replayed: bool
    """The command had been written before; this is what was answered then."""


class KeyReused(Exception):
    """The same command id came with another command before; nothing was written."""


class StaleVersion(Exception):
    """The complaint is not at the version that the client saw; nothing was written."""

    def __init__(self, actual: int) -> None:
        """Tell the actual version."""
        super().__init__(f"the complaint is at version {actual}")
        self.actual = actual


class Contended(Exception):
    """Others kept writing to the complaint in between; nothing was written, ask again."""


class _Kept(NamedTuple):
    complaint: Complaint
    number: str
    version: int
    position: int
    fresh: bool
    """Read from the log by this very command, not kept from an earlier one."""


class Handling:
    """Takes commands for all organisations."""

    def __init__(
        self,
        store: EventStore,
        policies: Policies,
        *,
        clock: Callable[[], datetime],
        keep: int = 20_000,
    ) -> None:
        """Keep the folded state of the `keep` complaints used last."""
        self._store = store
        self._policies = policies
        self._clock = clock
        self._keep = keep
        self._kept: OrderedDict[tuple[OrganisationId, UUID], _Kept] = OrderedDict()
        self._appender = Appender(store)

    async def close(self) -> None:
        """Finish what is under way."""
        await self._appender.close()

    def forget(self) -> None:
        """Forget every kept state, as a process does that starts anew."""
        self._kept.clear()

    async def receive(self, ask: Ask, command: Opening) -> Answer:
        """Begin a complaint; its id follows from the command's, so a retry finds the same one.

        Raises:
            Refusal: it may not happen.
            KeyReused: the command id was used for something else.

        """
        self._check_time(command.at)
        policy = await self._policies.of(ask.organisation)
        try:
            facts = open_with(command, policy)
        except Refusal:
            first = await self._first_answer(ask)
            if first is None:
                raise
            return first
        complaint_id = uuid5(ask.command_id, "complaint")
        year = self._clock().astimezone(ZoneInfo(policy.time_zone)).year
        write = Write(complaint_id, 0, _events(facts, ask, policy), str(year))
        entry = Entry(ask.command_id, ask.fingerprint, (write,))
        outcome = await self._appender.append(ask.organisation, entry)
        if isinstance(outcome, Appended):
            complaint = replay(facts)
            if complaint is not None and outcome.number is not None:
                self._put(ask.organisation, outcome, complaint, outcome.number)
        return await self._answer(ask, outcome)

    async def handle(self, ask: Ask, complaint_id: ComplaintId, command: Command) -> Answer:
        """Decide and record a command on a complaint.

        Raises:
            Refusal: it may not happen; NotFound when there is none, or not for this actor's units.
            StaleVersion: the client saw another version.
            KeyReused: the command id was used for something else.
            Contended: the complaint kept moving.

        """
        self._check_time(command.at)
        policy = await self._policies.of(ask.organisation)
        fresh = False
        for _ in range(_ATTEMPTS):
            kept = await self._get(ask.organisation, complaint_id, fresh=fresh)
            try:
                _check_reach(kept.complaint, command.by)
                _check_version(ask, kept.version)
                _check_order(kept.complaint, command.at)
                facts = decide(kept.complaint, command, policy)
            except (Refusal, StaleVersion):
                if not kept.fresh:
                    fresh = True
                    continue
                first = await self._first_answer(ask)
                if first is None:
                    raise
                return first
            write = Write(complaint_id, kept.version, _events(facts, ask, policy))
            entry = Entry(ask.command_id, ask.fingerprint, (write,))
            outcome = await self._appender.append(ask.organisation, entry)
            if isinstance(outcome, Conflict):
                fresh = True
                continue
            if isinstance(outcome, Appended):
                complaint = kept.complaint
                for fact in facts:
                    complaint = evolve(complaint, fact)
                self._put(ask.organisation, outcome, complaint, kept.number)
            return await self._answer(ask, outcome, kept.number)
        message = "others kept writing to this complaint"
        raise Contended(message)

    def _check_time(self, at: datetime) -> None:
        if at > self._clock() + SKEW:
            message = "this lies in the future"
            raise Implausible(message, field="occurred_at")
        if at < EARLIEST:
            message = f"this lies before {EARLIEST.date()}"
            raise Implausible(message, field="occurred_at")

    async def _get(self, organisation: OrganisationId, complaint_id: UUID, *, fresh: bool) -> _Kept:
        key = (organisation, complaint_id)
        if not fresh and (kept := self._kept.get(key)) is not None:
            self._kept.move_to_end(key)
            return kept
        recorded = await self._store.read_stream(organisation, complaint_id)
        complaint = (
            replay(decode(item) for item in recorded)
            if recorded and recorded[0].number is not None
            else None
        )
        if complaint is None:
            message = "there is no such complaint"
            raise NotFound(message)
        first, last = recorded[0], recorded[-1]
        kept = _Kept(complaint, first.number or "", last.version, last.position, fresh=True)
        self._keep_state(key, kept)
        return kept

    def _put(
        self, organisation: OrganisationId, done: Appended, complaint: Complaint, number: str
    ) -> None:
        key = (organisation, done.stream_id)
        kept = self._kept.get(key)
        if kept is None or kept.version < done.version:
            self._keep_state(
                key, _Kept(complaint, number, done.version, done.position, fresh=False)
            )

    def _keep_state(self, key: tuple[OrganisationId, UUID], kept: _Kept) -> None:
        self._kept[key] = kept._replace(fresh=False)
        self._kept.move_to_end(key)
        if len(self._kept) > self._keep:
            self._kept.popitem(last=False)

    async def _first_answer(self, ask: Ask) -> Answer | None:
        """Tell what a command was answered that was written before and would now be refused."""
        found = await self._store.find(ask.organisation, ask.command_id, ask.fingerprint)
        return None if found is None else await self._answer(ask, found)

    async def _answer(
        self, ask: Ask, outcome: Appended | Duplicate | Conflict | Reused, number: str | None = None
    ) -> Answer:
        match outcome:
            case Appended() as done:
                replayed = False
            case Duplicate(first=done):
                replayed = True
            case Reused():
                message = "this idempotency key was used for another command"
                raise KeyReused(message)
            case Conflict(actual_version=actual):
                raise StaleVersion(actual)
        number = done.number or number or await self._number_of(ask.organisation, done.stream_id)
        return Answer(done.stream_id, number, done.version, done.position, replayed)

    async def _number_of(self, organisation: OrganisationId, complaint_id: UUID) -> str:
        kept = await self._get(organisation, complaint_id, fresh=False)
        return kept.number


def _events(facts: Sequence[Fact], ask: Ask, policy: Policy) -> tuple[NewEvent, ...]:
    meta = encode_meta(
        Meta(
            actor=facts[0].by,
            channel=ask.channel,
            correlation=ask.correlation,
            policy=policy.stamp,
        )
    )
    return tuple(NewEvent(*encode(fact), meta, fact.at) for fact in facts)


def in_reach(actor: Actor, units: Sequence[str]) -> bool:
    """Tell whether a complaint of these units is the actor's to see; no units means all of them."""
    return not actor.units or any(unit in actor.units for unit in units)


def _check_reach(complaint: Complaint, actor: Actor) -> None:
    if not in_reach(actor, (complaint.recording_unit, complaint.handling_unit)):
        message = "there is no such complaint"
        raise NotFound(message)


def _check_version(ask: Ask, version: int) -> None:
    if ask.expected_version not in {None, version}:
        raise StaleVersion(version)


def _check_order(complaint: Complaint, at: datetime) -> None:
    if at < complaint.received_at - SKEW:
        message = "this lies before the complaint was received"
        raise Implausible(message, field="occurred_at")

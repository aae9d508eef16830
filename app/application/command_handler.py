"""The command handler: read, replay, decide, append. The only way into the record.

What was folded is kept, bounded, so that the next command on the same complaint need not read it
again. A kept state may be behind another process: an append then conflicts, and nobody is refused
on a kept state before it has been read afresh.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import NamedTuple
from uuid import UUID
from weakref import WeakValueDictionary
from zoneinfo import ZoneInfo

from app.access.organisations import Policies
from app.domain.command import Command, Opening
from app.domain.complaint import Complaint, Fact, replay
from app.domain.policy import Policy
from app.domain.procedure import Happened, decide, open_with
from app.domain.refusals import Implausible, NotFound, Refusal
from app.domain.reserve import require_room
from app.domain.steps.linking import Link
from app.domain.values import Actor, ComplaintId, OrganisationId
from app.events.appender import Appender
from app.events.codec import Meta, decode, encode, encode_meta
from app.events.store import (
    Appended,
    Conflict,
    Duplicate,
    Entry,
    EventStore,
    NewEvent,
    Numbering,
    Reused,
    Write,
)
from app.events.uuids import name_based

SKEW = timedelta(minutes=5)
"""How far a client's clock may run ahead, or a complaint's receipt behind what follows it."""

EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
"""Nothing is recorded as having happened before."""

_ATTEMPTS = 16
"""How often a command is decided again because other processes wrote in between."""


class CommandContext(NamedTuple):
    """Who asks, under which command id, and what version they saw."""

    organisation: OrganisationId
    command_id: UUID
    fingerprint: str
    expected_version: int | None
    correlation: str
    channel: str


class CommandResult(NamedTuple):
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
    """Others kept writing to the complaint in between; nothing was written: retry."""


class _Kept(NamedTuple):
    complaint: Complaint
    number: str
    version: int


class CommandHandler:
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
        self._turns: WeakValueDictionary[tuple[OrganisationId, UUID], asyncio.Lock] = (
            WeakValueDictionary()
        )
        self._appender = Appender(store)

    async def close(self) -> None:
        """Finish what is under way."""
        await self._appender.close()

    def forget(self) -> None:
        """Forget every kept state, as a process does that starts again."""
        self._kept.clear()

    async def receive(self, context: CommandContext, command: Opening) -> CommandResult:
        """Begin a complaint; its id follows from the command's, so a retry finds the same one.

        Raises:
            Refusal: it may not happen.
            KeyReused: the command id was used for something else.

        """
        self._check_time(command.at)
        policy = await self._policies.of(context.organisation)
        try:
            happened = open_with(command, policy)
        except Refusal:
            first = await self._first_answer(context)
            if first is None:
                raise
            return first
        complaint_id = name_based(context.command_id, "complaint")
        write = Write(
            complaint_id, 0, _events(happened.facts, context, policy), self._numbering(policy)
        )
        entry = Entry(context.command_id, context.fingerprint, (write,))
        outcome = await self._appender.append(context.organisation, entry)
        if isinstance(outcome, Appended) and outcome.number is not None:
            kept = _Kept(happened.complaint, outcome.number, outcome.version)
            self._put(context.organisation, complaint_id, kept)
        return await self._answer(context, outcome)

    async def handle(
        self, context: CommandContext, complaint_id: ComplaintId, command: Command
    ) -> CommandResult:
        """Decide and record a command on a complaint.

        Raises:
            Refusal: it may not happen; NotFound when there is none, or not for this actor's units.
            StaleVersion: the client saw another version.
            KeyReused: the command id was used for something else.
            Contended: the complaint kept moving.

        """
        self._check_time(command.at)
        policy = await self._policies.of(context.organisation)
        answer = await self._attempt(context, complaint_id, command, policy)
        if answer is not None:
            return answer
        # Others write to the same complaint. Those of this process now take turns, so that only
        # processes contend.
        async with self._turns.setdefault((context.organisation, complaint_id), asyncio.Lock()):
            for _ in range(_ATTEMPTS):
                answer = await self._attempt(context, complaint_id, command, policy)
                if answer is not None:
                    return answer
        message = "others kept writing to this complaint"
        raise Contended(message)

    async def _attempt(
        self, context: CommandContext, complaint_id: ComplaintId, command: Command, policy: Policy
    ) -> CommandResult | None:
        """Decide on what is known and append; None if somebody else was faster."""
        kept = await self._get(context.organisation, complaint_id)
        try:
            happened = await self._decide(context, complaint_id, kept, command, policy)
        except (Refusal, StaleVersion):
            # Nobody is refused on what may be behind another process, nor on a retry.
            kept = await self._read(context.organisation, complaint_id)
            try:
                happened = await self._decide(context, complaint_id, kept, command, policy)
            except (Refusal, StaleVersion):
                first = await self._first_answer(context)
                if first is None:
                    raise
                return first
        write = Write(complaint_id, kept.version, _events(happened.facts, context, policy))
        entry = Entry(context.command_id, context.fingerprint, (write,))
        outcome = await self._appender.append(context.organisation, entry)
        if isinstance(outcome, Conflict):
            key = (context.organisation, complaint_id)
            if self._kept.get(key) is kept:
                del self._kept[key]
            return None
        if isinstance(outcome, Appended):
            after = _Kept(happened.complaint, kept.number, outcome.version)
            self._put(context.organisation, complaint_id, after)
        return await self._answer(context, outcome, kept.number)

    async def _decide(
        self,
        context: CommandContext,
        complaint_id: ComplaintId,
        kept: _Kept,
        command: Command,
        policy: Policy,
    ) -> Happened:
        """Decide; what the rules cannot know of other complaints is looked up in the log."""
        happened = _decide(context, kept, command, policy)
        if isinstance(command, Link):
            await self._require_other(context.organisation, complaint_id, command)
        return happened

    async def _require_other(
        self, organisation: OrganisationId, complaint_id: ComplaintId, link: Link
    ) -> None:
        """A link leads to another complaint that the actor may see; who may not learns nothing."""
        try:
            other = await self._read(organisation, link.other)
        except NotFound:
            other = None
        seen = other is not None and in_reach(link.by, other.complaint.units)
        if not seen or link.other == complaint_id:
            message = "there is no such other complaint"
            raise Implausible(message, field="other")

    def _numbering(self, policy: Policy) -> Numbering:
        """Count by the year of the house's calendar, however the policy has numbers written.

        A policy that is adopted in mid-year goes on counting.
        """
        year = self._clock().astimezone(ZoneInfo(policy.time_zone)).year
        prefix, suffix = policy.numbers.around(year)
        return Numbering(str(year), prefix, policy.numbers.width, suffix)

    def _check_time(self, at: datetime) -> None:
        if at > self._clock() + SKEW:
            message = "this lies in the future"
            raise Implausible(message, field="occurred_at")
        if at < EARLIEST:
            message = f"this lies before {EARLIEST.date()}"
            raise Implausible(message, field="occurred_at")

    async def _get(self, organisation: OrganisationId, complaint_id: UUID) -> _Kept:
        key = (organisation, complaint_id)
        kept = self._kept.get(key)
        if kept is None:
            return await self._read(organisation, complaint_id)
        self._kept.move_to_end(key)
        return kept

    async def _read(self, organisation: OrganisationId, complaint_id: UUID) -> _Kept:
        recorded = await self._store.read_stream(organisation, complaint_id)
        number = recorded[0].number if recorded else None
        complaint = None if number is None else replay(decode(item) for item in recorded)
        if number is None or complaint is None:
            message = "there is no such complaint"
            raise NotFound(message)
        kept = _Kept(complaint, number, recorded[-1].version)
        self._put(organisation, complaint_id, kept)
        return kept

    def _put(self, organisation: OrganisationId, complaint_id: UUID, kept: _Kept) -> None:
        """Keep a state, unless a newer one is kept."""
        key = (organisation, complaint_id)
        known = self._kept.get(key)
        if known is None or known.version < kept.version:
            self._kept[key] = kept
            self._kept.move_to_end(key)
        if len(self._kept) > self._keep:
            self._kept.popitem(last=False)

    async def _first_answer(self, context: CommandContext) -> CommandResult | None:
        """Tell what a command was answered that was written before and would now be refused."""
        found = await self._store.find(
            context.organisation, context.command_id, context.fingerprint
        )
        return None if found is None else await self._answer(context, found)

    async def _answer(
        self,
        context: CommandContext,
        outcome: Appended | Duplicate | Conflict | Reused,
        number: str | None = None,
    ) -> CommandResult:
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
        number = (
            done.number or number or await self._number_of(context.organisation, done.stream_id)
        )
        return CommandResult(done.stream_id, number, done.version, done.position, replayed)

    async def _number_of(self, organisation: OrganisationId, complaint_id: UUID) -> str:
        kept = await self._get(organisation, complaint_id)
        return kept.number


def _decide(context: CommandContext, kept: _Kept, command: Command, policy: Policy) -> Happened:
    if not in_reach(command.by, kept.complaint.units):
        message = "there is no such complaint"
        raise NotFound(message)
    if context.expected_version not in {None, kept.version}:
        raise StaleVersion(kept.version)
    if command.at < kept.complaint.received_at - SKEW:
        message = "this lies before the complaint was received"
        raise Implausible(message, field="occurred_at")
    happened = decide(kept.complaint, command, policy)
    require_room(kept.version, kept.complaint, command, happened, policy)
    return happened


def _events(facts: Sequence[Fact], context: CommandContext, policy: Policy) -> tuple[NewEvent, ...]:
    meta = encode_meta(
        Meta(
            actor=facts[0].by,
            channel=context.channel,
            correlation=context.correlation,
            policy=policy.stamp,
        )
    )
    return tuple(NewEvent(*encode(fact), meta, fact.at) for fact in facts)


def in_reach(actor: Actor, units: Sequence[str]) -> bool:
    """Return whether the actor sees a complaint of these units; no units: the actor sees all."""
    return not actor.units or any(unit in actor.units for unit in units)

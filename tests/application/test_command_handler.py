"""The one door into the record: kept states, retries, and several processes on one log."""

import asyncio
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from app.access.organisations import NoSuchOrganisation, Policies, found
from app.application.command_handler import (
    CommandContext,
    CommandHandler,
    CommandResult,
    KeyReused,
    StaleVersion,
)
from app.domain.refusals import AlreadyEnded, Implausible, NotFound, NotPermitted, RecordFull
from app.domain.steps.apology import Apologise
from app.domain.steps.assistance import AskAssistance, GiveAssistance
from app.domain.steps.linking import Link
from app.domain.steps.memo import AddMemo
from app.domain.steps.progress import TellProgress
from app.domain.steps.promise import MakePromise
from app.domain.steps.receipt import ReceiveComplaint
from app.domain.steps.reopening import Reopen
from app.domain.steps.reporting import ReportUp
from app.domain.steps.withdrawal import Withdraw
from app.domain.values import (
    Actor,
    ApologyKind,
    Channel,
    Complainant,
    ComplaintId,
    LinkKind,
    OrganisationId,
    PromiseKind,
    ReopenCause,
)
from app.events.memory import MemoryStore
from app.policies import text_of

HOUSE = OrganisationId("house")
NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
LIN = Actor("lin", ("handler",))
STUDIO = Actor("wu", ("handler",), ("studio",))


def ask(key: int | None = None, *, expected: int | None = None, says: str = "f") -> CommandContext:
    command = uuid4() if key is None else UUID(int=key)
    return CommandContext(HOUSE, command, says, expected, "c", "test")


def receipt(by: Actor = LIN, unit: str = "front-hall", at: datetime = NOW) -> ReceiveComplaint:
    return ReceiveComplaint(
        at=at,
        by=by,
        channel=Channel.TELEPHONE,
        unit=unit,
        complainant=Complainant(name="张女士", telephone="138"),
        statement="相册印反了",
    )


def memo(by: Actor = LIN, at: datetime = NOW) -> AddMemo:
    return AddMemo(at=at, by=by, text="备忘")


def link(other: UUID, by: Actor = LIN) -> Link:
    return Link(at=NOW, by=by, kind=LinkKind.FOLLOWS, other=ComplaintId(other))


def process(store: MemoryStore, *, keep: int = 20_000) -> CommandHandler:
    """A process of its own: nothing is shared but the log."""
    return CommandHandler(store, Policies(store), clock=lambda: NOW, keep=keep)


@pytest.fixture
async def store() -> MemoryStore:
    store = MemoryStore()
    await found(
        store,
        HOUSE,
        title="House",
        policy_text=text_of("default"),
        at=NOW,
        by=Actor("founder"),
    )
    return store


async def received(door: CommandHandler) -> ComplaintId:
    answer = await door.receive(ask(), receipt())
    return ComplaintId(answer.complaint_id)


async def test_an_answer_says_where_the_complaint_stands(store: MemoryStore) -> None:
    door = process(store)
    first = await door.receive(ask(), receipt())
    assert first == CommandResult(first.complaint_id, "2026-000001", 1, 3, replayed=False)
    second = await door.handle(ask(), ComplaintId(first.complaint_id), memo())
    assert second == CommandResult(first.complaint_id, "2026-000001", 2, 4, replayed=False)


async def test_nobody_is_refused_on_a_state_that_another_process_has_changed(
    store: MemoryStore,
) -> None:
    one, two = process(store), process(store)
    complaint = await received(one)
    await one.handle(ask(), complaint, Withdraw(at=NOW, by=LIN, reason="撤回"))
    again = Reopen(at=NOW, by=LIN, cause=ReopenCause.OUR_ERROR, reason="再查")
    await two.handle(ask(), complaint, again)
    apology = Apologise(at=NOW, by=LIN, kind=ApologyKind.COURTESY, words="抱歉")
    assert (await one.handle(ask(), complaint, apology)).version == 4


async def test_a_kept_state_that_is_behind_is_found_out_by_the_append(store: MemoryStore) -> None:
    one, two = process(store), process(store)
    complaint = await received(one)
    await two.handle(ask(), complaint, memo())
    assert (await one.handle(ask(), complaint, memo())).version == 3


async def test_a_version_seen_elsewhere_is_not_called_stale(store: MemoryStore) -> None:
    one, two = process(store), process(store)
    complaint = await received(one)
    await two.handle(ask(), complaint, memo())
    assert (await one.handle(ask(expected=2), complaint, memo())).version == 3
    with pytest.raises(StaleVersion) as stale:
        await one.handle(ask(expected=2), complaint, memo())
    assert stale.value.actual == 3


async def test_a_retry_in_another_process_gets_the_first_answer(store: MemoryStore) -> None:
    one, two = process(store), process(store)
    first = await one.receive(ask(7), receipt())
    again = await two.receive(ask(7), receipt())
    assert again == first._replace(replayed=True)
    complaint = ComplaintId(first.complaint_id)
    withdrawal = Withdraw(at=NOW, by=LIN, reason="撤回")
    done = await one.handle(ask(8), complaint, withdrawal)
    assert await two.handle(ask(8), complaint, withdrawal) == done._replace(replayed=True)
    with pytest.raises(AlreadyEnded):
        await two.handle(ask(9), complaint, withdrawal)


async def test_another_command_under_the_same_id_is_refused(store: MemoryStore) -> None:
    door = process(store)
    complaint = await received(door)
    await door.handle(ask(7), complaint, memo())
    with pytest.raises(KeyReused):
        await door.handle(ask(7, says="other"), complaint, memo())
    with pytest.raises(KeyReused):
        await door.receive(ask(7, says="other"), receipt())


async def test_writers_of_many_processes_all_get_through(store: MemoryStore) -> None:
    doors = [process(store) for _ in range(5)]
    complaint = await received(doors[0])
    answers = await asyncio.gather(
        *(door.handle(ask(), complaint, memo()) for door in doors for _ in range(4))
    )
    assert sorted(answer.version for answer in answers) == list(range(2, 22))


async def fill(door: CommandHandler, complaint: ComplaintId) -> CommandContext:
    """Write memos until the complaint takes no more, and give the last one that it took."""
    last = ask()
    while True:
        try:
            await door.handle(following := ask(), complaint, memo())
        except RecordFull:
            return last
        last = following


async def test_a_complaint_takes_only_so_many_events(
    store: MemoryStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.domain.reserve.MOST_EVENTS", 120)
    door = process(store)
    complaint = await received(door)
    last = await fill(door, complaint)
    answer = await door.handle(last, complaint, memo())
    assert answer.replayed, "a retry of the last gets its first answer"
    assert answer.version < 120


async def test_however_many_memos_there_are_a_complaint_can_be_ended(
    store: MemoryStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.domain.reserve.MOST_EVENTS", 120)
    door = process(store)
    complaint = await received(door)
    await fill(door, complaint)
    for chatter in (
        memo(),
        ReportUp(at=NOW, by=LIN, to_roles=("supervisor",), reason="x"),
        TellProgress(at=NOW, by=LIN, text="x"),
        MakePromise(at=NOW, by=LIN, kind=PromiseKind.REPLY, what="x", due=NOW + timedelta(days=1)),
        link(await received(door)),
    ):
        with pytest.raises(RecordFull, match=r"of 120 events.*withdraw"):
            await door.handle(ask(), complaint, chatter)
    await door.handle(ask(), complaint, Withdraw(at=NOW, by=LIN, reason="x"))


async def test_only_so_many_states_are_kept(store: MemoryStore) -> None:
    door = process(store, keep=2)
    complaints = [await received(door) for _ in range(4)]
    for complaint in complaints:
        assert (await door.handle(ask(), complaint, memo())).version == 2
    assert len(door._kept) == 2


async def test_what_is_not_there_or_not_in_reach_looks_the_same(store: MemoryStore) -> None:
    door = process(store)
    complaint = await received(door)
    for actor, where in ((LIN, ComplaintId(uuid4())), (STUDIO, complaint)):
        with pytest.raises(NotFound, match="there is no such complaint"):
            await door.handle(ask(), where, memo(actor))


async def test_the_organisations_own_stream_is_no_complaint(store: MemoryStore) -> None:
    own = (await store.read_log(HOUSE, after=0, limit=1))[0].stream_id
    with pytest.raises(NotFound):
        await process(store).handle(ask(), ComplaintId(own), memo())


@pytest.mark.parametrize(
    "at", [NOW + timedelta(minutes=6), NOW - timedelta(days=1), datetime(1999, 1, 1, tzinfo=UTC)]
)
async def test_time_is_neither_ahead_nor_before_the_receipt(
    store: MemoryStore, at: datetime
) -> None:
    door = process(store)
    complaint = await received(door)
    with pytest.raises(Implausible) as refused:
        await door.handle(ask(), complaint, memo(at=at))
    assert refused.value.field == "occurred_at"


async def test_a_link_leads_to_another_complaint_pc_34(store: MemoryStore) -> None:
    one, two = process(store), process(store)
    earlier, later = await received(one), await received(two)
    assert (await one.handle(ask(), later, link(earlier))).version == 2
    await one.handle(ask(), earlier, Withdraw(at=NOW, by=LIN, reason="撤回"))
    assert (await two.handle(ask(), earlier, link(later))).version == 3


async def test_a_link_to_nothing_to_itself_or_out_of_reach_looks_the_same(
    store: MemoryStore,
) -> None:
    door = process(store)
    elsewhere = await received(door)
    mine = ComplaintId((await door.receive(ask(), receipt(unit="studio"))).complaint_id)
    own = (await store.read_log(HOUSE, after=0, limit=1))[0].stream_id
    said = set()
    for other in (uuid4(), mine, elsewhere, own):
        with pytest.raises(Implausible) as refused:
            await door.handle(ask(), mine, link(other, by=STUDIO))
        assert refused.value.field == "other"
        said.add(str(refused.value))
    assert len(said) == 1


async def test_who_may_not_link_does_not_learn_what_there_is(store: MemoryStore) -> None:
    door = process(store)
    complaint = await received(door)
    receiver = Actor("mei", ("front-desk",))
    for other in (uuid4(), await received(door)):
        with pytest.raises(NotPermitted):
            await door.handle(ask(), complaint, link(other, by=receiver))


async def test_a_retried_link_is_answered_even_when_the_other_is_out_of_reach_by_now(
    store: MemoryStore,
) -> None:
    door = process(store)
    helped = await received(door)
    mine = ComplaintId((await door.receive(ask(), receipt(unit="studio"))).complaint_id)
    await door.handle(ask(), helped, AskAssistance(at=NOW, by=LIN, unit="studio", what="灯光"))
    first = await door.handle(ask(7), mine, link(helped, by=STUDIO))
    await door.handle(ask(), helped, GiveAssistance(at=NOW, by=STUDIO, assistance=1, result="查"))
    again = await door.handle(ask(7), mine, link(helped, by=STUDIO))
    assert again == first._replace(replayed=True)


async def test_an_organisation_that_was_never_founded_has_no_door(store: MemoryStore) -> None:
    nobody = ask()._replace(organisation=OrganisationId("nobody"))
    with pytest.raises(NoSuchOrganisation):
        await process(store).receive(nobody, receipt())

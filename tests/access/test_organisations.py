"""Adopting a policy: an event like any other, for what happens from now on."""

import tomllib
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from uuid import UUID, uuid4

import msgspec
import pytest
import tomli_w

from app.access.organisations import (
    POLICY_ADOPTED,
    Adopted,
    NoSuchOrganisation,
    NotAdopted,
    Policies,
    found,
    organisation_stream,
)
from app.application.command_handler import CommandContext, CommandHandler
from app.domain.complaint import replay
from app.domain.steps.receipt import ReceiveComplaint
from app.domain.values import Actor, Channel, Complainant, OrganisationId
from app.events.codec import decode
from app.events.memory import MemoryStore
from app.events.store import Entry, NewEvent, Write
from app.policies import PolicyFault, parse, resolve, text_of

HOUSE = OrganisationId("house")
NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
CONSOLE = Actor("console")

CLOCK = """
[clocks.apology]
title = { en = "Apology", zh-Hans = "致歉", zh-Hant = "致歉" }
start = ["received"]
stop = ["apologised"]
length = "30 minutes"
rule = "WS-11"
"""
FIRST = text_of("default") + CLOCK
LONGER = FIRST.replace("30 minutes", "2 hours")


@pytest.fixture
async def store() -> MemoryStore:
    store = MemoryStore()
    await found(store, HOUSE, title="House", policy_text=FIRST, at=NOW, by=CONSOLE)
    return store


async def adopt(policies: Policies, text: str, organisation: OrganisationId = HOUSE) -> Adopted:
    return await policies.adopt(organisation, policy_text=text, at=NOW, by=CONSOLE)


async def received(store: MemoryStore, policies: Policies) -> UUID:
    door = CommandHandler(store, policies, clock=lambda: NOW)
    command = ReceiveComplaint(
        at=NOW,
        by=Actor("lin", ("handler",)),
        channel=Channel.TELEPHONE,
        unit="front-hall",
        complainant=Complainant(name="张女士", telephone="138"),
        statement="相册印反了",
    )
    answer = await door.receive(CommandContext(HOUSE, uuid4(), "f", None, "c", "test"), command)
    return answer.complaint_id


async def due(store: MemoryStore, complaint: UUID) -> timedelta:
    """How long after its receipt the apology is due."""
    recorded = await store.read_stream(HOUSE, complaint)
    found_ = replay(decode(one) for one in recorded)
    assert found_
    [deadline] = [one.deadline for one in found_.clocks.deadlines]
    return deadline.due - NOW


async def test_what_is_adopted_is_an_event_that_holds_the_whole_text(store: MemoryStore) -> None:
    adopted = await adopt(Policies(store), LONGER)
    last = (await store.read_stream(HOUSE, organisation_stream(HOUSE)))[-1]
    data = msgspec.json.decode(last.data)
    assert (last.type, last.version, last.occurred_at) == (POLICY_ADOPTED, 3, NOW)
    assert data == {"name": "default", "version": adopted.policy.version, "text": LONGER}
    assert msgspec.json.decode(last.meta)["policy"] == adopted.policy.stamp
    assert adopted.before == parse(FIRST, source="x")


async def test_a_text_that_extends_another_is_kept_written_out() -> None:
    store = MemoryStore()
    mine = 'format = 3\nextends = "default"\nname = "mine"\n'
    policy = await found(store, HOUSE, title="House", policy_text=mine, at=NOW, by=CONSOLE)
    assert await Policies(store).text_of(HOUSE) == resolve(mine, source="x")
    other = mine.replace('"mine"', '"ours"')
    adopted = await adopt(Policies(store), other)
    assert await Policies(store).text_of(HOUSE) == resolve(other, source="x")
    assert (adopted.before.version, adopted.policy.name) == (policy.version, "ours")


async def test_the_adopting_process_goes_by_it_at_once_and_others_when_they_look_again(
    store: MemoryStore,
) -> None:
    here, there, later = Policies(store), Policies(store), Policies(store, seconds=0)
    before = [await one.of(HOUSE) for one in (here, there, later)]
    adopted = (await adopt(here, LONGER)).policy
    assert await here.of(HOUSE) == adopted
    assert await there.of(HOUSE) == before[1]
    assert await later.of(HOUSE) == adopted


async def test_running_deadlines_and_stamps_stay_as_they_are(store: MemoryStore) -> None:
    policies = Policies(store)
    old = await received(store, policies)
    adopted = await adopt(policies, LONGER)
    new = await received(store, policies)
    assert await due(store, old) == timedelta(minutes=30)
    assert await due(store, new) == timedelta(hours=2)
    stamps = [
        msgspec.json.decode((await store.read_stream(HOUSE, one))[0].meta)["policy"]
        for one in (old, new)
    ]
    assert stamps == [adopted.before.stamp, adopted.policy.stamp]


async def test_a_policy_that_is_in_force_is_not_adopted_again(store: MemoryStore) -> None:
    with pytest.raises(NotAdopted, match="in force already"):
        await adopt(Policies(store), FIRST)
    assert await store.head(HOUSE) == 2


@pytest.mark.parametrize(
    "written",
    [FIRST, 'format = 3\nextends = "shopping-centre"\nname = "mine"\nsample_percent = 5\n'],
    ids=["by itself", "extending another"],
)
async def test_a_policy_that_an_older_program_adopted_keeps_its_version_and_is_known_again(
    written: str,
) -> None:
    """Its version is a digest of the text, which another library wrote in full."""
    content = tomllib.loads(resolve(written, source="x"))
    text = written if written == FIRST else tomli_w.dumps(content)
    version = sha256(text.encode()).hexdigest()[:12]
    data = {"name": content["name"], "version": version, "text": text}
    event = NewEvent(POLICY_ADOPTED, 1, msgspec.json.encode(data).decode(), "{}", NOW)
    store = MemoryStore()
    write = Write(organisation_stream(HOUSE), 0, (event,))
    await store.append(HOUSE, Entry(uuid4(), "adopted", (write,)))
    policies = Policies(store)
    assert (await policies.of(HOUSE)).stamp == f"{content['name']}@{version}"
    for unchanged in (written, text):
        with pytest.raises(NotAdopted, match=f"{content['name']}@{version} is in force already"):
            await adopt(policies, unchanged)


async def test_going_back_to_an_earlier_policy_is_a_change_like_any_other(
    store: MemoryStore,
) -> None:
    policies = Policies(store)
    await adopt(policies, LONGER)
    back = await adopt(policies, FIRST)
    again = await adopt(policies, LONGER)
    assert back.before == again.policy
    assert await store.head(HOUSE) == 5


async def test_a_currency_changes_only_before_there_are_complaints(store: MemoryStore) -> None:
    policies = Policies(store)
    dollars = FIRST.replace('currency = "CNY"', 'currency = "TWD"')
    await adopt(policies, dollars)
    await received(store, policies)
    with pytest.raises(NotAdopted, match="amounts on record are in TWD"):
        await adopt(policies, FIRST)


async def test_a_faulty_policy_and_a_house_that_is_not_there_change_nothing(
    store: MemoryStore,
) -> None:
    with pytest.raises(PolicyFault):
        await adopt(Policies(store), "format = 3")
    with pytest.raises(NoSuchOrganisation):
        await adopt(Policies(store), FIRST, OrganisationId("nowhere"))
    assert await store.head(HOUSE) == 2


class Contended(MemoryStore):
    """Another process adopts its policy between the look and the append."""

    other: str | None = None

    async def head(self, organisation: OrganisationId) -> int:
        text, self.other = self.other, None
        if text is not None:
            await adopt(Policies(self), text)
        return await super().head(organisation)


async def test_of_two_adopted_at_once_one_is_told_to_look_again() -> None:
    store = Contended()
    await found(store, HOUSE, title="House", policy_text=FIRST, at=NOW, by=CONSOLE)
    store.other = LONGER
    with pytest.raises(NotAdopted, match="somebody else"):
        await adopt(Policies(store), LONGER.replace("2 hours", "3 hours"))
    assert await Policies(store).text_of(HOUSE) == LONGER

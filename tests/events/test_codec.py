"""What goes into the log comes out of it, whatever people wrote."""

from datetime import UTC, datetime, timedelta, timezone
from uuid import NAMESPACE_URL, uuid5
from zoneinfo import ZoneInfo

import msgspec
import pytest
from hypothesis import given

from app.domain.complaint import Fact
from app.domain.steps.escalation import Instructed
from app.domain.steps.progress import ProgressTold
from app.domain.steps.promise import Promised
from app.domain.values import Actor, PromiseKind
from app.events.codec import (
    Codec,
    Meta,
    UnknownEvent,
    actor_of,
    decode,
    decode_meta,
    encode,
    encode_meta,
    iso,
)
from app.events.upcasters import Data, newest, upcast
from app.events.uuids import name_based
from tests.events.projections.lives import ZHANG, any_fact, recorded

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


@given(any_fact)
def test_every_event_comes_back_as_it_went_in(fact: Fact) -> None:
    assert decode(recorded(fact)) == fact


@given(any_fact)
def test_what_comes_back_is_written_the_same_again(fact: Fact) -> None:
    assert encode(decode(recorded(fact))) == encode(fact)


def test_characters_of_every_plane_stay_readable_in_the_text() -> None:
    _, _, data = encode(Fact(Instructed(text="道歉😀𠮷"), NOON, ZHANG))
    assert data == '{"text":"道歉😀𠮷"}'


def test_instants_are_written_in_utc_with_microseconds() -> None:
    due = datetime(2026, 3, 2, 20, tzinfo=timezone(timedelta(hours=8)))
    promised = Promised(promise=1, kind=PromiseKind.REPLY, what="电话", due=due)
    _, _, data = encode(Fact(promised, NOON, ZHANG))
    assert '"due":"2026-03-02T12:00:00.000000Z"' in data


def test_an_hour_that_comes_twice_is_written_as_the_two_that_it_is() -> None:
    first = datetime(2026, 11, 1, 1, 30, tzinfo=ZoneInfo("America/New_York"))
    assert first == (again := first.replace(fold=1))
    assert [iso(first), iso(again)] == [
        "2026-11-01T05:30:00.000000Z",
        "2026-11-01T06:30:00.000000Z",
    ]


def test_who_and_when_stand_beside_the_data() -> None:
    fact = Fact(ProgressTold(text="备忘"), NOON, ZHANG)
    _, _, data = encode(fact)
    assert "zhang" not in data
    assert decode(recorded(fact)).by == ZHANG
    assert decode(recorded(fact)).at == NOON


def test_a_type_that_is_not_known_is_said_so() -> None:
    entry = recorded(Fact(ProgressTold(text="a"), NOON, ZHANG))._replace(type="complaint.framed")
    with pytest.raises(UnknownEvent, match=r"complaint\.framed version 1"):
        decode(entry)


@pytest.mark.parametrize("version", [0, 2])
def test_a_version_that_is_not_known_is_said_so(version: int) -> None:
    entry = recorded(Fact(ProgressTold(text="a"), NOON, ZHANG))._replace(schema_version=version)
    with pytest.raises(UnknownEvent):
        decode(entry)


def test_data_of_another_shape_is_refused() -> None:
    entry = recorded(Fact(ProgressTold(text="a"), NOON, ZHANG))._replace(data='{"text":1}')
    with pytest.raises(msgspec.ValidationError):
        decode(entry)


def _named_body(data: Data) -> Data:
    return {"body": data["words"]}


def _named_text(data: Data) -> Data:
    return {"text": data["body"]}


PLANTED = {("complaint.progress-told", 1): _named_body, ("complaint.progress-told", 2): _named_text}


@pytest.mark.parametrize(
    ("version", "data"),
    [(1, '{"words":"旧"}'), (2, '{"body":"旧"}'), (3, '{"text":"旧"}')],
)
def test_old_versions_are_read_as_todays(version: int, data: str) -> None:
    fact = Fact(ProgressTold(text="旧"), NOON, ZHANG)
    entry = recorded(fact)._replace(schema_version=version, data=data)
    assert Codec(PLANTED).decode(entry) == fact


def test_events_are_written_in_the_newest_version() -> None:
    fact = Fact(ProgressTold(text="新"), NOON, ZHANG)
    assert Codec(PLANTED).encode(fact) == ("complaint.progress-told", 3, '{"text":"新"}')
    assert newest("complaint.progress-told") == 1


def test_upcasting_leaves_what_it_was_given() -> None:
    data: Data = {"words": "旧"}
    assert upcast("complaint.progress-told", 1, data, PLANTED) == (3, {"text": "旧"})
    assert data == {"words": "旧"}


def test_metadata_comes_back_as_it_went_in() -> None:
    meta = Meta(
        actor=Actor("李", ("manager",), ("一楼", "二楼")),
        channel="http",
        correlation="c",
        causation="e",
        policy="shopping-centre@1f",
    )
    assert decode_meta(encode_meta(meta)) == meta
    assert actor_of(encode_meta(meta)) == meta.actor


def test_uuids_of_names_are_those_of_the_standard() -> None:
    for name in ("0", "17", "complaint", "键"):
        assert name_based(NAMESPACE_URL, name) == uuid5(NAMESPACE_URL, name)

"""Events for tests: single facts, and whole lives of complaints as hypothesis makes them."""

from dataclasses import fields, is_dataclass
from datetime import UTC, datetime, timedelta
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints
from uuid import UUID, uuid4

from hypothesis import strategies as st

from app.domain.complaint import Event, Fact
from app.domain.values import Actor
from app.domain.vocabulary import EVENTS
from app.events.codec import Meta, encode, encode_meta
from app.events.store import NewEvent, Recorded

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
ONE = UUID(int=1)
ZHANG = Actor("zhang", ("front-desk",), ("hall",))

words = st.text(
    st.one_of(
        st.sampled_from('投诉顾客新娘😀𠮷é\n"\\'),
        st.characters(codec="utf-8", exclude_characters="\0"),
    ),
    max_size=12,
)
"""What people write: Chinese, emoji, characters beyond the first plane; never NUL."""

instants = st.datetimes(
    min_value=datetime(2020, 1, 1),  # noqa: DTZ001 - hypothesis wants it naive, and adds the zone
    max_value=datetime(2040, 1, 1),  # noqa: DTZ001
    timezones=st.just(UTC),
)

PLAIN: dict[Any, st.SearchStrategy[Any]] = {
    str: words,
    datetime: instants,
    int: st.integers(-(2**53), 2**53),
}


def any_of(kind: Any) -> st.SearchStrategy[Any]:
    """Make values of a type; not by registering `str` with hypothesis, which is for all tests."""
    if kind in PLAIN:
        return PLAIN[kind]
    if isinstance(kind, type) and is_dataclass(kind):
        hints = get_type_hints(kind)
        return st.builds(kind, **{field.name: any_of(hints[field.name]) for field in fields(kind)})
    if isinstance(kind, UnionType):
        return st.one_of([any_of(one) for one in get_args(kind)])
    if get_origin(kind) is tuple:
        return st.lists(any_of(get_args(kind)[0]), max_size=3).map(tuple)
    return st.from_type(kind)


any_event: st.SearchStrategy[Event] = st.one_of([any_of(kind) for kind in EVENTS])
any_fact: st.SearchStrategy[Fact] = st.builds(Fact, any_event, instants, any_of(Actor))


def meta_of(by: Actor) -> str:
    """Write metadata as the write path would."""
    return encode_meta(
        Meta(actor=by, channel="http", correlation="1", policy="test@1"),
    )


def new_event(fact: Fact) -> NewEvent:
    """Make an event for the store."""
    name, version, data = encode(fact)
    return NewEvent(name, version, data, meta_of(fact.by), fact.at)


def recorded(
    fact: Fact,
    *,
    position: int = 1,
    version: int = 1,
    stream: UUID = ONE,
    number: str | None = None,
) -> Recorded:
    """Make the event that a store would give back."""
    new = new_event(fact)
    return Recorded(
        position=position,
        stream_id=stream,
        version=version,
        event_id=uuid4(),
        type=new.type,
        schema_version=new.schema_version,
        data=new.data,
        meta=new.meta,
        occurred_at=fact.at,
        recorded_at=fact.at,
        number=number,
    )


def life(*events: Event, by: Actor = ZHANG, every: timedelta = timedelta(minutes=10)) -> list[Fact]:
    """Let events happen one after the other."""
    return [Fact(event, START + every * turn, by) for turn, event in enumerate(events)]


def log(facts: list[Fact], *, stream: UUID = ONE) -> list[tuple[Fact, Recorded]]:
    """Stand facts in a log of their own; the first brings the number."""
    return [
        (
            fact,
            recorded(
                fact,
                position=turn,
                version=turn,
                stream=stream,
                number="2026-000001" if turn == 1 else None,
            ),
        )
        for turn, fact in enumerate(facts, 1)
    ]


def fold(project: Any, facts: list[Fact]) -> Any:
    """Fold a life into a document."""
    document = None
    for fact, entry in log(facts):
        document = project(document, fact, entry)
    return document

"""Holds a record against what clients asked for and were answered: nothing lost, doubled, invented.

It looks from outside, through the API only. That it sees what it should see is shown by records
with a planted fault, in `test_record.py`.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

Answer = Mapping[str, Any]
Event = Mapping[str, Any]


DUE_TIMES = "complaint.rescheduled"
"""Beside what a client asks for: what has become of deadlines by it."""


@dataclass(frozen=True, kw_only=True)
class Done:
    """A command that a client sent twice under one key, until both were answered."""

    key: str
    who: str
    events: tuple[str, ...]
    """What it makes happen, in order."""
    words: frozenset[str]
    """All that it said, which the events hold."""
    started: int
    """Tick of the client's clock when it was first sent."""
    answered: int
    """Tick when the first answer was there."""
    answers: tuple[Answer, Answer]


def faults(done: Sequence[Done], record: Sequence[Event]) -> list[str]:
    """Name everything that is wrong; the record is the log of an organisation, whole."""
    return [
        *_uneven_answers(done),
        *_gaps(record),
        *_misnumbered(done),
        *_lost_or_invented(done, record),
        *_out_of_order(done),
    ]


def _uneven_answers(done: Sequence[Done]) -> Iterator[str]:
    for one in done:
        if one.answers[0] != one.answers[1]:
            yield f"{one.key} was answered in two ways"


def _gaps(record: Sequence[Event]) -> Iterator[str]:
    if [event["position"] for event in record] != list(range(1, len(record) + 1)):
        yield "the positions are not 1, 2, 3 ..."
    versions = defaultdict(list)
    for event in record:
        versions[event["stream_id"]].append(event["version"])
    for stream, seen in versions.items():
        if seen != list(range(1, len(seen) + 1)):
            yield f"the versions of {stream} are not 1, 2, 3 ..."
    for event_id, times in Counter(event["event_id"] for event in record).items():
        if times > 1:
            yield f"the event {event_id} stands there {times} times"


def _misnumbered(done: Sequence[Done]) -> Iterator[str]:
    """Complaints have consecutive numbers, in the order in which they were received."""
    receipts = [one.answers[0] for one in done if one.events[0] == "complaint.received"]
    numbers = [
        answer["number"] for answer in sorted(receipts, key=lambda answer: answer["position"])
    ]
    year = numbers[0].partition("-")[0] if numbers else ""
    if numbers != [f"{year}-{n:06d}" for n in range(1, len(numbers) + 1)]:
        yield "the numbers are not consecutive"
    number_of = {answer["complaint_id"]: answer["number"] for answer in receipts}
    for one in done:
        if one.answers[0]["number"] != number_of.get(one.answers[0]["complaint_id"]):
            yield f"{one.key} was answered with another complaint's number"


def _lost_or_invented(done: Sequence[Done], record: Sequence[Event]) -> Iterator[str]:
    """Every command that was answered stands there once, as asked; and nothing else does."""
    commands: dict[str, list[Event]] = defaultdict(list)
    for event in record:
        if not event["type"].startswith("organisation."):
            commands[event["meta"]["command"]].append(event)
    ending_at = {events[-1]["position"]: command for command, events in commands.items()}
    asked: Counter[str] = Counter()
    for one in done:
        command = ending_at.get(one.answers[0]["position"])
        if command is None:
            yield f"{one.key} was answered and is not there"
            continue
        asked[command] += 1
        yield from (f"{one.key} {fault}" for fault in _deviations(one, commands[command]))
    for command in commands:
        if asked[command] != 1:
            yield f"the command {command} stands there and was asked for {asked[command]} times"


def _deviations(one: Done, events: Sequence[Event]) -> Iterator[str]:
    last, answer = events[-1], one.answers[0]
    if any(after["position"] != before["position"] + 1 for before, after in pairwise(events)):
        yield "was torn apart"
    if {event["stream_id"] for event in events} != {answer["complaint_id"]}:
        yield "went to another complaint"
    if last["version"] != answer["version"]:
        yield "was answered with another version"
    happened = tuple(event["type"] for event in events if event["type"] != DUE_TIMES)
    if happened != one.events:
        yield "made something else happen"
    if {event["meta"]["actor"]["subject"] for event in events} != {one.who}:
        yield "was written down to somebody else"
    if not one.words <= words_of([event["data"] for event in events]):
        yield "lost its words"


def words_of(value: object) -> frozenset[str]:
    """All texts in a JSON value."""
    if isinstance(value, str):
        return frozenset({value})
    inner = value.values() if isinstance(value, Mapping) else value
    parts = inner if isinstance(inner, Iterable) else ()
    return frozenset().union(*map(words_of, parts))


def _out_of_order(done: Sequence[Done]) -> Iterator[str]:
    """What was answered before another command was sent stands before it in the record."""
    answers = sorted(done, key=lambda one: one.answered)
    highest, seen = 0, 0
    for one in sorted(done, key=lambda one: one.started):
        while seen < len(answers) and answers[seen].answered < one.started:
            highest = max(highest, answers[seen].answers[0]["position"])
            seen += 1
        if one.answers[0]["position"] <= highest:
            yield f"{one.key} stands before what was answered before it was sent"

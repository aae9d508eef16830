"""The checker of records finds what is wrong with one, and nothing wrong with a sound one."""

import copy
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from tests.journeys.record import Done, faults

Record = list[dict[str, Any]]
History = list[Done]


def event(position: int, stream: str, version: int, command: str, kind: str) -> dict[str, Any]:
    return {
        "position": position,
        "stream_id": stream,
        "version": version,
        "event_id": f"event-{position}",
        "type": kind,
        "data": {"text": f"words of {command}"},
        "meta": {"command": command, "actor": {"subject": "handler-person"}},
    }


def done(key: str, position: int, stream: str, version: int, *events: str) -> Done:
    number = {"one": "2026-000001", "two": "2026-000002"}[stream]
    answer = {"complaint_id": stream, "number": number, "version": version, "position": position}
    return Done(
        key=key,
        who="handler-person",
        events=events,
        words=frozenset({f"words of {key}"}),
        started=2 * position,
        answered=2 * position + 1,
        answers=(answer, answer),
    )


def sound() -> tuple[History, Record]:
    """Two complaints; the second one is put off, which makes three events."""
    deferral = ("complaint.apologised", "complaint.replied", "complaint.promised")
    record = [
        event(1, "house", 1, "found", "organisation.founded"),
        event(2, "one", 1, "a", "complaint.received"),
        event(3, "two", 1, "b", "complaint.received"),
        *(event(4 + n, "two", 2 + n, "c", kind) for n, kind in enumerate(deferral)),
        event(7, "one", 2, "d", "complaint.noted"),
    ]
    history = [
        done("a", 2, "one", 1, "complaint.received"),
        done("b", 3, "two", 1, "complaint.received"),
        done("c", 6, "two", 4, *deferral),
        done("d", 7, "one", 2, "complaint.noted"),
    ]
    return history, record


def test_a_sound_record_has_no_faults() -> None:
    assert faults(*sound()) == []


def lost(_: History, record: Record) -> None:
    record.pop()


def lost_and_closed_up(_: History, record: Record) -> None:
    del record[2]
    for nth, one in enumerate(record, 1):
        one["position"] = nth


def doubled(_: History, record: Record) -> None:
    record.append(event(8, "one", 3, "d-again", "complaint.noted"))


def written_twice(_: History, record: Record) -> None:
    record.append({**copy.deepcopy(record[-1]), "position": 8, "version": 3})


def invented(_: History, record: Record) -> None:
    record.append(event(8, "three", 1, "x", "complaint.received"))


def half_written(_: History, record: Record) -> None:
    record[4]["meta"]["command"] = "x"


def skipped_a_position(_: History, record: Record) -> None:
    record[-1]["position"] = 8


def skipped_a_version(_: History, record: Record) -> None:
    record[-1]["version"] = 3


def changed(_: History, record: Record) -> None:
    record[-1]["data"]["text"] = "other words"


def another_event(_: History, record: Record) -> None:
    record[-1]["type"] = "complaint.withdrawn"


def somebody_else(_: History, record: Record) -> None:
    record[-1]["meta"]["actor"]["subject"] = "stranger"


def answered_in_two_ways(history: History, _: Record) -> None:
    first, second = history[-1].answers
    history[-1] = replace(history[-1], answers=(first, {**second, "version": 3}))


def answered_for_two(history: History, _: Record) -> None:
    history.append(replace(history[-1], key="e"))


def number_left_out(history: History, _: Record) -> None:
    for nth in (1, 2):
        answer = {**history[nth].answers[0], "number": "2026-000003"}
        history[nth] = replace(history[nth], answers=(answer, answer))


def number_of_another(history: History, _: Record) -> None:
    answer = {**history[3].answers[0], "number": "2026-000002"}
    history[3] = replace(history[3], answers=(answer, answer))


def overtaken(history: History, _: Record) -> None:
    history[1] = replace(history[1], started=20, answered=21)


PLANTED: dict[Callable[[History, Record], None], str] = {
    lost: "d was answered and is not there",
    lost_and_closed_up: "d was answered and is not there",
    doubled: "the command d-again stands there and was asked for 0 times",
    written_twice: "the event event-7 stands there 2 times",
    invented: "the command x stands there and was asked for 0 times",
    half_written: "c was torn apart",
    skipped_a_position: "the positions are not 1, 2, 3 ...",
    skipped_a_version: "the versions of one are not 1, 2, 3 ...",
    changed: "d lost its words",
    another_event: "d made something else happen",
    somebody_else: "d was written down to somebody else",
    answered_in_two_ways: "d was answered in two ways",
    answered_for_two: "the command d stands there and was asked for 2 times",
    number_left_out: "the numbers are not consecutive",
    number_of_another: "d was answered with another complaint's number",
    overtaken: "b stands before what was answered before it was sent",
}


@pytest.mark.parametrize("plant", PLANTED, ids=lambda plant: plant.__name__)
def test_a_planted_fault_is_found(plant: Callable[[History, Record], None]) -> None:
    history, record = sound()
    plant(history, record)
    assert PLANTED[plant] in faults(history, record)

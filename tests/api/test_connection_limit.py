"""Many connections: the newest is served, idle ones make room, answers under way are finished."""

import resource
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from app.api.connection_limit import (
    FEWEST_CONNECTIONS,
    MOST_CONNECTIONS,
    RESERVED_FILES,
    affordable_connections,
)
from tests.support.raw_http import GET, Application, Client, served

MOST = 16
BUSY = 14
"""Of these, so many may be busy."""

HELD = b"GET /held HTTP/1.1\r\nHost: test\r\n\r\n"
LIVE = b"GET /livez HTTP/1.1\r\nHost: test\r\n\r\n"


@pytest.fixture
def application() -> Application:
    return Application()


@pytest.fixture
def port(application: Application) -> Iterator[int]:
    with served(application, connections=MOST) as listening:
        yield listening


@pytest.fixture
def stack() -> Iterator[ExitStack]:
    with ExitStack() as opened:
        yield opened


def connect(stack: ExitStack, port: int, count: int, sent: bytes = b"") -> list[Client]:
    clients = [stack.enter_context(Client(port)) for _ in range(count)]
    for client in clients:
        client.send(sent)
    return clients


@pytest.mark.parametrize("sent", [b"", GET[:-2], HELD.replace(b"GET", b"POST")[:-2]])
def test_beyond_the_limit_the_connections_idle_longest_are_closed(
    port: int, stack: ExitStack, sent: bytes
) -> None:
    idle = connect(stack, port, MOST + 5, sent)
    newest = stack.enter_context(Client(port))
    assert newest.ask(GET).status == 200
    assert all(client.is_closed() for client in idle[:6])
    assert newest.ask(GET).status == 200


def test_a_slow_body_makes_room_too(port: int, stack: ExitStack) -> None:
    slow = b"POST /slow HTTP/1.1\r\nHost: test\r\nContent-Length: 9\r\n\r\n{"
    first = connect(stack, port, MOST, slow)[0]
    assert stack.enter_context(Client(port)).ask(GET).status == 200
    assert first.is_closed()
    assert stack.enter_context(Client(port)).ask(LIVE).status == 200


def test_a_request_that_is_being_answered_is_not_cut_off(
    application: Application, port: int, stack: ExitStack
) -> None:
    (held,) = connect(stack, port, 1, HELD)
    assert application.entered.acquire(timeout=20)
    connect(stack, port, 3 * MOST)
    application.release()
    assert held.answer().status == 200


def test_when_all_are_busy_another_is_asked_to_come_again(
    application: Application, port: int, stack: ExitStack
) -> None:
    held = connect(stack, port, BUSY, HELD)
    for _ in held:
        assert application.entered.acquire(timeout=20)
    late = stack.enter_context(Client(port)).ask(GET)
    assert (late.status, late.json["code"]) == (503, "overloaded")
    assert int(late.headers["retry-after"]) >= 1
    assert late.headers["connection"] == "close"
    for _ in range(3):
        assert stack.enter_context(Client(port)).ask(LIVE).status == 200
    application.release()
    assert [client.answer().status for client in held] == [200] * BUSY
    assert stack.enter_context(Client(port)).ask(GET).status == 200


@pytest.mark.parametrize(
    ("limits", "affordable", "raised"),
    [
        ((1024, 1024), 1024 - RESERVED_FILES, 1024),
        ((1024, 4096), MOST_CONNECTIONS, MOST_CONNECTIONS + RESERVED_FILES),
        ((1024, resource.RLIM_INFINITY), MOST_CONNECTIONS, MOST_CONNECTIONS + RESERVED_FILES),
        ((65536, 65536), MOST_CONNECTIONS, 65536),
        ((resource.RLIM_INFINITY, resource.RLIM_INFINITY), MOST_CONNECTIONS, -1),
        ((64, 64), FEWEST_CONNECTIONS, 64),
    ],
)
def test_the_limit_leaves_files_for_everything_else(
    monkeypatch: pytest.MonkeyPatch, limits: tuple[int, int], affordable: int, raised: int
) -> None:
    now = [limits]
    monkeypatch.setattr(resource, "getrlimit", lambda _: now[-1])
    monkeypatch.setattr(resource, "setrlimit", lambda _, given: now.append(given))
    assert affordable_connections() == affordable
    assert now[-1] == (raised, limits[1])

"""Silent and slow clients: each part of a request has its time, an answer has all it needs."""

import asyncio
import threading
from collections.abc import AsyncIterator

import pytest
from starlette.responses import StreamingResponse
from starlette.types import Receive, Scope, Send

from app.api.http_protocol import BoundedHttpProtocol
from tests.support.raw_http import GET, PATIENCE_SECONDS, Application, Client, served

SHORT = 0.3
LONG = 3600.0


class ShortHeader(BoundedHttpProtocol):
    header_seconds = SHORT
    body_seconds = LONG


class ShortBody(BoundedHttpProtocol):
    header_seconds = LONG
    body_seconds = SHORT
    body_bytes_per_second = 1e6


class ShortBoth(BoundedHttpProtocol):
    header_seconds = SHORT
    body_seconds = SHORT
    body_bytes_per_second = 1e6


class TimeForEachByte(ShortBoth):
    """Each byte of a body buys more time than any test takes."""

    body_bytes_per_second = 1e-3


class ShortSend(BoundedHttpProtocol):
    send_seconds = SHORT


@pytest.fixture
def application() -> Application:
    return Application()


def started(*lines: bytes, length: int) -> bytes:
    head = (b"POST / HTTP/1.1", b"Host: test", b"Content-Length: %d" % length, *lines)
    return b"\r\n".join(head) + b"\r\n\r\n"


@pytest.mark.parametrize(("sent", "before"), [(b"", 0), (b"\r\n\r\n", 0), (b"\r\n\r\n", 2)])
def test_a_connection_that_asks_nothing_is_closed(
    application: Application, sent: bytes, before: int
) -> None:
    with served(application, ShortHeader) as port, Client(port) as client:
        for _ in range(before):
            assert client.ask(GET).status == 200
        client.send(sent)
        assert client.is_closed()


@pytest.mark.parametrize("half", [GET[:1], GET[:-2], b"\r\n" + GET[:-2]])
@pytest.mark.parametrize("before", [0, 2])
def test_a_header_that_does_not_end_is_refused(
    application: Application, half: bytes, before: int
) -> None:
    with served(application, ShortHeader) as port, Client(port) as client:
        for _ in range(before):
            assert client.ask(GET).status == 200
        client.send(half)
        answer = client.answer()
        assert (answer.status, answer.json["code"]) == (408, "too-slow")
        assert client.is_closed()


@pytest.mark.parametrize("sent", [b"", b"{"])
@pytest.mark.parametrize("before", [0, 2])
def test_a_body_that_does_not_end_is_refused(
    application: Application, sent: bytes, before: int
) -> None:
    with served(application, ShortBody) as port, Client(port) as client:
        for _ in range(before):
            assert client.ask(GET).status == 200
        client.send(started(length=1000) + sent)
        answer = client.answer()
        assert (answer.status, answer.json["code"]) == (408, "too-slow")
        assert client.is_closed()


def test_a_body_that_nobody_wants_may_not_take_for_ever_either(application: Application) -> None:
    with served(application, ShortBody) as port, Client(port) as client:
        head = started(length=1000).replace(b" / ", b" /unread ")
        assert client.ask(head).json["path"] == "/unread"
        client.flood(b"{")
        assert client.is_closed()


def test_a_body_that_makes_progress_gets_more_time(application: Application) -> None:
    with served(application, TimeForEachByte) as port, Client(port) as client:
        client.send(started(length=2) + b"{")
        outlast(port)
        assert client.ask(b"}").json["body"] == "{}"


def test_a_client_that_waits_to_be_asked_for_its_body_is_not_slow(application: Application) -> None:
    with served(application, TimeForEachByte) as port, Client(port) as client:
        head = started(b"Expect: 100-continue", length=2).replace(b" / ", b" /held ")
        client.send(head)
        outlast(port)
        application.release()
        assert client.answer().status == 100
        client.send(b"{}")
        assert client.answer().json["body"] == "{}"


def test_an_answer_may_take_its_time(application: Application) -> None:
    with served(application, ShortBoth) as port, Client(port) as client:
        client.send(started(length=2).replace(b" / ", b" /held ") + b"{}")
        outlast(port)
        application.release()
        assert client.answer().json["body"] == "{}"


def test_the_next_request_has_its_own_time_after_a_long_answer(application: Application) -> None:
    with served(application, ShortBoth) as port, Client(port) as client:
        client.send(GET.replace(b" / ", b" /held ") + GET[:-2])
        outlast(port)
        application.release()
        assert client.answer().json["path"] == "/held"
        assert client.ask(b"\r\n").json["path"] == "/"


def test_a_client_that_reads_nothing_of_its_answer_is_cut_off() -> None:
    ended = threading.Event()

    async def endless() -> AsyncIterator[bytes]:
        try:
            while True:
                yield b"x" * 65536
                await asyncio.sleep(0)
        finally:
            ended.set()

    async def stream(scope: Scope, receive: Receive, send: Send) -> None:
        assert scope["type"] == "http"
        await StreamingResponse(endless())(scope, receive, send)

    with served(stream, ShortSend) as port, Client(port) as client:
        client.send(GET)
        assert ended.wait(PATIENCE_SECONDS)


def outlast(port: int) -> None:
    """Wait for `SHORT`: until a connection begun now has been closed for its silence."""
    with Client(port) as silent:
        assert silent.is_closed()

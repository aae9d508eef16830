"""The HTTP server with a small application behind it, and a client that sends bytes as they are."""

import asyncio
import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Self

from starlette.types import Receive, Scope, Send

from app.api.connection_limit import ConnectionLimit
from app.api.http_protocol import BoundedHttpProtocol
from app.api.http_server import build_server

PATIENCE_SECONDS = 20.0
"""A test that waits so long has failed."""

GET = b"GET / HTTP/1.1\r\nHost: test\r\n\r\n"


class Answer(NamedTuple):
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


class Client:
    """A connection; reads whole answers, and notices when it is closed."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE_SECONDS)
        self._read = b""

    def send(self, data: bytes) -> None:
        self._socket.sendall(data)

    def flood(self, data: bytes) -> None:
        """Send until the server has had enough."""
        with suppress(BrokenPipeError, ConnectionResetError):
            self._socket.sendall(data)

    def answer(self) -> Answer:
        while b"\r\n\r\n" not in self._read:
            self._more()
        head, _, self._read = self._read.partition(b"\r\n\r\n")
        first, *lines = head.decode("latin-1").split("\r\n")
        pairs = (line.partition(": ") for line in lines)
        headers = {name.lower(): value for name, _, value in pairs}
        length = int(headers.get("content-length", "0"))
        while len(self._read) < length:
            self._more()
        body, self._read = self._read[:length], self._read[length:]
        return Answer(int(first.split(" ")[1]), headers, body)

    def ask(self, data: bytes) -> Answer:
        self.send(data)
        return self.answer()

    def is_closed(self) -> bool:
        """Wait for the end of the connection; False where bytes come instead."""
        try:
            return not (self._read or self._socket.recv(1))
        except ConnectionResetError:
            return True

    def _more(self) -> None:
        data = self._socket.recv(65536)
        assert data, f"the connection was closed after {self._read!r}"
        self._read += data

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._socket.close()


@dataclass
class Application:
    """Answers with what it was asked. `/held` waits until `release`, `/unread` reads no body."""

    entered: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))
    """Released once for each request that came to `/held`."""
    asked: list[str] = field(default_factory=list)
    """The path of every request, also of those whose body never came."""
    _loop: asyncio.AbstractEventLoop | None = None
    _held: asyncio.Event | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._live(receive, send)
            return
        self.asked.append(scope["path"])
        if scope["path"] == "/held":
            assert self._held is not None
            self.entered.release()
            await self._held.wait()
        body = b"" if scope["path"] == "/unread" else await read_body(receive)
        if body is not None:
            await answer(scope, send, body)

    async def _live(self, receive: Receive, send: Send) -> None:
        self._loop, self._held = asyncio.get_running_loop(), asyncio.Event()
        for stage in ("startup", "shutdown"):
            await receive()
            await send({"type": f"lifespan.{stage}.complete"})

    def release(self) -> None:
        """Let `/held` answer, from now on at once."""
        assert self._loop is not None
        assert self._held is not None
        self._loop.call_soon_threadsafe(self._held.set)


async def read_body(receive: Receive) -> bytes | None:
    """Read the whole body; None if the client is gone before."""
    body = b""
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        part: bytes = message.get("body", b"")
        body += part
        if not message.get("more_body", False):
            return body


async def answer(scope: Scope, send: Send, body: bytes) -> None:
    headers = [[name.decode(), value.decode("latin-1")] for name, value in scope["headers"]]
    seen = {"path": scope["path"], "headers": headers, "body": body.decode("latin-1")}
    content = json.dumps(seen).encode()
    start = {"type": "http.response.start", "status": 200}
    await send({**start, "headers": [(b"content-length", b"%d" % len(content))]})
    await send({"type": "http.response.body", "body": content})


@contextmanager
def served(
    application: Any,
    protocol: type[BoundedHttpProtocol] = BoundedHttpProtocol,
    connections: int = 100,
) -> Iterator[int]:
    """Serve on a thread with a loop of its own, as the command does; give the port."""
    server = build_server(application, log_level="warning")
    server.config.http = protocol
    server.server_state = ConnectionLimit(connections)
    with socket.create_server(("127.0.0.1", 0), backlog=512) as listening:
        thread = threading.Thread(target=server.run, args=([listening],))
        thread.start()
        try:
            yield listening.getsockname()[1]
        finally:
            server.should_exit = True
            thread.join(PATIENCE_SECONDS)
    assert not thread.is_alive()

"""HTTP/1.1 as this service accepts it: uvicorn's protocol with the limits that it lacks.

uvicorn with httptools sets no limit on a header, takes trailers as headers, accepts any version,
no `Host` or several, and waits for ever for a header or a body. `http="h11"` has some of these
limits and takes 0.2 ms of CPU more per request, 1.1 ms for a command against 0.75.

A refusal is a problem (RFC 9457), and the connection closes. Nothing is read after it.
"""

import asyncio
from enum import Enum, auto
from typing import ClassVar, cast

import httptools
from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

from app.api.connection_limit import ConnectionLimit
from app.api.problems import Problem
from app.api.request_header import (
    LINE_OVERHEAD,
    MOST_HEADER_BYTES,
    check_header,
    malformed,
    overloaded,
    too_large,
    too_slow,
)

PIECE = 16 * 1024
"""Bytes parsed at a time: what is incomplete is counted after each, and the first is not."""

MOST_PIPELINED = 32
"""Requests that wait on one connection. Each takes 3 KB, and 10,000 come in one read."""

ALWAYS_SERVED = b"/livez"
"""Never refused: a supervisor would restart a process that is merely busy."""

CLOSING_SECONDS = 1.0
"""How long a refused client may read its answer. Closing at once resets what it has not read."""


class Part(Enum):
    """What the next byte of a connection belongs to."""

    NONE = auto()
    HEADER = auto()
    BODY = auto()


# Each access by way of the class costs as much as comparing a header's name.
NONE, HEADER, BODY = Part


class BoundedHttpProtocol(HttpToolsProtocol):
    """One connection. Limits in seconds and bytes are attributes, so that tests can lower them."""

    header_seconds: ClassVar[float] = 10.0
    """From the connection's start, or the first byte of a later request, to the header's end."""

    body_seconds: ClassVar[float] = 20.0
    body_bytes_per_second: ClassVar[float] = 1_000.0
    """A body takes `body_seconds` at most, and a second more for each so many bytes received:
    1 MiB gets through at the speed of a GPRS phone, a byte a second does not go on for ever."""

    send_seconds: ClassVar[float] = 120.0
    """How long a client may read nothing of an answer. Even GPRS drains a socket's buffer in it."""

    server_state: ConnectionLimit

    _part = HEADER
    _limited: Part | None = None
    """The part that the running time limit is for."""
    _limit: asyncio.TimerHandle | None = None
    _stalled: asyncio.TimerHandle | None = None
    _unanswered = 0
    """Requests with a complete header that have no complete answer."""
    _overhead_bytes = 0
    """Bytes since there was any content: of an incomplete line, a trailer, a chunk extension."""
    _body_bytes = 0
    _body_since = 0.0
    _refusal: bytes | None = None
    _deaf = False
    """Nothing more is read."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin the time limit of the first header: an idle connection falls under it too."""
        super().connection_made(transport)
        self.server_state.add(self, transport)
        self._settle()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the connection and its timers."""
        super().connection_lost(exc)
        self.server_state.set_busy(self)
        self._deaf = True
        for timer in (self._limit, self._stalled):
            if timer is not None:
                timer.cancel()

    def data_received(self, data: bytes) -> None:
        """Parse in pieces, and refuse as soon as a limit is passed."""
        if self._deaf:
            return
        self._unset_keepalive_if_required()
        for start in range(0, len(data), PIECE):
            if not self._parse(data[start : start + PIECE]):
                return
        self._settle()

    def _parse(self, piece: bytes) -> bool:
        """Parse a piece; return whether there may be more."""
        self._overhead_bytes += len(piece)
        try:
            self.parser.feed_data(piece)
        except httptools.HttpParserUpgrade:
            # Served as if it had not been asked for; the parser has lost its place behind it.
            self.cycle.keep_alive = False
            self._settle()
            self._deaf = True
        except httptools.HttpParserError as error:
            cause = error.__context__
            self._refuse(cause if isinstance(cause, Problem) else malformed("not HTTP/1.1"))
        else:
            lines = LINE_OVERHEAD * len(self.headers or ())
            if self._overhead_bytes + lines > MOST_HEADER_BYTES:
                self._refuse(too_large())
        return not self._deaf

    def on_message_begin(self) -> None:
        """Begin to count."""
        super().on_message_begin()
        self._part = HEADER
        self._overhead_bytes = 0

    def on_headers_complete(self) -> None:
        """Refuse what is not HTTP/1.1, and shed load; ignore trailers (RFC 9110, 6.5.1)."""
        check_header(
            self.parser.get_http_version(),
            self.url,
            self.headers,
            upgrade=self.parser.should_upgrade(),
        )
        if self._unanswered >= MOST_PIPELINED:
            raise overloaded()
        shed = self.server_state.overloaded and self.url.partition(b"?")[0] != ALWAYS_SERVED
        self.app = overloaded().response() if shed else self.config.loaded_app
        super().on_headers_complete()
        self.cycle.keep_alive = self.cycle.keep_alive and not shed
        self._unanswered += 1
        self._part = BODY
        self.headers = []  # the application has its own list; into this one go trailers
        self._overhead_bytes = self._body_bytes = 0
        self._body_since = self.loop.time()

    def on_body(self, body: bytes) -> None:
        """Note the progress."""
        super().on_body(body)
        self._overhead_bytes = 0
        self._body_bytes += len(body)

    def on_message_complete(self) -> None:
        """Wait for the next request."""
        super().on_message_complete()
        self._part = NONE

    def on_response_complete(self) -> None:
        """Go on with the next request, or refuse it if it was at fault."""
        self._unanswered -= 1
        super().on_response_complete()
        if self.transport.is_closing():
            return
        if self._part is not NONE:
            # The next request has begun: its own limits hold.
            self._unset_keepalive_if_required()
        if self._refusal is None:
            self._settle()
        elif not self._unanswered:
            self._send_refusal()

    def pause_writing(self) -> None:
        """Give the client a time in which it reads."""
        super().pause_writing()
        self._stalled = self.loop.call_later(self.send_seconds, self.transport.abort)

    def resume_writing(self) -> None:
        """End that time."""
        super().resume_writing()
        if self._stalled is not None:
            self._stalled.cancel()

    # Time limits

    def _settle(self) -> None:
        """Run the time limit of what is being received; none while a request is being answered."""
        receiving = self._part is BODY and not self.cycle.response_complete
        if self._unanswered > receiving:
            self.server_state.set_busy(self)
            self._set_limit(None)
            return
        self.server_state.set_idle(self, self.transport)
        kept_alive = self._part is NONE and self.timeout_keep_alive_task is not None
        self._set_limit(None if kept_alive else self._part)

    def _set_limit(self, part: Part | None) -> None:
        if part is self._limited:
            return
        self._limited = part
        if self._limit is not None:
            self._limit.cancel()
        if part is not None:
            seconds = self.body_seconds if part is BODY else self.header_seconds
            self._limit = self.loop.call_later(seconds, self._limit_reached)

    def _limit_reached(self) -> None:
        if self._part is BODY and (more := self._body_seconds_left()) > 0:
            self._limit = self.loop.call_later(more, self._limit_reached)
        elif self._part is NONE or self.headers is None:
            self.transport.close()
        else:
            self._refuse(too_slow())

    def _body_seconds_left(self) -> float:
        answered = self.cycle.response_complete
        if self.flow.read_paused or (self.cycle.waiting_for_100_continue and not answered):
            # The service keeps the client waiting, not the client the service.
            self._body_since = self.loop.time()
        allowed = self.body_seconds + self._body_bytes / self.body_bytes_per_second
        return self._body_since + allowed - self.loop.time()

    # Refusing

    def _refuse(self, problem: Problem) -> None:
        """Answer with a problem after what came before on this connection, then close."""
        self._deaf = True
        self._set_limit(None)
        if self._part is BODY:
            if not self.pipeline and self.cycle.response_started:
                self.transport.close()
                return
            self._drop_request()
        self._refusal = self._written(problem)
        if not self._unanswered:
            self._send_refusal()

    def _drop_request(self) -> None:
        """Take back the request whose body is at fault: its handler finds the client gone."""
        self._unanswered -= 1
        self.cycle.disconnected = True
        self.cycle.message_event.set()
        if self.pipeline:
            self.pipeline.popleft()

    def _written(self, problem: Problem) -> bytes:
        answer = problem.response()
        headers = (*self.server_state.default_headers, *answer.raw_headers)
        lines = [b"%b: %b\r\n" % (name, value) for name, value in headers]
        head = [STATUS_LINE[answer.status_code], *lines, b"connection: close\r\n\r\n"]
        return b"".join((*head, bytes(answer.body)))

    def _send_refusal(self) -> None:
        self.transport.write(cast("bytes", self._refusal))
        self.flow.pause_reading()
        self.transport.write_eof()
        self.loop.call_later(CLOSING_SECONDS, self.transport.abort)

"""The load generator: connections that each send the next request when the last is answered.

A program of its own, `python -m bench.load`: takes a job as JSON, gives a slice as JSON. Requests
are bytes built beforehand, in which only the complaint's id and the idempotency key change.
"""

import asyncio
import os
import random
import sys
import time
from asyncio import Transport
from typing import cast

import msgspec
import uvloop

from bench.processor import Reading
from bench.slices import Slice, percentile

ID, KEY = b"{id}", b"{key}"
GRACE = 10.0
"""Seconds that the answers under way at the end may take."""


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """One request; `{id}` and `{key}` in its text are filled in when it is sent."""

    name: str
    text: str
    status: int
    """The only status that is no error."""
    gives_id: bool = False
    """The answer's `complaint_id` is the id in the requests after it."""


class Job(msgspec.Struct, frozen=True, kw_only=True):
    """Each connection runs the requests in their order, again and again."""

    port: int
    requests: list[Request]
    ids: list[str] = []
    """Where given, each run of the requests is about one of these, by chance."""
    connections: int = 32
    warm_up: float = 1.0
    """Seconds."""
    seconds: float = 3.0
    family: int
    watched: dict[str, int] = {}


class Prepared:
    """A request cut where something is filled in."""

    def __init__(self, request: Request) -> None:
        self.name = request.name
        self.status = b"%d" % request.status
        self.gives_id = request.gives_id
        text = request.text.encode()
        self._parts = [
            [piece for key in part.split(KEY) for piece in (key, KEY)][:-1]
            for part in text.split(ID)
        ]
        self._fixed = text if ID not in text and KEY not in text else None

    def fill(self, complaint: bytes, key: bytes) -> bytes:
        if self._fixed is not None:
            return self._fixed
        return complaint.join(
            b"".join([key if piece is KEY else piece for piece in part]) for part in self._parts
        )


class Run:
    """What all connections share."""

    def __init__(self, job: Job) -> None:
        self.requests = [Prepared(request) for request in job.requests]
        self.ids = [complaint.encode() for complaint in job.ids]
        self.latencies: list[list[float]] = [[] for _ in self.requests]
        self.measuring = False
        self.stopping = False
        self.answered = 0
        self.errors = 0
        self.first_error = ""

    def fail(self, what: str) -> None:
        self.errors += 1
        self.first_error = self.first_error or what


class Connection(asyncio.Protocol):
    """One connection that is kept alive."""

    def __init__(self, run: Run) -> None:
        self._run = run
        self._nonce = os.urandom(8).hex().encode()
        self._sent = 0
        self._at = 0.0
        self._step = 0
        self._id = b""
        self._data = b""
        self._whole = 0
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("Transport", transport)
        self._send(time.perf_counter())

    def connection_lost(self, exc: Exception | None) -> None:
        if not self.done.done():
            self._run.fail(f"connection lost: {exc}")
            self.done.set_result(None)

    def data_received(self, data: bytes) -> None:
        if self._data:
            data = self._data + data
        if not self._whole:
            self._whole = length(data)
        if not self._whole or len(data) < self._whole:
            self._data = data
            return
        self._answered(data)

    def _answered(self, data: bytes) -> None:
        now = time.perf_counter()
        run = self._run
        request = run.requests[self._step]
        self._data, self._whole = b"", 0
        good = data[9:12] == request.status
        if not good:
            run.fail(f"{request.name}: {data[:600].decode(errors='replace')}")
        run.answered += good
        if good and run.measuring:
            run.latencies[self._step].append(now - self._at)
        if good and request.gives_id:
            body = msgspec.json.decode(data[data.index(b"\r\n\r\n") + 4 :])
            self._id = body["complaint_id"].encode()
        # After an error the rest of the run makes no sense: begin another.
        self._step = (self._step + 1) % len(run.requests) if good else 0
        if run.stopping:
            self.done.set_result(None)
            self._transport.close()
        else:
            self._send(now)

    def _send(self, now: float) -> None:
        if self._step == 0 and self._run.ids:
            self._id = random.choice(self._run.ids)
        self._sent += 1
        self._at = now
        key = b"%s-%d" % (self._nonce, self._sent)
        self._transport.write(self._run.requests[self._step].fill(self._id, key))


def length(data: bytes) -> int:
    """Tell the length of the whole answer; 0 while its head is incomplete."""
    end = data.find(b"\r\n\r\n")
    if end < 0:
        return 0
    start = data.find(b"content-length: ", 0, end)
    if start < 0:
        raise ValueError(f"no content-length: {data[:end]!r}")
    return end + 4 + int(data[start + 16 : data.index(b"\r", start)])


async def measure(job: Job) -> Slice:
    """Run a job."""
    loop = asyncio.get_running_loop()
    run = Run(job)
    made = [
        await loop.create_connection(lambda: Connection(run), "127.0.0.1", job.port)
        for _ in range(job.connections)
    ]
    await asyncio.sleep(job.warm_up)
    before, begin = Reading(job.family, job.watched), time.perf_counter()
    run.measuring = True
    await asyncio.sleep(job.seconds)
    run.measuring = False
    seconds = time.perf_counter() - begin
    use = Reading(job.family, job.watched).since(before)
    run.stopping = True
    _, late = await asyncio.wait([connection.done for _, connection in made], timeout=GRACE)
    for _ in late:
        run.fail(f"not answered within {GRACE} s")
    latencies = sorted(one for step in run.latencies for one in step)
    return Slice(
        rate=len(latencies) / seconds,
        p50=1000 * percentile(latencies, 0.5) if latencies else None,
        p99=1000 * percentile(latencies, 0.99) if latencies else None,
        operations=len(latencies),
        answered=run.answered,
        seconds=seconds,
        errors=run.errors,
        first_error=run.first_error,
        foreign=use.foreign,
        cores=use.own,
        steps={
            request.name: round(1000 * percentile(sorted(step), 0.5), 3)
            for request, step in zip(run.requests, run.latencies, strict=True)
            if step
        },
    )


if __name__ == "__main__":
    the_job = msgspec.json.decode(sys.stdin.buffer.read(), type=Job)
    the_job = msgspec.structs.replace(
        the_job, watched={**the_job.watched, "load generator": os.getpid()}
    )
    sys.stdout.buffer.write(msgspec.json.encode(uvloop.run(measure(the_job))))

"""The attacker: `python -m bench.attackers` takes an attack as JSON and gives what was answered.

A program of its own, so that what it does slows no client that is measured beside it.
"""

import asyncio
import contextlib
import re
import resource
import socket
import sys
import time
from collections import Counter
from collections.abc import Callable
from itertools import chain

import msgspec

MB = 1_000_000
READ = 65_536
LIVE = b"GET /livez HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
STATUS = re.compile(rb"HTTP/1\.1 (\d{3}) ")
ANSWER_SECONDS = 120.0
"""A server that has not answered after this never will."""

SILENT = 1_100
"""Connections: more than a process may open by default."""

SLOW = 200
PAUSE = 0.5
"""Seconds between two bytes of a slow body."""


class Attack(msgspec.Struct, frozen=True, kw_only=True):
    """What to do, where, and for how long."""

    name: str
    port: int
    token: str
    seconds: float
    """After this no request is sent again, and no connection is held any longer."""


class Answers(msgspec.Struct, frozen=True):
    """What became of it: how often each status was given, or what happened instead."""

    counts: dict[str, int]


def long_line(size: int) -> bytes:
    return LIVE + b"X: " + b"a" * size + b"\r\n\r\n"


def command(token: str, body: bytes) -> bytes:
    return head(token, f"Content-Length: {len(body)}") + body


def head(token: str, *lines: str) -> bytes:
    first = (
        "POST /v1/complaints HTTP/1.1",
        "Host: 127.0.0.1",
        "Connection: close",
        "Idempotency-Key: attack",
        "Content-Type: application/json",
    )
    credentials = (f"Authorization: Bearer {token}",) if token else ()
    return "\r\n".join((*first, *credentials, *lines, "\r\n")).encode()


def trailers(token: str) -> bytes:
    """A body without a token in the header, but in the first trailer."""
    chunks = b"2\r\n{}\r\n0\r\n" + f"Authorization: Bearer {token}\r\n".encode()
    return head("", "Transfer-Encoding: chunked") + chunks + b"a: b\r\n" * 100_000 + b"\r\n"


def unknown_keys() -> bytes:
    return b"{" + b",".join(b'"k%d":0' % number for number in range(95_000)) + b"}"


def array(element: bytes, count: int) -> bytes:
    return b'{"statement":[' + b",".join([element] * count) + b"]}"


REPEATED: dict[str, Callable[[str], bytes]] = {
    "header of 40 MB": lambda _: long_line(40 * MB),
    "header of 80 MB": lambda _: long_line(80 * MB),
    "100,000 header lines": lambda _: LIVE + b"a: b\r\n" * 100_000 + b"\r\n",
    "100,000 trailers, the token first": trailers,
    "20,000 requests at once": lambda _: b"GET /livez HTTP/1.1\r\nHost: a\r\n\r\n" * 20_000,
    "95,000 unknown keys": lambda token: command(token, unknown_keys()),
    "1e-400, 140,000 times": lambda token: command(token, array(b"1e-400", 140_000)),
    "half surrogates, 889 kB": lambda token: command(token, array(b'"\\ud800"', 98_700)),
}
"""Sent on one connection after the other, each until it is answered."""

HELD: dict[str, tuple[int, Callable[[str], bytes], bytes]] = {
    "1,100 silent connections": (SILENT, lambda _: b"", b""),
    "1,100 half-sent headers": (SILENT, lambda _: LIVE, b""),
    "200 slow bodies": (SLOW, lambda token: head(token, "Content-Length: 1000"), b" "),
}
"""How many connections, what is sent on each at once, and then again and again."""

NAMES = (*REPEATED, *HELD)


async def perform(attack: Attack) -> Answers:
    """Attack until the time is over, or until every connection held has been closed."""
    if attack.name in HELD:
        count, opening, drip = HELD[attack.name]
        first = opening(attack.token)
        held = [converse(attack.port, first, drip, attack.seconds) for _ in range(count)]
        return Answers(Counter(chain.from_iterable(await asyncio.gather(*held))))
    request, counts = REPEATED[attack.name](attack.token), Counter[str]()
    until = time.monotonic() + attack.seconds
    while time.monotonic() < until:
        counts.update(await converse(attack.port, request, b"", ANSWER_SECONDS))
    return Answers(counts)


async def converse(port: int, first: bytes, drip: bytes, seconds: float) -> list[str]:
    """Send on a connection until it is closed; give each answer's status, or what came instead."""
    received, end = bytearray(), "closed"
    with socket.socket() as line:
        line.settimeout(0)
        try:
            async with asyncio.timeout(seconds):
                await asyncio.get_running_loop().sock_connect(line, ("127.0.0.1", port))
                await exchange(line, first, drip, received)
        except TimeoutError:
            end = "still open"
        except OSError as error:
            end = type(error).__name__
    return [status.decode() for status in STATUS.findall(received)] or [end]


async def exchange(line: socket.socket, first: bytes, drip: bytes, received: bytearray) -> None:
    """Send and receive at once: an answer may come before the request is complete."""
    loop, sender = asyncio.get_running_loop(), asyncio.create_task(send(line, first, drip))
    try:
        while data := await loop.sock_recv(line, READ):
            received += data
    finally:
        sender.cancel()
        # Before the socket closes: the loop would confuse the next one of this number with it.
        await asyncio.wait([sender])


async def send(line: socket.socket, first: bytes, drip: bytes) -> None:
    loop = asyncio.get_running_loop()
    with contextlib.suppress(OSError):
        await loop.sock_sendall(line, first)
        while drip:
            await asyncio.sleep(PAUSE)
            await loop.sock_sendall(line, drip)


if __name__ == "__main__":
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    the_attack = msgspec.json.decode(sys.stdin.buffer.read(), type=Attack)
    sys.stdout.buffer.write(msgspec.json.encode(asyncio.run(perform(the_attack))))

"""The header of a request: what the HTTP parser does not check, and the problems in answer."""

import re
from collections.abc import Sequence
from http import HTTPStatus

from app.api.problems import Problem, unavailable

MOST_HEADER_BYTES = 64 * 1024
"""Bytes of the request's target and header, counted as RFC 9113, 6.5.2 does: 32 more per line."""

LINE_OVERHEAD = 32

SINGLE = (b"authorization", b"content-type", b"host", b"idempotency-key")
"""Fields that take one value: of two, two readers could believe different ones (RFC 9110, 5.3)."""

BODILY = frozenset({b"content-length", b"transfer-encoding"})
"""Fields that announce a body."""

VERSIONS = frozenset({"1.0", "1.1"})

HOST = re.compile(rb"(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._~!$&'()*+,;=%-]*)(:[0-9]*)?")


def check_header(
    version: str, target: bytes, headers: Sequence[tuple[bytes, bytes]], *, upgrade: bool
) -> None:
    """Check a complete header, whose names are in lower case (RFC 9112, 2.3 and 3.2).

    Raises:
        Problem: 431, it is too large; 400, it is not HTTP/1.0 or HTTP/1.1.

    """
    names = [name for name, _ in headers]
    size = sum([len(name) + len(value) for name, value in headers])
    if len(target) + size + LINE_OVERHEAD * len(names) > MOST_HEADER_BYTES:
        raise too_large()
    if version not in VERSIONS:
        raise malformed("send HTTP/1.1")
    for name in SINGLE:
        if names.count(name) > 1:
            raise malformed(f"more than one {name.decode('ascii')} header")
    if b"host" in names:
        if HOST.fullmatch(headers[names.index(b"host")][1]) is None:
            raise malformed("the Host header names no host")
    elif version == "1.1":
        raise malformed("send a Host header")
    # The parser takes what follows such a header for another request, not for its body.
    if upgrade and not BODILY.isdisjoint(names):
        raise malformed("send no Upgrade header with a body")


def malformed(detail: str) -> Problem:
    """Return the refusal of what is not HTTP/1.1."""
    return Problem(HTTPStatus.BAD_REQUEST, "malformed-request", detail)


def too_large() -> Problem:
    """Return the refusal of a header beyond its limit."""
    return Problem(
        HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE,
        "header-too-large",
        f"a header has at most {MOST_HEADER_BYTES} bytes, and each line counts for 32 more",
    )


def too_slow() -> Problem:
    """Return the refusal of a request that took too long to arrive."""
    return Problem(HTTPStatus.REQUEST_TIMEOUT, "too-slow", "the request did not arrive in time")


def overloaded() -> Problem:
    """Return the refusal of a request that is one too many now."""
    return unavailable("too many requests at once; ask again with the same key", code="overloaded")

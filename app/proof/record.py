"""An event as it is hashed: one line of JSON, and the same bytes from either database.

All that the log stores of it stands there: texts byte for byte, moments in microseconds since 1970.
JSON written in one way only frames the parts, and any tool can read it. The line of an archive is
these very bytes, so that nothing is parsed or made again to check it.
"""

import json
from typing import Any, Final, NamedTuple

from app.proof.tree import leaf_hash

DOMAIN: Final = b"triplicate:event:v1\n"
"""Begins every leaf, so that a hash made for anything else cannot pass for an event's."""


_json: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


class Exact(NamedTuple):
    """An event exactly as stored. What a damaged database gives may be of any kind."""

    organisation: str
    position: Any
    stream: Any
    version: Any
    event: Any
    type: Any
    schema: Any
    data: Any
    meta: Any
    occurred_at: Any
    recorded_at: Any
    number: Any

    @property
    def line(self) -> bytes:
        """The event as one line, without its end."""
        return _json.encode(self._asdict()).encode()


def leaf_of(line: bytes) -> bytes:
    """Hash an event's line."""
    return leaf_hash(DOMAIN + line)


def read_line(line: bytes | None) -> Exact | None:
    """Read a line to tell people of it; None where it is none.

    Nothing is decided by what this finds: only hashes decide.
    """
    try:
        return Exact(**json.loads(line or b""))
    except (ValueError, TypeError, RecursionError):
        return None

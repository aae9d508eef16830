"""Cursors: opaque and signed, so that a page goes on exactly where the last one ended."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from hashlib import sha256
from hmac import compare_digest, digest
from http import HTTPStatus

from app.api.problems import FieldFault, Problem

_MAC = 12
_POSITION = 8


def write_cursor(key: bytes, scope: str, position: int) -> str:
    """Sign a position for one list: `scope` names the organisation and the filters."""
    return write_place(key, scope, position.to_bytes(_POSITION, "big"))


def read_cursor(key: bytes, scope: str, cursor: str) -> int:
    """Read the position back.

    Raises:
        Problem: 422, it was not made here for this list.

    """
    return int.from_bytes(read_place(key, scope, cursor, size=_POSITION), "big")


def write_place(key: bytes, scope: str, raw: bytes) -> str:
    """Sign a place in a list that is ordered by more than a position."""
    return urlsafe_b64encode(raw + _sign(key, scope, raw)).decode().rstrip("=")


def read_place(key: bytes, scope: str, cursor: str, *, size: int) -> bytes:
    """Read a place of so many bytes back.

    Raises:
        Problem: 422, it was not made here for this list.

    """
    try:
        signed = urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
    except ValueError:
        signed = b""
    raw, mac = signed[:size], signed[size:]
    if len(signed) != size + _MAC or not compare_digest(mac, _sign(key, scope, raw)):
        detail = "the cursor was not made for this list; begin again without it"
        raise Problem(
            HTTPStatus.UNPROCESSABLE_ENTITY,
            "invalid",
            detail,
            fields=(FieldFault("cursor", detail),),
        )
    return raw


def _sign(key: bytes, scope: str, raw: bytes) -> bytes:
    return digest(key, scope.encode() + b"\n" + raw, sha256)[:_MAC]

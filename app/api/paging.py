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
    raw = position.to_bytes(_POSITION, "big")
    return urlsafe_b64encode(raw + _sign(key, scope, raw)).decode().rstrip("=")


def read_cursor(key: bytes, scope: str, cursor: str) -> int:
    """Read the position back.

    Raises:
        Problem: 422, it was not made here for this list.

    """
    try:
        signed = urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
    except ValueError:
        signed = b""
    raw, mac = signed[:_POSITION], signed[_POSITION:]
    if len(signed) != _POSITION + _MAC or not compare_digest(mac, _sign(key, scope, raw)):
        detail = "the cursor was not made for this list; begin again without it"
        raise Problem(
            HTTPStatus.UNPROCESSABLE_ENTITY,
            "invalid",
            detail,
            fields=(FieldFault("cursor", detail),),
        )
    return int.from_bytes(raw, "big")


def _sign(key: bytes, scope: str, raw: bytes) -> bytes:
    return digest(key, scope.encode() + b"\n" + raw, sha256)[:_MAC]

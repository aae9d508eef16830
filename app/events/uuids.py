"""UUIDs made in C: every command makes, compares and writes half a dozen of them."""

from hashlib import sha1
from typing import Final
from uuid import UUID

from asyncpg.pgproto import pgproto

uuid_of: Final = pgproto.UUID
"""Make a UUID of its text or its 16 bytes: a `uuid.UUID`, such as asyncpg gives too."""


def name_based(namespace: UUID, name: str) -> UUID:
    """Make the UUID of a name, version 5 (RFC 9562, 5.5): the same name gives the same one."""
    digest = bytearray(sha1(namespace.bytes + name.encode(), usedforsecurity=False).digest()[:16])
    digest[6] = digest[6] & 0x0F | 0x50
    digest[8] = digest[8] & 0x3F | 0x80
    return uuid_of(bytes(digest))

"""Access tokens: made here, shown once, kept as a hash.

A token is 32 random bytes, so one SHA-256 is enough: a slow password hash on every request would
cost a fifth of a second and protect nothing. The organisation is part of the token, so that finding
it touches one organisation's rows only.
"""

import re
import secrets
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from time import monotonic

import msgspec
from sqlalchemy import bindparam, insert, select, update

from app.domain.spelling import person_of
from app.domain.values import Actor, OrganisationId
from app.events.database import Database, Query
from app.events.tables import tokens

_FORM = re.compile(r"tri_(?P<organisation>[a-z0-9-]{1,40})_[A-Za-z0-9_-]{43}")

_FIND = Query(
    select(
        tokens.c.token_id,
        tokens.c.subject,
        tokens.c.roles,
        tokens.c.units,
        tokens.c.expires_at,
    ).where(
        tokens.c.organisation_id == bindparam("organisation"),
        tokens.c.token_hash == bindparam("token_hash"),
        tokens.c.revoked_at.is_(None),
    )
)

_LIST = Query(
    select(
        tokens.c.token_id,
        tokens.c.subject,
        tokens.c.roles,
        tokens.c.units,
        tokens.c.created_at,
        tokens.c.expires_at,
        tokens.c.revoked_at,
    )
    .where(tokens.c.organisation_id == bindparam("organisation"))
    .order_by(tokens.c.created_at)
)


@dataclass(frozen=True, slots=True)
class Principal:
    """Who is asking: the organisation, and the actor that its events will name."""

    organisation: OrganisationId
    actor: Actor
    written: str
    """The subject as the token was made with: idempotency keys were scoped by it, for ever."""
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Issued:
    """A token as it is shown, once, to the person who made it."""

    token_id: str
    secret: str


@dataclass(frozen=True, slots=True)
class Listed:
    """A token as it is listed, without its secret."""

    token_id: str
    actor: Actor
    created_at: datetime
    expires_at: datetime | None
    revoked_at: datetime | None


class Tokens:
    """Makes, finds and revokes tokens.

    What was found is trusted for `seconds`, so that a request costs a hash and no query; a revoked
    token may live that long in a process that has just seen it.
    """

    def __init__(
        self,
        database: Database,
        *,
        clock: Callable[[], datetime],
        seconds: float = 5.0,
        keep: int = 10_000,
    ) -> None:
        """Keep the `keep` principals seen last."""
        self._database = database
        self._clock = clock
        self._seconds = seconds
        self._keep = keep
        self._seen: OrderedDict[bytes, tuple[float, Principal]] = OrderedDict()

    async def create(
        self,
        organisation: OrganisationId,
        actor: Actor,
        *,
        expires_at: datetime | None = None,
    ) -> Issued:
        """Make a token for a person or a machine; the subject is kept as people are compared."""
        secret = f"tri_{organisation}_{secrets.token_urlsafe(32)}"
        token_id = secrets.token_hex(6)
        async with self._database.begin() as connection:
            await connection.execute(
                insert(tokens).values(
                    organisation_id=organisation,
                    token_hash=_hash(secret),
                    token_id=token_id,
                    subject=actor.person,
                    roles=_json(actor.roles),
                    units=_json(actor.units),
                    created_at=self._clock(),
                    expires_at=expires_at,
                )
            )
        return Issued(token_id, secret)

    async def list(self, organisation: OrganisationId) -> "Sequence[Listed]":
        """List an organisation's tokens, the oldest first."""
        rows = await self._database.fetch(_LIST, organisation=organisation)
        return [Listed(row[0], _actor(*row[1:4]), *row[4:]) for row in rows]

    async def revoke(self, organisation: OrganisationId, token_id: str) -> bool:
        """Make a token useless; say whether there was one to revoke."""
        async with self._database.begin() as connection:
            result = await connection.execute(
                update(tokens)
                .where(
                    tokens.c.organisation_id == organisation,
                    tokens.c.token_id == token_id,
                    tokens.c.revoked_at.is_(None),
                )
                .values(revoked_at=self._clock())
            )
        self._seen.clear()
        return bool(result.rowcount)

    async def find(self, secret: str) -> Principal | None:
        """Tell whose token this is; None for one that is unknown, revoked or past its time."""
        match = _FORM.fullmatch(secret)
        if match is None:
            return None
        digest = _hash(secret)
        seen = self._seen.get(digest)
        if seen is not None and monotonic() - seen[0] < self._seconds:
            principal = seen[1]
        else:
            found = await self._read(OrganisationId(match["organisation"]), digest)
            if found is None:
                self._seen.pop(digest, None)
                return None
            principal = found
            self._seen[digest] = (monotonic(), principal)
            if len(self._seen) > self._keep:
                self._seen.popitem(last=False)
        if principal.expires_at is not None and principal.expires_at <= self._clock():
            return None
        return principal

    async def _read(self, organisation: OrganisationId, digest: bytes) -> Principal | None:
        rows = await self._database.fetch(_FIND, organisation=organisation, token_hash=digest)
        if not rows:
            return None
        _, subject, roles, units, expires_at = rows[0]
        return Principal(organisation, _actor(subject, roles, units), subject, expires_at)


def _actor(subject: str, roles: str, units: str) -> Actor:
    words = msgspec.json.Decoder(tuple[str, ...])
    return Actor(person_of(subject), words.decode(roles), words.decode(units))


def _json(words: Sequence[str]) -> str:
    return msgspec.json.encode(words).decode()


def _hash(secret: str) -> bytes:
    return sha256(secret.encode()).digest()

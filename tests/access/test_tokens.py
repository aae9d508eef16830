"""Tokens: known by their hash, until they are revoked or past their time."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from app.access.tokens import Tokens
from app.domain.values import Actor, OrganisationId
from app.events.database import Database
from app.events.tables import tokens

HOUSE = OrganisationId("house")
NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
LIN = Actor("林", ("handler", "supervisor"), ("studio",))


class Clock:
    """A clock that is set by hand."""

    now = NOW

    def __call__(self) -> datetime:
        return self.now


async def test_a_token_tells_who_asks(database: Database) -> None:
    known = Tokens(database, clock=Clock())
    issued = await known.create(HOUSE, LIN)
    principal = await known.find(issued.secret)
    assert principal is not None
    assert (principal.organisation, principal.actor) == (HOUSE, LIN)


async def test_the_secret_is_not_kept(database: Database) -> None:
    issued = await Tokens(database, clock=Clock()).create(HOUSE, LIN)
    async with database.begin() as connection:
        (row,) = (await connection.execute(select(tokens))).all()
    assert issued.secret.encode() not in row.token_hash
    assert all(issued.secret not in str(value) for value in row)


@pytest.mark.parametrize("change", [str.upper, str.lower, lambda s: s + " ", lambda s: s[:-1]])
async def test_only_the_very_token_will_do(database: Database, change: object) -> None:
    known = Tokens(database, clock=Clock())
    secret = (await known.create(HOUSE, LIN)).secret
    other = change(secret)  # type: ignore[operator] # one of the functions above
    if other != secret:
        assert await known.find(other) is None


async def test_a_token_ends_at_its_time(database: Database) -> None:
    clock = Clock()
    known = Tokens(database, clock=clock)
    issued = await known.create(HOUSE, LIN, expires_at=NOW + timedelta(days=1))
    assert await known.find(issued.secret) is not None
    clock.now = NOW + timedelta(days=1)
    assert await known.find(issued.secret) is None


async def test_a_revoked_token_opens_nothing(database: Database) -> None:
    known, elsewhere = (Tokens(database, clock=Clock(), seconds=0) for _ in range(2))
    issued = await known.create(HOUSE, LIN)
    assert await elsewhere.find(issued.secret) is not None
    assert await known.revoke(HOUSE, issued.token_id)
    assert not await known.revoke(HOUSE, issued.token_id)
    assert await known.find(issued.secret) is None
    assert await elsewhere.find(issued.secret) is None


async def test_another_organisation_cannot_revoke_or_list_it(database: Database) -> None:
    known = Tokens(database, clock=Clock())
    issued = await known.create(HOUSE, LIN)
    other = OrganisationId("other")
    assert not await known.revoke(other, issued.token_id)
    assert list(await known.list(other)) == []
    (listed,) = await known.list(HOUSE)
    assert (listed.token_id, listed.actor, listed.revoked_at) == (issued.token_id, LIN, None)


async def test_only_so_many_are_kept_in_mind(database: Database) -> None:
    known = Tokens(database, clock=Clock(), keep=2)
    secrets = [(await known.create(HOUSE, LIN)).secret for _ in range(4)]
    for secret in secrets:
        assert await known.find(secret) is not None
    assert len(known._seen) == 2

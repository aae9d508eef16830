"""Whoever reads the feed of audit copies on has every form there is, and can prove it (SC-36)."""

import asyncio
from dataclasses import dataclass, field
from typing import Any

import httpx

from tests.journeys.form.clerk import RECEIPT, Form
from tests.journeys.trades.business import BUSINESS, Business
from tests.support.commands.receipt import memo

FEED = "/v1/copies/audit"
SHIFTS, EACH = 4, 6
"""People at the desk, and how many complaints each of them takes."""


@dataclass
class Reader:
    """A system of finance's that reads on from where it was, and keeps the newest of each form."""

    house: Business
    after: int = 0
    copies: dict[str, dict[str, Any]] = field(default_factory=dict)
    issued: dict[str, int] | None = None

    async def read(self) -> bool:
        """Take a page; tell whether there was anything on it."""
        await self.house.services.projector.catch_up(BUSINESS)
        page = await self.house.get("finance", FEED, after=self.after, limit=3)
        assert page["count"] == len(page["items"]) <= 3
        assert page["first"] is None or self.after < page["first"] <= page["last"]
        self.copies |= {one["number"]: one for one in page["items"]}
        self.after, self.issued = page["last"], page["issued"]
        return bool(page["count"])

    async def read_on(self) -> None:
        """Take pages until there is one without items."""
        while await self.read():
            pass

    def has_all(self) -> bool:
        """Prove that no form is missing: their numbers run from 1 on, without a gap."""
        assert self.issued is not None
        wanted = {f"{y}-{n:06d}" for y, last in self.issued.items() for n in range(1, last + 1)}
        return wanted == {*self.copies}


async def shift(house: Business) -> None:
    """Somebody at the desk takes complaints, and adds something to each."""
    for _ in range(EACH):
        complaint = await house.receive("front-desk", **RECEIPT)
        await house.do("handler", complaint, "memos", text="补充")


async def test_a_reader_has_every_form_while_more_come_in_sc_36(house: Business) -> None:
    reader = Reader(house)
    desk = asyncio.gather(*(shift(house) for _ in range(SHIFTS)))
    while not desk.done():
        await reader.read()
    await desk
    await reader.read_on()
    assert reader.has_all()
    assert reader.issued == {"2026": SHIFTS * EACH}
    assert all(copy["version"] == 2 for copy in reader.copies.values())


async def test_a_reader_goes_on_where_it_was_after_being_away_sc_36(april: Business) -> None:
    reader = Reader(april)
    for _ in range(2):
        assert await reader.read()
    assert not reader.has_all()
    away = Reader(april, after=reader.after, copies=dict(reader.copies))
    form = await Form.received(april)
    oldest = min(reader.copies)
    await Form(april, reader.copies[oldest]["id"], oldest).by("handler", memo("又来电"))
    await away.read_on()
    assert away.has_all()
    assert form.number in away.copies
    assert away.copies[oldest]["version"] > reader.copies[oldest]["version"]
    # From the beginning it is the same.
    again = Reader(april)
    await again.read_on()
    assert again.copies == away.copies


async def test_a_form_that_was_issued_and_not_read_is_missed_sc_36(april: Business) -> None:
    reader = Reader(april)
    await reader.read_on()
    assert reader.has_all()
    reader.copies.pop("2026-000005")
    assert not reader.has_all()


async def test_what_is_known_is_not_sent_again_until_something_happens(april: Business) -> None:
    headers = {"Authorization": f"Bearer {april.tokens['finance']}"}
    first = await april.client.get(FEED, headers=headers)
    known = {**headers, "If-None-Match": first.headers["etag"]}
    assert (await april.client.get(FEED, headers=known)).status_code == httpx.codes.NOT_MODIFIED
    complaint = first.json()["items"][0]["id"]
    prints = f"/v1/complaints/{complaint}/prints/audit"
    paper = await april.client.get(prints, headers=headers)
    known_paper = {**headers, "If-None-Match": paper.headers["etag"]}
    again = await april.client.get(prints, headers=known_paper)
    assert (again.status_code, again.content) == (httpx.codes.NOT_MODIFIED, b"")
    await april.do("handler", complaint, "memos", text="补充")
    await april.settle()
    assert (await april.client.get(FEED, headers=known)).status_code == httpx.codes.OK
    assert (await april.client.get(prints, headers=known_paper)).status_code == httpx.codes.OK


async def test_who_sees_a_part_only_is_told_no_total_sc_36(april: Business) -> None:
    await april.hire("cashier", "finance", units=("studio",))
    page = await april.get("cashier", FEED)
    assert (page["count"], page["issued"]) == (2, None)
    assert (await april.get("finance", FEED, custody="confirmed"))["issued"] is None

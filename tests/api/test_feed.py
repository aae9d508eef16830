"""The feed of audit copies: nothing is missing, and what is known already is not sent again."""

import re
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any

import pytest

from app.domain.values import Actor
from tests.support.service import HERE, Service

FEED = "/v1/copies/audit"


async def follow(service: Service, role: str = "finance", **asked: Any) -> list[dict[str, Any]]:
    """Read on, page after page, to one without items."""
    await service.services.projector.catch_up(HERE)
    pages: list[dict[str, Any]] = []
    after = 0
    while not pages or pages[-1]["items"]:
        answer = await service.get(role, FEED, after=after, limit=2, **asked)
        assert answer.status_code == 200, answer.text
        pages.append(answer.json())
        after = pages[-1]["last"]
    return pages


def held(pages: list[dict[str, Any]]) -> dict[str, set[int]]:
    """Tell which numbers of each year have come, however they are written."""
    found: dict[str, set[int]] = {}
    for copy in (item for page in pages for item in page["items"]):
        digits = re.sub("[^0-9]", "", copy["number"])
        found.setdefault(digits[:4], set()).add(int(digits[4:]))
    return found


async def test_a_reader_proves_that_no_form_is_missing(service: Service) -> None:
    ids = [await service.receive() for _ in range(5)]
    await service.do("handler", ids[0], "memos", text="补充")
    pages = await follow(service)
    issued = pages[-1]["issued"]
    assert held(pages) == {year: set(range(1, last + 1)) for year, last in issued.items()}
    assert sum(issued.values()) == 5


async def test_a_form_that_was_not_taken_in_yet_is_missed(service: Service) -> None:
    await service.receive()
    await service.services.projector.catch_up(HERE)
    await service.receive()
    page = (await service.get("finance", FEED)).json()
    assert (page["count"], sum(page["issued"].values())) == (1, 2)


async def test_pages_join_without_gap_or_overlap(service: Service) -> None:
    for _ in range(5):
        await service.receive()
    *pages, end = await follow(service)
    assert [page["count"] for page in pages] == [2, 2, 1]
    assert all(page["count"] == len(page["items"]) for page in pages)
    places = [page[key] for page in pages for key in ("first", "last")]
    assert places == sorted(places)
    assert all(one["last"] < two["first"] for one, two in pairwise(pages))
    assert (end["first"], end["last"], end["count"]) == (None, pages[-1]["last"], 0)


async def test_what_leaves_something_out_does_not_say_how_many_there_are(service: Service) -> None:
    issued = await service.services.tokens.create(HERE, Actor("qian", ("finance",), ("studio",)))
    service.tokens[HERE, "bound"] = issued.secret
    await service.receive()
    assert {page["issued"] for page in await follow(service, "bound")} == {None}
    filtered = await follow(service, custody="with-handling-unit")
    assert {page["issued"] for page in filtered} == {None}


async def test_the_proof_is_the_same_however_numbers_are_written(service: Service) -> None:
    await service.receive()
    for format_ in ("客诉〔{year}〕{number}号", "{year}{number}"):
        own = f'format = 3\nextends = "default"\nname = "own"\nnumbers.format = "{format_}"\n'
        by = Actor("console")
        policies = service.services.policies
        await policies.adopt(HERE, policy_text=own, at=datetime.now(UTC), by=by)
        await service.receive()
    pages = await follow(service)
    [(year, last)] = pages[-1]["issued"].items()
    assert held(pages) == {year: {1, 2, 3}}
    assert last == 3
    numbers = {copy["number"] for page in pages for copy in page["items"]}
    assert numbers == {f"{year}-000001", f"客诉〔{year}〕000002号", f"{year}000003"}


@pytest.mark.parametrize("copy", ["handler", "audit", "planning"])
async def test_a_page_that_is_known_is_not_sent_again(service: Service, copy: str) -> None:
    complaint = await service.receive()
    await service.services.projector.catch_up(HERE)
    path = f"/v1/copies/{copy}"
    first = await service.get(copy if copy != "handler" else "supervisor", path)
    role = copy if copy != "handler" else "supervisor"
    headers = {**service.headers(role), "If-None-Match": first.headers["etag"]}
    same = await service.client.get(path, headers=headers)
    assert (same.status_code, same.content) == (304, b"")
    await service.do("handler", complaint, "memos", text="补充")
    await service.services.projector.catch_up(HERE)
    other = await service.client.get(path, headers=headers)
    assert other.status_code == 200
    assert other.headers["etag"] != first.headers["etag"]

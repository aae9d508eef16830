"""Numbers in a format of one's own: no gap and none twice, whoever writes, and in mid-year."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from app.domain.numbering import place_of
from app.domain.values import Actor
from tests.journeys.conftest import Founded
from tests.support.service import HERE, RECEIPT, Service, service_on

OWN = """
format = 3
extends = "default"
name = "own"
numbers = { format = "客诉{year}-{number}", width = 2 }
"""


@pytest.fixture
async def both(
    database_url: str, founded: Founded, tmp_path: Path
) -> AsyncIterator[tuple[Service, Service]]:
    """Two services on one database, each with its connections, its appender, what it has read."""
    async with (
        service_on(database_url, tmp_path, founded.tokens) as one,
        service_on(database_url, tmp_path, founded.tokens) as two,
    ):
        yield one, two


async def adopt(service: Service) -> None:
    await service.services.policies.adopt(
        HERE, policy_text=OWN, at=datetime.now(UTC), by=Actor("console")
    )


async def receive(service: Service, key: str) -> dict[str, Any]:
    response = await service.post("front-desk", "/v1/complaints", {**RECEIPT}, key=key)
    assert response.status_code == 201, response.text
    answer: dict[str, Any] = response.json()
    return answer


async def test_receipts_at_the_same_time_have_own_numbers_without_gap_and_none_twice(
    both: tuple[Service, Service],
) -> None:
    await adopt(both[0])
    everything = [(service, f"key-{nth}") for nth in range(60) for service in both]
    answers = await asyncio.gather(*(receive(*one) for one in everything))

    assert answers[::2] == answers[1::2], "every command went to both, under one key"
    received = sorted(answers[::2], key=lambda answer: answer["position"])
    year, _ = place_of(received[0]["number"])
    assert [answer["number"] for answer in received] == [
        f"客诉{year}-{nth:02d}" for nth in range(1, 61)
    ]


async def test_a_format_that_is_adopted_in_mid_year_goes_on_counting(
    both: tuple[Service, Service],
) -> None:
    """Also while a second process still writes them as before, for some seconds."""
    here, there = both
    before = [await receive(there, f"before-{nth}") for nth in range(3)]
    await adopt(here)
    meanwhile = await asyncio.gather(
        *(receive(service, f"{nth}-{at}") for nth in range(20) for at, service in enumerate(both))
    )

    year, _ = place_of(before[0]["number"])
    assert [answer["number"] for answer in before] == [f"{year}-00000{nth}" for nth in (1, 2, 3)]
    own, plain = meanwhile[::2], meanwhile[1::2]
    assert all(answer["number"].startswith(f"客诉{year}-") for answer in own)
    assert all(answer["number"].startswith(f"{year}-0000") for answer in plain)
    received = sorted(meanwhile, key=lambda answer: answer["position"])
    places = [place_of(answer["number"]) for answer in received]
    assert places == [(year, nth) for nth in range(4, 44)]

"""Clients that send every command twice, and again until they are answered."""

import asyncio
import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import httpx

from tests.journeys.lives import LIVES, Command
from tests.journeys.record import Answer, Done
from tests.support.patience import PATIENCE_SECONDS
from tests.support.service import HERE

CLIENTS = 6
LIVES_EACH = 2
AGAIN_SECONDS = 0.15


@dataclass
class Crowd:
    """Several clients at once on one service, and what they were answered.

    What gets no answer, or 503, is asked again under the same key; any other answer than success
    ends the test. `answered` tells how many answers there were, so that trouble can be timed.
    """

    address: str
    tokens: Mapping[tuple[str, str], str]
    seed: int
    done: list[Done] = field(default_factory=list)
    unanswered: int = 0
    unavailable: int = 0
    answered: int = 0
    grown: asyncio.Event = field(default_factory=asyncio.Event)
    _ticks: "count[int]" = field(default_factory=count)

    async def live(self) -> None:
        """Lead all complaints through their lives."""
        async with asyncio.TaskGroup() as clients:
            for client in range(CLIENTS):
                clients.create_task(self._client(client))

    @property
    def answers_to_come(self) -> int:
        """How many answers there will be in the end."""
        lives = [LIVES[n % len(LIVES)]("") for n in range(LIVES_EACH)]
        return 2 * CLIENTS * sum(len(list(life)) for life in lives)

    async def until(self, answered: int) -> None:
        """Wait until so many commands were answered."""
        while self.answered < answered:
            self.grown.clear()
            await self.grown.wait()

    async def until_unavailable(self, times: int) -> None:
        """Wait until so many commands were answered that the record cannot be reached."""
        while self.unavailable < times:
            self.grown.clear()
            await self.grown.wait()

    async def _client(self, client: int) -> None:
        dice = random.Random(f"{self.seed}-{client}")
        async with httpx.AsyncClient(base_url=self.address, timeout=PATIENCE_SECONDS) as line:
            for life in range(LIVES_EACH):
                complaint, version = "", 0
                for nth, command in enumerate(LIVES[life % len(LIVES)](f"话 {client}-{life}")):
                    key = f"{client}-{life}-{nth}"
                    started = next(self._ticks)
                    sending = (line, key, command, complaint, version)
                    if dice.random() < 0.5:
                        answers = await asyncio.gather(self._send(*sending), self._send(*sending))
                        answered = next(self._ticks)
                    else:
                        first = await self._send(*sending)
                        answered = next(self._ticks)
                        answers = (first, await self._send(*sending))
                    complaint, version = answers[0]["complaint_id"], answers[0]["version"]
                    self.done.append(
                        Done(
                            key=key,
                            who=f"{command.role}-person",
                            events=command.events,
                            words=command.words,
                            started=started,
                            answered=answered,
                            answers=(answers[0], answers[1]),
                        )
                    )

    async def _send(
        self, line: httpx.AsyncClient, key: str, command: Command, complaint: str, version: int
    ) -> Answer:
        headers = {
            "Idempotency-Key": key,
            "Authorization": f"Bearer {self.tokens[HERE, command.role]}",
        }
        if version:
            headers["If-Match"] = f'"{version}"'
        path = command.path.format(complaint)
        while True:
            try:
                response = await line.post(path, json=command.act.body, headers=headers)
            except httpx.TimeoutException:
                raise
            except httpx.TransportError:
                self.unanswered += 1
            else:
                if response.is_success:
                    self.answered += 1
                    self.grown.set()
                    answer: Answer = response.json()
                    return answer
                _require_unavailable(response)
                self.unavailable += 1
                self.grown.set()
            await asyncio.sleep(AGAIN_SECONDS)


def _require_unavailable(response: httpx.Response) -> None:
    assert response.status_code == httpx.codes.SERVICE_UNAVAILABLE, response.text
    assert response.headers["content-type"] == "application/problem+json"
    assert response.headers["retry-after"] == "1"
    assert response.json()["code"] == "unavailable"


async def read_log(address: str, token: str) -> list[dict[str, Any]]:
    """Read the whole log, page by page."""
    headers = {"Authorization": f"Bearer {token}"}
    async with httpx.AsyncClient(
        base_url=address, headers=headers, timeout=PATIENCE_SECONDS
    ) as line:
        record: list[dict[str, Any]] = []
        last, head = 0, 1
        while last < head:
            response = await line.get("/v1/log", params={"after": last, "limit": 200})
            assert response.status_code == httpx.codes.OK, response.text
            page = response.json()
            assert page["items"]
            record += page["items"]
            last, head = page["last"], page["head"]
        return record

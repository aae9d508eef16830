"""Entering the stories of a house: by the commands that front ends send, at their own times."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient, Response

from app.demo.house import House
from app.demo.story import RECEIPT, Body, Command, Other


class Refused(Exception):
    """A command of a story was refused: the story and the rules do not fit each other."""

    def __init__(self, command: Command, answer: Response) -> None:
        """Show the command and the problem."""
        self.problem = answer.text
        what = f"{command.key}: {command.who.subject} -> {command.noun or 'complaints'}"
        super().__init__(f"{what} was answered {answer.status_code}: {answer.text}")


@dataclass(frozen=True, slots=True)
class Entry:
    """A house whose stories are to be entered."""

    house: House
    tokens: Mapping[str, str]
    """By role."""
    founded: datetime
    commands: tuple[Command, ...] = field(init=False)
    """In the order in which everything happened."""

    def __post_init__(self) -> None:
        """Put the stories beside each other."""
        told = (it for story in self.house.stories for it in story.commands(self.founded))
        ordered = sorted(told, key=lambda command: (command.at, command.key))
        object.__setattr__(self, "commands", tuple(ordered))


async def enter(app: FastAPI, entry: Entry, done: Callable[[], None]) -> int:
    """Send every command, saying so after each; tell how many complaints there are.

    Raises:
        Refused: one was refused.

    """
    complaints: dict[str, str] = {}
    async with AsyncClient(transport=ASGITransport(app), base_url="http://demo") as client:
        for command in entry.commands:
            complaints[command.story] = await _send(client, command, complaints, entry.tokens)
            done()
    return len(complaints)


async def _send(
    client: AsyncClient, command: Command, complaints: Mapping[str, str], tokens: Mapping[str, str]
) -> str:
    path = "/v1/complaints"
    if command.noun != RECEIPT:
        path += f"/{complaints[command.story]}/{command.noun}"
    body = _body(command.body, complaints)
    answer = await client.post(path, json=body, headers=_headers(command, tokens))
    if not answer.is_success:
        raise Refused(command, answer)
    return str(answer.json()["complaint_id"])


def _body(body: Body, complaints: Mapping[str, str]) -> Body:
    """Put the ids of other complaints in their places."""
    return {
        name: complaints[value.story] if isinstance(value, Other) else value
        for name, value in body.items()
    }


def _headers(command: Command, tokens: Mapping[str, str]) -> dict[str, str]:
    secret = tokens[command.who.role]
    return {"Authorization": f"Bearer {secret}", "Idempotency-Key": command.key}

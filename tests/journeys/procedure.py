"""A case as the people who handle it see it: each step is an act of somebody, some time later.

It is a client like any other: every command goes out with the version it has seen (`If-Match`), and
every list is asked for the position of its own last answer (`min_position`).
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.demo.times import Due, span
from tests.support.commands import Act
from tests.support.commands.receipt import customer, memo, received
from tests.support.people import MONDAY
from tests.support.service import HERE, Service

NAME, TELEPHONE = "张女士", "13800001111"
STATEMENT = "婚纱照的相册有两页印反了，我等了三个星期！"
RECEIPT = received("telephone", "front-hall", customer(NAME, TELEPHONE), STATEMENT)
UNDERSTOOD = memo("电话里记下经过", reason="排版时两页装反", subject="结婚相册", demand="重做相册")


@dataclass
class Case:
    """A complaint, where it stands, and what time it is."""

    service: Service
    id: str
    number: str
    version: int
    position: int
    now: datetime

    @classmethod
    async def received(cls, service: Service) -> "Case":
        """The front desk receives it on Monday morning."""
        body = {**RECEIPT.body, "occurred_at": MONDAY.isoformat()}
        response = await service.post("front-desk", "/v1/complaints", body)
        assert response.status_code == 201, response.text
        answer = response.json()
        stand = (answer["number"], answer["version"], answer["position"])
        return cls(service, answer["complaint_id"], *stand, MONDAY)

    async def by(self, role: str, act: Act, later: str = "5m") -> None:
        """Somebody does something, some time after what was done before."""
        self.now += span(later)
        headers = {"If-Match": f'"{self.version}"'}
        response = await self.service.post(role, self._path(act), self._body(act), headers=headers)
        assert response.status_code == 200, response.text
        answer = response.json()
        assert answer["complaint_id"] == self.id
        assert answer["number"] == self.number
        assert answer["version"] > self.version
        assert answer["position"] > self.position
        self.version, self.position = answer["version"], answer["position"]

    async def refused(self, role: str, act: Act, status: int, code: str) -> dict[str, Any]:
        """Somebody may not do something; the problem says why, and nothing is recorded."""
        response = await self.service.post(role, self._path(act), self._body(act))
        assert response.status_code == status, response.text
        assert response.headers["content-type"] == "application/problem+json"
        problem: dict[str, Any] = response.json()
        assert problem["code"] == code, problem
        assert (await self.shown())["version"] == self.version
        return problem

    def _path(self, act: Act) -> str:
        return f"/v1/complaints/{self.id}/{act.noun}"

    def _body(self, act: Act) -> dict[str, Any]:
        body = {
            name: value.time(self.now, self.now).isoformat() if isinstance(value, Due) else value
            for name, value in act.body.items()
        }
        return {"occurred_at": self.now.isoformat(), **body}

    async def shown(self, role: str = "supervisor") -> dict[str, Any]:
        """Show the case."""
        return await self._get(role, f"/v1/complaints/{self.id}")

    async def copy(self, role: str, name: str) -> dict[str, Any]:
        """Somebody takes a copy of the form to hand; it is as new as the last command."""
        copy = await self._get(role, f"/v1/complaints/{self.id}/copies/{name}")
        assert copy["version"] == self.version
        return copy

    async def fetched(self, role: str, name: str, **parameters: str) -> dict[str, Any] | None:
        """Somebody fetches the list of copies, up to this case's last command, and looks for it."""
        page = await self._get(
            role, f"/v1/copies/{name}", **parameters, min_position=str(self.position)
        )
        found = [item for item in page["items"] if item["id"] == self.id]
        assert len(found) <= 1
        return found[0] if found else None

    async def events(self) -> list[str]:
        """Name what happened, in order; what became of deadlines by it is not told."""
        page = await self._get("supervisor", f"/v1/complaints/{self.id}/events")
        assert [event["version"] for event in page["items"]] == list(range(1, self.version + 1))
        names = [event["type"].removeprefix("complaint.") for event in page["items"]]
        return [name for name in names if name != "rescheduled"]

    async def _get(self, role: str, path: str, **parameters: str) -> dict[str, Any]:
        response = await self.service.get(role, path, HERE, **parameters)
        assert response.status_code == 200, response.text
        found: dict[str, Any] = response.json()
        return found


def somebody(role: str) -> str:
    """Name the person of a role, as events do."""
    return f"{role}-person"


async def copies_agree(case: Case) -> dict[str, dict[str, Any]]:
    """The three copies, taken singly and from their lists, show one complaint at one moment."""
    readers = {"handler": "supervisor", "audit": "audit", "planning": "planning"}
    copies = {name: await case.copy(role, name) for name, role in readers.items()}
    for name, role in readers.items():
        assert await case.fetched(role, name) == copies[name]
    for member in ("id", "number", "version", "position", "status", "handling_unit", "closed_at"):
        assert len({copy[member] for copy in copies.values()}) == 1, member
    return copies

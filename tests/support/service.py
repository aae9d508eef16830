"""The service in process, as its users meet it: people with tokens who send requests."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any, Final

import httpx
from fastapi import FastAPI

from app.access.organisations import found
from app.application.services import Services
from app.domain.values import Actor, OrganisationId
from app.policies import text_of
from app.settings import Settings
from tests.support.lending import opened
from tests.support.patience import WAIT_SECONDS

ROLES: Final = (
    "front-desk",
    "handler",
    "supervisor",
    "manager",
    "general-manager",
    "finance",
    "audit",
    "planning",
    "administrator",
)

HERE: Final = OrganisationId("here")
ELSEWHERE: Final = OrganisationId("elsewhere")

RECEIPT: Final[Mapping[str, Any]] = {
    "channel": "telephone",
    "unit": "front-hall",
    "complainant": {"name": "张女士", "telephone": "13800001111"},
    "statement": "婚纱照的相册有两页印反了，我等了三个星期！",
    "reason": "相册印刷错误",
    "subject": "相册",
    "demand": "重新制作",
}


@dataclass
class Service:
    """A running service with two organisations and a person for every role."""

    app: FastAPI
    client: httpx.AsyncClient
    services: Services
    tokens: dict[tuple[str, str], str]
    keys: "count[int]" = field(default_factory=count)

    def headers(self, role: str, organisation: str = HERE) -> dict[str, str]:
        """Give the headers of somebody with a role."""
        return {"Authorization": f"Bearer {self.tokens[organisation, role]}"}

    async def get(
        self, role: str, path: str, organisation: str = HERE, **parameters: Any
    ) -> httpx.Response:
        """Ask as somebody with a role."""
        return await self.client.get(
            path, params=parameters or None, headers=self.headers(role, organisation)
        )

    async def post(
        self,
        role: str,
        path: str,
        body: Any = None,
        *,
        key: str | None = None,
        organisation: str = HERE,
        headers: Mapping[str, str] | None = None,
    ) -> httpx.Response:
        """Command as somebody with a role, under a new key unless one is given."""
        given = {
            "Idempotency-Key": key or f"key-{next(self.keys)}",
            **self.headers(role, organisation),
            **(headers or {}),
        }
        return await self.client.post(path, json=body or {}, headers=given)

    async def do(self, role: str, complaint: str, noun: str, **body: Any) -> dict[str, Any]:
        """Send a command that must succeed, and give its answer."""
        response = await self.post(role, f"/v1/complaints/{complaint}/{noun}", body)
        assert response.status_code == 200, response.text
        answer: dict[str, Any] = response.json()
        return answer

    async def receive(self, role: str = "front-desk", **changes: Any) -> str:
        """Receive a complaint and give its id."""
        response = await self.post(role, "/v1/complaints", {**RECEIPT, **changes})
        assert response.status_code == 201, response.text
        return str(response.json()["complaint_id"])

    async def show(self, complaint: str, role: str = "handler") -> dict[str, Any]:
        """Show a case."""
        response = await self.get(role, f"/v1/complaints/{complaint}")
        assert response.status_code == 200, response.text
        case: dict[str, Any] = response.json()
        return case


@asynccontextmanager
async def service_on(
    url: str, data_dir: Path, tokens: dict[tuple[str, str], str] | None = None, **settings: Any
) -> AsyncIterator[Service]:
    """Run the service on a migrated database; without tokens, found two organisations first."""
    given = {"projector": "off", "wait_seconds": WAIT_SECONDS, **settings}
    known = Settings(database_url=url, data_dir=data_dir, **given)
    async with opened(known) as (app, services, client):
        people = await everybody(services) if tokens is None else tokens
        yield Service(app, client, services, people)


async def everybody(services: Services) -> dict[tuple[str, str], str]:
    """Found the two organisations and give a person of every role a token."""
    tokens: dict[tuple[str, str], str] = {}
    for organisation in (HERE, ELSEWHERE):
        await found(
            services.store,
            organisation,
            title=organisation,
            policy_text=text_of("default"),
            at=datetime.now(UTC),
            by=Actor("founder"),
        )
        for role in ROLES:
            issued = await services.tokens.create(organisation, Actor(f"{role}-person", (role,)))
            tokens[organisation, role] = issued.secret
    return tokens

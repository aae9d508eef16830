"""Every read of the service, as somebody who may read everything asks for it."""

from datetime import UTC, datetime
from typing import Final

import httpx

from app.access.tokens import Tokens
from app.api.work_item import KindOfWork
from app.domain.values import Actor, OrganisationId
from tests.support.service import ROLES

DEMO: Final = OrganisationId("demo")
NOW: Final = datetime(2026, 11, 28, 18, 0, tzinfo=UTC)
"""An hour after the kept databases were made."""

LISTS: Final = (
    "/v1/complaints?limit=200",
    "/v1/complaints?limit=200&status=open",
    "/v1/complaints?limit=200&q=照片",
    *(f"/v1/worklist?limit=200&kind={kind.value}" for kind in KindOfWork),
    "/v1/worklist/summary",
    *(f"/v1/copies/{copy}?limit=200" for copy in ("handler", "audit", "planning")),
    "/v1/copies/custody",
    "/v1/retention?limit=200&until=2199-01-01",
    "/v1/ledger?from=2026-01-01",
    "/v1/exports/audit.csv",
    "/v1/exports/audit.csv?paid_from=2026-01-01",
    "/v1/exports/audit.xlsx",
    "/v1/reviews/month/2026-11",
    "/v1/reviews/month/2026-11.xlsx",
    "/v1/reviews/month/2026-11.pdf",
    "/v1/log",
    "/v1/checkpoint",
    "/v1/policy",
    "/v1/guidance?stage=apology",
    "/readyz",
)
OF_ONE: Final = (
    "",
    "/events",
    "/next-steps",
    "/copies/handler",
    "/copies/audit",
    "/copies/planning",
)
SOME: Final = 8
PRINTS: Final = ("/prints/handler", "/prints/audit", "/prints/planning")


class Reader:
    """Somebody with every role, or the same in one unit."""

    def __init__(self, client: httpx.AsyncClient, token: str) -> None:
        self._client = client
        self._headers = {"Authorization": f"Bearer {token}"}

    async def get(self, path: str) -> httpx.Response:
        return await self._client.get(path, headers=self._headers)

    async def everything(self, prints: int = 1) -> dict[str, httpx.Response]:
        """Ask for every list, all there is of some complaints, and paper of fewer: it is slow."""
        page = (await self.get("/v1/log?limit=200")).json()
        begun = {"complaint.received"}
        every = [one["stream_id"] for one in page["items"] if one["type"] in begun]
        complaints = every[:: len(every) // SOME]
        asked = [
            *LISTS,
            *(f"/v1/complaints/{one}{part}" for one in complaints for part in OF_ONE),
            *(f"/v1/complaints/{one}{part}" for one in complaints[:prints] for part in PRINTS),
        ]
        return {path: await self.get(path) for path in asked}


async def reader(client: httpx.AsyncClient, tokens: Tokens, *units: str) -> Reader:
    """Let somebody in."""
    issued = await tokens.create(DEMO, Actor("everybody", ROLES, units))
    return Reader(client, issued.secret)


__all__ = ["DEMO", "NOW", "Reader", "reader"]

"""One application after another is the same: it is put together once, and lent."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Final

import httpx
from fastapi import FastAPI

from app.application.services import Services
from app.events.wall_clock import wall_clock
from app.main import create_app, running
from app.settings import Settings
from tests.support.declared_answers import require_declared

_FREE: Final[list[FastAPI]] = []
"""Whoever opens a second service beside the first has an application of his own."""


@asynccontextmanager
async def opened(
    settings: Settings,
    *,
    clock: Callable[[], datetime] = wall_clock,
    base_url: str = "http://test",
    raise_app_exceptions: bool = False,
    declared: bool = True,
) -> AsyncIterator[tuple[FastAPI, Services, httpx.AsyncClient]]:
    """Open the service of a migrated database in process.

    Every answer is held to the contract, unless it is not `declared`.

    An application takes a tenth of a second to put together and keeps nothing but its services.
    """
    app = _FREE.pop() if _FREE else create_app(settings)
    async with running(settings, clock=clock) as services:
        app.state.services = services
        transport = httpx.ASGITransport(app=app, raise_app_exceptions=raise_app_exceptions)

        async def check(response: httpx.Response) -> None:
            await response.aread()
            require_declared(app, response)

        async with httpx.AsyncClient(
            transport=transport,
            base_url=base_url,
            event_hooks={"response": [check] if declared else []},
        ) as client:
            yield app, services, client
    _FREE.append(app)

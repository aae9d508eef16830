"""What the routes work with; put together once by the composition root."""

from asyncio import Semaphore
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import cast

from starlette.requests import Request

from app.documents.form import PdfRenderQueue
from app.events.clockwork import Clockwork
from app.events.database import Database
from app.events.handling import Handling
from app.events.log_scrub import LogScrubber
from app.events.organisations import Policies
from app.events.readiness import Readiness
from app.events.sealing import Sealer
from app.events.store import EventStore
from app.events.subscriptions import Projector
from app.events.tokens import Tokens


@dataclass(frozen=True, slots=True)
class Services:
    """The parts that an API process is made of."""

    database: Database
    store: EventStore
    tokens: Tokens
    policies: Policies
    handling: Handling
    projector: Projector
    readiness: Readiness
    clockwork: Clockwork
    sealer: Sealer
    scrubber: LogScrubber
    clock: Callable[[], datetime]
    print_room: PdfRenderQueue
    cursor_key: bytes
    wait_seconds: float
    pages: Semaphore = field(default_factory=lambda: Semaphore(2))
    """Exports work on so many pages at a time, and leave the rest to everybody else."""
    books: Semaphore = field(default_factory=lambda: Semaphore(2))
    """So many workbooks are made at a time: each lies on the disk until it is sent."""


def services_of(request: Request) -> Services:
    """Find the services of the application that a request came to."""
    return cast("Services", request.app.state.services)

"""What the routes work with; put together once by the composition root."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from starlette.requests import Request

from app.events.clockwork import Clockwork
from app.events.database import Database
from app.events.handling import Handling
from app.events.organisations import Policies
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
    clockwork: Clockwork
    sealer: Sealer
    clock: Callable[[], datetime]
    cursor_key: bytes
    wait_seconds: float


def services_of(request: Request) -> Services:
    """Find the services of the application that a request came to."""
    return cast("Services", request.app.state.services)

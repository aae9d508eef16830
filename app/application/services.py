"""The parts of a process, put together once by the composition root."""

from asyncio import Semaphore
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from app.access.organisations import Policies
from app.access.tokens import Tokens
from app.application.command_handler import CommandHandler
from app.application.deadline_monitor import DeadlineMonitor
from app.documents.form import PdfRenderQueue
from app.events.database import Database
from app.events.readiness import Readiness
from app.events.store import EventStore
from app.events.subscriptions import Projector
from app.sealing.log_scrub import LogScrubber
from app.sealing.sealer import Sealer


@dataclass(frozen=True, slots=True)
class Services:
    """The parts that an API process is made of."""

    database: Database
    store: EventStore
    tokens: Tokens
    policies: Policies
    handling: CommandHandler
    projector: Projector
    readiness: Readiness
    clockwork: DeadlineMonitor
    sealer: Sealer
    scrubber: LogScrubber
    clock: Callable[[], datetime]
    print_room: PdfRenderQueue
    cursor_key: bytes
    wait_seconds: float
    pages: Semaphore = field(default_factory=lambda: Semaphore(2))
    """Pages that exports work on at a time; the rest is for everybody else."""
    books: Semaphore = field(default_factory=lambda: Semaphore(2))
    """Workbooks made at a time: each lies on the disk until it is sent."""

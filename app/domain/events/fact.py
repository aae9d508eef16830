"""What happened, when, and who did it."""

from dataclasses import dataclass
from datetime import datetime

from app.domain.events.event import Event
from app.domain.values import Actor


@dataclass(frozen=True, slots=True)
class Fact:
    """An event with when it happened and who did it."""

    event: Event
    at: datetime
    by: Actor

    @property
    def by_somebody(self) -> bool:
        """Whether a person did it: people have roles, and the clock has none (WS-37)."""
        return bool(self.by.roles)

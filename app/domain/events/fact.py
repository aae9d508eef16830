"""What happened, when, and who did it."""

from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from app.domain.events.answering import AnsweringEvent
from app.domain.events.deadlines import DeadlineEvent
from app.domain.events.ending import EndingEvent
from app.domain.events.expense import ExpenseEvent
from app.domain.events.form import FormEvent
from app.domain.events.handling import HandlingEvent
from app.domain.events.intake import IntakeEvent
from app.domain.events.learning import LearningEvent
from app.domain.events.remedy import RemedyEvent
from app.domain.values import Actor

Event: TypeAlias = (
    IntakeEvent
    | HandlingEvent
    | AnsweringEvent
    | RemedyEvent
    | ExpenseEvent
    | FormEvent
    | EndingEvent
    | LearningEvent
    | DeadlineEvent
)


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

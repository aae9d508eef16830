"""Given what happened, when somebody asks for something, then this happens or it is refused."""

from dataclasses import dataclass
from functools import reduce
from typing import Any, TypeVar

import pytest

from app.domain.command import Command, Opening
from app.domain.complaint import Complaint, Event, Fact, evolve, replay
from app.domain.policy import Policy
from app.domain.procedure import decide, open_with
from app.domain.refusals import Refusal
from app.domain.steps.deadline import Rescheduled
from tests.support.people import MEI, MONDAY, POLICY

R = TypeVar("R", bound=Refusal)


def facts(*happened: Event | Fact) -> tuple[Fact, ...]:
    """An event without a person was Mei's, on Monday."""
    return tuple(item if isinstance(item, Fact) else Fact(item, MONDAY, MEI) for item in happened)


def given(*happened: Event | Fact, policy: Policy = POLICY) -> "Given":
    return Given(replay(facts(*happened)), policy)


@dataclass(frozen=True)
class Given:
    complaint: Complaint | None
    policy: Policy

    def when(self, command: Command | Opening) -> "When":
        return When(self, command)


@dataclass(frozen=True)
class When:
    given: Given
    command: Any

    def decided(self) -> tuple[Fact, ...]:
        complaint, policy = self.given.complaint, self.given.policy
        if complaint is None:
            happened = open_with(self.command, policy)
        else:
            happened = decide(complaint, self.command, policy)
        assert happened.complaint == reduce(evolve, happened.facts, complaint)
        return happened.facts

    def then(self, *events: Event) -> None:
        """These events, besides what they change about deadlines (`then_due`)."""
        by = (self.command.at, self.command.by)
        happened = (fact for fact in self.decided() if not isinstance(fact.event, Rescheduled))
        assert tuple(happened) == tuple(Fact(event, *by) for event in events)

    def then_due(self) -> Rescheduled:
        """What it changes about deadlines."""
        changes = [fact.event for fact in self.decided() if isinstance(fact.event, Rescheduled)]
        assert len(changes) == 1, "nothing was rescheduled"
        return changes[0]

    def refused(self, why: type[R], *, field: str | None = None, says: str | None = None) -> R:
        """Exactly this refusal, not one that it stands for."""
        with pytest.raises(why, match=says) as caught:
            self.decided()
        assert type(caught.value) is why
        assert caught.value.field == field
        return caught.value

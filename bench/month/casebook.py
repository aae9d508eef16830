"""A month in a shopping centre: the stories of its demo and some more, told ten thousand times.

Each time with another customer, other goods, other amounts and other times; some are cut short,
because they are still open. The same chance tells the same month.
"""

import calendar
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from app.demo.scenario import Body, Request, Step, Story
from app.demo.times import ZONE, Began, Due
from bench.month.stories import (
    ASIDE,
    CALLED,
    CHANNELS,
    CUT_SHORT,
    FAULTS,
    GIVEN,
    GOODS,
    LIKE,
    OFTEN,
    PEOPLE,
    SURNAMES,
    WHEN,
    stories,
)


@dataclass(frozen=True)
class Month:
    """A month of the calendar; whatever happens later is not in it."""

    first: date

    @property
    def days(self) -> list[date]:
        number = calendar.monthrange(self.first.year, self.first.month)[1]
        return [self.first + timedelta(days=nth) for nth in range(number)]

    @property
    def last(self) -> date:
        return self.days[-1]

    @property
    def end(self) -> datetime:
        return datetime.combine(self.last, time(23, 59), ZONE)

    def stories(self, number: int, seed: int = 1) -> list[Story]:
        """Tell so many, the same ones each time."""
        chance = Random(seed)
        known = stories()
        told = chance.choices(list(OFTEN), list(OFTEN.values()), k=number)
        return [_Telling(chance, nth, self).of(known[key]) for nth, key in enumerate(told, 1)]


def _weight(day: date) -> int:
    """On Saturdays and Sundays there are half as many customers again."""
    return 3 if day.weekday() >= 5 else 2


class _Telling:
    """How a story is told this time."""

    def __init__(self, chance: Random, nth: int, month: Month) -> None:
        self.chance, self.nth, self.month = chance, nth, month
        self.name = chance.choice(SURNAMES) + "".join(chance.sample(GIVEN, chance.randint(1, 2)))
        self.goods = chance.choice(GOODS)
        self.price = chance.uniform(0.2, 1.6)

    def of(self, story: Story) -> Story:
        """Tell it with what differs."""
        began = self._began()
        receipt, *steps = story.steps
        steps = [step for step in steps if step.command != "link"]
        if steps[-1].command != "follow-up" and any(step.command == "close" for step in steps):
            steps += self._call()
        if self.chance.random() < CUT_SHORT:
            del steps[self.chance.randrange(1, len(steps)) :]
        told = [
            step._replace(after=self._later(step.after), body=self._step(step.body))
            for step in steps
        ]
        key = f"{self.nth:06d}-{story.key}"
        receipt = receipt._replace(body=self._receipt(receipt.body))
        return Story(key, story.rules, began, (receipt, *self._by_then(began, told)))

    def _began(self) -> Began:
        days = self.month.days
        [day] = self.chance.choices(days, [_weight(one) for one in days])
        clock = f"{self.chance.randint(10, 20)}:{self.chance.randint(0, 59):02d}"
        return Began(days_ago=(self.month.last - day).days, at=clock)

    def _call(self) -> list[Step]:
        if self.chance.random() > CALLED:
            return []
        content = self.chance.choices((1, 2, 3, 4, 5), (1, 2, 6, 20, 25))[0]
        call = {"occasion": "tracking", "reached": True, "method": "telephone"}
        body = {**call, "satisfied_with_outcome": content}
        return [Step(timedelta(days=7), PEOPLE["tang.ying"], "follow-up", body)]

    def _later(self, later: timedelta) -> timedelta:
        minutes = later.total_seconds() / 60
        return timedelta(minutes=max(1, round(minutes * self.chance.uniform(0.4, 1.8))))

    def _by_then(self, began: Began, steps: Iterable[Step]) -> Iterable[Step]:
        """Leave out what happens after the month."""
        at = began.time(self.month.end)
        for step in steps:
            at += step.after
            if at > self.month.end:
                return
            yield step

    def _receipt(self, receipt: Body) -> Body:
        body = self._varied(receipt)
        told = body["statement"]
        if body.get("stage") == "退换货":
            body |= {"subject": self.goods, "channel": self.chance.choice(CHANNELS)}
            told = (
                f"{self.chance.choice(WHEN)}在这里买的{self.goods}，{self.chance.choice(FAULTS)}。"
            )
        return {**body, "statement": told + self.chance.choice(ASIDE)}

    def _step(self, step: Body) -> Body:
        body: dict[str, Any] = self._varied(step)
        if body.get("category") in LIKE:
            body["category"] = self.chance.choice(LIKE[body["category"]])
        return body

    def _varied(self, body: Any) -> Any:  # noqa: ANN401 - any part of a body
        """Put in this customer, these numbers and these amounts."""
        match body:
            case {"amount": int(amount), "currency": currency}:
                return {"amount": 10 * round(amount * self.price / 10), "currency": currency}
            case Mapping():
                return {key: self._named(key, value) for key, value in body.items()}
            case list():
                return [self._varied(one) for one in body]
            case Due():
                return Due(timedelta(days=1), from_now=False)
            case _:
                return body

    def _named(self, key: str, value: Any) -> Any:  # noqa: ANN401 - any part of a body
        match key:
            case "name" | "signatory":
                return self.name
            case "telephone":
                return f"021-{50_000_000 + self.nth}"
            case "order_reference" | "paper_number" | "voucher":
                return f"{key[0].upper()}-{self.nth:06d}"
            case _:
                return self._varied(value)


@dataclass(frozen=True)
class Truth:
    """What the stories come to; what the product says has to be the same."""

    complaints: int
    requested: int
    """Minor units, less what a change took back."""
    paid: int
    """Minor units, less what came back."""


def truth(stories: Iterable[Story], month: Month) -> Truth:
    """Add up what is asked for and paid, as somebody would on paper."""
    number = requested = paid = 0
    for story in stories:
        number += 1
        requests = list(story.requests(month.end))
        requested += sum(_last_asked(requests).values())
        given = [_amount(one) for one in requests if one.command == "compensate"]
        back = [
            one.body["compensation"] for one in requests if one.command == "reverse-compensation"
        ]
        paid += sum(given) - sum(given[int(str(nth)) - 1] for nth in back)
    return Truth(number, requested, paid)


def _last_asked(requests: Iterable[Request]) -> dict[int, int]:
    """Tell what each expense comes to, by its number."""
    asked: dict[int, int] = {}
    for one in requests:
        if one.command == "request-expense":
            asked[len(asked) + 1] = _amount(one)
        if one.command == "change-expense":
            asked[int(str(one.body["expense"]))] = _amount(one)
    return asked


def _amount(request: Request) -> int:
    return int(request.body["amount"]["amount"])


def month_before(today: date) -> Month:
    """Give the last month that is over."""
    return Month((today.replace(day=1) - timedelta(days=1)).replace(day=1))

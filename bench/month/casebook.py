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

from app.demo.acts.ending import followed_up
from app.demo.houses import shopping_centre
from app.demo.houses.shopping_centre import TANG
from app.demo.story import ZONE, Act, Began, Command, Due, Step, Story, days_ago, span
from bench.month.stories import (
    ASIDE,
    CALLED,
    CHANNELS,
    CUT_SHORT,
    FAULTS,
    GIVEN,
    GOODS,
    LIKE,
    MORE,
    OFTEN,
    SURNAMES,
    WHEN,
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
        known = {story.key: story for story in (*shopping_centre.STORIES, *MORE)}
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
        (_, who, receipt), *steps = story.steps
        steps = [step for step in steps if step[2].noun != "links"]
        if steps[-1][2].noun != "follow-ups" and any(s[2].noun == "closures" for s in steps):
            steps += self._call()
        if self.chance.random() < CUT_SHORT:
            del steps[self.chance.randrange(1, len(steps)) :]
        told = [(self._later(later), whose, self._act(act)) for later, whose, act in steps]
        key = f"{self.nth:06d}-{story.key}"
        rules = ", ".join(story.rules)
        return Story(key, rules, began, who, self._receipt(receipt), *self._by_then(began, told))

    def _began(self) -> Began:
        days = self.month.days
        [day] = self.chance.choices(days, [_weight(one) for one in days])
        clock = f"{self.chance.randint(10, 20)}:{self.chance.randint(0, 59):02d}"
        return days_ago((self.month.last - day).days, clock)

    def _call(self) -> list[Step]:
        if self.chance.random() > CALLED:
            return []
        content = self.chance.choices((1, 2, 3, 4, 5), (1, 2, 6, 20, 25))[0]
        call = followed_up("tracking", satisfied_with_outcome=content, method="telephone")
        return [("7d", TANG, call)]

    def _later(self, later: str) -> str:
        minutes = span(later).total_seconds() / 60
        return f"{max(1, round(minutes * self.chance.uniform(0.4, 1.8)))}m"

    def _by_then(self, began: Began, steps: Iterable[Step]) -> Iterable[Step]:
        """Leave out what happens after the month."""
        at = began.at(self.month.end)
        for step in steps:
            at += span(step[0])
            if at > self.month.end:
                return
            yield step

    def _receipt(self, receipt: Act) -> Act:
        body = self._varied(receipt.body)
        told = body["statement"]
        if body.get("stage") == "退换货":
            body |= {"subject": self.goods, "channel": self.chance.choice(CHANNELS)}
            told = (
                f"{self.chance.choice(WHEN)}在这里买的{self.goods}，{self.chance.choice(FAULTS)}。"
            )
        return Act(receipt.noun, {**body, "statement": told + self.chance.choice(ASIDE)})

    def _act(self, act: Act) -> Act:
        body = self._varied(act.body)
        if body.get("category") in LIKE:
            body["category"] = self.chance.choice(LIKE[body["category"]])
        return Act(act.noun, body)

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
        commands = list(story.commands(month.end))
        requested += sum(_last_asked(commands).values())
        given = [_amount(one) for one in commands if one.noun == "compensations"]
        back = [one.body["compensation"] for one in commands if one.noun == "reversals"]
        paid += sum(given) - sum(given[int(str(nth)) - 1] for nth in back)
    return Truth(number, requested, paid)


def _last_asked(commands: Iterable[Command]) -> dict[int, int]:
    """Tell what each expense comes to, by its number."""
    asked: dict[int, int] = {}
    for one in commands:
        if one.noun == "expenses":
            asked[len(asked) + 1] = _amount(one)
        if one.noun == "expense-changes":
            asked[int(str(one.body["expense"]))] = _amount(one)
    return asked


def _amount(command: Command) -> int:
    amount: Any = command.body["amount"]
    return int(amount["amount"])


def month_before(today: date) -> Month:
    """Give the last month that is over."""
    return Month((today.replace(day=1) - timedelta(days=1)).replace(day=1))

"""Lives of complaints, as the commands they are made of and the events that these make happen."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from tests.journeys.record import words_of
from tests.support.commands import RECEIPT, Act
from tests.support.commands.ending import closed, followed_up, signed, withdrawn
from tests.support.commands.handling import replied, reported
from tests.support.commands.receipt import classified, confirmed, courtesy, memo, received
from tests.support.commands.remedy import (
    agreed,
    approved,
    asked_for,
    compensated,
    offer,
    planned,
    released,
)

DUE = "2199-01-01T00:00:00Z"


class Command(NamedTuple):
    """What somebody does, with words that are its own, and what happens by that."""

    role: str
    act: Act
    events: tuple[str, ...]

    @property
    def words(self) -> frozenset[str]:
        """All that is said in it; a verdict becomes an event of its own, an instant a form."""
        said = {k: v for k, v in self.act.body.items() if k not in {"verdict", "due", "new_due"}}
        return words_of(said)

    @property
    def path(self) -> str:
        return "/v1/complaints" + (f"/{{}}/{self.act.noun}" if self.act.noun != RECEIPT else "")


def command(role: str, act: Act, *events: str) -> Command:
    return Command(role, act, tuple(f"complaint.{event}" for event in events))


def beginning(words: str) -> Iterator[Command]:
    customer = {"name": "张女士", "telephone": "13800001111"}
    facts = {"reason": "印反", "subject": "相册", "demand": "重做"}
    receipt = received("telephone", "front-hall", customer, words, **facts)
    yield command("front-desk", receipt, "received")
    yield command("front-desk", courtesy(words), "apologised")
    yield command("front-desk", reported(words, "supervisor"), "reported")
    promise = Act("promises", {"kind": "reply", "what": words, "due": DUE})
    yield command("handler", promise, "promised")
    put_off = {"deferred_because": "缺料", "apology": "再次道歉", "new_due": DUE, "promise": 1}
    events = ("apologised", "replied", "promised")
    yield command("handler", replied(words, **put_off), *events)


def with_cost(words: str) -> Iterator[Command]:
    """By finance and payment to audit, and once more from the beginning."""
    yield from beginning(words)
    yield command("handler", classified("product-quality"), "classified")
    yield command("supervisor", confirmed(remark=words), "confirmed")
    yield command("handler", planned(words, offer("redo", "重做", cost=300)), "proposed")
    yield command("supervisor", approved(reason=words), "plan-approved")
    yield command("handler", agreed(words), "agreed")
    yield command("handler", asked_for(300, words), "expense-requested")
    yield command("finance", released(words), "expense-confirmed")
    yield command("handler", compensated("redo", 300, words), "compensated")
    boxes = {
        "filler": "front-desk",
        "recording-unit": "supervisor",
        "handling-unit": "manager",
        "finance": "finance",
    }
    for box, role in boxes.items():
        yield command(role, signed(box, remark=words), "signed")
    yield command("handler", closed("remedied", words), "closed")
    yield command("audit", signed("audit", remark=words), "signed")
    problem = followed_up("one-week", words=words, new_problem="又坏了")
    yield command("front-desk", problem, "followed-up", "reopened")


def taken_back(words: str) -> Iterator[Command]:
    """Not yet understood when the customer takes it back."""
    yield from beginning(words)
    yield command("handler", memo(words), "noted")
    yield command("front-desk", withdrawn(words), "withdrawn")


LIVES: tuple[Callable[[str], Iterator[Command]], ...] = (with_cost, taken_back)

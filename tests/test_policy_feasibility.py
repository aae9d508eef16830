"""A policy by which a house could not work is not adopted: somebody must be there for all of it."""

import tomllib
from collections.abc import Callable
from typing import Any

import pytest
import tomli_w

from app.policies import PolicyFault, adoptable, parse, shipped, text_of

Change = Callable[[dict[str, Any]], object]


def without(capability: str) -> Change:
    def change(content: dict[str, Any]) -> None:
        for role in content["roles"].values():
            role["capabilities"] = [one for one in role["capabilities"] if one != capability]
            role["capabilities"] = role["capabilities"] or ["administer"]

    return change


def rare(content: dict[str, Any]) -> None:
    content["hours"] = {"region": "none", "days": {"mon": ["09:00-09:01"]}}
    content["clocks"]["slow"] = content["clocks"]["promised-reply"] | {
        "length": "9999 hours",
        "time": "working",
    }


CHANGES: dict[str, tuple[Change, str, str]] = {
    "nobody handles": (without("handle"), "roles", "nobody can handle"),
    "nobody receives": (without("receive"), "roles", "nobody can receive"),
    "nobody approves": (without("approve"), "roles", "nobody can approve"),
    "nobody pays": (without("pay"), "roles", "nobody can pay"),
    "nobody confirms": (without("confirm"), "roles", "nobody can confirm"),
    "reserved to who cannot": (
        lambda content: content.update(reserved={"close": ["finance"]}),
        "reserved.close",
        "'handle'",
    ),
    "handled by who may not": (
        lambda content: content.update(
            handled_by={"3": ["handler"]}, reserved={"propose-plan": ["manager"]}
        ),
        "handled_by.3",
        "none of these may propose-plan; that is for: manager",
    ),
    "nobody decides and handles": (
        lambda content: content.update(handled_by={"3": ["handler"]}),
        "grants",
        "at the tier 'second' nobody who decides may close complaints of the severity 3",
    ),
    "nobody reviews": (
        lambda content: content.update(
            grants=[{"role": "handler", "remedies": "all", "limit": "none"}]
        ),
        "grants",
        "nobody who may decide at the tier 'basic' may review a plan",
    ),
    "a remedy for no category": (
        lambda content: content["remedies"]["cash"].update(only_for_property_loss=True),
        "remedies.cash.only_for_property_loss",
        "no category has property_loss",
    ),
    "a length without end": (rare, "clocks.slow.length", "takes 11537 years"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_nobody_could_do_is_named_before_a_policy_is_adopted(change: str) -> None:
    apply, key, wrong = CHANGES[change]
    content = tomllib.loads(text_of("default"))
    apply(content)
    text = tomli_w.dumps(content)
    # What was adopted before is read all the same.
    assert parse(text, source="mine.toml")
    with pytest.raises(PolicyFault) as caught:
        adoptable(text, source="mine.toml")
    assert any(one.key == key and wrong in one.wrong for one in caught.value.faults), str(
        caught.value
    )


@pytest.mark.parametrize("name", shipped())
def test_by_every_policy_that_comes_with_it_a_house_can_work(name: str) -> None:
    assert adoptable(text_of(name), source=name).name == name

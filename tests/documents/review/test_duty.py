"""Who holds which review is for the policy to say."""

from importlib.resources import files

import pytest

from app.domain.policy import Every, Policy
from app.policies import PolicyFault, load, parse

TEXT = (files("app.policies") / "default.toml").read_text(encoding="utf-8")
TITLE = 'title = { en = "X", zh-Hans = "某", zh-Hant = "某" }\n'
WHOSE = 'roles = ["planning", "manager"]\nrule = "WS-43"\n'


def read(lines: str) -> Policy:
    return parse(f"{TEXT}\n[reviews.daily]\n{TITLE}{lines}", source="studio.toml")


def test_a_policy_may_leave_it_open() -> None:
    assert load("default").reviews == {}


def test_a_policy_says_who_looks_back_on_what_and_by_when_ws_43() -> None:
    duty = read(f'every = "week"\nwithin_days = 3\n{WHOSE}').reviews["daily"]
    assert (duty.every, duty.within_days) == (Every.WEEK, 3)
    assert duty.roles == ("planning", "manager")


@pytest.mark.parametrize(
    ("lines", "key", "right"),
    [
        (f'every = "year"\n{WHOSE}', "reviews.daily.every", "half-year"),
        (WHOSE, "reviews.daily.every", "day"),
        (f'every = "day"\nwithin_days = 0\n{WHOSE}', "reviews.daily.within_days", "from 1"),
        ('every = "day"\nroles = []\nrule = "WS-43"', "reviews.daily.roles", "1 or more"),
        ('every = "day"\nroles = ["pope"]\nrule = "WS-43"', "reviews.daily.roles[0]", "planning"),
        ('every = "day"\nroles = ["finance"]\nrule = "WS-43"', "reviews.daily.roles[0]", "plan"),
        (f'every = "day"\nwhere = "hall"\n{WHOSE}', "reviews.daily.where", "within_days"),
    ],
)
def test_a_review_that_nobody_could_hold_is_a_fault(lines: str, key: str, right: str) -> None:
    with pytest.raises(PolicyFault) as caught:
        read(lines)
    [fault] = caught.value.faults
    assert fault.key == key
    assert right in fault.right


@pytest.mark.parametrize(
    ("name", "spans"),
    [
        ("wedding-studio", {Every.DAY, Every.MONTH}),  # WS-43
        ("photo-chain", {Every.WEEK, Every.MONTH}),  # PC-43
        ("after-sales", {Every.HALF_YEAR}),  # AS-26
        ("beauty", {Every.MONTH}),  # BE-10, BE-15
        ("shopping-centre", {Every.MONTH}),  # SC-07
    ],
)
def test_each_trade_looks_back_as_its_rules_ask(name: str, spans: set[Every]) -> None:
    assert {one.every for one in load(name).reviews.values()} == spans

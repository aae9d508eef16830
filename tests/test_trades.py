"""The shipped policies: nobody is asked for what his role cannot do, and nothing gets stuck."""

import tomllib
from collections.abc import Iterator, Mapping
from datetime import timedelta
from functools import cache
from typing import Any

import pytest
from opencc import OpenCC

from app.domain.complaint import Status
from app.domain.policy import Clock
from app.domain.steps.closing import Close
from app.domain.steps.promise import MakePromise
from app.domain.steps.reopening import Reopen
from app.domain.values import Capability, PromiseKind, ReopenCause, Severity
from app.domain.vocabulary import NEEDS
from app.policies import load, shipped, text_of
from app.policies.bundled import pack_text, packs
from tests.rules.catalogue import rules
from tests.rules.citation import cited
from tests.support.life import Life, owner
from tests.support.people import MONDAY

TRADES = tuple(name for name in shipped() if name != "default")
DOCUMENTS = {
    **{name: text_of(name) for name in shipped()},
    **{one: pack_text(one) for one in packs()},
}
CATEGORIES = [(name, key) for name in shipped() for key in load(name).categories]

PROMISES = tuple(PromiseKind)
TO_SIMPLIFIED, TO_TRADITIONAL = OpenCC("t2s"), OpenCC("s2t")

# Written alike by both, though the converter would have it otherwise.
SHARED = str.maketrans("臺裏喫纔羣着衆牀污覈瞭檯佈", "台裡吃才群著眾床汙核了台布")


# ---- what begins again when it is reopened -------------------------------------------------


@pytest.mark.parametrize("cause", ReopenCause)
@pytest.mark.parametrize("name", shipped())
def test_what_ran_after_the_receipt_runs_again_once_it_is_reopened_pc_34_ws_11_ws_37(
    name: str, cause: ReopenCause
) -> None:
    policy = load(name)
    life = Life(policy, next(iter(policy.categories)), channel=max(policy.channels))
    # The record of the complaint stays confirmed (SC-40).
    begun = life.running() - {"confirmation"}
    life.settle()
    life.do(Close(at=MONDAY, by=life.owner, outcome=next(iter(policy.outcomes)), result="已说明"))
    assert not life.running() & begun
    life.do(Reopen(at=MONDAY, by=life.owner, cause=cause, reason="顾客再次来电"))
    assert begun <= life.running()


@pytest.mark.parametrize("name", TRADES)
def test_a_serious_case_has_its_own_clocks_again_once_it_is_reopened_lc_44_as_11_as_29(
    name: str,
) -> None:
    policy = load(name)
    serious = {
        clock.key
        for clock in policy.clocks.values()
        if Severity.ORDINARY not in clock.severities and "classified" in clock.start
    }
    for category, one in policy.categories.items():
        if one.severity is not Severity.SERIOUS:
            continue
        life = Life(policy, category)
        life.settle()
        begun = life.running() & serious
        life.do(
            Close(at=MONDAY, by=life.owner, outcome=next(iter(policy.outcomes)), result="已说明")
        )
        life.do(
            Reopen(at=MONDAY, by=life.owner, cause=ReopenCause.NOT_SATISFIED, reason="仍不满意")
        )
        assert begun <= life.running()


# ---- who can do what he is asked for -------------------------------------------------------


@pytest.mark.parametrize("name", shipped())
def test_whoever_a_step_is_reserved_to_can_take_it_ws_41_sc_44(name: str) -> None:
    policy = load(name)
    for step, roles in policy.reserved.items():
        assert set(roles) <= set(policy.roles_with(NEEDS[step])), step


@pytest.mark.parametrize("name", shipped())
def test_whoever_decides_or_handles_can_handle_ws_29_lc_44(name: str) -> None:
    policy = load(name)
    named = {grant.role for grant in policy.grants}.union(*policy.handled_by.values())
    assert named <= set(policy.roles_with(Capability.HANDLE))


@pytest.mark.parametrize("name", shipped())
def test_whoever_is_told_takes_part_ws_20_lc_39_sc_22(name: str) -> None:
    policy = load(name)
    duties = [role for duty in policy.report_duties for role in duty.to]
    late = [role for clock in policy.clocks.values() for role in clock.report_to]
    calls = [role for occasion in policy.occasions.values() for role in occasion.report_to]
    above = [role for each in policy.roles.values() for role in each.reports_to]
    for role in {*duties, *late, *calls, *above}:
        able = policy.roles[role].capabilities
        assert able - {Capability.ADMINISTER}, role
        assert able & {Capability.ASSIST, Capability.PLAN}, role


@pytest.mark.parametrize("name", shipped())
def test_every_capability_is_somebodys(name: str) -> None:
    assert [one for one in Capability if not load(name).roles_with(one)] == []


@pytest.mark.parametrize("name", TRADES)
def test_the_lowest_tier_is_decided_by_more_roles_than_the_highest_sc_29_lc_43(name: str) -> None:
    policy = load(name)
    lowest, highest = policy.deciders(policy.tiers[0]), policy.deciders(policy.tiers[-1])
    assert set(highest) < set(lowest)


@pytest.mark.parametrize("name", shipped())
def test_somebody_may_decide_whatever_is_unusual_or_beyond_the_order_terms_ws_40(name: str) -> None:
    assert any(
        grant.limit is None and grant.tier is None and grant.beyond_order_terms
        for grant in load(name).grants
    )


@pytest.mark.parametrize("name", TRADES)
def test_what_is_unusual_is_not_for_everybody_who_decides_lc_33(name: str) -> None:
    policy = load(name)
    override = {grant.role for grant in policy.grants if grant.override}
    assert override
    assert override < set(policy.deciders(policy.tiers[0]))


# ---- clocks --------------------------------------------------------------------------------


CLOCKS = [
    pytest.param(clock, id=f"{name}:{clock.key}")
    for name in shipped()
    for clock in load(name).clocks.values()
]


@pytest.mark.parametrize("clock", CLOCKS)
def test_a_miss_is_noticed_by_somebody_ws_37(clock: Clock) -> None:
    assert clock.reminder or clock.report_to or clock.escalate


@pytest.mark.parametrize("clock", CLOCKS)
def test_a_clock_for_some_tiers_or_serious_cases_starts_when_they_are_known(clock: Clock) -> None:
    if clock.tiers or Severity.ORDINARY not in clock.severities:
        assert clock.start - {"received"}, "before the classification it is never for them"


@pytest.mark.parametrize("kind", PROMISES)
@pytest.mark.parametrize("name", TRADES)
def test_every_promise_is_watched_ws_33_ws_34_pc_21(name: str, kind: PromiseKind) -> None:
    promise = MakePromise(
        at=MONDAY, by=owner(load(name)), kind=kind, what="reply", due=MONDAY + timedelta(days=1)
    )
    life = Life(load(name), next(iter(load(name).categories)))
    life.do(promise)
    assert MONDAY + timedelta(days=1) in {
        one.deadline.due for one in life.complaint.clocks.deadlines
    }


# ---- a complaint of every category comes to its end ----------------------------------------


@pytest.mark.parametrize(("name", "category"), CATEGORIES, ids=lambda value: value)
def test_a_complaint_of_every_category_can_be_settled_lc_08_ws_37(name: str, category: str) -> None:
    policy = load(name)
    life = Life(policy, category)
    life.settle()
    life.do(Close(at=MONDAY, by=life.owner, outcome=next(iter(policy.outcomes)), result="已说明"))
    assert life.complaint.status is Status.CLOSED
    running = {item.deadline.clock for item in life.complaint.clocks.deadlines}
    lasting = {key for key, clock in policy.clocks.items() if clock.after_end}
    assert running <= lasting | set(policy.occasions)


# ---- words ---------------------------------------------------------------------------------


@cache
def texts(document: str) -> tuple[tuple[str, Mapping[str, str]], ...]:
    """Everything that a document says in the three languages, with where."""
    return tuple(_texts("", tomllib.loads(DOCUMENTS[document])))


def _texts(key: str, value: Any) -> Iterator[tuple[str, Mapping[str, str]]]:
    if isinstance(value, dict) and "zh-Hans" in value:
        yield key, value
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield from _texts(f"{key}.{name}".strip("."), inner)
    elif isinstance(value, list):
        for at, inner in enumerate(value):
            yield from _texts(f"{key}[{at}]", inner)


@pytest.mark.parametrize("document", DOCUMENTS)
def test_simplified_texts_hold_no_traditional_character(document: str) -> None:
    mixed = [
        (key, text["zh-Hans"])
        for key, text in texts(document)
        if TO_SIMPLIFIED.convert(text["zh-Hans"]) != text["zh-Hans"]
    ]
    assert mixed == []


@pytest.mark.parametrize("document", DOCUMENTS)
def test_traditional_texts_hold_no_simplified_character(document: str) -> None:
    mixed = [
        (key, text["zh-Hant"])
        for key, text in texts(document)
        if TO_TRADITIONAL.convert(text["zh-Hant"]).translate(SHARED)
        != text["zh-Hant"].translate(SHARED)
    ]
    assert mixed == []


@pytest.mark.parametrize("document", DOCUMENTS)
def test_the_three_texts_are_three_texts(document: str) -> None:
    same = [
        key
        for key, text in texts(document)
        if text["en"] in {text["zh-Hans"], text["zh-Hant"]}
        or (
            text["zh-Hans"] == text["zh-Hant"]
            and TO_TRADITIONAL.convert(text["zh-Hans"]).translate(SHARED) != text["zh-Hans"]
        )
    ]
    assert same == []


@pytest.mark.parametrize("document", DOCUMENTS)
def test_no_guidance_is_given_twice(document: str) -> None:
    given = [
        (one["stage"], one["kind"], one["text"]["zh-Hans"])
        for one in tomllib.loads(DOCUMENTS[document]).get("guidance", [])
    ]
    assert len(set(given)) == len(given)


# ---- rules ---------------------------------------------------------------------------------


@pytest.mark.parametrize("document", DOCUMENTS)
def test_a_document_cites_rules_that_exist_and_nothing_else(document: str) -> None:
    assert {citation.rule for citation in cited(DOCUMENTS[document])} <= set(rules())


@pytest.mark.parametrize("name", shipped())
def test_every_clock_duty_and_guidance_names_its_rule(name: str) -> None:
    policy = load(name)
    named = [
        *(clock.rule for clock in policy.clocks.values()),
        *(duty.rule for duty in policy.report_duties),
        *(one.rule for one in policy.guidance),
    ]
    assert [rule for rule in named if not any(cited(rule))] == []


@pytest.mark.parametrize("name", TRADES)
def test_a_trade_has_words_to_say_things_to_do_and_things_never_to_do_tr_05(name: str) -> None:
    policy = load(name)
    for stage in ("reception", "apology", "explanation", "compensation", "follow-up", "review"):
        assert [one for one in policy.guidance if one.stage == stage], stage
    assert len({one.kind for one in policy.guidance}) == 3


# ---- money and waiting ---------------------------------------------------------------------


@pytest.mark.parametrize("name", TRADES)
def test_finance_has_its_time_again_once_it_is_its_turn_sc_36(name: str) -> None:
    clocks = load(name).clocks
    review, answer = clocks["expense-review"], clocks["query-answer"]
    assert {"query-answered", "expense-changed"} < review.start
    assert "expense-queried" in review.stop & answer.start
    assert {"query-answered", "expense-changed"} < answer.stop


@pytest.mark.parametrize("name", TRADES)
def test_what_came_back_is_to_be_paid_again_sc_36(name: str) -> None:
    paid = [clock for clock in load(name).clocks.values() if "compensated" in clock.stop]
    settling = [clock for clock in paid if clock.start & {"agreed", "plan-approved"}]
    assert settling
    assert all("compensation-reversed" in clock.start for clock in settling)


@pytest.mark.parametrize("name", TRADES)
def test_a_wait_is_looked_after_as_11(name: str) -> None:
    watch = load(name).clocks["waiting"]
    assert (watch.start, watch.stop) == (frozenset({"paused"}), frozenset({"resumed"}))
    assert watch.report_to
    assert not watch.pauses_for

"""Escalation and instruction (SC-21..28, LC-40, LC-43, WS-27)."""

from dataclasses import replace

from app.domain.complaint import replay
from app.domain.policy import Grant
from app.domain.refusals import AgainstPolicy, FactsMissing, Implausible, UnknownTerm
from app.domain.steps.escalation import Escalate, Escalated, Instruct, Instructed
from tests.support.people import CLASSIFIED, LIN, MONDAY, RECEIVED, UNDERSTOOD, ZHOU, policy
from tests.support.spec import facts, given

ESCALATE = Escalate(
    at=MONDAY, by=LIN, tier="first", to_role="supervisor", reason="Beyond my authority"
)
ESCALATED = Escalated(tier="first", to_role="supervisor", reason="Beyond my authority")
BASIC = (RECEIVED, UNDERSTOOD, CLASSIFIED)


def test_what_is_beyond_authority_goes_to_the_next_tier_sc_21() -> None:
    given(*BASIC).when(ESCALATE).then(ESCALATED)
    complaint = replay(facts(*BASIC, ESCALATED))
    assert complaint is not None
    assert (complaint.tier, complaint.handling.unit) == ("first", "front-hall")


def test_it_can_go_to_another_unit_sc_24() -> None:
    to_studio = replace(ESCALATED, to_unit="studio")
    given(*BASIC).when(replace(ESCALATE, to_unit="studio")).then(to_studio)
    complaint = replay(facts(*BASIC, to_studio))
    assert complaint is not None
    assert complaint.handling.unit == "studio"


def test_what_is_not_classified_yet_stands_at_the_lowest_tier_sc_49() -> None:
    given(RECEIVED, UNDERSTOOD).when(ESCALATE).then(ESCALATED)
    lowest = replace(ESCALATE, tier="basic")
    given(RECEIVED, UNDERSTOOD).when(lowest).refused(Implausible, field="tier")


def test_it_only_goes_upward() -> None:
    higher = (*BASIC, replace(ESCALATED, tier="second"))
    given(*higher).when(ESCALATE).refused(Implausible, field="tier", says="second")


def test_levels_are_skipped_only_when_it_is_said_lc_40() -> None:
    far = replace(ESCALATE, tier="second")
    given(*BASIC).when(far).refused(AgainstPolicy, field="skip_level", says="first")
    given(*BASIC).when(replace(far, to_role="manager", skip_level=True)).then(
        replace(ESCALATED, tier="second", to_role="manager", skip_level=True)
    )


def test_what_is_not_understood_is_not_passed_on_as_05() -> None:
    given(RECEIVED).when(ESCALATE).refused(FactsMissing)


def test_tier_role_and_unit_are_words_of_the_policy() -> None:
    given(*BASIC).when(replace(ESCALATE, tier="third")).refused(UnknownTerm, field="tier")
    given(*BASIC).when(replace(ESCALATE, to_role="emperor")).refused(UnknownTerm, field="to_role")
    given(*BASIC).when(replace(ESCALATE, to_unit="cellar")).refused(UnknownTerm, field="to_unit")


def grant(role: str, tier: str | None) -> Grant:
    return Grant(role=role, remedies=frozenset(), limit=None, tier=tier)


def test_it_goes_to_somebody_who_may_decide_there_sc_21() -> None:
    tiered = policy(grants=(grant("supervisor", "basic"), grant("manager", "first")))
    given(*BASIC, policy=tiered).when(ESCALATE).refused(
        AgainstPolicy, field="to_role", says="manager"
    )
    to_manager = replace(ESCALATE, to_role="manager")
    given(*BASIC, policy=tiered).when(to_manager).then(replace(ESCALATED, to_role="manager"))


def test_where_nobody_is_named_for_the_tier_it_goes_to_any_role() -> None:
    low = policy(grants=(grant("supervisor", "basic"),))
    given(*BASIC, policy=low).when(ESCALATE).then(ESCALATED)


def test_a_superior_says_what_is_to_be_done_ws_27() -> None:
    command = Instruct(at=MONDAY, by=ZHOU, text="Print the album anew", to="lin")
    given(RECEIVED).when(command).then(Instructed(text="Print the album anew", to="lin"))

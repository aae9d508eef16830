"""A person is one person, however the name is spelt, in new commands and in old events."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st

from app.domain.complaint import Event, Fact
from app.domain.refusals import ConflictOfInterest, DutiesNotSeparate, Refusal
from app.domain.spelling import IGNORABLE, is_blank, person_of
from app.domain.steps.assignment import Assign, Assigned
from app.domain.steps.case_study import ApprovePublication
from app.domain.steps.compensation import Compensated
from app.domain.steps.concerned import CorrectConcerned
from app.domain.steps.confirmation import ConfirmRecord
from app.domain.steps.expense_query import QueryExpense
from app.domain.steps.expense_review import ReviewExpense
from app.domain.steps.memo import Noted
from app.domain.steps.plan_review import ReviewPlan
from app.domain.steps.receipt import Received
from app.domain.steps.reply import Reply
from app.domain.steps.responsibility import AttributeResponsibility
from app.domain.steps.reversal import ReverseCompensation
from app.domain.steps.sign_off import SignOff
from app.domain.values import Actor, ResponsibilityKind, Severity, Share, Verdict
from tests.domain.test_case_study import END, HOUSE, SERIOUS, WRITTEN
from tests.support.people import (
    CHEN,
    LIN,
    MONDAY,
    PAYABLE,
    PROPOSED,
    RECEIVED,
    REQUESTED,
    SIGNATURE,
    SIGNED,
    UNDERSTOOD,
    WANG,
    WITH_CONSENT,
    ZHOU,
    by,
    policy,
    yuan,
)
from tests.support.spec import given

SPACES = ("", " ", "\u3000", "\u00a0", "\t")
UNSEEN = ("", "\u200b", "\u00ad", "\u2060", "\ufe0f")


def full_width(letter: str) -> str:
    return chr(ord(letter) + 0xFEE0) if "!" <= letter <= "~" else letter


@st.composite
def spelt(draw: st.DrawFn, name: str) -> str:
    """Spell a name otherwise: capitals, full width, blanks around, marks that nobody sees."""
    ways = st.sampled_from((str.lower, str.upper, full_width))
    letters = [draw(ways)(letter) + draw(st.sampled_from(UNSEEN)) for letter in name]
    return draw(st.sampled_from(SPACES)) + "".join(letters) + draw(st.sampled_from(SPACES))


@drawn(spelt("zhao.min"))
def test_every_spelling_of_a_name_is_one_person(name: str) -> None:
    assert person_of(name) == "zhao.min"


@pytest.mark.parametrize(
    ("name", "person"),
    [
        ("张伟", "张伟"),
        ("Lin   Wei", "lin wei"),
        ("STRASSE", "strasse"),
        ("straße", "strasse"),
        ("Zoe\u0308", "zoë"),
        ("ｓｈｅｎ．ｙａ", "shen.ya"),
        ("\u3164", ""),
    ],
)
def test_a_name_is_compared_as_unicode_compares_identifiers(name: str, person: str) -> None:
    assert person_of(name) == person


@drawn(st.text())
def test_a_spelling_stays_as_it_is(name: str) -> None:
    assert person_of(person_of(name)) == person_of(name)


@drawn(st.text(st.sampled_from((*SPACES[1:], *UNSEEN[1:], "\u3164", "\uffa0", "\u2800", "\x07"))))
def test_blanks_and_marks_alone_are_blank(text: str) -> None:
    assert is_blank(text)
    assert not is_blank(f"{text}字{text}")


def test_two_people_stay_two() -> None:
    assert len({person_of(name) for name in ("zhao.min", "zhaomin", "zhao min", "赵敏")}) == 4
    assert IGNORABLE


ABOUT_ZHOU = replace(RECEIVED, about=("zhou",))
PAID = Compensated(remedy="redo", amount=yuan(200), signature=SIGNATURE, expense=1)
REQUEST_OF_CHEN = replace(REQUESTED, by=CHEN)

SEPARATE: dict[str, tuple[tuple[Event | Fact, ...], Any, type[Refusal]]] = {
    "confirming": (
        (by(ZHOU, RECEIVED),),
        ConfirmRecord(at=MONDAY, by=ZHOU),
        DutiesNotSeparate,
    ),
    "reviewing a plan": (
        (RECEIVED, replace(PROPOSED, by=ZHOU)),
        ReviewPlan(at=MONDAY, by=ZHOU, plan=1, verdict=Verdict.REFUSE, reason="No"),
        DutiesNotSeparate,
    ),
    "reviewing an expense": (
        (*WITH_CONSENT, REQUEST_OF_CHEN),
        ReviewExpense(at=MONDAY, by=CHEN, expense=1, verdict=Verdict.APPROVE),
        DutiesNotSeparate,
    ),
    "asking about an expense": (
        (*WITH_CONSENT, REQUEST_OF_CHEN),
        QueryExpense(at=MONDAY, by=CHEN, expense=1, question="Which album?"),
        DutiesNotSeparate,
    ),
    "reversing a payment": (
        (*WITH_CONSENT, REQUESTED, PAYABLE, by(CHEN, PAID)),
        ReverseCompensation(at=MONDAY, by=CHEN, compensation=1, reason="Account closed"),
        DutiesNotSeparate,
    ),
    "signing another box": (
        (RECEIVED, replace(SIGNED[0], by=ZHOU)),
        SignOff(at=MONDAY, by=ZHOU, box="recording-unit"),
        DutiesNotSeparate,
    ),
    "approving a case study": (
        (RECEIVED, SERIOUS, END, by(WANG, WRITTEN)),
        ApprovePublication(at=MONDAY, by=WANG),
        DutiesNotSeparate,
    ),
    "handling a complaint about oneself": (
        (ABOUT_ZHOU,),
        ConfirmRecord(at=MONDAY, by=ZHOU),
        ConflictOfInterest,
    ),
    "handling what became one about oneself": (
        (RECEIVED, Noted(text="It was Zhou", about=("zhou",))),
        ConfirmRecord(at=MONDAY, by=ZHOU),
        ConflictOfInterest,
    ),
}


def otherwise(happened: Event | Fact, name: str, other: str) -> Event | Fact:
    """Spell a person otherwise in what happened, as an old token or an old body did."""
    if isinstance(happened, Fact):
        actor = happened.by
        if actor.subject == name:
            actor = replace(actor, subject=other)
        return replace(happened, by=actor)
    if isinstance(happened, Received | Noted) and name in happened.about:
        return replace(happened, about=(other,))
    return happened


@pytest.mark.parametrize("what", SEPARATE)
@settings(max_examples=10)
@drawn(data=st.data())
def test_nobody_gets_round_a_separation_by_a_spelling(what: str, data: st.DataObject) -> None:
    past, command, why = SEPARATE[what]
    actor: Actor = command.by
    spelling = spelt(actor.subject)
    before = [otherwise(one, actor.subject, data.draw(spelling)) for one in past]
    again = replace(command, by=replace(actor, subject=data.draw(spelling)))
    given(*before, policy=HOUSE).when(again).refused(why)


@settings(max_examples=10)
@drawn(before=spelt("zhou"), now=spelt("zhou"))
def test_nobody_is_given_a_complaint_about_themselves_by_a_spelling(before: str, now: str) -> None:
    about = replace(RECEIVED, about=(before,))
    assign = Assign(at=MONDAY, by=LIN, handler=now, unit="customer-service")
    given(about, UNDERSTOOD).when(assign).refused(ConflictOfInterest, field="handler")


@settings(max_examples=10)
@drawn(before=spelt("zhou"), now=spelt("zhou"))
def test_nobody_names_themselves_by_a_spelling(before: str, now: str) -> None:
    who = replace(ZHOU, subject=now)
    correct = CorrectConcerned(at=MONDAY, by=who, about=(before,), reason="It was another")
    given(RECEIVED).when(correct).refused(ConflictOfInterest, field="about")
    share = Share(kind=ResponsibilityKind.DIRECT, unit="front-hall", percent=100, person=before)
    attribute = AttributeResponsibility(at=MONDAY, by=who, shares=(share,), reason="The light")
    given(RECEIVED).when(attribute).refused(ConflictOfInterest, field="shares")


@settings(max_examples=10)
@drawn(before=spelt("lin"), now=spelt("lin"))
def test_an_owner_is_the_owner_in_any_spelling_lc_26(before: str, now: str) -> None:
    in_person = policy(in_person_from=Severity.ORDINARY)
    owned = given(RECEIVED, Assigned(handler=before, unit="customer-service"), policy=in_person)
    reply = Reply(at=MONDAY, by=replace(LIN, subject=now), text="It is printed anew")
    assert owned.when(reply).decided()

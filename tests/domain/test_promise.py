"""Promises and replies (WS-31, WS-33, WS-34, WS-39, PC-21)."""

from dataclasses import replace

from app.domain.refusals import DeferralNeedsApology, Implausible, NotOpenItem, NotPermitted
from app.domain.steps.apology import Apologised
from app.domain.steps.promise import MakePromise, Promised
from app.domain.steps.reply import Replied, Reply
from app.domain.values import ApologyKind, PromiseKind
from tests.support.people import LIN, MEI, MONDAY, RECEIVED, SUNDAY_BEFORE, TUESDAY, policy
from tests.support.spec import given

PROMISE = MakePromise(
    at=MONDAY, by=LIN, kind=PromiseKind.REPLY, what="Call back by noon", due=TUESDAY
)
PROMISED = Promised(promise=1, kind=PromiseKind.REPLY, what="Call back by noon", due=TUESDAY)
REPLY = Reply(at=MONDAY, by=LIN, text="The album is printed anew", promise=1)
REPLIED = Replied(text="The album is printed anew", promise=1)
DEFER = Reply(
    at=MONDAY,
    by=LIN,
    text="The printer is repaired by tomorrow",
    deferred_because="The printer is broken",
    apology="再次向您致歉",
    new_due=TUESDAY,
)
PUT_OFF = Replied(text=DEFER.text, deferred_because="The printer is broken")
SORRY_AGAIN = Apologised(kind=ApologyKind.COURTESY, words="再次向您致歉")
NEW_PROMISE = Promised(promise=1, kind=PromiseKind.RESOLUTION, what=DEFER.text, due=TUESDAY)


def test_a_reply_is_promised_for_a_time_ws_31_pc_21() -> None:
    given(RECEIVED).when(PROMISE).then(PROMISED)


def test_whoever_takes_the_call_agrees_on_the_time_of_the_reply_ws_30_pc_18() -> None:
    given(RECEIVED).when(replace(PROMISE, by=MEI)).then(PROMISED)


def test_only_those_who_handle_it_promise_a_solution_lc_22() -> None:
    solution = replace(PROMISE, kind=PromiseKind.RESOLUTION)
    given(RECEIVED).when(replace(solution, by=MEI)).refused(NotPermitted, says="handle")
    given(RECEIVED).when(solution).then(replace(PROMISED, kind=PromiseKind.RESOLUTION))


def test_promises_are_numbered_even_after_some_were_kept() -> None:
    given(RECEIVED, PROMISED, REPLIED).when(PROMISE).then(replace(PROMISED, promise=2))


def test_nothing_is_promised_for_the_past() -> None:
    for due in (SUNDAY_BEFORE, MONDAY):
        given(RECEIVED).when(replace(PROMISE, due=due)).refused(Implausible, field="due")


def test_a_reply_keeps_the_promise_it_names_ws_33() -> None:
    given(RECEIVED, PROMISED).when(REPLY).then(REPLIED)


def test_a_reply_needs_no_promise_lc_28() -> None:
    given(RECEIVED).when(replace(REPLY, promise=None)).then(replace(REPLIED, promise=None))


def test_a_promise_is_kept_once_and_must_have_been_given() -> None:
    given(RECEIVED).when(REPLY).refused(NotOpenItem, field="promise")
    given(RECEIVED, PROMISED, REPLIED).when(REPLY).refused(NotOpenItem, field="promise")


def test_other_promises_stay_open() -> None:
    both = (RECEIVED, PROMISED, replace(PROMISED, promise=2), REPLIED)
    given(*both).when(replace(REPLY, promise=2)).then(replace(REPLIED, promise=2))


def test_a_deferral_apologises_again_and_promises_anew_ws_39() -> None:
    given(RECEIVED).when(DEFER).then(SORRY_AGAIN, PUT_OFF, NEW_PROMISE)


def test_a_promise_that_is_put_off_is_replaced_by_the_new_one_ws_39() -> None:
    put_off, anew = replace(PUT_OFF, promise=1), replace(NEW_PROMISE, promise=2)
    given(RECEIVED, PROMISED).when(replace(DEFER, promise=1)).then(SORRY_AGAIN, put_off, anew)
    put_off_once = given(RECEIVED, PROMISED, put_off, anew)
    put_off_once.when(REPLY).refused(NotOpenItem, field="promise")
    put_off_once.when(replace(REPLY, promise=2)).then(replace(REPLIED, promise=2))


def test_a_deferral_without_a_second_apology_is_refused_ws_39() -> None:
    given(RECEIVED).when(replace(DEFER, apology=None)).refused(
        DeferralNeedsApology, field="apology"
    )


def test_a_policy_may_do_without_the_second_apology() -> None:
    plain = policy(deferral_needs_apology=False)
    given(RECEIVED, policy=plain).when(replace(DEFER, apology=None)).then(PUT_OFF, NEW_PROMISE)


def test_a_deferral_says_until_when_and_that_lies_ahead_ws_34() -> None:
    for due in (None, MONDAY):
        given(RECEIVED).when(replace(DEFER, new_due=due)).refused(Implausible, field="new_due")


def test_a_new_time_needs_the_reason_of_a_deferral_ws_39() -> None:
    command = replace(REPLY, promise=None, new_due=TUESDAY)
    given(RECEIVED).when(command).refused(Implausible, field="deferred_because")


def test_any_reply_may_apologise() -> None:
    command = replace(REPLY, promise=None, apology="再次向您致歉")
    given(RECEIVED).when(command).then(SORRY_AGAIN, replace(REPLIED, promise=None))

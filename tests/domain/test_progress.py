"""Progress notices (BE-03)."""

from datetime import timedelta

import pytest

from app.domain.complaint import Fact, replay
from app.domain.refusals import AlreadyEnded, NotPermitted
from app.domain.steps.progress import ProgressTold, TellProgress
from app.domain.steps.promise import Promised
from app.domain.values import Actor, PromiseKind
from tests.support.people import ENDED, LIN, MEI, MONDAY, RECEIVED
from tests.support.spec import facts, given

TOLD = ProgressTold(text="The album is at the printer's")


def tell(by: Actor = LIN) -> TellProgress:
    return TellProgress(at=MONDAY, by=by, text="The album is at the printer's")


def test_the_customer_is_told_how_it_stands_be_03() -> None:
    given(RECEIVED).when(tell()).then(TOLD)
    given(RECEIVED, TOLD).when(tell()).then(TOLD)


def test_a_notice_is_no_reply_and_keeps_no_promise_ws_31() -> None:
    due = MONDAY + timedelta(hours=2)
    promised = Promised(promise=1, kind=PromiseKind.REPLY, what="Call", due=due)
    complaint = replay(facts(RECEIVED, promised, TOLD))
    assert complaint is not None
    assert [item.number for item in complaint.promises] == [1]
    assert complaint.replies == 0


def test_it_is_told_by_those_who_handle() -> None:
    given(RECEIVED).when(tell(MEI)).refused(NotPermitted)


@pytest.mark.parametrize("past", ENDED)
def test_there_is_no_progress_after_the_end(past: tuple[Fact, ...]) -> None:
    given(*past).when(tell()).refused(AlreadyEnded)

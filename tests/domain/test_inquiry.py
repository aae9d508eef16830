"""Findings (AS-09, WS-46)."""

from dataclasses import replace

from app.domain.refusals import AgainstPolicy, Implausible
from app.domain.steps.inquiry import Investigated, RecordFindings
from app.domain.values import CauseClass, Fault, Money
from tests.support.people import LIN, MONDAY, RECEIVED, yuan
from tests.support.spec import given

RECORD = RecordFindings(
    at=MONDAY,
    by=LIN,
    findings="The profile of the new printer was never set",
    cause="Colour profile",
    cause_class=CauseClass.SYSTEMIC,
    fault=Fault.OURS,
    established=True,
    loss=yuan(220),
)
FOUND = Investigated(
    findings="The profile of the new printer was never set",
    cause="Colour profile",
    cause_class=CauseClass.SYSTEMIC,
    fault=Fault.OURS,
    established=True,
    loss=yuan(220),
)


def test_findings_name_cause_fault_and_loss_as_09_ws_46() -> None:
    given(RECEIVED).when(RECORD).then(FOUND)


def test_there_may_be_no_loss() -> None:
    for loss in (None, yuan(0)):
        given(RECEIVED).when(replace(RECORD, loss=loss)).then(replace(FOUND, loss=loss))


def test_a_loss_is_not_negative() -> None:
    given(RECEIVED).when(replace(RECORD, loss=yuan(-1))).refused(Implausible, field="loss")


def test_the_price_paid_is_counted_as_the_loss_is() -> None:
    priced = replace(RECORD, price=yuan(3988))
    given(RECEIVED).when(priced).then(replace(FOUND, price=yuan(3988)))
    given(RECEIVED).when(replace(RECORD, price=yuan(-1))).refused(Implausible, field="price")
    euros = replace(RECORD, price=Money(100, "EUR"))
    given(RECEIVED).when(euros).refused(AgainstPolicy, field="price", says="CNY")


def test_a_loss_is_counted_in_the_policys_currency() -> None:
    euros = replace(RECORD, loss=Money(100, "EUR"))
    given(RECEIVED).when(euros).refused(AgainstPolicy, field="loss", says="CNY")

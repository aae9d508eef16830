"""The more serious a complaint, the fewer speak with the customer (LC-26, LC-43, LC-44)."""

from typing import Any

import pytest

from app.domain.command import Command
from app.domain.policy import Policy
from app.domain.refusals import NotInPerson, NotPermitted
from app.domain.steps.assignment import Assigned
from app.domain.steps.classification import Classified
from app.domain.steps.closing import Close
from app.domain.steps.explanation import Explain
from app.domain.steps.plan import ProposePlan
from app.domain.steps.reply import Reply
from app.domain.values import Severity
from tests.support.people import LIN, MONDAY, RECEIVED, offer, policy
from tests.support.spec import given

FOR_THE_OWNER = (
    ProposePlan(at=MONDAY, by=LIN, explanation="Anew", offers=(offer("redo", 220),)),
    Reply(at=MONDAY, by=LIN, text="It is printed anew"),
    Explain(at=MONDAY, by=LIN, words="How it is printed", understood=True),
    Close(at=MONDAY, by=LIN, outcome="explained", result="Explained the print process"),
)
FAIRLY_SERIOUS = Classified(category="billing", tier="basic", severity=Severity.FAIRLY_SERIOUS)
LIN_OWNS_IT = Assigned(handler="lin", unit="customer-service")


def rules(**changes: Any) -> Policy:
    return policy(boxes=(), closing_needs=frozenset(), **changes)


@pytest.mark.parametrize("command", FOR_THE_OWNER)
@pytest.mark.parametrize("least", Severity)
def test_from_a_severity_up_the_owner_does_it_in_person_lc_26(
    command: Command, least: Severity
) -> None:
    in_person = rules(in_person_from=least)
    for_another = given(RECEIVED, FAIRLY_SERIOUS, policy=in_person).when(command)
    if least <= Severity.FAIRLY_SERIOUS:
        for_another.refused(NotInPerson, says="assigned to you")
    else:
        assert for_another.decided()
    assert given(RECEIVED, FAIRLY_SERIOUS, LIN_OWNS_IT, policy=in_person).when(command).decided()


@pytest.mark.parametrize("command", FOR_THE_OWNER)
def test_the_policy_says_who_handles_which_severity_lc_44(command: Command) -> None:
    managers = frozenset({"manager", "general-manager"})
    for_managers = rules(handled_by={Severity.FAIRLY_SERIOUS: managers})
    serious = given(RECEIVED, FAIRLY_SERIOUS, policy=for_managers)
    serious.when(command).refused(NotPermitted, says="general-manager, manager")
    handlers = rules(handled_by={Severity.FAIRLY_SERIOUS: frozenset({"handler"})})
    assert given(RECEIVED, FAIRLY_SERIOUS, policy=handlers).when(command).decided()
    assert given(RECEIVED, policy=for_managers).when(command).decided()


@pytest.mark.parametrize("command", FOR_THE_OWNER)
def test_what_is_not_classified_is_handled_as_ordinary_lc_43(command: Command) -> None:
    supervised = rules(handled_by={Severity.ORDINARY: frozenset({"supervisor"})})
    given(RECEIVED, policy=supervised).when(command).refused(NotPermitted, says="supervisor")
    in_person = rules(in_person_from=Severity.ORDINARY)
    given(RECEIVED, policy=in_person).when(command).refused(NotInPerson)

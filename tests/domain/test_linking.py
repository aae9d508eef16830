"""Links between complaints (PC-34)."""

from dataclasses import replace
from uuid import UUID

import pytest

from app.domain.complaint import Event, Fact
from app.domain.refusals import NotPermitted
from app.domain.steps.linking import Link, Linked
from app.domain.values import Actor, ComplaintId, LinkKind
from tests.support.people import ENDED, LIN, MEI, MONDAY, RECEIVED
from tests.support.spec import given

OTHER = ComplaintId(UUID("e8375a35-eff0-572e-a2c2-1ad94eacf3a0"))


def link(kind: LinkKind = LinkKind.FOLLOWS, by: Actor = LIN) -> Link:
    return Link(at=MONDAY, by=by, kind=kind, other=OTHER, reason="The frame again")


@pytest.mark.parametrize("kind", LinkKind)
def test_a_complaint_belongs_to_another_pc_34_pc_39(kind: LinkKind) -> None:
    linked = Linked(kind=kind, other=OTHER, reason="The frame again")
    given(RECEIVED).when(link(kind)).then(linked)


@pytest.mark.parametrize("past", ENDED)
def test_a_relation_found_out_after_the_end_is_recorded_too(past: tuple[Event | Fact, ...]) -> None:
    linked = Linked(kind=LinkKind.FOLLOWS, other=OTHER, reason="The frame again")
    given(*past).when(link()).then(linked)


def test_a_link_is_kept_and_changes_nothing_else_about_the_complaint() -> None:
    before = given(RECEIVED).complaint
    after = given(RECEIVED, Linked(kind=LinkKind.DUPLICATE_OF, other=OTHER)).complaint
    assert before is not None
    assert after is not None
    assert [link.other for link in after.content.links] == [OTHER]
    assert replace(after, content=before.content, version=before.version) == before


def test_whoever_only_receives_does_not_link() -> None:
    given(RECEIVED).when(link(by=MEI)).refused(NotPermitted)

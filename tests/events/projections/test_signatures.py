"""Whose signature still holds stands on the copies, as the rules have it (SC-40, SC-45)."""

from typing import Any

import pytest

from app.domain.complaint import Event, replay
from app.domain.steps.closing import Closed
from app.domain.steps.reopening import Reopened
from app.domain.steps.sign_off import Signed
from app.domain.values import ReopenCause
from app.events.projections import audit_copy, handler_copy
from tests.events.projections.examples import (
    RECEIVED,
    came_back,
    changed,
    confirmed,
    paid,
    queried,
    refused,
    requested,
)
from tests.events.projections.lives import fold, life

UNITS = (Signed(box="filler"), Signed(box="recording-unit"), Signed(box="handling-unit"))
ALL = (*UNITS, Signed(box="finance"))
REOPENED = Reopened(cause=ReopenCause.NOT_SATISFIED, reason="又坏了")
LIFE: tuple[Event, ...] = (
    RECEIVED,
    *UNITS,
    requested(),
    *ALL[1:],
    queried(),
    confirmed(),
    changed(),
    *ALL[1:],
    confirmed(),
    paid(),
    came_back(),
    *ALL[1:],
    refused(),
    Closed(outcome="settled", result="已办妥"),
    Signed(box="audit"),
    REOPENED,
    *UNITS,
)


@pytest.mark.parametrize("copy", [handler_copy, audit_copy])
def test_a_copy_tells_which_signatures_hold_as_the_complaint_does_sc_45(copy: Any) -> None:
    facts = life(*LIFE)
    for length in range(1, len(facts) + 1):
        complaint = replay(facts[:length])
        assert complaint is not None
        document = fold(copy.project, facts[:length])
        holding = [one["box"] for one in document["sign_offs"] if one["voided"] is None]
        assert holding == [*complaint.form.signed], facts[length - 1].event
    assert len(document["sign_offs"]) == len([one for one in LIFE if isinstance(one, Signed)])


@pytest.mark.parametrize("copy", [handler_copy, audit_copy])
def test_a_void_signature_says_since_when_and_by_whose_act_sc_40(copy: Any) -> None:
    document = fold(copy.project, life(RECEIVED, *UNITS, requested(), changed()))
    first, *others = document["sign_offs"]
    assert first["voided"] is None
    assert [one["voided"] for one in others] == [
        {"at": "2026-03-02T09:40:00.000000Z", "by": "zhang"}
    ] * 2

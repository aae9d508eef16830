"""Receipt, memos and the confirmed record (WS-01..17, SC-39..42, SC-47, AS-02)."""

from dataclasses import replace
from typing import Any

import pytest

from app.domain.complaint import NotAStream, evolve, replay
from app.domain.refusals import (
    DutiesNotSeparate,
    FactsMissing,
    Implausible,
    NotOpenItem,
    UnknownTerm,
)
from app.domain.steps.assignment import Assign
from app.domain.steps.confirmation import Confirmed, ConfirmRecord
from app.domain.steps.memo import AddMemo, Noted
from app.domain.steps.receipt import ReceiveComplaint, Received
from app.domain.values import Channel, Complainant, Directness, Emotion
from tests.support.people import (
    APOLOGISED,
    CONFIRMED,
    LIN,
    MEI,
    MONDAY,
    MRS_TANG,
    RECEIVED,
    ZHOU,
    by,
    policy,
)
from tests.support.spec import facts, given

RECEIVE = ReceiveComplaint(
    at=MONDAY,
    by=MEI,
    channel=Channel.TELEPHONE,
    unit="front-hall",
    complainant=MRS_TANG,
    statement=RECEIVED.statement,
)
CONFIRM = ConfirmRecord(at=MONDAY, by=ZHOU, remark="Heard it myself")


def test_a_telephone_call_needs_name_telephone_and_summary_as_02() -> None:
    given().when(RECEIVE).then(RECEIVED)


def test_everything_the_complainant_said_is_kept_ws_16_ws_01_be_01_as_15() -> None:
    command = replace(
        RECEIVE,
        directness=Directness.INDIRECT,
        place="Counter 2",
        stage="selection",
        reason="Colours",
        subject="Album",
        demand="Make it anew",
        emotion=Emotion.HEATED,
        order_reference="W-77",
        confidential=True,
        high_value=True,
        paper_number="000123",
    )
    received = Received(
        channel=Channel.TELEPHONE,
        unit="front-hall",
        complainant=MRS_TANG,
        statement=RECEIVED.statement,
        directness=Directness.INDIRECT,
        place="Counter 2",
        stage="selection",
        reason="Colours",
        subject="Album",
        demand="Make it anew",
        emotion=Emotion.HEATED,
        order_reference="W-77",
        confidential=True,
        high_value=True,
        paper_number="000123",
    )
    given().when(command).then(received)


def test_a_receipt_without_a_way_back_is_refused_as_02() -> None:
    nobody = replace(RECEIVE, complainant=Complainant(reference="locker 12"))
    refusal = given().when(nobody).refused(FactsMissing, says="contact, name")
    assert refusal.missing == ("contact", "name")


@pytest.mark.parametrize(
    "complainant",
    [
        Complainant(name="Tang", email="tang@example.com"),
        Complainant(name="Tang", address="Kunshan, Renmin Road 1"),
    ],
)
def test_any_way_back_will_do_lc_03(complainant: Complainant) -> None:
    command = replace(RECEIVE, complainant=complainant)
    given().when(command).then(replace(RECEIVED, complainant=complainant))


def test_only_the_policys_channels_are_open_sc_47_be_14() -> None:
    by_telephone = policy(channels=frozenset({Channel.TELEPHONE}))
    by_fax = replace(RECEIVE, channel=Channel.FAX)
    given(policy=by_telephone).when(by_fax).refused(UnknownTerm, field="channel")


def test_the_recording_unit_is_one_of_the_policys() -> None:
    refusal = given().when(replace(RECEIVE, unit="cellar")).refused(UnknownTerm, field="unit")
    assert "front-hall" in refusal.known


def test_whoever_is_bound_to_units_records_for_one_of_them() -> None:
    assert MEI.units == ("front-hall",)
    elsewhere = replace(RECEIVE, unit="studio")
    given().when(elsewhere).refused(UnknownTerm, field="unit", says="front-hall")
    given().when(replace(elsewhere, by=replace(MEI, units=()))).decided()


def test_places_and_stages_are_free_unless_the_policy_lists_them_ws_02() -> None:
    listed = policy(places=frozenset({"counter"}), stages=frozenset({"shooting"}))
    given(policy=listed).when(replace(RECEIVE, place="cellar")).refused(UnknownTerm, field="place")
    given(policy=listed).when(replace(RECEIVE, stage="later")).refused(UnknownTerm, field="stage")
    known: dict[str, Any] = {"place": "counter", "stage": "shooting"}
    given(policy=listed).when(replace(RECEIVE, **known)).then(replace(RECEIVED, **known))
    given(policy=listed).when(RECEIVE).then(RECEIVED)


def test_the_employees_it_is_about_are_kept_and_added_to_ws_06() -> None:
    about = replace(RECEIVED, about=("wu", "sun"))
    given().when(replace(RECEIVE, about=("wu", "sun"))).then(about)
    memo = AddMemo(at=MONDAY, by=MEI, text="It was Qian too", about=("qian", "wu"))
    noted = Noted(text="It was Qian too", about=("qian", "wu"))
    given(about).when(memo).then(noted)
    complaint = replay(facts(about, noted))
    assert complaint is not None
    assert complaint.about == {"wu", "sun", "qian"}


def test_the_customer_says_when_a_call_is_welcome_pc_33() -> None:
    evenings = replace(MRS_TANG, contact_from="18:30", contact_until="20:00")
    given().when(replace(RECEIVE, complainant=evenings)).then(
        replace(RECEIVED, complainant=evenings)
    )


@pytest.mark.parametrize(
    ("begins", "ends"),
    [("18:30", None), (None, "20:00"), ("20:00", "18:30"), ("18:30", "18:30")],
)
def test_the_time_for_calls_lies_within_one_day_pc_33(begins: str | None, ends: str | None) -> None:
    never = replace(MRS_TANG, contact_from=begins, contact_until=ends)
    field = "complainant.contact_until"
    given().when(replace(RECEIVE, complainant=never)).refused(Implausible, field=field)
    memo = AddMemo(at=MONDAY, by=MEI, text="Call later", complainant=never)
    given(RECEIVED).when(memo).refused(Implausible, field=field)


def test_a_memo_is_taken_by_whoever_receives_ws_15_pc_22() -> None:
    given(RECEIVED).when(AddMemo(at=MONDAY, by=MEI, text="Called back")).then(
        Noted(text="Called back")
    )


def test_memos_complete_the_facts_for_handing_over_as_05_ws_14() -> None:
    assign = Assign(at=MONDAY, by=LIN, handler="lin", unit="customer-service")
    missing = given(RECEIVED).when(assign).refused(FactsMissing)
    assert missing.missing == ("demand", "reason", "subject")

    memo = AddMemo(
        at=MONDAY,
        by=MEI,
        text="Called back",
        reason="Colours",
        subject="Album",
        demand="Make it anew",
        complainant=replace(MRS_TANG, email="tang@example.com"),
    )
    noted = Noted(
        text="Called back",
        reason="Colours",
        subject="Album",
        demand="Make it anew",
        complainant=replace(MRS_TANG, email="tang@example.com"),
    )
    given(RECEIVED).when(memo).then(noted)
    assert given(RECEIVED, noted).when(assign).decided()


def test_the_head_of_the_recording_unit_confirms_sc_40() -> None:
    given(RECEIVED).when(CONFIRM).then(Confirmed(unit="front-hall", remark="Heard it myself"))


def test_the_record_is_confirmed_once() -> None:
    given(RECEIVED, CONFIRMED).when(CONFIRM).refused(NotOpenItem)


def test_nobody_confirms_what_they_filled_in_sc_40() -> None:
    given(by(ZHOU, RECEIVED)).when(CONFIRM).refused(DutiesNotSeparate)


def test_a_small_house_may_let_one_person_do_both() -> None:
    small = policy(separate_duties=False)
    given(by(ZHOU, RECEIVED), policy=small).when(CONFIRM).then(
        Confirmed(unit="front-hall", remark="Heard it myself")
    )


def test_no_events_are_no_complaint() -> None:
    assert replay(()) is None


def test_a_stream_begins_with_the_receipt_once() -> None:
    with pytest.raises(NotAStream, match="begins"):
        replay(facts(APOLOGISED))
    with pytest.raises(NotAStream, match="once"):
        evolve(replay(facts(RECEIVED)), facts(RECEIVED)[0])

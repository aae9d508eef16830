"""What the whole case and the copies of its form say."""

import copy
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest
from hypothesis import given

from app.domain.complaint import Event, Fact, NotAStream, replay
from app.domain.complaint.numbered import open_ones
from app.domain.steps.promise import Promised
from app.domain.steps.receipt import Received
from app.domain.steps.reply import Replied
from app.domain.values import Copy, PromiseKind
from app.domain.vocabulary import EVENTS
from app.events.projections import ALL, audit_copy, case_state, handler_copy, planning_copy
from tests.events.projections.examples import (
    AGREED,
    APOLOGISED,
    APPROVED,
    ASSIGNED,
    CLASSIFIED,
    CLOSED,
    CONFIRMED,
    ESCALATED,
    FOLLOWED_UP,
    NOTED,
    PROMISED,
    PROPOSED,
    RECEIVED,
    REOPENED,
    REPLIED,
    SIGNED,
    WHOLE,
    WITHDRAWN,
    confirmed,
    paid,
    requested,
)
from tests.events.projections.lives import START, any_fact, fold, life, log
from tests.events.test_golden import FILES, decode_golden

each_projection = pytest.mark.parametrize("projection", ALL, ids=lambda one: one.name)


@each_projection
@given(fact=any_fact)
def test_no_event_changes_the_document_it_is_folded_into(projection: Any, fact: Fact) -> None:
    document = fold(projection.project, life(*WHOLE))
    kept = copy.deepcopy(document)
    entry = log([fact])[0][1]._replace(version=99, position=999)
    if isinstance(fact.event, Received):
        with pytest.raises(NotAStream):
            projection.project(document, fact, entry)
    else:
        after = projection.project(document, fact, entry)
        if after is not document:
            assert (after["version"], after["position"]) == (99, 999)
    assert document == kept


@pytest.mark.parametrize("projection", ALL[:4], ids=lambda one: one.name)
@given(fact=any_fact.filter(lambda fact: not isinstance(fact.event, Received)))
def test_the_case_and_its_copies_move_on_with_every_event(projection: Any, fact: Fact) -> None:
    document = fold(projection.project, life(RECEIVED))
    entry = log([fact])[0][1]._replace(version=99, position=999)
    after = projection.project(document, fact, entry)
    assert (after["version"], after["position"]) == (99, 999)


@each_projection
def test_a_document_is_json_and_comes_back_as_it_was(projection: Any) -> None:
    document = fold(projection.project, life(*WHOLE))
    assert msgspec.json.decode(msgspec.json.encode(document)) == document


@each_projection
def test_a_document_begins_with_the_receipt(projection: Any) -> None:
    with pytest.raises(NotAStream):
        fold(projection.project, life(CLASSIFIED))


@each_projection
def test_every_column_of_the_table_is_filled(projection: Any) -> None:
    document = fold(projection.project, life(*WHOLE))
    given = {"organisation_id", "version", "complaint_id", "position", "document"}
    given |= {"stream_version", "shape"}
    assert projection.columns(document).keys() | given == {c.name for c in projection.table.c}


def test_the_copies_agree_with_each_other_and_with_the_rules() -> None:
    facts = life(*WHOLE)
    for length in range(1, len(facts) + 1):
        complaint = replay(facts[:length])
        assert complaint is not None
        documents = [fold(projection.project, facts[:length]) for projection in ALL[:4]]
        for document in documents:
            assert document["status"] == complaint.status
            assert document["tier"] == complaint.tier
            assert document["handling_unit"] == complaint.handling.unit
            assert (document["version"], document["number"]) == (length, "2026-000001")
        assert len({str(document["closed_at"]) for document in documents}) == 1
        assert len({str(document["received_at"]) for document in documents}) == 1
        case, handler, audit, planning = documents
        assert audit["with_cost"] == complaint.with_cost
        assert [handler["custody"], audit["custody"], planning["custody"]] == [
            complaint.form.custody.of(copy) for copy in Copy
        ]
        assert case["owner"] == handler["owner"] == complaint.owner
        assert case["confirmed"] is (complaint.form.confirmation is not None)
        assert [plan["status"] for plan in case["plans"]] == [
            p.status for p in complaint.remedy.plans
        ]
        assert [e["status"] for e in case["expenses"]] == [
            e.status for e in complaint.money.expenses
        ]
        assert len(handler["open_promises"]) == len(complaint.promises)
        assert len(planning["promises"]["open"]) == len(complaint.promises)
        assert case_state.units_of(case) == complaint.units
        standing = {item.deadline.number: item.missed for item in complaint.clocks.deadlines}
        assert {d["number"]: bool(d["missed_at"]) for d in case["deadlines"]} == standing
        assert {item["number"] for item in handler["deadlines"]} == standing.keys()
        to_be_made = [item.number for item in open_ones(complaint.learning.improvements)]
        assert [item["number"] for item in handler["improvements"]] == to_be_made
        assert [item["number"] for item in planning["improvements"]["open"]] == to_be_made


def case_after(*events: Event) -> case_state.CaseState:
    document: case_state.CaseState = fold(case_state.project, life(RECEIVED, *events))
    return document


def form_after(*events: Event) -> handler_copy.HandlerCopy:
    document: handler_copy.HandlerCopy = fold(handler_copy.project, life(RECEIVED, *events))
    return document


def plan_after(*events: Event) -> planning_copy.PlanningCopy:
    document: planning_copy.PlanningCopy = fold(planning_copy.project, life(RECEIVED, *events))
    return document


def test_a_memo_completes_the_particulars_and_takes_nothing_away() -> None:
    who = case_after(NOTED)["complainant"]
    assert (who["name"], who["telephone"], who["email"]) == (
        "王芳",
        "13800000000",
        "wang@example.org",
    )
    assert form_after(NOTED)["customer"] == who


def test_the_case_keeps_every_decision_on_a_plan() -> None:
    (plan,) = case_after(PROPOSED, APPROVED, AGREED)["plans"]
    assert plan["status"] == "agreed"
    assert [(d["status"], d["words"]) for d in plan["decisions"]] == [
        ("approved", None),
        ("agreed", "好"),
    ]


def test_the_case_keeps_the_voucher_of_a_paid_expense() -> None:
    (expense,) = case_after(requested(), confirmed(), paid())["expenses"]
    assert (expense["status"], expense["voucher"]) == ("paid", "V-1")


def test_a_case_is_due_by_its_earliest_open_promise() -> None:
    later = replace(PROMISED, promise=2, due=PROMISED.due + timedelta(hours=5))
    assert case_state.columns(case_after())["due"] is None
    assert case_state.columns(case_after(PROMISED, later))["due"] == PROMISED.due
    assert case_state.columns(case_after(PROMISED, later, REPLIED))["due"] == later.due
    assert case_state.columns(case_after(PROMISED, CLOSED))["due"] is None
    assert case_state.columns(case_after(PROMISED, CLOSED, REOPENED))["due"] is None


def test_the_flags_are_those_of_the_last_classification() -> None:
    assert case_after(CLASSIFIED)["flags"] == ["supplier"]
    again = replace(CLASSIFIED, supplier=False, legal=True, technical_dispute=True)
    assert case_after(CLASSIFIED, again)["flags"] == ["legal", "technical_dispute"]


def test_a_reopened_case_has_no_outcome_any_more() -> None:
    case = case_after(CLOSED, REOPENED)
    assert (case["status"], case["outcome"], case["closed_at"]) == ("open", None, None)
    assert case["reopenings"][0]["cause"] == "not-satisfied"


def test_the_handler_copy_is_the_form_box_by_box() -> None:
    form = form_after(*WHOLE[1:])
    assert form["content"]["statement"] == RECEIVED.statement
    assert form["content"]["memos"] == ["发票已核对"]
    assert form["filler"]["by"] == "zhang"
    assert form["recording_unit_head"] is not None
    assert [each["who"] for each in form["assisting"]] == [
        ["manager"],
        ["manager", "office"],
        ["warehouse"],
        ["supplier"],
    ]
    assert [box["box"] for box in form["sign_offs"]] == ["audit"]
    assert form["result"]["result"] == "已退款"
    assert form["result"]["remedies"][0]["signatory"] == "王芳"


def test_the_handler_copy_says_what_is_due_next_and_by_whom() -> None:
    assert form_after()["next_due"] is None
    due = form_after(PROMISED, ASSIGNED)["next_due"]
    assert due is not None
    assert (due["clock"], due["about"], due["owner"]) == ("promised-reply", "promise:1", "li")
    assert form_after(PROMISED, REPLIED)["next_due"] is None
    assert form_after(PROMISED, WITHDRAWN)["next_due"] is None


def test_a_promise_that_is_put_off_is_not_kept_ws_39() -> None:
    put_off = replace(REPLIED, deferred_because="缺料")
    [promise] = case_after(PROMISED, put_off)["promises"]
    assert promise["kept_at"] is None
    assert promise["deferred_at"] is not None
    [ended] = case_after(PROMISED, put_off, WITHDRAWN)["promises"]
    assert ended["lapsed_at"] is None
    late = replace(PROMISED, due=START + timedelta(minutes=5))
    for given_for, times in ((PROMISED, 0), (late, 1)):
        counted = plan_after(APOLOGISED, given_for, put_off)["promises"]
        assert counted == {"made": 1, "kept": 0, "deferred": 1, "late": times, "open": []}


def test_the_planning_copy_counts_minutes_and_promises() -> None:
    late = replace(PROMISED, due=START + timedelta(minutes=5))
    plan = plan_after(APOLOGISED, late, REPLIED, SIGNED, CLOSED, FOLLOWED_UP)
    assert (plan["minutes_to_apology"], plan["minutes_to_closing"]) == (10, 50)
    assert plan["promises"] == {"made": 1, "kept": 1, "deferred": 0, "late": 1, "open": []}
    assert plan["satisfaction"][0]["with_outcome"] == 4
    assert plan_after(PROMISED, REPLIED)["promises"]["late"] == 0
    assert plan_after(CLOSED, REOPENED)["reopened"] == 1


def test_a_promise_that_a_reply_does_not_name_stays_open() -> None:
    other = Promised(promise=2, kind=PromiseKind.RESOLUTION, what="b", due=PROMISED.due)
    assert len(plan_after(PROMISED, other, Replied(text="x"))["promises"]["open"]) == 2


VOCABULARY = {
    "unit",
    "to_unit",
    "category",
    "tier",
    "remedy",
    "outcome",
    "occasion",
    "clock",
    "currency",
}
"""Words of the policy; everything else of type text is what people wrote."""


def planted(value: Any, name: str = "") -> Any:
    """Put a secret into every text of an event, but for words of the policy."""
    if isinstance(value, str) and type(value) is str:
        return value if name in VOCABULARY else f"秘密{name}13900000000"
    if is_dataclass(value) and not isinstance(value, type):
        texts = {f.name: planted(getattr(value, f.name), f.name) for f in fields(value)}
        return replace(value, **texts)
    if isinstance(value, tuple):
        return tuple(planted(item, name) for item in value)
    return value


def golden_events() -> Iterator[Event]:
    """Give every event with all its fields, as the golden files have them."""
    return (decode_golden(path).event for path in FILES)


def test_no_word_that_people_wrote_reaches_the_planning_copy() -> None:
    events = [planted(event) for event in golden_events()]
    received = next(event for event in events if isinstance(event, Received))
    others = [event for event in events if not isinstance(event, Received)]
    assert len({type(event) for event in events}) == len(EVENTS)
    plan = fold(planning_copy.project, life(received, *others))
    case = fold(case_state.project, life(received, *others))
    assert str(case).count("秘密") > 40
    assert "秘密" not in str(plan)
    assert "139" not in str(plan)
    assert "zhang" not in str(plan)


@pytest.mark.parametrize("number", ["A-008817", "FK-00318", "No.0042", "0001234"])
def test_the_number_of_the_paper_form_stands_on_all_three_copies(number: str) -> None:
    facts = life(replace(RECEIVED, paper_number=number))
    for projection in (handler_copy, audit_copy, planning_copy):
        assert fold(projection.project, facts)["paper_number"] == number


@pytest.mark.parametrize(
    "number", ["王芳", "A-1 王芳", "13900000000", "139-0000-0000", "Wang Fang 1"]
)
def test_what_may_be_no_number_of_a_form_does_not_reach_planning_sc_38(number: str) -> None:
    facts = life(replace(RECEIVED, paper_number=number))
    assert fold(planning_copy.project, facts)["paper_number"] is None
    assert fold(audit_copy.project, facts)["paper_number"] == number


def test_times_are_utc_with_microseconds() -> None:
    assert case_after()["received_at"] == "2026-03-02T09:00:00.000000Z"
    assert datetime(2026, 3, 2, 9, tzinfo=UTC) == START
    assert case_after(CONFIRMED, ESCALATED)["escalations"][0]["at"].endswith("09:20:00.000000Z")

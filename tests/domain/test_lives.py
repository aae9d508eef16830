"""Whatever is asked in whatever order, some things hold for every life of a complaint."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import reduce
from itertools import accumulate
from typing import TypeAlias

from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.command import Command
from app.domain.complaint import Complaint, Event, ExpenseStatus, Fact, Status, evolve, replay
from app.domain.complaint.numbered import Numbered, open_ones
from app.domain.custody import PUT_AWAY
from app.domain.ledger import Account, balances
from app.domain.policy import Policy
from app.domain.procedure import decide
from app.domain.refusals import AlreadyEnded, NotPermitted, Refusal
from app.domain.steps.compensation import Compensate, Compensated
from app.domain.steps.deadline import MissDeadline
from app.domain.steps.expense import ChangeExpense, RequestExpense
from app.domain.steps.expense_review import ReviewExpense
from app.domain.steps.hand_over import HandedOver
from app.domain.steps.receipt import ReceiveComplaint
from app.domain.steps.reversal import ReverseCompensation
from app.domain.values import Actor, Copy, Place, Severity
from app.domain.vocabulary import COMMANDS
from tests.domain.commands import ANY_COMMAND, RIGHT_COMMANDS, STRATEGIES, commands_by
from tests.support import spec
from tests.support.people import (
    CLOSED,
    ENDED,
    PAYABLE,
    POLICY,
    READY,
    RECEIVED,
    REQUESTED,
    WITH_CONSENT,
    WITH_PLAN,
    policy,
)

# As written; hardly any rule; another currency and fewer tiers, as a newer version may have.
LOOSE = policy(
    boxes=(),
    closing_needs=frozenset(),
    confirmed_before=frozenset(),
    handover_facts=frozenset(),
    consent_before_compensation=False,
    expense_needs_plan=False,
    separate_duties=False,
    publication_from=Severity.ORDINARY,
    remedies={key: replace(remedy, rework=True) for key, remedy in POLICY.remedies.items()},
)
FOREIGN = policy(currency="EUR", tiers=("basic", "second"), flag_tiers={}, boxes=POLICY.boxes[:2])

Life: TypeAlias = tuple[Complaint, list[Fact]]


def live(past: Sequence[Event | Fact], life: Sequence[tuple[Policy, Command]]) -> Life:
    """Follow the steps that are accepted; a refusal changes nothing, anything else would crash."""
    happened: list[Fact] = []
    for complaint, facts in followed(past, life):  # noqa: B007 - the last one is returned
        happened += facts
    return complaint, happened


def followed(
    past: Sequence[Event | Fact], life: Sequence[tuple[Policy, Command]]
) -> Iterator[tuple[Complaint, Sequence[Fact]]]:
    """Give the complaint after each accepted step, with the step's facts; the past comes first."""
    facts = spec.facts(*past)
    complaint = reduce(evolve, facts[1:], evolve(None, facts[0]))
    yield complaint, facts
    for rules, command in life:
        try:
            decided = decide(complaint, command, rules)
        except Refusal:
            continue
        if complaint.status is not Status.OPEN:
            assert command.after_end
        assert decided.complaint == reduce(evolve, decided.facts, complaint)
        complaint = decided.complaint
        yield complaint, decided.facts


STEPS = st.tuples(st.sampled_from([POLICY, LOOSE, FOREIGN]), ANY_COMMAND | RIGHT_COMMANDS)
# A life may begin anywhere, so that some go far beyond their beginning.
BEGINNINGS = st.sampled_from(
    [(RECEIVED,), WITH_PLAN, WITH_CONSENT, (*WITH_CONSENT, REQUESTED, PAYABLE), READY, CLOSED]
)
LIVES = st.builds(live, BEGINNINGS, st.lists(STEPS, min_size=15, max_size=30))


@settings(max_examples=30)
@given(LIVES, st.integers(min_value=1, max_value=30))
def test_every_life_can_be_replayed_from_any_point(life: Life, cut: int) -> None:
    complaint, happened = life
    assert replay(happened) == complaint
    assert reduce(evolve, happened[cut:], replay(happened[:cut])) == complaint


@settings(max_examples=30)
@given(LIVES)
def test_no_more_is_paid_than_finance_confirmed_sc_36(life: Life) -> None:
    complaint, happened = life
    for before, fact in zip(states(happened), happened[1:], strict=False):
        if isinstance(fact.event, Compensated) and fact.event.amount.amount:
            assert fact.event.expense is not None
            expense = before.money.expense(fact.event.expense)
            assert expense is not None
            assert expense.status is ExpenseStatus.CONFIRMED
            assert fact.event.amount.currency == expense.amount.currency
            assert 0 < fact.event.amount.amount <= expense.amount.amount
    settled = [one.number for one in complaint.money.expenses if one.status is ExpenseStatus.PAID]
    assert settled == sorted(one.expense or 0 for one in complaint.money.payments)


def states(happened: Sequence[Fact]) -> list[Complaint]:
    """How it stood after each fact."""
    first = evolve(None, happened[0])
    return list(accumulate(happened[1:], evolve, initial=first))


@settings(max_examples=30)
@given(LIVES)
def test_a_copy_goes_only_from_where_it_lies_sc_36(life: Life) -> None:
    _, happened = life
    for before, after, fact in zip(
        states(happened), states(happened)[1:], happened[1:], strict=False
    ):
        assert set(after.form.custody.places) == set(Copy)
        if isinstance(fact.event, HandedOver):
            moved = fact.event.copy
            assert before.form.custody.of(moved) is fact.event.origin
            assert after.form.custody == before.form.custody.hand(moved, fact.event.to)
        if after.status is Status.OPEN:
            assert PUT_AWAY.isdisjoint(after.form.custody.places.values())


@settings(max_examples=60)
@given(LIVES)
def test_nothing_is_destroyed_before_its_time_or_under_a_hold_sc_46(life: Life) -> None:
    _, happened = life
    for before, fact in zip(states(happened), happened[1:], strict=False):
        if isinstance(fact.event, HandedOver) and fact.event.to is Place.DESTROYED:
            assert fact.event.term is not None
            assert fact.at.date() >= fact.event.term.kept_until
            assert not open_ones(before.form.holds)


@settings(max_examples=60)
@given(LIVES)
def test_the_books_of_every_life_balance_sc_36(life: Life) -> None:
    complaint, _ = life
    postings = [one.posting for one in complaint.money.movements]
    for currency in {posting.amount.currency for posting in postings}:
        found = balances([one for one in postings if one.amount.currency == currency])
        assert min(found.values()) >= 0
        assert found.pop(Account.REQUESTED) == sum(found.values())
    stands = {ExpenseStatus.REQUESTED: Account.OPEN, ExpenseStatus.QUERIED: Account.OPEN}
    stands |= {ExpenseStatus.CONFIRMED: Account.PAYABLE, ExpenseStatus.PAID: Account.PAID}
    stands |= {ExpenseStatus.REFUSED: Account.REFUSED}
    for expense in complaint.money.expenses:
        assert expense.booked.account is stands[expense.status]
    paid = [one.amount.amount * (one.into is Account.PAID) for one in postings]
    back = [one.amount.amount * (one.out_of is Account.PAID) for one in postings]
    assert sum(paid) - sum(back) == sum(one.amount.amount for one in complaint.money.payments)


ABOUT_MONEY = [
    STRATEGIES[kind]
    for kind in (RequestExpense, ReviewExpense, ChangeExpense, Compensate, ReverseCompensation)
]
OF_MONEY = st.builds(
    live,
    st.just((*WITH_CONSENT, REQUESTED, PAYABLE)),
    st.lists(st.tuples(st.just(LOOSE), st.one_of(ABOUT_MONEY)), min_size=5, max_size=20),
)


@settings(max_examples=100, deadline=None)
@given(OF_MONEY)
def test_the_books_balance_at_every_time_whenever_things_are_said_to_be_sc_36(life: Life) -> None:
    complaint, happened = life
    for until in {fact.at for fact in happened}:
        moved = complaint.money.movements
        found = balances(one.posting for one in moved if one.act.at <= until)
        assert min(found.values()) >= 0
        assert found.pop(Account.REQUESTED) == sum(found.values())


@settings(max_examples=30)
@given(LIVES)
def test_numbers_count_from_one_and_boxes_are_signed_once(
    life: Life,
) -> None:
    complaint, _ = life
    assert len(complaint.form.signed) == len(set(complaint.form.signed))
    lists: tuple[tuple[Numbered, ...], ...] = (
        complaint.handling.assistance,
        complaint.communication.promises,
        complaint.communication.visits,
        complaint.remedy.plans,
        complaint.remedy.reworks,
        complaint.money.expenses,
        complaint.money.compensations,
        complaint.form.holds,
        complaint.learning.improvements,
    )
    for things in lists:
        assert [one.number for one in things] == [*range(1, len(things) + 1)]
    assert complaint.status is Status.OPEN or not complaint.promises


def test_every_command_takes_part_in_these_lives() -> None:
    assert {*STRATEGIES, ReceiveComplaint} == set(COMMANDS)


@settings(max_examples=30)
@given(commands_by(Actor("stranger")))
def test_who_has_no_role_may_do_nothing(command: Command) -> None:
    # The clock's own command is no person's, and has no route.
    if not isinstance(command, MissDeadline):
        spec.given(RECEIVED).when(command).refused(NotPermitted)


@settings(max_examples=60)
@given(commands_by(Actor("ann", tuple(POLICY.roles))))
def test_nothing_is_handled_after_the_end(command: Command) -> None:
    if not command.after_end:
        for past in ENDED:
            spec.given(*past).when(command).refused(AlreadyEnded)

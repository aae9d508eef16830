"""Room in the record: no complaint is filled so far that it can no longer be brought to its end.

Every step that leads to the end takes away at least as many of the events still needed as it adds,
and is always accepted. Any other step must leave room for what is needed after it.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Final, TypeAlias

from app.domain.approval import lapsed
from app.domain.command import KEPT_FROM_PEOPLE, Command
from app.domain.complaint import UNSETTLED, Complaint, ExpenseStatus, Plan, PlanStatus, Status
from app.domain.complaint.numbered import open_ones
from app.domain.custody import Route
from app.domain.guards import missing_steps
from app.domain.policy import Policy
from app.domain.procedure import Happened
from app.domain.refusals import RecordFull
from app.domain.reports import told
from app.domain.values import Place

MOST_EVENTS: Final = 500
"""Of one complaint. Real ones have some dozens; without a bound, one token could make every fold
and every document of a complaint as long as it likes."""

MEASURED_FROM: Final = 64
"""Events below which room is not measured: a record as short as that has it."""

EACH: Final = 2
"""Events that a step takes: its own, and what it changes about deadlines."""

Times: TypeAlias = Iterator[tuple[str, int]]
"""Steps, as policies name them, and how often each is still to be taken."""

_STEPS: Final[Mapping[str, str]] = {
    "apology": "apologise",
    "findings": "record-findings",
    "reply": "reply",
    "report": "report-up",
    "explanation": "explain",
}
"""The step for each thing that a policy may need for closing; the others are counted below."""


def require_room(
    version: int, complaint: Complaint, command: Command, happened: Happened, policy: Policy
) -> None:
    """Refuse what would leave too little room to bring the complaint to its end.

    `version` is that of the complaint before the command.

    Raises:
        RecordFull: names what can still be done.

    """
    reached = version + len(happened.facts)
    if reached < min(MEASURED_FROM, MOST_EVENTS - KEPT_FROM_PEOPLE):
        return
    before = steps_to_the_end(complaint, policy)
    after = EACH * steps_to_the_end(happened.complaint, policy).total()
    leads_to_the_end = len(happened.facts) + after <= EACH * before.total()
    if leads_to_the_end or reached + after <= MOST_EVENTS - command.keeps_free:
        return
    still = sorted({*before, "withdraw"} if complaint.status is Status.OPEN else before)
    message = (
        f"the complaint has {version} of {MOST_EVENTS} events, and the rest is kept for what leads "
        f"to its end: {', '.join(still) or 'nothing more'}; for other steps receive a new "
        "complaint and link it to this one"
    )
    raise RecordFull(message)


def steps_to_the_end(complaint: Complaint, policy: Policy) -> Counter[str]:
    """Count the steps that a complaint may still need to its end and past it, by their names.

    At least as many as the policy asks for, whatever the category turns out to be.
    """
    counted: Counter[str] = Counter()
    if complaint.status is Status.OPEN:
        for step, times in (*_handling(complaint, policy), *_money(complaint, policy)):
            counted[step] += times
    for step, times in _afterwards(complaint, policy):
        counted[step] += times
    return +counted


def _handling(complaint: Complaint, policy: Policy) -> Times:
    yield "add-memo", len(policy.handover_facts - complaint.facts)
    yield "confirm-record", bool(policy.confirmed_before) and not complaint.form.confirmation
    yield "classify", not complaint.classified
    yield "assign", not complaint.handling.assignments
    yield "resume", complaint.handling.wait is not None
    for need in missing_steps(complaint, policy.closing_needs):
        if need in _STEPS:
            yield _STEPS[need], 1
    superiors = {role for duty in policy.report_duties for role in duty.to}
    yield "report-up", len(superiors - told(complaint))
    targets = {category.refer_to for category in policy.categories.values()} - {None}
    yield "refer", not targets <= complaint.referred_to
    yield "reply", len(complaint.promises)
    yield "give-assistance", len(open_ones(complaint.handling.assistance))
    yield "record-visit", len(open_ones(complaint.communication.visits))
    yield "finish-rework", len(open_ones(complaint.remedy.reworks))
    yield "close", 1


def _money(complaint: Complaint, policy: Policy) -> Times:
    """Settle the money, carry out what was agreed, and sign the boxes."""
    for expense in complaint.money.expenses:
        yield "answer-query", expense.status is ExpenseStatus.QUERIED
        undecided = expense.status in {ExpenseStatus.REQUESTED, ExpenseStatus.QUERIED}
        yield "review-expense", undecided
        yield "compensate", expense.status in UNSETTLED
    to_request = 0
    for plan in complaint.remedy.plans:
        if plan.stands:
            requests = _requests(plan, complaint, policy)
            to_request += requests
            for step in ("request-expense", "review-expense", "compensate"):
                yield step, requests
            yield from _way_out(plan, complaint, policy)
    for box in policy.boxes:
        # Money that is still asked for has the boxes signed again.
        applies = to_request or complaint.with_cost or not box.only_with_cost
        unsigned = to_request or box.key not in complaint.form.signed
        yield "sign-off", bool(box.before_closing and applies and unsigned)


def _left(plan: Plan, complaint: Complaint, policy: Policy) -> int:
    """Count what the customer agreed to and does not have yet, but for what is under way."""
    if plan.status is not PlanStatus.AGREED:
        return 0
    left = complaint.outstanding(plan, policy)
    asked = sum(
        item.plan == plan.number and item.status in UNSETTLED for item in complaint.money.expenses
    )
    ordered = sum(item.remedy in left for item in open_ones(complaint.remedy.reworks))
    return max(0, len(left) - asked - ordered)


def _requests(plan: Plan, complaint: Complaint, policy: Policy) -> int:
    """Count the requests still to be made; what finance refused is not asked for again."""
    refused = sum(
        item.plan == plan.number and item.status is ExpenseStatus.REFUSED
        for item in complaint.money.expenses
    )
    return max(0, _left(plan, complaint, policy) - refused)


def _way_out(plan: Plan, complaint: Complaint, policy: Policy) -> Times:
    """Review it again if need be; let the customer decline, or have the rest without cost."""
    statuses = {item.status for item in complaint.money.expenses if item.plan == plan.number}
    agreed = plan.status is PlanStatus.AGREED and not complaint.is_carried_out(plan, policy)
    if not agreed and statuses.isdisjoint(UNSETTLED):
        return
    unsettled = not (complaint.classified and complaint.investigated)
    yield "review-plan", unsettled or lapsed(plan, complaint, policy)
    if ExpenseStatus.PAID in statuses:
        yield "compensate", _left(plan, complaint, policy)
    else:
        yield "record-consent", agreed


def _afterwards(complaint: Complaint, policy: Policy) -> Times:
    """Sign, call, improve, publish, and put the copies away."""
    is_open = complaint.status is Status.OPEN
    for box in policy.boxes:
        if not box.before_closing and box.key not in complaint.form.signed:
            yield "sign-off", is_open or complaint.with_cost or not box.only_with_cost
    standing = {
        item.deadline.clock for item in complaint.clocks.deadlines
    } & policy.occasions.keys()
    yield "follow-up", len(policy.occasions if is_open else standing)
    yield "attribute-responsibility", not complaint.attributed
    improvements = complaint.learning.improvements
    yield "plan-improvement", not improvements
    yield "finish-improvement", len(open_ones(improvements)) or not improvements
    yield "lift-hold", len(open_ones(complaint.form.holds))
    if policy.publication_from is not None and not complaint.learning.published:
        yield "write-case", not complaint.learning.case_studies
        yield "approve-publication", not complaint.learning.publication_approved
        yield "publish-case", 1
    for copy, route in policy.routes.items():
        lies = route if is_open else (complaint.form.custody.of(copy),)
        yield "hand-over", max((_moves(place, route) for place in lies), default=0)


def _moves(lies: Place, route: Route) -> int:
    """Count the fewest moves from a place to where the copy is destroyed; 0 if none lead there."""
    reached, moves = {lies}, 0
    while Place.DESTROYED not in reached:
        onward = reached.union(*(route.get(place, frozenset()) for place in reached))
        if onward == reached:
            return 0
        reached, moves = onward, moves + 1
    return moves

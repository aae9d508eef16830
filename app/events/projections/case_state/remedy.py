"""Findings, plans, work done again, and money."""

from app.domain.complaint import ExpenseStatus, Fact, PlanStatus
from app.domain.steps.compensation import Compensated
from app.domain.steps.consent import Agreed, Declined
from app.domain.steps.expense import ExpenseChanged, ExpenseRequested
from app.domain.steps.expense_query import ExpenseQueried, QueryAnswered
from app.domain.steps.expense_review import ExpenseConfirmed, ExpenseRefused
from app.domain.steps.inquiry import Investigated
from app.domain.steps.plan import Proposed
from app.domain.steps.plan_review import PlanApproved, PlanRefused
from app.domain.steps.reversal import CompensationReversed
from app.domain.steps.rework import Reworked, ReworkOrdered
from app.domain.steps.sign_off import Signed
from app.events.codec import iso
from app.events.outline import act, changed
from app.events.projection import money, offer
from app.events.projections.case_state.beginning import project
from app.events.projections.case_state.document import (
    CaseState,
    Compensation,
    Decision,
    ExpenseJson,
    Finding,
    PlanJson,
    ReworkJson,
    SignatureJson,
)


@project.on(Investigated)
def _investigated(case: CaseState, event: Investigated, fact: Fact) -> None:
    case["taken_up"] = True
    finding: Finding = {
        **act(fact),
        "findings": event.findings,
        "cause": event.cause,
        "cause_class": event.cause_class.value,
        "fault": event.fault.value,
        "established": event.established,
        "loss": None if event.loss is None else money(event.loss),
        "price": None if event.price is None else money(event.price),
    }
    case["findings"] = [*case["findings"], finding]


@project.on(Proposed)
def _proposed(case: CaseState, event: Proposed, fact: Fact) -> None:
    case["taken_up"] = case["acted"] = True
    plan: PlanJson = {
        **act(fact),
        "number": event.plan,
        "explanation": event.explanation,
        "offers": [offer(item) for item in event.offers],
        "alternatives": [offer(item) for item in event.alternatives],
        "beyond_order_terms": event.beyond_order_terms,
        "breaches": [breach.value for breach in event.breaches],
        "override_reason": event.override_reason,
        "status": PlanStatus.PROPOSED.value,
        "decisions": [],
    }
    case["plans"] = [*case["plans"], plan]


def _decide_plan(
    case: CaseState, number: int, status: PlanStatus, words: str | None, fact: Fact
) -> None:
    decision: Decision = {**act(fact), "status": status.value, "words": words}

    def decide(plan: PlanJson) -> PlanJson:
        # What is approved anew stays agreed.
        again = status is PlanStatus.APPROVED and plan["status"] == PlanStatus.AGREED.value
        stands = plan["status"] if again else status.value
        return {**plan, "status": stands, "decisions": [*plan["decisions"], decision]}

    case["plans"] = changed(case["plans"], number, decide)


@project.on(PlanApproved)
def _plan_approved(case: CaseState, event: PlanApproved, fact: Fact) -> None:
    _decide_plan(case, event.plan, PlanStatus.APPROVED, event.remark, fact)


@project.on(PlanRefused)
def _plan_refused(case: CaseState, event: PlanRefused, fact: Fact) -> None:
    _decide_plan(case, event.plan, PlanStatus.REFUSED, event.reason, fact)


@project.on(Agreed)
def _agreed(case: CaseState, event: Agreed, fact: Fact) -> None:
    _decide_plan(case, event.plan, PlanStatus.AGREED, event.words, fact)


@project.on(Declined)
def _declined(case: CaseState, event: Declined, fact: Fact) -> None:
    _decide_plan(case, event.plan, PlanStatus.DECLINED, event.words, fact)


@project.on(ReworkOrdered)
def _rework_ordered(case: CaseState, event: ReworkOrdered, fact: Fact) -> None:
    rework: ReworkJson = {
        **act(fact),
        "number": event.rework,
        "remedy": event.remedy,
        "unit": event.unit,
        "cause": event.cause,
        "instructions": event.instructions,
        "sheet": event.sheet,
        "due": None if event.due is None else iso(event.due),
        "reworked_at": None,
        "result": None,
        "accepted": None,
        "lapsed_at": None,
    }
    case["reworks"] = [*case["reworks"], rework]


@project.on(Reworked)
def _reworked(case: CaseState, event: Reworked, fact: Fact) -> None:
    def finish(rework: ReworkJson) -> ReworkJson:
        at = iso(fact.at)
        return {**rework, "reworked_at": at, "result": event.result, "accepted": event.accepted}

    case["reworks"] = changed(case["reworks"], event.rework, finish)


@project.on(ExpenseRequested)
def _expense_requested(case: CaseState, event: ExpenseRequested, fact: Fact) -> None:
    expense: ExpenseJson = {
        **act(fact),
        "number": event.expense,
        "amount": money(event.amount),
        "purpose": event.purpose,
        "plan": event.plan,
        "status": ExpenseStatus.REQUESTED.value,
        "voucher": None,
        "decisions": [],
    }
    case["expenses"] = [*case["expenses"], expense]


def _decide_expense(
    case: CaseState, number: int, decision: Decision, voucher: str | None = None
) -> None:
    def decide(expense: ExpenseJson) -> ExpenseJson:
        return {
            **expense,
            "status": decision["status"],
            "voucher": voucher or expense["voucher"],
            "decisions": [*expense["decisions"], decision],
        }

    case["expenses"] = changed(case["expenses"], number, decide)


def _decision(status: ExpenseStatus, words: str | None, fact: Fact) -> Decision:
    return {**act(fact), "status": status.value, "words": words}


@project.on(ExpenseConfirmed)
def _expense_confirmed(case: CaseState, event: ExpenseConfirmed, fact: Fact) -> None:
    decision = _decision(ExpenseStatus.CONFIRMED, event.remark, fact)
    _decide_expense(case, event.expense, decision, event.voucher)


@project.on(ExpenseRefused)
def _expense_refused(case: CaseState, event: ExpenseRefused, fact: Fact) -> None:
    decision = _decision(ExpenseStatus.REFUSED, event.reason, fact)
    _decide_expense(case, event.expense, decision)


@project.on(ExpenseQueried)
def _expense_queried(case: CaseState, event: ExpenseQueried, fact: Fact) -> None:
    decision = _decision(ExpenseStatus.QUERIED, event.question, fact)
    _decide_expense(case, event.expense, decision)


@project.on(QueryAnswered)
def _query_answered(case: CaseState, event: QueryAnswered, fact: Fact) -> None:
    decision = _decision(ExpenseStatus.REQUESTED, event.answer, fact)
    _decide_expense(case, event.expense, decision)


@project.on(ExpenseChanged)
def _expense_changed(case: CaseState, event: ExpenseChanged, fact: Fact) -> None:
    """What finance said was of another amount, and so was its voucher."""

    def change(expense: ExpenseJson) -> ExpenseJson:
        return {**expense, "amount": money(event.amount), "voucher": None}

    case["expenses"] = changed(case["expenses"], event.expense, change)
    decision = _decision(ExpenseStatus.REQUESTED, event.reason, fact)
    _decide_expense(case, event.expense, decision)


@project.on(Compensated)
def _compensated(case: CaseState, event: Compensated, fact: Fact) -> None:
    case["acted"] = True
    compensation: Compensation = {
        **act(fact),
        "number": len(case["compensations"]) + 1,
        "remedy": event.remedy,
        "amount": money(event.amount),
        "expense": event.expense,
        "signatory": event.signature.signatory,
        "signature": event.signature.kind.value,
        "reference": event.signature.reference,
        "reversed": None,
    }
    case["compensations"] = [*case["compensations"], compensation]
    if event.expense is not None:
        _decide_expense(case, event.expense, _decision(ExpenseStatus.PAID, None, fact))


@project.on(CompensationReversed)
def _compensation_reversed(case: CaseState, event: CompensationReversed, fact: Fact) -> None:
    decision = _decision(ExpenseStatus.CONFIRMED, event.reason, fact)
    case["compensations"] = [
        {**given, "reversed": decision} if given["number"] == event.compensation else given
        for given in case["compensations"]
    ]
    _decide_expense(case, event.expense, decision)


@project.on(Signed)
def _signed(case: CaseState, event: Signed, fact: Fact) -> None:
    signature: SignatureJson = {**act(fact), "box": event.box, "remark": event.remark}
    case["signatures"] = [*case["signatures"], signature]

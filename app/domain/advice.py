"""What is best done next with a complaint: what the policy asks for, by whom, until when, and why.

Nothing here decides anything: the steps refuse what may not be done. This says it beforehand, in
the order of the procedure.
"""

import importlib
import pkgutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from app.domain import steps
from app.domain.approval import lapsed
from app.domain.authority import deciders
from app.domain.complaint import Complaint, ExpenseStatus, Plan, PlanStatus, Standing, Status
from app.domain.guards import missing_reports, missing_steps
from app.domain.policy import Policy
from app.domain.procedure import step_of
from app.domain.values import Capability, Fault, Offer


@dataclass(frozen=True, slots=True, kw_only=True)
class NextStep:
    """A step that the policy asks for now."""

    step: str
    """The command, as policies name it: `report-up`."""
    rules: str
    """The rules that ask for it, by their IDs."""
    roles: tuple[str, ...] = ()
    """Who may take it."""
    about: str | None = None
    """Which promise, plan, expense, box; which role to report to; which fact to ask for."""
    due: datetime | None = None
    missed: bool = False
    """Its time has passed, and that is on record."""


SIGNALS_OF: Mapping[str, tuple[str, ...]] = {
    "resume": ("resumed",),
    "apologise": ("apologised",),
    "report-up": ("reported",),
    "confirm-record": ("confirmed",),
    "classify": ("classified",),
    "assign": ("assigned",),
    "instruct": ("instructed",),
    "record-findings": ("investigated",),
    "tell-progress": ("progress-told",),
    "give-assistance": ("assisted",),
    "record-visit": ("visited",),
    "propose-plan": ("proposed",),
    "make-promise": ("promised-reply", "promised-resolution"),
    "explain": ("explained",),
    "review-plan": ("plan-reviewed",),
    "record-consent": ("agreed",),
    "finish-rework": ("reworked",),
    "review-expense": ("expense-reviewed",),
    "answer-query": ("query-answered",),
    "compensate": ("compensated",),
    "reply": ("promise-answered",),
    "attribute-responsibility": ("attributed",),
    "follow-up": ("followed-up",),
    "plan-improvement": ("improvement-planned",),
    "finish-improvement": ("improvement-made",),
    "write-case": ("case-written",),
    "approve-publication": ("publication-approved",),
    "publish-case": ("published",),
    "close": ("ended",),
}
"""What a clock hears when a step was taken; of several that would do, the first is advised."""


@dataclass(frozen=True, slots=True)
class _Need:
    step: str
    rules: str
    about: str | None = None
    roles: tuple[str, ...] = ()
    """Empty: whoever may take the step at all."""


def next_steps(complaint: Complaint, policy: Policy) -> tuple[NextStep, ...]:
    """Tell what the policy asks for, in the order of the procedure; nothing if all is done."""
    finders = _WHILE_OPEN if complaint.status is Status.OPEN else _AFTERWARDS
    needs = [need for find in finders for need in find(complaint, policy)]
    needs += _asked_by_clocks(complaint, policy, {need.step for need in needs})
    if complaint.status is Status.OPEN and not needs:
        needs.append(_Need("close", "LC-08", roles=deciders(complaint, policy)))
    return tuple(_with_time(need, complaint, policy) for need in needs)


def _with_time(need: _Need, complaint: Complaint, policy: Policy) -> NextStep:
    deadline = _deadline(need, complaint, policy)
    return NextStep(
        step=need.step,
        rules=need.rules,
        roles=need.roles or who_may(need.step, policy),
        about=need.about,
        due=deadline.deadline.due if deadline else None,
        missed=deadline.missed if deadline else False,
    )


def _deadline(need: _Need, complaint: Complaint, policy: Policy) -> Standing | None:
    """Find the earliest deadline that the step would meet."""
    gives = frozenset(SIGNALS_OF.get(need.step, ()))
    found = (
        standing
        for standing in complaint.deadlines
        if not standing.deadline.held
        and (
            (standing.deadline.clock == need.about and need.step == "follow-up")
            or (gives & _hears(standing, policy) and _same(need.about, standing.deadline.about))
        )
    )
    return min(found, key=lambda standing: standing.deadline.due, default=None)


def _same(number: str | None, about: str | None) -> bool:
    """Tell whether a step on a numbered thing would meet a deadline about `kind:number`."""
    return number is None or about is None or about.rpartition(":")[2] == number


def _hears(standing: Standing, policy: Policy) -> frozenset[str]:
    """Tell what stops its clock or, where that moves it, starts it anew."""
    clock = policy.clocks.get(standing.deadline.clock)
    if clock is None or standing.deadline.reminder:
        return frozenset()
    return clock.stop | clock.start if clock.restarts else clock.stop


def who_may(step: str, policy: Policy) -> tuple[str, ...]:
    """Name the roles that may take a step, in the policy's order."""
    able = policy.roles_with(capabilities()[step])
    reserved = policy.reserved.get(step)
    return able if reserved is None else tuple(role for role in able if role in reserved)


@cache
def capabilities() -> Mapping[str, Capability]:
    """Tell what each step needs, by the name that policies give it."""
    modules = (
        importlib.import_module(f"{steps.__name__}.{module.name}")
        for module in pkgutil.iter_modules(steps.__path__)
    )
    classes = (
        kind
        for module in modules
        for kind in vars(module).values()
        if isinstance(kind, type) and kind.__module__ == module.__name__
    )
    needs = ((kind, getattr(kind, "needs", None)) for kind in classes)
    return {step_of(kind): need for kind, need in needs if isinstance(need, Capability)}


# ---- what an open complaint still lacks ----------------------------------------------------


def _resume(complaint: Complaint, _policy: Policy) -> Iterator[_Need]:
    if complaint.wait is not None:
        yield _Need("resume", "AS-11", about=complaint.wait.waiting_for)


def _apologise(complaint: Complaint, _policy: Policy) -> Iterator[_Need]:
    if complaint.apologies == 0:
        yield _Need("apologise", "WS-11, LC-20")


def _learn_facts(complaint: Complaint, policy: Policy) -> Iterator[_Need]:
    for fact in sorted(policy.handover_facts - complaint.facts):
        yield _Need("add-memo", "WS-14, AS-05", about=fact)


def _report(complaint: Complaint, policy: Policy) -> Iterator[_Need]:
    named = missing_reports(complaint, policy)
    for role, rule in named:
        yield _Need("report-up", rule, about=role)
    if not named and "report" in policy.closing_needs and not complaint.reported_to:
        yield _Need("report-up", "LC-27, LC-39")


def _confirm(complaint: Complaint, policy: Policy) -> Iterator[_Need]:
    if policy.confirmed_before and not complaint.confirmed:
        yield _Need("confirm-record", "SC-40")


def _classify(complaint: Complaint, _policy: Policy) -> Iterator[_Need]:
    if not complaint.classified:
        yield _Need("classify", "SC-48, LC-37, BE-02")


def _assign(complaint: Complaint, policy: Policy) -> Iterator[_Need]:
    """A severity that has its own handlers goes to one of them, unless one has received it."""
    handlers = policy.handled_by.get(complaint.severity) if complaint.severity else None
    if handlers and not complaint.assigned and complaint.receiver_roles.isdisjoint(handlers):
        yield _Need("assign", "LC-43, LC-44", about=", ".join(sorted(handlers)))


def _refer(complaint: Complaint, policy: Policy) -> Iterator[_Need]:
    category = policy.categories.get(complaint.category or "")
    target = category.refer_to if category else None
    unclear = complaint.fault in {None, Fault.UNCLEAR}
    if target and unclear and target not in complaint.referred_to:
        yield _Need("refer", "LC-23, AS-12", about=target)


def _investigate(complaint: Complaint, policy: Policy) -> Iterator[_Need]:
    needed = policy.planning_needs | policy.closing_needs
    if "findings" in needed and not complaint.investigated:
        yield _Need("record-findings", "AS-09, BE-02")


def _finish_begun(complaint: Complaint, _policy: Policy) -> Iterator[_Need]:
    for item in complaint.assistance.open:
        yield _Need("give-assistance", "LC-25, SC-44", about=str(item.number))
    for item in complaint.visits.open:
        yield _Need("record-visit", "WS-41", about=str(item.number))
    for item in complaint.reworks.open:
        yield _Need("finish-rework", "PC-54, PC-55", about=str(item.number))


_TO_EXPLAIN = {
    "technical_dispute": "WS-42",
    "unprofessional_demand": "WS-22",
    "uniform_explanation": "SC-08, SC-27",
}


def _explain(complaint: Complaint, policy: Policy) -> Iterator[_Need]:
    if complaint.explained:
        return
    rules = [rule for flag, rule in _TO_EXPLAIN.items() if flag in complaint.flags]
    if "explanation" in policy.closing_needs:
        rules.append("WS-42")
    if rules:
        uniform = "uniform_explanation" in complaint.flags
        roles = policy.explainers(complaint.tier) if uniform else ()
        yield _Need("explain", ", ".join(dict.fromkeys(rules)), roles=roles)


def _plans(complaint: Complaint, policy: Policy) -> Iterator[_Need]:
    for plan in complaint.plans:
        about = str(plan.number)
        if plan.status is PlanStatus.PROPOSED or _to_be_approved_anew(plan, complaint, policy):
            yield _Need("review-plan", "BE-05, WS-40, LC-34", about=about)
        elif plan.status is PlanStatus.APPROVED and policy.consent_before_compensation:
            yield _Need("record-consent", "BE-06", about=about)
        elif plan.status is PlanStatus.AGREED and _unpaid(plan, complaint, policy):
            yield _Need("request-expense", "SC-36, AS-21", about=about)


def _to_be_approved_anew(plan: Plan, complaint: Complaint, policy: Policy) -> bool:
    """What was given is given; before that an approval has to hold (SC-28)."""
    given = complaint.is_carried_out(plan, policy)
    return plan.stands and not given and lapsed(plan, complaint, policy)


def _rework(complaint: Complaint, policy: Policy) -> Iterator[_Need]:
    """What is to be done again is ordered on a sheet."""
    if complaint.reworks.last:
        return
    for plan in complaint.plans:
        if plan.status is PlanStatus.AGREED and any(
            _is_rework(offer, policy) for offer in plan.offers
        ):
            yield _Need("order-rework", "PC-55, BE-04", about=str(plan.number))


def _is_rework(offer: Offer, policy: Policy) -> bool:
    remedy = policy.remedies.get(offer.remedy)
    return remedy is not None and remedy.rework


def _unpaid(plan: Plan, complaint: Complaint, policy: Policy) -> bool:
    """Whether something of it costs money that nobody has asked for; rework is our own work."""
    asked = any(
        item.plan == plan.number and item.status is not ExpenseStatus.REFUSED
        for item in complaint.expenses
    )
    costs = sum(
        offer.cost.amount
        for offer in plan.offers
        if offer.cost.currency == policy.currency and not _is_rework(offer, policy)
    )
    return costs > 0 and not asked


def _money(complaint: Complaint, _policy: Policy) -> Iterator[_Need]:
    for expense in complaint.expenses:
        about = str(expense.number)
        if expense.status is ExpenseStatus.REQUESTED:
            yield _Need("review-expense", "SC-36, SC-45", about=about)
        elif expense.status is ExpenseStatus.QUERIED:
            yield _Need("answer-query", "SC-36", about=about)
        elif expense.status is ExpenseStatus.CONFIRMED:
            yield _Need("compensate", "SC-43, AS-21", about=about)


def _reply(complaint: Complaint, policy: Policy) -> Iterator[_Need]:
    for promise in complaint.promises:
        yield _Need("reply", "WS-33, WS-34, PC-21", about=str(promise.number))
    if "reply" in policy.closing_needs and not complaint.replies and not complaint.promises:
        yield _Need("reply", "LC-28")


def _attribute(complaint: Complaint, policy: Policy) -> Iterator[_Need]:
    if "responsibility" in missing_steps(complaint, policy.closing_needs):
        yield _Need("attribute-responsibility", "LC-27, AS-09")


def _sign(complaint: Complaint, policy: Policy) -> Iterator[_Need]:
    """Only the next box: they are signed in order."""
    before_end = complaint.status is Status.OPEN
    for box in complaint.applicable_boxes(policy):
        if box.before_closing is before_end and box.key not in complaint.signed:
            roles = tuple(role for role in policy.roles if role in box.roles)
            yield _Need("sign-off", "SC-39, SC-40, SC-45", about=box.key, roles=roles)
            return


# ---- and what comes afterwards -------------------------------------------------------------


def _call(complaint: Complaint, policy: Policy) -> Iterator[_Need]:
    for standing in complaint.deadlines:
        if standing.deadline.opens is not None or standing.deadline.clock in policy.occasions:
            yield _Need("follow-up", "PC-41, AS-22, BE-07", about=standing.deadline.clock)


def _improve(complaint: Complaint, _policy: Policy) -> Iterator[_Need]:
    for item in complaint.improvements.open:
        yield _Need("finish-improvement", "WS-44, PC-79", about=str(item.number))


def _publish(complaint: Complaint, policy: Policy) -> Iterator[_Need]:
    serious = (
        policy.publication_from is not None
        and complaint.severity is not None
        and complaint.severity >= policy.publication_from
    )
    if complaint.status is not Status.CLOSED or not serious or complaint.published:
        return
    if not complaint.case_written:
        yield _Need("write-case", "AS-30")
    elif not complaint.publication_approved:
        yield _Need("approve-publication", "AS-29")
    else:
        yield _Need("publish-case", "AS-29")


_COUNTED = frozenset(
    {
        "give-assistance",
        "record-visit",
        "finish-rework",
        "review-plan",
        "record-consent",
        "review-expense",
        "compensate",
        "finish-improvement",
    }
)
"""What is done to things that are counted is advised where there is one, by its number."""


def _asked_by_clocks(
    complaint: Complaint, policy: Policy, advised: Iterable[str]
) -> Iterator[_Need]:
    """A running clock asks for what would stop it or move it on, unless that is said already."""
    said = set(advised)
    running = [
        (policy.clocks[standing.deadline.clock], standing)
        for standing in complaint.deadlines
        if standing.deadline.clock in policy.clocks and not standing.deadline.held
    ]
    for clock, standing in sorted(running, key=lambda one: one[0].restarts):
        heard = _hears(standing, policy)
        able = [
            step
            for step, gives in SIGNALS_OF.items()
            if step not in _COUNTED and not heard.isdisjoint(gives)
        ]
        # When nothing else is left to do, the next word to the customer is that it is done.
        if clock.restarts and not said:
            return
        if able and said.isdisjoint(able) and able != ["close"]:
            said.add(able[0])
            yield _Need(able[0], clock.rule, about=standing.deadline.about)


_Find = Callable[[Complaint, Policy], Iterator[_Need]]

_WHILE_OPEN: tuple[_Find, ...] = (
    _resume,
    _apologise,
    _learn_facts,
    _report,
    _confirm,
    _classify,
    _assign,
    _refer,
    _investigate,
    _finish_begun,
    _explain,
    _plans,
    _rework,
    _money,
    _call,
    _reply,
    _attribute,
    _improve,
    _sign,
)
_AFTERWARDS: tuple[_Find, ...] = (_call, _improve, _publish, _sign)

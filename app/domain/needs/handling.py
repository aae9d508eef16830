"""What an open complaint still lacks, from its receipt to the answer."""

from collections.abc import Iterator

from app.domain.complaint import Complaint
from app.domain.complaint.numbered import open_ones
from app.domain.needs.need import Need, unmet
from app.domain.policy import Policy
from app.domain.reports import due_reports, missing_reports
from app.domain.values import Fault, PromiseKind


def resume(complaint: Complaint, _policy: Policy) -> Iterator[Need]:
    if complaint.handling.wait is not None:
        yield Need("resume", "AS-11", about=complaint.handling.wait.waiting_for)


def apologise(complaint: Complaint, policy: Policy) -> Iterator[Need]:
    if complaint.apologies == 0:
        yield Need("apologise", "WS-11, LC-20", missing=unmet("apology", complaint, policy))


def learn_facts(complaint: Complaint, policy: Policy) -> Iterator[Need]:
    for fact in sorted(policy.handover_facts - complaint.facts):
        yield Need("add-memo", "WS-14, AS-05", about=fact)


def report(complaint: Complaint, policy: Policy) -> Iterator[Need]:
    """Whom it names is told now; it cannot end before they know of it at all."""
    named = due_reports(complaint, policy)
    some = unmet("report", complaint, policy)
    ignorant = dict(missing_reports(complaint, policy))
    for role, rule in named:
        own = (f"report:{role}",) if role in ignorant else ()
        yield Need("report-up", rule, about=role, missing=(*some, *own))
    if some and not named:
        yield Need("report-up", "LC-27, LC-39", missing=some)


def confirm(complaint: Complaint, policy: Policy) -> Iterator[Need]:
    if policy.confirmed_before and not complaint.form.confirmation:
        yield Need("confirm-record", "SC-40")


def classify(complaint: Complaint, policy: Policy) -> Iterator[Need]:
    if not complaint.classified:
        settled = unmet("classification", complaint, policy)
        yield Need("classify", "SC-48, LC-37, BE-02", missing=settled)


def assign(complaint: Complaint, policy: Policy) -> Iterator[Need]:
    """A severity that has its own handlers goes to one of them, unless one has received it."""
    handlers = policy.handled_by.get(complaint.severity) if complaint.severity else None
    if (
        handlers
        and not complaint.handling.assignments
        and handlers.isdisjoint(complaint.receipt.roles)
    ):
        yield Need("assign", "LC-43, LC-44", about=", ".join(sorted(handlers)))


def refer(complaint: Complaint, policy: Policy) -> Iterator[Need]:
    """While nobody knows whose fault it is, those who can find out are called in (LC-23)."""
    category = policy.categories.get(complaint.category or "")
    target = category.refer_to if category else None
    unclear = complaint.fault in {None, Fault.UNCLEAR}
    if target and unclear and target not in complaint.referred_to:
        yield Need("refer", "LC-23, AS-12", about=target, missing=(f"referral:{target}",))


def investigate(complaint: Complaint, policy: Policy) -> Iterator[Need]:
    needed = policy.planning_needs | policy.closing_needs
    if "findings" in needed and not complaint.investigated:
        found = unmet("findings", complaint, policy)
        yield Need("record-findings", "AS-09, BE-02", missing=found)


def finish_begun(complaint: Complaint, _policy: Policy) -> Iterator[Need]:
    """What others were asked for is answered before the end (SC-44, LC-25, PC-55, WS-41)."""
    begun = (
        ("give-assistance", "LC-25, SC-44", "assistance", complaint.handling.assistance),
        ("record-visit", "WS-41", "visit", complaint.communication.visits),
        ("finish-rework", "PC-54, PC-55", "rework", complaint.remedy.reworks),
    )
    for step, rules, kind, things in begun:
        for item in open_ones(things):
            yield Need(step, rules, str(item.number), missing=(f"{kind}:{item.number}",))


_TO_EXPLAIN = {
    "technical_dispute": "WS-42",
    "unprofessional_demand": "WS-22",
    "uniform_explanation": "SC-08, SC-27",
}


def explain(complaint: Complaint, policy: Policy) -> Iterator[Need]:
    if complaint.explained:
        return
    rules = [rule for flag, rule in _TO_EXPLAIN.items() if flag in complaint.flags]
    needed = unmet("explanation", complaint, policy)
    if needed:
        rules.append("WS-42")
    if rules:
        uniform = "uniform_explanation" in complaint.flags
        roles = policy.explainers(complaint.tier) if uniform else ()
        yield Need("explain", ", ".join(dict.fromkeys(rules)), roles=roles, missing=needed)


def reply(complaint: Complaint, policy: Policy) -> Iterator[Need]:
    """A promised reply is given before the end; a promised solution is the end itself (WS-33)."""
    some = unmet("reply", complaint, policy)
    for promise in complaint.promises:
        own = (f"promise:{promise.number}",) if promise.kind is PromiseKind.REPLY else ()
        yield Need("reply", "WS-33, WS-34, PC-21", about=str(promise.number), missing=(*some, *own))
    if some and not complaint.promises:
        yield Need("reply", "LC-28", missing=some)


def attribute(complaint: Complaint, policy: Policy) -> Iterator[Need]:
    if named := unmet("responsibility", complaint, policy):
        yield Need("attribute-responsibility", "LC-27, AS-09", missing=named)

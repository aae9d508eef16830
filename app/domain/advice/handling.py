"""What an open complaint still lacks, from its receipt to the answer."""

from collections.abc import Iterator

from app.domain.advice.need import Need
from app.domain.complaint import Complaint
from app.domain.guards import missing_steps
from app.domain.policy import Policy
from app.domain.reports import due_reports
from app.domain.values import Fault


def resume(complaint: Complaint, _policy: Policy) -> Iterator[Need]:
    if complaint.wait is not None:
        yield Need("resume", "AS-11", about=complaint.wait.waiting_for)


def apologise(complaint: Complaint, _policy: Policy) -> Iterator[Need]:
    if complaint.apologies == 0:
        yield Need("apologise", "WS-11, LC-20")


def learn_facts(complaint: Complaint, policy: Policy) -> Iterator[Need]:
    for fact in sorted(policy.handover_facts - complaint.facts):
        yield Need("add-memo", "WS-14, AS-05", about=fact)


def report(complaint: Complaint, policy: Policy) -> Iterator[Need]:
    named = due_reports(complaint, policy)
    for role, rule in named:
        yield Need("report-up", rule, about=role)
    if not named and "report" in policy.closing_needs and not complaint.reported_to:
        yield Need("report-up", "LC-27, LC-39")


def confirm(complaint: Complaint, policy: Policy) -> Iterator[Need]:
    if policy.confirmed_before and not complaint.confirmed:
        yield Need("confirm-record", "SC-40")


def classify(complaint: Complaint, _policy: Policy) -> Iterator[Need]:
    if not complaint.classified:
        yield Need("classify", "SC-48, LC-37, BE-02")


def assign(complaint: Complaint, policy: Policy) -> Iterator[Need]:
    """A severity that has its own handlers goes to one of them, unless one has received it."""
    handlers = policy.handled_by.get(complaint.severity) if complaint.severity else None
    if handlers and not complaint.assigned and complaint.receiver_roles.isdisjoint(handlers):
        yield Need("assign", "LC-43, LC-44", about=", ".join(sorted(handlers)))


def refer(complaint: Complaint, policy: Policy) -> Iterator[Need]:
    category = policy.categories.get(complaint.category or "")
    target = category.refer_to if category else None
    unclear = complaint.fault in {None, Fault.UNCLEAR}
    if target and unclear and target not in complaint.referred_to:
        yield Need("refer", "LC-23, AS-12", about=target)


def investigate(complaint: Complaint, policy: Policy) -> Iterator[Need]:
    needed = policy.planning_needs | policy.closing_needs
    if "findings" in needed and not complaint.investigated:
        yield Need("record-findings", "AS-09, BE-02")


def finish_begun(complaint: Complaint, _policy: Policy) -> Iterator[Need]:
    for item in complaint.assistance.open:
        yield Need("give-assistance", "LC-25, SC-44", about=str(item.number))
    for item in complaint.visits.open:
        yield Need("record-visit", "WS-41", about=str(item.number))
    for item in complaint.reworks.open:
        yield Need("finish-rework", "PC-54, PC-55", about=str(item.number))


_TO_EXPLAIN = {
    "technical_dispute": "WS-42",
    "unprofessional_demand": "WS-22",
    "uniform_explanation": "SC-08, SC-27",
}


def explain(complaint: Complaint, policy: Policy) -> Iterator[Need]:
    if complaint.explained:
        return
    rules = [rule for flag, rule in _TO_EXPLAIN.items() if flag in complaint.flags]
    if "explanation" in policy.closing_needs:
        rules.append("WS-42")
    if rules:
        uniform = "uniform_explanation" in complaint.flags
        roles = policy.explainers(complaint.tier) if uniform else ()
        yield Need("explain", ", ".join(dict.fromkeys(rules)), roles=roles)


def reply(complaint: Complaint, policy: Policy) -> Iterator[Need]:
    for promise in complaint.promises:
        yield Need("reply", "WS-33, WS-34, PC-21", about=str(promise.number))
    if "reply" in policy.closing_needs and not complaint.replies and not complaint.promises:
        yield Need("reply", "LC-28")


def attribute(complaint: Complaint, policy: Policy) -> Iterator[Need]:
    if "responsibility" in missing_steps(complaint, policy.closing_needs):
        yield Need("attribute-responsibility", "LC-27, AS-09")

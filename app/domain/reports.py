"""Who must be told of a complaint, and who still has to be (WS-20..24, WS-28, LC-39)."""

from app.domain.complaint import Complaint
from app.domain.policy import Policy, ReportDuty
from app.domain.values import Severity


def told(complaint: Complaint) -> frozenset[str]:
    """List the roles that know of a complaint: by a report, or because they decided on a plan."""
    return complaint.reported_to | complaint.decided_by | complaint.refused_by


def told_since_opening(complaint: Complaint) -> frozenset[str]:
    """List the roles that know how it stands: told since it was received, or reopened last."""
    # Decisions are void after a reopening, so these two are always of the time since.
    return complaint.reported_since_opening | complaint.decided_by | complaint.refused_by


def report_duties(complaint: Complaint, policy: Policy) -> tuple[ReportDuty, ...]:
    """Pick the duties to report that a complaint brings with it (WS-20..24, WS-28, LC-39)."""
    return tuple(duty for duty in policy.report_duties if _applies(duty, complaint))


def missing_reports(complaint: Complaint, policy: Policy) -> tuple[tuple[str, str], ...]:
    """Name the roles without which it cannot end, each with the rule: they know nothing of it."""
    return _without(told(complaint), complaint, policy)


def due_reports(complaint: Complaint, policy: Policy) -> tuple[tuple[str, str], ...]:
    """Name the roles to be told now, each with the rule: of the complaint, or that it is reopened.

    Who was told that it ended is to learn that it did not, whatever the cause; it may end again
    without, as that is asked only of a new problem.
    """
    return _without(told_since_opening(complaint), complaint, policy)


def _without(
    told: frozenset[str], complaint: Complaint, policy: Policy
) -> tuple[tuple[str, str], ...]:
    due: dict[str, str] = {}
    for duty in report_duties(complaint, policy):
        for role in duty.to:
            due.setdefault(role, duty.rule)
    return tuple((role, rule) for role, rule in due.items() if role not in told)


def _applies(duty: ReportDuty, complaint: Complaint) -> bool:
    severity = complaint.severity or Severity.ORDINARY
    return (
        (not duty.stages or complaint.receipt.stage in duty.stages)
        and (not duty.places or complaint.receipt.place in duty.places)
        and (not duty.channels or complaint.receipt.channel in duty.channels)
        and (not duty.severities or severity in duty.severities)
        and (not duty.flags or not duty.flags.isdisjoint(complaint.flags))
    )

"""What goes on past the end: boxes to sign, contacts, improvements, a case to publish."""

from collections.abc import Iterator

from app.domain.advice.need import Need
from app.domain.complaint import Complaint, Status
from app.domain.policy import Policy


def sign(complaint: Complaint, policy: Policy) -> Iterator[Need]:
    """Only the next box: they are signed in order."""
    before_end = complaint.status is Status.OPEN
    for box in complaint.applicable_boxes(policy):
        if box.before_closing is before_end and box.key not in complaint.signed:
            roles = tuple(role for role in policy.roles if role in box.roles)
            yield Need("sign-off", "SC-39, SC-40, SC-45", about=box.key, roles=roles)
            return


def call(complaint: Complaint, policy: Policy) -> Iterator[Need]:
    for standing in complaint.deadlines:
        if standing.deadline.opens is not None or standing.deadline.clock in policy.occasions:
            yield Need("follow-up", "PC-41, AS-22, BE-07", about=standing.deadline.clock)


def improve(complaint: Complaint, _policy: Policy) -> Iterator[Need]:
    for item in complaint.improvements.open:
        yield Need("finish-improvement", "WS-44, PC-79", about=str(item.number))


def publish(complaint: Complaint, policy: Policy) -> Iterator[Need]:
    serious = (
        policy.publication_from is not None
        and complaint.severity is not None
        and complaint.severity >= policy.publication_from
    )
    if complaint.status is not Status.CLOSED or not serious or complaint.published:
        return
    if not complaint.case_written:
        yield Need("write-case", "AS-30")
    elif not complaint.publication_approved:
        yield Need("approve-publication", "AS-29")
    else:
        yield Need("publish-case", "AS-29")

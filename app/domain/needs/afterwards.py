"""What goes on past the end: boxes to sign, contacts, improvements, a case to publish."""

from collections.abc import Iterator

from app.domain.complaint import Complaint, Status
from app.domain.complaint.numbered import open_ones
from app.domain.needs.need import Need
from app.domain.policy import Policy


def sign(complaint: Complaint, policy: Policy) -> Iterator[Need]:
    """Only the next box: they are signed in order. Nothing is signed of a dismissed complaint."""
    before_end = complaint.status is Status.OPEN
    unsigned = [
        box
        for box in complaint.applicable_boxes(policy)
        if box.before_closing is before_end and box.key not in complaint.form.signed
    ]
    if unsigned and complaint.status is not Status.DISMISSED:
        following = unsigned[0]
        roles = tuple(role for role in policy.roles if role in following.roles)
        missing = tuple(f"box:{box.key}" for box in unsigned) if before_end else ()
        yield Need("sign-off", "SC-39, SC-40, SC-45", following.key, roles, missing)


def call(complaint: Complaint, policy: Policy) -> Iterator[Need]:
    for standing in complaint.clocks.deadlines:
        if standing.deadline.opens is not None or standing.deadline.clock in policy.occasions:
            yield Need("follow-up", "PC-41, AS-22, BE-07", about=standing.deadline.clock)


def improve(complaint: Complaint, _policy: Policy) -> Iterator[Need]:
    for item in open_ones(complaint.learning.improvements):
        yield Need("finish-improvement", "WS-44, PC-79", about=str(item.number))


def publish(complaint: Complaint, policy: Policy) -> Iterator[Need]:
    serious = (
        policy.publication_from is not None
        and complaint.severity is not None
        and complaint.severity >= policy.publication_from
    )
    if complaint.status is not Status.CLOSED or not serious or complaint.learning.published:
        return
    if not complaint.learning.case_studies:
        yield Need("write-case", "AS-30")
    elif not complaint.learning.publication_approved:
        yield Need("approve-publication", "AS-29")
    else:
        yield Need("publish-case", "AS-29")

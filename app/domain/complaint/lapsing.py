"""What becomes void when the complaint ends: everything promised or asked for, and still open."""

from app.domain.changing import replace
from app.domain.complaint.act import Act
from app.domain.complaint.communication import Communication
from app.domain.complaint.ending import End
from app.domain.complaint.handling import Handling
from app.domain.complaint.remedy import Remedy
from app.domain.complaint.state import Complaint


def conclude(complaint: Complaint, end: End) -> Complaint:
    """End it: what is open lapses."""
    ending = complaint.ending
    return replace(lapse(complaint, end.act), ending=replace(ending, ends=(*ending.ends, end)))


def lapse(complaint: Complaint, act: Act) -> Complaint:
    """Let it all lapse; nodes in which nothing is open stay the same objects."""
    return replace(
        complaint,
        handling=_handling(complaint.handling, act),
        communication=_communication(complaint.communication, act),
        remedy=_remedy(complaint.remedy, act),
    )


def _handling(handling: Handling, act: Act) -> Handling:
    after = handling.with_wait_over(act)
    if not any(one.is_open for one in after.assistance):
        return after
    assistance = tuple(replace(one, lapsed=act) if one.is_open else one for one in after.assistance)
    return replace(after, assistance=assistance)


def _communication(told: Communication, act: Act) -> Communication:
    promised = any(one.is_open for one in told.promises)
    if not promised and not any(one.is_open for one in told.visits):
        return told
    return replace(
        told,
        promises=tuple(replace(one, lapsed=act) if one.is_open else one for one in told.promises),
        visits=tuple(replace(one, lapsed=act) if one.is_open else one for one in told.visits),
    )


def _remedy(remedy: Remedy, act: Act) -> Remedy:
    if not any(one.is_open for one in remedy.reworks):
        return remedy
    reworks = tuple(replace(one, lapsed=act) if one.is_open else one for one in remedy.reworks)
    return replace(remedy, reworks=reworks)

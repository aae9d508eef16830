"""What a complaint still needs under its policy, in the order of the procedure.

One list for both sides: the advice shows it, and closing is refused for what it says must come
first (`Need.missing`).
"""

from app.domain.complaint import Complaint, Status
from app.domain.needs import afterwards, handling, plans
from app.domain.needs.need import Find, Need, merge, missing
from app.domain.policy import Policy

__all__ = ["Need", "missing", "needs"]

_WHILE_OPEN: tuple[Find, ...] = (
    handling.resume,
    handling.apologise,
    handling.learn_facts,
    handling.report,
    handling.confirm,
    handling.classify,
    handling.assign,
    handling.refer,
    handling.investigate,
    handling.finish_begun,
    handling.explain,
    plans.settle,
    plans.order_rework,
    plans.pay,
    plans.carry_out,
    afterwards.call,
    handling.reply,
    handling.attribute,
    afterwards.improve,
    afterwards.sign,
)
_AFTERWARDS: tuple[Find, ...] = (
    afterwards.call,
    afterwards.improve,
    afterwards.publish,
    afterwards.sign,
)


def needs(complaint: Complaint, policy: Policy) -> tuple[Need, ...]:
    """Find what the policy asks for, beside what clocks ask for; nothing if all is done."""
    finders = _WHILE_OPEN if complaint.status is Status.OPEN else _AFTERWARDS
    return merge(need for find in finders for need in find(complaint, policy))

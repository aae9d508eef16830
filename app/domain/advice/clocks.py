"""What the running clocks ask for, and until when a step is asked for."""

from collections.abc import Iterable, Iterator, Mapping

from app.domain.complaint import Complaint, Standing, Status
from app.domain.needs import Need
from app.domain.policy import Policy
from app.domain.vocabulary import AFTER_END

SIGNALS_OF: Mapping[str, tuple[str, ...]] = {
    "resume": ("resumed",),
    "apologise": ("apologised",),
    "report-up": ("reported", "superiors-told"),
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


def deadline_of(need: Need, complaint: Complaint, policy: Policy) -> Standing | None:
    """Find the earliest deadline that the step would meet."""
    gives = frozenset(SIGNALS_OF.get(need.step, ()))
    found = (
        standing
        for standing in complaint.clocks.deadlines
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


def asked_by_clocks(complaint: Complaint, policy: Policy, advised: Iterable[str]) -> Iterator[Need]:
    """A running clock asks for what would stop it or move it on, unless that is said already."""
    said = set(advised)
    is_open = complaint.status is Status.OPEN
    uncounted = (step for step in SIGNALS_OF if step not in _COUNTED)
    possible = [step for step in uncounted if is_open or step in AFTER_END]
    running = [
        (policy.clocks[standing.deadline.clock], standing)
        for standing in complaint.clocks.deadlines
        if standing.deadline.clock in policy.clocks and not standing.deadline.held
    ]
    for clock, standing in sorted(running, key=lambda one: one[0].restarts):
        heard = _hears(standing, policy)
        able = [step for step in possible if not heard.isdisjoint(SIGNALS_OF[step])]
        # When nothing else is left to do, the next word to the customer is that it is done.
        if clock.restarts and not said:
            return
        if able and said.isdisjoint(able) and able != ["close"]:
            said.add(able[0])
            yield Need(able[0], clock.rule, about=standing.deadline.about)

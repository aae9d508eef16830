"""The life of a complaint under any policy, in which everybody does only what his role lets him."""

from collections.abc import Mapping
from typing import Any

from app.domain.command import Command
from app.domain.complaint import Complaint, Event, Fact, replay
from app.domain.policy import Policy
from app.domain.procedure import decide, open_with, who_may
from app.domain.reports import missing_reports
from app.domain.steps.apology import Apologise
from app.domain.steps.classification import Classify
from app.domain.steps.confirmation import ConfirmRecord
from app.domain.steps.deadline import Rescheduled
from app.domain.steps.explanation import Explain
from app.domain.steps.inquiry import RecordFindings
from app.domain.steps.receipt import ReceiveComplaint
from app.domain.steps.reply import Reply
from app.domain.steps.reporting import ReportUp
from app.domain.steps.responsibility import AttributeResponsibility
from app.domain.steps.sign_off import SignOff
from app.domain.values import (
    Actor,
    ApologyKind,
    Capability,
    CauseClass,
    Deadline,
    Fault,
    ResponsibilityKind,
    Share,
)
from tests.support.people import MONDAY, MRS_TANG


def owner(policy: Policy, category: str | None = None) -> Actor:
    """Somebody who may settle it: at its tier, of its severity (SC-21..30, LC-43)."""
    found = policy.categories[category or next(iter(policy.categories))]
    handlers = policy.handled_by.get(found.severity) or policy.roles
    able = who_may("close", policy)
    roles = [role for role in policy.deciders(found.tier) if role in handlers and role in able]
    assert roles, f"nobody can settle {found.key}"
    return Actor("owner", (roles[0],))


class Life:
    """A complaint, and what is done with it."""

    def __init__(self, policy: Policy, category: str, **received: Any) -> None:
        self.policy, self.category = policy, category
        self.owner = owner(policy, category)
        told: dict[str, Any] = {
            "by": self._who(policy.roles_with(Capability.RECEIVE)),
            "channel": min(policy.channels),
            "unit": next(iter(policy.units)),
            "complainant": MRS_TANG,
            "statement": "照片颜色不对",
            "stage": min(policy.stages, default=None),
            "reason": "颜色",
            "subject": "相册",
            "demand": "重做",
        }
        receive = ReceiveComplaint(at=MONDAY, **(told | received))
        self.facts: tuple[Fact, ...] = open_with(receive, policy).facts

    @property
    def complaint(self) -> Complaint:
        found = replay(self.facts)
        assert found is not None
        return found

    def do(self, *commands: Command) -> tuple[Event, ...]:
        """What happened by it, beside what it changed about deadlines."""
        before = len(self.facts)
        for command in commands:
            self.facts += decide(self.complaint, command, self.policy).facts
        events = (fact.event for fact in self.facts[before:])
        return tuple(event for event in events if not isinstance(event, Rescheduled))

    def due(self, clock: str) -> Deadline:
        """The deadline of a clock that runs, or of a contact."""
        [found] = (
            item.deadline
            for item in self.complaint.clocks.deadlines
            if item.deadline.clock == clock
        )
        return found

    def running(self) -> set[str]:
        return {item.deadline.clock for item in self.complaint.clocks.deadlines}

    def told(self) -> set[str]:
        """Who must still be told of it."""
        return {role for role, _ in missing_reports(self.complaint, self.policy)}

    def _may(self, step: str) -> Actor:
        return self._who(who_may(step, self.policy))

    def _who(self, roles: tuple[str, ...]) -> Actor:
        """The owner if he may; else the first who may."""
        return self.owner if self.owner.roles[0] in roles else Actor(f"a-{roles[0]}", roles[:1])

    def settle(self) -> None:
        """Do all that any policy may ask for."""
        now: Mapping[str, Any] = {"at": MONDAY}
        self.do(ConfirmRecord(by=Actor("head", who_may("confirm-record", self.policy)[:1]), **now))
        self.do(
            Apologise(by=self._may("apologise"), kind=ApologyKind.COURTESY, words="很抱歉", **now)
        )
        self.do(Classify(by=self._may("classify"), category=self.category, **now))
        self.do(
            RecordFindings(
                by=self._may("record-findings"),
                findings="显示器未校准",
                cause="校准",
                cause_class=CauseClass.SYSTEMIC,
                fault=Fault.OURS,
                established=True,
                **now,
            )
        )
        self._report()
        self.do(Explain(by=self._may("explain"), words="说明", understood=True, **now))
        self.do(Reply(by=self._may("reply"), text="已说明", **now))
        share = Share(
            kind=ResponsibilityKind.DIRECT, unit=next(iter(self.policy.units)), percent=100
        )
        self.do(
            AttributeResponsibility(
                by=self._may("attribute-responsibility"), shares=(share,), reason="校准", **now
            )
        )
        self.sign()

    def _report(self) -> None:
        told = [role for role, _ in missing_reports(self.complaint, self.policy)]
        superiors = self.policy.roles[self.owner.roles[0]].reports_to
        roles = (*told, *superiors) or self.policy.roles_with(Capability.APPROVE)[:1]
        who = self._may("report-up")
        self.do(ReportUp(at=MONDAY, by=who, to_roles=roles, reason="程序", skip_level=True))

    def sign(self) -> None:
        """Have every box signed that is still open, each by somebody else."""
        for box in self.complaint.applicable_boxes(self.policy):
            if box.before_closing and box.key not in self.complaint.form.signed:
                signer = Actor(f"signer-{box.key}", (min(box.roles),))
                self.do(SignOff(at=MONDAY, by=signer, box=box.key))

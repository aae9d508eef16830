"""Explanation: face to face, to win understanding; some of it by few only (WS-42, SC-27)."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from app.domain.changing import replace
from app.domain.command import Command
from app.domain.complaint import Complaint, Event
from app.domain.complaint.act import Act
from app.domain.complaint.communication import Explanation
from app.domain.fields import Doc, Person, Text
from app.domain.guards import require_in_person, require_open
from app.domain.policy import Policy
from app.domain.refusals import NotPermitted
from app.domain.values import Actor, Capability


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained(Event):
    """It was explained to the customer (WS-22, WS-42, SC-08, SC-27)."""

    key: ClassVar[str] = "complaint.explained"
    gives: ClassVar[tuple[str, ...]] = ("explained",)
    words: str
    explainer: str
    """Who explained it: a technical adviser need not be who records it (WS-42)."""
    understood: bool

    def apply(self, complaint: Complaint, act: Act, _by: Actor) -> Complaint:
        told = complaint.communication
        explanation = Explanation(
            act=act, words=self.words, explainer=self.explainer, understood=self.understood
        )
        told = replace(told, explanations=(*told.explanations, explanation))
        return replace(complaint, communication=told)


@dataclass(frozen=True, slots=True, kw_only=True)
class Explain(Command):
    """Record what was explained to the customer; a uniform explanation is given by few.

    Rules: WS-22, WS-42, SC-08, SC-27
    """

    key: ClassVar[str] = "explain"
    needs: ClassVar[Capability] = Capability.HANDLE
    words: Text
    understood: bool
    explainer: Annotated[
        Person | None, Doc("Who explained it, such as a technical adviser; else the caller.")
    ] = None

    def decide(self, complaint: Complaint, policy: Policy) -> tuple[Explained, ...]:
        """Explain; what needs one voice for the whole house has it from those who may give it."""
        require_open(complaint)
        require_in_person(complaint, policy, self.by)
        self._require_one_voice(complaint, policy)
        explained = Explained(
            words=self.words,
            explainer=self.explainer or self.by.subject,
            understood=self.understood,
        )
        return (explained,)

    def _require_one_voice(self, complaint: Complaint, policy: Policy) -> None:
        """Philosophy and activities are explained uniformly (SC-08, SC-27)."""
        if "uniform_explanation" not in complaint.flags:
            return
        explainers = policy.explainers(complaint.tier)
        if set(explainers).isdisjoint(self.by.roles):
            message = "this needs one uniform explanation; it is given by: " + ", ".join(explainers)
            raise NotPermitted(message)

"""The complaint: everything that was said and done, and how each event changes it."""

from app.domain.complaint.clocks import Standing
from app.domain.complaint.communication import Promise
from app.domain.complaint.ending import Status
from app.domain.complaint.event import SUPERIORS_TOLD, Event, Fact, NotAStream, Signal
from app.domain.complaint.facts import known_facts
from app.domain.complaint.folding import evolve, replay
from app.domain.complaint.handling import Wait
from app.domain.complaint.money import UNSETTLED, Expense, ExpenseStatus
from app.domain.complaint.remedy import STANDING, Basis, Plan, PlanStatus
from app.domain.complaint.state import Complaint

__all__ = [
    "STANDING",
    "SUPERIORS_TOLD",
    "UNSETTLED",
    "Basis",
    "Complaint",
    "Event",
    "Expense",
    "ExpenseStatus",
    "Fact",
    "NotAStream",
    "Plan",
    "PlanStatus",
    "Promise",
    "Signal",
    "Standing",
    "Status",
    "Wait",
    "evolve",
    "known_facts",
    "replay",
]

"""The complaint: only what the rules need to know of it, and how each event changes it."""

from app.domain.complaint.changes.intake import NotAStream
from app.domain.complaint.facts import FACTS, known_facts
from app.domain.complaint.folding import evolve, replay
from app.domain.complaint.parts import (
    STANDING,
    UNSETTLED,
    Basis,
    Expense,
    ExpenseStatus,
    Item,
    Items,
    Payment,
    Plan,
    PlanStatus,
    Promise,
    SignedBox,
    Standing,
    Status,
    Wait,
)
from app.domain.complaint.state import Complaint

__all__ = [
    "FACTS",
    "STANDING",
    "UNSETTLED",
    "Basis",
    "Complaint",
    "Expense",
    "ExpenseStatus",
    "Item",
    "Items",
    "NotAStream",
    "Payment",
    "Plan",
    "PlanStatus",
    "Promise",
    "SignedBox",
    "Standing",
    "Status",
    "Wait",
    "evolve",
    "known_facts",
    "replay",
]

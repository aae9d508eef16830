"""The complaint: only what the rules need to know of it, and how each event changes it."""

from tests.support.earlier_fold.changes.intake import NotAStream
from tests.support.earlier_fold.facts import FACTS, known_facts
from tests.support.earlier_fold.folding import evolve, replay
from tests.support.earlier_fold.parts import (
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
from tests.support.earlier_fold.state import Complaint

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

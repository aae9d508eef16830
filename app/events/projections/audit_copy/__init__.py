"""The second copy, the audit copy (稽核联): what it cost, who decided, and where the copy lies.

With cost it lies with finance for review, and after payment against signature with audit, where it
stays (SC-36); without cost it goes straight to audit when the complaint ends (SC-37). It names the
customer, because the recipient signs, and nothing else about the customer.
"""

from app.events.projections.audit_copy import (  # noqa: F401 - each folds its own events
    custody,
    expense,
    handling,
    payment,
)
from app.events.projections.audit_copy.beginning import project
from app.events.projections.audit_copy.document import AuditCopy, CompensationEntry, ExpenseEntry
from app.events.projections.audit_copy.table import ONE, PAYMENTS, PROJECTION, TABLE, columns

__all__ = [
    "ONE",
    "PAYMENTS",
    "PROJECTION",
    "TABLE",
    "AuditCopy",
    "CompensationEntry",
    "ExpenseEntry",
    "columns",
    "project",
]

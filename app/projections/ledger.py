"""The books of a complaint's expenses: what moved from which account to which, and when (SC-36).

There is no document: the database adds the lines up.
"""

from typing import Final

from app.domain.complaint import Complaint
from app.events.projections.ledger import POSTINGS, TABLE
from app.projections.document_parts import Columns, Envelope
from app.projections.projection import Projection


def columns(complaint: Complaint, _envelope: Envelope) -> Columns:
    """Fill the columns that books are found by; `since` is for the program before this one."""
    moved = (one.act.at for one in complaint.money.movements)
    return {
        "unit": complaint.receipt.unit,
        "handling_unit": complaint.handling.unit,
        "since": min(moved, default=None),
    }


def postings(complaint: Complaint, _envelope: Envelope) -> list[Columns]:
    """List what moved, in order; whose complaint it is stands on every line."""
    return [
        {
            "at": one.act.at,
            "currency": one.posting.amount.currency,
            "from_account": one.posting.out_of,
            "to_account": one.posting.into,
            "amount": one.posting.amount.amount,
            "remedy": one.remedy,
            "unit": complaint.receipt.unit,
            "handling_unit": complaint.handling.unit,
        }
        for one in complaint.money.movements
    ]


PROJECTION: Final = Projection(
    name="ledger",
    table=TABLE,
    version=2,
    reads=("receipt", "handling.unit", "money.movements"),
    columns=columns,
    lines=postings,
    lines_table=POSTINGS,
)

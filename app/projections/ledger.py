"""The books of a complaint's expenses: what moved from which account to which, and when (SC-36)."""

from app.domain.complaint import Complaint
from app.events.codec import iso
from app.projections.document_parts import Document


def postings(complaint: Complaint) -> list[Document]:
    """List what moved, in order."""
    return [
        {
            "at": iso(one.act.at),
            "out_of": one.posting.out_of,
            "into": one.posting.into,
            "amount": one.posting.amount.amount,
            "currency": one.posting.amount.currency,
            "remedy": one.remedy,
        }
        for one in complaint.money.movements
    ]

"""How the case ended, was taken up again, and what the customer said afterwards."""

from app.domain.complaint.ending import Ending, FollowUp
from app.projections.document_parts import Document, acted, time_of


def end(ending: Ending) -> Document:
    """Write the end that holds, and list what took it back before."""
    last = ending.end
    return {
        "outcome": None if last is None else last.outcome,
        "result": None if last is None else last.result,
        "customer_informed": None if last is None else last.customer_informed,
        "closed_at": None if last is None else time_of(last.act),
        "reopenings": [
            {**acted(one.act), "cause": one.cause, "reason": one.reason}
            for one in ending.reopenings
        ],
    }


def follow_up(contact: FollowUp) -> Document:
    """Write a contact after the end."""
    return {
        **acted(contact.act),
        "occasion": contact.occasion,
        "reached": contact.reached,
        "method": contact.method,
        "satisfied_with_outcome": contact.satisfied_with_outcome,
        "satisfied_with_handling": contact.satisfied_with_handling,
        "words": contact.words,
        "new_problem": contact.new_problem,
    }

"""The facts of a receipt that a policy can ask for."""

from app.domain.events.intake import Noted, Received

FACTS = ("name", "contact", "reason", "subject", "demand", "statement")
"""The facts that a policy can ask for (AS-02, WS-14, WS-16)."""


def known_facts(event: Received | Noted) -> frozenset[str]:
    """Name the facts that an event brings."""
    who = event.complainant
    brought = {
        "name": who and who.name,
        "contact": who and (who.telephone or who.email or who.address),
        "reason": event.reason,
        "subject": event.subject,
        "demand": event.demand,
        "statement": isinstance(event, Received) and event.statement,
    }
    return frozenset(fact for fact, value in brought.items() if value)

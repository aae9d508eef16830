"""The facts of a receipt that a policy can ask for."""

from typing import Protocol

from app.domain.values import Complainant


class Told(Protocol):
    """What was told of a complaint."""

    @property
    def complainant(self) -> Complainant:
        """Who complains."""

    @property
    def reason(self) -> str | None:
        """Why it arose."""

    @property
    def subject(self) -> str | None:
        """What it is about."""

    @property
    def demand(self) -> str | None:
        """What is demanded."""


def known_facts(told: Told, statement: str) -> frozenset[str]:
    """Name the facts that are known."""
    who = told.complainant
    known = {
        "name": who.name,
        "contact": who.telephone or who.email or who.address,
        "reason": told.reason,
        "subject": told.subject,
        "demand": told.demand,
        "statement": statement,
    }
    return frozenset(fact for fact, value in known.items() if value)

"""The words of the engine that a policy can use, and how one that it does not have is refused."""

from collections.abc import Iterable

from app.domain.refusals import UnknownTerm

FACTS = ("name", "contact", "reason", "subject", "demand", "statement")
"""The facts that a policy can ask for (AS-02, WS-14, WS-16)."""

PLANNING_NEEDS = ("apology", "classification", "findings")
"""What a policy can ask for before a plan is proposed (BE-02, AS-09)."""

CLOSING_NEEDS = (
    "apology",
    "classification",
    "findings",
    "reply",
    "report",
    "responsibility",
    "explanation",
    "execution",
)
"""What a policy can ask for before closing."""

GUIDANCE_STAGES = (
    "reception",
    "telephone",
    "apology",
    "record",
    "classification",
    "report",
    "inquiry",
    "explanation",
    "plan",
    "compensation",
    "reply",
    "visit",
    "closing",
    "follow-up",
    "review",
)
"""The stages of handling that guidance is given for."""


def require_term(term: str, known: Iterable[str], *, field: str) -> None:
    """Refuse a word that the policy's vocabulary does not have.

    Raises:
        UnknownTerm: names the field and the words that would do.

    """
    words = sorted(known)
    if term not in words:
        message = f"the policy does not know this {field.replace('_', ' ')}; it has: " + ", ".join(
            words
        )
        raise UnknownTerm(message, known=words, field=field)

"""Who works in a house, and so has a token."""

from dataclasses import dataclass

from app.domain.values import Actor


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who works there: one for each role of the house's policy."""

    name: str
    subject: str
    """How events name this person."""
    role: str
    units: tuple[str, ...] = ()
    """Sees the complaints of these units only; none means all of them."""

    @property
    def actor(self) -> Actor:
        """As the record knows this person."""
        return Actor(self.subject, (self.role,), self.units)

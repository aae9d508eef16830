"""How the complaint was received: nothing in here changes afterwards (WS-01..17, SC-39)."""

from dataclasses import dataclass

from app.domain.complaint.act import Act
from app.domain.values import Channel, Directness


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """Who received it, where and how."""

    act: Act
    roles: tuple[str, ...]
    """Of the person who received it."""
    unit: str
    channel: Channel
    directness: Directness
    place: str | None
    stage: str | None
    confidential: bool
    high_value: bool
    """The customer is a valued one (BE-16)."""
    paper_number: str | None
    """The number of a preprinted paper form."""

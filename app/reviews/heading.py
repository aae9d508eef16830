"""What stands above the tables of a review: of what it is, whose, and when it is due."""

from app.documents.words import Words
from app.reviews.making import Made, duties


def title(made: Made, words: Words) -> str:
    """Call it as the policy does if that has one review of this kind; else by the kind."""
    period = made.period
    held = duties(words.policy, period)
    name = words.title(held[0].title, held[0].key) if len(held) == 1 else None
    return f"{name or words.term('review', 'title', period.every)} {period.label}"


def lines(made: Made, words: Words) -> tuple[str, ...]:
    """Say what has to be known about the figures below."""
    period = made.period
    units = "、".join(words.of("units", unit) or unit for unit in made.units)
    said = [
        words.term("review", "line", "span", first=period.first, last=period.last),
        words.term("review", "line", "before", label=period.before().label),
        words.term("review", "line", "units", units=units)
        if units
        else words.term("review", "line", "every-unit"),
    ]
    for duty in duties(words.policy, period):
        roles = "、".join(words.of("roles", role) or role for role in duty.roles)
        name = words.title(duty.title, duty.key)
        said.append(words.term("review", "line", "held-by", title=name, roles=roles))
        if duty.within_days is not None:
            first, last = period.due(duty.within_days)
            said.append(words.term("review", "line", "due", first=first, last=last))
    said.append(words.term("review", "line", "made", at=words.moment(made.at.isoformat())))
    said.append(
        words.term(
            "review", "line", "position", position=made.extent.position, seal=_seal(made, words)
        )
    )
    if made.running:
        said.append(words.term("review", "line", "running"))
    return tuple(said)


def _seal(made: Made, words: Words) -> str:
    """Name the checkpoint that covers the figures (ADR 0014)."""
    stamp = made.extent.stamp
    if stamp is None:
        return words.term("review", "line", "unsealed")
    return f"{stamp.short}… {stamp.checkpoint.origin}"

"""What stands above the tables of a review: of what it is, whose, and when it is due."""

from app.printing.words import Words
from app.reviews.making import Made, duties
from app.reviews.tables import term


def title(made: Made, words: Words) -> str:
    """Call it as the policy does if that has one review of this kind; else by the kind."""
    period = made.period
    held = duties(words.policy, period)
    name = words.title(held[0].title, held[0].key) if len(held) == 1 else None
    return f"{name or term(words, 'title', period.every)} {period.label}"


def lines(made: Made, words: Words) -> tuple[str, ...]:
    """Say what has to be known about the figures below."""
    period = made.period
    units = "、".join(words.of("units", unit) or unit for unit in made.units)
    said = [
        term(words, "line", "span", first=period.first, last=period.last),
        term(words, "line", "before", label=period.before().label),
        term(words, "line", "units", units=units) if units else term(words, "line", "every-unit"),
    ]
    for duty in duties(words.policy, period):
        roles = "、".join(words.of("roles", role) or role for role in duty.roles)
        name = words.title(duty.title, duty.key)
        said.append(term(words, "line", "held-by", title=name, roles=roles))
        if duty.within_days is not None:
            first, last = period.due(duty.within_days)
            said.append(term(words, "line", "due", first=first, last=last))
    said.append(term(words, "line", "made", at=words.moment(made.at.isoformat())))
    said.append(
        term(words, "line", "position", position=made.extent.position, seal=_seal(made, words))
    )
    if made.running:
        said.append(term(words, "line", "running"))
    return tuple(said)


def _seal(made: Made, words: Words) -> str:
    """Name the checkpoint that covers the figures (ADR 0014)."""
    stamp = made.extent.stamp
    if stamp is None:
        return term(words, "line", "unsealed")
    return f"{stamp.short}… {stamp.checkpoint.origin}"

"""Dividing a sum into parts that add up to it exactly."""

from collections.abc import Sequence

from app.domain.values import Money

_WHOLE = 100


def split(amount: Money, percents: Sequence[int]) -> tuple[Money, ...]:
    """Divide an amount by percents that make 100, to the last minor unit (LC-35, LC-36).

    What rounding down leaves over goes, a unit each, to the parts with the largest remainders; of
    equal ones, to the first. It says what a share of a cost is, never what somebody owes (AS-28).

    Raises:
        ValueError: the percents are no parts of a whole.

    """
    if sum(percents) != _WHOLE or min(percents) < 0:
        message = "the parts of a whole make 100 percent"
        raise ValueError(message)
    parts = [divmod(amount.amount * percent, _WHOLE) for percent in percents]
    left = amount.amount - sum(whole for whole, _ in parts)
    largest = sorted(range(len(parts)), key=lambda nth: -parts[nth][1])[:left]
    return tuple(
        Money(whole + (nth in largest), amount.currency) for nth, (whole, _) in enumerate(parts)
    )

"""The boxes of the default policy's form that come before closing."""

from app.demo.acts.ending import signed
from app.demo.houses.general.people import WANG
from app.demo.people import Person
from app.demo.story import Step


def boxes(
    later: str, filler: Person, head: Person, finance: Person | None = None
) -> tuple[Step, ...]:
    """Sign all boxes that come before closing, each by another person."""
    signing: tuple[Step, ...] = (
        (later, filler, signed("filler")),
        ("20m", head, signed("recording-unit")),
        ("2m", WANG, signed("handling-unit")),
    )
    return signing if finance is None else (*signing, ("40m", finance, signed("finance")))

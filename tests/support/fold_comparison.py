"""The complaint as it was folded before it held its history, to be compared with the state."""

from dataclasses import fields, is_dataclass
from typing import Any

from tests.support.earlier_fold import Complaint as Earlier


def differences(earlier: Any, now: Any, path: str = "") -> list[str]:
    """Name every field of the earlier fold that the state gives differently."""
    if is_dataclass(earlier) and type(earlier).__module__.startswith("tests."):
        return [
            difference
            for field in fields(earlier)
            for difference in differences(
                getattr(earlier, field.name), getattr(now, field.name), f"{path}.{field.name}"
            )
        ]
    if isinstance(earlier, tuple) and isinstance(now, tuple) and len(earlier) == len(now):
        return [
            difference
            for nth, (one, other) in enumerate(zip(earlier, now, strict=True))
            for difference in differences(one, other, f"{path}[{nth}]")
        ]
    return [] if earlier == now else [f"{path}: {earlier!r} != {now!r}"]


FIELDS = [field.name for field in fields(Earlier)]

"""What can stand in a cell."""

from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount in minor units, of which a hundred make one."""

    minor: int

    def __str__(self) -> str:
        """Write it as a decimal, exactly."""
        sign = "-" if self.minor < 0 else ""
        whole, minor = divmod(abs(self.minor), 100)
        return f"{sign}{whole}.{minor:02d}"


Cell: TypeAlias = str | int | Amount | datetime | None
"""Only a `str` comes from people; a `datetime` is the wall clock's, and so has no zone."""

"""What can stand in a cell."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import TypeAlias

from app.domain.values import in_decimals


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount in minor units, of which a hundred make one."""

    minor: int

    def __str__(self) -> str:
        """Write it as a decimal, exactly."""
        return str(self.exact)

    @property
    def exact(self) -> Decimal:
        """As a number for a file: 9.03 is written as `9.03`, and not as 9.029999999999999."""
        return in_decimals(self.minor)


Cell: TypeAlias = str | int | Amount | datetime | None
"""Only a `str` comes from people; a `datetime` is the wall clock's, and so has no zone."""

"""The JSON body of a command: the command's own fields, without who acts, and with a time."""

from collections.abc import Callable
from datetime import datetime
from functools import cached_property
from typing import Annotated, Any, Final, Generic, NotRequired, TypeVar

import pydantic
from pydantic import TypeAdapter

from app.api.field_types import Instant, json_object, members
from app.domain.values import Actor

C = TypeVar("C")

_OCCURRED_AT: Final = NotRequired[
    Annotated[
        Instant | None,
        pydantic.Field(
            default=None, description="When it happened; the time of the request if left out."
        ),
    ]
]


class CommandBody(Generic[C]):
    """Reads a body into its command; the schema for the contract is made of `type`."""

    def __init__(self, command: type[C], name: str) -> None:
        """Make the body's type; it is called `name` in the contract."""
        own = members(command)
        del own["at"], own["by"]
        self.type = json_object(name, command, {"occurred_at": _OCCURRED_AT, **own})
        self._command: Callable[..., C] = command

    @cached_property
    def _validate(self) -> Callable[[bytes], dict[str, Any]]:
        # Not at the start, when FastAPI makes one for the contract: 50 took 70 ms (busy machine).
        return TypeAdapter[dict[str, Any]](self.type).validator.validate_json

    def read(self, raw: bytes, by: Actor, clock: Callable[[], datetime]) -> C:
        """Read the command that `by` gives.

        Raises:
            pydantic.ValidationError: the body is no such command.

        """
        given = self._validate(raw)
        at = given.pop("occurred_at") or clock()
        return self._command(at=at, by=by, **given)

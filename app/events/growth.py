"""Growth of logs: who wants to know of it is told, in this process and from others.

News is a hint, never a guarantee: it may be lost with a connection. Who depends on it also looks
by itself now and then (`sweep`).
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeAlias

from app.domain.values import OrganisationId

Listener: TypeAlias = Callable[[OrganisationId | None], None]
"""Called with the organisation whose log may have grown; None: it may have been any."""


class Growth:
    """The listeners of one store."""

    def __init__(self) -> None:
        self._listeners: list[Listener] = []

    @contextmanager
    def heard_by(self, listener: Listener) -> Iterator[None]:
        """Call a listener for the block, each time after the commit. It must not block."""
        self._listeners.append(listener)
        try:
            yield
        finally:
            self._listeners.remove(listener)

    def tell(self, organisation: OrganisationId | None) -> None:
        """Call all listeners."""
        for listener in self._listeners:
            listener(organisation)

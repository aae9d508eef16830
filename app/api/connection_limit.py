"""Limit on open connections: the newest is always served, the one idle longest makes room."""

import asyncio
import logging
import resource
from collections import OrderedDict
from time import monotonic

from uvicorn.server import ServerState

log = logging.getLogger(__name__)

MOST_CONNECTIONS = 1_000
"""Connections of one process. Each holds up to 80 KiB of header and 64 KiB of unread body, so the
worst is about 150 MiB; an idle one is closed after seconds, so that staff never need so many."""

RESERVED_FILES = 256
"""File descriptors kept for the database's connections, logs, key files, printing and the loop
itself. Without one, `accept` fails and every new connection is reset, `/livez` too."""

FEWEST_CONNECTIONS = 16
"""Connections served even where the system allows next to no open files."""

SILENT_SECONDS = 60.0
"""Between two lines in the log about the limit: an attack must not fill the disk."""


class ConnectionLimit(ServerState):
    """Counts the connections of one server; closes the one idle longest when there are too many.

    Idle: no complete request is being answered. Requests are refused a little before connections
    are, so that one which is closed is idle and `/livez` finds room.
    """

    def __init__(self, most: int = MOST_CONNECTIONS) -> None:
        """Set the greatest number of connections."""
        super().__init__()
        self.most = most
        self.most_busy = most - most // 8
        # An OrderedDict finds its oldest key at once; a dict that loses its first keys does not.
        self._idle: OrderedDict[asyncio.Protocol, asyncio.Transport] = OrderedDict()
        self._told = float("-inf")

    @property
    def overloaded(self) -> bool:
        """Whether so many requests are being answered that another has to be refused."""
        return len(self.connections) - len(self._idle) >= self.most_busy

    def add(self, connection: asyncio.Protocol, transport: asyncio.Transport) -> None:
        """Count a new connection, idle; close another one if that makes too many."""
        self.set_idle(connection, transport)
        if len(self.connections) > self.most:
            _, oldest = self._idle.popitem(last=False)
            oldest.abort()
            self._tell()

    def set_idle(self, connection: asyncio.Protocol, transport: asyncio.Transport) -> None:
        """Note that nothing is being answered; one that was idle before keeps its place."""
        self._idle.setdefault(connection, transport)

    def set_busy(self, connection: asyncio.Protocol) -> None:
        """Note that a request is being answered, or that the connection is gone."""
        self._idle.pop(connection, None)

    def _tell(self) -> None:
        if monotonic() - self._told >= SILENT_SECONDS:
            self._told = monotonic()
            log.warning("%d connections are open, the most: closing idle ones", self.most)


def affordable_connections() -> int:
    """Return how many connections the open files allow; raise their soft limit if need be."""
    wanted = MOST_CONNECTIONS + RESERVED_FILES
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        soft = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    files = wanted if soft == resource.RLIM_INFINITY else soft
    return max(FEWEST_CONNECTIONS, min(MOST_CONNECTIONS, files - RESERVED_FILES))

"""The HTTP server: uvicorn with the limits of this service."""

import uvicorn
from starlette.types import ASGIApp

from app.api.connection_limit import ConnectionLimit, affordable_connections
from app.api.http_protocol import BoundedHttpProtocol

DRAIN_SECONDS = 30
"""How long a stopping server waits for what is in flight."""

IDLE_SECONDS = 5
"""How long a connection is kept after an answer. Front ends ask several times in a row."""


def build_server(app: ASGIApp, *, log_level: str) -> uvicorn.Server:
    """Build the server of one process; `run(sockets=...)` serves until SIGINT or SIGTERM."""
    config = uvicorn.Config(
        app,
        http=BoundedHttpProtocol,
        ws="none",
        log_level=log_level,
        access_log=False,
        server_header=False,
        timeout_keep_alive=IDLE_SECONDS,
        timeout_graceful_shutdown=DRAIN_SECONDS,
    )
    server = uvicorn.Server(config)
    server.server_state = ConnectionLimit(affordable_connections())
    return server

"""The sockets that the server listens on: taken before anything is said of their address."""

import socket

from app.cli.terminal import fail
from app.settings import Settings


def listen(known: Settings) -> list[socket.socket]:
    """Listen on every address of the host; leave with 1 where that cannot be had.

    Clients that connect before the server runs wait; none is refused.
    """
    taken: list[socket.socket] = []
    try:
        for family, address in _addresses(known):
            taken.append(socket.create_server(address, family=family))
    except OSError as error:
        for one in taken:
            one.close()
        where = f"{known.host}, port {known.port}"
        advice = "stop what uses it, or set TRIPLICATE_HOST or TRIPLICATE_PORT"
        fail(f"Cannot listen on {where} ({error.strerror}): {advice}.")
    return taken


def _addresses(known: Settings) -> list[tuple[socket.AddressFamily, tuple[str, int]]]:
    """Resolve the host: `localhost` is two addresses on most machines."""
    found = socket.getaddrinfo(
        known.host, known.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
    )
    unique = dict.fromkeys((family, address[:2]) for family, _, _, _, address in found)
    return [(family, (str(host), int(port))) for family, (host, port) in unique]

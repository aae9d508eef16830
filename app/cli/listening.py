"""The sockets that the server listens on: taken before anything is said of their address."""

import errno
import os
import socket
from typing import Final, NoReturn

from app.cli.terminal import fail
from app.settings import Settings

Address = tuple[socket.AddressFamily, tuple[str, int]]

ABSENT: Final = frozenset({errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT})
"""This machine does not have the address: `::1` stays in the hosts file where IPv6 is off."""

OWN_ADDRESS: Final = "set TRIPLICATE_HOST to an address of this machine"
ADVICE: Final = {
    errno.EADDRINUSE: "stop what uses it, or set TRIPLICATE_PORT",
    errno.EACCES: "set TRIPLICATE_PORT to 1024 or more",
    errno.EADDRNOTAVAIL: OWN_ADDRESS,
    errno.EAFNOSUPPORT: OWN_ADDRESS,
}


def listen(known: Settings) -> list[socket.socket]:
    """Listen on every address of the host that this machine has; leave with 1 where it has none.

    Clients that connect before the server runs wait; none is refused.
    """
    taken: list[socket.socket] = []
    absent: list[OSError] = []
    for family, address in _addresses(known):
        try:
            taken.append(socket.create_server(address, family=family))
        except OSError as error:
            if error.errno not in ABSENT:
                _give_up(known, error, taken)
            absent.append(error)
    if not taken:
        _give_up(known, absent[0], taken)
    return taken


def _give_up(known: Settings, error: OSError, taken: list[socket.socket]) -> NoReturn:
    for one in taken:
        one.close()
    number = error.errno or 0
    reason = os.strerror(number)  # the message of the error repeats the address
    advice = ADVICE.get(number, "set TRIPLICATE_HOST or TRIPLICATE_PORT")
    fail(f"Cannot listen on {known.host}, port {known.port} ({reason}): {advice}.")


def _addresses(known: Settings) -> list[Address]:
    """Resolve the host: `localhost` is two addresses on most machines."""
    try:
        found = socket.getaddrinfo(
            known.host, known.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )
    except (socket.gaierror, UnicodeError):
        fail(f"Cannot listen on {known.host}: the name has no known address; {OWN_ADDRESS}.")
    unique = dict.fromkeys((family, address[:2]) for family, _, _, _, address in found)
    return [(family, (str(host), int(port))) for family, (host, port) in unique]

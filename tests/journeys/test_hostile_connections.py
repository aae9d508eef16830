"""Connections that ask nothing, and a token that comes too late, at the service itself."""

import shlex
import sys
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from tests.support.raw_http import Client
from tests.support.server import environment, server
from tests.support.terminal import command

pytestmark = pytest.mark.slow

OPEN_FILES = 300
"""The most that the server may open: fewer than the connections made to it."""

LIVE = b"GET /livez HTTP/1.1\r\nHost: test\r\n\r\n"
READY = b"GET /readyz HTTP/1.1\r\nHost: test\r\n\r\n"


@pytest.fixture(scope="module")
def env(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    settings = environment(tmp_path_factory.mktemp("served"))
    command("migrate", env=settings)
    command("organisation", "create", "shop", "--title", "小店", env=settings)
    return settings


@pytest.fixture(scope="module")
def port(env: dict[str, str]) -> Iterator[int]:
    limit = ("sh", "-c", f'ulimit -n {OPEN_FILES}; exec {shlex.quote(sys.executable)} "$@"', "sh")
    with server(env, python=limit) as url:
        yield int(url.rpartition(":")[2])


@pytest.mark.parametrize("sent", [b"", LIVE[:-2]])
def test_more_silent_connections_than_open_files_stop_nobody(port: int, sent: bytes) -> None:
    with ExitStack() as stack:
        for _ in range(OPEN_FILES + 100):
            stack.enter_context(Client(port)).send(sent)
        for request in (LIVE, READY, LIVE):
            assert stack.enter_context(Client(port)).ask(request).status == 200


def test_a_token_in_a_trailer_opens_nothing(port: int, env: dict[str, str]) -> None:
    who = ("--organisation", "shop", "--subject", "lin", "--role", "handler")
    token = command("token", "create", *who, env=env).split()[-1]
    head = (
        "GET /v1/policy HTTP/1.1",
        "Host: test",
        "Transfer-Encoding: chunked",
    )
    trailer = f"\r\n\r\n0\r\nAuthorization: Bearer {token}\r\n\r\n"
    in_the_header = f"\r\nAuthorization: Bearer {token}\r\n\r\n0\r\n\r\n"
    with Client(port) as client:
        assert client.ask(("\r\n".join(head) + trailer).encode()).status == 401
        assert client.ask(("\r\n".join(head) + in_the_header).encode()).status == 200

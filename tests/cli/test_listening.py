"""The addresses the server listens on, and what is said where they cannot be had."""

import socket
from typing import NoReturn

import pytest

from app.cli.listening import listen
from app.settings import Settings
from tests.support.terminal import run

pytestmark = pytest.mark.usefixtures("shop")


def refused() -> str:
    [sentence] = run("serve", code=1).stderr.splitlines()
    return sentence


def test_an_address_of_another_machine_is_said_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRIPLICATE_HOST", "192.0.2.1")  # kept for examples by RFC 5737
    sentence = refused()
    assert sentence.count("192.0.2.1") == 1
    assert "TRIPLICATE_HOST" in sentence
    assert "stop what uses it" not in sentence


@pytest.mark.parametrize(
    "fault", [socket.gaierror(socket.EAI_NONAME, "unknown"), UnicodeError("label too long")]
)
def test_a_host_without_an_address_is_said_in_a_sentence(
    fault: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    def resolve(*_: object, **__: object) -> NoReturn:
        raise fault

    monkeypatch.setenv("TRIPLICATE_HOST", "till.example")
    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    sentence = refused()
    assert "TRIPLICATE_HOST" in sentence
    assert "TRIPLICATE_PORT" not in sentence


def test_a_host_is_served_where_one_of_its_addresses_is_switched_off(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """`localhost` is also ::1 in the hosts file of a machine whose IPv6 is off."""
    found = [
        (socket.AF_INET, socket.SOCK_STREAM, 0, "", (address, 0))
        for address in ("192.0.2.1", "127.0.0.1")
    ]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
    [taken] = listen(Settings(host="localhost", port=0))
    with taken:
        assert taken.getsockname()[0] == "127.0.0.1"

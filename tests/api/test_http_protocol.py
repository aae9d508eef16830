"""What the server takes for a request: over raw connections, which send what no client would."""

from collections.abc import Iterator

import pytest

from app.api.http_protocol import MOST_PIPELINED, BoundedHttpProtocol
from app.api.request_header import MOST_HEADER_BYTES
from tests.support.raw_http import GET, Answer, Application, Client, served

MiB = 1 << 20
READ = 256 * 1024
"""Bytes that the event loop reads at once, at most."""


class Counting(BoundedHttpProtocol):
    """Counts what was read from the network."""

    taken = 0

    def data_received(self, data: bytes) -> None:
        type(self).taken += len(data)
        super().data_received(data)


@pytest.fixture(scope="module")
def running() -> Iterator[tuple[Application, int]]:
    application = Application()
    with served(application, Counting) as port:
        yield application, port


@pytest.fixture
def application(running: tuple[Application, int]) -> Application:
    running[0].asked.clear()
    return running[0]


@pytest.fixture
def client(running: tuple[Application, int]) -> Iterator[Client]:
    Counting.taken = 0
    with Client(running[1]) as connected:
        yield connected


def refused(answer: Answer, status: int, code: str) -> bool:
    assert (answer.status, answer.json["code"]) == (status, code)
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["connection"] == "close"
    return True


def request(*lines: bytes, first: bytes = b"GET / HTTP/1.1", body: bytes = b"") -> bytes:
    return b"\r\n".join((first, *lines)) + b"\r\n\r\n" + body


def post(*lines: bytes, body: bytes) -> bytes:
    return request(b"Host: test", *lines, first=b"POST / HTTP/1.1", body=body)


LONG_LINE = b"GET / HTTP/1.1\r\nHost: test\r\nX: " + b"a" * (8 * MiB)
MANY_LINES = b"GET / HTTP/1.1\r\nHost: test\r\n" + b"a:b\r\n" * 100_000
LONG_TARGET = b"GET /" + b"a" * MiB
LONG_NAME = b"GET / HTTP/1.1\r\nHost: test\r\n" + b"a" * MiB


@pytest.mark.parametrize("header", [LONG_LINE, MANY_LINES, LONG_TARGET, LONG_NAME])
@pytest.mark.parametrize("before", [0, 1, 3])
def test_a_header_beyond_64_kib_is_refused_and_read_no_further(
    client: Client, header: bytes, before: int
) -> None:
    for _ in range(before):
        assert client.ask(GET).status == 200
    client.flood(header)
    assert refused(client.answer(), 431, "header-too-large")
    assert client.is_closed()
    assert Counting.taken <= MOST_HEADER_BYTES + 2 * READ


def test_a_header_just_below_the_limit_is_served(client: Client) -> None:
    value = b"a" * (MOST_HEADER_BYTES - 100)
    answer = client.ask(request(b"Host: test", b"X: " + value))
    assert dict(answer.json["headers"])["x"] == value.decode()


def test_a_complete_header_just_beyond_the_limit_is_refused(client: Client) -> None:
    value = b"a" * MOST_HEADER_BYTES
    client.flood(request(b"Host: test", b"X: " + value))
    assert refused(client.answer(), 431, "header-too-large")


def test_a_pipelined_header_beyond_the_limit_is_refused_after_the_answer_before(
    client: Client, application: Application
) -> None:
    client.flood(request(b"Host: test", first=b"GET /held HTTP/1.1") + GET + LONG_LINE[:MiB])
    assert application.entered.acquire(timeout=20)
    application.release()
    assert client.answer().json["path"] == "/held"
    assert client.answer().json["path"] == "/"
    assert refused(client.answer(), 431, "header-too-large")
    assert client.is_closed()


@pytest.mark.parametrize("trailer", [b"Authorization: Bearer tri_x", b"Host: other\r\nX: y"])
def test_a_trailer_is_no_header(client: Client, trailer: bytes) -> None:
    chunks = b"2\r\n{}\r\n0\r\n" + trailer + b"\r\n\r\n"
    answer = client.ask(post(b"Transfer-Encoding: chunked", body=chunks))
    assert answer.json["headers"] == [["host", "test"], ["transfer-encoding", "chunked"]]
    assert answer.json["body"] == "{}"
    assert client.ask(GET).status == 200


@pytest.mark.parametrize("endless", [b"0\r\nX: ", b"2;extension=", b"00000000"])
def test_what_is_neither_header_nor_content_has_a_limit_too(
    client: Client, application: Application, endless: bytes
) -> None:
    client.flood(post(b"Transfer-Encoding: chunked", body=endless + b"0" * (8 * MiB)))
    assert refused(client.answer(), 431, "header-too-large")
    assert client.is_closed()
    assert Counting.taken <= MOST_HEADER_BYTES + 2 * READ
    assert application.asked == ["/"]


@pytest.mark.parametrize(
    "wrong",
    [
        request(),
        request(b"Host: a", b"Host: a"),
        request(b"Host: a", b"host: b"),
        request(b"Host: a b"),
        request(b"Host: a/b"),
        request(b"Host: a", b"Host: a", first=b"GET / HTTP/1.0"),
        request(b"Host: test", first=b"GET / HTTP/2.0"),
        request(b"Host: test", first=b"GET / HTTP/0.9"),
        request(b"Host: test", first=b"GET / HTTP/1.2"),
        b"GET /\r\n\r\n",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        request(b"Host: test", b"Authorization: Bearer a", b"Authorization: Bearer b"),
        request(b"Host: test", b"Idempotency-Key: a", b"Idempotency-Key: b"),
        request(b"Host: test", b"X: a", b" folded"),
        request(b"Host: test", b"X : a"),
        request(b"Host: test:80", first=b"CONNECT test:80 HTTP/1.1"),
        post(b"Content-Length: 3", b"Transfer-Encoding: chunked", body=b"0\r\n\r\n"),
        post(b"Transfer-Encoding: chunked", b"Content-Length: 3", body=b"0\r\n\r\n"),
        post(b"Transfer-Encoding: chunked, identity", body=b"0\r\n\r\n"),
        post(b"Content-Length: 2", b"Content-Length: 3", body=b"{} "),
        post(b"Content-Length: +2", body=b"{}"),
        post(b"Connection: upgrade", b"Upgrade: h2c", b"Content-Length: 2", body=b"{}"),
    ],
)
def test_what_is_not_http_1_is_refused_before_the_application_sees_it(
    client: Client, application: Application, wrong: bytes
) -> None:
    client.flood(wrong)
    assert refused(client.answer(), 400, "malformed-request")
    assert client.is_closed()
    assert application.asked == []


def test_a_body_that_breaks_off_its_chunks_is_refused(client: Client) -> None:
    client.send(post(b"Transfer-Encoding: chunked", body=b"2\r\n{}\r\nzz\r\n"))
    assert refused(client.answer(), 400, "malformed-request")
    assert client.is_closed()


def test_http_1_0_needs_no_host(client: Client) -> None:
    assert client.ask(b"GET / HTTP/1.0\r\n\r\n").status == 200


@pytest.mark.parametrize("host", [b"a.example:8000", b"[::1]:80", b"127.0.0.1", b""])
def test_every_kind_of_host_is_served(client: Client, host: bytes) -> None:
    assert client.ask(request(b"Host: " + host)).status == 200


def test_an_upgrade_is_not_made_and_the_request_is_served(client: Client) -> None:
    lines = (b"Host: test", b"Connection: upgrade", b"Upgrade: h2c")
    answer = client.ask(request(*lines) + GET)
    assert answer.status == 200
    assert answer.headers["connection"] == "close"
    assert client.is_closed()


def test_requests_in_one_packet_are_answered_in_turn(client: Client) -> None:
    paths = [f"/{number}" for number in range(20)]
    first = [b"GET %b HTTP/1.1" % path.encode() for path in paths]
    client.send(b"".join(request(b"Host: test", first=line) for line in first))
    assert [client.answer().json["path"] for _ in paths] == paths


def test_requests_sent_without_waiting_are_bounded(
    client: Client, application: Application
) -> None:
    client.flood(GET * 20_000)
    answers = [client.answer() for _ in range(MOST_PIPELINED)]
    assert {answer.status for answer in answers} == {200}
    assert refused(client.answer(), 503, "overloaded")
    assert client.is_closed()
    assert len(application.asked) == MOST_PIPELINED


def test_a_client_may_ask_whether_its_body_is_welcome(client: Client) -> None:
    client.send(post(b"Expect: 100-continue", b"Content-Length: 2", body=b""))
    assert client.answer().status == 100
    assert client.ask(b"{}").json["body"] == "{}"


def test_a_body_in_many_pieces_arrives_whole(client: Client) -> None:
    body = b"0123456789abcdef" * 40_000
    chunks = b"".join(b"%x\r\n%b\r\n" % (len(part), part) for part in (body[:7], body[7:]))
    answer = client.ask(post(b"Transfer-Encoding: chunked", body=chunks + b"0\r\n\r\n"))
    assert answer.json["body"] == body.decode()

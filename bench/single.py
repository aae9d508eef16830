"""One run of some requests, one after another, to make what a measurement starts from."""

import socket
from collections.abc import Sequence
from uuid import uuid4

import msgspec

from bench.load import Prepared, Request, length


def run_once(port: int, requests: Sequence[Request]) -> str:
    """Send the requests in their order; give the complaint's id.

    Raises:
        RuntimeError: an answer has another status than it should.

    """
    complaint = ""
    with socket.create_connection(("127.0.0.1", port)) as connection:
        for request in requests:
            prepared = Prepared(request)
            connection.sendall(prepared.fill(complaint.encode(), uuid4().hex.encode()))
            answer = _answer(connection)
            if answer[9:12] != prepared.status:
                raise RuntimeError(f"{request.name}: {answer[:1000].decode(errors='replace')}")
            if request.gives_id:
                body = msgspec.json.decode(answer[answer.index(b"\r\n\r\n") + 4 :])
                complaint = body["complaint_id"]
    return complaint


def _answer(connection: socket.socket) -> bytes:
    data = b""
    while not (whole := length(data)) or len(data) < whole:
        more = connection.recv(1 << 16)
        if not more:
            raise RuntimeError(f"the connection ended after {data[:1000]!r}")
        data += more
    return data

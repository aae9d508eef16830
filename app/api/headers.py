"""Headers of every answer: what a browser may do with it, and that no cache keeps it."""

from typing import Final

from fastapi import FastAPI
from starlette.types import ASGIApp, Message, Receive, Scope, Send

Headers = list[tuple[bytes, bytes]]

CACHE: Final = b"cache-control"
POLICY: Final = b"content-security-policy"

ALWAYS: Final[Headers] = [
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
]
UNLESS_GIVEN: Final[Headers] = [
    # Answers hold customers' words. One that may be kept and asked about by its ETag says so.
    (CACHE, b"no-store"),
    # Nothing in an answer is a page, whatever a customer wrote; the page at /docs has its own.
    (POLICY, b"default-src 'none'; frame-ancestors 'none'"),
]
_CHOICES: Final = {
    (cache, policy): [*ALWAYS, *[one for one in UNLESS_GIVEN if one[0] not in {cache, policy}]]
    for cache in (CACHE, b"")
    for policy in (POLICY, b"")
}
"""By which of the two an answer brings itself. Made once: an answer costs 3 us more for it."""


class ResponseHeaders:
    """Completes the headers of every answer, of faults on our side too."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap the whole application."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def complete(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = _completed(message["headers"])
            await send(message)

        await self._app(scope, receive, complete)


def _completed(headers: Headers) -> Headers:
    cache = policy = b""
    for name, _ in headers:
        if name == CACHE:
            cache = name
        elif name == POLICY:
            policy = name
    return [*headers, *_CHOICES[cache, policy]]


def install(app: FastAPI) -> None:
    """Wrap the application outside of all its parts."""
    build = app.build_middleware_stack
    # As a middleware of the application it would miss the answer to an exception nobody expected.
    app.build_middleware_stack = lambda: ResponseHeaders(build())  # type: ignore[method-assign]

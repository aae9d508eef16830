"""Routes that take what the contract says and nothing else, whatever answers them."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from http import HTTPStatus
from typing import Any, ClassVar, Final

from fastapi.routing import APIRoute
from pydantic import BaseModel
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Match
from starlette.types import Receive, Scope, Send

from app.api.problems import MOST_FAULTS, FieldFault, Problem, path_of

JSON: Final = "application/json"


class ContractRoute(APIRoute):
    """A route that refuses parameters it does not declare, and tells the methods of its path.

    A parameter that is ignored deceives: `POST .../memos?dry_run=true` writes for ever.
    """

    served: ClassVar[frozenset[str]]
    """Methods."""
    parameters: frozenset[str] = frozenset()
    """Names of the query parameters, each of which is given once at most."""
    answer: type[BaseModel] | None = None
    """What a successful answer holds, if that is JSON."""

    def __init__(self, path: str, endpoint: Callable[..., Any], **options: Any) -> None:  # noqa: ANN401 - as in the base
        """Declare the answer for the contract only.

        Answers are JSON that is made already. FastAPI would build a serialiser of each model when
        the service starts, and never use it.
        """
        model = options.get("response_model")
        if isinstance(model, type):
            self.answer, options["response_model"] = model, None
            success = options.get("status_code") or HTTPStatus.OK
            schema = {"$ref": f"#/components/schemas/{model.__name__}"}
            declared = options.get("responses") or {}
            given = {**declared.get(success, {}), "content": {JSON: {"schema": schema}}}
            options["responses"] = {**declared, success: given}
        super().__init__(path, endpoint, **options)

    async def respond(self, request: Request) -> Response:
        """Answer a request of a served method, with known parameters."""
        # Not abstract: ProbeRoute answers before it comes to this.
        raise NotImplementedError

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request; the application's handlers turn what is raised into problems."""
        request = Request(scope, receive, send)
        if scope["method"] in self.served:
            if scope["query_string"]:
                _require_known(request, self.parameters)
            response = await self.respond(request)
        else:
            response = _without_method(scope)
        await response(scope, receive, send)


class ProbeRoute(ContractRoute):
    """A route for probes: whatever parameters they add against caches, they are answered.

    A refused probe takes a healthy process out of service, and there is nothing to misread.
    """

    served = frozenset({"GET", "HEAD"})

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the general machinery answer."""
        if scope["method"] in self.served:
            await self.app(scope, receive, send)
        else:
            await super().handle(scope, receive, send)


class PostsByNoun(BaseRoute):
    """Routes of the path `{before}/{id}/{noun}`, found in a dict instead of one after the other.

    It stands before the routes themselves, which are there for the contract and other methods.
    To match the last of 50 took 1 us instead of 91.
    """

    def __init__(self, before: str, parameter: str, routes: Mapping[str, BaseRoute]) -> None:
        """Take the routes by their nouns."""
        self._before, self._parameter, self._routes = before, parameter, routes

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Match a `POST`."""
        if scope["type"] == "http" and scope["method"] == "POST":
            path, _, noun = scope["path"].rpartition("/")
            route = self._routes.get(noun)
            before, _, value = path.rpartition("/")
            if route is not None and before == self._before:
                return Match.FULL, {"route": route, "path_params": {self._parameter: value}}
        return Match.NONE, {}

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the route answer."""
        await scope["route"].handle(scope, receive, send)


def _require_known(request: Request, known: frozenset[str]) -> None:
    given = Counter(name for name, _ in request.query_params.multi_items())
    faults = [
        FieldFault(path_of((name,)), "is given twice" if name in known else "is not a parameter")
        for name, count in given.items()
        if count > 1 or name not in known
    ]
    if faults:
        raise Problem(
            HTTPStatus.UNPROCESSABLE_ENTITY,
            "invalid",
            "some parameters are at fault",
            fields=tuple(faults[:MOST_FAULTS]),
        )


def _without_method(scope: Scope) -> Response:
    """Answer OPTIONS with the methods of the path (RFC 9110, 9.3.7); refuse any other method."""
    headers = {"Allow": ", ".join(sorted(_methods(scope, scope["app"].routes)))}
    if scope["method"] == "OPTIONS":
        return Response(status_code=HTTPStatus.NO_CONTENT, headers=headers)
    raise HTTPException(HTTPStatus.METHOD_NOT_ALLOWED, headers=headers)


def _methods(scope: Scope, routes: Iterable[BaseRoute]) -> set[str]:
    """Collect from every route of the path: one path may be read by one and written by another."""
    found = {"OPTIONS"}
    for route in routes:
        if isinstance(route, ContractRoute) and route.matches(scope)[0] is not Match.NONE:
            found |= route.served
    return found

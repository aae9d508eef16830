"""Holds answers to the contract: their JSON to the declared model, their headers, their times."""

import re
from collections.abc import Iterator
from typing import Any, Final

import httpx
from fastapi import FastAPI
from starlette.routing import Match

from app.api.answer_headers import HEADERS
from app.api.answers.problem import Problem
from app.api.routing import ContractRoute
from tests.support.contract import CONTRACT

INSTANT: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{6}Z")
LIKE_AN_INSTANT: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\S*")


def require_declared(app: FastAPI, response: httpx.Response) -> None:
    """Refuse an answer that is not exactly what the contract declares.

    No member may be unknown or missing, every word is one of those listed, every time is spelt in
    the one way, and the headers are those of the operation.
    """
    route = _route(app, response.request)
    if route is not None:
        _require_headers(route, response)
    if not response.content:
        return
    if response.headers.get("content-type") == "application/problem+json":
        Problem.model_validate_json(response.content, strict=True, extra="forbid")
    elif route is not None and route.answer is not None and response.is_success:
        route.answer.model_validate_json(response.content, strict=True, extra="forbid")
        times = [text for text in _texts(response.json()) if LIKE_AN_INSTANT.fullmatch(text)]
        assert [text for text in times if not INSTANT.fullmatch(text)] == []


def _route(app: FastAPI, request: httpx.Request) -> ContractRoute | None:
    scope: dict[str, Any] = {
        "type": "http",
        "method": request.method,
        "path": request.url.path,
        "root_path": "",
        "headers": [],
    }
    found = (
        route
        for route in app.routes
        if isinstance(route, ContractRoute) and route.matches(scope)[0] is Match.FULL
    )
    return next(found, None)


def _require_headers(route: ContractRoute, response: httpx.Response) -> None:
    operation = CONTRACT["paths"][route.path_format].get(response.request.method.lower())
    if operation is None or str(response.status_code) not in operation["responses"]:
        # A method or refusal of the server itself, which no operation declares.
        return
    declared = operation["responses"][str(response.status_code)].get("headers", {})
    always = {name for name, header in declared.items() if header["required"]}
    sent = {name for name in HEADERS if name in response.headers}
    assert always <= sent <= declared.keys(), (response.request.url.path, response.status_code)


def _texts(found: Any) -> Iterator[str]:
    if isinstance(found, str):
        yield found
    elif isinstance(found, list):
        for each in found:
            yield from _texts(each)
    elif isinstance(found, dict):
        for each in found.values():
            yield from _texts(each)

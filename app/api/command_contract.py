"""The contract of a command's route: FastAPI reads it from a signature and a few words."""

from collections.abc import Callable
from inspect import cleandoc
from typing import Any
from uuid import UUID

from fastapi import Depends
from pydantic import Field

from app.api.answer_headers import Responses
from app.api.answers.parts import Answer
from app.api.credentials import bearer
from app.api.parameters import ComplaintPath, IdempotencyKey, IfMatch
from app.api.problems import responses


class CommandAnswer(Answer):
    """Where the complaint stands after a command."""

    complaint_id: UUID
    number: str = Field(
        examples=["2026-000001"],
        description="Of the form, consecutive in a year; written as the policy says (`numbers`).",
    )
    version: int = Field(description="Of the complaint; also the ETag. Send it as If-Match.")
    position: int = Field(description="In the organisation's log; send it as `min_position`.")


def declared(
    command: type, operation: str, tag: str, summary: str, success: Responses
) -> dict[str, Any]:
    """Give what `APIRoute` is told of every command."""
    return {
        "methods": ["POST"],
        "name": operation,
        "operation_id": operation,
        "summary": summary,
        "description": cleandoc(command.__doc__ or ""),
        "tags": [tag],
        "response_model": CommandAnswer,
        "responses": {**success, **responses(400, 401, 403, 404, 409, 412, 413, 415, 422, 503)},
        "dependencies": [Depends(bearer)],
    }


def signature_on_complaint(body: type) -> Callable[..., object]:
    """Give a function with the parameters of a command on a complaint; it is never called."""

    async def endpoint(
        complaint_id: ComplaintPath, body: object, key: IdempotencyKey, if_match: IfMatch = None
    ) -> None: ...

    endpoint.__annotations__["body"] = body
    return endpoint


def signature_of_opening(body: type) -> Callable[..., object]:
    """Give a function with the parameters of the command that begins a complaint."""

    async def endpoint(body: object, key: IdempotencyKey) -> None: ...

    endpoint.__annotations__["body"] = body
    return endpoint

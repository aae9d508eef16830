"""The last signed checkpoint of the log, to be kept where we cannot reach it."""

from hashlib import sha256
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from app.api.answer_headers import IF_NONE_MATCH, tagged
from app.api.answers.parts import Answer
from app.api.credentials import Caller
from app.api.problems import responses
from app.api.reading import Position, QueryRoute, document_response, require_reader
from app.api.services import services_of
from app.domain.values import Capability

router = APIRouter(tags=["log"], route_class=QueryRoute)

READERS = frozenset({Capability.AUDIT, Capability.PAY, Capability.ADMINISTER})


class Which(BaseModel):
    """Which checkpoint."""

    model_config = ConfigDict(extra="forbid")

    position: Position | None = Field(
        default=None, description="The first that covers this position; the last of all otherwise."
    )


class Checkpoint(Answer):
    """A checkpoint, and the key that it is checked with."""

    size: int = Field(description="So many events are under it; 0 where there is none yet.")
    note: str | None = Field(description="The signed checkpoint (C2SP tlog-checkpoint).")
    key: str = Field(description="The public key, as `triplicate verify --key` takes it.")
    sound: bool = Field(description="False while there is an alarm.")
    alarm: str | None = Field(
        description="The part of the log that differs from what was signed, or why sealing stopped."
        " Old events are compared again: once an hour, or 11 million events a day."
    )


@router.get(
    "/v1/checkpoint",
    operation_id="show_checkpoint",
    summary="Show the last checkpoint, or the first over a position",
    response_model=Checkpoint,
    responses={**tagged(), **responses(401, 403, 422, 503)},
    openapi_extra=IF_NONE_MATCH,
)
async def checkpoint(
    request: Request, caller: Caller, which: Annotated[Which, Query()]
) -> Response:
    """Show it and the public key: keep both outside, and nothing before can change unseen."""
    services = services_of(request)
    await require_reader(services, caller, READERS)
    sealer, organisation = services.sealer, caller.organisation
    if which.position is None:
        found = await sealer.seals.last(organisation)
    else:
        found = await sealer.seals.covering(organisation, which.position)
    trouble = await sealer.trouble(organisation)
    alarm = trouble or (await services.scrubber.state(organisation)).alarm
    body = Checkpoint(
        size=found.size if found else 0,
        note=found.note if found else None,
        key=(await sealer.public(organisation)).text,
        sound=alarm is None,
        alarm=alarm,
    )
    content = body.model_dump_json().encode()
    return document_response(request, content, sha256(content).hexdigest()[:32])

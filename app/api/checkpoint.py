"""The last signed checkpoint of the log, to be kept where we cannot reach it."""

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, Field

from app.api.credentials import Caller
from app.api.problems import responses
from app.api.reading import QueryRoute, document_response, require_reader
from app.api.services import services_of
from app.domain.values import Capability

router = APIRouter(tags=["log"], route_class=QueryRoute)

READERS = frozenset({Capability.AUDIT, Capability.ADMINISTER})


class CheckpointBody(BaseModel):
    """A checkpoint, and the key that it is checked with."""

    size: int = Field(description="So many events are under it; 0 where nothing is sealed yet.")
    note: str | None = Field(description="The signed checkpoint (C2SP tlog-checkpoint).")
    key: str = Field(description="The public key, as `triplicate verify --key` takes it.")
    sound: bool = Field(description="False while the log is not sealed for not being as signed.")


@router.get(
    "/v1/checkpoint",
    summary="Show the last checkpoint",
    response_model=CheckpointBody,
    responses=responses(401, 403, 503),
)
async def checkpoint(request: Request, caller: Caller) -> Response:
    """Show it and the public key: keep both outside, and nothing before can change unseen."""
    services = services_of(request)
    await require_reader(services, caller, READERS)
    sealer, organisation = services.sealer, caller.organisation
    last = await sealer.seals.last(organisation)
    body = CheckpointBody(
        size=last.size if last else 0,
        note=last.note if last else None,
        key=(await sealer.public(organisation)).text,
        sound=await sealer.trouble(organisation) is None,
    )
    version = f"{body.size}-{body.sound}".lower()
    return document_response(request, body.model_dump_json().encode(), version)

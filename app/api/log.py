"""The log: every event of the organisation, in order and without gaps."""

from typing import Annotated

import msgspec
from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, ConfigDict

from app.api.answers.events import LogPage
from app.api.complaints import event_json
from app.api.credentials import Caller
from app.api.problems import responses
from app.api.reading import Limit, Position, QueryRoute, json_response, require_reader
from app.api.services import services_of
from app.domain.refusals import NotPermitted
from app.domain.values import Capability

router = APIRouter(tags=["log"], route_class=QueryRoute)

LOG_READERS = frozenset({Capability.ADMINISTER})
"""The log holds everything, personal data too: it is for systems that an administrator connects."""


class After(BaseModel):
    """Where to read on."""

    model_config = ConfigDict(extra="forbid")

    after: Position = 0
    limit: Limit = 100


@router.get(
    "/v1/log",
    operation_id="list_events",
    summary="List the events of the log",
    response_model=LogPage,
    responses=responses(401, 403, 422, 503),
)
async def log(request: Request, caller: Caller, page: Annotated[After, Query()]) -> Response:
    """Read events after a position; nothing lower can ever appear later."""
    services = services_of(request)
    await require_reader(services, caller, LOG_READERS)
    if caller.actor.units:
        message = "the log holds every unit's complaints: it opens for tokens without units only"
        raise NotPermitted(message)
    found = await services.store.read_log(caller.organisation, after=page.after, limit=page.limit)
    last = found[-1].position if found else page.after
    head = await services.store.head(caller.organisation)
    rest = msgspec.json.encode({"last": last, "head": head})[1:]
    return json_response(b'{"items":[' + b",".join(map(event_json, found)) + b"]," + rest)

"""Is it alive, is it ready: for whoever keeps it running. No token is needed."""

from http import HTTPStatus

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel

from app.api.problems import Problem, responses
from app.api.services import services_of
from app.events.schema import head_revision, revision

router = APIRouter(tags=["health"])


class Health(BaseModel):
    """How the process is."""

    status: str


@router.get("/livez", summary="Is the process alive?")
async def alive() -> Health:
    """Touch nothing but the process itself."""
    return Health(status="alive")


@router.get("/readyz", summary="Can it take requests?", responses=responses(503))
async def ready(request: Request, response: Response) -> Health:
    """Ask the database whether it is there and at the schema of this program."""
    services = services_of(request)
    response.headers["Cache-Control"] = "no-store"
    found = await revision(services.database)
    if found != head_revision():
        detail = "the database is not at this program's schema; run `triplicate migrate`"
        raise Problem(HTTPStatus.SERVICE_UNAVAILABLE, "not-ready", detail)
    return Health(status="ready")

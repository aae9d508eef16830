"""Is it alive, is it ready: for whoever keeps it running. No token is needed."""

from http import HTTPStatus

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel

from app.api.problems import Problem, responses
from app.api.services import services_of
from app.events.compatibility import schema_fault

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
    """Ask the database whether it is there, at a schema that this program can run on."""
    services = services_of(request)
    response.headers["Cache-Control"] = "no-store"
    if fault := await schema_fault(services.database):
        raise Problem(HTTPStatus.SERVICE_UNAVAILABLE, "not-ready", fault)
    return Health(status="ready")

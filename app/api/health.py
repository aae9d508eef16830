"""Is it alive, is it ready: for whoever keeps it running. No token is needed."""

from typing import Any, Final, Literal

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel

from app.api.problems import responses, unavailable
from app.api.routing import ProbeRoute
from app.api.services import services_of

router = APIRouter(tags=["health"], route_class=ProbeRoute)
NO_TOKEN: Final[dict[str, Any]] = {"security": []}


class Health(BaseModel):
    """How the process is."""

    status: Literal["alive", "ready"]


@router.get(
    "/livez",
    operation_id="check_liveness",
    summary="Check that the process is alive",
    openapi_extra=NO_TOKEN,
)
async def alive() -> Health:
    """Touch nothing but the process itself."""
    return Health(status="alive")


@router.get(
    "/readyz",
    operation_id="check_readiness",
    summary="Check that the process can take requests",
    responses=responses(503),
    openapi_extra=NO_TOKEN,
)
async def ready(request: Request, response: Response) -> Health:
    """Check that the database answers, has a schema for this program, and can be written to."""
    services = services_of(request)
    response.headers["Cache-Control"] = "no-store"
    if fault := await services.readiness.fault():
        raise unavailable(fault, code="not-ready")
    return Health(status="ready")

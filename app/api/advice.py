"""What is best done next with a complaint, as the policy in force asks."""

from datetime import datetime
from uuid import UUID

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, Field

from app.api.credentials import Caller
from app.api.parameters import ComplaintPath
from app.api.problems import not_found, responses
from app.api.reading import CASE_READERS, QueryRoute, document_response, read_stream, require_reader
from app.api.services import services_of
from app.domain.advice import next_steps
from app.domain.complaint import replay
from app.domain.values import ComplaintId
from app.events.codec import decode

router = APIRouter(tags=["complaints"], route_class=QueryRoute)


class NextStepBody(BaseModel):
    """A step that the policy asks for now."""

    step: str = Field(examples=["report-up"])
    operation: str = Field(
        description="The `operationId` in this contract by which it is taken.",
        examples=["report_up"],
    )
    rules: str = Field(description="The rules that ask for it.", examples=["WS-20"])
    roles: list[str] = Field(description="Who may take it.")
    about: str | None = Field(
        description="Which promise, plan, expense or box; which role to report to; which fact."
    )
    due: datetime | None
    missed: bool = Field(description="Its time has passed, and that is on record.")


class NextStepsBody(BaseModel):
    """In the order of the procedure; nothing is left to do when it is empty."""

    complaint_id: UUID
    version: int
    policy: str = Field(description="Name and version of the policy that asks.")
    items: list[NextStepBody]


@router.get(
    "/v1/complaints/{complaint_id}/next-steps",
    summary="Say what is best done next",
    response_model=NextStepsBody,
    responses=responses(401, 403, 404, 503),
)
async def show_next_steps(
    request: Request, complaint_id: ComplaintPath, caller: Caller
) -> Response:
    """Say which steps the policy asks for now, why, by whom and until when; never stale."""
    services = services_of(request)
    await require_reader(services, caller, CASE_READERS)
    stream = await read_stream(services, caller, ComplaintId(complaint_id))
    complaint = replay(decode(recorded) for recorded in stream)
    if complaint is None:
        raise not_found()
    policy = await services.policies.of(caller.organisation)
    items = [
        NextStepBody(
            step=one.step,
            operation=one.step.replace("-", "_"),
            rules=one.rules,
            roles=list(one.roles),
            about=one.about,
            due=one.due,
            missed=one.missed,
        )
        for one in next_steps(complaint, policy)
    ]
    version = stream[-1].version
    body = NextStepsBody(
        complaint_id=complaint_id, version=version, policy=policy.stamp, items=items
    )
    return document_response(
        request, body.model_dump_json().encode(), f"{version}-{policy.version}"
    )

"""What is best done next with a complaint, as the policy in force asks."""

from typing import Annotated
from uuid import UUID

import msgspec
from fastapi import APIRouter, Request, Response
from pydantic import AwareDatetime, Field

from app.api.answer_headers import IF_NONE_MATCH, tagged
from app.api.answers.parts import Answer, one_of
from app.api.credentials import Caller
from app.api.parameters import ComplaintPath
from app.api.problems import not_found, responses
from app.api.reading import CASE_READERS, QueryRoute, document_response, read_stream, require_reader
from app.api.services import services_of
from app.domain import advice
from app.domain.advice import next_steps
from app.domain.complaint import replay
from app.domain.values import ComplaintId
from app.domain.vocabulary import COMMANDS
from app.events.codec import decode, iso

router = APIRouter(tags=["lists"], route_class=QueryRoute)


Step = Annotated[str, *one_of(kind.key for kind in COMMANDS)]


class NextStep(Answer):
    """A step that the policy asks for now."""

    step: Step = Field(description="The command, as policies name it.")
    operation: str = Field(
        description="The `operationId` in this contract by which it is taken.",
        examples=["report_up"],
    )
    rules: str = Field(description="The rules that ask for it.", examples=["WS-20"])
    roles: list[str] = Field(description="Who may take it.")
    about: str | None = Field(
        description="Which promise, plan, expense or box; which role to report to; which fact."
    )
    due: AwareDatetime | None
    missed: bool = Field(description="Its time has passed, and that is on record.")


class NextSteps(Answer):
    """In the order of the procedure; nothing is left to do when it is empty."""

    complaint_id: UUID
    version: int
    policy: str = Field(description="Name and version of the policy that asks.")
    items: list[NextStep]


@router.get(
    "/v1/complaints/{complaint_id}/next-steps",
    operation_id="list_next_steps",
    summary="List the next steps of a complaint",
    response_model=NextSteps,
    responses={**tagged(), **responses(401, 403, 404, 422, 503)},
    openapi_extra=IF_NONE_MATCH,
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
    version = stream[-1].version
    content = {
        "complaint_id": complaint_id,
        "version": version,
        "policy": policy.stamp,
        "items": [_shown(one) for one in next_steps(complaint, policy)],
    }
    return document_response(request, msgspec.json.encode(content), f"{version}-{policy.version}")


def _shown(step: advice.NextStep) -> dict[str, object]:
    return {
        "step": step.step,
        "operation": step.step.replace("-", "_"),
        "rules": step.rules,
        "roles": step.roles,
        "about": step.about,
        "due": None if step.due is None else iso(step.due),
        "missed": step.missed,
    }

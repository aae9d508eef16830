"""The policy in force: what a front end needs to offer the right words."""

from dataclasses import fields

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel

from app.api.answer_headers import IF_NONE_MATCH, tagged
from app.api.credentials import Caller
from app.api.policy_body import GuidanceIndexBody, HoursBody, OpeningBody, PolicyBody
from app.api.problems import responses
from app.api.reading import QueryRoute, document_response
from app.api.services import services_of
from app.domain.policy import GUIDANCE_STAGES, GuidanceKind, Policy
from app.policies.opening import WEEKDAYS

router = APIRouter(tags=["organisation"], route_class=QueryRoute)


@router.get(
    "/v1/policy",
    operation_id="show_policy",
    summary="Show the policy in force",
    response_model=PolicyBody,
    responses={**tagged(), **responses(401, 422, 503)},
    openapi_extra=IF_NONE_MATCH,
)
async def policy(request: Request, caller: Caller) -> Response:
    """Show the policy of the caller's organisation; anybody with a token may know it."""
    found = await services_of(request).policies.of(caller.organisation)
    return document_response(request, _body(found).model_dump_json().encode(), found.version)


def _body(policy: Policy) -> BaseModel:
    """Show the attributes by their names, and the rest as a front end wants it."""
    calendar = policy.calendar
    shown = {one.name: getattr(policy, one.name) for one in fields(policy)}
    shown["outcomes"] = {key: one.title for key, one in policy.outcomes.items()}
    shown["deciders"] = {tier: policy.deciders(tier) for tier in policy.tiers}
    shown["contact_hours"] = HoursBody.of((policy.contact_from, policy.contact_until))
    shown["opening"] = OpeningBody(
        days={
            WEEKDAYS[day]: [HoursBody.of(one) for one in hours]
            for day, hours in sorted(calendar.hours.items())
        },
        holidays_known_until=calendar.known_until,
    )
    shown["guidance"] = GuidanceIndexBody(
        stages=[*GUIDANCE_STAGES],
        situations=sorted({one.situation for one in policy.guidance if one.situation}),
        kinds=[*GuidanceKind],
    )
    return PolicyBody.model_validate(shown)

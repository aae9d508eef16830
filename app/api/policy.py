"""The policy in force: what a front end needs to offer the right words."""

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, Field

from app.api.credentials import Caller
from app.api.problems import responses
from app.api.reading import QueryRoute, document_response
from app.api.services import services_of
from app.domain.values import Capability, Channel, Severity

router = APIRouter(tags=["policy"], route_class=QueryRoute)

Titles = dict[str, str]


class CategoryBody(BaseModel):
    """What a complaint can be about."""

    title: Titles
    tier: str
    severity: Severity


class BoxBody(BaseModel):
    """A sign-off box."""

    key: str
    title: Titles
    roles: list[str]
    only_with_cost: bool
    before_closing: bool


class RoleBody(BaseModel):
    """A role."""

    title: Titles
    capabilities: list[Capability]


class OccasionBody(BaseModel):
    """A contact after the end."""

    title: Titles
    after_days: int


class PolicyBody(BaseModel):
    """An organisation's vocabulary and rules; titles by language (en, zh-Hans, zh-Hant)."""

    name: str
    version: str = Field(description="Digest of the document; stands in every event's metadata.")
    title: Titles
    locale: str
    currency: str
    time_zone: str
    roles: dict[str, RoleBody]
    units: dict[str, Titles]
    places: list[str]
    stages: list[str]
    channels: list[Channel]
    tiers: list[str]
    categories: dict[str, CategoryBody]
    outcomes: dict[str, Titles]
    remedies: dict[str, Titles]
    boxes: list[BoxBody]
    occasions: dict[str, OccasionBody]
    intake_facts: list[str]
    handover_facts: list[str]
    closing_needs: list[str]


@router.get(
    "/v1/policy",
    summary="Show the policy in force",
    response_model=PolicyBody,
    responses=responses(401, 503),
)
async def policy(request: Request, caller: Caller) -> Response:
    """Show the policy of the caller's organisation; anybody with a token may know it."""
    found = await services_of(request).policies.of(caller.organisation)
    body = PolicyBody(
        name=found.name,
        version=found.version,
        title=dict(found.title),
        locale=found.locale,
        currency=found.currency,
        time_zone=found.time_zone,
        roles={
            key: RoleBody(title=dict(role.title), capabilities=sorted(role.capabilities))
            for key, role in found.roles.items()
        },
        units={key: dict(title) for key, title in found.units.items()},
        places=sorted(found.places),
        stages=sorted(found.stages),
        channels=sorted(found.channels),
        tiers=list(found.tiers),
        categories={
            key: CategoryBody(title=dict(one.title), tier=one.tier, severity=one.severity)
            for key, one in found.categories.items()
        },
        outcomes={key: dict(one.title) for key, one in found.outcomes.items()},
        remedies={key: dict(one.title) for key, one in found.remedies.items()},
        boxes=[
            BoxBody(
                key=box.key,
                title=dict(box.title),
                roles=sorted(box.roles),
                only_with_cost=box.only_with_cost,
                before_closing=box.before_closing,
            )
            for box in found.boxes
        ],
        occasions={
            key: OccasionBody(title=dict(one.title), after_days=one.after_days)
            for key, one in found.occasions.items()
        },
        intake_facts=sorted(found.intake_facts),
        handover_facts=sorted(found.handover_facts),
        closing_needs=sorted(found.closing_needs),
    )
    return document_response(request, body.model_dump_json().encode(), found.version)

"""What is kept of ended complaints until when, and what may or must be destroyed (SC-46)."""

from datetime import date
from typing import Annotated, Final
from uuid import UUID

import msgspec
from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from app.api.answers.parts import Answer
from app.api.credentials import Caller
from app.api.exports import Day
from app.api.problems import responses
from app.api.reading import Limit, Position, QueryRoute, json_response, require_reader
from app.api.services import services_of
from app.application.retention import EndedCase, KeptCopy, Register
from app.domain.retention import Fate
from app.domain.values import Capability, Copy, KeptAs, Place

router = APIRouter(tags=["copies"], route_class=QueryRoute)

READERS: Final = frozenset({Capability.AUDIT, Capability.PLAN})
"""It names no customer: only numbers, places and days."""


class CopyPlan(Answer):
    """What is to become of a copy."""

    copy_: Copy = Field(alias="copy")
    custody: Place
    fate: Fate = Field(description="`held`: it could go, but for a legal hold.")
    kept_as: KeptAs
    kept_until: date = Field(description="The first day on which it may be destroyed.")
    must_go_by: date | None = Field(description="The day by which it must be; null sets no bound.")
    rule: str
    way: list[Place] | None = Field(
        description="The hand-overs that take it to its end; null: no route leads there."
    )


class CasePlan(Answer):
    """An ended complaint and its copies."""

    id: UUID
    number: str
    ended_on: date
    holds: list[int] = Field(description="The numbers of the legal holds that are on.")
    copies: list[CopyPlan]


class RetentionPage(Answer):
    """Ended complaints in the order of their receipt."""

    items: list[CasePlan]
    last: int = Field(description="The `after` of the next page; no position in the log.")
    more: bool = Field(description="Whether there may be another page, also after an empty one.")
    day: date = Field(description="The day that it is told for.")


class Wanted(BaseModel):
    """Which part of the plan."""

    model_config = ConfigDict(extra="forbid")

    after: Position = 0
    limit: Limit = 50
    until: Day | None = Field(
        default=None, description="Tell what will be on this day; otherwise today."
    )
    fate: Fate | None = Field(
        default=None, description="Only complaints with a copy of this fate; pages may be empty."
    )


@router.get(
    "/v1/retention",
    operation_id="list_retention_plans",
    summary="List what is kept and destroyed",
    response_model=RetentionPage,
    responses=responses(401, 403, 422, 503),
)
async def retention(
    request: Request, caller: Caller, wanted: Annotated[Wanted, Query()]
) -> Response:
    """Tell of every copy of ended complaints until when it is kept, and what is to become of it."""
    services = services_of(request)
    await require_reader(services, caller, READERS)
    policy = await services.policies.of(caller.organisation)
    register = Register(
        database=services.database,
        organisation=caller.organisation,
        policy=policy,
        today=wanted.until or policy.calendar.local(services.clock()).date(),
        units=caller.actor.units,
    )
    found = await register.page(after=wanted.after, limit=wanted.limit)
    items = [written(one) for one in found if _is_wanted(one, wanted.fate)]
    content = {
        "items": items,
        "last": found[-1].opened_position if found else wanted.after,
        "more": len(found) == wanted.limit,
        "day": register.today,
    }
    headers = {"Cache-Control": "private, no-cache"}
    return json_response(msgspec.json.encode(content), headers)


def _is_wanted(case: EndedCase, fate: Fate | None) -> bool:
    return fate is None or any(copy.fate is fate for copy in case.copies)


def written(case: EndedCase) -> dict[str, object]:
    """Write a complaint and its copies down, as the contract has it."""
    return {
        "id": str(case.id),
        "number": case.number,
        "ended_on": case.ended_on,
        "holds": case.holds,
        "copies": [_copy(one) for one in case.copies],
    }


def _copy(copy: KeptCopy) -> dict[str, object]:
    return {
        "copy": copy.copy,
        "custody": copy.lies,
        "fate": copy.fate,
        "kept_as": copy.term.kept_as,
        "kept_until": copy.term.kept_until,
        "must_go_by": copy.term.must_go_by,
        "rule": copy.term.rule,
        "way": copy.way,
    }

"""Reviews of many complaints: for the screen, as a workbook, on paper (WS-43, PC-43, AS-26)."""

import asyncio
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from http import HTTPStatus
from pathlib import Path as File
from typing import Annotated, Any, Final

import msgspec
from fastapi import APIRouter, Path, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from app.access.tokens import Principal
from app.api.answer_headers import sends
from app.api.answers.review import Review
from app.api.credentials import Caller
from app.api.problems import FieldFault, Problem, responses, unavailable
from app.api.reading import (
    Position,
    QueryRoute,
    json_response,
    require_position,
    require_reader,
)
from app.api.services import services_of
from app.application.services import Services
from app.documents.words import Language, Words
from app.domain.policy import Every, require_term
from app.domain.refusals import NotPermitted
from app.domain.values import Capability
from app.events.codec import iso
from app.events.projections.figures import PROJECTION
from app.reviews.heading import title
from app.reviews.making import Made, Source, duties, make
from app.reviews.paper import paper
from app.reviews.period import EXAMPLES, NoSuchPeriod, Period, read
from app.reviews.workbook import workbook

router = APIRouter(tags=["lists"], route_class=QueryRoute)

READERS: Final = frozenset({Capability.PLAN, Capability.APPROVE})

PDF: Final = "application/pdf"
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_PRIVATE: Final = {"Cache-Control": "private, no-cache"}


class Wish(BaseModel):
    """Of which unit, and in which words."""

    model_config = ConfigDict(extra="forbid")

    unit: str | None = Field(
        default=None,
        max_length=64,
        description="Only what this unit handles; otherwise all that the caller may see.",
    )
    language: Language | None = Field(
        default=None, description="Of titles and words; otherwise that of the policy."
    )
    min_position: Position | None = Field(
        default=None, description="Wait until the figures hold everything up to here."
    )


EveryPath = Annotated[Every, Path(description="What span of time.")]
LabelPath = Annotated[
    str,
    Path(
        description="In ISO 8601; `H1` is from December to May, totalled in June, and `H2` from"
        " June to November, totalled in December.",
        examples=[*EXAMPLES.values()],
    ),
]
Wishes = Annotated[Wish, Query()]

_PROBLEMS: Final = responses(401, 403, 422, 503)


def _file(kind: str) -> dict[int | str, dict[str, Any]]:
    content = {kind: {"schema": {"type": "string", "format": "binary"}}}
    headers = sends("Content-Disposition")[200]
    return {200: {"description": "The file.", "content": content, **headers}, **_PROBLEMS}


# The longer paths first: a label matches whatever stands in its place.
@router.get(
    "/v1/reviews/{every}/{label}.xlsx",
    operation_id="export_review_xlsx",
    summary="Export the review of a span of time as XLSX",
    response_class=Response,
    responses=_file(XLSX),
)
async def review_workbook(
    request: Request, caller: Caller, every: EveryPath, label: LabelPath, wish: Wishes
) -> Response:
    """Make a sheet for each table, with charts."""
    services = services_of(request)
    made, words = await _made(services, caller, read_period(every, label), wish)
    organisation = await services.policies.title_of(caller.organisation)
    async with _at_the_desk(services):
        with tempfile.TemporaryDirectory(prefix="triplicate-") as folder:
            book = await asyncio.to_thread(workbook, made, organisation, words, File(folder))
    return _download(book, XLSX, f"review-{label}.xlsx")


@router.get(
    "/v1/reviews/{every}/{label}.pdf",
    operation_id="print_review",
    summary="Print the review of a span of time",
    response_class=Response,
    responses=_file(PDF),
)
async def review_paper(
    request: Request, caller: Caller, every: EveryPath, label: LabelPath, wish: Wishes
) -> Response:
    """Set the tables, with bars, for the meeting."""
    services = services_of(request)
    made, words = await _made(services, caller, read_period(every, label), wish)
    organisation = await services.policies.title_of(caller.organisation)
    async with _at_the_desk(services):
        pages = await asyncio.to_thread(paper, made, organisation, words)
    return _download(pages, PDF, f"review-{label}.pdf")


@router.get(
    "/v1/reviews/{every}/{label}",
    operation_id="show_review",
    summary="Show the review of a span of time",
    response_model=Review,
    responses=_PROBLEMS,
)
async def review(
    request: Request, caller: Caller, every: EveryPath, label: LabelPath, wish: Wishes
) -> Response:
    """Count the complaints of a span of time, beside those of the one before.

    Each thing counts when it happened, so that a review that is over stays as it is; by unit,
    category, tier and cause a complaint counts as it is judged now.
    """
    services = services_of(request)
    made, words = await _made(services, caller, read_period(every, label), wish)
    return json_response(msgspec.json.encode(written(made, words)), _PRIVATE)


def written(made: Made, words: Words) -> dict[str, object]:
    """Write a review as JSON can hold it."""
    period = made.period
    return {
        "title": title(made, words),
        "period": {
            "every": period.every,
            "label": period.label,
            "first": period.first,
            "last": period.last,
            "before": period.before().label,
        },
        "units": made.units,
        "running": made.running,
        "made_at": iso(made.at),
        "position": made.extent.position,
        "checkpoint": made.extent.stamp and made.extent.stamp.line,
        "held_by": [
            {
                "key": duty.key,
                "title": duty.title,
                "roles": duty.roles,
                "due_from": due[0],
                "due_until": due[1],
                "rule": duty.rule,
            }
            for duty in duties(words.policy, period)
            for due in [(None, None) if duty.within_days is None else period.due(duty.within_days)]
        ],
        "review": made.review,
        "before": made.before,
    }


def read_period(every: Every, label: str) -> Period:
    """Read the name of a period out of the path.

    Raises:
        Problem: 422, there is no such period.

    """
    try:
        return read(every, label)
    except NoSuchPeriod as error:
        fields = (FieldFault("label", str(error)),)
        raise Problem(
            HTTPStatus.UNPROCESSABLE_ENTITY, "invalid", str(error), fields=fields
        ) from None


async def _made(
    services: Services, caller: Principal, period: Period, wish: Wish
) -> tuple[Made, Words]:
    await require_reader(services, caller, READERS)
    policy = await services.policies.of(caller.organisation)
    units = caller.actor.units
    if wish.unit is not None:
        require_term(wish.unit, policy.units, field="unit")
        if units and wish.unit not in units:
            message = "this token does not reach that unit"
            raise NotPermitted(message)
        units = (wish.unit,)
    await require_position(services, caller, PROJECTION.name, wish.min_position)
    source = Source(database=services.database, organisation=caller.organisation, units=units)
    position = (await services.projector.positions(caller.organisation))[PROJECTION.name]
    extent = await services.sealer.seals.extent(caller.organisation, position)
    made = await make(source, policy, period, at=services.clock(), extent=extent)
    return made, Words(policy, wish.language)


@asynccontextmanager
async def _at_the_desk(services: Services) -> AsyncIterator[None]:
    """Make a file, a few at a time.

    Raises:
        Problem: 503, others are being made.

    """
    try:
        async with asyncio.timeout(services.wait_seconds):
            await services.books.acquire()
    except TimeoutError:
        detail = "other files are being made; ask again"
        raise unavailable(detail) from None
    try:
        yield
    finally:
        services.books.release()


def _download(content: bytes, kind: str, name: str) -> Response:
    headers = {**_PRIVATE, "Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, HTTPStatus.OK, headers, media_type=kind)

"""Where complaints stand: the list, one case now or at any time before, and its events."""

from http import HTTPStatus
from typing import Annotated, Final, Self
from urllib.parse import urlencode
from uuid import UUID

import msgspec
from fastapi import APIRouter, Query, Request, Response
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from app.api.answer_headers import IF_NONE_MATCH, sends, tagged
from app.api.answers.case import Case, CaseList
from app.api.answers.events import EventList
from app.api.credentials import Caller
from app.api.field_types import Instant, Key, Person
from app.api.json_body import without_marks
from app.api.paging import read_cursor, write_cursor
from app.api.parameters import PATH, ComplaintPath
from app.api.problems import Problem, responses
from app.api.reading import (
    CASE_READERS,
    Limit,
    Position,
    QueryRoute,
    document_response,
    fold,
    items_response,
    json_response,
    read_stream,
    require_position,
    require_reader,
    show,
)
from app.api.services import services_of
from app.domain.complaint import Status
from app.domain.spelling import is_blank
from app.domain.values import Channel, ComplaintId, Severity
from app.events.chinese import asked
from app.events.codec import iso
from app.events.projections.case_state import ONE, listing
from app.events.projections.case_state import PROJECTION as CASE_STATE
from app.events.projections.search_index import PROJECTION as SEARCH_INDEX
from app.events.stale_rows import StoredTexts
from app.events.store import Recorded

router = APIRouter(tags=["lists"], route_class=QueryRoute)

LINES: Final = StoredTexts(CASE_STATE, ("line",))


def _asked(text: str) -> str:
    """A number pasted with marks finds what was recorded without them."""
    clean = without_marks(text)
    if is_blank(clean):
        message = "must not be blank"
        raise ValueError(message)
    return clean


Question = Annotated[str, Field(max_length=100), AfterValidator(_asked)]


class Filters(BaseModel):
    """What a list of cases is narrowed to."""

    model_config = ConfigDict(extra="forbid")

    status: Status | None = None
    category: Key | None = None
    tier: Key | None = None
    severity: Severity | None = None
    unit: Key | None = None
    handling_unit: Key | None = None
    owner: Person | None = None
    channel: Channel | None = None
    received_from: Instant | None = None
    received_to: Instant | None = None
    due_before: Instant | None = Field(
        default=None, description="With a deadline or promise that is due before."
    )
    missed: bool | None = Field(
        default=None,
        description="With a deadline that was missed, though it may have been met late since.",
    )
    linked_to: UUID | None = Field(
        default=None, description="Linked last to this other complaint (PC-34)."
    )
    q: Question | None = Field(
        default=None,
        description="Words of the complaint, its replies, findings and numbers. What stands "
        "between two blanks is one phrase; traditional and simplified Chinese are one.",
    )
    cursor: Annotated[str, Field(max_length=100)] | None = None
    limit: Limit = 50
    min_position: Position | None = None

    def given(self) -> dict[str, object]:
        """Give the filters that narrow, as query parameters."""
        plain = self.model_dump(exclude_none=True, exclude={"cursor", "limit", "min_position"})
        return dict(sorted(plain.items()))


@router.get(
    PATH,
    operation_id="list_complaints",
    summary="List complaints",
    response_model=CaseList,
    responses={**sends("Link"), **responses(401, 403, 422, 503)},
)
async def complaints(
    request: Request, caller: Caller, filters: Annotated[Filters, Query()]
) -> Response:
    """List cases, the newest receipt first.

    A caller bound to units sees those recorded, handled or helped with there.
    """
    services = services_of(request)
    await require_reader(services, caller, CASE_READERS)
    await require_position(services, caller, CASE_STATE.name, filters.min_position)
    if filters.q is not None:
        await require_position(services, caller, SEARCH_INDEX.name, filters.min_position)
    narrowed = filters.given()
    scope = f"{caller.organisation}?{urlencode({k: str(v) for k, v in narrowed.items()})}"
    parameters = dict(narrowed)
    if filters.q is not None:
        del parameters["q"]
        parameters["words"] = asked(filters.q)
        if parameters["words"] is None:
            return items_response([], {"next": None})
    if filters.cursor is not None:
        parameters["before"] = read_cursor(services.cursor_key, scope, filters.cursor)
    if caller.actor.units:
        parameters["units"] = msgspec.json.encode(caller.actor.units).decode()
    rows = await LINES.fetch(
        services.database,
        listing(frozenset(parameters)),
        caller.organisation,
        limit=filters.limit + 1,
        **parameters,
    )
    page = rows[: filters.limit]
    after = None
    if len(rows) > filters.limit:
        after = write_cursor(services.cursor_key, scope, page[-1][0])
    link = _next_link(filters, after) if after else None
    return items_response([row[-1] for row in page], {"next": after}, link=link)


def _next_link(filters: Filters, cursor: str) -> str:
    given = filters.model_dump(mode="json", exclude_none=True, exclude={"min_position"})
    return f"{PATH}?{urlencode({**given, 'cursor': cursor})}"


class Moment(BaseModel):
    """The time that a case is shown as of; only one of the two."""

    model_config = ConfigDict(extra="forbid")

    at: Instant | None = Field(default=None, description="As the record stood at this instant.")
    version: Annotated[int, Field(ge=1, lt=1 << 31)] | None = Field(
        default=None, description="As of this version."
    )

    @model_validator(mode="after")
    def _only_one(self) -> Self:
        if self.at is not None and self.version is not None:
            message = "give an instant or a version, not both"
            raise ValueError(message)
        return self


@router.get(
    f"{PATH}/{{complaint_id}}",
    operation_id="show_complaint",
    summary="Show a complaint, now or as of a time",
    response_model=Case,
    responses={**tagged(), **responses(401, 403, 404, 422, 503)},
    openapi_extra=IF_NONE_MATCH,
)
async def complaint(
    request: Request,
    caller: Caller,
    complaint_id: ComplaintPath,
    moment: Annotated[Moment, Query()],
) -> Response:
    """Show a case; never stale, as it is folded from its own events."""
    services = services_of(request)
    await require_reader(services, caller, CASE_READERS)
    if moment.at is None and moment.version is None:
        shown = await show(services, caller, ComplaintId(complaint_id), CASE_STATE, ONE)
        return document_response(request, shown.document, shown.version)
    stream = _until(await read_stream(services, caller, ComplaintId(complaint_id)), moment)
    content = msgspec.json.encode(fold(CASE_STATE, stream))
    return document_response(request, content, stream[-1].version)


def _until(stream: list[Recorded], moment: Moment) -> list[Recorded]:
    kept = [
        recorded
        for recorded in stream
        if (moment.at is None or recorded.recorded_at <= moment.at)
        and (moment.version is None or recorded.version <= moment.version)
    ]
    if not kept or (moment.version is not None and kept[-1].version < moment.version):
        detail = "nothing was recorded of it by then"
        raise Problem(HTTPStatus.NOT_FOUND, "not-found", detail)
    return kept


@router.get(
    f"{PATH}/{{complaint_id}}/events",
    operation_id="list_complaint_events",
    summary="List a complaint's events",
    response_model=EventList,
    responses=responses(401, 403, 404, 422, 503),
)
async def events(request: Request, caller: Caller, complaint_id: ComplaintPath) -> Response:
    """Show every event of a complaint, as recorded."""
    services = services_of(request)
    await require_reader(services, caller, CASE_READERS)
    stream = await read_stream(services, caller, ComplaintId(complaint_id))
    return json_response(b'{"items":[' + b",".join(event_json(one) for one in stream) + b"]}")


def event_json(recorded: Recorded) -> bytes:
    """Write an event; its data and metadata go out as the texts that were stored."""
    return msgspec.json.encode(
        {
            "position": recorded.position,
            "stream_id": recorded.stream_id,
            "version": recorded.version,
            "event_id": recorded.event_id,
            "type": recorded.type,
            "schema_version": recorded.schema_version,
            "occurred_at": iso(recorded.occurred_at),
            "recorded_at": iso(recorded.recorded_at),
            "data": msgspec.Raw(recorded.data.encode()),
            "meta": msgspec.Raw(recorded.meta.encode()),
        }
    )

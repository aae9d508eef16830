"""The audit copies as tables for finance and audit: CSV and XLSX (SC-36, SC-37)."""

import asyncio
import os
import re
import tempfile
from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path
from typing import Annotated, BinaryIO, Final

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator
from starlette.types import Receive, Scope, Send

from app.access.tokens import Principal
from app.api.answer_headers import Responses, sends
from app.api.copies import AUDIT
from app.api.credentials import Caller
from app.api.problems import responses, unavailable
from app.api.reading import Position, QueryRoute, require_position, require_reader
from app.api.services import services_of
from app.application.services import Services
from app.documents.sheet.audit_copies import Export, Kind
from app.documents.sheet.tables import Made, Rows
from app.documents.words import Language, Words
from app.domain.values import Place
from app.events.exporting import EARLIEST, LATEST, Days, Wanted
from app.proof.stamp import Extent

router = APIRouter(tags=["copies"], route_class=QueryRoute)

CSV: Final = "text/csv; charset=utf-8"
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CHUNK: Final = 1 << 16
POSITION: Final = "Triplicate-Position"
CHECKPOINT: Final = "Triplicate-Checkpoint"
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _written_as_a_day(given: object) -> object:
    if isinstance(given, str) and not _DAY.fullmatch(given):
        message = "must be a day such as 2026-11-30"
        raise ValueError(message)
    return given


Day = Annotated[date, Field(ge=EARLIEST, le=LATEST), BeforeValidator(_written_as_a_day)]


class Choice(BaseModel):
    """Which copies, and in which words."""

    model_config = ConfigDict(extra="forbid")

    received_from: Day | None = Field(
        default=None, description="Received on this day of the organisation or later."
    )
    received_until: Day | None = Field(default=None, description="Received on this day or before.")
    paid_from: Day | None = Field(
        default=None,
        description="Something was paid or reversed on this day or later: a row for each of"
        " these, reversals negative, and no other expenses.",
    )
    paid_until: Day | None = Field(
        default=None, description="Paid or reversed on this day or before."
    )
    custody: Place | None = Field(default=None, description="Only copies that lie here now.")
    language: Language | None = Field(
        default=None, description="Of headers and words; otherwise that of the policy."
    )
    min_position: Position | None = Field(
        default=None, description="Wait until the copies hold everything up to here."
    )

    @model_validator(mode="after")
    def _in_order(self) -> "Choice":
        """Refuse a period that ends before it begins."""
        for days in (self.received, self.paid):
            if days.first is not None and days.last is not None and days.last < days.first:
                message = "the period ends before it begins"
                raise ValueError(message)
        return self

    @property
    def received(self) -> Days:
        """The days of receipt."""
        return Days(first=self.received_from, last=self.received_until)

    @property
    def paid(self) -> Days:
        """The days of payment."""
        return Days(first=self.paid_from, last=self.paid_until)


class CsvChoice(Choice):
    """Which copies, in which words, and which of the two tables."""

    rows: Rows = Field(default=Rows.COMPLAINTS, description="One row per complaint, or expense.")


def _file(kind: str) -> Responses:
    content = {kind.partition(";")[0]: {"schema": {"type": "string", "format": "binary"}}}
    headers = sends("Content-Disposition", POSITION, CHECKPOINT)[200]
    return {200: {"description": "The file.", "content": content, **headers}}


_PROBLEMS: Final = responses(401, 403, 422, 503)


@router.get(
    "/v1/exports/audit.csv",
    operation_id="export_audit_csv",
    summary="Export audit copies as CSV",
    response_class=Response,
    responses={**_file(CSV), **_PROBLEMS},
)
async def audit_csv(
    request: Request, caller: Caller, choice: Annotated[CsvChoice, Query()]
) -> Response:
    """Write a row per complaint, or per expense, in the order of receipt, while it is read.

    The total of a period of payment is what the ledger says was paid in it (SC-36).
    UTF-8 with a byte order mark. What breaks off before its end was not exported whole.
    """
    services = services_of(request)
    export = await _export(services, caller, choice)
    extent = await _extent(services, caller)
    pages = export.csv(choice.rows)
    # Read before the answer begins, so that what goes wrong at once is told as a problem.
    first = await anext(pages)
    return StreamingResponse(
        _from(first, pages),
        media_type=CSV,
        headers=_headers(export.name(Kind.CSV, choice.rows), extent),
    )


@router.get(
    "/v1/exports/audit.xlsx",
    operation_id="export_audit_xlsx",
    summary="Export audit copies as XLSX",
    response_class=Response,
    responses={**_file(XLSX), **_PROBLEMS},
)
async def audit_xlsx(
    request: Request, caller: Caller, choice: Annotated[Choice, Query()]
) -> Response:
    """Make a workbook with a sheet of complaints, one of expenses, and one on what is in them."""
    services = services_of(request)
    export = await _export(services, caller, choice)
    made = Made(at=services.clock(), extent=await _extent(services, caller))
    try:
        async with asyncio.timeout(services.wait_seconds):
            await services.books.acquire()
    except TimeoutError:
        detail = "other exports are being made; ask again"
        raise unavailable(detail, seconds=10) from None
    try:
        file = await _book(export, made)
    finally:
        services.books.release()
    return Download(file, XLSX, _headers(export.name(Kind.XLSX), made.extent))


async def _extent(services: Services, caller: Principal) -> Extent:
    """Tell how much of the log the copies hold when the export begins."""
    position = (await services.projector.positions(caller.organisation))[AUDIT.projection.name]
    return await services.sealer.seals.extent(caller.organisation, position)


async def _export(services: Services, caller: Principal, choice: Choice) -> Export:
    await require_reader(services, caller, AUDIT.readers)
    await require_position(services, caller, AUDIT.projection.name, choice.min_position)
    wanted = Wanted(
        received=choice.received,
        paid=choice.paid,
        custody=None if choice.custody is None else choice.custody.value,
        units=caller.actor.units,
    )
    policy = await services.policies.of(caller.organisation)
    return Export(
        database=services.database,
        organisation=caller.organisation,
        wanted=wanted,
        words=Words(policy, choice.language),
        pace=lambda: services.pages,
    )


async def _book(export: Export, made: Made) -> BinaryIO:
    """Make a workbook in a file that has no name, and so is gone when it is closed."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the answer closes it
    try:
        with tempfile.TemporaryDirectory(prefix="triplicate-") as folder:
            await export.xlsx(file, Path(folder), made)
    except BaseException:
        file.close()
        raise
    return file


class Download(StreamingResponse):
    """Sends a file that was made for it, and closes it whatever happens."""

    def __init__(self, file: BinaryIO, media_type: str, headers: dict[str, str]) -> None:
        """Send it from its beginning."""
        length = file.seek(0, os.SEEK_END)
        file.seek(0)
        super().__init__(
            self._chunks(),
            media_type=media_type,
            headers={**headers, "Content-Length": str(length)},
        )
        self._file = file

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the file."""
        with self._file:
            await super().__call__(scope, receive, send)

    async def _chunks(self) -> AsyncIterator[bytes]:
        while chunk := await asyncio.to_thread(self._file.read, CHUNK):
            yield chunk


async def _from(first: bytes, rest: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    yield first
    async for page in rest:
        yield page


def _headers(name: str, extent: Extent) -> dict[str, str]:
    disposition = f'attachment; filename="{name}"'
    headers = {"Content-Disposition": disposition, "Cache-Control": "private, no-store"}
    headers[POSITION] = str(extent.position)
    if extent.stamp is not None:
        headers[CHECKPOINT] = extent.stamp.line
    return headers

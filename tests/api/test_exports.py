"""What finance takes away: the audit copies as CSV and as XLSX."""

import asyncio
import csv
import io
import tempfile
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import update

from app.domain.values import Actor
from app.events import exporting
from app.events.projections import audit_copy
from tests.documents.sheet.reading import Workbook
from tests.support.service import HERE, Service

CSV = "/v1/exports/audit.csv"
XLSX = "/v1/exports/audit.xlsx"


async def paid(service: Service, minor: int = 10_050, **received: Any) -> str:
    """A complaint with an expense that was paid."""
    complaint = await service.receive(**received)
    yuan = {"amount": minor, "currency": "CNY"}
    offer = {"remedy": "cash", "description": "补偿", "cost": yuan, "value": yuan}
    given = {"kind": "name", "signatory": "=张女士"}
    await service.do("supervisor", complaint, "confirmations")
    await service.do("supervisor", complaint, "classifications", category="product-quality")
    await service.do("supervisor", complaint, "plans", explanation="补偿", offers=[offer])
    await service.do("supervisor", complaint, "consents", plan=1, agreed=True)
    await service.do("handler", complaint, "expenses", amount=yuan, purpose="=补偿", plan=1)
    await service.do(
        "finance", complaint, "expense-reviews", expense=1, verdict="approve", voucher="0012"
    )
    await service.do(
        "supervisor", complaint, "compensations",
        remedy="cash", amount=yuan, expense=1, signature=given,
    )  # fmt: skip
    return complaint


async def table(service: Service, role: str = "finance", **asked: Any) -> list[dict[str, str]]:
    """The rows of a CSV, as far as the log has come."""
    await service.services.projector.catch_up(HERE)
    answer = await service.get(role, CSV, **asked)
    assert answer.status_code == 200, answer.text
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


async def workbook(service: Service, role: str = "finance", **asked: Any) -> Workbook:
    """A workbook, as far as the log has come."""
    await service.services.projector.catch_up(HERE)
    answer = await service.get(role, XLSX, **asked)
    assert answer.status_code == 200, answer.text
    assert int(answer.headers["content-length"]) == len(answer.content)
    return Workbook(answer.content)


async def test_the_complaints_of_finance_are_a_row_each_in_the_order_of_receipt(
    service: Service,
) -> None:
    late = service.services.clock()
    second = await paid(service)
    first = await service.receive(occurred_at=(late - timedelta(days=3)).isoformat())
    rows = await table(service)
    assert [row["标识"] for row in rows] == [first, second]
    assert [row["实际偿付"] for row in rows] == ["", "100.50"]
    assert [row["稽核联所在"] for row in rows] == ["处理单位", "稽核处"]


async def test_csv_is_for_excel_on_a_chinese_windows(service: Service) -> None:
    answer = await service.get("audit", CSV, custody="with-finance", received_from="2026-11-01")
    assert answer.content.startswith(b"\xef\xbb\xbf" + '"客诉单号"'.encode())
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["content-disposition"] == (
        'attachment; filename="audit-copies_here_received-2026-11-01-to-last_with-finance.csv"'
    )


async def test_a_workbook_has_the_complaints_their_expenses_and_what_it_is_about(
    service: Service,
) -> None:
    await paid(service, 10_003)
    await paid(service, 1)
    await service.receive()
    book = await workbook(service)
    assert list(book.sheets) == ["客诉", "费用", "说明"]
    assert len(book.records("客诉")) == 3
    expenses = book.records("费用")
    assert [row["金额"].value for row in expenses] == [Decimal("100.03"), Decimal("0.01")]
    assert expenses[0]["凭证号"].value == "0012"
    assert expenses[0]["用途"].value == "=补偿"
    assert expenses[0]["受偿人"].value == "=张女士"
    about = {row["项目"].value: row["内容"].value for row in book.records("说明")}
    head = await service.services.store.head(HERE)
    assert about["截至日志位置"] == head
    assert (about["客诉件数"], about["费用笔数"]) == (Decimal(3), Decimal(2))
    assert about["实付合计 (CNY)"] == Decimal("100.04")


async def test_an_export_names_the_checkpoint_that_covers_it(service: Service) -> None:
    await paid(service)
    book = await workbook(service)
    about = {row["项目"].value: row["内容"].value for row in book.records("说明")}
    assert about["封印（检查点）"] == "尚未封印"
    answer = await service.get("finance", CSV)
    assert "triplicate-checkpoint" not in answer.headers

    last = await service.services.sealer.seal(HERE)
    assert last is not None
    line = " ".join(last.note.splitlines()[:3])
    book = await workbook(service)
    about = {row["项目"].value: row["内容"].value for row in book.records("说明")}
    assert about["封印（检查点）"] == line
    for path in (CSV, XLSX):
        answer = await service.get("finance", path)
        assert answer.headers["triplicate-checkpoint"] == line
        assert answer.headers["triplicate-position"] == str(last.size)


async def test_both_files_say_the_same(service: Service) -> None:
    await paid(service)
    await service.receive()
    book = await workbook(service)
    for rows, sheet in (("complaints", "客诉"), ("expenses", "费用")):
        in_csv = await table(service, rows=rows)
        in_book = book.records(sheet)
        for one, other in zip(in_csv, in_book, strict=True):
            amount = {key: cell.value for key, cell in other.items() if "#" in cell.format}
            assert {key: Decimal(one[key]) for key in amount} == amount
            moments = {key: cell.moment for key, cell in other.items() if "yyyy" in cell.format}
            assert {key: one[key] for key in moments} == {
                key: moment.isoformat(" ") for key, moment in moments.items()
            }
            texts = {key: cell.value for key, cell in other.items() if isinstance(cell.value, str)}
            assert {key: one[key].removeprefix("'") for key in texts} == texts


async def test_a_period_is_of_whole_days_of_the_organisation(service: Service) -> None:
    now = service.services.clock()
    zone = ZoneInfo("Asia/Shanghai")
    day = (now - timedelta(days=5)).astimezone(zone).replace(hour=0, minute=0, second=0)
    day = day.replace(microsecond=0)
    kept = [
        await service.receive(occurred_at=at.isoformat())
        for at in (day, day + timedelta(days=1) - timedelta(seconds=1))
    ]
    for at in (day - timedelta(seconds=1), day + timedelta(days=1)):
        await service.receive(occurred_at=at.isoformat())
    asked = {"received_from": day.date().isoformat(), "received_until": day.date().isoformat()}
    assert [row["标识"] for row in await table(service, **asked)] == kept


async def test_a_period_of_payment_keeps_what_was_paid_then(service: Service) -> None:
    complaint = await paid(service)
    await service.receive()
    today = service.services.clock().astimezone(ZoneInfo("Asia/Shanghai")).date()
    yuan = {"amount": 200, "currency": "CNY"}
    more = await service.receive()
    await service.do("supervisor", more, "confirmations")
    rows = await table(service, paid_from=today.isoformat(), rows="expenses")
    assert [(row["标识"], row["实付"]) for row in rows] == [(complaint, "100.50")]
    assert yuan["amount"] not in {row["实付"] for row in rows}
    yesterday = (today - timedelta(days=1)).isoformat()
    assert await table(service, paid_until=yesterday) == []


async def test_custody_and_language_are_asked_for(service: Service) -> None:
    await paid(service)
    await service.receive()
    [row] = await table(service, custody="with-audit", language="en")
    assert (row["Copy lies"], row["Paid to the customer"]) == ("With audit", "100.50")
    [row] = await table(service, custody="with-audit", language="zh-Hant")
    assert row["稽核聯所在"] == "稽核處"


async def test_a_caller_bound_to_units_takes_away_their_copies_only(service: Service) -> None:
    issued = await service.services.tokens.create(HERE, Actor("qian", ("finance",), ("studio",)))
    service.tokens[HERE, "bound"] = issued.secret
    ours = await service.receive(unit="studio")
    await service.receive(unit="front-hall")
    assert [row["标识"] for row in await table(service, "bound")] == [ours]
    book = await workbook(service, "bound")
    assert [row["标识"].value for row in book.records("客诉")] == [ours]
    about = {row["项目"].value: row["内容"].value for row in book.records("说明")}
    assert about["仅限单位"] != "全部"


@pytest.mark.parametrize(
    "asked",
    [
        {"received_from": "2026-11-02", "received_until": "2026-11-01"},
        {"paid_from": "20261101"},
        {"paid_from": "2026-02-30"},
        {"paid_until": "0001-01-01"},
        {"paid_until": "9999-12-31"},
        {"custody": "nowhere"},
        {"language": "fr"},
        {"colour": "red"},
    ],
)
async def test_what_cannot_be_asked_for_is_refused(service: Service, asked: dict[str, str]) -> None:
    for path in (CSV, XLSX):
        answer = await service.get("finance", path, **asked)
        assert (answer.status_code, answer.json()["code"]) == (422, "invalid")


async def test_pages_follow_each_other_while_complaints_go_on(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exporting, "PAGE", 2)
    at = service.services.clock() - timedelta(days=1)
    ids = [await service.receive(occurred_at=at.isoformat()) for _ in range(5)]
    await service.services.projector.catch_up(HERE)
    policy = await service.services.policies.of(HERE)
    wanted, database = exporting.Wanted(), service.services.database
    seen: list[str] = []
    async for page in exporting.audit_copies(database, HERE, wanted, policy.calendar):
        seen += [copy["id"] for copy in page]
        for one in ids:
            await service.do("handler", one, "memos", text="还在办")
        await service.services.projector.catch_up(HERE)
    assert sorted(seen) == sorted(ids)


async def test_a_copy_of_another_shape_is_folded_anew(service: Service) -> None:
    complaint = await paid(service)
    await service.services.projector.catch_up(HERE)
    async with service.services.database.begin() as connection:
        old = {"shape": 0, "document": "{}"}
        await connection.execute(update(audit_copy.TABLE).values(**old))
    [row] = await table(service)
    assert (row["标识"], row["实际偿付"]) == (complaint, "100.50")


async def test_a_workbook_too_many_is_asked_for_again_later(service: Service) -> None:
    service.app.state.services = replace(
        service.services, wait_seconds=0.01, books=asyncio.Semaphore(0)
    )
    answer = await service.get("finance", XLSX)
    assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")
    assert int(answer.headers["retry-after"]) >= 1


async def test_nothing_stays_behind_on_the_disk(
    service: Service, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    await paid(service)
    await workbook(service)
    assert list(folder.iterdir()) == []
    assert service.services.books.locked() is False

"""The plan of what is kept and destroyed, on both databases, and what changes meanwhile (SC-46)."""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from app.application import retention
from app.application.retention import Register, destroy
from app.domain.refusals import OnHold, WrongState
from app.domain.retention import Fate
from app.domain.values import Copy, KeptAs, Place
from tests.api.test_destroyed_copies import ended
from tests.api.test_money_and_copies import asked_for, paid
from tests.support.service import HERE, Service, service_on

NOW = datetime(2023, 6, 1, tzinfo=UTC)


@pytest.fixture
async def service(url: str, tmp_path: Path) -> AsyncIterator[Service]:
    """The service on either database."""
    async with service_on(url, tmp_path) as running:
        yield running


async def register(service: Service, today: date = date(2023, 3, 2), *units: str) -> Register:
    await service.services.projector.catch_up()
    return Register(
        database=service.services.database,
        organisation=HERE,
        policy=await service.services.policies.of(HERE),
        today=today,
        units=units,
    )


async def test_every_ended_complaint_is_read_once_in_the_order_of_receipt_sc_46(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retention, "PAGE", 2)
    ids = [await ended(service) for _ in range(5)]
    await service.receive()
    found = await register(service)
    pages = [[str(case.id) for case in page] async for page in found.pages()]
    assert pages == [ids[:2], ids[2:4], ids[4:]]


async def test_a_plan_agrees_with_the_rule_sc_46(service: Service) -> None:
    await ended(service)
    [[case]] = [page async for page in (await register(service)).pages()]
    assert (case.ended_on, case.holds) == (date(2020, 3, 2), ())
    fates = {copy.copy: (copy.fate, copy.term.kept_until) for copy in case.copies}
    until = date(2022, 3, 2)
    assert fates == {
        Copy.HANDLER: (Fate.MUST_GO, until),
        Copy.AUDIT: (Fate.MUST_GO, until),
        Copy.PLANNING: (Fate.MAY_GO, until),
    }
    assert case.copies[1].way == (Place.RETAINED, Place.DESTROYED)
    for today, fate in ((date(2022, 3, 1), Fate.KEPT), (until, Fate.MAY_GO)):
        [[case]] = [page async for page in (await register(service, today)).pages()]
        assert case.copies[0].fate is fate


async def test_what_was_paid_makes_the_second_copy_a_voucher_sc_46(service: Service) -> None:
    complaint = await asked_for(service)
    await paid(service, complaint, 300)
    signing = {
        "filler": "front-desk",
        "recording-unit": "supervisor",
        "handling-unit": "manager",
        "finance": "finance",
    }
    for box, role in signing.items():
        await service.do(role, complaint, "signatures", box=box)
    await service.do("handler", complaint, "withdrawals", reason="撤诉")
    [[case]] = [page async for page in (await register(service)).pages()]
    kept = {copy.copy: copy.term.kept_as for copy in case.copies}
    assert kept[Copy.AUDIT] is KeptAs.VOUCHER
    assert kept[Copy.HANDLER] is KeptAs.RECORD


async def test_who_is_bound_to_units_sees_theirs_sc_46(service: Service) -> None:
    await ended(service)
    studio = [page async for page in (await register(service, NOW.date(), "studio")).pages()]
    hall = [page async for page in (await register(service, NOW.date(), "front-hall")).pages()]
    assert (studio, len(hall)) == ([], 1)


async def test_whoever_asks_twice_does_nothing_twice_sc_46(service: Service) -> None:
    await ended(service)
    planned = await register(service)
    [[case]] = [page async for page in planned.pages()]
    at = service.services.clock()
    for _ in range(2):
        await destroy(service.services.handling, planned, case.copies[1], by="gao", at=at)
    log = await service.services.store.read_log(HERE, after=0, limit=100)
    assert [one.type for one in log].count("complaint.handed-over") == 2
    again = await register(service)
    [[case]] = [page async for page in again.pages()]
    assert (case.copies[1].fate, case.copies[1].way) == (Fate.GONE, ())


async def test_after_a_crash_between_the_two_moves_the_second_is_made_sc_46(
    service: Service,
) -> None:
    complaint = await ended(service)
    body = {"copy": "audit", "origin": "with-audit", "to": "retained"}
    await service.do("audit", complaint, "hand-overs", **body)
    planned = await register(service)
    [[case]] = [page async for page in planned.pages()]
    assert case.copies[1].way == (Place.DESTROYED,)
    at = service.services.clock()
    await destroy(service.services.handling, planned, case.copies[1], by="gao", at=at)
    [[case]] = [page async for page in (await register(service)).pages()]
    assert case.copies[1].lies is Place.DESTROYED


async def test_a_hold_that_was_placed_meanwhile_keeps_it_sc_46(service: Service) -> None:
    complaint = await ended(service)
    planned = await register(service)
    [[case]] = [page async for page in planned.pages()]
    await service.do("audit", complaint, "legal-holds", reason="顾客起诉")
    at = service.services.clock()
    with pytest.raises(OnHold):
        await destroy(service.services.handling, planned, case.copies[1], by="gao", at=at)
    [[case]] = [page async for page in (await register(service)).pages()]
    assert case.copies[1].lies is Place.RETAINED
    assert (case.copies[1].fate, case.holds) == (Fate.HELD, (1,))


async def test_what_was_taken_up_again_meanwhile_stays_sc_46(service: Service) -> None:
    complaint = await ended(service)
    planned = await register(service)
    [[case]] = [page async for page in planned.pages()]
    await service.do("handler", complaint, "reopenings", cause="our-error", reason="漏办")
    at = service.services.clock()
    with pytest.raises(WrongState):
        await destroy(service.services.handling, planned, case.copies[1], by="gao", at=at)
    assert [page async for page in (await register(service)).pages()] == []


async def test_the_plan_is_read_over_http_by_those_who_keep_and_plan_sc_46(
    service: Service,
) -> None:
    ids = [await ended(service) for _ in range(3)]
    await service.do("audit", ids[0], "legal-holds", reason="顾客起诉")
    await service.services.projector.catch_up()
    answer = await service.get("audit", "/v1/retention", limit=2, until="2023-03-02")
    assert answer.status_code == 200, answer.text
    page = answer.json()
    assert [item["id"] for item in page["items"]] == ids[:2]
    assert (page["items"][0]["holds"], page["more"], page["day"]) == ([1], True, "2023-03-02")
    fates = [copy["fate"] for copy in page["items"][0]["copies"]]
    assert fates == ["held", "held", "held"]
    rest = (await service.get("planning", "/v1/retention", limit=2, after=page["last"])).json()
    assert [item["id"] for item in rest["items"]] == ids[2:]
    assert rest["more"] is False
    only = (await service.get("audit", "/v1/retention", fate="held")).json()
    assert [item["id"] for item in only["items"]] == ids[:1]
    assert (await service.get("handler", "/v1/retention")).status_code == 403
    assert (await service.get("audit", "/v1/retention", fate="lost")).status_code == 422
    assert "张女士" not in answer.text

"""A copy that was destroyed is given out no more, on screen, in tables or on paper (SC-46)."""

import csv
from typing import Any

import pytest

from tests.support.service import Service

KEEPERS = {"handler": "handler", "audit": "audit", "planning": "planning"}
PLACES = {
    "handler": "with-handling-unit",
    "audit": "with-audit",
    "planning": "with-planning",
}
LONG_AGO = "2020-03-02T10:00:00+08:00"


async def ended(service: Service, at: str = LONG_AGO) -> str:
    """A complaint that was received and dismissed at a time, entered now."""
    complaint = await service.receive(occurred_at=at)
    body = {"reason": "咨询营业时间", "customer_informed": True, "occurred_at": at}
    await service.do("handler", complaint, "dismissals", **body)
    return complaint


async def destroy(service: Service, complaint: str, *copies: str) -> None:
    for copy in copies:
        for origin, to in ((PLACES[copy], "retained"), ("retained", "destroyed")):
            body = {"copy": copy, "origin": origin, "to": to}
            await service.do(KEEPERS[copy], complaint, "hand-overs", **body)
    await service.services.projector.catch_up()


async def problem(service: Service, role: str, path: str) -> tuple[int, Any]:
    answer = await service.get(role, path)
    assert answer.headers["content-type"] == "application/problem+json", answer.text
    return answer.status_code, answer.json()


@pytest.mark.parametrize("copy", KEEPERS)
async def test_it_is_gone_and_says_when_by_whom_and_under_which_rule_sc_46(
    service: Service, copy: str
) -> None:
    complaint = await ended(service)
    await destroy(service, complaint, copy)
    number = (await service.show(complaint))["number"]
    for what in ("copies", "prints"):
        path = f"/v1/complaints/{complaint}/{what}/{copy}"
        status, said = await problem(service, KEEPERS[copy], path)
        assert (status, said["code"], said["number"]) == (410, "copy-destroyed", number)
        destruction = said["destruction"]
        assert destruction["by"] == f"{KEEPERS[copy]}-person"
        assert (destruction["kept_as"], destruction["kept_until"]) == ("record", "2022-03-02")
        assert destruction["rule"].startswith("SC-46")
        assert "张女士" not in str(said)
    others = set(KEEPERS) - {copy}
    for other in others:
        answer = await service.get(KEEPERS[other], f"/v1/complaints/{complaint}/copies/{other}")
        assert answer.status_code == 200


async def test_it_is_gone_before_the_projection_knows_sc_46(service: Service) -> None:
    complaint = await ended(service)
    await service.services.projector.catch_up()
    for origin, to in (("with-audit", "retained"), ("retained", "destroyed")):
        body = {"copy": "audit", "origin": origin, "to": to}
        await service.do("audit", complaint, "hand-overs", **body)
    status, _ = await problem(service, "audit", f"/v1/complaints/{complaint}/copies/audit")
    assert status == 410


async def test_only_its_readers_learn_that_it_is_gone_sc_36(service: Service) -> None:
    complaint = await ended(service)
    await destroy(service, complaint, "audit")
    status, said = await problem(service, "planning", f"/v1/complaints/{complaint}/copies/audit")
    assert (status, said["code"]) == (403, "not-permitted")


async def test_the_list_is_the_register_of_what_was_destroyed_sc_46(service: Service) -> None:
    gone, kept = await ended(service), await ended(service)
    await destroy(service, gone, "audit")
    answer = await service.get("audit", "/v1/copies/audit", custody="destroyed")
    [left] = answer.json()["items"]
    assert set(left) == {"id", "number", "version", "position", "custody", "destruction"}
    assert (left["id"], left["destruction"]["by"]) == (gone, "audit-person")
    everything = (await service.get("audit", "/v1/copies/audit")).json()["items"]
    assert [item["id"] for item in everything] == [kept, gone]
    assert [("complainant_name" in item) for item in everything] == [True, False]


async def test_a_table_shows_the_row_with_number_and_custody_alone_sc_46(
    service: Service,
) -> None:
    complaint = await ended(service)
    await destroy(service, complaint, "audit")
    number = (await service.show(complaint))["number"]
    answer = await service.get("audit", "/v1/exports/audit.csv", language="en")
    [row] = csv.DictReader(answer.content.decode("utf-8-sig").splitlines())
    filled = {title: cell for title, cell in row.items() if cell}
    assert filled["Number"].endswith(number)
    assert "audit-person" in filled.values()
    assert complaint in filled.values()
    assert len(filled) == 6
    assert "张女士" not in str(row)
    book = await service.get("audit", "/v1/exports/audit.xlsx")
    assert book.status_code == 200
    spent = await service.get("audit", "/v1/exports/audit.csv", paid_from="2020-01-01")
    assert len(spent.content.splitlines()) == 1


async def test_taken_up_again_it_is_issued_anew_sc_46(service: Service) -> None:
    complaint = await ended(service)
    await destroy(service, complaint, *KEEPERS)
    again = {"cause": "not-satisfied", "reason": "又来电"}
    await service.do("handler", complaint, "reopenings", **again)
    for catch_up in (False, True):
        if catch_up:
            await service.services.projector.catch_up()
        for copy, role in KEEPERS.items():
            answer = await service.get(role, f"/v1/complaints/{complaint}/copies/{copy}")
            assert answer.status_code == 200, answer.text
            assert answer.json()["destruction"] is None
    form = await service.get("handler", f"/v1/complaints/{complaint}/copies/handler")
    assert form.json()["customer"]["name"] == "张女士"


async def test_what_is_kept_or_on_hold_is_not_destroyed_sc_46(service: Service) -> None:
    recent = await ended(service, at="2026-01-05T10:00:00+08:00")
    body = {"copy": "handler", "origin": "with-handling-unit", "to": "retained"}
    await service.do("handler", recent, "hand-overs", **body)
    body = {"copy": "handler", "origin": "retained", "to": "destroyed"}
    path = f"/v1/complaints/{recent}/hand-overs"
    answer = await service.post("handler", path, body)
    assert (answer.status_code, answer.json()["code"]) == (409, "still-kept")
    assert answer.json()["kept_until"] == "2028-01-05"

    old = await ended(service)
    first = {"reason": "顾客起诉", "reference": "(2026)沪0101民初12号"}
    await service.do("audit", old, "legal-holds", **first)
    await service.do("audit", old, "legal-holds", reason="税务稽查")
    await service.do("audit", old, "legal-hold-releases", hold=1, reason="和解")
    moved = {"copy": "handler", "origin": "with-handling-unit", "to": "retained"}
    await service.do("handler", old, "hand-overs", **moved)
    answer = await service.post("handler", f"/v1/complaints/{old}/hand-overs", body)
    assert (answer.status_code, answer.json()["code"]) == (409, "on-hold")
    assert answer.json()["holds"] == [2]
    lifted, other = (await service.show(old))["holds"]
    assert (lifted["reference"], lifted["lifted_because"]) == (first["reference"], "和解")
    assert (other["number"], other["lifted_at"]) == (2, None)
    await service.do("audit", old, "legal-hold-releases", hold=2, reason="查毕")
    await service.do("handler", old, "hand-overs", **body)

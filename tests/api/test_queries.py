"""What can be asked: lists with filters and pages, one case at any time, the copies, the log."""

import json
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from app.domain.values import Actor, OrganisationId
from app.events.store import Entry, NewEvent, Write
from tests.support.service import HERE, RECEIPT, Service

YUAN = {"amount": 10_000, "currency": "CNY"}


async def shown(service: Service) -> None:
    """Bring the projections up to the log."""
    await service.services.projector.catch_up(HERE)


async def test_pages_hold_every_case_once_the_newest_first(service: Service) -> None:
    ids = [await service.receive() for _ in range(7)]
    await shown(service)
    found: list[str] = []
    url = "/v1/complaints?limit=3"
    for _ in range(3):
        page = await service.get("handler", url)
        found += [item["id"] for item in page.json()["items"]]
        link = page.headers.get("link", "")
        url = link.partition("<")[2].partition(">")[0]
    assert found == ids[::-1]
    assert url == ""
    assert page.json()["next"] is None


async def test_a_page_goes_on_where_the_last_ended_while_cases_arrive(service: Service) -> None:
    ids = [await service.receive() for _ in range(4)]
    await shown(service)
    first = (await service.get("handler", "/v1/complaints?limit=2")).json()
    await service.receive()
    await shown(service)
    cursor = first["next"]
    second = (await service.get("handler", f"/v1/complaints?limit=2&cursor={cursor}")).json()
    assert [item["id"] for item in second["items"]] == ids[1::-1]


async def test_a_cursor_serves_only_the_list_it_was_made_for(service: Service) -> None:
    for _ in range(3):
        await service.receive()
    await shown(service)
    cursor = (await service.get("handler", "/v1/complaints?limit=1")).json()["next"]
    other = await service.get("handler", f"/v1/complaints?limit=1&status=open&cursor={cursor}")
    assert other.status_code == 422
    forged = cursor[:-2] + ("AA" if cursor[-2:] != "AA" else "BB")
    assert (await service.get("handler", f"/v1/complaints?cursor={forged}")).status_code == 422


async def test_filters_narrow_the_list(service: Service) -> None:
    calm = await service.receive(channel="fax")
    heated = await service.receive()
    await service.do("handler", heated, "classifications", category="product-quality", severity=3)
    gone = await service.receive()
    await service.do("handler", gone, "withdrawals", reason="撤回")
    await service.do(
        "handler", heated, "promises", kind="reply", what="答复", due="2199-01-01T00:00:00Z"
    )
    await shown(service)

    async def ids(query: str) -> set[str]:
        response = await service.get("handler", f"/v1/complaints?{query}")
        assert response.status_code == 200, response.text
        return {item["id"] for item in response.json()["items"]}

    assert await ids("status=open") == {calm, heated}
    assert await ids("status=withdrawn") == {gone}
    assert await ids("category=product-quality") == {heated}
    assert await ids("severity=3&status=open") == {heated}
    assert await ids("channel=fax") == {calm}
    assert await ids("unit=front-hall") == {calm, heated, gone}
    assert await ids("unit=operations") == set()
    assert await ids("owner=front-desk-person") == {calm, heated, gone}
    assert await ids("due_before=2199-06-01T00:00:00Z") == {heated}
    assert await ids("received_from=2199-01-01T00:00:00Z") == set()
    assert await ids("received_to=2199-01-01T00:00:00Z") == {calm, heated, gone}


async def test_a_client_reads_what_it_wrote_with_min_position(service: Service) -> None:
    answer = (await service.post("front-desk", "/v1/complaints", RECEIPT)).json()
    path = f"/v1/complaints?min_position={answer['position']}"
    waited = service.services.projector.catch_up(HERE)
    page = await service.get("handler", "/v1/complaints")
    assert page.json()["items"] == []
    await waited
    page = await service.get("handler", path)
    assert [item["id"] for item in page.json()["items"]] == [answer["complaint_id"]]


async def test_a_list_that_stays_behind_says_when_to_ask_again(service: Service) -> None:
    answer = (await service.post("front-desk", "/v1/complaints", RECEIPT)).json()
    service.app.state.services = replace(service.services, wait_seconds=0.01)
    response = await service.get("handler", f"/v1/complaints?min_position={answer['position']}")
    assert response.status_code == 503
    assert response.json()["code"] == "unavailable"
    assert int(response.headers["retry-after"]) >= 1


async def test_nobody_waits_for_a_position_that_the_log_does_not_have(service: Service) -> None:
    response = await service.get("handler", "/v1/complaints?min_position=1000")
    assert response.status_code == 422
    assert response.json()["fields"][0]["field"] == "min_position"


async def test_one_case_is_never_stale(service: Service) -> None:
    complaint = await service.receive()
    answer = await service.do("handler", complaint, "apologies", kind="courtesy", words="抱歉")
    response = await service.get("handler", f"/v1/complaints/{complaint}")
    assert response.json()["version"] == answer["version"] == 2
    assert response.headers["etag"] == '"2"'
    same = await service.client.get(
        f"/v1/complaints/{complaint}",
        headers={**service.headers("handler"), "If-None-Match": '"2"'},
    )
    assert same.status_code == 304
    assert same.content == b""


async def test_a_case_is_shown_as_of_a_version_or_an_instant(service: Service) -> None:
    complaint = await service.receive()
    await service.do("handler", complaint, "apologies", kind="courtesy", words="抱歉")
    await service.do("handler", complaint, "withdrawals", reason="撤回")
    path = f"/v1/complaints/{complaint}"
    before = (await service.get("handler", path, version=2)).json()
    assert (before["status"], len(before["apologies"])) == ("open", 1)
    events = (await service.get("handler", f"{path}/events")).json()["items"]
    at = events[0]["recorded_at"]
    assert (await service.get("handler", path, at=at)).json()["version"] == 1
    assert (await service.get("handler", path)).json()["status"] == "withdrawn"
    assert (await service.get("handler", path, version=9)).status_code == 404
    assert (await service.get("handler", path, at="2001-01-01T00:00:00Z")).status_code == 404


async def test_the_events_of_a_case_are_shown_as_recorded_lc_11_pc_40(service: Service) -> None:
    complaint = await service.receive()
    await service.do("handler", complaint, "apologies", kind="courtesy", words="抱歉")
    items = (await service.get("handler", f"/v1/complaints/{complaint}/events")).json()["items"]
    assert [item["type"] for item in items] == ["complaint.received", "complaint.apologised"]
    assert [item["version"] for item in items] == [1, 2]
    assert items[1]["data"] == {"kind": "courtesy", "words": "抱歉"}
    assert items[1]["meta"]["actor"]["subject"] == "handler-person"
    assert items[1]["meta"]["policy"].startswith("default@")
    assert [item["stream_id"] for item in items] == [complaint] * 2


async def test_what_is_stored_has_every_key_once(service: Service) -> None:
    complaint = await service.receive()
    stream = await service.services.store.read_stream(HERE, UUID(complaint))
    for text in (stream[0].meta, stream[0].data):
        pairs = json.loads(text, object_pairs_hook=list)
        assert len(pairs) == len(dict(pairs))


async def test_somebody_of_a_unit_sees_its_complaints_only(service: Service) -> None:
    issued = await service.services.tokens.create(
        OrganisationId(HERE), Actor("wu", ("handler",), ("studio",))
    )
    service.tokens[HERE, "studio"] = issued.secret
    ours = await service.receive(unit="studio")
    theirs = await service.receive(unit="front-hall")
    await shown(service)
    page = await service.get("studio", "/v1/complaints")
    assert [item["id"] for item in page.json()["items"]] == [ours]
    copies = await service.get("studio", "/v1/copies/handler")
    assert [item["id"] for item in copies.json()["items"]] == [ours]
    assert (await service.get("studio", f"/v1/complaints/{theirs}")).status_code == 404
    body = {"text": "看看"}
    refused = await service.post("studio", f"/v1/complaints/{theirs}/memos", body)
    assert refused.status_code == 404
    await service.do("handler", theirs, "assignments", handler="wu", unit="studio")
    assert (await service.get("studio", f"/v1/complaints/{theirs}")).status_code == 200


async def test_finance_reads_on_by_position(service: Service) -> None:
    ids = [await service.receive() for _ in range(3)]
    await shown(service)
    first = (await service.get("finance", "/v1/copies/audit?limit=2")).json()
    assert [item["id"] for item in first["items"]] == ids[:2]
    second = (await service.get("finance", f"/v1/copies/audit?after={first['last']}")).json()
    assert [item["id"] for item in second["items"]] == ids[2:]
    none = (await service.get("finance", f"/v1/copies/audit?after={second['last']}")).json()
    assert (none["items"], none["last"]) == ([], second["last"])
    await service.do("handler", ids[0], "memos", text="补充")
    await shown(service)
    again = (await service.get("finance", f"/v1/copies/audit?after={second['last']}")).json()
    assert [item["id"] for item in again["items"]] == [ids[0]]


@pytest.mark.parametrize("copy", ["handler", "audit", "planning"])
async def test_a_copy_shown_alone_is_the_copy_in_the_list(service: Service, copy: str) -> None:
    role = {"handler": "handler", "audit": "audit", "planning": "planning"}[copy]
    complaint = await service.receive()
    await shown(service)
    alone = (await service.get(role, f"/v1/complaints/{complaint}/copies/{copy}")).json()
    listed = (await service.get(role, f"/v1/copies/{copy}")).json()["items"]
    assert listed == [alone]


async def test_the_log_is_read_on_without_gaps(service: Service) -> None:
    for _ in range(4):
        await service.receive()
    seen: list[int] = []
    after = 0
    while True:
        page = (await service.get("administrator", f"/v1/log?limit=3&after={after}")).json()
        seen += [item["position"] for item in page["items"]]
        if page["last"] == page["head"]:
            break
        after = page["last"]
    assert seen == list(range(1, page["head"] + 1))


async def test_the_log_does_not_open_for_a_token_bound_to_units(service: Service) -> None:
    issued = await service.services.tokens.create(
        OrganisationId(HERE), Actor("he", ("administrator",), ("studio",))
    )
    service.tokens[HERE, "bound"] = issued.secret
    refused = await service.get("bound", "/v1/log")
    assert (refused.status_code, refused.json()["code"]) == (403, "not-permitted")


@pytest.mark.parametrize(
    ("known", "status"), [('"1"', 304), ('W/"1"', 304), ('"9", "1"', 304), ("*", 304), ('"9"', 200)]
)
async def test_a_client_that_knows_the_version_is_told_so(
    service: Service, known: str, status: int
) -> None:
    complaint = await service.receive()
    headers = {**service.headers("handler"), "If-None-Match": known}
    path = f"/v1/complaints/{complaint}"
    assert (await service.client.get(path, headers=headers)).status_code == status


async def test_a_head_request_is_answered_as_a_get(service: Service) -> None:
    complaint = await service.receive()
    path = f"/v1/complaints/{complaint}"
    response = await service.client.head(path, headers=service.headers("handler"))
    assert (response.status_code, response.headers["etag"]) == (200, '"1"')


async def test_the_policy_tells_a_front_end_its_words(service: Service) -> None:
    response = await service.get("front-desk", "/v1/policy")
    policy = response.json()
    assert policy["categories"]["product-quality"]["title"]["zh-Hans"]
    assert policy["roles"]["finance"]["capabilities"]
    etag = {"If-None-Match": response.headers["etag"], **service.headers("front-desk")}
    assert (await service.client.get("/v1/policy", headers=etag)).status_code == 304


async def test_what_happened_a_while_ago_is_recorded_with_both_times(service: Service) -> None:
    then = service.services.clock() - timedelta(days=2)
    complaint = await service.receive(occurred_at=then.isoformat())
    items = (await service.get("handler", f"/v1/complaints/{complaint}/events")).json()["items"]
    assert items[0]["occurred_at"] < items[0]["recorded_at"]
    early = await service.post(
        "handler",
        f"/v1/complaints/{complaint}/memos",
        {"text": "早了", "occurred_at": (then - timedelta(hours=1)).isoformat()},
    )
    assert early.status_code == 422
    assert early.json()["fields"][0]["field"] == "occurred_at"


async def test_health_needs_no_token(service: Service) -> None:
    assert (await service.client.get("/livez")).json() == {"status": "alive"}
    assert (await service.client.get("/readyz")).json() == {"status": "ready"}


async def test_the_contract_is_shown_without_the_internet(service: Service) -> None:
    page = await service.client.get("/", follow_redirects=True)
    assert page.status_code == 200
    links = re.findall(r'(?:src|href)="([^"]+)"', page.text)
    assert len(links) == 4
    for link in links:
        assert (await service.client.get(link)).status_code == 200, link


async def test_what_a_newer_program_recorded_is_for_that_one_to_show(service: Service) -> None:
    complaint = await service.receive()
    newer = NewEvent("complaint.foreseen", 1, "{}", "{}", datetime.now(UTC))
    write = Write(UUID(complaint), 1, (newer,))
    await service.services.store.append(HERE, Entry(uuid4(), "f", (write,)))

    answers = [
        await service.get("handler", f"/v1/complaints/{complaint}"),
        await service.get("handler", f"/v1/complaints/{complaint}/next-steps"),
        await service.post("handler", f"/v1/complaints/{complaint}/memos", {"text": "备忘"}),
    ]
    assert [answer.status_code for answer in answers] == [503, 503, 503]
    assert all("newer program" in answer.json()["detail"] for answer in answers)

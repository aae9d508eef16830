"""What there is to do, for a person, a unit and the house."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from app.access.organisations import found
from app.api.worklist import parts
from app.domain.values import Actor, OrganisationId
from app.policies import load, text_of
from tests.support.service import HERE, RECEIPT, Service

SAMPLED = OrganisationId("sampled")
POLICY = load("default")


async def shown(service: Service, organisation: OrganisationId = HERE) -> None:
    """Bring the projections up to the log."""
    await service.services.projector.catch_up(organisation)


def at(service: Service, moment: datetime) -> None:
    """Let the worklist think that it is another time."""
    service.app.state.services = replace(service.services, clock=lambda: moment)


async def items(service: Service, query: str, role: str = "handler") -> list[dict[str, Any]]:
    response = await service.get(role, f"/v1/worklist?{query}")
    assert response.status_code == 200, response.text
    found: list[dict[str, Any]] = response.json()["items"]
    return found


async def ids(service: Service, query: str, role: str = "handler") -> list[str]:
    return [item["id"] for item in await items(service, query, role)]


async def close(service: Service, complaint: str, organisation: OrganisationId = HERE) -> None:
    """Bring a complaint to its end."""
    steps: list[tuple[str, str, dict[str, Any]]] = [
        ("handler", "classifications", {"category": "product-quality"}),
        ("handler", "apologies", {"kind": "courtesy", "words": "抱歉"}),
        ("handler", "replies", {"text": "已答复"}),
        ("front-desk", "signatures", {"box": "filler"}),
        ("supervisor", "signatures", {"box": "recording-unit"}),
        ("manager", "signatures", {"box": "handling-unit"}),
        ("handler", "closures", {"outcome": "explained", "result": "已解释"}),
    ]
    for role, noun, body in steps:
        path = f"/v1/complaints/{complaint}/{noun}"
        response = await service.post(role, path, body, organisation=organisation)
        assert response.status_code == 200, response.text


async def promise(service: Service, complaint: str, due: datetime) -> None:
    await service.do(
        "handler", complaint, "promises", kind="reply", what="答复", due=due.isoformat()
    )


async def test_what_is_due_comes_in_its_order_valued_customers_first_be_16(
    service: Service,
) -> None:
    now = service.services.clock()
    later, sooner, valued = [
        await service.receive(high_value=high) for high in (False, False, True)
    ]
    for complaint, hours in ((later, 5), (sooner, 2), (valued, 9)):
        await promise(service, complaint, now + timedelta(hours=hours))
    await service.receive()
    await shown(service)
    assert await ids(service, "kind=due") == [valued, sooner, later]
    assert await ids(service, "kind=overdue") == []
    at(service, now + timedelta(hours=3))
    [item] = await items(service, "kind=overdue")
    assert (item["id"], item["unit"], item["high_value"]) == (sooner, "front-hall", False)
    assert (item["duty"]["clock"], item["duty"]["about"]) == ("promised-reply", "promise:1")
    assert item["duty"]["overdue_by"] == 3600
    assert item["subject"] == "相册"


async def test_pages_of_work_hold_every_item_once(service: Service) -> None:
    now = service.services.clock()
    for turn in range(7):
        complaint = await service.receive(high_value=turn % 3 == 0)
        await promise(service, complaint, now + timedelta(hours=1 + turn // 2))
    await shown(service)
    whole = await ids(service, "kind=due&limit=50")
    seen: list[str] = []
    url = "/v1/worklist?kind=due&limit=2"
    while url:
        page = await service.get("handler", url)
        seen += [item["id"] for item in page.json()["items"]]
        url = page.headers.get("link", "").partition("<")[2].partition(">")[0]
    assert seen == whole
    assert len(set(seen)) == 7
    cursor = (await service.get("handler", "/v1/worklist?kind=due&limit=2")).json()["next"]
    refused = await service.get("handler", f"/v1/worklist?kind=overdue&cursor={cursor}")
    assert refused.status_code == 422


async def test_nobody_and_nothing_is_forgotten_ws_37(service: Service) -> None:
    reported, classified, silent = [await service.receive() for _ in range(3)]
    await service.do("front-desk", reported, "reports", to_roles=["supervisor"], reason="请示")
    await service.do("handler", classified, "classifications", category="product-quality")
    await shown(service)
    assert await ids(service, "kind=silent") == [classified, silent]
    assert await ids(service, "kind=unowned") == [reported, silent]
    await service.do("handler", silent, "withdrawals", reason="撤回")
    await shown(service)
    assert await ids(service, "kind=silent") == [classified]
    assert await ids(service, "kind=unowned") == [reported]


async def test_work_is_asked_for_by_person_and_unit(service: Service) -> None:
    mine, theirs = [await service.receive() for _ in range(2)]
    await service.do("handler", mine, "assignments", handler="handler-person", unit="studio")
    now = service.services.clock()
    for complaint in (mine, theirs):
        await promise(service, complaint, now + timedelta(hours=1))
    await shown(service)
    assert await ids(service, "owner=me") == [mine]
    assert await ids(service, "owner=front-desk-person") == [theirs]
    assert await ids(service, "unit=studio") == [mine]
    assert await ids(service, "unit=studio&owner=front-desk-person") == []


async def test_promises_of_today_end_with_the_day_of_the_house(service: Service) -> None:
    now = service.services.clock()
    local = POLICY.calendar.local(now)
    midnight = POLICY.calendar.instant(local.date() + timedelta(days=1), datetime.min.time())
    today, tomorrow = [await service.receive() for _ in range(2)]
    await promise(service, today, midnight - timedelta(microseconds=1))
    await promise(service, tomorrow, midnight)
    await shown(service)
    assert await ids(service, "kind=promised-today") == [today]


async def test_customers_are_called_when_the_time_has_come_pc_41(service: Service) -> None:
    complaint = await service.receive()
    await close(service, complaint)
    await shown(service)
    assert await ids(service, "kind=follow-ups") == []
    week = POLICY.calendar.local(service.services.clock()).date() + timedelta(days=7)
    opening = POLICY.calendar.instant(week, POLICY.contact_from)
    at(service, opening - timedelta(seconds=1))
    assert await ids(service, "kind=follow-ups") == []
    at(service, opening)
    [item] = await items(service, "kind=follow-ups")
    assert (item["id"], item["status"]) == (complaint, "closed")
    assert (item["duty"]["clock"], item["callable_now"]) == ("one-week", True)
    assert datetime.fromisoformat(item["duty"]["opens"]) == opening
    service.app.state.services = service.services
    await service.do("handler", complaint, "follow-ups", occasion="one-week", reached=True)
    await shown(service)
    at(service, opening)
    # Called today, a week too early: the call of that day is still to be made.
    assert await ids(service, "kind=follow-ups") == [complaint]


@pytest.mark.parametrize(
    ("hour", "welcome", "callable_now"),
    [
        (13, ("12:00", "14:00"), True),
        (15, ("12:00", "14:00"), False),
        (13, (None, None), True),
        (8, (None, None), False),
        (22, ("20:00", "23:00"), False),
    ],
)
async def test_an_item_says_whether_the_customer_can_be_called_now_pc_33(
    service: Service, hour: int, welcome: tuple[str | None, str | None], callable_now: bool
) -> None:
    hours = dict(zip(("contact_from", "contact_until"), welcome, strict=True))
    given = {key: value for key, value in hours.items() if value is not None}
    await service.receive(complainant={**RECEIPT["complainant"], **given})
    await shown(service)
    today = POLICY.calendar.local(service.services.clock()).date()
    at(service, POLICY.calendar.instant(today, datetime(1, 1, 1, hour).time()))  # noqa: DTZ001
    [item] = await items(service, "kind=unowned")
    assert item["callable_now"] is callable_now


async def test_improvements_are_work_of_those_who_make_them_pc_79(service: Service) -> None:
    complaint = await service.receive()
    due = (service.services.clock() + timedelta(days=3)).isoformat()
    body = {"what": "先验", "owner": "qian", "unit": "studio", "due": due}
    await service.do("manager", complaint, "improvements", **body)
    await shown(service)
    [item] = await items(service, "kind=improvements&owner=qian")
    assert (item["id"], item["responsible"], item["duty"]["about"]) == (
        complaint,
        "qian",
        "improvement:1",
    )
    assert await items(service, "kind=improvements&owner=front-desk-person") == []


async def test_what_waits_for_somebody_else_says_for_whom(service: Service) -> None:
    complaint = await service.receive()
    await service.do("handler", complaint, "pauses", waiting_for="customer", reason="等寄回")
    await shown(service)
    [item] = await items(service, "kind=waiting")
    assert (item["waiting_for"], item["waiting_since"] is None) == ("customer", False)
    await service.do("handler", complaint, "resumptions", reason="已收到")
    await shown(service)
    assert await items(service, "kind=waiting") == []


async def test_a_unit_that_was_asked_for_help_finds_the_complaint_sc_44(service: Service) -> None:
    await hire(service, "studio", "photography")
    complaint = await service.receive(unit="front-hall")
    path = f"/v1/complaints/{complaint}"
    await shown(service)
    assert (await service.get("studio", path)).status_code == 404
    assert await ids(service, "kind=unowned", "studio") == []
    await service.do("handler", complaint, "assistance", unit="studio", what="查底片")
    await shown(service)
    assert (await service.get("studio", path)).status_code == 200
    assert (await service.get("studio", f"{path}/copies/handler")).status_code == 200
    assert (await service.get("studio", f"{path}/events")).status_code == 200
    listed = (await service.get("studio", "/v1/complaints")).json()["items"]
    assert [item["id"] for item in listed] == [complaint]
    assert await ids(service, "kind=unowned", "studio") == [complaint]
    await service.do("studio", complaint, "assistance-answers", assistance=1, result="找到了")
    await shown(service)
    assert (await service.get("studio", path)).status_code == 404
    assert await ids(service, "kind=unowned", "studio") == []


async def hire(service: Service, *units: str) -> None:
    """Give somebody of each unit a token of that name."""
    for unit in units:
        issued = await service.services.tokens.create(HERE, Actor("wu", ("handler",), (unit,)))
        service.tokens[HERE, unit] = issued.secret


async def seen_by(service: Service, *units: str, words: str = "") -> dict[str, int]:
    """Count what each unit has in its list, its worklist and the summary; they agree."""
    await shown(service)
    counts: dict[str, int] = {}
    for unit in units:
        query = f"?q={words}" if words else ""
        listed = (await service.get(unit, f"/v1/complaints{query}")).json()["items"]
        work = await ids(service, "kind=silent", unit)
        summary = (await service.get(unit, "/v1/worklist/summary")).json()["items"]
        count = next(item["count"] for item in summary if item["kind"] == "silent")
        assert sorted(item["id"] for item in listed) == sorted(work)
        assert count == len(work)
        counts[unit] = count
    return counts


@pytest.mark.parametrize("words", ["", "相册"])
async def test_every_unit_that_was_asked_for_help_finds_the_complaint_sc_44(
    service: Service, words: str
) -> None:
    units = ("studio", "planning-office", "operations")
    await hire(service, *units)
    complaint = await service.receive(unit="front-hall")
    for unit in (*units, "studio"):
        await service.do("handler", complaint, "assistance", unit=unit, what="查底片")
    assert await seen_by(service, *units, words=words) == dict.fromkeys(units, 1)
    await service.do("studio", complaint, "assistance-answers", assistance=1, result="找到了")
    taken_back = {"assistance": 3, "reason": "不需要了"}
    await service.do("handler", complaint, "assistance-withdrawals", **taken_back)
    # The studio was asked twice, and has answered once.
    expected = {"studio": 1, "planning-office": 1, "operations": 0}
    assert await seen_by(service, *units, words=words) == expected
    await service.do("studio", complaint, "assistance-answers", assistance=4, result="没有了")
    expected = {"studio": 0, "planning-office": 1, "operations": 0}
    assert await seen_by(service, *units, words=words) == expected
    end = {"reason": "顾客撤回"}
    await service.do("handler", complaint, "withdrawals", **end)
    assert await seen_by(service, *units, words=words) == dict.fromkeys(units, 0)


async def test_the_summary_counts_each_kind(service: Service) -> None:
    one, _ = [await service.receive(high_value=high) for high in (False, True)]
    await promise(service, one, service.services.clock() + timedelta(minutes=5))
    await shown(service)
    response = await service.get("handler", "/v1/worklist/summary?unit=front-hall")
    counts = {item["kind"]: (item["count"], item["more"]) for item in response.json()["items"]}
    assert len(counts) == 10
    assert [counts[kind] for kind in ("silent", "due", "overdue")] == [
        (2, False),
        (1, False),
        (0, False),
    ]
    other = await service.get("handler", "/v1/worklist/summary?unit=studio")
    assert {item["count"] for item in other.json()["items"]} == {0}


@pytest.mark.parametrize("query", ["kind=all", "limit=0", "cursor=x", "owner=", "more=1"])
async def test_a_question_that_is_none_is_refused(service: Service, query: str) -> None:
    assert (await service.get("handler", f"/v1/worklist?{query}")).status_code == 422


@pytest.mark.parametrize("percent", [0, 1, 5, 7, 33, 100])
def test_everybodys_turn_for_the_sample_comes_pc_84(percent: int) -> None:
    policy = replace(POLICY, sample_percent=percent)
    months = [datetime(2026 + turn // 12, turn % 12 + 1, 15, tzinfo=UTC) for turn in range(100)]
    drawn = [
        {
            bucket
            for part in parts("sample", policy, month)
            for bucket in range(int(str(part["low"])), int(str(part["high"])))
        }
        for month in months
    ]
    assert {len(buckets) for buckets in drawn} == {percent}
    turns = Counter(bucket for buckets in drawn for bucket in buckets)
    assert set(turns.values()) == ({percent} if percent else set())


async def test_the_sample_holds_former_complainants_not_called_this_month_pc_84(
    service: Service,
) -> None:
    text = text_of("default").replace("\nformat = 3", "\nsample_percent = 100\nformat = 3", 1)
    store, now = service.services.store, service.services.clock()
    await found(store, SAMPLED, title="s", policy_text=text, at=now, by=Actor("founder"))
    for role in ("front-desk", "handler", "supervisor", "manager"):
        issued = await service.services.tokens.create(SAMPLED, Actor(role, (role,)))
        service.tokens[SAMPLED, role] = issued.secret

    async def sample() -> list[str]:
        await shown(service, SAMPLED)
        page = await service.get("handler", "/v1/worklist?kind=sample", SAMPLED)
        return [item["id"] for item in page.json()["items"]]

    received = await service.post("handler", "/v1/complaints", RECEIPT, organisation=SAMPLED)
    complaint = received.json()["complaint_id"]
    assert await sample() == []
    await close(service, complaint, SAMPLED)
    assert await sample() == [complaint]
    body = {"occasion": "one-week", "reached": True}
    path = f"/v1/complaints/{complaint}/follow-ups"
    assert (await service.post("handler", path, body, organisation=SAMPLED)).status_code == 200
    assert await sample() == []
    next_month = (now.replace(day=1) + timedelta(days=40)).replace(day=15)
    at(service, next_month)
    assert await sample() == [complaint]


async def test_a_list_is_searched_for_words(service: Service) -> None:
    mouldy = await service.receive(statement="相冊發霉了", subject="相册")
    other = await service.receive(statement="服务态度不好")
    await shown(service)

    async def listed(query: str) -> list[str]:
        response = await service.get("handler", f"/v1/complaints?{query}")
        assert response.status_code == 200, response.text
        return [item["id"] for item in response.json()["items"]]

    assert await listed("q=发霉") == [mouldy]
    assert await listed("q=服務態度") == [other]
    assert await listed("q=相册&status=open&limit=1") == [other]
    assert await listed("q=相册&channel=fax") == []
    assert await listed('q="*()') == []
    assert await listed("q=NOT " + '"' * 50) == []
    page = (await service.get("handler", "/v1/complaints?q=相册&limit=1")).json()
    assert page["next"] is not None
    assert await listed(f"q=相册&limit=1&cursor={page['next']}") == [mouldy]
    for blank in ("q=", "q=%20%20", "q=" + "长" * 101):
        assert (await service.get("handler", f"/v1/complaints?{blank}")).status_code == 422


async def test_a_list_shows_what_is_linked_to_a_complaint_pc_34(service: Service) -> None:
    first, second, _ = [await service.receive() for _ in range(3)]
    await service.do("handler", second, "links", kind="duplicate-of", other=first)
    await shown(service)
    page = await service.get("handler", f"/v1/complaints?linked_to={first}")
    assert [item["id"] for item in page.json()["items"]] == [second]
    assert (await service.get("handler", "/v1/complaints?linked_to=x")).status_code == 422
    assert (await service.get("handler", "/v1/complaints?missed=true")).json()["items"] == []

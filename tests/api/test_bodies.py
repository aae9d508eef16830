"""What a client sends is understood exactly, or refused with the field named; never a 5xx."""

import gzip
from typing import Any

import httpx
import pytest

from tests.support.service import RECEIPT, Service

RARE = "𠮷野家 👩‍👩‍👧 — “引号” \\n ok"


async def send(service: Service, raw: bytes | str, **headers: str) -> httpx.Response:
    """Send bytes as they are as the body of a receipt."""
    given = {
        "Content-Type": "application/json",
        "Idempotency-Key": "raw-1",
        **service.headers("front-desk"),
        **headers,
    }
    content = raw.encode("utf-8", "surrogatepass") if isinstance(raw, str) else raw
    return await service.client.post("/v1/complaints", content=content, headers=given)


def receipt(**changes: str) -> str:
    """Write a receipt whose given members are raw JSON."""
    members = {
        "channel": '"telephone"',
        "unit": '"front-hall"',
        "complainant": '{"name": "张女士", "telephone": "138"}',
        "statement": '"相册印反了"',
        **changes,
    }
    return "{" + ", ".join(f'"{key}": {value}' for key, value in members.items()) + "}"


async def problem(response: httpx.Response, status: int) -> dict[str, Any]:
    """Expect a problem that does not repeat what was sent."""
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    body: dict[str, Any] = response.json()
    assert body["status"] == status
    assert body["type"].endswith(body["code"])
    return body


async def nothing_was_recorded(service: Service) -> bool:
    head = await service.services.store.head("here")  # type: ignore[arg-type] # an organisation
    return head == 2


FAULTY_FIELDS = {
    "NUL in text": ({"statement": '"a\\u0000b"'}, "statement"),
    "a control character": ({"statement": '"a\\u0007b"'}, "statement"),
    "half a surrogate": ({"statement": '"a\\ud800b"'}, "statement"),
    "half a surrogate inside": ({"complainant": '{"name": "\\udfff"}'}, "complainant.name"),
    "a noncharacter": ({"statement": '"a\\ufdd0b"'}, "statement"),
    "a noncharacter of another plane": ({"statement": '"a\\ud83f\\udffeb"'}, "statement"),
    "two lines in a line": ({"order_reference": '"a\\nb"'}, "order_reference"),
    "a blank text": ({"statement": '"   "'}, "statement"),
    "an empty text": ({"statement": '""'}, "statement"),
    "too long a text": ({"statement": '"' + "长" * 8001 + '"'}, "statement"),
    "a number as text": ({"statement": "12"}, "statement"),
    "a text as truth": ({"confidential": '"true"'}, "confidential"),
    "one as truth": ({"confidential": "1"}, "confidential"),
    "an unknown field": ({"role": '"manager"'}, "role"),
    "an unknown field inside": ({"complainant": '{"name": "a", "vip": true}'}, "complainant.vip"),
    "an actor": ({"by": '{"subject": "boss"}'}, "by"),
    "an unknown channel": ({"channel": '"pigeon"'}, "channel"),
    "null for text": ({"statement": "null"}, "statement"),
    "a list for an object": ({"complainant": "[]"}, "complainant"),
    "a time without zone": ({"occurred_at": '"2026-11-01T10:00:00"'}, "occurred_at"),
    "a number as time": ({"occurred_at": "1762000000"}, "occurred_at"),
    "a time in year 1": ({"occurred_at": '"0001-01-01T00:00:00+14:00"'}, "occurred_at"),
    "a time in year 9999": ({"occurred_at": '"9999-12-31T23:59:59-14:00"'}, "occurred_at"),
    "a time to come": ({"occurred_at": '"2199-01-01T00:00:00Z"'}, "occurred_at"),
    "a time long past": ({"occurred_at": '"2000-01-01T00:00:00+12:00"'}, "occurred_at"),
    "an unknown unit": ({"unit": '"moon"'}, "unit"),
    "NaN": ({"statement": "NaN"}, "statement"),
    "Infinity": ({"confidential": "-Infinity"}, "confidential"),
    "a number too great": ({"statement": "1e400"}, "statement"),
    "a thousand digits": ({"statement": "9" * 1000}, "statement"),
}


@pytest.mark.parametrize("name", FAULTY_FIELDS)
async def test_a_field_at_fault_is_named_and_nothing_is_recorded(
    service: Service, name: str
) -> None:
    changes, field = FAULTY_FIELDS[name]
    body = await problem(await send(service, receipt(**changes)), 422)
    assert field in [fault["field"] for fault in body["fields"]], body
    assert await nothing_was_recorded(service)


MALFORMED = {
    "not JSON": "{",
    "nothing": "",
    "a list": "[]",
    "a text": '"abc"',
    "a raw control character": '{"a": "b\x00c"}',
    "a key twice": '{"unit": "a", "unit": "b"}',
    "a key twice inside": '{"complainant": {"name": "a", "name": "b"}}',
    "five thousand digits": '{"a": ' + "9" * 5000 + "}",
    "a byte order mark": "\ufeff{}",
    "more after the end": "{} {}",
}


@pytest.mark.parametrize("name", MALFORMED)
async def test_what_is_not_acceptable_json_is_refused(service: Service, name: str) -> None:
    await problem(await send(service, MALFORMED[name]), 400)


@pytest.mark.parametrize("raw", [b"\xff\xfe{}", '{"a": 1}'.encode("utf-16"), b'{"a": "\xe5"}'])
async def test_what_is_not_utf_8_is_refused(service: Service, raw: bytes) -> None:
    await problem(await send(service, raw), 400)


@pytest.mark.parametrize(
    "number",
    ["9223372036854775808", "1e100", "1e400", "NaN", "0.005", "-1", "true", '"1"', "68.00"],
)
async def test_an_amount_is_whole_minor_units(service: Service, number: str) -> None:
    complaint = await service.receive()
    raw = f'{{"amount": {{"amount": {number}, "currency": "CNY"}}, "purpose": "赔付"}}'
    response = await service.client.post(
        f"/v1/complaints/{complaint}/expenses",
        content=raw,
        headers={
            "Content-Type": "application/json",
            "Idempotency-Key": "amount",
            **service.headers("handler"),
        },
    )
    body = await problem(response, 422)
    [fault] = body["fields"]
    assert fault["field"] == "amount.amount"
    if number in {"68.00", '"1"'}:
        assert "smallest unit" in fault["message"]


async def test_a_body_of_more_than_a_mebibyte_is_refused_unread(service: Service) -> None:
    await problem(await send(service, receipt(statement='"' + "x" * (1 << 20) + '"')), 413)


async def test_a_body_too_large_without_a_length_is_refused(service: Service) -> None:
    async def parts() -> Any:
        for _ in range(40):
            yield b" " * (1 << 15)

    response = await service.client.post(
        "/v1/complaints",
        content=parts(),
        headers={
            "Content-Type": "application/json",
            "Idempotency-Key": "long",
            **service.headers("front-desk"),
        },
    )
    await problem(response, 413)


@pytest.mark.parametrize("levels", [100, 3000, 100_000])
async def test_what_is_nested_too_deeply_is_refused(service: Service, levels: int) -> None:
    deep = "[" * levels + "]" * levels
    await problem(await send(service, receipt(complainant=deep)), 422)


async def test_a_compressed_body_is_refused(service: Service) -> None:
    packed = gzip.compress(receipt().encode())
    await problem(await send(service, packed, **{"Content-Encoding": "gzip"}), 415)


async def test_five_thousand_parameters_are_refused_in_few_words(service: Service) -> None:
    query = "&".join(f"k{n}=1" for n in range(5_000))
    body = await problem(await service.get("handler", f"/v1/complaints?{query}"), 422)
    assert len(body["fields"]) == 20


async def test_another_media_type_is_refused(service: Service) -> None:
    await problem(await send(service, receipt(), **{"Content-Type": "text/plain"}), 415)


async def test_a_name_made_up_by_the_client_is_cut_short(service: Service) -> None:
    response = await send(service, receipt(**{"x" * 5000: "1"}))
    assert (await problem(response, 422))["fields"][0]["field"] == "x" * 64


@pytest.mark.parametrize("query", ["limit=1&limit=2", "status=open&status=closed"])
async def test_a_parameter_given_twice_is_refused(service: Service, query: str) -> None:
    await problem(await service.get("handler", f"/v1/complaints?{query}"), 422)


async def test_a_case_is_shown_as_of_one_time(service: Service) -> None:
    complaint = await service.receive()
    path = f"/v1/complaints/{complaint}?version=1&at=2026-01-01T00:00:00Z"
    await problem(await service.get("handler", path), 422)


async def test_places_are_named_as_people_name_them(service: Service) -> None:
    complaint = await service.receive(place="一楼大厅", stage="Studio 1")
    case = await service.show(complaint)
    assert (case["place"], case["stage"]) == ("一楼大厅", "Studio 1")


async def test_what_was_sent_is_never_repeated(service: Service) -> None:
    secret = "密语-7788"
    response = await send(service, receipt(statement=f'["{secret}"]', odd=f'"{secret}"'))
    assert response.status_code == 422
    assert secret not in response.text


async def test_text_comes_back_as_it_was_sent(service: Service) -> None:
    complaint = await service.receive(statement=RARE)
    assert (await service.show(complaint))["statement"] == RARE


async def test_a_refusal_of_the_rules_names_field_and_known_words(service: Service) -> None:
    complaint = await service.receive()
    path = f"/v1/complaints/{complaint}/classifications"
    response = await service.post("handler", path, {"category": "weather"})
    body = await problem(response, 422)
    assert body["code"] == "unknown-term"
    assert body["fields"][0]["field"] == "category"
    assert "service-attitude" in body["known"]


@pytest.mark.parametrize(
    "query",
    [
        "limit=0",
        "limit=1000000000",
        "limit=x",
        "cursor=abc",
        "cursor=AAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "cursor=%00",
        "owner=%00",
        "unit=..%2F",
        "status=gone",
        "severity=9",
        "received_from=2026-01-01T00:00:00",
        "received_from=0001-01-01T00:00:00%2B14:00",
        "min_position=-1",
        "min_position=99999999999999999999",
        "colour=red",
    ],
)
async def test_a_parameter_at_fault_is_named(service: Service, query: str) -> None:
    response = await service.get("handler", f"/v1/complaints?{query}")
    body = await problem(response, 422)
    assert body["fields"][0]["field"] == query.partition("=")[0]


@pytest.mark.parametrize("complaint", ["x", "1", "%00", "00000000-0000-0000-0000-000000000000"])
async def test_what_is_no_complaint_is_not_found(service: Service, complaint: str) -> None:
    await problem(await service.get("handler", f"/v1/complaints/{complaint}"), 404)
    path = f"/v1/complaints/{complaint}/apologies"
    await problem(await service.post("handler", path, {"kind": "courtesy", "words": "抱歉"}), 404)


async def test_a_route_that_is_not_there_and_a_wrong_method_are_problems(service: Service) -> None:
    await problem(await service.get("handler", "/v1/nothing"), 404)
    response = await service.client.delete("/v1/complaints", headers=service.headers("handler"))
    await problem(response, 405)
    assert response.headers["allow"]


async def test_the_receipt_used_here_is_accepted(service: Service) -> None:
    response = await send(service, receipt())
    assert response.status_code == 201, response.text
    assert set(RECEIPT) >= {"channel", "unit", "complainant", "statement"}

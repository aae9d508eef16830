"""A command is applied once, whatever the retries; an answer says where the complaint stands."""

import asyncio
from typing import Any

import pytest

from tests.support.service import ELSEWHERE, HERE, RECEIPT, Service

APOLOGY = {"kind": "courtesy", "words": "非常抱歉"}


async def test_a_retry_of_a_receipt_finds_the_complaint_it_made(service: Service) -> None:
    first = await service.post("front-desk", "/v1/complaints", RECEIPT, key="one")
    again = await service.post("front-desk", "/v1/complaints", RECEIPT, key="one")
    assert first.status_code == again.status_code == 201
    assert first.json() == again.json()
    assert "idempotency-replayed" not in first.headers
    assert again.headers["idempotency-replayed"] == "true"
    assert first.headers["location"] == f"/v1/complaints/{first.json()['complaint_id']}"


async def test_a_retry_of_a_command_answers_what_it_answered_first(service: Service) -> None:
    complaint = await service.receive()
    path = f"/v1/complaints/{complaint}/apologies"
    first = await service.post("handler", path, APOLOGY, key="sorry")
    await service.do("handler", complaint, "memos", text="客户稍微平静了")
    again = await service.post("handler", path, APOLOGY, key="sorry")
    assert first.json() == again.json()
    assert len((await service.show(complaint))["apologies"]) == 1


async def test_a_retry_is_answered_even_when_the_rules_would_now_refuse_it(
    service: Service,
) -> None:
    complaint = await service.receive()
    path = f"/v1/complaints/{complaint}/withdrawals"
    first = await service.post("handler", path, {"reason": "客户撤回"}, key="back")
    again = await service.post("handler", path, {"reason": "客户撤回"}, key="back")
    assert (first.status_code, again.status_code) == (200, 200)
    assert first.json() == again.json()


async def test_a_retry_after_a_restart_is_still_known(service: Service) -> None:
    complaint = await service.receive()
    path = f"/v1/complaints/{complaint}/apologies"
    first = await service.post("handler", path, APOLOGY, key="sorry")
    service.services.handling.forget()
    again = await service.post("handler", path, APOLOGY, key="sorry")
    assert first.json() == again.json()


async def test_the_same_key_with_another_body_is_refused(service: Service) -> None:
    complaint = await service.receive()
    path = f"/v1/complaints/{complaint}/apologies"
    await service.post("handler", path, APOLOGY, key="sorry")
    other = await service.post("handler", path, {**APOLOGY, "words": "别的话"}, key="sorry")
    assert other.status_code == 422
    assert other.json()["code"] == "idempotency-key-reused"
    assert len((await service.show(complaint))["apologies"]) == 1


async def test_the_same_key_on_another_complaint_is_refused(service: Service) -> None:
    one, two = await service.receive(), await service.receive()
    await service.post("handler", f"/v1/complaints/{one}/apologies", APOLOGY, key="sorry")
    other = await service.post("handler", f"/v1/complaints/{two}/apologies", APOLOGY, key="sorry")
    assert other.json()["code"] == "idempotency-key-reused"
    assert (await service.show(two))["apologies"] == []


async def test_the_order_of_members_and_blanks_do_not_make_another_command(
    service: Service,
) -> None:
    complaint = await service.receive()
    path = f"/v1/complaints/{complaint}/apologies"
    await service.post("handler", path, APOLOGY, key="sorry")
    again = await service.client.post(
        path,
        content='{ "words":"非常抱歉" , "kind":"courtesy" }',
        headers={
            "Content-Type": "application/json",
            "Idempotency-Key": "sorry",
            **service.headers("handler"),
        },
    )
    assert again.status_code == 200
    assert again.headers["idempotency-replayed"] == "true"


async def test_a_refused_command_may_be_mended_under_its_key(service: Service) -> None:
    complaint = await service.receive()
    path = f"/v1/complaints/{complaint}/classifications"
    assert (await service.post("handler", path, {"category": "x"}, key="k")).status_code == 422
    mended = await service.post("handler", path, {"category": "product-quality"}, key="k")
    assert mended.status_code == 200


async def test_two_people_may_use_the_same_key(service: Service) -> None:
    one = await service.post("front-desk", "/v1/complaints", RECEIPT, key="1")
    two = await service.post("handler", "/v1/complaints", RECEIPT, key="1")
    other = await service.post(
        "handler", "/v1/complaints", RECEIPT, key="1", organisation=ELSEWHERE
    )
    ids = {response.json()["complaint_id"] for response in (one, two, other)}
    assert len(ids) == 3


@pytest.mark.parametrize("key", ["", " ", "a b", "键", "x" * 201])
async def test_a_key_is_needed_and_visible(service: Service, key: str) -> None:
    raw: Any = {"Idempotency-Key": key.encode(), **service.headers("front-desk")}
    response = await service.client.post("/v1/complaints", json=RECEIPT, headers=raw)
    assert response.status_code == 400
    assert response.json()["code"] == "idempotency-key-malformed"
    without = await service.client.post(
        "/v1/complaints", json=RECEIPT, headers=service.headers("front-desk")
    )
    assert without.json()["code"] == "idempotency-key-missing"


async def test_if_match_refuses_a_stale_view(service: Service) -> None:
    complaint = await service.receive()
    path = f"/v1/complaints/{complaint}/memos"
    first = await service.post("handler", path, {"text": "一"}, headers={"If-Match": '"1"'})
    assert first.headers["etag"] == '"2"'
    stale = await service.post("handler", path, {"text": "二"}, headers={"If-Match": '"1"'})
    assert stale.status_code == 412
    assert stale.json()["version"] == 2
    ahead = await service.post("handler", path, {"text": "二"}, headers={"If-Match": '"9"'})
    assert ahead.status_code == 412
    anything = await service.post("handler", path, {"text": "二"}, headers={"If-Match": "*"})
    assert anything.status_code == 200
    odd = await service.post("handler", path, {"text": "二"}, headers={"If-Match": "2"})
    assert odd.status_code == 400


async def test_a_retry_under_a_stale_if_match_still_gets_its_answer(service: Service) -> None:
    complaint = await service.receive()
    path = f"/v1/complaints/{complaint}/memos"
    at_one = {"If-Match": '"1"'}
    first = await service.post("handler", path, {"text": "一"}, key="k", headers=at_one)
    again = await service.post("handler", path, {"text": "一"}, key="k", headers=at_one)
    assert again.status_code == 200
    assert first.json() == again.json()


async def test_many_at_once_on_one_complaint_all_stand_in_the_record(service: Service) -> None:
    complaint = await service.receive()
    path = f"/v1/complaints/{complaint}/memos"
    answers = await asyncio.gather(
        *(service.post("handler", path, {"text": f"备忘 {n}"}) for n in range(12))
    )
    assert {answer.status_code for answer in answers} == {200}
    assert sorted(answer.json()["version"] for answer in answers) == list(range(2, 14))


async def test_the_same_command_at_once_is_written_once(service: Service) -> None:
    complaint = await service.receive()
    path = f"/v1/complaints/{complaint}/apologies"
    answers = await asyncio.gather(
        *(service.post("handler", path, APOLOGY, key="same") for _ in range(8))
    )
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.text for answer in answers}) == 1
    assert len((await service.show(complaint))["apologies"]) == 1


async def test_form_numbers_are_consecutive(service: Service) -> None:
    answers = await asyncio.gather(
        *(service.post("front-desk", "/v1/complaints", RECEIPT) for _ in range(9))
    )
    numbers = sorted(answer.json()["number"] for answer in answers)
    year = numbers[0].partition("-")[0]
    assert numbers == [f"{year}-{n:06d}" for n in range(1, 10)]
    assert await service.services.store.head(HERE) == 2 + 9

"""`GET /v1/complaints/{complaint_id}/prints/...`: the forms over HTTP."""

import asyncio
from datetime import UTC, datetime

import pytest

from app.documents.form import Busy, PdfRenderQueue
from app.domain.values import Actor, Copy
from tests.documents.form.pdf import Pdf
from tests.documents.form.samples import sample
from tests.support.service import HERE, Service


def path(complaint: str, kind: str = "handler") -> str:
    return f"/v1/complaints/{complaint}/prints/{kind}"


async def test_a_form_is_printed_as_the_record_stands(service: Service) -> None:
    complaint = await service.receive()
    answer = await service.get("handler", path(complaint))
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-disposition"].endswith('-000001-handler.pdf"')
    text = Pdf(answer.content).text(artifacts=True)
    assert "张女士" in text
    assert HERE in text, "the organisation's name"
    await service.do("handler", complaint, "memos", text="顾客今天再来")
    again = await service.get("handler", path(complaint))
    assert "顾客今天再来" in Pdf(again.content).text()


async def test_a_file_is_named_after_the_form_in_any_letters(service: Service) -> None:
    own = 'format = 3\nextends = "default"\nname = "own"\n[numbers]\nwidth = 4\n'
    policies, by = service.services.policies, Actor("console")
    text = own + 'format = "客訴〔{year}〕{number}號"'
    adopted = await policies.adopt(HERE, policy_text=text, at=datetime.now(UTC), by=by)
    complaint = await service.receive()
    answer = await service.get("handler", path(complaint))
    year = adopted.policy.calendar.local(datetime.now(UTC)).year
    assert answer.headers["content-disposition"] == (
        f'inline; filename="{year}-000001-handler.pdf"; '
        f"filename*=UTF-8''%E5%AE%A2%E8%A8%B4%E3%80%94{year}%E3%80%950001%E8%99%9F-handler.pdf"
    )
    assert f"客訴〔{year}〕0001號" in Pdf(answer.content).text(artifacts=True)


async def test_each_copy_opens_for_its_readers_in_the_language_asked_for(service: Service) -> None:
    complaint = await service.receive()
    audit = await service.get("finance", path(complaint, "audit"), language="zh-Hant")
    assert "稽核聯" in Pdf(audit.content).text(artifacts=True)
    planning = await service.get("planning", path(complaint, "planning"), language="en")
    text = Pdf(planning.content).text(artifacts=True)
    assert "Complaintform" in text
    assert "张女士" not in text
    refused = await service.get("finance", path(complaint))
    assert refused.status_code == 403


async def test_the_creation_date_is_when_the_record_became_what_is_printed(
    service: Service,
) -> None:
    complaint = await service.receive()
    for text in ("一", "二"):
        await service.do("handler", complaint, "memos", text=text)
        events = await service.get("handler", f"/v1/complaints/{complaint}/events")
        last = datetime.fromisoformat(events.json()["items"][-1]["recorded_at"])
        printed = await service.get("handler", path(complaint))
        at = last.astimezone(UTC).strftime("%Y%m%d%H%M%S")
        assert f"/CreationDate(D:{at}Z)".encode() in printed.content
        assert printed.content == (await service.get("handler", path(complaint))).content


async def test_whether_it_was_understood_is_unknown_until_somebody_explained(
    service: Service,
) -> None:
    complaint = await service.receive()
    copy = f"/v1/complaints/{complaint}/copies/planning"
    for understood in (None, False, True):
        if understood is not None:
            words = {"words": "外景偏冷", "understood": understood}
            await service.do("handler", complaint, "explanations", **words)
        assert (await service.get("planning", copy)).json()["explained"] is understood
        printed = await service.get("planning", path(complaint, "planning"), language="en")
        shown = {None: "", False: "No", True: "Yes"}[understood]
        text = Pdf(printed.content).text()
        assert text.partition("Understood")[2].partition("Rework")[0] == shown


async def test_who_has_the_print_is_told_so(service: Service) -> None:
    complaint = await service.receive()
    first = await service.get("handler", path(complaint))
    headers = {**service.headers("handler"), "If-None-Match": f'"x", W/{first.headers["etag"]}'}
    again = await service.client.get(path(complaint), headers=headers)
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    english = await service.client.get(path(complaint), headers=headers, params={"language": "en"})
    assert english.status_code == 200


async def test_a_print_is_another_once_a_checkpoint_covers_it(service: Service) -> None:
    complaint = await service.receive()
    unsealed = await service.get("handler", path(complaint))
    assert "尚未封印" in Pdf(unsealed.content).text(artifacts=True)
    last = await service.services.sealer.seal(HERE)
    assert last is not None
    headers = {**service.headers("handler"), "If-None-Match": unsealed.headers["etag"]}
    sealed = await service.client.get(path(complaint), headers=headers)
    assert sealed.status_code == 200
    origin, size, root, *_ = last.note.splitlines()
    shown = Pdf(sealed.content).text(artifacts=True)
    assert f"封印{size}{root[:16]}…" in shown
    assert origin in shown


@pytest.mark.parametrize("query", [{"language": "fr"}, {"colour": "red"}])
async def test_an_unknown_wish_is_refused(service: Service, query: dict[str, str]) -> None:
    complaint = await service.receive()
    answer = await service.get("handler", path(complaint), **query)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")


async def test_beyond_what_the_press_takes_it_asks_to_come_again(service: Service) -> None:
    complaint = await service.receive()
    room = service.services.print_room
    places, room.free = room.free, 0
    busy = await service.get("handler", path(complaint))
    assert (busy.status_code, busy.headers["retry-after"]) == (503, "1")
    room.free = places
    assert (await service.get("handler", path(complaint))).status_code == 200


async def test_a_place_in_the_print_room_is_free_when_the_press_is_done_with_it() -> None:
    room = PdfRenderQueue(waiting=1)
    given_up = asyncio.ensure_future(room.print(sample(Copy.PLANNING)))
    await asyncio.sleep(0)
    given_up.cancel()
    with pytest.raises(asyncio.CancelledError):
        await given_up
    with pytest.raises(Busy):
        await room.print(sample(Copy.PLANNING))
    room.close()
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert room.free == 1

"""What is pasted with a text unseen is taken out; what cannot be seen at all is no text."""

import json
from typing import Any, Final

import pytest

from app.api.json_body import parse, without_marks
from tests.support.service import RECEIPT, Service

INVISIBLE: Final = {
    "a zero width space": "\u200b",
    "a Hangul filler": "\u3164",
    "a Hangul jamo filler": "\u115f\u1160",
    "a half-width filler": "\uffa0",
    "a soft hyphen": "\u00ad",
    "a blank of Braille": "\u2800",
    "a word joiner": "\u2060",
    "a joiner of emoji": "\u200d",
    "a variation selector": "\ufe0f",
    "a selector of ideographs": "\U000e0100",
    "a tag": "\U000e0041",
    "a direction mark": "\u202e",
    "a byte order mark": "\ufeff",
    "a page break": "\f",
    "an ideographic space": "\u3000",
    "a noncharacter": "\ufdd0",
    "many of them": "\u200b\u3164 \u00ad\u2800\n",
}


@pytest.mark.parametrize("name", INVISIBLE)
async def test_a_text_of_nothing_that_can_be_seen_is_refused(service: Service, name: str) -> None:
    text = INVISIBLE[name] * 3
    nobody = {"name": text.replace("\n", ""), "telephone": "138"}
    for field, changes in (
        ("statement", {"statement": text}),
        ("complainant.name", {"complainant": nobody}),
    ):
        answer = await service.post("front-desk", "/v1/complaints", {**RECEIPT, **changes})
        assert answer.status_code == 422, answer.text
        assert [fault["field"] for fault in answer.json()["fields"]] == [field]


PASTED: Final = {
    "a number from an address book": ("\u202d138 0000 1111\u202c", "138 0000 1111"),
    "a word of a mail": ("\u200e相册\u200f印反了\u2066！\u2069", "相册印反了！"),
    "the start of a file": ("\ufeff相册", "相册"),
    "the end of a page": ("相册印反了\f", "相册印反了"),
    "two pages": ("第一页\f第二页", "第一页\n第二页"),
    "lines of a word processor": ("一\u2028二\u2029三\x0b四\x85五", "一\n二\n三\n四\n五"),
}


@pytest.mark.parametrize("name", PASTED)
async def test_marks_pasted_with_a_statement_are_taken_out(service: Service, name: str) -> None:
    pasted, kept = PASTED[name]
    complaint = await service.receive(statement=pasted)
    assert (await service.show(complaint))["statement"] == kept


@pytest.mark.parametrize("pasted", ["\u202d138 0000 1111\u202c", "138\u200e 0000 1111\f"])
async def test_a_telephone_number_is_kept_without_the_marks_pasted_with_it(
    service: Service, pasted: str
) -> None:
    complaint = await service.receive(complainant={"name": "张女士", "telephone": pasted})
    assert (await service.show(complaint))["complainant"]["telephone"] == "138 0000 1111"


async def test_a_number_pasted_with_marks_finds_the_complaint(service: Service) -> None:
    complaint = await service.receive()
    await service.services.projector.catch_up("here")  # type: ignore[arg-type] # an organisation
    found = await service.get("handler", "/v1/complaints", q="\u202d13800001111\u202c")
    assert [item["id"] for item in found.json()["items"]] == [complaint]


async def test_a_retry_with_and_without_marks_is_one_command(service: Service) -> None:
    marked: dict[str, Any] = {**RECEIPT, "statement": f"\u202d{RECEIPT['statement']}\u202c"}
    first = await service.post("front-desk", "/v1/complaints", marked, key="one")
    again = await service.post("front-desk", "/v1/complaints", RECEIPT, key="one")
    assert first.status_code == again.status_code == 201, again.text
    assert first.json() == again.json()


@pytest.mark.parametrize(
    "text",
    [
        "👩‍👩‍👧 ❤️ 🏴󠁧󠁢󠁥󠁮󠁧󠁿",
        "क्‍ष می‌خواهم",
        "葛\U000e0100城 辻󠄀",
        "co\u00adoperate",
        "ประเทศ\u200bไทย",
        "⚠",
    ],
)
async def test_marks_that_belong_to_a_script_come_back_as_they_were_sent(
    service: Service, text: str
) -> None:
    complaint = await service.receive(statement=text)
    assert (await service.show(complaint))["statement"] == text


@pytest.mark.parametrize("escaped", [True, False])
def test_every_mark_is_noticed_however_it_is_written(*, escaped: bool) -> None:
    for character in map(chr, range(0x80, 0xD800)):
        raw = json.dumps({"a": f"字{character}字"}, ensure_ascii=escaped).encode()
        assert parse(raw).plain["a"] == without_marks(f"字{character}字")

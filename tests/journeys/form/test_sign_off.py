"""The boxes of the form, and the hand of whoever received something (SC-39..45)."""

import zlib
from base64 import b64encode
from typing import Any

import pytest

from tests.documents.form.pdf import Pdf
from tests.domain.test_drawing import LINES, head, picture, png
from tests.journeys.form.clerk import SIGNERS, Form
from tests.journeys.trades.business import Business
from tests.support.commands.ending import closed, signed
from tests.support.commands.handling import replied
from tests.support.commands.remedy import asked_for, compensated, offer, released

ALBUM = offer("redo", "重做相册", cost=300, value=800)
FREE_TICKET = offer("ticket", "门票一张")


async def test_boxes_are_signed_in_their_order_by_whom_they_are_for_sc_39_sc_40_sc_45(
    house: Business,
) -> None:
    form = await Form.received(house)
    await form.agreed(ALBUM)
    await form.paid("redo", 300)
    boxes = [*SIGNERS]
    for nth, box in enumerate(boxes):
        for later in boxes[nth + 1 :]:
            problem = await form.refused(SIGNERS[later], signed(later), "steps-missing", "box")
            assert problem["missing"][0] == f"box:{box}"
        await form.refused("audit", signed(box), "not-permitted", "box")
        await form.refused("audit", signed("audit"), "not-ended")
        await form.refused("handler", closed("remedied", "重做"), "steps-missing")
        await form.by(SIGNERS[box], signed(box, remark=f"{box}无误"))
        await form.refused(SIGNERS[box], signed(box), "not-open-item", "box")
    await form.by("handler", replied("已办妥"), closed("remedied", "重做"))
    await form.refused("finance", signed("audit"), "not-permitted", "box")
    await form.by("audit", signed("audit"))
    copy = await form.copy()
    assert [one["box"] for one in copy["sign_offs"]] == [*boxes, "audit"]
    assert len({one["by"] for one in copy["sign_offs"]}) == len(boxes) + 1


async def test_one_person_signs_one_box_whatever_his_roles_are_sc_40(house: Business) -> None:
    await house.hire("everybody", *house.policy.roles)
    form = await Form.received(house)
    await form.agreed(ALBUM)
    await form.paid("redo", 300)
    await form.by("everybody", signed("filler"))
    await form.refused("everybody", signed("recording-unit"), "duties-not-separate")
    await form.by("supervisor", signed("recording-unit"))
    await form.by("manager", signed("handling-unit"))
    await form.refused("everybody", signed("finance"), "duties-not-separate")
    await form.by("finance", signed("finance"))


async def test_who_confirms_decides_and_pays_is_never_who_asked_sc_36_sc_40(
    house: Business,
) -> None:
    await house.hire("everybody", *house.policy.roles)
    form = await Form.received(house)
    await form.agreed(ALBUM)
    await form.by("everybody", asked_for(300, "相册"))
    await form.refused("everybody", released("V-1"), "duties-not-separate")
    await form.by("finance", released("V-1"))


async def test_nobody_answers_for_the_form_of_a_complaint_about_himself_sc_40(
    house: Business,
) -> None:
    form = await Form.received(house, about=["supervisor"])
    await form.by("front-desk", signed("filler"))
    await form.refused("supervisor", signed("recording-unit"), "conflict-of-interest")
    await house.hire("second-supervisor", "supervisor")
    await form.by("second-supervisor", signed("recording-unit"))


async def test_finance_signs_only_where_there_is_cost_sc_37_sc_45(house: Business) -> None:
    form = await Form.received(house)
    await form.refused("finance", signed("finance"), "not-open-item", "box")
    await form.closed_without_cost()
    await form.by("audit", signed("audit"))
    boxes = [one["box"] for one in (await form.copy())["sign_offs"]]
    assert boxes == ["filler", "recording-unit", "handling-unit", "audit"]


# ---- the recipient's signature ----------------------------------------------------------------


def base64(raw: bytes) -> str:
    return b64encode(raw).decode()


DRAWN = base64(png())
SIGNATURES: dict[str, dict[str, Any]] = {
    "name": {},
    "image": {"image": DRAWN},
    "path": {"path": "M 10,20 L 30.004,40 c 1 2 3 4 5 6 Z"},
    "reference": {"reference": "刷卡单 77"},
}


@pytest.mark.parametrize("kind", SIGNATURES)
async def test_the_recipient_signs_by_name_by_hand_or_elsewhere_sc_43(
    house: Business, kind: str
) -> None:
    form = await Form.received(house)
    await form.agreed(ALBUM)
    await form.by("handler", asked_for(300, "相册"))
    await form.by("finance", released("V-1"))
    given = {"kind": kind, "signatory": "张先生", **SIGNATURES[kind]}
    await form.by("handler", compensated("redo", 300, "", signature=given))
    [entry] = (await form.copy())["compensations"]
    assert (entry["signature"], entry["signatory"]) == (kind, "张先生")
    assert entry["reference"] == given.get("reference")
    events = await house.get("handler", f"/v1/complaints/{form.id}/events")
    [event] = [one for one in events["items"] if one["type"] == "complaint.compensated"]
    kept = event["data"]["signature"]
    assert kept.get("path") == ("M10 20L30 40c1 2 3 4 5 6Z" if kind == "path" else None)
    assert (kept.get("image") is not None) is (kind == "image")
    printed = await house.ask("audit", f"/v1/complaints/{form.id}/prints/audit")
    assert printed.status_code == 200
    said = {"name": "签名", "reference": "另存刷卡单77"}.get(kind, "")
    receipt = f"张先生{said}handler"
    assert receipt in Pdf(printed.content).text(), "what was drawn is there, and not its name"


async def test_what_costs_nothing_is_signed_for_too_sc_43(house: Business) -> None:
    form = await Form.received(house)
    await form.agreed(ALBUM, FREE_TICKET)
    await form.refused("handler", compensated("ticket", 0, ""), "invalid", "signature.signatory")
    await form.by("handler", compensated("ticket", 0, "张女士"))
    assert (await form.copy())["with_cost"] is False


BOMB = picture(
    (b"IHDR", head(width=1000, height=500, kind=6)),
    (b"IDAT", zlib.compress(bytes(1 << 24), 9)),
    (b"IEND", b""),
)
BAD: dict[str, tuple[dict[str, Any], str]] = {
    "a bomb": ({"kind": "image", "image": base64(BOMB)}, "image"),
    "a picture beyond all size": (
        {"kind": "image", "image": base64(png(LINES, head(width=1 << 30, height=1 << 30)))},
        "image",
    ),
    "a file behind the picture": (
        {"kind": "image", "image": base64(png() + b"<script>alert(1)</script>")},
        "image",
    ),
    "another type": ({"kind": "image", "image": base64(b"GIF89a" + bytes(99))}, "image"),
    "a document with a script": (
        {"kind": "image", "image": base64(b"<svg><script>alert(1)</script></svg>")},
        "image",
    ),
    "an address": ({"kind": "image", "image": "https://example.org/signature.png"}, "image"),
    "a script": ({"kind": "path", "path": 'M1 1"/><script>alert(1)</script>'}, "path"),
    "an address in a path": ({"kind": "path", "path": "M1 1 url(https://example.org/x)"}, "path"),
    "no path": ({"kind": "path"}, "path"),
    "a path that is far away": ({"kind": "path", "path": "M99999 1"}, "path"),
    "a picture beside a name": ({"kind": "name", "image": DRAWN}, "image"),
    "no place of the signature": ({"kind": "reference"}, "reference"),
    "no name": ({"kind": "path", "path": "M1 1", "signatory": ""}, "signatory"),
}


async def test_what_is_no_signature_is_refused_and_the_field_is_named_sc_43(
    house: Business,
) -> None:
    form = await Form.received(house)
    await form.agreed(ALBUM)
    await form.by("handler", asked_for(300, "相册"))
    await form.by("finance", released("V-1"))
    for what, (given, field) in BAD.items():
        act = compensated("redo", 300, "", signature={"signatory": "张女士", **given})
        problem = await house.refused("handler", form.id, act.noun, **act.body)
        assert [one["field"] for one in problem["fields"]] == [f"signature.{field}"], what
        assert problem["code"] in {"implausible", "invalid"}, what
    assert (await form.copy())["compensations"] == []

"""The code on a print, and drawn signatures."""

import re
from base64 import b64encode
from struct import pack
from typing import Any
from zlib import compress, crc32

import pytest

from app.documents.form import FormRenderer, form
from app.documents.form.drawing import qr, signature
from app.documents.form.verification_line import code_of, label_of
from app.domain.drawing import redrawn_image, redrawn_path
from app.domain.values import Copy
from tests.documents.form.pdf import Pdf
from tests.documents.form.samples import CHANGED, HOUSE, POLICY, document, sample


def test_the_code_is_for_ever() -> None:
    named = {
        "id": "0b0b7d8e-0000-5000-8000-000000000001",
        "number": "2026-000001",
        "version": 7,
        "position": 21,
    }
    assert code_of(named, "audit") == "2YRS-O76J-NPIT-FYFZ"


@pytest.mark.parametrize(
    "change", [{"number": "2026-000002"}, {"version": 1}, {"position": 1}, {"id": "x"}]
)
def test_the_code_changes_with_whatever_names_the_print(change: dict[str, Any]) -> None:
    known = document(Copy.AUDIT)
    assert code_of(known | change, "audit") != code_of(known, "audit")
    assert code_of(known, "planning") != code_of(known, "audit")


def test_the_code_stands_on_the_page_but_the_id_does_not(press: FormRenderer) -> None:
    pdf = Pdf(press.print([sample(Copy.AUDIT)]))
    known = document(Copy.AUDIT)
    assert f"查验码{code_of(known, 'audit')}" in pdf.text(artifacts=True)
    assert code_of(known, "audit") in pdf.metadata()
    assert known["id"] not in pdf.text(artifacts=True)
    assert known["id"].encode() not in pdf.data


def test_the_code_to_scan_has_chinese_numbers_as_readers_expect_them() -> None:
    def size(number: str) -> int:
        drawn = qr(label_of({**document(Copy.AUDIT), "number": number}, "audit"))["drawing"]
        [width] = re.findall(r"width=\W*(\d+)", bytes(drawn).decode())
        return int(width)

    # Both words have as many bytes in UTF-8; Shift JIS has only the second, in fewer.
    assert size("客訴2026-0017") == size("客诉2026-0017") > size("2026-0017")


def png(width: int, height: int) -> str:
    def chunk(name: bytes, body: bytes) -> bytes:
        return pack(">I", len(body)) + name + body + pack(">I", crc32(name + body))

    lines = b"".join(b"\0" + bytes(row % 2 * 255 for _ in range(width)) for row in range(height))
    head = pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", compress(lines)), (b"IEND", b""))
    return b64encode(b"\x89PNG\r\n\x1a\n" + b"".join(chunk(*part) for part in parts)).decode()


DRAWN = [
    {"image": redrawn_image(png(200, 80))},
    {"image": redrawn_image(png(1, 1))},
    {"path": redrawn_path("M10 10c20 -30 40 30 60 0S90 20 120 10h20v10z")},
    {"path": redrawn_path("M0 0")},
    {"path": redrawn_path("m-10000 10000 l5 5 a3 3 0 1 0 5 5 t1 1 q1 2 3 4")},
]


@pytest.mark.parametrize("drawn", DRAWN)
def test_a_drawn_signature_is_on_the_receipt_sc_43(
    press: FormRenderer, drawn: dict[str, str]
) -> None:
    known = document(Copy.AUDIT)
    plain = press.print([form(Copy.AUDIT, known, POLICY, organisation=HOUSE, changed_at=CHANGED)])
    known["compensations"] = [{**known["compensations"][0], **drawn}]
    signed = press.print([form(Copy.AUDIT, known, POLICY, organisation=HOUSE, changed_at=CHANGED)])
    assert signed != plain
    assert Pdf(signed).pages == 1


@pytest.mark.parametrize(
    "given",
    [{"path": 'M0 0"/><image href="file:///etc/passwd"/>'}, {"image": 'x"/><script>'}, {}],
)
def test_what_is_no_drawing_is_not_drawn(given: dict[str, str]) -> None:
    assert signature(given) is None

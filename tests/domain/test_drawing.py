"""Drawn signatures are written anew with nothing in them but the drawing (SC-43)."""

import zlib
from base64 import b64decode, b64encode
from dataclasses import replace
from struct import pack

import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st

from app.domain.drawing import NotADrawing, redrawn_image, redrawn_path
from app.domain.fields import LONGEST_DRAWING
from app.domain.refusals import Implausible
from app.domain.steps.compensation import Compensate, Compensated
from app.domain.values import Signature, SignatureKind
from tests.support.people import LIN, MONDAY, PAYABLE, REQUESTED, WITH_CONSENT, yuan
from tests.support.spec import given

MAGIC = b"\x89PNG\r\n\x1a\n"
END = b"IEND", b""
LINES = b"\0\xff\x00\xff" * 2


def chunk(name: bytes, body: bytes) -> bytes:
    return pack(">I", len(body)) + name + body + pack(">I", zlib.crc32(name + body))


def head(width: int = 3, height: int = 2, depth: int = 8, kind: int = 0, laced: int = 0) -> bytes:
    return pack(">IIBBBBB", width, height, depth, kind, 0, 0, laced)


def picture(*chunks: tuple[bytes, bytes]) -> bytes:
    return MAGIC + b"".join(chunk(*one) for one in chunks)


def png(lines: bytes = LINES, first: bytes | None = None) -> bytes:
    return picture((b"IHDR", first or head()), (b"IDAT", zlib.compress(lines)), END)


def text(raw: bytes) -> str:
    return b64encode(raw).decode()


@pytest.mark.parametrize(("kind", "samples"), [(0, 1), (2, 3), (4, 2), (6, 4)])
def test_an_image_keeps_its_pixels_sc_43(kind: int, samples: int) -> None:
    lines = b"".join(bytes([kept]) + bytes(range(3 * samples)) for kept in (0, 4))
    again = b64decode(redrawn_image(text(png(lines, head(kind=kind)))))
    assert head(kind=kind) in again
    at = again.index(b"IDAT")
    size = int.from_bytes(again[at - 4 : at], "big")
    assert zlib.decompress(again[at + 4 : at + 4 + size]) == lines
    assert redrawn_image(text(again)) == text(again)


def test_nothing_but_the_pixels_is_kept() -> None:
    packed = zlib.compress(LINES)
    told = picture(
        (b"IHDR", head()),
        (b"tEXt", b"Author\0Mrs Tang"),
        (b"eXIf", b"31.3N 120.6E"),
        (b"IDAT", packed[:5]),
        (b"IDAT", packed[5:]),
        (b"tIME", b"\x07\xea\x03\x02\t\x1e\0"),
        END,
    )
    assert redrawn_image(text(told)) == redrawn_image(text(png()))


PLAIN = png()
BROKEN = {
    "empty": b"",
    "no PNG": b"GIF89a",
    "only the beginning": MAGIC,
    "cut": PLAIN[:-3],
    "cut in a name": PLAIN[: len(MAGIC) + 6],
    "a flipped bit": PLAIN[:40] + bytes([PLAIN[40] ^ 1]) + PLAIN[41:],
    "a file behind its end": PLAIN + b"<script>",
    "no head": picture((b"IDAT", zlib.compress(LINES)), END),
    "a short head": png(first=b"\0" * 12),
    "no end": picture((b"IHDR", head()), (b"IDAT", zlib.compress(LINES))),
    "an unknown part": picture((b"IHDR", head()), (b"ABCD", b""), END),
    "no pixels": picture((b"IHDR", head()), END),
    "too few pixels": png(LINES[:-1]),
    "too many pixels": png(LINES + b"\0"),
    "something behind the pixels": picture(
        (b"IHDR", head()), (b"IDAT", zlib.compress(LINES) + b"x"), END
    ),
    "not packed": picture((b"IHDR", head()), (b"IDAT", LINES), END),
    "an unknown filter": png(b"\5\xff\x00\xff" * 2),
    "no width": png(first=head(width=0)),
    "too wide": png(first=head(width=1001)),
    "too high": png(first=head(height=501)),
    "four bits": png(first=head(depth=4)),
    "a palette": png(first=head(kind=3)),
    "interlaced": png(first=head(laced=1)),
    "a bomb": png(b"\0" * 50_000_000),
}


@pytest.mark.parametrize("what", BROKEN)
def test_what_is_no_plain_image_is_refused_sc_43(what: str) -> None:
    with pytest.raises(NotADrawing):
        redrawn_image(text(BROKEN[what]))


@pytest.mark.parametrize("given_text", ["", "no base64!", "签", "AAA", "A" * (LONGEST_DRAWING + 1)])
def test_what_is_no_base64_is_refused(given_text: str) -> None:
    with pytest.raises(NotADrawing):
        redrawn_image(given_text)


@for_all(st.binary(max_size=60), st.integers(0, len(PLAIN)))
def test_no_bytes_whatever_do_harm(noise: bytes, at: int) -> None:
    damaged = text(PLAIN[:at] + noise + PLAIN[at:])
    try:
        again = redrawn_image(damaged)
    except NotADrawing:
        return
    assert redrawn_image(again) == again


@pytest.mark.parametrize(
    ("drawn", "again"),
    [
        ("M 10,20 L30.456 -40", "M10 20L30.46 -40"),
        (" m.5-.5 l 1e1 -0.001z ", "m0.5 -0.5l10 0z"),
        ("M0 0H5V6C1 2 3 4 5 6S1 2 3 4Q1 2 3 4T1 2", "M0 0H5V6C1 2 3 4 5 6S1 2 3 4Q1 2 3 4T1 2"),
        ("M0 0A5 5 0 0 1 10 10Z", "M0 0A5 5 0 0 1 10 10Z"),
        ("M0 0 1 1 2 2", "M0 0 1 1 2 2"),
    ],
)
def test_a_path_is_written_anew_sc_43(drawn: str, again: str) -> None:
    assert redrawn_path(drawn) == again
    assert redrawn_path(again) == again


@pytest.mark.parametrize(
    "drawn",
    [
        "",
        "   ",
        "L1 1",
        "1 1",
        "M1",
        "M1 1 1",
        "M",
        "M1 1Z1",
        "M1 1B2 2",
        "M1 1A5 5 0 2 1 10 10",
        "M1 10001",
        "M1 1e9",
        "M1 1234567",
        'M1 1"/><script>',
        "M1 1 url(x)",
        "M1 １",
        "M1 NaN",
        "M1 1" + " " * LONGEST_DRAWING,
    ],
)
def test_what_is_no_path_is_refused_sc_43(drawn: str) -> None:
    with pytest.raises(NotADrawing):
        redrawn_path(drawn)


@for_all(st.text(alphabet="MLHVCSQTAZmlz0123456789.,-+eE \n", max_size=40))
def test_a_path_written_anew_is_its_own_form(drawn: str) -> None:
    try:
        again = redrawn_path(drawn)
    except NotADrawing:
        return
    assert redrawn_path(again) == again


GIVE = Compensate(
    at=MONDAY,
    by=LIN,
    remedy="redo",
    amount=yuan(220),
    signature=Signature(kind=SignatureKind.PATH, signatory="唐女士", path="M 1,1 L 2,2"),
    expense=1,
)
PAST = (*WITH_CONSENT, REQUESTED, PAYABLE)


def signed(**changes: object) -> Compensate:
    return replace(GIVE, signature=replace(GIVE.signature, **changes))  # type: ignore[arg-type]


def test_the_recipient_draws_the_signature_sc_43() -> None:
    kept = replace(GIVE.signature, path="M1 1L2 2")
    expected = Compensated(remedy="redo", amount=yuan(220), signature=kept, expense=1)
    given(*PAST).when(GIVE).then(expected)
    image = Signature(kind=SignatureKind.IMAGE, signatory="唐女士", image=text(png()))
    again = replace(image, image=redrawn_image(text(png())))
    given(*PAST).when(replace(GIVE, signature=image)).then(replace(expected, signature=again))


def test_a_drawn_signature_is_a_drawing_of_its_kind_sc_43() -> None:
    image, path = SignatureKind.IMAGE, SignatureKind.PATH
    for command, field in (
        (signed(path=None), "path"),
        (signed(path="scribble"), "path"),
        (signed(kind=image, path=None), "image"),
        (signed(kind=image, path=None, image="scribble"), "image"),
        (signed(kind=image, image=text(png())), "path"),
        (signed(kind=path, image=text(png())), "image"),
        (signed(kind=SignatureKind.NAME), "path"),
    ):
        given(*PAST).when(command).refused(Implausible, field=f"signature.{field}")

"""Drawn signatures: checked, and written anew with nothing in them but the drawing (SC-43).

What comes from outside is never kept as it came: a picture could carry a place and a device, a
second file behind its end, or far more pixels than it has bytes.
"""

import binascii
import re
import zlib
from base64 import b64decode, b64encode
from collections.abc import Iterator
from itertools import pairwise
from struct import pack, unpack_from

from app.domain.fields import LONGEST_DRAWING

WIDEST, HIGHEST = 1000, 500
"""Pixels."""
FARTHEST = 10_000
"""A coordinate of a path, to either side."""

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_SAMPLES = {0: 1, 2: 3, 4: 2, 6: 4}
"""Bytes of a pixel by type: grey, colours, and both with transparency."""
_KNOWN = {b"IHDR", b"PLTE", b"IDAT", b"IEND"}
_OPTIONAL = 0x20
"""In the first letter of a chunk: it may be left out."""
_FILTERS = 4


class NotADrawing(ValueError):
    """It is no drawing of the kind it should be; the message says why."""


def redrawn_image(text: str) -> str:
    """Write a PNG of 8 bits in Base64 anew: its pixels and nothing else.

    Raises:
        NotADrawing: it is none, or too large.

    """
    if len(text) > LONGEST_DRAWING:
        raise NotADrawing(f"has more than {LONGEST_DRAWING} characters")
    try:
        picture = b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise NotADrawing("is not Base64") from None
    chunks = list(_chunks(picture))
    if not chunks or chunks[0][0] != b"IHDR" or chunks[-1] != (b"IEND", b""):
        raise NotADrawing("is not a whole PNG")
    head = chunks[0][1]
    size = _size(head)
    packed = b"".join(body for name, body in chunks[1:] if name == b"IDAT")
    lines = _unpacked(packed, size)
    if max(lines[:: size // _height(head)]) > _FILTERS:
        raise NotADrawing("has a line of an unknown kind")
    again = _SIGNATURE + b"".join(
        _chunk(name, body)
        for name, body in ((b"IHDR", head), (b"IDAT", zlib.compress(lines)), (b"IEND", b""))
    )
    written = b64encode(again).decode()
    if len(written) > LONGEST_DRAWING:
        raise NotADrawing(f"has more than {LONGEST_DRAWING} characters")
    return written


def _chunks(picture: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Read the chunks that a picture needs, to its very end."""
    if not picture.startswith(_SIGNATURE):
        raise NotADrawing("is not a PNG")
    at = len(_SIGNATURE)
    while at < len(picture):
        if at + 12 > len(picture):
            raise NotADrawing("ends in the middle")
        length, name = unpack_from(">I4s", picture, at)
        body = picture[at + 8 : at + 8 + length]
        end = at + 8 + length
        if end + 4 > len(picture):
            raise NotADrawing("ends in the middle")
        if unpack_from(">I", picture, end)[0] != zlib.crc32(name + body):
            raise NotADrawing("is damaged")
        if name in _KNOWN:
            yield name, body
        elif not name[0] & _OPTIONAL:
            raise NotADrawing("has a part that nobody knows")
        at = end + 4
        if name == b"IEND" and at < len(picture):
            raise NotADrawing("goes on after its end")


def _size(head: bytes) -> int:
    """Tell how many bytes the lines have, each with its kind in front."""
    if len(head) != 13:  # noqa: PLR2004 - the length of this chunk in every PNG
        raise NotADrawing("is not a whole PNG")
    width, height, depth, kind, packing, filtering, interlaced = unpack_from(">IIBBBBB", head)
    if not (0 < width <= WIDEST and 0 < height <= HIGHEST):
        raise NotADrawing(f"is not within {WIDEST} by {HIGHEST} pixels")
    if depth != 8 or kind not in _SAMPLES or packing or filtering or interlaced:  # noqa: PLR2004 - bits
        raise NotADrawing("is not a plain PNG of 8 bits in grey or colours")
    return int(height * (1 + width * _SAMPLES[kind]))


def _height(head: bytes) -> int:
    return int(unpack_from(">I", head, 4)[0])


def _unpacked(packed: bytes, size: int) -> bytes:
    """Unpack exactly so many bytes, whatever else would come."""
    unpacking = zlib.decompressobj()
    try:
        lines = unpacking.decompress(packed, size + 1)
    except zlib.error:
        raise NotADrawing("is damaged") from None
    if len(lines) != size or not unpacking.eof or unpacking.unused_data:
        raise NotADrawing("has not as many pixels as it says")
    return lines


def _chunk(name: bytes, body: bytes) -> bytes:
    return pack(">I", len(body)) + name + body + pack(">I", zlib.crc32(name + body))


_NUMBERS = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "S": 4, "Q": 4, "T": 2, "A": 7, "Z": 0}
"""How many numbers a command of a path takes."""
_TOKEN = re.compile(
    r"[\s,]*([A-Za-z]|[+-]?(?:[0-9]{1,6}(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9])?)"
)
_ARC_FLAGS = (3, 4)


def redrawn_path(text: str) -> str:
    """Write the commands of an SVG path anew, with numbers to a hundredth.

    Raises:
        NotADrawing: it is none, or too long.

    """
    if len(text) > LONGEST_DRAWING:
        raise NotADrawing(f"has more than {LONGEST_DRAWING} characters")
    words = list(_words(text))
    starts = [at for at, word in enumerate(words) if word.isalpha()]
    if not starts or starts[0] != 0 or words[0] not in "Mm":
        raise NotADrawing("does not begin by moving somewhere")
    drawn = [
        _command(words[at], words[at + 1 : following])
        for at, following in pairwise([*starts, len(words)])
    ]
    return "".join(drawn)


def _words(text: str) -> Iterator[str]:
    at, end = 0, len(text.rstrip())
    while at < end:
        found = _TOKEN.match(text, at)
        if found is None:
            raise NotADrawing(f"has something at character {at + 1} that draws nothing")
        yield found[1]
        at = found.end()


def _command(letter: str, given: list[str]) -> str:
    wanted = _NUMBERS.get(letter.upper())
    if wanted is None:
        raise NotADrawing(f"has a command {letter!r} that draws nothing")
    if (len(given) % wanted or not given) if wanted else given:
        raise NotADrawing(f"has a command {letter!r} with {len(given)} numbers")
    numbers = [_number(word) for word in given]
    if letter in "Aa" and any(
        numbers[nth] not in {"0", "1"} for nth in range(len(numbers)) if nth % wanted in _ARC_FLAGS
    ):
        raise NotADrawing("has an arc whose flags are neither 0 nor 1")
    return letter + " ".join(numbers)


def _number(word: str) -> str:
    number = round(float(word), 2)
    if abs(number) > FARTHEST:
        raise NotADrawing(f"goes farther than {FARTHEST}")
    return f"{number:.2f}".rstrip("0").rstrip(".") if number else "0"

"""Drawings on the form: the QR code, and signatures drawn by the recipient (受偿人签收, SC-43).

They are SVG that is made here. Of a signature it takes what the record holds, pixels or the
commands of a path, and only in the letters that these are written in.
"""

import re
from base64 import b64decode
from collections.abc import Iterator, Mapping
from io import BytesIO
from struct import unpack_from
from typing import Any, Final

import msgspec
import segno

_PIXELS: Final = re.compile(r"[A-Za-z0-9+/]+={0,2}")
_PATH: Final = re.compile(r"[MmLlHhVvCcSsQqTtAaZz0-9 .,+-]+")
_COMMAND: Final = re.compile(r"([A-Za-z])([^A-Za-z]*)")
_NUMBER: Final = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)")
_NUMBERS: Final = {"M": 2, "L": 2, "T": 2, "S": 4, "Q": 4, "C": 6, "A": 7, "H": 1, "V": 1}
_HEAD: Final = 24
"""Bytes of a PNG up to its height."""
_MARGIN: Final = 4

Drawing = dict[str, msgspec.Raw]
"""An SVG as JSON already, apart from the texts."""


def drawing(svg: str) -> Drawing:
    """Wrap a drawing of ours, so that nobody takes it for a text."""
    return {"drawing": msgspec.Raw(msgspec.json.encode(svg))}


def qr(text: str) -> Drawing:
    """Draw a QR code; it survives a coffee stain (error correction M).

    The mask is given: to try all eight takes longer than the rest of the form. So is the encoding:
    a traditional number (客訴) would be written in Shift JIS, which few readers expect.
    """
    drawn = BytesIO()
    made = segno.make_qr(text, error="m", mask=3, encoding="utf-8")
    made.save(drawn, kind="svg", border=2, xmldecl=False)
    return drawing(drawn.getvalue().decode())


def signature(signed: Mapping[str, Any]) -> Drawing | None:
    """Draw a signature, if it was drawn."""
    image, path = signed.get("image"), signed.get("path")
    if image and _PIXELS.fullmatch(image):
        width, height = unpack_from(">II", b64decode(image[: _HEAD * 4 // 3]), _HEAD - 8)
        shape = f'<image width="{width}" height="{height}" href="data:image/png;base64,{image}"/>'
        return drawing(_svg((0, 0, width, height), shape))
    if path and _PATH.fullmatch(path):
        left, top, right, bottom = _frame(path)
        size = max(right - left, bottom - top, 1)
        line = f'fill="none" stroke="#000" stroke-width="{size / 80:.2f}"'
        around = (left - _MARGIN, top - _MARGIN, size + 2 * _MARGIN, bottom - top + 2 * _MARGIN)
        return drawing(_svg(around, f'<path d="{path}" {line} stroke-linecap="round"/>'))
    return None


def _svg(box: tuple[float, float, float, float], shape: str) -> str:
    size = " ".join(f"{number:.2f}" for number in box)
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{size}">{shape}</svg>'


def _frame(path: str) -> tuple[float, float, float, float]:
    """Find a frame that holds a path, its control points included."""
    points = list(_points(path))
    across, down = [x for x, _ in points], [y for _, y in points]
    return min(across), min(down), max(across), max(down)


def _points(path: str) -> Iterator[tuple[float, float]]:
    x = y = 0.0
    yield x, y
    for letter, rest in _COMMAND.findall(path):
        numbers = [float(number) for number in _NUMBER.findall(rest)]
        kind, moved = letter.upper(), letter.islower()
        many = _NUMBERS.get(kind, 1)
        for at in range(0, len(numbers) - many + 1, many):
            given = numbers[at : at + many]
            if kind in "HV":
                pairs = [(given[0], y - y * moved)] if kind == "H" else [(x - x * moved, given[0])]
            else:
                given = given[-2:] if kind == "A" else given
                pairs = list(zip(given[::2], given[1::2], strict=True))
            found = [(right + x * moved, down + y * moved) for right, down in pairs]
            yield from found
            x, y = found[-1]

"""Reads what a PDF of ours says: enough of the format for that, and no more."""

import re
import zlib
from collections.abc import Iterator

_OBJECT = re.compile(rb"(?:^|\n)(\d+) 0 obj\s(.*?)\nendobj", re.DOTALL)
_STREAM = re.compile(rb"stream\r?\n(.*)\r?\nendstream", re.DOTALL)
_PAIR = re.compile(rb"<([0-9A-F]+)> <([0-9A-F]+)>\n")
_WORD = re.compile(rb"[^\s()<>\[\]/{}%]+")
_ESCAPES = {
    ord(letter): char
    for letter, char in zip("nrtbf", (b"\n", b"\r", b"\t", b"\b", b"\f"), strict=True)
}


class Pdf:
    """The parts of a PDF that a test asks about."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self._objects = {int(m[1]): m[2] for m in _OBJECT.finditer(data)}

    @property
    def pages(self) -> int:
        """How many pages it has."""
        return sum(b"/Type/Page/" in found for found in self._objects.values())

    def text(self, *, artifacts: bool = False) -> str:
        """What stands on the pages in the order of writing, without white space.

        Artifacts are what repeats: head, foot and watermark.
        """
        shown = "".join(self._page(found, artifacts=artifacts) for found in self._pages())
        return squeezed(shown)

    def metadata(self) -> str:
        """The XMP metadata."""
        [found] = (one for one in self._objects.values() if b"/Type/Metadata" in one)
        return _content(found).decode()

    def _pages(self) -> Iterator[bytes]:
        [tree] = (one for one in self._objects.values() if one.startswith(b"<</Type/Pages"))
        for number in re.findall(rb"(\d+) 0 R", tree.partition(b"/Kids")[2]):
            yield self._objects[int(number)]

    def _page(self, page: bytes, *, artifacts: bool) -> str:
        resources = self._objects[_reference(page, b"/Resources ")]
        names = re.findall(rb"/(f\d+) (\d+) 0 R", resources)
        fonts = {name: self._unicode(int(number)) for name, number in names}
        content = _content(self._objects[_reference(page, b"/Contents ")])
        shown: list[str] = []
        font: dict[bytes, str] = {}
        inside, tag = [False], b""
        for kind, value in _tokens(content):
            if kind == "tag":
                tag = value
            elif kind == "begin":
                inside.append(inside[-1] or tag == b"Artifact")
            elif kind == "end":
                inside.pop()
            elif kind == "font":
                font = fonts[value]
            elif artifacts or not inside[-1]:
                shown += [font.get(value[at : at + 2], "") for at in range(0, len(value), 2)]
        return "".join(shown)

    def _unicode(self, font: int) -> dict[bytes, str]:
        """Read which characters the codes of a font stand for."""
        table = _content(self._objects[_reference(self._objects[font], b"/ToUnicode ")])
        return {
            bytes.fromhex(code.decode()): bytes.fromhex(text.decode()).decode("utf-16-be")
            for code, text in _PAIR.findall(table)
            if len(code) == 4
        }


def squeezed(text: str) -> str:
    """Leave out white space, which the layout puts where it likes."""
    return re.sub(r"\s+", "", text)


def _reference(found: bytes, key: bytes) -> int:
    return int(found.split(key)[1].split()[0])


def _content(found: bytes) -> bytes:
    match = _STREAM.search(found)
    assert match is not None
    head = found[: match.start()]
    return zlib.decompress(match[1]) if b"/FlateDecode" in head else match[1]


def _tokens(content: bytes) -> Iterator[tuple[str, bytes]]:  # noqa: C901 - a lexer
    """Cut a page into tags, the beginning and end of what they mark, fonts and strings."""
    at, depth, name = 0, 0, b""
    while at < len(content):
        if content[at : at + 2] in {b"<<", b">>"}:
            depth += 1 if content[at : at + 1] == b"<" else -1
            at += 2
        elif content[at : at + 1] == b"(":
            value, at = _literal(content, at + 1)
            if depth == 0:
                yield "string", value
        elif content[at : at + 1] == b"<":
            end = content.index(b">", at)
            if depth == 0:
                yield "string", bytes.fromhex(content[at + 1 : end].decode())
            at = end + 1
        elif content[at : at + 1] == b"/":
            found = _WORD.match(content, at + 1)
            assert found is not None
            name, at = found[0], found.end()
            if depth == 0:
                yield "tag", name
        elif found := _WORD.match(content, at):
            at = found.end()
            if found[0] in _WORDS:
                yield _WORDS[found[0]], name
        else:
            at += 1


_WORDS = {b"BMC": "begin", b"BDC": "begin", b"EMC": "end", b"Tf": "font"}


def _literal(content: bytes, at: int) -> tuple[bytes, int]:
    """Read a string in parentheses, from behind the first one."""
    value, depth = bytearray(), 1
    while True:
        byte = content[at]
        if byte == ord("\\"):
            octal = re.match(rb"[0-7]{1,3}", content[at + 1 : at + 4])
            if octal is not None:
                value.append(int(octal[0], 8))
                at += 1 + len(octal[0])
            else:
                value += _ESCAPES.get(content[at + 1], content[at + 1 : at + 2])
                at += 2
            continue
        depth += {ord("("): 1, ord(")"): -1}.get(byte, 0)
        at += 1
        if depth == 0:
            return bytes(value), at
        value.append(byte)

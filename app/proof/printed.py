"""What stands on a print, and finding it again in an archive or a proof that was found sound.

A print has a code: the beginning of a SHA-256 over what names it, the complaint's id among that,
which is not printed. And it shows the beginning of the checkpoint that covers it.
"""

import re
import unicodedata
from base64 import b32encode
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from app.proof.notes import Note
from app.proof.record import read_line
from app.proof.stamp import SHOWN, root_of
from app.proof.verifying import CannotTell, Tampered

_LABEL: Final = re.compile(
    r"(\S+) (handler|audit|planning)\s+version (\d{1,18})\s+position (\d{1,18})\s+(\S.*)",
    re.IGNORECASE,
)
_FOOT: Final = re.compile(r"\S+ (\S+)\s+\S+ (\d{1,18})\s+\S+ (\d{1,18})\s+\S+ (\S.*)")
"""The same in the words of any language, but for the copy, which stands at the head."""
_SEAL: Final = re.compile(rf"(?:\S+ )?(\d{{1,18}}) ([A-Za-z0-9+/]{{{SHOWN}}})(?:\.\.\.)?(?:\s.*)?")
_CODE: Final = re.compile("[A-Z0-9]{16}")
_ALIKE: Final = str.maketrans("018L", "OIBI")
"""Base32 has none of 0, 1 and 8: who typed one off a print read a letter as it. I and L as well are
taken for each other, which of 80 bits takes next to nothing."""
_LIKE_L: Final = str.maketrans("0Il", "O11")
"""The characters of a root, which cannot be told apart in many a font."""
_KINDS: Final = ("handler", "audit", "planning")


def code_of(complaint: str, number: str, version: int, position: int, kind: str) -> str:
    """Make the code of a print: 80 bits in four groups, such as `MZXW-6YTB-OI7Q-GEZD`."""
    named = (complaint, number, version, position, kind)
    text = "\n".join(("triplicate print 1", *(str(part) for part in named)))
    code = b32encode(sha256(text.encode()).digest()[:10]).decode()
    return "-".join(code[at : at + 4] for at in range(0, len(code), 4))


@dataclass(frozen=True, slots=True, kw_only=True)
class Print:
    """What its QR code says, or its foot."""

    number: str
    kind: str | None
    """Which copy; the foot does not say it."""
    version: int
    position: int
    code: str

    @classmethod
    def parse(cls, text: str) -> "Print":
        """Read what the QR code says, on four lines or on one, or what stands at the foot.

        Raises:
            CannotTell: that is not what a print says.

        """
        text = _plain(text)
        if found := _LABEL.fullmatch(text):
            number, kind, version, position, code = found.groups()
        elif found := _FOOT.fullmatch(text):
            number, version, position, code = found.groups()
            kind = None
        code = _folded(code) if found else ""
        if not _CODE.fullmatch(code):
            raise CannotTell(
                "a print says, at its foot or in its QR code, number, version, position and code; "
                "such as 2026-000001 audit version 3 position 12 MZXW-6YTB-OI7Q-GEZD"
            )
        kind = kind and kind.lower()
        return cls(
            number=number, kind=kind, version=int(version), position=int(position), code=code
        )

    def find(self, lines: Iterable[bytes]) -> str:
        """Find what was printed among the events, and give the complaint's id.

        Raises:
            Tampered: the record does not have what the print says.
            CannotTell: the events do not reach so far.

        """
        complaint, number = None, self.number
        for line in lines:
            event = read_line(line)
            if event is None:
                continue
            if isinstance(event.number, str) and _plain(event.number) == self.number:
                complaint, number = event.stream, event.number
            if event.position == self.position:
                self._compare(str(complaint), number, str(event.stream), event.version)
                return str(complaint)
        raise CannotTell(f"there is no event {self.position} in it: is the print of later?")

    def _compare(self, complaint: str, number: str, stream: str, version: object) -> None:
        codes = {
            _folded(code_of(complaint, number, self.version, self.position, kind))
            for kind in ((self.kind,) if self.kind else _KINDS)
        }
        if (complaint, self.version) != (stream, version) or self.code not in codes:
            reason = "the print is not what the record has, or was copied wrongly"
            raise Tampered(reason, self.position, stream)


def _plain(text: str) -> str:
    """Write full-width letters, digits and spaces as the plain ones."""
    return unicodedata.normalize("NFKC", text).strip()


def _folded(code: str) -> str:
    """Write a code as any careful reader may have typed it: without groups, in one case."""
    return "".join(one for one in code.upper() if one.isalnum()).translate(_ALIKE)


def find_seal(text: str, notes: Iterable[str], *, whole: bool) -> int:
    """Find the checkpoint that a print shows, and give its size.

    Raises:
        Tampered: the log has another one in its place, or none; only the `whole` log tells that.
        CannotTell: that is not what a print says, or what is there does not reach so far.

    """
    shown = _SEAL.fullmatch(_plain(text))
    if not shown:
        raise CannotTell(f"a seal on a print has a number and {SHOWN} characters after it")
    size, last = int(shown[1]), 0
    for note in notes:
        checkpoint = Note.parse(note).checkpoint
        last = checkpoint.size
        if last == size:
            begins = root_of(checkpoint)[:SHOWN]
            if begins.translate(_LIKE_L) != shown[2].translate(_LIKE_L):
                raise Tampered(
                    f"the checkpoint at {size} is not the one on the print, or was copied wrongly"
                )
            return size
    if last < size or not whole:
        raise CannotTell(f"there is no checkpoint of {size} events in it")
    raise Tampered(f"no checkpoint of {size} events was signed, as the print says")

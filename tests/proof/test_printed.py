"""A printed form is checked against the archive: its number, its code and its seal."""

from collections.abc import Callable
from uuid import UUID

import pytest

from app.proof import archive
from app.proof.notes import Note
from app.proof.printed import Print, code_of
from app.proof.stamp import SHOWN, root_of
from app.proof.verifying import CannotTell, Tampered
from tests.proof.building import NOTES, build, packed

COMPLAINT = str(UUID(int=7))
"""Number 2026-000007; its third event is the 47th of the log."""
PRINTS = [(version, (version - 1) * 20 + 7) for version in range(1, 11)]
"""Version and position of each print that there can be of it."""


def label(number: str = "2026-000007", kind: str = "audit", version: int = 3, at: int = 47) -> str:
    code = code_of(COMPLAINT, number, version, at, kind)
    return f"{number} {kind}\nversion {version}\nposition {at}\n{code}"


def find(text: str, files: dict[str, bytes] | None = None) -> str:
    return archive.find_print(packed(files or build()), Print.parse(text))


def seal(size: int, root: str, files: dict[str, bytes] | None = None) -> int:
    return archive.find_seal(packed(files or build()), f"{size} {root}")


def root_at(at: int) -> str:
    return NOTES[at].splitlines()[2][:SHOWN]


def test_a_print_is_found_by_what_its_qr_code_says() -> None:
    assert find(label()) == COMPLAINT
    assert find(" ".join(label().split("\n"))) == COMPLAINT


@pytest.mark.parametrize("kind", ["handler", "audit", "planning"])
@pytest.mark.parametrize(
    "foot",
    [
        "编号 {}　版本 {}　记录位置 {}　查验码 {}",
        "編號 {}　版本 {}　記錄位置 {}　查驗碼 {}",
        "No. {}　Version {}　Position {}　Check {}",
    ],
)
def test_a_print_is_found_by_what_stands_at_its_foot_in_any_language(foot: str, kind: str) -> None:
    code = code_of(COMPLAINT, "2026-000007", 3, 47, kind)
    assert find(foot.format("2026-000007", 3, 47, code)) == COMPLAINT
    with pytest.raises(Tampered, match="print"):
        find(foot.format("2026-000008", 3, 47, code))


WIDE = str.maketrans({chr(one): chr(one + 0xFEE0) for one in range(ord("!"), ord("~") + 1)})
TYPED = {
    "in small letters": str.lower,
    "without hyphens": lambda code: code.replace("-", ""),
    "with spaces": lambda code: code.replace("-", " "),
    "with dashes": lambda code: code.replace("-", "\N{EN DASH}"),
    "with digits for letters": lambda code: code.translate(str.maketrans("OIB", "018")),
    "with a small l for I": lambda code: code.replace("I", "l"),
    "in wide characters": lambda code: code.translate(WIDE),
}
"""How people copy a code off a print."""
FEET = ["{} audit version {} position {} {}", "编号 {}　版本 {}　记录位置 {}　查验码 {}"]


@pytest.mark.parametrize("foot", FEET)
@pytest.mark.parametrize("typed", TYPED.values(), ids=TYPED)
def test_a_code_is_found_however_it_was_typed(typed: Callable[[str], str], foot: str) -> None:
    codes = {(n, at): label(version=n, at=at).split()[-1] for n, at in PRINTS}
    assert set("OIB") <= set("".join(codes.values())), "each of the letters is among them"
    for (version, at), code in codes.items():
        assert find(foot.format("2026-000007", version, at, typed(code))) == COMPLAINT


def test_a_print_is_read_in_wide_characters_and_any_case() -> None:
    assert find(label().translate(WIDE)) == COMPLAINT
    assert find(label().upper()) == COMPLAINT


def test_a_code_that_is_cut_short_is_no_code() -> None:
    with pytest.raises(CannotTell, match="a print says"):
        find(label()[:-3])


ALTERED = {
    "number": label().replace("2026-000007", "2026-000008"),
    "copy": label().replace("audit", "planning"),
    "version": label().replace("version 3", "version 4"),
    "position": label().replace("position 47", "position 67"),
    "code": label()[:-1] + ("A" if label()[-1] != "A" else "B"),
    "number that nobody has": label(number="2027-000001"),
    "version that was not there": label(version=4),
}


@pytest.mark.parametrize("text", ALTERED.values(), ids=ALTERED)
def test_what_was_altered_on_paper_is_not_what_the_record_has(text: str) -> None:
    with pytest.raises(Tampered, match="print is not what the record has, or was copied wrongly"):
        find(text)


def test_a_print_of_later_than_the_archive_cannot_be_told_of() -> None:
    with pytest.raises(CannotTell, match="event 247"):
        find(label(version=13, at=247))


@pytest.mark.parametrize("text", ["", "2026-000007", "2026-000007 audit version x position 1 A"])
def test_what_is_no_print_is_said_to_be_none(text: str) -> None:
    with pytest.raises(CannotTell, match="a print says"):
        Print.parse(text)


def test_the_seal_on_a_print_is_one_of_the_checkpoints() -> None:
    assert seal(100, root_at(1)) == 100
    assert seal(100, root_at(1) + "…") == 100


@pytest.mark.parametrize("foot", [
    "封印 {} {}…　2026-11-22 14:40 签　triplicate/dbd5295c9216/demo",
    "Seal {} {}...　signed 2026-11-22 14:40　triplicate/dbd5295c9216/demo",
])  # fmt: skip
def test_the_seal_is_read_off_the_whole_line_at_the_foot(foot: str) -> None:
    assert archive.find_seal(packed(build()), foot.format(100, root_at(1))) == 100


def test_characters_of_a_seal_that_look_alike_are_taken_for_each_other() -> None:
    alike = str.maketrans("0OIl", "O0ll")
    for at, note in enumerate(NOTES):
        assert seal(int(note.splitlines()[1]), root_at(at).translate(alike)) == (at + 1) * 50


def test_another_seal_is_not_of_this_log() -> None:
    with pytest.raises(Tampered, match="not the one on the print"):
        seal(100, root_at(2))
    with pytest.raises(Tampered, match="no checkpoint of 99"):
        seal(99, root_at(1))
    with pytest.raises(CannotTell, match="no checkpoint of 300"):
        seal(300, root_at(1))
    with pytest.raises(CannotTell, match="16 characters"):
        seal(100, root_at(1)[:-1])


def test_the_shown_root_is_the_beginning_of_the_one_that_was_signed() -> None:
    for note in NOTES:
        root = root_of(Note.parse(note).checkpoint)
        assert note.splitlines()[2] == root

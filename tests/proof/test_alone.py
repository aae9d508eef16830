"""`verify.py`, which archives and proofs bring along, judges as `triplicate verify` does."""

import subprocess
import sys
from codecs import BOM_UTF16_LE
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_BZIP2, ZipFile

import pytest

from app.proof import alone, archive
from app.proof.notes import SealKey
from app.proof.record import leaf_of
from app.proof.tiles import Tiles
from app.proof.tree import together
from app.proof.verifying import Proof
from tests.proof.building import (
    KEY,
    LEAVES,
    LINES,
    NOTES,
    PUBLIC,
    SIZE,
    build,
    event,
    flipped,
    note,
    packed,
    resealed,
)
from tests.proof.judging import CANNOT_TELL, SOUND, TAMPERED, both_say

pytestmark = pytest.mark.slow

MINE = [position for position in range(1, SIZE + 1) if position % 20 == 7]
"""The events of one complaint."""


def proved(lines: Sequence[bytes] = (), *more: bytes) -> dict[str, bytes]:
    """Lay out the files of the proof of one complaint, of these lines instead of its own."""
    tiles = Tiles(0, {})
    for line in LINES:
        tiles.add(leaf_of(line))
    proof = Proof(
        lines=[*(lines or [LINES[position - 1] for position in MINE]), *more],
        hashes=together(tiles.node, {position - 1 for position in MINE}, SIZE),
        notes=NOTES[-1:],
    )
    file = BytesIO()
    archive.write_proof(file, proof, [PUBLIC])
    with ZipFile(file) as written:
        return {name: written.read(name) for name in written.namelist()}


def without(name: str, files: dict[str, bytes]) -> dict[str, bytes]:
    return {each: content for each, content in files.items() if each != name}


OTHER = SealKey("another")
EDITED = [*LINES[:76], event(77, text="改过").line, *LINES[77:]]
OWN = [LINES[position - 1] for position in MINE]
FORGED_CHECKPOINT = [*NOTES[:3], note(OTHER, "house", SIZE, bytes(32))]
CASES = {
    "an archive that nobody touched": (build(), SOUND),
    "a changed event": (build(EDITED), TAMPERED),
    "a changed event and its hash": (build(EDITED, [leaf_of(x).hex() for x in EDITED]), TAMPERED),
    "a changed hash": (build(leaves=["00" * 32, *LEAVES[1:]]), TAMPERED),
    "an event more": (build([*LINES, LINES[0]]), TAMPERED),
    "a tail cut off": (build(LINES[:180]), TAMPERED),
    "no event left": (build([]), TAMPERED),
    "another key": (resealed(LINES, OTHER), TAMPERED),
    "a checkpoint of another key": (build(signed=FORGED_CHECKPOINT), TAMPERED),
    "checkpoints out of order": (build(signed=NOTES[::-1]), TAMPERED),
    "a checkpoint over more than there is": (
        build(signed=[note(KEY, "house", 10**18, bytes(32))]),
        TAMPERED,
    ),
    "a key that is none": (build(key="none"), TAMPERED),
    "no checkpoint": (build(signed=[]), CANNOT_TELL),
    "no checkpoints.txt": (without(archive.CHECKPOINTS, build()), CANNOT_TELL),
    "no leaves.txt": (without(archive.LEAVES, build()), CANNOT_TELL),
    "a proof that nobody touched": (proved(), SOUND),
    "a proof with a changed event": (proved([*OWN[:2], event(47, text="改").line]), TAMPERED),
    "a proof without its last event": (proved(OWN[:-1]), TAMPERED),
    "a proof with an event more": (proved(OWN, LINES[0]), TAMPERED),
    "a proof with an event after all that was signed": (
        proved(OWN, event(SIZE + 7, text="加的").line),
        TAMPERED,
    ),
    "a proof with an event before all": (
        proved(OWN, event(207)._replace(position=-3).line),
        TAMPERED,
    ),
    "a proof with no JSON": (proved([b"["]), TAMPERED),
    "a proof with hashes that are none": (proved() | {archive.HASHES: b"xyz\n"}, TAMPERED),
    "a proof without hashes.txt": (without(archive.HASHES, proved()), CANNOT_TELL),
}


@pytest.mark.parametrize(("files", "code"), CASES.values(), ids=CASES)
def test_both_programs_judge_alike(files: dict[str, bytes], code: int, tmp_path: Path) -> None:
    path = tmp_path / "archive.zip"
    path.write_bytes(packed(files).getvalue())
    assert both_say(path) == code


def test_both_programs_judge_alike_what_is_no_archive(tmp_path: Path) -> None:
    assert both_say(tmp_path / "nothing.zip") == CANNOT_TELL
    path = tmp_path / "archive.zip"
    path.write_text("no", encoding="utf-8")
    assert both_say(path) == CANNOT_TELL
    path.write_bytes(packed(build(), ZIP_BZIP2).getvalue())
    assert both_say(path) == CANNOT_TELL
    path.write_bytes(packed(build()).getvalue())
    assert both_say(path, "no key") == CANNOT_TELL
    assert both_say(path, None) == SOUND
    path.write_bytes(packed(without(archive.KEY, build())).getvalue())
    assert both_say(path, None) == CANNOT_TELL


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_both_programs_refuse_a_file_that_is_there_twice(tmp_path: Path) -> None:
    path = tmp_path / "archive.zip"
    with ZipFile(path, "w") as into:
        for name, content in [(archive.EVENTS, b"forged\n"), *build().items()]:
            into.writestr(name, content)
    assert both_say(path) == CANNOT_TELL


@pytest.mark.parametrize(
    ("files", "name"),
    [
        (build(LINES[:8], LEAVES[:8], NOTES[:0]), archive.KEY),
        *((build(), name) for name in (archive.CHECKPOINTS, archive.LEAVES, archive.KEY)),
        *((proved(), name) for name in (archive.CHECKPOINTS, archive.HASHES, archive.EVENTS)),
    ],
)
def test_neither_program_lets_a_flipped_bit_pass(
    files: dict[str, bytes], name: str, tmp_path: Path
) -> None:
    path = tmp_path / "archive.zip"
    content = files[name]
    step = max(1, len(content) // 40)
    for at in range(0, len(content.rstrip(b"\n")), step):
        for bit in (1, 32, 128):
            path.write_bytes(packed(files | {name: flipped(content, at, bit)}).getvalue())
            assert both_say(path) != SOUND, (at, bit)


def test_a_zip_brings_the_program_and_says_how_to_use_it(tmp_path: Path) -> None:
    files = proved()
    assert files[archive.SCRIPT] == Path(alone.__file__).read_bytes()
    readme = files[archive.README].decode()
    assert all(words in readme for words in ("PROOF OF ONE COMPLAINT", "一件客诉", "一件客訴"))
    for name in files:
        assert name in readme or name == archive.README
    (tmp_path / "proof.zip").write_bytes(packed(files).getvalue())
    done = program(tmp_path, "proof.zip", PUBLIC.text)
    root = NOTES[-1].splitlines()[2]
    said = f"{len(MINE)} events are as they were signed at {SIZE}; root {root}\n"
    assert (done.returncode, done.stdout, done.stderr) == (SOUND, said, "")


def program(folder: Path, *given: str, code: str = "") -> "subprocess.CompletedProcess[str]":
    """Run the program as an auditor does, where there is nothing of Triplicate."""
    script = folder / "verify.py"
    script.write_text(code + Path(alone.__file__).read_text("utf-8"), encoding="utf-8")
    command = [sys.executable, "-I", script.name, *given]
    return subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8", check=False)


@pytest.mark.parametrize(
    ("given", "says", "code"),
    [
        ((), "python verify.py FILE.zip [KEY]", CANNOT_TELL),
        (("nothing.zip",), "No such file", CANNOT_TELL),
        (("no.zip",), "not a zip file", CANNOT_TELL),
        (("unsigned.zip",), "checkpoints.txt", CANNOT_TELL),
        (("forged.zip",), "is signed with another key", TAMPERED),
    ],
)
def test_the_program_says_in_words_what_it_found(
    given: tuple[str, ...], says: str, code: int, tmp_path: Path
) -> None:
    (tmp_path / "no.zip").write_text("no", encoding="utf-8")
    unsigned = without(archive.CHECKPOINTS, build())
    (tmp_path / "unsigned.zip").write_bytes(packed(unsigned).getvalue())
    forged = resealed(LINES, OTHER) | {archive.KEY: f"{PUBLIC.text}\n".encode()}
    (tmp_path / "forged.zip").write_bytes(packed(forged).getvalue())
    done = program(tmp_path, *given)
    assert (done.returncode, done.stdout) == (code, "")
    assert says in done.stderr
    assert "Traceback" not in done.stderr
    assert len(done.stderr.splitlines()) == 1 or not given


def test_a_library_that_is_missing_is_no_proof_of_tampering(tmp_path: Path) -> None:
    (tmp_path / "archive.zip").write_bytes(packed(build()).getvalue())
    missing = "import sys; sys.modules['cryptography'] = None\n"
    done = program(tmp_path, "archive.zip", code=missing)
    assert (done.returncode, done.stdout) == (CANNOT_TELL, "")
    assert done.stderr.startswith("Cannot tell: it needs the package cryptography")


def test_the_program_reads_a_key_from_a_file_as_windows_writes_it(tmp_path: Path) -> None:
    path = tmp_path / "archive.zip"
    path.write_bytes(packed(build()).getvalue())
    for content in (
        PUBLIC.text.encode("utf-8-sig") + b"\r\n",
        BOM_UTF16_LE + f"{PUBLIC.text}\r\n".encode("utf-16-le"),
    ):
        (tmp_path / "key.txt").write_bytes(content)
        assert both_say(path, str(tmp_path / "key.txt")) == SOUND

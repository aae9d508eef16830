"""The files that prove something: a zip with the whole log of an organisation, or one complaint.

An archive has the events and the list of leaf hashes, a proof has the events of one complaint and
the hashes from there to the root; both have checkpoints and the public keys.
"""

import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from importlib.resources import files
from io import TextIOWrapper
from typing import IO, Final
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile

from app.proof import printed
from app.proof.notes import NoteFault, PublicKey
from app.proof.printed import Print
from app.proof.succession import Succession
from app.proof.tree import HASH_BYTES
from app.proof.verifying import CannotTell, Proof, Sound, Tampered, verify_archive, verify_proof

EVENTS: Final = "events.ndjson"
LEAVES: Final = "leaves.txt"
CHECKPOINTS: Final = "checkpoints.txt"
HASHES: Final = "hashes.txt"
GROWTH: Final = "growth.txt"
KEY: Final = "key.txt"
README: Final = "README.txt"
"""In an archive; a proof has its own text under the same name."""
OF_A_PROOF: Final = "README-proof.txt"
SCRIPT: Final = "verify.py"

LONGEST_LINE: Final = 1 << 26
LARGEST_PROOF: Final = 1 << 29
"""Bytes of the events of one complaint: five hundred at most, each of what a request may hold."""
LARGEST_FILE: Final = 1 << 26
"""Bytes of any other file that is read at once."""
LONGEST_PART: Final = 10_000
"""Of a checkpoint."""


def write_proof(file: IO[bytes], proof: Proof, keys: Sequence[PublicKey]) -> None:
    """Write the proof of one complaint, with how to check it."""
    with ZipFile(file, "w", ZIP_DEFLATED, compresslevel=9) as out:
        describe(out, keys, OF_A_PROOF)
        out.writestr(EVENTS, b"".join(line + b"\n" for line in proof.lines))
        out.writestr(HASHES, _hex(proof.hashes) + "\n")
        out.writestr(CHECKPOINTS, "\n".join(proof.notes))
        if proof.growth:
            out.writestr(GROWTH, _hex(proof.growth) + "\n")


def describe(out: ZipFile, keys: Sequence[PublicKey], readme: str = README) -> None:
    """Put in how to check it, with Triplicate and without, and the keys."""
    here = files("app.proof")
    out.writestr(README, here.joinpath(readme).read_bytes())
    out.writestr(SCRIPT, here.joinpath("alone.py").read_bytes())
    out.writestr(KEY, _listed(keys))


def _listed(keys: Sequence[PublicKey]) -> str:
    return "".join(f"{key.text}\n" for key in keys)


def verify(file: IO[bytes], key: PublicKey | None = None, kept: Sequence[str] = ()) -> Sound:
    """Check an archive or a proof; without a key, by those that came with it.

    Raises:
        Tampered: something in it is not what was signed.
        CannotTell: it cannot be read, or there is nothing to check it against.

    """
    try:
        with ZipFile(file) as archive:
            _require_plain(archive)
            return _verify(archive, _succession(archive, key), kept)
    except KeyError as missing:
        raise CannotTell(f"it is not complete: {missing.args[0]}") from None
    except (BadZipFile, zlib.error, OSError, EOFError, RuntimeError, ValueError) as error:
        raise CannotTell(f"it cannot be read: {error}") from None


def find_print(file: IO[bytes], wanted: Print) -> str:
    """Find a print in an archive or a proof that was found sound; give the complaint's id.

    Raises:
        Tampered: the record does not have what the print says.
        CannotTell: the events do not reach so far.

    """
    with ZipFile(file) as archive, archive.open(EVENTS) as events:
        return wanted.find(line.removesuffix(b"\n") for line in events)


def find_seal(file: IO[bytes], shown: str) -> int:
    """Find the checkpoint on a print in what was found sound; give its size.

    Raises:
        Tampered: the log has another one in its place, or none.
        CannotTell: that is no seal, or what is there does not reach so far.

    """
    with ZipFile(file) as archive, _lines(archive, CHECKPOINTS) as notes:
        whole = HASHES not in archive.namelist()
        return printed.find_seal(shown, notes_in(notes), whole=whole)


@contextmanager
def whole_log(file: IO[bytes]) -> Iterator[Iterator[bytes]]:
    """Read the events of an archive that was found sound, each a line without its end.

    Raises:
        CannotTell: it is the proof of one complaint.

    """
    with ZipFile(file) as archive:
        if HASHES in archive.namelist():
            raise CannotTell("it is the proof of one complaint: a sheet takes the whole archive")
        with archive.open(EVENTS) as events:
            yield (line.removesuffix(b"\n") for line in events)


def has_checkpoint(file: IO[bytes], line: str) -> bool:
    """Look among the checkpoints of what was found sound for one, written as `Stamp.line` is."""
    with ZipFile(file) as archive, _lines(archive, CHECKPOINTS) as notes:
        return any(" ".join(note.split("\n")[:3]) == line for note in notes_in(notes))


def _require_plain(archive: ZipFile) -> None:
    """Refuse a zip that other programs could read otherwise, or that takes more than it should."""
    names = archive.namelist()
    if len(set(names)) < len(names):
        raise CannotTell("it holds a file more than once, and others may read another one")
    if any(one.compress_type not in {ZIP_STORED, ZIP_DEFLATED} for one in archive.infolist()):
        raise CannotTell("it is packed in a way that archives are not")


def _verify(archive: ZipFile, keys: Succession, kept: Sequence[str]) -> Sound:
    names = archive.namelist()
    if HASHES in names:
        events = _read(archive, EVENTS, LARGEST_PROOF).removesuffix(b"\n").split(b"\n")
        hashes = _hashes(_text(archive, HASHES))
        growth = _hashes(_text(archive, GROWTH)) if GROWTH in names else []
        signed = notes_in(_text(archive, CHECKPOINTS).splitlines(keepends=True))
        return verify_proof(Proof(events, hashes, signed, growth), keys, kept)
    with (
        archive.open(EVENTS) as events_file,
        _lines(archive, LEAVES) as leaves,
        _lines(archive, CHECKPOINTS) as notes,
    ):
        lines = iter(lambda: events_file.readline(LONGEST_LINE), b"")
        return verify_archive(
            (line.removesuffix(b"\n") for line in lines),
            (line.removesuffix("\n") for line in leaves),
            notes_in(notes),
            keys,
            kept,
        )


def notes_in(lines: Iterable[str]) -> Iterator[str]:
    """Read checkpoints that stand one after the other, with an empty line between them.

    Each has an empty line inside, between what is signed and the signatures. What a checkpoint may
    be is not decided here.

    Raises:
        NoteFault: one is longer than any can be.

    """
    parts = _parts(lines)
    for text in parts:
        yield f"{text}\n{next(parts, '')}"


def _parts(lines: Iterable[str]) -> Iterator[str]:
    """Cut lines where there is an empty one."""
    part = ""
    for line in lines:
        if line == "\n":
            yield part
            part = ""
        else:
            part += line
        if len(part) > LONGEST_PART:
            raise NoteFault("that is not a signed checkpoint")
    if part:
        yield part


def _succession(archive: ZipFile, key: PublicKey | None) -> Succession:
    try:
        keys = [PublicKey.parse(line) for line in _text(archive, KEY).splitlines()]
    except (KeyError, NoteFault):
        keys = []
    if not keys:
        if key is None:
            raise CannotTell("there is no key to check it with")
        raise Tampered("the key in it cannot be read")
    if key is not None and key not in keys:
        raise Tampered("it was signed with another key than the one you trust")
    return Succession(keys, key)


@contextmanager
def _lines(archive: ZipFile, name: str) -> Iterator[Iterator[str]]:
    # What is no UTF-8 cannot have been signed: it is found to be wrong in its place.
    with (
        archive.open(name) as raw,
        TextIOWrapper(raw, "utf-8", errors="replace", newline="\n") as text,
    ):
        yield iter(lambda: text.readline(LONGEST_LINE), "")


def _text(archive: ZipFile, name: str) -> str:
    return _read(archive, name, LARGEST_FILE).decode(errors="replace")


def _read(archive: ZipFile, name: str, largest: int) -> bytes:
    """Read a file as a whole, however much it would unpack to."""
    with archive.open(name) as file:
        found = file.read(largest + 1)
    if len(found) > largest:
        raise CannotTell(f"{name} is larger than any can be")
    return found


def _hex(hashes: Sequence[bytes]) -> str:
    return " ".join(value.hex() for value in hashes)


def _hashes(line: str) -> list[bytes]:
    """Read hashes, written in the one way they may be; none of another length."""
    try:
        found = [bytes.fromhex(word) for word in line.split()]
    except ValueError:
        found = []
    if any(len(value) != HASH_BYTES for value in found) or _hex(found) != line.strip("\n"):
        raise Tampered("the hashes in it cannot be read")
    return found

"""Archives of made-up logs, to be tampered with."""

from collections.abc import Sequence
from io import BytesIO
from uuid import UUID
from zipfile import ZIP_DEFLATED, ZipFile

from app.proof import archive
from app.proof.notes import Checkpoint, SealKey, sign
from app.proof.record import Exact, leaf_of
from app.proof.tree import Growing
from app.proof.verifying import Sound

KEY = SealKey("the key of the archives in tests")
PUBLIC = KEY.public("house")
SIZE = 200
EVERY = 50
"""Events under one checkpoint."""


def event(position: int, *, text: str = "备忘") -> Exact:
    """Make an event: the positions of twenty complaints lie mixed."""
    return Exact(
        organisation="house",
        position=position,
        stream=str(UUID(int=position % 20)),
        version=(position - 1) // 20 + 1,
        event=str(UUID(int=1000 + position)),
        type="memo-added",
        schema=1,
        data=f'{{"text":"{text} \\"{position}\\" 𠮷"}}',
        meta='{"actor":{"subject":"lin"}}',
        occurred_at=1_790_000_000_000_000 + position,
        recorded_at=1_790_000_000_000_001 + position,
        number=f"2026-{position:06d}" if position <= 20 else None,
    )


LINES = [event(position).line for position in range(1, SIZE + 1)]
LEAVES = [leaf_of(line).hex() for line in LINES]


def note(key: SealKey, house: str, size: int, root: bytes) -> str:
    """Sign a checkpoint of a log that began with this key."""
    return sign(Checkpoint(key.public(house).name, size, root), key)


def notes(lines: Sequence[bytes], key: SealKey = KEY, *, every: int = EVERY) -> list[str]:
    """Sign every so many events, and the end."""
    tree, found = Growing(), []
    for line in lines:
        tree.add(leaf_of(line))
        if tree.size % every == 0 or tree.size == len(lines):
            found.append(note(key, "house", tree.size, tree.root()))
    return found


NOTES = notes(LINES)


def build(
    lines: Sequence[bytes] = LINES,
    leaves: Sequence[str] = LEAVES,
    signed: Sequence[str] = NOTES,
    key: str = PUBLIC.text,
) -> dict[str, bytes]:
    """Lay the files of an archive out."""
    return {
        archive.EVENTS: b"".join(line + b"\n" for line in lines),
        archive.LEAVES: "".join(leaf + "\n" for leaf in leaves).encode(),
        archive.CHECKPOINTS: "\n".join(signed).encode(),
        archive.KEY: key.encode() + b"\n",
    }


def resealed(lines: Sequence[bytes], key: SealKey = KEY) -> dict[str, bytes]:
    """Make everything anew, as somebody with a key can."""
    leaves = [leaf_of(line).hex() for line in lines]
    return build(lines, leaves, notes(lines, key), key.public("house").text)


def packed(files: dict[str, bytes], how: int = ZIP_DEFLATED) -> BytesIO:
    """Pack files into a zip."""
    file = BytesIO()
    with ZipFile(file, "w", how) as into:
        for name, content in files.items():
            into.writestr(name, content)
    file.seek(0)
    return file


def check(files: dict[str, bytes], *kept: str) -> Sound:
    """Verify files by the key that is trusted."""
    return archive.verify(packed(files), PUBLIC, kept)


def flipped(content: bytes, at: int, bit: int = 1) -> bytes:
    """Flip a bit."""
    return content[:at] + bytes([content[at] ^ bit]) + content[at + 1 :]

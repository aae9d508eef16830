"""Check an archive or a proof without Triplicate: python verify.py FILE.zip [KEY].

It needs Python 3.10 or newer and the package cryptography, and is short enough to be read first.
KEY is a public key as you got it from elsewhere, or a file with it; without it, the zip is only
compared with itself. Exit codes are those of `triplicate verify`: 0 all is as it was signed,
1 TAMPERED, 2 cannot tell.
"""

import json
import sys
from base64 import b64decode, b64encode
from hashlib import sha256
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

try:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
except ImportError:
    sys.stderr.write("Cannot tell: it needs the package cryptography (pip install cryptography).\n")
    raise SystemExit(2) from None


KEY_BYTES = 33
"""A byte 01 for Ed25519, and the key."""
LARGEST = 1 << 29
"""Bytes of a file that is read at once."""


class Tampered(Exception):
    """Something is not what was signed."""


class CannotTell(Exception):
    """There is nothing to check, or nothing to check it against."""


def leaf_hash(line: bytes) -> bytes:
    """Hash the line of an event."""
    return sha256(b"\x00triplicate:event:v1\n" + line).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Join two subtrees (RFC 6962)."""
    return sha256(b"\x01" + left + right).digest()


def decoded(text: str) -> bytes:
    """Decode base64 that is written in the one way it may be."""
    value = b64decode(text)
    if b64encode(value).decode() != text:
        raise ValueError("that is not base64")
    return value


class Key:
    """A public key: name of the log, id, and the Ed25519 key behind a byte 01."""

    def __init__(self, text: str) -> None:
        self.text = text.strip()
        self.name, key_id, key = self.text.split("+", 2)
        raw = decoded(key)
        self.id = sha256(self.name.encode() + b"\n" + raw).digest()[:4]
        if (len(raw), raw[:1], key_id) != (KEY_BYTES, b"\x01", self.id.hex()):
            raise ValueError("that is not a public key of a log")
        self._verifier = Ed25519PublicKey.from_public_bytes(raw[1:])

    def require(self, line: str, text: str) -> None:
        """Check the line of a signature under a text; an error says that it is not right."""
        value = decoded(line.split(" ")[2])
        if line != f"— {self.name} {b64encode(value).decode()}" or value[:4] != self.id:
            raise ValueError("it is signed with another key")
        self._verifier.verify(value[4:], text.encode())


class Tree:
    """The Merkle tree of all events: the roots of complete subtrees on its right edge."""

    def __init__(self) -> None:
        self.size = 0
        self.edge: list[bytes] = []

    def add(self, leaf: bytes) -> None:
        """Add an event."""
        self.edge.append(leaf)
        self.size += 1
        rest = self.size
        while rest % 2 == 0:
            right, left = self.edge.pop(), self.edge.pop()
            self.edge.append(node_hash(left, right))
            rest //= 2

    def root(self) -> bytes:
        """Join the subtrees, from the smallest."""
        root = self.edge[-1]
        for left in reversed(self.edge[:-1]):
            root = node_hash(left, root)
        return root


Signed = tuple[int, bytes, bool]
"""A checkpoint: number of events, root, and whether the trusted key vouches for it."""


def check_checkpoints(content: str, keys: list[Key], trusted: "Key | None") -> list[Signed]:
    """Check signatures and order of the checkpoints.

    A key vouches for what it signed, and for what a key signed that it was handed on to.
    """
    signing, met, found = keys[0], [keys[0].text], [(0, b"", True)]
    believed = trusted is None or signing.text == trusted.text
    parts = content[:-1].split("\n\n")
    for text, after in zip(parts[::2], parts[1::2], strict=True):
        origin, size, root, *named = text.split("\n")
        signatures = after.split("\n")
        begins = Key(named[0][len("key ") :]) if named else signing
        signers = [begins]
        if begins.text != signing.text:
            handed_on = len(signatures) > 1
            signers = [signing, begins] if handed_on else [begins]
            believed = (believed and handed_on) or trusted is None or begins.text == trusted.text
            met.append(begins.text)
        if len(signers) != len(signatures) or any(key.name != origin for key in signers):
            raise Tampered(f"the checkpoint at {size} is signed with another key")
        for line, key in zip(signatures, signers, strict=True):
            key.require(line, text + "\n")
        if int(size) <= found[-1][0]:
            raise Tampered("the checkpoints are not in order")
        signing = begins
        found.append((int(size), decoded(root), believed))
    if met != [key.text for key in keys]:
        raise Tampered("the keys in it are not those that its checkpoints name")
    return found[1:]


def check_archive(archive: ZipFile, checkpoints: list[Signed]) -> int:
    """Compare every checkpoint with the events before it, and the leaf hashes with the events."""
    tree, same = Tree(), True
    with archive.open("events.ndjson") as events, archive.open("leaves.txt") as leaves:
        for size, root, _ in checkpoints:
            while tree.size < size and (line := events.readline()):
                tree.add(leaf := leaf_hash(line.removesuffix(b"\n")))
                same = leaves.readline().removesuffix(b"\n") == leaf.hex().encode() and same
            if tree.size < size or tree.root() != root:
                raise Tampered(f"the events up to {size} are not those that were signed")
        if events.readline() or leaves.readline():
            raise Tampered(f"there is more after event {tree.size}, the last that was signed")
    if not same:
        raise Tampered("the list of leaf hashes is not that of the events")
    return tree.size


def check_proof(archive: ZipFile, size: int, root: bytes) -> int:
    """Compute the root from the events of one complaint and the hashes of all others."""
    lines = read(archive, "events.ndjson").removesuffix(b"\n").split(b"\n")
    text = read(archive, "hashes.txt").decode(errors="replace").strip("\n")
    try:
        given = [bytes.fromhex(word) for word in text.split()]
        events = [json.loads(line) for line in lines]
        leaves = {one["position"] - 1: leaf_hash(ln) for one, ln in zip(events, lines, strict=True)}
        versions = [one["version"] for one in events]
        complaints = {(one["organisation"], one["stream"]) for one in events}
    except (ValueError, KeyError, TypeError, RecursionError):
        raise Tampered("an event or a hash in it cannot be read") from None
    hashes = iter(given)

    def join(first: int, last: int) -> bytes:
        if not any(first <= index < last for index in leaves):
            return next(hashes, b"")
        if last - first == 1:
            return leaves[first]
        middle = first + (1 << ((last - first - 1).bit_length() - 1))
        return node_hash(join(first, middle), join(middle, last))

    same = min(leaves) >= 0 and max(leaves) < size and join(0, size) == root
    if not same or next(hashes, b"") or " ".join(one.hex() for one in given) != text:
        raise Tampered("one of the events was changed, or what proves them")
    if versions != list(range(1, len(lines) + 1)) or len(complaints) != 1:
        raise Tampered("they are not all events of one complaint up to the last")
    return len(lines)


def read(archive: ZipFile, name: str) -> bytes:
    """Read a file, unless it would unpack to more than any of ours does."""
    if archive.getinfo(name).file_size > LARGEST:
        raise CannotTell(f"{name} is larger than any can be")
    return archive.read(name)


def key_given(given: str) -> Key:
    """Read a key, or a file with it: in UTF-8 or, as Windows may write it, in UTF-16."""
    try:
        return Key(given)
    except ValueError:
        content = Path(given).read_bytes()
        wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
        return Key(content.decode("utf-16" if wide else "utf-8-sig"))


def keys_in(archive: ZipFile, trusted: "Key | None") -> list[Key]:
    """Read the keys that the log was signed with, one after the other."""
    try:
        content = read(archive, "key.txt").decode(errors="replace")
        keys = [Key(line) for line in content.splitlines()]
    except (KeyError, ValueError):
        keys = []
    if not keys and trusted is None:
        raise CannotTell("there is no key to check it with")
    if not keys:
        raise Tampered("the key in it cannot be read")
    if trusted and trusted.text not in [key.text for key in keys]:
        raise Tampered("it was signed with another key than the one you trust")
    return keys


def check(archive: ZipFile, trusted: "Key | None") -> str:
    """Check a zip and say what was found."""
    names = archive.namelist()
    if len(set(names)) < len(names):
        raise CannotTell("it holds a file more than once, and others may read another one")
    if any(one.compress_type not in {ZIP_STORED, ZIP_DEFLATED} for one in archive.infolist()):
        raise CannotTell("it is packed in a way that archives are not")
    keys = keys_in(archive, trusted)
    notes = read(archive, "checkpoints.txt").decode(errors="replace")
    if not notes:
        raise CannotTell("there is no checkpoint in it")
    try:
        checkpoints = check_checkpoints(notes, keys, trusted)
    except (ValueError, IndexError, InvalidSignature):
        raise Tampered(
            "a checkpoint is not signed with the key that is to have signed it"
        ) from None
    size, root, believed = checkpoints[-1]
    one_case = "hashes.txt" in names
    count = check_proof(archive, size, root) if one_case else check_archive(archive, checkpoints)
    if not believed:
        vouched = max((one[0] for one in checkpoints if one[2]), default=0)
        if not vouched:
            raise Tampered("it was signed with another key than the one you trust")
        raise CannotTell(f"the key you trust vouches for events up to {vouched} only")
    return f"{count} events are as they were signed at {size}; root {b64encode(root).decode()}"


def main(path: str, given: "str | None" = None) -> None:
    """Say what was found, and end with the code for it."""
    try:
        trusted = key_given(given) if given else None
        with ZipFile(path) as archive:
            sys.stdout.write(check(archive, trusted) + "\n")
    except Tampered as fault:
        sys.stderr.write(f"TAMPERED: {fault}.\n")
        raise SystemExit(1) from None
    except Exception as fault:  # noqa: BLE001 - whatever breaks is no proof of tampering
        sys.stderr.write(f"Cannot tell: {str(fault) or type(fault).__name__}.\n")
        raise SystemExit(2) from None


if __name__ == "__main__":
    if len(sys.argv) not in {2, 3}:
        sys.stderr.write(f"{__doc__}\n")
        raise SystemExit(2)
    main(*sys.argv[1:])

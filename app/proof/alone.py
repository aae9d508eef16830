"""Check an archive without Triplicate: python verify.py ARCHIVE.zip [KEY].

It needs Python and the package cryptography, and is short enough to be read first. KEY is a line of
key.txt as you got it from elsewhere; without it, the archive is only compared with itself. It ends
with 0 where all is as it was signed, else with 1 and the reason.
"""

import sys
from base64 import b64decode, b64encode
from hashlib import sha256
from typing import IO
from zipfile import BadZipFile, ZipFile

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey


class Tree:
    """The Merkle tree of RFC 6962: the roots of complete subtrees on its right edge."""

    def __init__(self) -> None:
        self.size = 0
        self.edge: list[bytes] = []

    def add(self, line: bytes) -> None:
        """Add an event."""
        self.edge.append(sha256(b"\x00triplicate:event:v1\n" + line).digest())
        self.size += 1
        rest = self.size
        while rest % 2 == 0:
            right, left = self.edge.pop(), self.edge.pop()
            self.edge.append(sha256(b"\x01" + left + right).digest())
            rest //= 2

    def root(self) -> bytes:
        """Join the subtrees, from the smallest."""
        root = self.edge[-1]
        for left in reversed(self.edge[:-1]):
            root = sha256(b"\x01" + left + root).digest()
        return root


def signed(text: str, signatures: list[str], keys: list[str]) -> None:
    """Check that these keys have signed, and no other; an error says that they have not."""
    for line, key in zip(signatures, keys, strict=True):
        verifier = Ed25519PublicKey.from_public_bytes(b64decode(key.split("+", 2)[2])[1:])
        verifier.verify(b64decode(line.split(" ")[2])[4:], text.encode())


def check(events: IO[bytes], parts: list[str], keys: list[str], trusted: str) -> tuple[Tree, int]:
    """Compare every checkpoint with the events before it; an error says that one is not right.

    Tell as well for how many events the trusted key vouches, or a key that it was handed on to.
    """
    tree, signing, vouched = Tree(), keys[0], 0
    believed = signing == trusted
    for text, after in zip(parts[::2], parts[1::2], strict=True):
        origin, size, root, *begins = text.splitlines()
        signatures = after.splitlines()
        key = begins[0].removeprefix("key ") if begins else signing
        handed_on = key != signing and len(signatures) > 1
        signed(text + "\n", signatures, [signing, key] if handed_on else [key])
        believed = key == trusted or (believed and (handed_on or key == signing))
        while tree.size < int(size) and (line := events.readline()):
            tree.add(line.removesuffix(b"\n"))
        if origin != key.split("+")[0] or tree.root() != b64decode(root):
            raise ValueError(f"the events up to {size} are not those that were signed")
        signing, vouched = key, tree.size if believed else vouched
    if events.readline():
        raise ValueError(f"there is more after event {tree.size}")
    return tree, vouched


def main(path: str, *given: str) -> None:
    """Check an archive and say what was found."""
    with ZipFile(path) as archive, archive.open("events.ndjson") as events:
        if len(set(archive.namelist())) < len(archive.namelist()):
            raise ValueError("it holds a file more than once")
        keys = archive.read("key.txt").decode().split()
        trusted = given[0].strip() if given else keys[-1]
        parts = archive.read("checkpoints.txt").decode().rstrip("\n").split("\n\n")
        tree, vouched = check(events, parts, keys, trusted)
    if vouched < tree.size:
        raise ValueError(f"that key vouches for events up to {vouched} only")
    root = b64encode(tree.root()).decode()
    sys.stdout.write(f"{tree.size} events are as they were signed; root {root}\n")


if __name__ == "__main__":
    if len(sys.argv) not in {2, 3}:
        sys.exit(__doc__)
    try:
        main(*sys.argv[1:])
    except InvalidSignature:
        sys.exit("NOT PROVED: a checkpoint is not signed with the key that is to have signed it.")
    except (ValueError, KeyError, OSError, BadZipFile) as fault:
        sys.exit(f"NOT PROVED: {fault}.")

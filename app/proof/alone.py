"""Check an archive without Triplicate: python verify.py ARCHIVE.zip [KEY].

It needs Python and the package cryptography, and is short enough to be read first. KEY is the line
of key.txt as you got it from elsewhere; without it, the archive is only compared with itself.
"""

import sys
from base64 import b64decode
from hashlib import sha256
from typing import IO
from zipfile import ZipFile

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


def check(events: IO[bytes], checkpoints: list[str], key: str) -> Tree:
    """Compare every checkpoint with the events before it; an error says that one is not right."""
    name, _, public = key.strip().split("+", 2)
    verifier = Ed25519PublicKey.from_public_bytes(b64decode(public)[1:])
    tree = Tree()
    while checkpoints:
        origin, size, root, _, signed, *checkpoints = checkpoints
        del checkpoints[:1]  # the empty line before the next
        text = f"{origin}\n{size}\n{root}\n".encode()
        verifier.verify(b64decode(signed.split(" ")[2])[4:], text)
        while tree.size < int(size):
            tree.add(events.readline().removesuffix(b"\n"))
        if origin != name or tree.root() != b64decode(root):
            raise ValueError(f"the events up to {size} are not those that were signed")
    if events.readline():
        raise ValueError(f"there is more after event {tree.size}")
    return tree


def main(path: str, *keys: str) -> None:
    """Check an archive and say what was found."""
    with ZipFile(path) as archive, archive.open("events.ndjson") as events:
        key = keys[0] if keys else archive.read("key.txt").decode()
        tree = check(events, archive.read("checkpoints.txt").decode().splitlines(), key)
    sys.stdout.write(f"{tree.size} events are as they were signed; root {tree.root().hex()}\n")


if __name__ == "__main__":
    main(*sys.argv[1:])

"""A tree kept in tiles: 256 hashes of one level in a row, in the manner of C2SP tlog-tiles.

Only every eighth level is kept, so a tree takes about 32 bytes a leaf. To grow it takes the tiles
on its right edge, to prove something those on a few paths.
"""

from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from app.proof.tree import HASH_BYTES, Growing

HEIGHT: Final = 8
WIDTH: Final = 1 << HEIGHT


class Place(NamedTuple):
    """Which tile: its level (0: leaves; 1: a node for 256 of them; ...) and its number there."""

    level: int
    number: int


def edge(size: int) -> Iterator[Place]:
    """Name the tiles that are begun and not full."""
    level = 0
    while entries := size >> (HEIGHT * level):
        if entries % WIDTH:
            yield Place(level, entries // WIDTH)
        level += 1


def around(index: int, size: int) -> Iterator[Place]:
    """Name the tiles that hold the siblings of a leaf and of all above it."""
    level = 0
    while entries := size >> (HEIGHT * level):
        number = index >> (HEIGHT * (level + 1))
        if number * WIDTH < entries:
            yield Place(level, number)
        level += 1


class Tiles:
    """The tiles of a tree, as many as somebody needs."""

    def __init__(self, size: int, held: Mapping[Place, bytes]) -> None:
        """Hold some tiles of a tree of a size; those on its edge, if it shall grow.

        Tiles that were read while the stored tree grew hold hashes beyond the size. They are left
        out: the tree of that size does not have them.
        """
        self.size = size
        self.held = {
            place: bytearray(hashes[: HASH_BYTES * _entries(place, size)])
            for place, hashes in held.items()
        }
        self.changed: set[Place] = set()

    def add(self, leaf: bytes) -> None:
        """Let the tree grow by the hash of a leaf."""
        self._put(0, self.size, leaf)
        self.size += 1

    def _put(self, level: int, index: int, value: bytes) -> None:
        number, at = divmod(index, WIDTH)
        place = Place(level, number)
        tile = self.held.setdefault(place, bytearray())
        if len(tile) != at * HASH_BYTES:
            raise ValueError(f"tile {number} of level {level} has another size than its tree")
        tile += value
        self.changed.add(place)
        if at + 1 == WIDTH:
            self._put(level + 1, number, _fold(bytes(tile), WIDTH))

    def node(self, level: int, index: int) -> bytes:
        """Give the root of a complete subtree, as `tree.Node`.

        Raises:
            ValueError: it is not in the tiles that are held.

        """
        below, height = divmod(level, HEIGHT)
        first = index << height
        tile = self.held.get(Place(below, first // WIDTH), b"")
        at = first % WIDTH * HASH_BYTES
        part = bytes(tile[at : at + (HASH_BYTES << height)])
        return _fold(part, 1 << height)


def _entries(place: Place, size: int) -> int:
    """Count the hashes that a tile has in a tree of a size."""
    return max(0, min(WIDTH, (size >> (HEIGHT * place.level)) - place.number * WIDTH))


def hashes_of(tile: bytes) -> list[bytes]:
    """Cut a tile into its hashes."""
    return [tile[at : at + HASH_BYTES] for at in range(0, len(tile), HASH_BYTES)]


def _fold(part: bytes, count: int) -> bytes:
    if len(part) != count * HASH_BYTES:
        raise ValueError("a tile that is needed is not at hand")
    growing = Growing()
    for value in hashes_of(part):
        growing.add(value)
    return growing.root()

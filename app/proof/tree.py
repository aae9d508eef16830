"""The Merkle tree of RFC 6962 (2.1), and of RFC 9162, which keeps it: hashes and proofs.

Written as the RFC defines them, by recursion on the largest power of two below the size. A tree of
ten million leaves is 24 levels deep.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from hmac import compare_digest
from typing import Final, TypeAlias

HASH_BYTES: Final = 32
EMPTY: Final = sha256(b"").digest()
"""The root of a tree without leaves."""

Node: TypeAlias = Callable[[int, int], bytes]
"""Gives the root of a complete subtree: the one with 2 ** level leaves, the index-th of these."""


def leaf_hash(data: bytes) -> bytes:
    """Hash a leaf."""
    return sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash two subtrees; the first byte keeps a node from passing for a leaf."""
    return sha256(b"\x01" + left + right).digest()


class Growing:
    """A tree that leaves are added to: it holds one hash for each bit of its size."""

    def __init__(self) -> None:
        self.size = 0
        self._edge: list[bytes] = []
        """The roots of complete subtrees, the largest first."""

    def add(self, leaf: bytes) -> None:
        """Add the hash of a leaf."""
        self._edge.append(leaf)
        self.size += 1
        rest = self.size
        while not rest & 1:
            right, left = self._edge.pop(), self._edge.pop()
            self._edge.append(node_hash(left, right))
            rest >>= 1

    def root(self) -> bytes:
        """Give the root as of now."""
        if not self._edge:
            return EMPTY
        root = self._edge[-1]
        for left in reversed(self._edge[:-1]):
            root = node_hash(left, root)
        return root


def root_of(node: Node, size: int) -> bytes:
    """Give the root of a tree of some size."""
    return _root_of(node, 0, size) if size else EMPTY


def inclusion(node: Node, index: int, size: int) -> list[bytes]:
    """Prove that a leaf stands in a tree: its audit path, from the leaf upwards.

    Raises:
        ValueError: the tree has no such leaf.

    """
    if not 0 <= index < size:
        raise ValueError(f"no leaf {index} in a tree of {size}")
    path, first = [], 0
    while size > 1:
        half = _split(size)
        if index < half:
            path.append(_root_of(node, first + half, first + size))
            size = half
        else:
            path.append(_root_of(node, first, first + half))
            first, index, size = first + half, index - half, size - half
    return path[::-1]


def together(node: Node, indices: Collection[int], size: int) -> list[bytes]:
    """Prove several leaves at once: the hashes that they do not give themselves, left to right."""
    return _together(node, indices, 0, size)


def _together(node: Node, indices: Collection[int], first: int, last: int) -> list[bytes]:
    if not any(first <= index < last for index in indices):
        return [_root_of(node, first, last)]
    if last - first == 1:
        return []
    middle = first + _split(last - first)
    left = _together(node, indices, first, middle)
    return left + _together(node, indices, middle, last)


def root_together(leaves: Mapping[int, bytes], size: int, hashes: Iterable[bytes]) -> bytes:
    """Compute the root that leaves lead to by the hashes of `together`.

    Raises:
        ValueError: the hashes are not for these leaves in a tree of this size.

    """
    if not all(0 <= index < size for index in leaves):  # no hash would speak for such a leaf
        raise ValueError(f"a leaf is not in a tree of {size}")
    rest = iter(hashes)
    try:
        root = _root_together(leaves, 0, size, rest)
    except StopIteration:
        raise ValueError("there are too few hashes") from None
    if next(rest, None) is not None:
        raise ValueError("there are too many hashes")
    return root


def _root_together(
    leaves: Mapping[int, bytes], first: int, last: int, hashes: Iterator[bytes]
) -> bytes:
    if not any(first <= index < last for index in leaves):
        return next(hashes)
    if last - first == 1:
        return leaves[first]
    middle = first + _split(last - first)
    left = _root_together(leaves, first, middle, hashes)
    return node_hash(left, _root_together(leaves, middle, last, hashes))


def consistency(node: Node, old: int, new: int) -> list[bytes]:
    """Prove that a tree only grew from one size to another.

    Raises:
        ValueError: it cannot have grown so.

    """
    if not 0 < old <= new:
        raise ValueError(f"no tree grows from {old} to {new}")
    path, first, whole = [], 0, True
    while old < new:
        half = _split(new)
        if old <= half:
            path.append(_root_of(node, first + half, first + new))
            new = half
        else:
            path.append(_root_of(node, first, first + half))
            first, old, new, whole = first + half, old - half, new - half, False
    if not whole:
        path.append(_root_of(node, first, first + new))
    return path[::-1]


def root_by_inclusion(leaf: bytes, index: int, size: int, path: Sequence[bytes]) -> bytes:
    """Compute the root that an audit path leads to; the caller compares it with the signed one.

    Raises:
        ValueError: the path is not one of this leaf in a tree of this size.

    """
    turns = _turns(index, size)
    if len(path) != len(turns):
        raise ValueError(f"the path has {len(path)} hashes, not {len(turns)}")
    for right, other in zip(reversed(turns), path, strict=True):
        leaf = node_hash(other, leaf) if right else node_hash(leaf, other)
    return leaf


def is_consistent(
    old: int, old_root: bytes, new: int, new_root: bytes, path: Sequence[bytes]
) -> bool:
    """Return whether a proof shows that a tree only grew."""
    if not 0 < old <= new:
        return False
    rest = list(path)
    try:
        before, after = _roots(old, new, rest, old_root)
    except IndexError:
        return False
    return not rest and compare_digest(before, old_root) and compare_digest(after, new_root)


def _roots(old: int, new: int, path: list[bytes], known: bytes | None) -> tuple[bytes, bytes]:
    """Rebuild both roots, taking hashes off the path's end; `known`: the old root is all of it."""
    if old == new:
        same = path.pop() if known is None else known
        return same, same
    other, half = path.pop(), _split(new)
    if old <= half:
        before, after = _roots(old, half, path, known)
        return before, node_hash(after, other)
    before, after = _roots(old - half, new - half, path, None)
    return node_hash(other, before), node_hash(other, after)


def _turns(index: int, size: int) -> list[bool]:
    """Tell, from the root down to a leaf, where the way goes right."""
    if not 0 <= index < size:
        raise ValueError(f"no leaf {index} in a tree of {size}")
    turns = []
    while size > 1:
        half = _split(size)
        right = index >= half
        turns.append(right)
        index, size = (index - half, size - half) if right else (index, half)
    return turns


def _root_of(node: Node, first: int, last: int) -> bytes:
    """Give the root over leaves, which begin where a subtree may."""
    size = last - first
    if not size & (size - 1):
        level = size.bit_length() - 1
        return node(level, first >> level)
    middle = first + _split(size)
    return node_hash(_root_of(node, first, middle), _root_of(node, middle, last))


def _split(size: int) -> int:
    """Give the largest power of two below a size."""
    return 1 << ((size - 1).bit_length() - 1)

"""The tree is that of RFC 6962: by its published vectors, and by its definition, the plain way."""

from collections.abc import Sequence
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.proof.tree import (
    EMPTY,
    Growing,
    Node,
    consistency,
    inclusion,
    is_consistent,
    leaf_hash,
    root_by_inclusion,
    root_of,
    root_together,
    together,
)

# The leaves and roots that implementations of Certificate Transparency are tested with.
LEAVES = [
    bytes.fromhex(text)
    for text in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]

SIZES = st.integers(1, 140)


def naive(leaves: Sequence[bytes]) -> bytes:
    """The definition of RFC 6962, 2.1, word by word."""
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return sha256(b"\x00" + leaves[0]).digest()
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return sha256(b"\x01" + naive(leaves[:k]) + naive(leaves[k:])).digest()


def node_of(leaves: Sequence[bytes]) -> Node:
    def node(level: int, index: int) -> bytes:
        assert (index + 1) << level <= len(leaves), "a subtree that is not complete was asked for"
        return naive(leaves[index << level : (index + 1) << level])

    return node


def some(size: int) -> list[bytes]:
    return [str(number).encode() for number in range(size)]


@pytest.mark.parametrize("size", range(1, 9))
def test_the_roots_are_the_published_ones(size: int) -> None:
    growing = Growing()
    for leaf in LEAVES[:size]:
        growing.add(leaf_hash(leaf))
    assert growing.root().hex() == ROOTS[size - 1]
    assert root_of(node_of(LEAVES), size).hex() == ROOTS[size - 1]


def test_the_root_of_nothing_is_the_hash_of_nothing() -> None:
    assert Growing().root() == root_of(node_of([]), 0) == EMPTY == naive([])


def test_the_proofs_are_those_of_the_rfcs_example() -> None:
    leaves = some(7)
    node = node_of(leaves)
    a, b, c, d, e, f, j = (leaf_hash(leaf) for leaf in leaves)
    g, h, i, k, last = node(1, 0), node(1, 1), node(1, 2), node(2, 0), naive(leaves[4:])
    assert len({a, e}) == 2
    assert inclusion(node, 0, 7) == [b, h, last]
    assert inclusion(node, 3, 7) == [c, g, last]
    assert inclusion(node, 4, 7) == [f, j, k]
    assert inclusion(node, 6, 7) == [i, k]
    assert consistency(node, 3, 7) == [c, d, g, last]
    assert consistency(node, 4, 7) == [last]
    assert consistency(node, 6, 7) == [i, j, k]


@given(SIZES)
def test_a_growing_tree_has_the_root_of_the_definition(size: int) -> None:
    growing = Growing()
    for leaf in some(size):
        growing.add(leaf_hash(leaf))
    assert growing.root() == naive(some(size)) == root_of(node_of(some(size)), size)


@given(SIZES, st.data())
def test_every_leaf_is_proved_and_no_other(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))
    leaves = some(size)
    path = inclusion(node_of(leaves), index, size)
    leaf = leaf_hash(leaves[index])
    assert root_by_inclusion(leaf, index, size, path) == naive(leaves)
    assert root_by_inclusion(leaf_hash(b"other"), index, size, path) != naive(leaves)
    for wrong in ([*path, EMPTY], path[:-1]) if path else ([EMPTY],):
        with pytest.raises(ValueError, match="hashes"):
            root_by_inclusion(leaf, index, size, wrong)
    for at in range(len(path)):
        changed = [*path[:at], EMPTY, *path[at + 1 :]]
        assert root_by_inclusion(leaf, index, size, changed) != naive(leaves)


@given(SIZES, st.data())
def test_several_leaves_are_proved_at_once(size: int, data: st.DataObject) -> None:
    indices = data.draw(st.sets(st.integers(0, size - 1), min_size=1))
    leaves = some(size)
    hashes = together(node_of(leaves), indices, size)
    given_ones = {index: leaf_hash(leaves[index]) for index in indices}
    root = naive(leaves)
    assert root_together(given_ones, size, hashes) == root
    assert root_together(given_ones | {min(indices): EMPTY}, size, hashes) != root
    for at in range(len(hashes)):
        changed = [*hashes[:at], EMPTY, *hashes[at + 1 :]]
        assert root_together(given_ones, size, changed) != root
    for wrong in ([*hashes, EMPTY], hashes[:-1]) if hashes else ([EMPTY],):
        with pytest.raises(ValueError, match="hashes"):
            root_together(given_ones, size, wrong)


def test_one_leaf_alone_is_proved_by_the_hashes_of_its_audit_path() -> None:
    node = node_of(some(7))
    for index in range(7):
        assert sorted(together(node, [index], 7)) == sorted(inclusion(node, index, 7))


@pytest.mark.parametrize("beyond", [7, 9, -1])
def test_a_leaf_that_is_not_in_the_tree_is_not_proved_beside_those_that_are(beyond: int) -> None:
    leaves = some(7)
    hashes = together(node_of(leaves), [0], 7)
    with pytest.raises(ValueError, match="not in a tree"):
        root_together({0: leaf_hash(leaves[0]), beyond: EMPTY}, 7, hashes)


@given(SIZES, st.data())
def test_growth_is_proved_and_nothing_else(size: int, data: st.DataObject) -> None:
    old = data.draw(st.integers(1, size))
    leaves = some(size)
    before, after = naive(leaves[:old]), naive(leaves)
    path = consistency(node_of(leaves), old, size)
    assert is_consistent(old, before, size, after, path)
    assert not is_consistent(old, EMPTY, size, after, path)
    assert not is_consistent(old, before, size, EMPTY, path)
    assert not is_consistent(old, before, size, after, [*path, EMPTY])
    for at in range(len(path)):
        assert not is_consistent(old, before, size, after, path[:at])
        changed = [*path[:at], EMPTY, *path[at + 1 :]]
        assert not is_consistent(old, before, size, after, changed)


def test_what_cannot_be_is_not_proved() -> None:
    node = node_of(some(3))
    for index, size in ((3, 3), (-1, 3), (0, 0)):
        with pytest.raises(ValueError, match="no leaf"):
            inclusion(node, index, size)
        with pytest.raises(ValueError, match="no leaf"):
            root_by_inclusion(EMPTY, index, size, [])
    for old, new in ((0, 3), (4, 3)):
        with pytest.raises(ValueError, match="no tree"):
            consistency(node, old, new)
        assert not is_consistent(old, EMPTY, new, EMPTY, [])

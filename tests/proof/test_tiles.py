"""A tree in tiles is the same tree, and a proof takes only the tiles around it."""

from functools import lru_cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.proof.tiles import Place, Tiles, around, edge
from app.proof.tree import (
    Growing,
    consistency,
    inclusion,
    is_consistent,
    leaf_hash,
    root_by_inclusion,
    root_of,
)

MOST = 70_000
"""More than 256 * 256: three levels of tiles."""


@lru_cache
def whole() -> Tiles:
    tiles = Tiles(0, {})
    for number in range(MOST):
        tiles.add(leaf(number))
    return tiles


def leaf(number: int) -> bytes:
    return leaf_hash(str(number).encode())


@lru_cache
def root(size: int) -> bytes:
    growing = Growing()
    for number in range(size):
        growing.add(leaf(number))
    return growing.root()


def some(places: set[Place], size: int) -> Tiles:
    """Hold some of the tiles, as they were when the tree had a size."""
    held = {}
    for place in places:
        entries = (size >> (8 * place.level)) - place.number * 256
        held[place] = bytes(whole().held[place][: max(0, entries) * 32])
    return Tiles(size, held)


@pytest.mark.parametrize("size", [1, 255, 256, 300, 512, 65_536])
def test_tiles_of_a_tree_that_has_grown_since_let_the_smaller_one_grow(size: int) -> None:
    """As a sealer reads them while another one seals."""
    later = some({*edge(size)}, size + 1000)
    assert len(later.held) == len({*edge(size)})
    tiles = Tiles(size, {place: bytes(hashes) for place, hashes in later.held.items()})
    for number in range(size, size + 300):
        tiles.add(leaf(number))
    assert root_of(tiles.node, tiles.size) == root(size + 300)


@pytest.mark.parametrize("size", [1, 2, 255, 256, 257, 511, 512, 4097, 65_535, 65_536, 65_537])
def test_the_edge_gives_the_root_and_lets_the_tree_grow(size: int) -> None:
    tiles = some({*edge(size)}, size)
    assert root_of(tiles.node, size) == root(size)
    for number in range(size, size + 300):
        tiles.add(leaf(number))
    assert root_of(tiles.node, tiles.size) == root(size + 300)
    for place in tiles.changed:
        assert tiles.held[place] == some({place}, tiles.size).held[place]


@given(st.integers(1, MOST), st.data())
def test_the_tiles_around_a_leaf_prove_it(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))
    node = some({*edge(size), *around(index, size)}, size).node
    path = inclusion(node, index, size)
    assert root_by_inclusion(leaf(index), index, size, path) == root_of(whole().node, size)


@given(st.integers(1, MOST), st.data())
def test_the_tiles_around_the_last_leaf_of_before_prove_growth(
    size: int, data: st.DataObject
) -> None:
    old = data.draw(st.integers(1, size))
    node = some({*edge(size), *around(old - 1, size)}, size).node
    before, after = (root_of(whole().node, one) for one in (old, size))
    assert is_consistent(old, before, size, after, consistency(node, old, size))


def test_a_tile_that_is_not_at_hand_is_not_made_up() -> None:
    with pytest.raises(ValueError, match="not at hand"):
        root_of(Tiles(3, {}).node, 3)
    with pytest.raises(ValueError, match="another size"):
        Tiles(3, {}).add(leaf(3))

"""Where the copies lie, as everything that can be asked says it."""

from collections import defaultdict
from typing import Any

from app.domain.values import Place
from tests.journeys.form.clerk import KEEPERS, Form
from tests.journeys.trades.business import Business


async def moved(form: Form, kind: str, place: Place, by: str) -> None:
    """Somebody has just moved a copy; it lies there since now, and nowhere else."""
    stay = await lies(form, kind)
    now = form.house.time.now.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    assert (stay["place"], stay["since"]) == (place, now)
    # The third copy names nobody of the house (SC-38).
    assert stay.get("by") == (None if kind == "planning" else by)


async def lies(form: Form, kind: str) -> dict[str, Any]:
    """Tell the stay of a copy: its trail, the lists of all places and the counts agree on it."""
    house, keeper = form.house, KEEPERS[kind]
    await house.settle()
    copy = await form.copy(kind)
    stay: dict[str, Any] = copy["custody_trail"][-1]
    assert copy["custody"] == stay["place"]
    found = {place: await listed(house, kind, place) for place in Place}
    assert [place for place in Place if form.id in ids(found[place])] == [stay["place"]]
    since: dict[str, list[str]] = defaultdict(list)
    for place, copies in found.items():
        since[place] += [one["custody_trail"][-1]["since"] for one in copies]
    held = {place: (len(each), min(each)) for place, each in since.items() if each}
    assert await holdings(house, keeper, kind) == held
    return stay


async def gone(form: Form, kind: str) -> None:
    """A copy was destroyed: only its stub is still listed, and no copy lies anywhere else."""
    house = form.house
    await house.settle()
    assert ids(await listed(house, kind, Place.DESTROYED)) == {form.id}
    assert {*await holdings(house, KEEPERS[kind], kind)} == {Place.DESTROYED}


async def listed(house: Business, kind: str, place: str) -> list[dict[str, Any]]:
    """List the copies that lie at a place, as who keeps them."""
    page = await house.get(KEEPERS[kind], f"/v1/copies/{kind}", custody=place, limit=200)
    copies: list[dict[str, Any]] = page["items"]
    return copies


async def holdings(house: Business, role: str, kind: str) -> dict[str, tuple[int, str]]:
    """Count what lies where, and since when the first does."""
    answer = await house.get(role, "/v1/copies/custody")
    return {
        one["place"]: (one["count"], one["since"]) for one in answer["items"] if one["copy"] == kind
    }


def ids(copies: list[dict[str, Any]]) -> set[str]:
    """Name them."""
    return {one["id"] for one in copies}

"""How the copies of the form may be handed on (SC-35..38, SC-46)."""

from collections.abc import Iterator, Mapping

from app.domain.custody import Route
from app.domain.policy import HANDED_TO, ROUTES
from app.domain.values import Copy, Place
from app.policies.checks import Check, made, mapping, some_of, sound, word
from app.policies.faults import Fault


def routes() -> Check:
    """Expect the moves of each copy; one that is left out goes as it does in every policy."""
    onward = mapping(word(Place), lambda _: some_of(made(word(HANDED_TO), Place), least=1))
    route = made(sound(onward, _standing_still), _by_place)
    return made(mapping(word(Copy), lambda _: route), _by_copy)


def _by_copy(found: Mapping[str, Route]) -> Mapping[Copy, Route]:
    return {**ROUTES, **{Copy(copy): route for copy, route in found.items()}}


def _by_place(found: Mapping[str, frozenset[Place]]) -> Route:
    return {Place(origin): onward for origin, onward in found.items()}


def _standing_still(key: str, found: Mapping[str, frozenset[Place]]) -> Iterator[Fault]:
    for origin, onward in found.items():
        if origin in onward:
            yield Fault(f"{key}.{origin}", "it lies there already", "other places")
        if origin == Place.DESTROYED:
            wrong = "what is destroyed goes nowhere"
            yield Fault(f"{key}.{origin}", wrong, "a place where a copy can lie")

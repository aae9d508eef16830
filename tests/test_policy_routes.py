"""The routes of the copies as policy data (SC-35..38)."""

import pytest

from app.domain.policy import ROUTES
from app.domain.values import Copy, Place
from app.policies import PolicyFault, load, parse, text_of

TEXT = text_of("default")


def with_routes(*lines: str) -> str:
    return "\n".join((TEXT, "[routes.audit]", *lines, ""))


def test_a_policy_that_names_no_routes_keeps_and_destroys_sc_46() -> None:
    assert load("default").routes == ROUTES
    assert ROUTES[Copy.AUDIT] == {
        Place.WITH_AUDIT: frozenset({Place.RETAINED}),
        Place.RETAINED: frozenset({Place.DESTROYED}),
    }


def test_a_copy_that_is_left_out_goes_as_under_every_policy() -> None:
    found = parse(with_routes('with-handling-unit = ["with-audit"]'), source="x")
    assert found.routes[Copy.AUDIT] == {Place.WITH_HANDLING_UNIT: frozenset({Place.WITH_AUDIT})}
    assert found.routes[Copy.HANDLER] == ROUTES[Copy.HANDLER]


def test_the_shopping_centre_hands_its_second_copy_on_sc_36_sc_37() -> None:
    route = load("shopping-centre").routes[Copy.AUDIT]
    assert route[Place.WITH_HANDLING_UNIT] == {Place.WITH_AUDIT}
    assert route[Place.WITH_FINANCE] == {Place.WITH_HANDLING_UNIT}
    assert Place.CONFIRMED not in route


@pytest.mark.parametrize(
    ("line", "key"),
    [
        ('with-audit = ["confirmed"]', "routes.audit.with-audit[0]"),
        ('with-audit = ["queried"]', "routes.audit.with-audit[0]"),
        ('with-audit = ["with-audit"]', "routes.audit.with-audit"),
        ("with-audit = []", "routes.audit.with-audit"),
        ('destroyed = ["with-audit"]', "routes.audit.destroyed"),
        ('lost = ["with-audit"]', "routes.audit.lost"),
    ],
)
def test_a_route_leads_from_a_place_to_others(line: str, key: str) -> None:
    with pytest.raises(PolicyFault) as caught:
        parse(with_routes(line), source="x")
    assert [fault.key for fault in caught.value.faults] == [key]

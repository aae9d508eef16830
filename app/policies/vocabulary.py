"""The words of a policy: roles, categories, remedies, boxes, and what a role may decide."""

from collections.abc import Iterator, Mapping

from app.domain.policy import Box, Category, Floor, Grant, Remedy, Role
from app.domain.values import FLAGS, Capability, ReferralTarget
from app.policies.checks import (
    Check,
    Entry,
    flag,
    items,
    made,
    mapping,
    optional,
    said,
    some_of,
    sound,
    table,
    whole,
    word,
)
from app.policies.faults import Fault
from app.policies.words import AMOUNT, KEY, SEVERITY, TITLE, Declared

MOST_TIMES = 100


def roles(declared: Declared) -> Check:
    """Expect roles whose reports come to an end (LC-39, LC-40)."""
    capabilities = some_of(made(word(Capability), Capability), least=1)
    entries = {
        "title": Entry(TITLE),
        "capabilities": Entry(capabilities),
        "reports_to": optional(items(declared.roles)),
    }

    def role(key: str) -> Check:
        return made(table(entries), lambda values: Role(key=key, **values))

    return sound(mapping(KEY, role, least=1), _circles)


def _circles(key: str, found: Mapping[str, Role]) -> Iterator[Fault]:
    for role in found.values():
        way = _way_back(role.key, found)
        if way:
            chain = " reports to ".join(f"'{one}'" for one in way)
            right = "superiors that never lead back to the role"
            yield Fault(f"{key}.{role.key}.reports_to", f"{chain}: that is a circle", right)


def _way_back(start: str, found: Mapping[str, Role]) -> tuple[str, ...]:
    """Find a way up from a role that ends at the role itself."""
    ways: list[tuple[str, ...]] = [(start,)]
    seen: set[str] = set()
    while ways:
        way = ways.pop()
        for superior in found[way[-1]].reports_to:
            if superior == start:
                return (*way, start)
            if superior not in seen:
                seen.add(superior)
                ways.append((*way, superior))
    return ()


def category(key: str, declared: Declared) -> Check:
    """Expect what a complaint can be about (SC-16..28, LC-30, LC-45)."""
    floor = table({"least": Entry(AMOUNT), "times_price": optional(whole(0, MOST_TIMES))})
    entries = {
        "title": Entry(TITLE),
        "tier": Entry(declared.tiers),
        "severity": Entry(SEVERITY),
        "property_loss": optional(flag()),
        "refer_to": optional(made(word(ReferralTarget), ReferralTarget)),
        "floor": optional(made(floor, lambda values: Floor(**values))),
        "flags": optional(some_of(word(FLAGS), least=1)),
    }
    return made(table(entries), lambda values: Category(key=key, **values))


def remedy(key: str) -> Check:
    """Expect a way of putting things right (LC-30..33, PC-55)."""
    entries = {
        "title": Entry(TITLE),
        "cash": optional(flag()),
        "rework": optional(flag()),
        "severities": optional(some_of(SEVERITY, least=1)),
        "only_for_property_loss": optional(flag()),
        "cost": optional(AMOUNT),
        "value": optional(AMOUNT),
    }
    return made(table(entries), lambda values: Remedy(key=key, **values))


def boxes(declared: Declared) -> Check:
    """Expect the boxes of the form; who signs takes part in the case, so can assist (SC-45)."""
    signer = declared.roles_with(Capability.ASSIST, "cannot take part in a case")
    entries = {
        "key": Entry(KEY),
        "title": Entry(TITLE),
        "roles": Entry(some_of(signer, least=1)),
        "only_with_cost": optional(flag()),
        "before_closing": optional(flag()),
    }
    box = made(table(entries), lambda values: Box(**values))
    return items(box, identity=lambda one: one.key)


def grants(declared: Declared) -> Check:
    """Expect what roles may decide: every remedy and no limit are said, never left out (LC-34)."""
    remedies = items(declared.remedies, least=1)
    entries = {
        "role": Entry(declared.roles),
        "remedies": Entry(made(said("all", (), remedies), frozenset)),
        "limit": Entry(said("none", None, AMOUNT)),
        "beyond_order_terms": optional(flag()),
        "tier": optional(declared.tiers),
        "override": optional(flag()),
    }
    return items(made(table(entries), lambda values: Grant(**values)))

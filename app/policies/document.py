"""The document of a policy, declared by the annotated fields of the domain's classes.

References to other entries are checked against the whole content, which is the validation context.
"""

from functools import cache
from typing import Any, get_type_hints

from pydantic import Field, StrictInt, TypeAdapter

from app.domain.policy import Guidance, Policy
from app.policies.accepted import KEY, TITLES, accepted, optional
from app.policies.bundled import packs, policies
from app.policies.checks import clocks, roles
from app.policies.entries import ENTRIES
from app.policies.opening import Opening
from app.policies.upcasters import newest
from app.policies.values import Kind, annotated, checked, read_by, several, table, text, word


@cache
def document() -> TypeAdapter[dict[str, Any]]:
    """Give the type of a document."""
    entries: dict[str, Kind] = {}
    for name, hint in get_type_hints(Policy, include_extras=True).items():
        entries |= ENTRIES[name] if name in ENTRIES else {name: accepted(hint)}
    entries["clocks"] = read_by(entries["clocks"], clocks)
    entries["roles"] = checked(entries["roles"], roles)
    return TypeAdapter(table(entries, optional=optional(Policy)))


def attributes(values: dict[str, Any]) -> dict[str, Any]:
    """Name the values as `Policy` does: its calendar and its times for calls are the hours."""
    hours: Opening = values.pop("hours")
    contact_from, contact_until = hours.contact
    return {
        **values,
        "calendar": hours.calendar(values["time_zone"]),
        "contact_from": contact_from,
        "contact_until": contact_until,
    }


@cache
def directions() -> TypeAdapter[dict[str, Any]]:
    """Give the type of the entries that are gone once a document stands by itself."""
    key = text(r"^([a-z_]+(\.[a-z0-9_-]+)*)$", 'a dotted key such as "categories.equipment"')
    entries = {
        "extends": word(policies()),
        "drop": several(key, tuple),
        "guidance_packs": several(word(packs()), tuple),
    }
    return TypeAdapter(table(entries, optional=entries))


@cache
def pack() -> TypeAdapter[dict[str, Any]]:
    """Give the type of a pack of guidance."""
    entries = {
        "format": annotated(StrictInt, Field(ge=newest(), le=newest())),
        "name": KEY,
        "title": TITLES,
        "guidance": accepted(tuple[Guidance, ...]),
    }
    return TypeAdapter(table(entries))

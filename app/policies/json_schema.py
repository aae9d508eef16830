"""The JSON Schema of a policy document: what an editor can check while somebody writes."""

from collections.abc import Mapping
from typing import Any

from app.policies.checks import Entry, optional, table, whole
from app.policies.document import entries
from app.policies.resolution import directions
from app.policies.upcasters import newest

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schema() -> dict[str, Any]:
    """Describe a document; one that extends another policy need not repeat what is there."""
    whole_document = {
        "format": Entry(whole(newest(), newest())),
        **{name: optional(check) for name, check in directions().items()},
        **entries({}),
    }
    strict = table(whole_document).schema
    partial = {**_partial(strict), "required": ["format", "extends", "name"]}
    return {
        "$schema": DIALECT,
        "title": "A policy of Triplicate",
        "if": {"required": ["extends"]},
        "then": partial,
        "else": strict,
    }


def _partial(given: object) -> dict[str, Any]:
    """Let every table be incomplete; lists are replaced whole, so what is in them is not."""
    if not isinstance(given, Mapping):
        return {}
    loose = {
        name: inner for name, inner in given.items() if name not in {"required", "minProperties"}
    }
    if "properties" in loose:
        loose["properties"] = {key: _partial(one) for key, one in loose["properties"].items()}
    if isinstance(loose.get("additionalProperties"), Mapping):
        loose["additionalProperties"] = _partial(loose["additionalProperties"])
    return loose

"""Reading content by a type, with every fault: its key, what is wrong, what would be right."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from app.policies.faults import Fault, Wrong
from app.policies.json_schema import described
from app.policies.markers import declared


def read(kind: TypeAdapter[dict[str, Any]], content: Mapping[str, Any]) -> dict[str, Any]:
    """Read content by a type.

    Raises:
        Wrong: names every fault.

    """
    try:
        return kind.validate_python(content, context=content)
    except ValidationError as error:
        found = error.errors(include_url=False)
    whole = _described(kind)
    raise Wrong(*(fault for one in found for fault in _faults(one, whole, content)))


_described = cache(described)


def _faults(error: ErrorDetails, node: Any, content: Any) -> Iterator[Fault]:  # noqa: ANN401 - JSON
    key, above, at = "", node, content
    for step in error["loc"]:
        if step == "[key]":
            node = above["propertyNames"]
        elif isinstance(step, str):
            key, above = _joined(key, step), node
            node = node.get("properties", {}).get(step) or node.get("additionalProperties")
            at = at.get(step)
        elif isinstance(at, list):
            key, at, node = f"{key}[{step}]", at[step], _list(node)["items"]
    right = _expected(node, content) if node else ""
    match error["type"]:
        case "value_error":
            for one in error["ctx"]["error"].faults:
                yield Fault(_joined(key, one.key), one.wrong, one.right or right)
        case "missing":
            yield Fault(key, "it is missing", right)
        case "extra_forbidden":
            yield Fault(key, "the key is unknown", "one of " + ", ".join(above["properties"]))
        case kind:
            yield Fault(key, _wrong(kind, error["input"]), right)


def _wrong(kind: str, value: object) -> str:
    """Say what pydantic found, by the name that it has for it."""
    if kind == "too_short":
        return "there are too few"
    if kind == "literal_error" and isinstance(value, str):
        return f"{value!r} is unknown"
    if kind in {"greater_than_equal", "less_than_equal"} or (
        kind == "int_type" and isinstance(value, bool)
    ):
        return f"{value!r} is not allowed"
    return f"{value!r} is of the wrong type"


def _joined(key: str, name: str) -> str:
    return f"{key}.{name}" if key and name and not name.startswith("[") else key + name


def _list(node: Mapping[str, Any]) -> Any:  # noqa: ANN401 - a JSON Schema
    return next((one for one in node.get("anyOf", ()) if "items" in one), node)


def _expected(node: Mapping[str, Any], content: Mapping[str, Any]) -> str:
    """Say in words what a JSON Schema expects."""
    if "declared" in node and (words := declared(content, node["declared"])):
        return " | ".join(words)
    if "description" in node:
        return str(node["description"])
    if "enum" in node:
        return " | ".join(node["enum"])
    if "anyOf" in node:
        first, other = node["anyOf"]
        if "const" in first:
            return f'{_expected(other, content)}, or "{first["const"]}"'
        return f"{_expected(first, content)}, or a list of such"
    return _expected_type(node, content)


def _expected_type(node: Mapping[str, Any], content: Mapping[str, Any]) -> str:
    kind: str = node["type"]
    if kind == "array":
        return f"a list of {node['minItems']} or more: {_expected(node['items'], content)}"
    if "properties" in node:
        return "a table with " + ", ".join(node["properties"])
    if kind == "object":
        return f"a table of {node['minProperties']} or more entries"
    if kind == "integer":
        return f"a whole number from {node['minimum']} to {node['maximum']}"
    return "true or false" if kind == "boolean" else "nothing: no such word is declared"

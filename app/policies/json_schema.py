"""The JSON Schema of a policy document: for editors, and for what a fault says would be right."""

from collections.abc import Mapping
from typing import Any

from pydantic import TypeAdapter
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from app.policies.document import directions, document
from app.policies.upcasters import newest

DIALECT = "https://json-schema.org/draft/2020-12/schema"


class _Generator(GenerateJsonSchema):
    """Gives words without their type, and the names of a table a schema with a description."""

    def literal_schema(self, schema: core_schema.LiteralSchema) -> JsonSchemaValue:
        return {"enum": list(schema["expected"])}

    def dict_schema(self, schema: core_schema.DictSchema) -> JsonSchemaValue:
        return {
            "type": "object",
            "propertyNames": self.generate_inner(schema["keys_schema"]),
            "additionalProperties": self.generate_inner(schema["values_schema"]),
            "minProperties": schema["min_length"],
        }


def schema() -> dict[str, Any]:
    """Describe a document; one that extends another policy need not repeat its entries."""
    strict, more = (described(kind, "title", "declared") for kind in (document(), directions()))
    format_ = {"type": "integer", "minimum": newest(), "maximum": newest()}
    strict["properties"] = {"format": format_, **more["properties"], **strict["properties"]}
    strict["required"] = ["format", *strict["required"]]
    return {
        "$schema": DIALECT,
        "title": "A policy of Triplicate",
        "if": {"required": ["extends"]},
        "then": {**_partial(strict), "required": ["format", "extends", "name"]},
        "else": strict,
    }


def described(kind: TypeAdapter[Any], *without: str) -> dict[str, Any]:
    """Describe a type in one piece, without the texts of some names."""
    whole = kind.json_schema(schema_generator=_Generator)
    definitions = whole.pop("$defs", {})

    def inlined(node: Any) -> Any:  # noqa: ANN401 - any part of a JSON document
        if isinstance(node, list):
            return [inlined(one) for one in node]
        if not isinstance(node, dict):
            return node
        if "$ref" in node:
            return inlined(definitions[node["$ref"].rpartition("/")[2]])
        found = {
            name: inlined(one)
            for name, one in node.items()
            if not (name in without and isinstance(one, str))
        }
        return {"required": [], **found} if "properties" in found else found

    found: dict[str, Any] = inlined(whole)
    return found


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

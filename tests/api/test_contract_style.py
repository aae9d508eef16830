"""A linter of the contract: valid OpenAPI 3.1, and what generators of clients trip over.

The rules are those of common linters that the contract once broke, and their neighbours.
"""

import re
from collections.abc import Iterator
from typing import Any, Final

from openapi_spec_validator import validate

from tests.support.contract import CONTRACT

KEYWORDS: Final = frozenset(
    {
        "$ref",
        "additionalProperties",
        "anyOf",
        "const",
        "default",
        "description",
        "discriminator",
        "enum",
        "examples",
        "exclusiveMaximum",
        "exclusiveMinimum",
        "format",
        "items",
        "maxItems",
        "maxLength",
        "maxProperties",
        "maximum",
        "minItems",
        "minLength",
        "minProperties",
        "minimum",
        "oneOf",
        "pattern",
        "prefixItems",
        "properties",
        "propertyNames",
        "required",
        "title",
        "type",
        "uniqueItems",
    }
)
"""Of JSON Schema (2020-12), as far as clients are known to understand them."""


def operations() -> Iterator[tuple[str, dict[str, Any]]]:
    for path, item in CONTRACT["paths"].items():
        for method, operation in item.items():
            yield f"{method} {path}", operation


def schemas(found: Any) -> Iterator[dict[str, Any]]:
    """Go through the schemas below a node of the contract that is no schema itself."""
    if isinstance(found, list):
        for each in found:
            yield from schemas(each)
    elif isinstance(found, dict):
        for name, each in found.items():
            if name == "schema":
                yield from parts(each)
            else:
                yield from schemas(each)


def parts(schema: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """A schema and the schemas in it."""
    yield schema
    inner = [*schema.get("properties", {}).values()]
    for name in ("anyOf", "oneOf", "prefixItems"):
        inner += schema.get(name, [])
    for name in ("items", "additionalProperties", "propertyNames"):
        inner.append(schema.get(name))
    for each in inner:
        if isinstance(each, dict):
            yield from parts(each)


def every_schema() -> list[dict[str, Any]]:
    named = CONTRACT["components"]["schemas"].values()
    return [*schemas(CONTRACT["paths"]), *(part for schema in named for part in parts(schema))]


def test_the_contract_is_valid_openapi() -> None:
    validate(CONTRACT)


def test_schemas_use_only_keywords_that_clients_understand() -> None:
    assert len(every_schema()) > len(CONTRACT["components"]["schemas"])
    strange = [schema for schema in every_schema() if not schema.keys() <= KEYWORDS]
    assert strange == []


def test_bounds_stand_at_numbers_only() -> None:
    bounds = {"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"}
    bounded = [schema for schema in every_schema() if bounds & schema.keys()]
    assert {schema["type"] for schema in bounded} <= {"integer", "number"}


def test_the_contract_says_where_it_is_served_and_by_which_licence() -> None:
    assert CONTRACT["servers"]
    assert CONTRACT["info"]["license"]["identifier"] == "Apache-2.0"


def test_every_operation_says_who_may_call_it_and_how_it_refuses() -> None:
    for where, operation in operations():
        assert "security" in operation, where
        if operation["security"]:
            assert any(status.startswith("4") for status in operation["responses"]), where


def test_operations_have_distinct_names_that_are_identifiers() -> None:
    names = [operation["operationId"] for _, operation in operations()]
    assert len(set(names)) == len(names)
    assert all(re.fullmatch(r"[a-z][a-z0-9_]*", name) for name in names)


def test_tags_are_those_that_are_described() -> None:
    described = {tag["name"] for tag in CONTRACT["tags"]}
    assert {tag for _, operation in operations() for tag in operation["tags"]} == described


def test_names_of_schemas_are_plain_and_every_schema_is_used() -> None:
    named = CONTRACT["components"]["schemas"]
    assert [name for name in named if not re.fullmatch(r"[A-Z][A-Za-z0-9]*", name)] == []
    used = {schema["$ref"].rpartition("/")[2] for schema in every_schema() if "$ref" in schema}
    assert set(named) == used

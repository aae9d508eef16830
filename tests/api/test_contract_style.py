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


NO_VOCABULARY: Final = {
    "cause": {"AuditCopy", "Finding", "InvestigatedData", "Rework", "ReworkOrderedData"}
    | {"ReworkSheet"},
    "channel": {"EventMeta"},
    "place": {"Case", "HandlerCopy", "ReceivedData", "ReceivedDataV1"},
    "stage": {"Case", "HandlerCopy", "ReceivedData", "ReceivedDataV1"},
    "to": {"Instruction", "InstructedData"},
}
"""Members with the name of a vocabulary that hold a text, a person, or a word of the policy."""


def members() -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Members of answers: schema, name, and the schema of the member."""
    for schema, found in CONTRACT["components"]["schemas"].items():
        if not schema.endswith("Body"):
            for name, member in found.get("properties", {}).items():
                yield schema, name, member


def plain(member: dict[str, Any]) -> dict[str, Any]:
    """A member's own schema: without null, of an element, and of what it refers to."""
    if "anyOf" in member:
        member = next(one for one in member["anyOf"] if one.get("type") != "null")
    if "items" in member:
        return plain(member["items"])
    if "$ref" in member:
        return plain(CONTRACT["components"]["schemas"][member["$ref"].rpartition("/")[2]])
    return member


def test_times_days_and_ids_of_answers_say_what_they_are() -> None:
    time = re.compile(r"at|.*_at|due|since|opens|.*_since|found")
    expected = {
        **{name: "date-time" for _, name, _ in members() if time.fullmatch(name)},
        **dict.fromkeys(("kept_until", "must_go_by", "ended_on", "due_from", "due_until"), "date"),
        **{name: "uuid" for _, name, _ in members() if re.fullmatch(r"id|.*_id", name)},
    }
    wrong = [
        f"{schema}.{name}"
        for schema, name, member in members()
        if name in expected and plain(member).get("format") != expected[name]
    ]
    assert wrong == []


def test_a_vocabulary_of_one_answer_is_one_in_every_answer() -> None:
    listed = {name for _, name, member in members() if {"enum", "const"} & plain(member).keys()}
    assert {"status", "severity", "custody", "breaches", "flags", "code"} <= listed
    bare = {
        f"{schema}.{name}"
        for schema, name, member in members()
        if name in listed
        and plain(member).get("type") == "string"
        and not {"enum", "const", "format"} & plain(member).keys()
    }
    assert bare == {f"{one}.{name}" for name, those in NO_VOCABULARY.items() for one in those}


def test_an_answer_names_every_member_that_it_always_has() -> None:
    sometimes = {
        f"{schema}.{name}"
        for schema, name, _ in members()
        if name not in CONTRACT["components"]["schemas"][schema].get("required", ())
    }
    mandatory = {"type", "title", "status", "code", "detail"}
    assert {one.partition(".")[0] for one in sometimes if not one.endswith("Data")} <= {
        "Problem",
        *(name for name in CONTRACT["components"]["schemas"] if re.search(r"Data|^Event", name)),
    }
    assert mandatory <= set(CONTRACT["components"]["schemas"]["Problem"]["required"])


def test_summaries_are_sentences_that_begin_with_a_verb() -> None:
    for where, operation in operations():
        assert re.fullmatch(r"[A-Z][a-z]+ .*[^.]", operation["summary"]), where
        words = operation["summary"].split()[1:]
        assert [word for word in words if word.istitle()] == [], where


def test_every_kind_of_refusal_declares_its_headers() -> None:
    for where, operation in operations():
        for status, name in (("401", "WWW-Authenticate"), ("503", "Retry-After")):
            if status in operation["responses"]:
                assert name in operation["responses"][status]["headers"], where


def test_what_has_an_etag_can_be_asked_for_by_it() -> None:
    for where, operation in operations():
        if "304" in operation["responses"]:
            assert "ETag" in operation["responses"]["200"]["headers"], where
            names = {parameter["name"] for parameter in operation["parameters"]}
            assert "If-None-Match" in names, where

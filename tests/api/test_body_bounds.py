"""However a body of 1 MiB is made, it is refused before much is built of it, and in few words."""

from typing import Any, Final

import pytest

from app.api.json_body import MOST_VALUES
from app.api.problems import MOST_FAULTS
from app.api.routes import BEGIN
from tests.api.test_bodies import nothing_was_recorded, problem, receipt, send
from tests.support.contract import CONTRACT
from tests.support.service import Service

ROOM: Final = (1 << 20) - 400
"""Bytes of a body beside the members of a receipt."""
FEW_BYTES: Final = 16_384
"""Of a refusal, however long the names are that the client made up."""


def filled(unit: str) -> str:
    return unit * (ROOM // len(unit.encode()))


TOO_MANY: Final = {
    "unknown keys": receipt(**{f"k{n}": "1" for n in range(70_000)}),
    "tiny numbers": receipt(about="[" + filled("1e-400,") + "1]"),
    "empty arrays": receipt(about="[" + filled("[],") + "1]"),
    "empty objects": receipt(about="[" + filled("{},") + "1]"),
    "empty strings": receipt(about="[" + filled('"",') + '""]'),
    "half surrogates": receipt(about="[" + filled('"\\ud800",') + '""]'),
    "one key again and again": "{" + filled('"a":1,') + '"a":1}',
    "levels": receipt(about="[" * 400_000 + "]" * 400_000),
    "levels that are not closed": filled('{"a":'),
    "commas": filled(","),
}


@pytest.mark.parametrize("name", TOO_MANY)
async def test_a_body_of_too_many_values_is_refused_before_it_is_validated(
    service: Service, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def reached(*_: object, **__: object) -> None:
        pytest.fail("the model was reached")

    monkeypatch.setattr(BEGIN.body, "read", reached)
    answer = await send(service, TOO_MANY[name])
    body = await problem(answer, 422)
    assert str(MOST_VALUES) in body["detail"]
    assert "fields" not in body
    assert await nothing_was_recorded(service)


WIDE: Final = "𠮷" * 300

FEW_BUT_LARGE: Final = {
    "unknown keys": receipt(**{f"k{n}": "1" for n in range(MOST_VALUES - 20)}),
    "long unknown keys": receipt(**{f"{n}{WIDE}": "1" for n in range(800)}),
    "half surrogates": receipt(about="[" + '"\\ud800",' * 900 + '""]'),
    "keys with half surrogates": receipt(**{f"\\udfff{n}": "1" for n in range(900)}),
    "half surrogates far inside": receipt(
        place=f'{{"{WIDE}":' * 25 + "[" + '"\\ud800",' * 900 + '""]' + "}" * 25
    ),
    "levels": receipt(about=", ".join(["[" * 30 + "[" * 30 + "]" * 60] * 16).join("[]")),
    "long numbers": receipt(about="[" + ",".join(["9" * 4_000] * 250) + "]"),
    "long fractions": receipt(about="[" + ",".join(["0." + "1" * 4_000] * 250) + "]"),
    "one long fraction": receipt(place="0." + filled("1")),
    "escaped quotes": receipt(place='"' + filled('\\"') + '"'),
}


@pytest.mark.parametrize("name", FEW_BUT_LARGE)
async def test_a_refusal_names_few_fields_in_few_bytes(service: Service, name: str) -> None:
    answer = await send(service, FEW_BUT_LARGE[name])
    body = await problem(answer, 422)
    assert 0 < len(body["fields"]) <= MOST_FAULTS
    assert len(answer.content) < FEW_BYTES
    assert await nothing_was_recorded(service)


async def test_signs_of_json_inside_a_text_are_not_counted(service: Service) -> None:
    text = '[{,}] \\" ' * (8_000 // 9)
    answer = await send(service, receipt(statement=f'"{text}"'))
    assert answer.status_code == 201, answer.text


def test_the_largest_body_of_every_command_is_within_the_bound() -> None:
    schemas = CONTRACT["components"]["schemas"]
    bodies = [
        operation["requestBody"]["content"]["application/json"]["schema"]
        for path in CONTRACT["paths"].values()
        for operation in path.values()
        if "requestBody" in operation
    ]
    assert len(bodies) > 50
    assert max(values(body, schemas) for body in bodies) <= MOST_VALUES // 2


def values(schema: dict[str, Any], schemas: dict[str, Any]) -> int:
    """Count the separators of the largest JSON that a schema allows."""
    if "$ref" in schema:
        return values(schemas[schema["$ref"].rpartition("/")[2]], schemas)
    if "anyOf" in schema:
        return max(values(one, schemas) for one in schema["anyOf"])
    if schema.get("type") == "array":
        return 1 + int(schema["maxItems"]) * (1 + values(schema["items"], schemas))
    if schema.get("type") == "object":
        return 1 + sum(1 + values(one, schemas) for one in schema["properties"].values())
    return 0

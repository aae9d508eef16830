"""The contract: committed as it is, and described."""

import json
from typing import Any

import pytest
from fastapi import FastAPI
from pydantic import BaseModel, create_model

from app.api import contract
from app.domain.values import Fault
from app.main import create_app
from app.settings import Settings
from tests.support.contract import CONTRACT


def test_the_committed_contract_is_that_of_the_code() -> None:
    assert json.loads(json.dumps(create_app(Settings()).openapi())) == CONTRACT, (
        "run `make openapi`"
    )


def test_every_operation_says_what_it_is_for_and_what_goes_wrong() -> None:
    for path, item in CONTRACT["paths"].items():
        for method, operation in item.items():
            where = f"{method} {path}"
            assert operation["summary"], where
            assert operation["description"], where
            if path.startswith("/v1"):
                assert {"401", "503"} <= set(operation["responses"]), where
                assert operation["security"], where


def test_problems_are_described_by_the_phrases_of_rfc_9110_on_every_python() -> None:
    """Python before 3.13 says "Request Entity Too Large" and "Unprocessable Entity"."""
    answers = CONTRACT["paths"]["/v1/complaints"]["post"]["responses"]
    assert answers["413"]["description"] == "Content Too Large"
    assert answers["422"]["description"] == "Unprocessable Content"


def schema_of(reference: dict[str, str]) -> dict[str, Any]:
    """Follow a reference within the contract."""
    found: dict[str, Any] = CONTRACT["components"]["schemas"][reference["$ref"].rpartition("/")[2]]
    return found


def test_findings_take_a_fault_and_problems_list_fields() -> None:
    findings = CONTRACT["paths"]["/v1/complaints/{complaint_id}/findings"]["post"]
    body = schema_of(findings["requestBody"]["content"]["application/json"]["schema"])
    assert schema_of(body["properties"]["fault"])["enum"] == [fault.value for fault in Fault]
    problem = schema_of(
        findings["responses"]["422"]["content"]["application/problem+json"]["schema"]
    )
    listed = problem["properties"]["fields"]
    assert set(schema_of(listed["items"])["properties"]) == {"field", "message"}


def application(*models: type[BaseModel]) -> FastAPI:
    """An application with a route for each model."""
    app = FastAPI()
    for number, model in enumerate(models):
        app.add_api_route(f"/{number}", lambda: None, response_model=model)
    contract.install(app)
    return app


@pytest.mark.parametrize(
    "names",
    [["Problem"], ["FieldFault"], ["Duty", "Duty"]],
    ids="+".join,
)
def test_two_models_of_one_name_make_no_contract(names: list[str]) -> None:
    members: list[dict[str, Any]] = [{f"member_{nth}": (int, ...)} for nth in range(len(names))]
    models = [create_model(name, **own) for name, own in zip(names, members, strict=True)]
    with pytest.raises(contract.SchemaNameTakenError, match=names[0]):
        application(*models).openapi()

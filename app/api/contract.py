"""The contract: what OpenAPI says beyond what the routes say themselves."""

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic import BaseModel
from pydantic.json_schema import JsonSchemaMode, models_json_schema

from app.api.answers.problem import Problem
from app.api.routing import ContractRoute

DESCRIPTION = """
Complaints as an append-only record. A command is `POST /v1/complaints/{complaint_id}/<noun>` with
an `Idempotency-Key`; the actor comes from the token, never from the body. Every command answers
with the complaint's `version`, to be sent as `If-Match`, and its `position` in the log, to be sent
as `min_position` to read your own writes. Every error is a problem (RFC 9457) with a stable `code`.

Times in answers are UTC with six decimals: `2026-03-31T01:02:03.000000Z`. Answers may get new
members, and enums new values: ignore members that you do not know.
"""

TAGS = [
    {"name": "receipt", "description": "Receive a complaint, complete and classify the record."},
    {
        "name": "handling",
        "description": "Assign, report, escalate, inquire, tell the customer.",
    },
    {"name": "remedy", "description": "Propose, review and agree a plan; do work again."},
    {"name": "money", "description": "Ask finance, compensate, and balance the ledger."},
    {"name": "closing", "description": "Sign the boxes; close, withdraw, dismiss, reopen."},
    {"name": "after", "description": "Follow up, and learn from the case."},
    {"name": "copies", "description": "The three copies of the form: feeds, prints, custody."},
    {"name": "lists", "description": "Complaints now or at a time before, worklist, reviews."},
    {"name": "log", "description": "Every event, in order and without gaps, under checkpoints."},
    {"name": "organisation", "description": "The policy in force, and its guidance."},
    {"name": "health", "description": "Probes for operators."},
]
"""By the chapters of the procedure."""

LICENCE = {"name": "Apache License 2.0", "identifier": "Apache-2.0"}
SERVERS = [{"url": "/", "description": "The host that this document was fetched from."}]


class SchemaNameTakenError(ValueError):
    """Two models share a name: one would replace the other, or both get a name nobody can read."""


def install(app: FastAPI) -> None:
    """Complete the contract that FastAPI derives from the routes."""

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _complete(
                get_openapi(
                    title=app.title,
                    version=app.version,
                    summary=app.summary,
                    description=app.description,
                    license_info=app.license_info,
                    servers=app.servers,
                    tags=app.openapi_tags,
                    routes=app.routes,
                ),
                _answers(app),
            )
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign] # FastAPI's documented way


def _complete(contract: dict[str, Any], answers: list[type[BaseModel]]) -> dict[str, Any]:
    """Add the schemas of answers and problems.

    Raises:
        SchemaNameTakenError: models share a name. pydantic then writes the module into it
            (`app__api__reviews__Duty`), on which generators of clients drop the model.

    """
    models: list[type[BaseModel]] = [Problem, *answers]
    mode: JsonSchemaMode = "serialization"
    inputs = [(model, mode) for model in models]
    _, definitions = models_json_schema(inputs, ref_template="#/components/schemas/{model}")
    added = definitions["$defs"]
    schemas = contract.setdefault("components", {}).setdefault("schemas", {})
    taken = {name for name in schemas.keys() & added.keys() if schemas[name] != added[name]}
    taken |= {name for name in (*schemas, *added) if "__" in name}
    if taken:
        raise SchemaNameTakenError(", ".join(sorted(taken)))
    schemas.update(added)
    return contract


def _answers(app: FastAPI) -> list[type[BaseModel]]:
    """Collect what routes answer, each model once."""
    routes = (route for route in app.routes if isinstance(route, ContractRoute))
    return [*dict.fromkeys(route.answer for route in routes if route.answer is not None)]

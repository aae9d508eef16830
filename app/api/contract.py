"""The contract: what OpenAPI says beyond what the routes say themselves."""

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic.json_schema import models_json_schema

from app.api.problems import ProblemDocument

DESCRIPTION = """
Complaints as an append-only record. A command is `POST /v1/complaints/{complaint_id}/<noun>` with
an `Idempotency-Key`; the actor comes from the token, never from the body. Every command answers
where the complaint stands: send its `version` as `If-Match` and its `position` as `min_position`
to read what you wrote. Whatever goes wrong is a problem (RFC 9457) with a stable `code`.
"""

TAGS = [
    {"name": "commands", "description": "What is done with a complaint, step by step."},
    {"name": "complaints", "description": "Where complaints stand, now or at any time before."},
    {"name": "worklist", "description": "What there is to do, and whose it is."},
    {"name": "copies", "description": "The three copies of the form, each for its readers."},
    {"name": "ledger", "description": "What was asked for, decided and paid; it balances."},
    {"name": "prints", "description": "The three copies on paper, as PDF/A."},
    {"name": "reviews", "description": "The day, the week, the month and the half-year."},
    {"name": "log", "description": "Every event, in order, without gaps."},
    {"name": "policy", "description": "What the organisation has decided for itself."},
    {"name": "health", "description": "For whoever keeps it running."},
]

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
                )
            )
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign] # FastAPI's documented way


def _complete(contract: dict[str, Any]) -> dict[str, Any]:
    """Add the schema of problems.

    Raises:
        SchemaNameTakenError: models share a name. FastAPI then writes the module into it
            (`app__api__reviews__DutyBody`), on which generators of clients drop the model.

    """
    _, problem = models_json_schema(
        [(ProblemDocument, "serialization")], ref_template="#/components/schemas/{model}"
    )
    added = problem["$defs"]
    schemas = contract.setdefault("components", {}).setdefault("schemas", {})
    taken = schemas.keys() & added.keys() | {name for name in schemas if "__" in name}
    if taken:
        raise SchemaNameTakenError(", ".join(sorted(taken)))
    schemas.update(added)
    return contract

"""No request breaks the service or its contract, whatever a client sends."""

from collections.abc import Iterator
from importlib import import_module
from typing import Any, Final, NamedTuple
from uuid import UUID

import httpx
import pytest
from hypothesis import HealthCheck, settings

from tests.support.contract import CONTRACT, PATH
from tests.support.server import environment, server
from tests.support.service import RECEIPT
from tests.support.terminal import command

pytestmark = pytest.mark.slow

OPERATIONS: Final = [
    f"{method.upper()} {path}" for path, item in CONTRACT["paths"].items() for method in item
]


class Running(NamedTuple):
    """A server, somebody who may do everything, and a complaint to do it with."""

    url: str
    headers: dict[str, str]
    complaint: str


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A real server on SQLite."""
    env = environment(tmp_path_factory.mktemp("fuzz"))
    command("migrate", env=env)
    command("organisation", "create", "fuzz", env=env)
    roles = ("manager", "handler", "front-desk", "finance", "audit", "planning", "administrator")
    given = [word for role in roles for word in ("--role", role)]
    token = command(
        "token", "create", "--organisation", "fuzz", "--subject", "fuzz", *given, env=env
    ).strip()
    headers = {"Authorization": f"Bearer {token}"}
    with server(env) as url:
        key = {"Idempotency-Key": "the-complaint"}
        answer = httpx.post(f"{url}/v1/complaints", json=RECEIPT, headers={**headers, **key})
        yield Running(url, headers, answer.json()["complaint_id"])


@pytest.fixture(scope="module")
def contract() -> Any:
    """The contract as schemathesis reads it, which takes a second to import."""
    return import_module("schemathesis").openapi.from_path(PATH)


@pytest.mark.parametrize("operation", OPERATIONS)
def test_no_request_breaks_the_service_or_the_contract(
    operation: str, contract: Any, running: Running
) -> None:
    """The cases are made here: those of all operations in every test process take 8 seconds."""
    checks = import_module("schemathesis.specs.openapi.checks")
    kept = [
        import_module("schemathesis.checks").not_a_server_error,
        checks.status_code_conformance,
        checks.content_type_conformance,
        checks.response_schema_conformance,
    ]

    def send(case: Any) -> None:
        if _is_id(case.path_parameters.get("complaint_id")):
            case.path_parameters["complaint_id"] = running.complaint
        response = case.call(base_url=running.url, headers=running.headers)
        case.validate_response(response, checks=kept, headers=running.headers)

    [made] = import_module("schemathesis.pytest.lazy").get_all_tests(
        schema=contract.include(name=operation),
        test_func=send,
        settings=settings(
            max_examples=12,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
        given_kwargs=None,
    )
    made.ok()[1]()


def _is_id(given: object) -> bool:
    try:
        UUID(str(given))
    except ValueError:
        return False
    return True

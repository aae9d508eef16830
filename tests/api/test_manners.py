"""Manners of every route: nothing asked for is ignored, and every answer says how it is handled."""

from pathlib import Path
from typing import Any, Final

import httpx
import pytest

from app.main import create_app
from app.settings import Settings
from tests.support.contract import CONTRACT
from tests.support.service import HERE, RECEIPT, Service

PROBES: Final = ("/livez", "/readyz")
WHERE: Final = {
    "complaint_id": "5b0b7d8e-0000-5000-8000-000000000000",
    "every": "month",
    "label": "2026-03",
}
OPERATIONS: Final = sorted(
    (method.upper(), path) for path, item in CONTRACT["paths"].items() for method in item
)
COMMANDS_AND_QUERIES: Final = [one for one in OPERATIONS if one[1] not in PROBES]


async def ask(service: Service, method: str, path: str, query: str = "") -> httpx.Response:
    headers = {**service.headers("administrator"), "Idempotency-Key": "ask"}
    url = f"{path.format(**WHERE)}?{query}"
    return await service.client.request(method, url, headers=headers, json={})


def faults(response: httpx.Response) -> dict[str, str]:
    assert response.status_code == 422, response.text
    assert response.json()["code"] == "invalid"
    return {fault["field"]: fault["message"] for fault in response.json()["fields"]}


async def test_an_unknown_parameter_is_refused_everywhere(service: Service) -> None:
    for method, path in COMMANDS_AND_QUERIES:
        found = faults(await ask(service, method, path, "dry_run=true"))
        assert found == {"dry_run": "is not a parameter"}, path


async def test_a_known_parameter_is_taken_once(service: Service) -> None:
    for method, path in COMMANDS_AND_QUERIES:
        declared = CONTRACT["paths"][path][method.lower()].get("parameters", [])
        for name in (one["name"] for one in declared if one["in"] == "query"):
            found = faults(await ask(service, method, path, f"{name}=1&{name}=1"))
            assert found == {name: "is given twice"}, path


async def test_a_command_with_a_parameter_is_not_carried_out(service: Service) -> None:
    complaint = await service.receive()
    before = await service.services.store.head(HERE)
    path = f"/v1/complaints/{complaint}/memos?dry_run=true"
    faults(await service.post("handler", path, {"text": "备忘"}))
    assert await service.services.store.head(HERE) == before


@pytest.mark.parametrize("path", PROBES)
@pytest.mark.parametrize("method", ["GET", "HEAD"])
async def test_a_probe_may_say_what_it_likes_against_caches(
    service: Service, method: str, path: str
) -> None:
    assert (await ask(service, method, path, "t=1764345600&t=2")).status_code == 200


async def test_many_unknown_parameters_are_refused_in_few_words(service: Service) -> None:
    query = "&".join(f"{n}{'k' * 500}=1" for n in range(100))
    answer = await ask(service, "GET", "/v1/policy", query)
    assert len(faults(answer)) == 20
    assert len(answer.content) < 4_096


async def test_options_names_every_method_of_a_path(service: Service) -> None:
    for path, item in CONTRACT["paths"].items():
        methods = {method.upper() for method in item} | {"OPTIONS"}
        if "GET" in methods:
            methods.add("HEAD")
        answer = await ask(service, "OPTIONS", path)
        assert (answer.status_code, answer.content) == (204, b""), path
        assert set(answer.headers["allow"].split(", ")) == methods, path
        refused = await ask(service, "DELETE", path)
        assert refused.status_code == 405
        assert refused.headers["allow"] == answer.headers["allow"]


@pytest.mark.parametrize("path", ["/v1/complaints/", "/livez/", "/docs/"])
async def test_nobody_is_sent_to_a_host_of_their_own_making(service: Service, path: str) -> None:
    answer = await service.client.get(path, headers={"Host": "evil.example"})
    assert answer.status_code == 404
    assert "location" not in answer.headers
    assert "evil" not in answer.text


async def everything(service: Service) -> dict[str, httpx.Response]:
    """Ask for one answer of each kind."""
    client, headers = service.client, service.headers("handler")
    receipt = await service.post("front-desk", "/v1/complaints", RECEIPT)
    case = f"/v1/complaints/{receipt.json()['complaint_id']}"
    known = {**headers, "If-None-Match": '"1"'}
    return {
        "a command": receipt,
        "a document": await client.get(case, headers=headers),
        "a document that is known": await client.get(case, headers=known),
        "a copy that is known": await client.get(f"{case}/copies/handler", headers=known),
        "events": await client.get(f"{case}/events", headers=headers),
        "the log": await service.get("administrator", "/v1/log"),
        "a list": await client.get("/v1/complaints", headers=headers),
        "a refusal": await service.post("handler", f"{case}/closures", {}),
        "nobody": await client.get(case),
        "nothing": await client.get("/nothing"),
        "a wrong method": await client.delete(case, headers=headers),
        "options": await client.options(case),
        "a probe": await client.get("/livez"),
        "the contract": await client.get("/openapi.json"),
        "the page": await client.get("/docs"),
        "its script": await client.get("/docs/assets/docs/start.js"),
        "the way to it": await client.get("/"),
    }


async def test_every_answer_says_how_a_browser_is_to_handle_it(service: Service) -> None:
    for what, answer in (await everything(service)).items():
        headers = answer.headers
        assert headers.get_list("x-content-type-options") == ["nosniff"], what
        assert headers.get_list("referrer-policy") == ["no-referrer"], what
        [rules] = headers.get_list("content-security-policy")
        assert rules.startswith("default-src 'none'"), what
        assert "frame-ancestors 'none'" in rules, what
        assert "script-src" not in rules or what == "the page"
        assert len(headers.get_list("cache-control")) == 1, what


async def test_no_cache_keeps_what_customers_said(service: Service) -> None:
    answers = await everything(service)
    kept = {what: answer.headers["cache-control"] for what, answer in answers.items()}
    for what in ("a command", "events", "the log", "a refusal", "nobody", "nothing", "a probe"):
        assert kept[what] == "no-store", what
    for what in ("a document", "a document that is known", "a copy that is known", "a list"):
        assert kept[what] == "private, no-cache", what
    assert answers["a document that is known"].status_code == 304
    assert answers["a copy that is known"].status_code == 304


async def test_a_fault_on_our_side_has_the_headers_too(tmp_path: Path) -> None:
    def broken() -> None:
        raise RuntimeError

    app = create_app(Settings(data_dir=tmp_path))
    app.add_api_route("/broken", broken)
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        answer = await client.get("/broken")
    assert answer.status_code == 500
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cache-control"] == "no-store"


async def test_the_page_runs_no_script_but_its_own_files(service: Service) -> None:
    page = (await service.client.get("/docs")).text
    assert page.count("<script") == page.count('<script src="/docs/assets/')
    for address in page.split('"'):
        if address.startswith("/docs/assets/"):
            assert (await service.client.get(address)).status_code == 200, address
        assert "://" not in address


async def test_the_page_can_be_switched_off(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRIPLICATE_DOCS", "off")
    app = create_app(Settings(data_dir=tmp_path))
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        for path in ("/", "/docs", "/docs/assets/docs/start.js", "/openapi.json"):
            assert (await client.get(path)).status_code == 404, path
    contract: dict[str, Any] = app.openapi()
    assert contract["paths"] == CONTRACT["paths"]

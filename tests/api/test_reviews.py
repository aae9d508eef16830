"""Reviews over HTTP: who sees what, in which words, as JSON, as a workbook and on paper."""

import io
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from app.access.organisations import found
from app.domain.policy import Every
from app.domain.values import Actor, OrganisationId
from app.policies import text_of
from app.reviews.period import containing
from tests.support.service import HERE, RECEIPT, Service

TODAY = datetime.now(UTC)
SHANGHAI = timedelta(hours=8)
MONTH = containing(Every.MONTH, (TODAY + SHANGHAI).date())
PATH = f"/v1/reviews/month/{MONTH.label}"
AFTER_SALES = OrganisationId("after-sales")


async def shown(service: Service, organisation: OrganisationId = HERE) -> None:
    await service.services.projector.catch_up(organisation)


async def review(service: Service, role: str = "planning", **parameters: Any) -> dict[str, Any]:
    response = await service.get(role, PATH, **parameters)
    assert response.status_code == 200, response.text
    body: dict[str, Any] = response.json()
    return body


@pytest.fixture
async def month(service: Service) -> Service:
    """Two complaints of the hall, one of the studio with a systemic cause."""
    await service.receive()
    settled = await service.receive()
    await service.do("handler", settled, "apologies", kind="courtesy", words="抱歉")
    systemic = await service.receive(unit="studio", channel="internet")
    await service.do(
        "handler",
        systemic,
        "findings",
        findings="胶水过期",
        cause="入库未查批次",
        cause_class="systemic",
        fault="ours",
        established=True,
    )
    await shown(service)
    return service


async def test_a_review_counts_the_month_beside_the_one_before_ws_43_pc_43(month: Service) -> None:
    found = await review(month)
    assert found["review"]["complaints"]["received"] == 3
    assert found["before"]["complaints"]["received"] == 0
    assert found["review"]["received_by"]["unit"] == {"front-hall": 2, "studio": 1}
    assert found["review"]["received_by"]["channel"] == {"telephone": 2, "internet": 1}
    assert found["review"]["received_by"]["cause_class"] == {"systemic": 1, "-": 2}
    assert found["review"]["times"]["apology"]["number"] == 1
    assert (found["period"]["label"], found["running"]) == (MONTH.label, True)
    assert found["period"]["before"] == MONTH.before().label


@pytest.mark.parametrize("every", Every)
async def test_every_span_of_time_has_its_review_ws_43_pc_43_as_26(
    month: Service, every: Every
) -> None:
    period = containing(every, (TODAY + SHANGHAI).date())
    response = await month.get("manager", f"/v1/reviews/{every}/{period.label}")
    assert response.json()["review"]["complaints"]["received"] == 3
    before = await month.get("manager", f"/v1/reviews/{every}/{period.before().label}")
    assert before.json()["review"]["complaints"]["received"] == 0
    assert before.json()["running"] is False


async def test_a_systemic_cause_asks_for_an_improvement_until_one_is_planned_ws_44_ws_46(
    month: Service,
) -> None:
    [cause] = (await review(month))["review"]["unplanned"]
    assert cause["unit"] == "studio"
    due = (TODAY + timedelta(days=5)).isoformat()
    await month.do(
        "planning",
        cause["complaint_id"],
        "improvements",
        what="批次入库即查",
        owner="孙丽",
        unit="studio",
        due=due,
    )
    await shown(month)
    found = (await review(month))["review"]
    assert (found["unplanned"], found["improvements"]["planned"]) == ([], 1)
    [improvement] = found["open_improvements"]
    assert improvement["complaint"] == cause["complaint"]


async def test_a_review_names_nobody_and_quotes_nobody(month: Service) -> None:
    written = str(await review(month))
    for private in ("张女士", "13800001111", "胶水", "批次", "handler-person", "印反"):
        assert private not in written


async def test_a_token_with_units_sees_what_these_handle_ws_43(month: Service) -> None:
    issued = await month.services.tokens.create(
        HERE, Actor("head-of-studio", ("manager",), ("studio",))
    )
    headers = {"Authorization": f"Bearer {issued.secret}"}

    async def asked(path: str) -> httpx.Response:
        return await month.client.get(path, headers=headers)

    own = (await asked(PATH)).json()
    assert (own["units"], own["review"]["complaints"]["received"]) == (["studio"], 1)
    assert (await asked(f"{PATH}?unit=studio")).json()["review"] == own["review"]
    refused = await asked(f"{PATH}?unit=front-hall")
    assert (refused.status_code, refused.json()["code"]) == (403, "not-permitted")


async def test_a_review_can_be_of_one_unit(month: Service) -> None:
    assert (await review(month, unit="front-hall"))["review"]["complaints"]["received"] == 2
    unknown = await month.get("planning", PATH, unit="moon")
    assert (unknown.status_code, unknown.json()["code"]) == (422, "unknown-term")


async def test_a_review_is_read_after_what_one_has_written(service: Service) -> None:
    answer = await service.post("front-desk", "/v1/complaints", RECEIPT)
    position = answer.json()["position"]
    service.app.state.services = replace(service.services, wait_seconds=0.01)
    early = await service.get("planning", PATH, min_position=position)
    assert early.status_code == 503
    await shown(service)
    assert (await review(service, min_position=position))["review"]["complaints"]["received"] == 1


@pytest.mark.parametrize(
    "path",
    [
        "/v1/reviews/year/2026",
        "/v1/reviews/month/2026-13",
        "/v1/reviews/week/2026-W54",
        "/v1/reviews/day/2026-02-30",
        "/v1/reviews/half-year/2026-H3",
        "/v1/reviews/month/2026-02.doc",
        "/v1/reviews/month/%00",
        "/v1/reviews/month/2026-02?unit=",
        "/v1/reviews/month/2026-02?unit=%00",
        "/v1/reviews/month/2026-02?units=studio",
        "/v1/reviews/month/2026-02.pdf?language=fr",
        "/v1/reviews/month/2026-99.xlsx",
    ],
)
async def test_what_cannot_be_reviewed_is_refused_with_a_problem(
    service: Service, path: str
) -> None:
    response = await service.get("planning", path)
    assert response.status_code == 422
    assert response.headers["content-type"] == "application/problem+json"


LANGUAGES = {"en": "Complaints", "zh-Hans": "客诉", "zh-Hant": "客訴"}


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_workbook_has_a_sheet_for_each_table_and_charts_pc_43(
    month: Service, language: str
) -> None:
    response = await month.get("planning", f"{PATH}.xlsx", language=language)
    assert response.status_code == 200, response.text
    assert f"review-{MONTH.label}.xlsx" in response.headers["content-disposition"]
    with opened(response.content) as book:
        names = re.findall(r'<sheet name="([^"]+)"', book.read("xl/workbook.xml").decode())
        assert LANGUAGES[language] in names
        assert len(names) == len(set(names)) == 19
        charts = [name for name in book.namelist() if name.startswith("xl/charts/chart")]
        assert len(charts) >= 5
        assert "<f>" not in "".join(
            book.read(name).decode()
            for name in book.namelist()
            if name.startswith("xl/worksheets/sheet")
        )


async def test_paper_has_its_own_letters_and_the_number_of_the_period_as_26(
    month: Service,
) -> None:
    response = await month.get("planning", f"{PATH}.pdf", language="zh-Hans")
    assert response.status_code == 200, response.text
    assert response.headers["content-type"] == "application/pdf"
    assert response.content.startswith(b"%PDF-")
    assert b"NotoSansCJK" in response.content


async def test_a_title_that_looks_like_markup_is_set_as_text(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    await service.receive()
    await shown(service)
    policy = await service.services.policies.of(HERE)
    trap = '#panic("x") $ [ \\ = <r>x</r>'
    odd = replace(policy, units={key: {"zh-Hans": trap, "en": trap} for key in policy.units})

    async def of(_: OrganisationId) -> object:
        return odd

    monkeypatch.setattr(service.services.policies, "of", of)
    for kind in ("pdf", "xlsx"):
        assert (await service.get("planning", f"{PATH}.{kind}")).status_code == 200


async def test_the_half_year_is_due_in_the_first_ten_days_of_june_as_26_as_27(
    service: Service,
) -> None:
    services = service.services
    await found(
        services.store,
        AFTER_SALES,
        title="某公司",
        policy_text=text_of("after-sales"),
        at=TODAY,
        by=Actor("founder"),
    )
    who = Actor("marketing", ("marketing-manager",))
    secret = (await services.tokens.create(AFTER_SALES, who)).secret
    response = await service.client.get(
        "/v1/reviews/half-year/2026-H1", headers={"Authorization": f"Bearer {secret}"}
    )
    body = response.json()
    assert (body["period"]["first"], body["period"]["last"]) == ("2025-12-01", "2026-05-31")
    [duty] = body["held_by"]
    assert (duty["due_from"], duty["due_until"]) == ("2026-06-01", "2026-06-10")
    assert {"marketing-manager", "processing-manager", "branch-manager"} <= set(duty["roles"])


@contextmanager
def opened(content: bytes) -> Iterator[zipfile.ZipFile]:
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        yield book

"""The policy and its guidance as a front end sees them."""

import pytest

from app.api.guidance import accepted
from app.domain.policy import GUIDANCE_STAGES
from app.domain.values import Actor
from app.policies import load, text_of
from tests.support.service import HERE, Service

TEXTS = """
[[guidance]]
stage = "reception"
kind = "say"
rule = "LC-10"
text = { en = "Please sit down.", zh-Hans = "请坐。", zh-Hant = "請坐。" }

[[guidance]]
stage = "reception"
kind = "never"
situation = "venting"
rule = "LC-11"
text = { en = "Interrupt.", zh-Hans = "打断。", zh-Hant = "打斷。" }

[[guidance]]
stage = "closing"
kind = "do"
rule = "LC-27"
situation = "respect"
text = { en = "Say thanks.", zh-Hans = "致谢。", zh-Hant = "致謝。" }
"""


@pytest.fixture
async def guided(service: Service) -> Service:
    """The service, here with guidance."""
    await service.services.policies.adopt(
        HERE,
        policy_text=text_of("default") + TEXTS,
        at=service.services.clock(),
        by=Actor("console"),
    )
    return service


async def test_guidance_is_given_for_a_stage_and_what_is_always_right_lc_10(
    guided: Service,
) -> None:
    answer = await guided.get("front-desk", "/v1/guidance", stage="reception")
    said = {"text": "请坐。", "rule": "LC-10", "situation": None}
    assert answer.json() == {
        "stage": "reception",
        "situation": None,
        "language": "zh-Hans",
        "say": [said],
        "do": [],
        "never": [],
        "situations": ["venting"],
    }
    here = await guided.get("finance", "/v1/guidance", stage="reception", situation="venting")
    assert here.json()["say"] == [said]
    assert [one["rule"] for one in here.json()["never"]] == ["LC-11"]


async def test_guidance_comes_in_the_language_asked_for(guided: Service) -> None:
    where = {"stage": "closing", "situation": "respect"}
    asked = await guided.get("handler", "/v1/guidance", **where, language="zh-Hant")
    assert asked.json()["do"][0]["text"] == "致謝。"
    headers = {**guided.headers("handler"), "Accept-Language": "fr, en;q=0.8, zh;q=0.5"}
    accepts = await guided.client.get("/v1/guidance", params=where, headers=headers)
    assert accepts.json()["do"][0]["text"] == "Say thanks."
    assert accepts.headers["content-language"] == "en"
    assert accepts.headers["vary"] == "Accept-Language"
    known = {**headers, "If-None-Match": accepts.headers["etag"]}
    again = await guided.client.get("/v1/guidance", params=where, headers=known)
    assert again.status_code == 304
    other = {**known, "Accept-Language": "zh-TW"}
    assert (await guided.client.get("/v1/guidance", params=where, headers=other)).status_code == 200


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", None),
        ("*", None),
        ("fr", None),
        ("en-GB", "en"),
        ("zh", "zh-Hans"),
        ("zh-CN,en;q=0.5", "zh-Hans"),
        ("zh-HK", "zh-Hant"),
        ("zh-Hant-CN", "zh-Hant"),
        ("zh-Hans-TW", "zh-Hans"),
        ("en;q=0.2, zh-TW;q=0.9", "zh-Hant"),
        ("en;q=0, zh;q=0.1", "zh-Hans"),
        ("en;q=nan", None),
        (";;;,,,=", None),
    ],
)
def test_the_best_language_of_those_that_somebody_reads(header: str, language: str | None) -> None:
    assert accepted(header) == language


async def test_words_that_are_unknown_are_answered_with_those_that_would_do(
    guided: Service,
) -> None:
    stage = await guided.get("handler", "/v1/guidance", stage="lunch")
    assert (stage.status_code, stage.json()["code"]) == (422, "unknown-term")
    assert set(stage.json()["known"]) == set(GUIDANCE_STAGES)
    situation = await guided.get("handler", "/v1/guidance", stage="closing", situation="hungry")
    assert situation.json()["known"] == ["respect", "venting"]
    language = await guided.get("handler", "/v1/guidance", stage="closing", language="fr")
    assert language.json()["fields"][0]["field"] == "language"
    assert (await guided.get("handler", "/v1/guidance")).status_code == 422


async def test_the_policy_shows_who_may_decide_what_is_due_and_whom_to_tell(
    service: Service,
) -> None:
    await service.services.policies.adopt(
        HERE,
        policy_text=text_of("wedding-studio"),
        at=service.services.clock(),
        by=Actor("console"),
    )
    token = await service.services.tokens.create(HERE, Actor("x", ("any",)))
    headers = {"Authorization": f"Bearer {token.secret}"}
    shown = (await service.client.get("/v1/policy", headers=headers)).json()
    policy = load("wedding-studio")
    assert shown["version"] == policy.version
    assert set(shown["clocks"]) == set(policy.clocks)
    assert shown["deciders"] == {tier: [*policy.deciders(tier)] for tier in policy.tiers}
    assert len(shown["report_duties"]) == len(policy.report_duties)
    assert set(shown["guidance"]["situations"]) == {
        one.situation for one in policy.guidance if one.situation
    }
    for key, remedy in policy.remedies.items():
        assert shown["remedies"][key]["cash"] == remedy.cash
        assert shown["remedies"][key]["severities"] == sorted(remedy.severities)


async def test_the_policy_shows_hours_as_people_write_them_pc_33(service: Service) -> None:
    shown = (await service.get("handler", "/v1/policy")).json()
    assert shown["contact_hours"] == {"opens": "09:00", "closes": "20:30"}
    assert shown["opening"] == {"days": {}, "holidays_known_until": None}
    hours = '[hours]\nregion = "CN"\ndays = { sat = ["10:00-24:00"] }\n'
    text = text_of("default").replace('[hours]\nregion = "none"\n', hours)
    await service.services.policies.adopt(
        HERE, policy_text=text, at=service.services.clock(), by=Actor("console")
    )
    shown = (await service.get("handler", "/v1/policy")).json()
    assert shown["opening"]["days"] == {"sat": [{"opens": "10:00", "closes": "24:00"}]}
    assert shown["opening"]["holidays_known_until"] == "2026-12-31"

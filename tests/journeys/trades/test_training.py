"""Training: what the lessons teach is at hand while staff answer, in their language (TR-01..06)."""

from typing import Any

import httpx
import pytest

from app.domain.policy import GUIDANCE_STAGES
from tests.journeys.conftest import Open
from tests.journeys.trades.business import Business

TRADES = (
    "wedding-studio",
    "shopping-centre",
    "photo-chain",
    "leisure-club",
    "beauty",
    "after-sales",
)
LANGUAGES = ("en", "zh-Hans", "zh-Hant")

every_trade = pytest.mark.parametrize("trade", TRADES)


def rules(answer: dict[str, Any], kind: str) -> set[str]:
    return {rule for one in answer[kind] for rule in one["rule"].split(", ")}


def training(answer: dict[str, Any], kind: str) -> list[str]:
    return [one["text"] for one in answer[kind] if "TR-" in one["rule"]]


async def teaches(house: Business, stage: str, language: str, **more: str) -> dict[str, Any]:
    """What a newcomer, who may do nothing yet but ask, is told."""
    return await house.get("newcomer", "/v1/guidance", stage=stage, language=language, **more)


@every_trade
async def test_words_to_say_and_what_never_to_say_in_three_languages_tr_02_tr_05(
    open_business: Open, trade: str
) -> None:
    async with open_business(trade) as house:
        await house.hire("newcomer", next(iter(house.policy.roles)))
        said = [await teaches(house, "explanation", language) for language in LANGUAGES]
        assert [answer["language"] for answer in said] == list(LANGUAGES)
        for kind in ("say", "never"):
            texts = [training(answer, kind) for answer in said]
            assert all(len(one) == 1 for one in texts)
            assert len({text for one in texts for text in one}) == 3
        [forbidden] = training(said[0], "never")
        assert "That is not my department" in forbidden
        sorry = await teaches(house, "apology", "zh-Hans")
        assert {"TR-05"} <= rules(sorry, "say")
        assert {"TR-02"} <= rules(sorry, "never")


@every_trade
async def test_theory_and_skill_are_taught_when_they_are_asked_for_tr_01_tr_05(
    open_business: Open, trade: str
) -> None:
    async with open_business(trade) as house:
        await house.hire("newcomer", next(iter(house.policy.roles)))
        plain = await teaches(house, "reception", "en")
        assert {"theory", "skill"} <= set(plain["situations"])
        assert not any("Six steps" in text for text in training(plain, "do"))
        skill = await teaches(house, "reception", "en", situation="skill")
        assert any("Six steps" in text for text in training(skill, "do"))
        review = await teaches(house, "review", "en")
        assert {"TR-01", "TR-06"} <= rules(review, "do")
        headers = {"Authorization": f"Bearer {house.tokens['newcomer']}"}
        for unknown in ({"stage": "lunch"}, {"stage": "reception", "situation": "hungry"}):
            answer = await house.client.get("/v1/guidance", params=unknown, headers=headers)
            assert answer.status_code == httpx.codes.UNPROCESSABLE_ENTITY
            assert answer.json()["code"] == "unknown-term"


@every_trade
async def test_the_lessons_go_from_the_first_word_to_the_review_tr_03_tr_04_tr_06(
    open_business: Open, trade: str
) -> None:
    async with open_business(trade) as house:
        await house.hire("newcomer", next(iter(house.policy.roles)))
        taught = set()
        for stage in GUIDANCE_STAGES:
            answer = await teaches(house, stage, "zh-Hant", situation="theory")
            taught |= {rule for kind in ("say", "do", "never") for rule in rules(answer, kind)}
        assert {"TR-01", "TR-02", "TR-03", "TR-04", "TR-05", "TR-06"} <= taught


async def test_the_language_is_the_one_that_the_asker_reads_tr_05(open_business: Open) -> None:
    async with open_business("photo-chain") as chain:
        headers = {"Authorization": f"Bearer {chain.tokens['receptionist']}"}
        for asked, given in (("zh-TW", "zh-Hant"), ("en-GB, zh;q=0.5", "en"), ("fr", "zh-Hans")):
            answer = await chain.client.get(
                "/v1/guidance",
                params={"stage": "telephone"},
                headers={**headers, "Accept-Language": asked},
            )
            assert answer.headers["content-language"] == answer.json()["language"] == given
            assert "TR-06" in rules(answer.json(), "do")
        stranger = await chain.client.get("/v1/guidance", params={"stage": "telephone"})
        assert stranger.status_code == httpx.codes.UNAUTHORIZED

"""A clerk follows the three copies from the first desk to the archive (SC-35..38, SC-46)."""

import asyncio
from datetime import timedelta

import httpx
import pytest

from app.access.organisations import found
from app.domain.values import Actor, OrganisationId, Place
from app.policies import text_of
from tests.journeys.form.clerk import KEEPERS, Form
from tests.journeys.form.places import gone, lies, moved
from tests.journeys.trades.business import Business, places
from tests.support.commands.ending import handed_over, reopened, signed
from tests.support.commands.remedy import (
    asked_for,
    changed,
    compensated,
    offer,
    queried,
    query_answered,
    released,
    taken_back,
    withheld,
)

ALBUM = offer("redo", "重做相册", cost=300, value=800)
TWO_YEARS = timedelta(days=2 * 366 + 1)
THIRTY_YEARS = timedelta(days=31 * 366)
"""Vouchers are kept so long from the end of their year."""


async def test_the_audit_copy_follows_the_money_from_desk_to_desk_to_the_archive_sc_36_sc_46(
    house: Business,
) -> None:
    form = await Form.received(house)
    await moved(form, "audit", Place.WITH_HANDLING_UNIT, "front-desk")
    await form.agreed(ALBUM)
    await form.by("handler", asked_for(300, "相册"))
    await moved(form, "audit", Place.WITH_FINANCE, "handler")
    await form.by("finance", queried("发票呢？"))
    await moved(form, "audit", Place.QUERIED, "finance")
    await form.by("handler", query_answered("附上"))
    await moved(form, "audit", Place.WITH_FINANCE, "handler")
    await form.by("finance", released("V-1"))
    await moved(form, "audit", Place.CONFIRMED, "finance")
    await form.by("handler", compensated("redo", 300, "张女士"))
    await moved(form, "audit", Place.WITH_AUDIT, "handler")
    await form.closed()
    assert (await lies(form, "audit"))["by"] == "handler"
    await form.by("audit", signed("audit"), handed_over("audit", "with-audit", "retained"))
    await moved(form, "audit", Place.RETAINED, "audit")
    house.time.now += THIRTY_YEARS
    await form.by("audit", handed_over("audit", "retained", "destroyed"))
    await gone(form, "audit")


@pytest.mark.parametrize(
    ("kind", "first"), [("handler", "with-handling-unit"), ("planning", "with-planning")]
)
async def test_the_other_copies_stay_where_they_are_kept_until_they_may_go_sc_35_sc_38_sc_46(
    house: Business, kind: str, first: str
) -> None:
    form, keeper = await Form.received(house), KEEPERS[kind]
    await moved(form, kind, Place(first), "front-desk")
    await form.refused(keeper, handed_over(kind, first, "retained"), "not-ended")
    await form.agreed(ALBUM)
    await form.paid("redo", 300)
    await form.closed()
    assert (await lies(form, kind))["place"] == first
    await form.by(keeper, handed_over(kind, first, "retained"))
    await moved(form, kind, Place.RETAINED, keeper)
    house.time.now += TWO_YEARS
    await form.by(keeper, handed_over(kind, "retained", "destroyed"))
    await gone(form, kind)


async def test_without_cost_the_copy_goes_straight_to_audit_and_out_again_when_reopened_sc_37(
    house: Business,
) -> None:
    form = await Form.received(house)
    await form.closed_without_cost()
    await moved(form, "audit", Place.WITH_AUDIT, "handler")
    for kind, origin in (("audit", "with-audit"), ("handler", "with-handling-unit")):
        await form.by(KEEPERS[kind], handed_over(kind, origin, "retained"))
    await form.by("handler", reopened("not-satisfied", "又脱胶了"))
    await moved(form, "audit", Place.WITH_HANDLING_UNIT, "handler")
    await moved(form, "handler", Place.WITH_HANDLING_UNIT, "handler")
    assert places(await form.copy()) == [
        "with-handling-unit",
        "with-audit",
        "retained",
        "with-handling-unit",
    ]


async def test_what_lies_somewhere_since_when_is_counted_over_all_forms_sc_35(
    house: Business,
) -> None:
    forms = [await Form.received(house) for _ in range(4)]
    for form in forms[:3]:
        await form.agreed(ALBUM)
        await form.by("handler", asked_for(300, "相册"))
    await forms[0].by("finance", withheld("无报价"))
    await forms[1].by("finance", released("V-1"))
    await forms[1].by("handler", changed(250, "小一号"))
    await forms[2].by("finance", released("V-2"))
    await forms[2].by("handler", compensated("redo", 280, "张女士"))
    await forms[2].by("finance", taken_back("卡号有误"))
    found = [(await lies(form, "audit"))["place"] for form in forms]
    assert found == ["with-handling-unit", "with-finance", "confirmed", "with-handling-unit"]
    before = (house.time.now - timedelta(minutes=1)).isoformat()
    asked = {"custody": "confirmed", "since_before": before}
    assert (await house.get("audit", "/v1/copies/audit", **asked))["items"] == []


async def test_of_two_who_hand_a_copy_on_at_once_one_is_told_that_it_is_gone_sc_46(
    house: Business,
) -> None:
    form = await Form.received(house)
    await form.closed_without_cost()
    await house.hire("second-auditor", "audit")
    act = handed_over("audit", "with-audit", "retained")
    answers: list[httpx.Response] = await asyncio.gather(
        *(house.send(role, form.id, act.noun, **act.body) for role in ("audit", "second-auditor"))
    )
    assert sorted(answer.status_code for answer in answers) == [200, 409]
    [lost] = [answer.json() for answer in answers if answer.status_code == 409]
    assert lost["code"] in {"wrong-state", "version-conflict"}, lost
    assert places(await form.copy()) == ["with-handling-unit", "with-audit", "retained"]
    await form.refused("audit", act, "wrong-state", "origin")


async def test_a_copy_goes_only_by_its_route_and_by_whoever_holds_it_sc_36_sc_46(
    house: Business,
) -> None:
    form = await Form.received(house)
    await form.agreed(ALBUM)
    await form.by("handler", asked_for(300, "相册"))
    early = handed_over("audit", "with-finance", "with-audit")
    await form.refused("audit", early, "not-permitted")
    await form.refused("finance", early, "against-policy", "to")
    await form.refused("audit", handed_over("audit", "with-audit", "retained"), "wrong-state")
    await form.refused("handler", handed_over("audit", "anywhere", "retained"), "invalid", "origin")
    await form.refused("planning", handed_over("planning", "with-planning", "with-audit"),
                       "against-policy", "to")  # fmt: skip
    await form.refused("handler", handed_over("planning", "with-planning", "retained"),
                       "not-permitted")  # fmt: skip
    assert (await lies(form, "audit"))["place"] == "with-finance"


async def test_another_organisation_finds_neither_the_form_nor_its_copies_sc_35_sc_38(
    house: Business,
) -> None:
    form = await Form.received(house)
    await form.closed_without_cost()
    await neighbour(house)
    act = handed_over("audit", "with-audit", "retained")
    await form.refused("neighbour", act, "not-found")
    for kind in KEEPERS:
        for what in ("copies", "prints"):
            answer = await house.ask("neighbour", f"/v1/complaints/{form.id}/{what}/{kind}")
            assert (answer.status_code, answer.json()["code"]) == (404, "not-found")
        assert (await house.get("neighbour", f"/v1/copies/{kind}"))["items"] == []
    assert (await house.get("neighbour", "/v1/copies/custody"))["items"] == []
    assert (await lies(form, "audit"))["place"] == "with-audit"


async def neighbour(house: Business) -> None:
    """Found another house on the same database, and give somebody there every role."""
    other, services = OrganisationId("neighbour"), house.services
    text = text_of("default")
    at, founder = house.time.now, Actor("founder")
    policy = await found(services.store, other, title="邻居", policy_text=text, at=at, by=founder)
    everything = Actor("neighbour", tuple(policy.roles))
    house.tokens["neighbour"] = (await services.tokens.create(other, everything)).secret

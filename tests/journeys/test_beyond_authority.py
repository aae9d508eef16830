"""More than one may decide: asked upward, level by level, and decided there (WS-40, LC-22)."""

from tests.journeys.procedure import UNDERSTOOD, Case, copies_agree, somebody
from tests.support.commands.handling import escalated, instructed
from tests.support.commands.receipt import classified, confirmed
from tests.support.commands.remedy import agreed, approved, asked_for, offer, planned, refused

TRIP = planned("退全款并赔旅费", offer("cash", "退款和旅费", cost=6000))
COUPON = planned("重做并送优惠券", offer("redo", "重做", cost=200), offer("coupon", "券", cost=100))


async def is_ready(case: Case) -> None:
    await case.by("front-desk", UNDERSTOOD)
    await case.by("handler", classified("product-quality"))
    await case.by("supervisor", confirmed())


async def test_lc_22_a_demand_beyond_everybodys_authority_climbs_to_the_top_and_is_refused(
    case: Case,
) -> None:
    await is_ready(case)
    await case.by("handler", TRIP)
    assert (await case.events())[-1] == "proposed"
    money = asked_for(6000, "旅费")
    await case.refused("handler", money, 409, "not-open-item")
    await case.refused("handler", approved(), 403, "not-permitted")
    problem = await case.refused("supervisor", approved(), 403, "beyond-authority")
    assert problem["could"] == ["general-manager"]

    higher = escalated("second", "general-manager", "金额太大")
    await case.refused("handler", higher, 422, "against-policy")  # level by level
    await case.by("handler", escalated("first", "manager", "超出主管权限", to_unit="operations"))
    problem = await case.refused("manager", approved(), 403, "beyond-authority")
    assert problem["could"] == ["general-manager"]
    await case.by("manager", higher)
    await case.by("general-manager", refused("无合同依据"))
    await case.by("general-manager", instructed("重做相册，另送优惠券", "zhao.min"))
    await case.refused("handler", money, 409, "not-open-item")

    await case.by("handler", COUPON)
    problem = await case.refused("supervisor", approved(2), 403, "beyond-authority")
    assert problem["could"] == ["manager", "general-manager"]
    await case.by("manager", approved(2))
    await case.by("handler", agreed("可以接受", 2))
    await case.by("handler", asked_for(300, "重做和优惠券", 2))

    copies = await copies_agree(case)
    assert copies["planning"]["escalations"] == 2
    assert copies["planning"]["tier"] == copies["audit"]["tier"] == "second"
    assert {copy["handling_unit"] for copy in copies.values()} == {"operations"}
    assert [step["who"] for step in copies["handler"]["assisting"]] == [
        ["manager", "operations"],
        ["general-manager"],
    ]
    plans = (await case.shown())["plans"]
    assert [plan["status"] for plan in plans] == ["refused", "agreed"]


async def test_ws_40_what_is_beyond_the_order_terms_is_for_the_manager_whatever_it_costs(
    case: Case,
) -> None:
    await is_ready(case)
    extra = planned("额外赠送", offer("accessory", "相框", cost=50), beyond_order_terms=True)
    await case.by("supervisor", extra)
    assert (await case.events())[-1] == "proposed"
    await case.refused("supervisor", approved(), 422, "duties-not-separate")
    await case.by("manager", approved())
    assert (await case.events())[-1] == "plan-approved"


async def test_lc_22_what_is_asked_for_a_plan_stays_within_what_was_approved(case: Case) -> None:
    await is_ready(case)
    await case.by("supervisor", COUPON)  # within his own authority: approved with that
    assert (await case.events())[-2:] == ["proposed", "plan-approved"]
    await case.by("handler", asked_for(200, "重做"))
    await case.refused("handler", asked_for(101, "优惠券"), 422, "against-policy")
    await case.by("handler", asked_for(100, "优惠券"))
    audit = await case.copy("finance", "audit")
    assert [item["requested"]["by"] for item in audit["expenses"]] == [somebody("handler")] * 2

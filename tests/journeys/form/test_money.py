"""Money that is refused, changed, brought back or asked for twice; the books balance (SC-36)."""

from datetime import timedelta
from typing import Any

from app.domain.values import Place
from tests.journeys.form.clerk import Form
from tests.journeys.form.money import WHOLE, ledger, stands
from tests.journeys.form.places import lies, moved
from tests.journeys.trades.business import Business, places
from tests.support.commands.ending import closed, reopened, signed
from tests.support.commands.remedy import (
    asked_for,
    changed,
    compensated,
    offer,
    released,
    taken_back,
    withheld,
)

ALBUM = offer("redo", "重做相册", cost=300, value=800)
COUPON = offer("coupon", "优惠券", cost=80)
FRAME = offer("accessory", "相框", cost=45)


async def standing(form: Form) -> list[str]:
    """Name the boxes that are signed and whose signature holds, by the copy of audit."""
    copy = await form.copy()
    return [one["box"] for one in copy["sign_offs"] if one["voided"] is None]


async def expenses(form: Form) -> list[tuple[str, int, str | None]]:
    """Tell of each expense how it stands, for how many yuan, under which voucher."""
    copy = await form.copy()
    return [
        (one["status"], one["amount"]["amount"] // 100, one["voucher"]) for one in copy["expenses"]
    ]


async def test_what_finance_refuses_costs_nothing_and_may_be_asked_for_again_sc_36(
    house: Business,
) -> None:
    form = await Form.received(house)
    await form.agreed(ALBUM)
    await form.by("handler", asked_for(300, "相册"))
    await form.refused("finance", withheld(""), "invalid", "reason")
    await form.by("finance", withheld("没有报价单"))
    await moved(form, "audit", Place.WITH_HANDLING_UNIT, "finance")
    assert await stands(house) == {"refused": 300}
    await form.refused("handler", compensated("redo", 300, "张女士"), "not-open-item", "expense")
    await form.by("handler", asked_for(280, "相册，附报价单"))
    assert await stands(house) == {"refused": 300, "open": 280}
    await form.refused("finance", released("V-1"), "not-open-item", "expense")
    await form.by("finance", released("V-1", 2))
    await form.by("handler", compensated("redo", 280, "张女士", expense=2))
    assert await stands(house) == {"refused": 300, "paid": 280}
    assert await expenses(form) == [("refused", 300, None), ("paid", 280, "V-1")]
    await form.closed()


async def test_another_amount_is_decided_and_signed_anew_sc_36_sc_40_sc_45(
    house: Business,
) -> None:
    form = await Form.received(house)
    await form.agreed(ALBUM)
    await form.by("handler", asked_for(300, "相册"))
    await form.by("finance", released("V-1"))
    await form.signed()
    assert await standing(form) == ["filler", "recording-unit", "handling-unit", "finance"]
    await form.refused("handler", changed(300, "没变"), "implausible", "amount")
    await form.refused("handler", changed(301, "多一元"), "against-policy", "amount")
    await form.by("handler", changed(260, "小一号"))
    await moved(form, "audit", Place.WITH_FINANCE, "handler")
    assert await standing(form) == ["filler"]
    assert await expenses(form) == [("requested", 260, None)]
    assert await stands(house) == {"open": 260}
    await form.refused("handler", compensated("redo", 260, "张女士"), "not-open-item", "expense")
    await form.refused("finance", signed("finance"), "steps-missing", "box")
    await form.by("finance", released("V-2"))
    await form.by("handler", compensated("redo", 250, "张女士"))
    assert await stands(house) == {"paid": 250, "spared": 10}
    await form.refused("handler", changed(200, "太迟"), "not-open-item", "expense")
    await form.closed()
    copy = await form.copy()
    assert [one["box"] for one in copy["sign_offs"] if one["voided"]] == [
        "recording-unit",
        "handling-unit",
        "finance",
    ]
    assert {one["voided"]["by"] for one in copy["sign_offs"] if one["voided"]} == {"handler"}
    assert copy["expenses"][0]["changes"][0]["before"] == {"amount": 30000, "currency": "CNY"}


async def test_what_came_back_is_payable_again_and_paid_or_refused_sc_36(
    house: Business,
) -> None:
    form = await Form.received(house)
    await form.agreed(ALBUM, COUPON)
    await form.paid("redo", 300)
    await form.signed()
    await form.refused("handler", taken_back("不行"), "not-permitted")
    await form.by("finance", taken_back("卡号有误"))
    await moved(form, "audit", Place.CONFIRMED, "finance")
    assert await standing(form) == ["filler"]
    assert await stands(house) == {"payable": 300}
    assert (await form.copy())["total_cost"] is None
    await form.refused("finance", taken_back("再来"), "not-open-item", "compensation")
    await form.refused("handler", closed("remedied", "已办妥"), "steps-missing")
    await form.by("handler", compensated("redo", 290, "张女士"))
    assert await stands(house) == {"paid": 290, "spared": 10}
    await form.by("finance", taken_back("又退回", 2), withheld("改为当面支付"))
    assert await stands(house) == {"refused": 300}
    await moved(form, "audit", Place.WITH_HANDLING_UNIT, "finance")
    await form.by("handler", asked_for(80, "优惠券"))
    await form.by("finance", released("V-2", 2))
    await form.by("handler", compensated("coupon", 80, "张女士", expense=2))
    assert await stands(house) == {"refused": 300, "paid": 80}
    given = (await form.copy())["compensations"]
    assert [(one["remedy"], bool(one["reversed"])) for one in given] == [
        ("redo", True),
        ("redo", True),
        ("coupon", False),
    ]


async def test_each_of_several_expenses_has_its_own_decision_sc_36(house: Business) -> None:
    form = await Form.received(house)
    await form.agreed(ALBUM, COUPON, FRAME)
    for amount, purpose in ((300, "相册"), (80, "优惠券"), (45, "相框")):
        await form.by("handler", asked_for(amount, purpose))
    await form.refused("handler", asked_for(1, "多出来的"), "against-policy", "amount")
    await form.by("finance", withheld("优惠券另发", 2), released("V-3", 3))
    assert (await lies(form, "audit"))["place"] == Place.WITH_FINANCE
    assert await stands(house) == {"open": 300, "refused": 80, "payable": 45}
    await form.by("handler", compensated("accessory", 45, "张女士", expense=3))
    assert (await lies(form, "audit"))["place"] == Place.WITH_FINANCE
    await form.by("finance", released("V-1", 1))
    await moved(form, "audit", Place.CONFIRMED, "finance")
    await form.by("handler", compensated("redo", 300, "张女士"))
    await moved(form, "audit", Place.WITH_AUDIT, "handler")
    assert await expenses(form) == [
        ("paid", 300, "V-1"),
        ("refused", 80, None),
        ("paid", 45, "V-3"),
    ]
    assert await stands(house) == {"refused": 80, "paid": 345}
    assert (await form.copy())["total_cost"] == {"amount": 34500, "currency": "CNY"}


async def test_what_ended_is_reopened_before_its_money_is_taken_back_sc_36_pc_34(
    house: Business,
) -> None:
    form = await Form.received(house)
    await form.agreed(ALBUM)
    await form.paid("redo", 300)
    await form.closed()
    await form.by("audit", signed("audit"))
    await form.refused("finance", taken_back("卡号有误"), "already-ended")
    house.time.now += timedelta(days=30)
    await form.by("handler", reopened("not-satisfied", "款未到账"))
    assert await standing(form) == []
    assert await stands(house) == {"paid": 300}
    await form.by("finance", taken_back("卡号有误"))
    await moved(form, "audit", Place.CONFIRMED, "finance")
    await form.by("handler", compensated("redo", 300, "张女士"))
    await form.closed()
    assert places(await form.copy())[-4:] == [
        "with-audit",
        "with-handling-unit",
        "confirmed",
        "with-audit",
    ]
    months = {one["month"]: one for one in (await ledger(house, **WHOLE))["months"]}
    assert {month: moved_to(one) for month, one in months.items()} == {
        "2026-03": {"requested": 300, "paid": 300, "redo": 300},
        "2026-04": {"redo": 0},
    }


def moved_to(month: dict[str, Any]) -> dict[str, int]:
    """Tell what moved in a month, in whole yuan."""
    amounts = {part: value // 100 for part, value in month.items() if isinstance(value, int)}
    given = {remedy: value // 100 for remedy, value in month["remedies"].items()}
    return {part: value for part, value in amounts.items() if value} | given

"""The shopping centre's form in three copies: where each one goes, with cost and without."""

import json

import pytest

from tests.journeys.procedure import (
    NAME,
    STATEMENT,
    TELEPHONE,
    UNDERSTOOD,
    Case,
    copies_agree,
    somebody,
)
from tests.support.commands.ending import closed, signed
from tests.support.commands.handling import replied
from tests.support.commands.receipt import classified, confirmed, courtesy, memo
from tests.support.commands.remedy import (
    agreed,
    approved,
    asked_for,
    compensated,
    found,
    offer,
    planned,
    released,
    withheld,
)
from tests.support.service import ROLES

ALBUM = offer("redo", "重做相册", cost=300, value=800)
PRIVATE = (NAME, TELEPHONE, STATEMENT, "电话里记下经过", "住在平江路12号", "张先生")


async def is_understood(case: Case) -> None:
    """The front desk takes the memo and apologises, the handler classifies and looks into it."""
    await case.by("front-desk", UNDERSTOOD)
    await case.by("front-desk", courtesy("非常抱歉"))
    await case.by("handler", classified("product-quality"))
    await case.by("handler", memo("住在平江路12号"))
    await case.by("handler", found("核对了排版文件", "排版时两页装反", "ours"), "30m")


async def money_is_asked(case: Case) -> None:
    """The unit head confirms, the plan is approved and agreed, and finance is asked for money."""
    early = asked_for(300, "重做相册")
    await case.refused("handler", early, 409, "steps-missing")
    await case.by("supervisor", confirmed(remark="属实"))  # SC-40
    await case.by("handler", planned("重做相册", ALBUM))
    await case.refused("handler", early, 409, "not-open-item")
    await case.by("supervisor", approved())
    await case.by("handler", agreed("同意重做"), "1h")
    await case.by("handler", early)


async def boxes_are_signed(case: Case, *more: tuple[str, str]) -> None:
    """Each box is signed by whom it is for, after those before it."""
    boxes = (
        ("front-desk", "filler"),
        ("supervisor", "recording-unit"),
        ("manager", "handling-unit"),
        *more,
    )
    for nth, (role, box) in enumerate(boxes):
        for later_role, later_box in boxes[nth + 1 :]:
            await case.refused(later_role, signed(later_box), 409, "steps-missing")
        await case.by(role, signed(box))


async def test_sc_35_to_sc_45_with_cost_it_goes_by_finance_and_payment_to_audit(
    case: Case,
) -> None:
    await is_understood(case)
    assert await case.fetched("finance", "audit", custody="with-finance") is None
    await money_is_asked(case)

    fetched = await case.fetched("finance", "audit", custody="with-finance")  # SC-36
    assert fetched is not None
    assert fetched["expenses"][0]["amount"] == {"amount": 30000, "currency": "CNY"}
    assert fetched["confirmation"]["by"] == somebody("supervisor")
    await case.refused("handler", compensated("redo", 300, NAME), 409, "not-open-item")
    await case.by("finance", released("V-2026-0311"), "1d")
    assert await case.fetched("finance", "audit", custody="with-finance") is None
    assert await case.fetched("finance", "audit", custody="confirmed") is not None

    unsigned = compensated("redo", 300, " ")
    await case.refused("handler", unsigned, 422, "invalid")  # SC-43
    await case.by("handler", compensated("redo", 300, "张先生"), "2d")
    assert await case.fetched("audit", "audit", custody="with-audit") is not None

    await boxes_are_signed(case, ("finance", "finance"))  # SC-45
    await case.by("handler", closed("remedied", "相册重做，客户签收"))
    assert await case.fetched("audit", "audit", custody="with-audit") is not None
    await case.by("audit", signed("audit", remark="凭证齐全"), "1d")

    copies = await copies_agree(case)
    audit = copies["audit"]
    assert [(stay["place"], stay["by"]) for stay in audit["custody_trail"]] == [
        ("with-handling-unit", somebody("front-desk")),
        ("with-finance", somebody("handler")),
        ("confirmed", somebody("finance")),
        ("with-audit", somebody("handler")),
    ]
    since = [stay["since"] for stay in audit["custody_trail"]]
    assert since == sorted(since)
    assert len(set(since)) == len(since)
    assert [box["box"] for box in audit["sign_offs"]] == [
        "filler",
        "recording-unit",
        "handling-unit",
        "finance",
        "audit",
    ]
    assert audit["with_cost"]
    assert audit["total_cost"] == {"amount": 30000, "currency": "CNY"}
    assert audit["expenses"][0]["voucher"] == "V-2026-0311"
    assert audit["compensations"][0]["signatory"] == "张先生"
    assert copies["handler"]["result"]["remedies"][0]["signatory"] == "张先生"
    assert copies["planning"]["remedies"] == [
        {"remedy": "redo", "cost": {"amount": 30000, "currency": "CNY"}, "reversed": False}
    ]


async def test_sc_37_without_cost_it_goes_straight_to_audit(case: Case) -> None:
    await is_understood(case)
    await case.by("handler", planned("当面解释", offer("explanation-only", "说明工艺")))
    await case.by("handler", agreed("理解了"))
    await case.by("handler", replied("说明了色差的由来"))
    await boxes_are_signed(case)
    await case.refused("finance", signed("finance"), 409, "not-open-item")
    await case.by("handler", closed("explained", "说明了工艺，客户谅解"))

    fetched = await case.fetched("audit", "audit", custody="with-audit")
    assert fetched is not None
    assert [stay["place"] for stay in fetched["custody_trail"]] == [
        "with-handling-unit",
        "with-audit",
    ]
    assert not fetched["with_cost"]
    await case.by("audit", signed("audit"))
    await copies_agree(case)


async def test_sc_36_an_expense_that_finance_refuses_returns_the_copy_to_the_handling_unit(
    case: Case,
) -> None:
    await is_understood(case)
    await money_is_asked(case)
    await case.by("finance", withheld("没有报价单"), "1d")

    audit = await case.copy("audit", "audit")
    assert [stay["place"] for stay in audit["custody_trail"]] == [
        "with-handling-unit",
        "with-finance",
        "with-handling-unit",
    ]
    assert audit["custody_trail"][-1]["by"] == somebody("finance")
    assert audit["expenses"][0]["remark"] == "没有报价单"
    assert await case.fetched("finance", "audit", custody="with-finance") is None
    await case.refused("handler", compensated("redo", 300, NAME), 409, "not-open-item")

    await boxes_are_signed(case)
    await case.by("handler", closed("rejected-by-customer", "费用未批，客户不接受"))
    ended = (await copies_agree(case))["audit"]
    assert ended["custody"] == "with-audit"
    assert not ended["with_cost"]
    assert ended["total_cost"] is None


async def test_sc_36_money_asked_for_keeps_the_case_open_until_finance_has_decided(
    case: Case,
) -> None:
    await is_understood(case)
    await money_is_asked(case)
    problem = await case.refused("handler", closed("remedied", "相册重做"), 409, "steps-missing")
    assert problem["missing"] == [
        "expense:1",
        "box:filler",
        "box:recording-unit",
        "box:handling-unit",
        "box:finance",
    ]


async def test_sc_40_who_filled_the_form_in_or_asked_for_money_does_not_also_confirm_it(
    case: Case,
) -> None:
    await case.refused("front-desk", confirmed(), 403, "not-permitted")
    await money_is_asked(case)
    await case.refused("handler", released("V-1"), 403, "not-permitted")
    await case.refused("supervisor", signed("finance"), 403, "not-permitted")


@pytest.mark.parametrize(
    ("copy", "readers"),
    [
        ("handler", {"front-desk", "handler", "supervisor", "manager", "general-manager"}),
        ("audit", {"finance", "audit"}),
        ("planning", {"manager", "general-manager", "planning"}),
    ],
)
async def test_sc_35_to_sc_38_each_copy_opens_for_its_own_readers_only(
    case: Case, copy: str, readers: set[str]
) -> None:
    able = set()
    for role in ROLES:
        one = await case.service.get(role, f"/v1/complaints/{case.id}/copies/{copy}")
        feed = await case.service.get(role, f"/v1/copies/{copy}")
        assert one.status_code == feed.status_code
        if one.status_code == 200:
            able.add(role)
        else:
            assert one.json()["code"] == feed.json()["code"] == "not-permitted"
    assert able == readers


async def test_sc_38_the_planning_copy_holds_no_personal_data(case: Case) -> None:
    await is_understood(case)
    await money_is_asked(case)
    await case.by("finance", released("V-1"))
    await case.by("handler", compensated("redo", 300, "张先生"))
    await boxes_are_signed(case, ("finance", "finance"))
    await case.by("handler", closed("remedied", "张女士在平江路12号签收"))

    copies = await copies_agree(case)
    shown = {name: json.dumps(copy, ensure_ascii=False) for name, copy in copies.items()}
    assert all(word in shown["handler"] for word in PRIVATE)
    assert [word for word in PRIVATE if word in shown["planning"]] == []

"""The shopping centre: the form in three copies, decided at its tier, within one day."""

from typing import Any

from tests.journeys.conftest import Open
from tests.journeys.trades.business import SIGNED, Business, missed, offer, places, yuan

UNDERSTOOD: dict[str, Any] = {"reason": "拉链坏", "subject": "拉杆箱", "demand": "换一只"}
WITH_COST = (
    ("service-staff", "filler"),
    ("duty-manager", "recording-unit"),
    ("store-manager", "handling-unit"),
)


async def sign(centre: Business, complaint: str, *boxes: tuple[str, str]) -> None:
    for role, box in boxes:
        await centre.do(role, complaint, "signatures", box=box)


async def test_an_exchange_on_the_spot_passes_finance_and_is_signed_for_sc_20_sc_36_sc_40_sc_43(
    open_business: Open,
) -> None:
    """SC-13, SC-16, SC-35, SC-45 as well: the whole form, box by box."""
    async with open_business("shopping-centre") as centre:
        complaint = await centre.receive("service-staff", unit="service-desk", **UNDERSTOOD)
        assert await centre.due("store-manager", complaint) == {
            "reaction": "2026-03-02 11:00",
            "confirmation": "2026-03-02 14:00",
            "one-day": "2026-03-03 10:00",
        }
        assert await centre.next_steps("service-staff", complaint) == [
            "apologise",
            "confirm-record",
            "classify",
            "sign-off:filler",
        ]
        problem = await centre.refused("service-staff", complaint, "confirmations")
        assert problem["code"] == "not-permitted"
        await centre.do("service-staff", complaint, "classifications", category="exchange")
        new = {"explanation": "换新", "offers": [offer("exchange", 260)]}
        problem = await centre.refused("service-staff", complaint, "plans", **new)
        assert problem["missing"] == ["confirmation"]
        await centre.do("duty-manager", complaint, "confirmations", remark="属实")
        problem = await centre.refused("store-manager", complaint, "confirmations")
        assert problem["code"] == "not-open-item"
        await centre.do("service-staff", complaint, "plans", **new)
        plan = (await centre.case("service-staff", complaint))["plans"][0]
        assert plan["status"] == "approved"

        give = {"remedy": "exchange", "amount": yuan(260), "signature": SIGNED, "expense": 1}
        problem = await centre.refused(
            "service-staff", complaint, "expenses", amount=yuan(261), purpose="换货", plan=1
        )
        assert problem["code"] == "against-policy"
        await centre.do(
            "service-staff", complaint, "expenses", amount=yuan(260), purpose="换货", plan=1
        )
        problem = await centre.refused("service-staff", complaint, "compensations", **give)
        assert problem["code"] == "not-open-item"
        assert (await centre.copy("finance", complaint, "audit"))["custody"] == "with-finance"
        await centre.do(
            "finance", complaint, "expense-reviews", expense=1, verdict="approve", voucher="P-7"
        )
        unsigned = {**give, "signature": {"kind": "name", "signatory": " "}}
        problem = await centre.refused("service-staff", complaint, "compensations", **unsigned)
        assert problem["fields"][0]["field"] == "signature.signatory"
        await centre.do("service-staff", complaint, "compensations", **give)

        problem = await centre.refused(
            "store-manager", complaint, "signatures", box="handling-unit"
        )
        assert problem["missing"] == ["box:filler", "box:recording-unit"]
        await sign(centre, complaint, *WITH_COST)
        end = {"outcome": "exchanged", "result": "当场换新一只"}
        problem = await centre.refused("service-staff", complaint, "closures", **end)
        assert problem["missing"] == ["box:finance"]
        problem = await centre.refused("audit", complaint, "signatures", box="audit")
        assert problem["code"] == "not-ended"
        await sign(centre, complaint, ("finance", "finance"))
        await centre.do("service-staff", complaint, "closures", **end)
        await sign(centre, complaint, ("audit", "audit"))

        copies = await centre.copies(complaint)
        audit = copies["audit"]
        assert places(audit) == ["with-handling-unit", "with-finance", "confirmed", "with-audit"]
        assert [stay["by"] for stay in audit["custody_trail"]][-1] == "service-staff"
        assert len({box["by"] for box in audit["sign_offs"]}) == 5
        assert missed(audit) == []
        form = copies["handler"]
        assert form["filler"]["by"] == "service-staff"
        assert form["recording_unit_head"]["by"] == "duty-manager"
        assert form["result"]["remedies"][0]["signatory"] == "张女士"


async def test_what_the_desk_may_not_decide_goes_up_and_who_helps_is_named_sc_21_sc_44_sc_49_sc_51(
    open_business: Open,
) -> None:
    """SC-23, SC-24, SC-47 as well: by feedback card, beyond the desk, with another unit's help."""
    async with open_business("shopping-centre") as centre:
        complaint = await centre.receive(
            "store-staff", unit="store", channel="feedback-card", stage="收银", subject="停车券"
        )
        await centre.do("store-staff", complaint, "classifications", category="beyond-the-desk")
        hand_on = {
            "tier": "second",
            "to_role": "department-head",
            "to_unit": "administration",
            "reason": "无权处理",
        }
        problem = await centre.refused("store-staff", complaint, "escalations", **hand_on)
        assert problem["missing"] == ["demand", "reason"]
        problem = await centre.refused(
            "store-staff", complaint, "reports", to_roles=["department-head"], reason="越级"
        )
        assert problem["code"] == "against-policy"
        await centre.do(
            "store-staff", complaint, "reports", to_roles=["store-manager"], reason="无权处理"
        )
        await centre.do(
            "store-staff", complaint, "memos", text="再问", reason="机器坏", demand="补发停车券"
        )
        await centre.do("store-manager", complaint, "confirmations")
        take = {"handler": "store-manager", "unit": "store", "reason": "本人处理"}
        problem = await centre.refused("store-staff", complaint, "assignments", **take)
        assert problem["fields"][0]["field"] == "contact"
        await centre.do("store-staff", complaint, "assignments", **take, contact="店长分机8001")

        help_us = {
            "unit": "engineering",
            "what": "查验停车机",
            "due": "2026-03-02T18:00:00+08:00",
        }
        problem = await centre.refused("service-staff", complaint, "assistance", **help_us)
        assert problem["code"] == "not-permitted"
        await centre.do("store-manager", complaint, "assistance", **help_us)
        assert (await centre.due("store-manager", complaint))["assistance"] == "2026-03-02 18:00"
        await centre.hire("fitter", "assistant", units=("engineering",))
        await centre.hire("buyer", "assistant", units=("purchasing",))
        answer = {"assistance": 1, "result": "读卡器已换"}
        problem = await centre.refused("buyer", complaint, "assistance-answers", **answer)
        assert problem["code"] == "not-found"
        problem = await centre.refused(
            "store-manager", complaint, "closures", outcome="explained", result="说明"
        )
        assert "assistance:1" in problem["missing"]
        await centre.do("fitter", complaint, "assistance-answers", **answer)

        ticket = {"explanation": "补发", "offers": [offer("gift-in-lieu", 30)]}
        await centre.do("service-staff", complaint, "plans", **ticket)
        problem = await centre.refused(
            "service-staff", complaint, "plan-reviews", plan=1, verdict="approve"
        )
        assert problem["code"] == "not-permitted"
        assert "review-plan:1" in await centre.next_steps("store-manager", complaint)
        await centre.do("store-manager", complaint, "plan-reviews", plan=1, verdict="approve")
        case = await centre.case("store-manager", complaint)
        assert case["plans"][0]["status"] == "approved"
        assert (case["owner"], case["assignments"][0]["contact"]) == (
            "store-manager",
            "店长分机8001",
        )


async def test_legal_liability_goes_to_the_second_level_and_has_one_explanation_sc_08_sc_27_sc_28(
    open_business: Open,
) -> None:
    """SC-12, SC-14, SC-18, SC-26 as well: equipment is basic until the law comes in."""
    async with open_business("shopping-centre") as centre:
        complaint = await centre.receive(
            "store-staff", unit="store", place="三楼扶梯", stage="购物", **UNDERSTOOD
        )
        await centre.do("store-staff", complaint, "classifications", category="store-equipment")
        assert (await centre.case("store-staff", complaint))["tier"] == "basic"
        problem = await centre.refused(
            "store-staff",
            complaint,
            "classifications",
            category="store-equipment",
            tier="basic",
            legal=True,
        )
        assert problem["code"] == "against-policy"
        await centre.do(
            "store-staff",
            complaint,
            "classifications",
            category="store-equipment",
            severity=2,
            legal=True,
            uniform_explanation=True,
        )
        assert (await centre.case("store-staff", complaint))["tier"] == "second"
        words = {"words": "扶梯每月检验，记录可查", "understood": True}
        for other in ("store-staff", "store-manager"):
            problem = await centre.refused(other, complaint, "explanations", **words)
            assert problem["code"] == "not-permitted"
        problem = await centre.refused(
            "store-staff", complaint, "apologies", kind="admission", words="是我们的错"
        )
        assert problem["code"] == "admission-before-facts"
        await centre.do("customer-service-head", complaint, "explanations", **words)

        await centre.do("duty-manager", complaint, "confirmations")
        await centre.do(
            "department-head", complaint, "referrals", to="legal", reason="顾客要求鉴定"
        )
        pay = {"explanation": "医药费", "offers": [offer("compensation", 2500)]}
        await centre.do("store-manager", complaint, "plans", **pay)
        problem = await centre.refused(
            "store-manager", complaint, "plan-reviews", plan=1, verdict="approve"
        )
        assert problem["code"] == "duties-not-separate"
        problem = await centre.refused(
            "customer-service-head", complaint, "plan-reviews", plan=1, verdict="approve"
        )
        assert problem["could"] == ["department-head"]
        await centre.do(
            "department-head",
            complaint,
            "plan-reviews",
            plan=1,
            verdict="refuse",
            reason="鉴定之后再议",
        )
        boxes = (
            ("store-staff", "filler"),
            ("duty-manager", "recording-unit"),
            ("department-head", "handling-unit"),
        )
        await sign(centre, complaint, *boxes)
        end = {"outcome": "handed-to-law", "result": "移交法务"}
        problem = await centre.refused("department-head", complaint, "closures", **end)
        # The department head knows: he has refused the plan.
        assert problem["missing"] == ["report:customer-service-head"]
        above = ["store-manager", "department-head", "customer-service-head"]
        await centre.do("store-staff", complaint, "reports", to_roles=above, reason="法律责任")
        await centre.do("department-head", complaint, "closures", **end)

        copies = await centre.copies(complaint)
        assert copies["planning"]["flags"] == ["legal", "uniform_explanation"]
        assert copies["planning"]["referrals"] == ["legal"]
        assert places(copies["audit"]) == ["with-handling-unit", "with-audit"]
        assert copies["audit"]["with_cost"] is False


async def test_the_day_that_passes_is_reported_and_the_form_kept_two_years_sc_33_sc_37_sc_46(
    open_business: Open,
) -> None:
    """SC-10, SC-17 as well; the day stands still while the customer makes up her mind."""
    async with open_business("shopping-centre") as centre:
        left, waiting = [
            await centre.receive("service-staff", unit="service-desk", **UNDERSTOOD)
            for _ in range(2)
        ]
        await centre.do(
            "service-staff", waiting, "pauses", waiting_for="customer", reason="去想换哪一款"
        )
        await centre.later(hours=1, minutes=1)
        assert [one["clock"] for one in await _passed(centre, left)] == ["reaction"]
        await centre.until("2026-03-03T10:01:00+08:00")
        assert [one["clock"] for one in await _passed(centre, left)] == [
            "reaction",
            "confirmation",
            "one-day",
        ]
        assert "one-day" not in [one["clock"] for one in await _passed(centre, waiting)]
        told = (await centre.case("store-manager", left))["reports"][-1]["to_roles"]
        assert told == ["store-manager", "customer-service-head"]
        found = await centre.get("store-manager", "/v1/complaints", missed="true")
        assert left in [item["id"] for item in found["items"]]
        resting = await centre.worklist("store-manager", "waiting")
        assert [item["waiting_for"] for item in resting] == ["customer"]

        await centre.do("service-staff", waiting, "resumptions", reason="选好了")
        assert (await centre.due("store-manager", waiting))["one-day"] == "2026-03-04 10:01"
        await centre.do("service-staff", left, "classifications", category="service-items")
        boxes = (
            ("service-staff", "filler"),
            ("duty-manager", "recording-unit"),
            ("store-manager", "handling-unit"),
        )
        await sign(centre, left, *boxes)
        problem = await centre.refused(
            "service-staff", left, "closures", outcome="nothing", result="算了"
        )
        assert problem["code"] == "unknown-term"
        await centre.do(
            "service-staff", left, "closures", outcome="solved-on-the-spot", result="已说明"
        )
        copies = await centre.copies(left)
        assert places(copies["audit"]) == ["with-handling-unit", "with-audit"]
        assert missed(copies["audit"]) == ["reaction", "confirmation", "one-day"]

        third = {"copy": "planning", "origin": "with-planning", "to": "retained"}
        await centre.do("planning", left, "hand-overs", **third)
        third |= {"origin": "retained", "to": "destroyed"}
        await centre.until("2028-03-02T23:59:59+08:00")
        problem = await centre.refused("planning", left, "hand-overs", **third)
        assert (problem["code"], problem["kept_until"]) == ("still-kept", "2028-03-03")
        await centre.until("2028-03-03T00:00:00+08:00")
        await centre.do("planning", left, "hand-overs", **third)


async def _passed(centre: Business, complaint: str) -> list[dict[str, Any]]:
    case = await centre.case("store-manager", complaint)
    return [one for one in case["deadline_history"] if one["missed_at"]]


async def test_a_question_is_no_complaint_and_a_supplier_is_heard_at_his_tier_sc_22_sc_25_sc_48(
    open_business: Open,
) -> None:
    """SC-02, SC-06, SC-30, SC-38 as well."""
    async with open_business("shopping-centre") as centre:
        question = await centre.receive("store-staff", unit="store", statement="几点打烊？")
        problem = await centre.refused(
            "store-staff", question, "dismissals", reason="询问", customer_informed="yes"
        )
        assert problem["code"] == "invalid"
        await centre.do(
            "store-staff", question, "dismissals", reason="只是询问", customer_informed=True
        )
        problem = await centre.refused(
            "store-staff", question, "classifications", category="service-items"
        )
        assert problem["code"] == "already-ended"
        assert places((await centre.copies(question))["audit"])[-1] == "with-audit"

        supplier = {"name": "宏达食品", "kind": "supplier", "telephone": "021-6000"}
        complaint = await centre.receive(
            "service-staff",
            unit="service-desk",
            channel="supplier",
            stage="厂商往来",
            complainant=supplier,
            **UNDERSTOOD,
        )
        await centre.do(
            "service-staff",
            complaint,
            "classifications",
            category="supplier-complaint",
            supplier=True,
        )
        assert "report-up:store-manager" in await centre.next_steps("service-staff", complaint)
        await centre.do("duty-manager", complaint, "confirmations")
        end = {"outcome": "explained", "result": "货款周五付"}
        problem = await centre.refused("service-staff", complaint, "closures", **end)
        assert problem["code"] == "beyond-authority"
        assert problem["could"] == ["store-manager", "department-head", "customer-service-head"]
        upward = {"tier": "second", "reason": "超出店长职权", "to_unit": "purchasing"}
        problem = await centre.refused(
            "store-manager", complaint, "escalations", **upward, to_role="store-manager"
        )
        assert problem["code"] == "against-policy"
        await centre.do(
            "store-manager", complaint, "escalations", **upward, to_role="department-head"
        )
        due = await centre.due("department-head", complaint)
        assert due["taken-up-above"] == "2026-03-02 14:00"
        await centre.do("department-head", complaint, "instructions", text="周五付清，店长回复")
        assert "taken-up-above" not in await centre.due("department-head", complaint)
        boxes = (
            ("service-staff", "filler"),
            ("duty-manager", "recording-unit"),
            ("department-head", "handling-unit"),
        )
        await sign(centre, complaint, *boxes)
        problem = await centre.refused("store-manager", complaint, "closures", **end)
        assert problem["missing"] == ["report:store-manager"]
        await centre.do(
            "service-staff", complaint, "reports", to_roles=["store-manager"], reason="厂商"
        )
        await centre.do("store-manager", complaint, "closures", **end)
        planning = (await centre.copies(complaint))["planning"]
        assert (planning["complainant_kind"], planning["tier"]) == ("supplier", "second")
        assert planning["escalations"] == 1


async def test_one_person_does_not_fill_in_confirm_pay_and_review_sc_39_sc_40_sc_45(
    open_business: Open,
) -> None:
    async with open_business("shopping-centre") as centre:
        await centre.hire("everybody", "service-staff", "store-manager", "finance", "audit")
        problem = await centre.not_received(
            "everybody",
            channel="fax",
            unit="service-desk",
            complainant={"name": "张女士"},
            statement="少找了二十元",
        )
        assert problem["missing"] == ["contact"]
        complaint = await centre.receive("everybody", unit="service-desk", channel="fax")
        assert (await centre.refused("everybody", complaint, "confirmations"))["code"] == (
            "duties-not-separate"
        )
        await centre.do("duty-manager", complaint, "confirmations")
        await centre.do("everybody", complaint, "classifications", category="return")
        back = {"explanation": "退差额", "offers": [offer("price-difference", 20)]}
        await centre.do("everybody", complaint, "plans", **back)
        await centre.do("everybody", complaint, "expenses", amount=yuan(20), purpose="差额", plan=1)
        pay = {"expense": 1, "verdict": "approve"}
        problem = await centre.refused("everybody", complaint, "expense-reviews", **pay)
        assert problem["code"] == "duties-not-separate"
        await centre.do("everybody", complaint, "signatures", box="filler")
        problem = await centre.refused("everybody", complaint, "signatures", box="recording-unit")
        assert problem["code"] == "duties-not-separate"
        problem = await centre.refused("everybody", complaint, "withdrawals", reason="算了")
        assert problem["missing"] == ["expense:1"]
        await centre.do(
            "finance", complaint, "expense-reviews", expense=1, verdict="refuse", reason="账相符"
        )
        assert places(await centre.copy("audit", complaint, "audit")) == [
            "with-handling-unit",
            "with-finance",
            "with-handling-unit",
        ]
        await centre.do("everybody", complaint, "withdrawals", reason="顾客查到了钱")
        assert (await centre.copies(complaint))["audit"]["custody"] == "with-audit"


async def test_a_gift_not_handed_out_is_recorded_truly_and_learnt_from_sc_07_sc_10_sc_19_sc_34(
    open_business: Open,
) -> None:
    """SC-04, SC-05, SC-29, SC-41, SC-42 as well: reported back by a store, told to the section."""
    async with open_business("shopping-centre") as centre:
        said = "排了半小时，赠品到我就没了！"
        complaint = await centre.receive(
            "store-staff",
            unit="store",
            channel="report-back",
            stage="活动赠品",
            statement=said,
            complainant={
                "name": "李先生",
                "kind": "member",
                "telephone": "13900002222",
                "reference": "VIP-2231",
            },
            paper_number="K-0042",
        )
        await centre.do(
            "store-staff", complaint, "memos", text="补记", **UNDERSTOOD | {"demand": "补一份赠品"}
        )
        await centre.do("store-manager", complaint, "confirmations")
        await centre.do("service-staff", complaint, "classifications", category="activities-gifts")
        gift = {"explanation": "补发", "offers": [offer("gift-in-lieu", 60)]}
        await centre.do("service-staff", complaint, "plans", **gift)
        assert (await centre.case("service-staff", complaint))["plans"][0]["status"] == "approved"
        await centre.do(
            "service-staff", complaint, "expenses", amount=yuan(60), purpose="赠品", plan=1
        )
        await centre.do("finance", complaint, "expense-reviews", expense=1, verdict="approve")
        hand = {"remedy": "gift-in-lieu", "signature": SIGNED, "expense": 1}
        problem = await centre.refused(
            "service-staff", complaint, "compensations", **hand, amount=yuan(61)
        )
        assert problem["code"] == "implausible"
        await centre.do("service-staff", complaint, "compensations", **hand, amount=yuan(60))
        boxes = (
            ("store-staff", "filler"),
            ("store-manager", "recording-unit"),
            ("customer-service-head", "handling-unit"),
            ("finance", "finance"),
        )
        await sign(centre, complaint, *boxes)
        end = {"outcome": "remedied", "result": "补发一份"}
        problem = await centre.refused("service-staff", complaint, "closures", **end)
        assert problem["missing"] == ["report:customer-service-head"]
        above = ["store-manager", "customer-service-head"]
        await centre.do("store-staff", complaint, "reports", to_roles=above, reason="回报")
        await centre.do("service-staff", complaint, "closures", **end)
        problem = await centre.refused("store-staff", complaint, "memos", text="改一下")
        assert problem["code"] == "already-ended"

        problem = await centre.refused(
            "service-staff",
            complaint,
            "improvements",
            what="活动前点数",
            owner="service-staff",
            unit="store",
            due="2026-03-20T18:00:00+08:00",
        )
        assert problem["code"] == "not-permitted"
        await centre.do(
            "customer-service",
            complaint,
            "improvements",
            what="活动前点数",
            owner="store-manager",
            unit="store",
            due="2026-03-20T18:00:00+08:00",
        )
        await centre.until("2026-03-09T11:00:00+08:00")
        [call] = await centre.worklist("customer-service", "follow-ups")
        assert call["duty"]["clock"] == "tracking"
        form = (await centre.copies(complaint))["handler"]
        assert form["content"]["statement"] == said
        assert (form["customer"]["kind"], form["customer"]["reference"]) == ("member", "VIP-2231")
        first = await centre.get("store-manager", f"/v1/complaints/{complaint}", version=1)
        assert (first["statement"], first["demand"]) == (said, None)
        counted = await centre.get("planning", "/v1/copies/planning")
        assert [item["category"] for item in counted["items"]] == ["activities-gifts"]
        hidden = await centre.client.get(
            f"/v1/complaints/{complaint}",
            headers={"Authorization": f"Bearer {centre.tokens['planning']}"},
        )
        assert hidden.json()["code"] == "not-permitted"

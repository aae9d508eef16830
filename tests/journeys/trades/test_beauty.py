"""Whole complaints of a beauty business, from the first word to the survey and what is learnt."""

from http import HTTPStatus
from typing import Any

from tests.journeys.conftest import Open
from tests.journeys.trades.business import SIGNED, Business, missed, offer, places, yuan

CUSTOMER = {"name": "张女士", "telephone": "13800001111"}
REVIEWED = {"plan": 1, "verdict": "approve"}


def found(**more: Any) -> dict[str, Any]:
    """Write down what was found."""
    facts = {"findings": "查看护理记录，检查皮肤", "cause": "停留时间过长", "fault": "ours"}
    return {**facts, "cause_class": "individual", "established": True, **more}


def plan(*offers: dict[str, Any], **more: Any) -> dict[str, Any]:
    """Propose remedies."""
    return {"explanation": "按公司规定和客户期望处理", "offers": list(offers), **more}


async def recorded(salon: Business, **more: Any) -> str:
    """The customer-service officer takes the call and writes all of it down (BE-01, BE-08)."""
    first = {
        "channel": "telephone",
        "unit": "customer-service",
        "complainant": CUSTOMER,
        "statement": "做完护理第二天脸就脱皮！",
        "emotion": "upset",
        "reason": "护理后脱皮",
        "subject": "补水护理",
        "demand": "重新做一次",
    }
    return await salon.receive("customer-service-officer", **first | more)


async def received(salon: Business, **more: Any) -> str:
    """The officer also soothes the customer."""
    case = await recorded(salon, **more)
    await salon.do(
        "customer-service-officer", case, "apologies", kind="courtesy", words="让您受委屈了"
    )
    return case


async def ended(salon: Business, case: str, role: str, outcome: str, *boxes: str) -> None:
    """Those concerned sign, and it is closed."""
    for box in boxes:
        signer = "customer-service-officer" if box == "recorder" else box
        await salon.do(signer, case, "signatures", box=box)
    assert await salon.next_steps("complaint-manager", case) == ["close"]
    await salon.do(role, case, "closures", outcome=outcome, result="已与客户确认")


async def planned(salon: Business) -> str:
    """A peeling face is recorded, assessed, and a new treatment planned and reviewed."""
    problem = await salon.not_received(
        "customer-service-officer",
        channel="fax",
        unit="customer-service",
        complainant=CUSTOMER,
        statement="脱皮",
    )
    assert problem["code"] == "unknown-term"  # BE-14
    peeling = await received(salon, demand=None, stage="treatment")
    due = await salon.due("shop-manager", peeling)
    assert (due["assessment"], due["settled"]) == ("2026-03-02 14:00", "2026-03-12 10:00")

    # BE-01: what the customer expects is asked before anybody else gets it.
    hand_over = {"handler": "complaint-manager", "unit": "customer-service"}
    problem = await salon.refused("customer-service-officer", peeling, "assignments", **hand_over)
    assert problem["missing"] == ["demand"]
    memo = {"text": "已安抚客户", "demand": "重新做一次"}
    await salon.do("customer-service-officer", peeling, "memos", **memo)
    await salon.do("customer-service-officer", peeling, "assignments", **hand_over)

    # BE-02, BE-09: the complaint manager classifies and plans, in this order.
    sort = {"category": "product-effect"}
    problem = await salon.refused("customer-service-officer", peeling, "classifications", **sort)
    assert problem["code"] == "not-permitted"
    redo = plan(offer("redo", 80, 298))
    problem = await salon.refused("complaint-manager", peeling, "plans", **redo)
    assert problem["missing"] == ["classification"]
    await salon.do("complaint-manager", peeling, "classifications", **sort)
    await salon.do("complaint-manager", peeling, "findings", **found(loss=yuan(298)))
    problem = await salon.refused("customer-service-officer", peeling, "plans", **redo)
    assert problem["code"] == "not-permitted"
    await salon.do("complaint-manager", peeling, "plans", **redo)

    # BE-05: every plan is reviewed, by somebody else who may decide that.
    problem = await salon.refused("complaint-manager", peeling, "plan-reviews", **REVIEWED)
    assert problem["code"] == "duties-not-separate"
    await salon.hire("second-manager", "complaint-manager")
    problem = await salon.refused("second-manager", peeling, "plan-reviews", **REVIEWED)
    assert problem["could"] == ["shop-manager", "general-manager"]
    problem = await salon.refused("complaint-manager", peeling, "consents", plan=1, agreed=True)
    assert problem["code"] == "not-open-item"
    await salon.do("shop-manager", peeling, "plan-reviews", **REVIEWED)
    return peeling


async def redone(salon: Business, peeling: str) -> None:
    """The customer agrees, and it is done again until it is right (BE-06)."""
    work = {"remedy": "redo", "unit": "treatment", "cause": "停留时间过长"}
    work |= {"instructions": "减半停留时间，先做测试", "due": "2026-03-04T15:00:00+08:00"}
    problem = await salon.refused("complaint-manager", peeling, "reworks", **work)
    assert problem["missing"] == ["consent"]
    assert (await salon.due("shop-manager", peeling))["consent"] == "2026-03-03 10:00"
    await salon.do("complaint-manager", peeling, "consents", plan=1, agreed=True)
    assert "order-rework:1" in await salon.next_steps("shop-manager", peeling)
    await salon.do("complaint-manager", peeling, "reworks", **work)
    await salon.until("2026-03-03T10:00:00+08:00")
    told = "已约好周三下午重新护理"
    await salon.do("customer-service-officer", peeling, "progress-notices", text=told)
    await salon.until("2026-03-04T14:00:00+08:00")
    worse = {"rework": 1, "result": "仍有干痒", "accepted": False}
    await salon.do("complaint-manager", peeling, "rework-results", **worse)
    told = "明天下午请再来一次"
    await salon.do("customer-service-officer", peeling, "progress-notices", text=told)
    again = {**work, "due": "2026-03-05T15:00:00+08:00"}
    await salon.do("complaint-manager", peeling, "reworks", **again)
    problem = await salon.refused(
        "complaint-manager", peeling, "closures", outcome="redone", result="已重做"
    )
    assert "rework:2" in problem["missing"]
    await salon.until("2026-03-05T15:01:00+08:00")
    better = {"rework": 2, "result": "皮肤恢复，客户满意", "accepted": True}
    await salon.do("complaint-manager", peeling, "rework-results", **better)
    await salon.do("customer-service-officer", peeling, "replies", text="谢谢您的耐心")


async def test_a_treatment_is_done_again_once_it_is_reviewed_and_agreed_be_02_be_05_be_06_be_09(
    open_business: Open,
) -> None:
    async with open_business("beauty") as salon:
        # BE-01, BE-08, BE-14: all is written down at once, by who answers the telephone.
        peeling = await planned(salon)
        # BE-03, BE-04: with a word to the customer at every turn, until it is right.
        await redone(salon, peeling)
        await ended(salon, peeling, "shop-manager", "redone", "recorder", "complaint-manager")

        # BE-10, BE-15: quality management takes it into its analysis, and the process is mended.
        await salon.do("quality-officer", peeling, "signatures", box="quality")
        timer = {"what": "护理床加装计时器", "owner": "quality-officer", "unit": "treatment"}
        timer["due"] = "2026-03-20T18:00:00+08:00"
        problem = await salon.refused("shop-manager", peeling, "improvements", **timer)
        assert problem["code"] == "not-permitted"
        await salon.do("quality-officer", peeling, "improvements", **timer)

        # BE-07, BE-15: a survey by questionnaire, from the third day on.
        assert (await salon.due("shop-manager", peeling))["survey"] == "2026-03-12 20:30"
        await salon.until("2026-03-09T11:00:00+08:00")
        steps = await salon.next_steps("shop-manager", peeling)
        assert steps == ["follow-up:survey", "finish-improvement:1"]
        call = {"occasion": "survey", "method": "questionnaire", "words": "技师很细心"}
        marks = {"satisfied_with_outcome": 5, "satisfied_with_handling": 4}
        problem = await salon.refused(
            "customer-service-officer", peeling, "follow-ups", reached=False, **call, **marks
        )
        assert problem["code"] == "implausible"
        await salon.do(
            "customer-service-officer", peeling, "follow-ups", reached=True, **call, **marks
        )
        await salon.until("2026-03-21T10:00:00+08:00")
        made = {"improvement": 1, "result": "三家门店已装好"}
        await salon.do("quality-officer", peeling, "improvement-results", **made)

        copies = await salon.copies(peeling)
        audit, planning = copies["audit"], copies["planning"]
        assert places(audit) == ["with-handling-unit", "with-audit"]
        assert missed(audit) == ["redo", "improvement"]
        assert planning["reworks"] == ["redo", "redo"]
        assert planning["improvements"] == {"planned": 1, "made": 1, "late": 1, "open": []}
        assert planning["emotion"] == "upset"
        assert planning["satisfaction"] == [
            {
                "occasion": "survey",
                "reached": True,
                "with_outcome": 5,
                "with_handling": 4,
                "new_problem": False,
            }
        ]
        assert [sheet["accepted"] for sheet in copies["handler"]["reworks"]] == [False, True]
        assert copies["handler"]["content"]["demand"] == "重新做一次"


async def test_a_valued_customer_comes_first_and_silence_is_reported_be_03_be_16(
    open_business: Open,
) -> None:
    async with open_business("beauty") as salon:
        plain = await recorded(salon)
        valued = await recorded(salon, high_value=True, channel="social-media")
        clocks = set(await salon.due("shop-manager", valued))
        extra = clocks - set(await salon.due("shop-manager", plain))
        assert extra == {"priority-assessment", "priority-progress"}

        # BE-14: nobody answers at the first moment, and the complaint manager hears of it.
        await salon.later(minutes=61)
        waiting = [one["id"] for one in await salon.worklist("shop-manager", "overdue")]
        assert waiting == [valued, plain]
        for case in (plain, valued):
            await salon.do("complaint-manager", case, "classifications", category="appointment")
            await salon.do(
                "customer-service-officer", case, "progress-notices", text="正在核对预约记录"
            )

        # BE-03: a day without a word is too long for her, two days for anybody.
        assert (await salon.due("shop-manager", valued))["priority-progress"] == "2026-03-03 11:01"
        await salon.until("2026-03-03T11:02:00+08:00")
        audits = {case: (await salon.copies(case))["audit"] for case in (plain, valued)}
        assert missed(audits[plain]) == ["first-response"]
        hers = ["first-response", "priority-assessment", "priority-progress"]
        assert missed(audits[valued]) == hers
        reports = (await salon.case("shop-manager", valued))["reports"]
        assert reports[-1]["to_roles"] == ["complaint-manager", "shop-manager"]
        assert reports[-1]["by"] == "clock"
        assert "tell-progress" in await salon.next_steps("shop-manager", valued)

        # A word starts the time anew; the customer's own turn does not count against us.
        for case in (plain, valued):
            await salon.do("customer-service-officer", case, "progress-notices", text="已查明")
        await salon.do(
            "customer-service-officer",
            valued,
            "pauses",
            waiting_for="customer",
            reason="等她选时间",
        )
        await salon.later(days=2, minutes=1)
        audits = {case: (await salon.copies(case))["audit"] for case in (plain, valued)}
        assert missed(audits[plain])[1:] == ["plan", "progress"]
        assert missed(audits[valued]) == hers
        assert (await salon.copies(plain))["planning"]["missed"] == missed(audits[plain])


async def test_who_declines_a_refund_gets_another_plan_be_04_be_06(open_business: Open) -> None:
    async with open_business("beauty") as salon:
        card = await received(salon, demand="退卡", subject="充值卡", stage="membership")
        await salon.do("complaint-manager", card, "classifications", category="card-and-billing")
        await salon.do("complaint-manager", card, "findings", **found(loss=yuan(600)))
        # BE-04: within reason for the customer, and within the company's policy.
        problem = await salon.refused(
            "complaint-manager", card, "plans", **plan(offer("refund", 300))
        )
        assert problem["breaches"] == ["inadequate"]
        await salon.do("complaint-manager", card, "plans", **plan(offer("refund", 3200)))
        problem = await salon.refused("shop-manager", card, "plan-reviews", **REVIEWED)
        assert problem["could"] == ["general-manager"]
        problem = await salon.refused(
            "shop-manager", card, "plan-reviews", plan=1, verdict="refuse"
        )
        assert problem["code"] == "implausible"
        no = {"plan": 1, "verdict": "refuse", "reason": "超过实际损失太多"}
        await salon.do("shop-manager", card, "plan-reviews", **no)
        await salon.do("complaint-manager", card, "plans", **plan(offer("refund", 600)))
        await salon.do("shop-manager", card, "plan-reviews", plan=2, verdict="approve")

        # BE-06: a customer who says no is heard, answered, and made another offer.
        problem = await salon.refused("complaint-manager", card, "consents", plan=2, agreed=False)
        assert problem["code"] == "implausible"
        words = "只退钱不够，我浪费了时间"
        await salon.do("complaint-manager", card, "consents", plan=2, agreed=False, words=words)
        assert (await salon.due("shop-manager", card))["declined"] == "2026-03-03 10:00"
        asked = {"amount": yuan(660), "purpose": "退卡及补偿"}
        problem = await salon.refused("complaint-manager", card, "expenses", **asked, plan=2)
        assert problem["code"] == "not-open-item"
        await salon.do("complaint-manager", card, "replies", text="我们再商量一个方案")
        assert "declined" not in await salon.due("shop-manager", card)
        gift = offer("compensation-service", 60, 198)
        await salon.do("complaint-manager", card, "plans", **plan(offer("refund", 600), gift))
        await salon.do("shop-manager", card, "plan-reviews", plan=3, verdict="approve")
        await salon.do("complaint-manager", card, "consents", plan=3, agreed=True)

        # BE-06: what is done is what was agreed, and finance sees it.
        dear = {**asked, "amount": yuan(700), "plan": 3}
        problem = await salon.refused("complaint-manager", card, "expenses", **dear)
        assert problem["code"] == "against-policy"
        await salon.do("complaint-manager", card, "expenses", **asked, plan=3)
        back = {"expense": 1, "verdict": "refuse", "reason": "请分开列项"}
        await salon.do("finance", card, "expense-reviews", **back)
        for number, amount in ((2, 600), (3, 60)):
            part = {"amount": yuan(amount), "purpose": "分项", "plan": 3}
            await salon.do("complaint-manager", card, "expenses", **part)
            await salon.do("finance", card, "expense-reviews", expense=number, verdict="approve")
        given = {"signature": SIGNED, "amount": yuan(600), "expense": 2}
        problem = await salon.refused(
            "complaint-manager", card, "compensations", remedy="compensation", **given
        )
        assert problem["missing"] == ["consent"]
        await salon.do("complaint-manager", card, "compensations", remedy="refund", **given)
        rest = {"remedy": "compensation-service", "amount": yuan(60), "expense": 3}
        await salon.do("complaint-manager", card, "compensations", **rest, signature=SIGNED)
        boxes = ("recorder", "complaint-manager", "finance")
        await ended(salon, card, "complaint-manager", "refunded", *boxes)

        audit = (await salon.copies(card))["audit"]
        assert places(audit) == [
            "with-handling-unit",
            "with-finance",
            "with-handling-unit",
            "with-finance",
            "confirmed",
            "with-finance",
            "confirmed",
            "with-audit",
        ]
        assert audit["total_cost"] == yuan(660)
        assert [one["status"] for one in audit["expenses"]] == ["refused", "paid", "paid"]


async def test_a_survey_that_finds_a_rash_opens_it_again_from_the_start_be_07_be_17(
    open_business: Open,
) -> None:
    async with open_business("beauty") as salon:
        curt = await received(salon, subject="前台态度", reason="不理人", demand="道歉")
        await salon.do("complaint-manager", curt, "classifications", category="service-attitude")
        await salon.do("complaint-manager", curt, "findings", **found())
        # BE-17: settled with words, by the officer who listened.
        talk = {"words": "当时在接另一位客人的电话", "understood": True}
        await salon.do("customer-service-officer", curt, "explanations", **talk)
        await salon.do("customer-service-officer", curt, "replies", text="谢谢谅解")
        boxes = ("recorder", "complaint-manager")
        await ended(salon, curt, "customer-service-officer", "explained", *boxes)

        # BE-07: the survey is due within the week, and its omission reported.
        await salon.until("2026-03-09T20:31:00+08:00")
        report = (await salon.case("shop-manager", curt))["reports"][-1]
        assert report["to_roles"] == ["complaint-manager"]
        rash = {"reached": True, "satisfied_with_outcome": 2, "new_problem": "这两天起了红疹"}
        await salon.do("customer-service-officer", curt, "follow-ups", occasion="survey", **rash)

        # A new problem is handled from the start: what was found before counts no more.
        again = {"outcome": "explained", "result": "已解释"}
        problem = await salon.refused("shop-manager", curt, "closures", **again)
        assert {"classification", "findings", "reply", "box:recorder"} <= set(problem["missing"])
        sorry = {"kind": "admission", "words": "是我们产品的问题"}
        problem = await salon.refused("customer-service-officer", curt, "apologies", **sorry)
        assert problem["code"] == "admission-before-facts"
        await salon.do("complaint-manager", curt, "classifications", category="adverse-reaction")
        await salon.do("complaint-manager", curt, "findings", **found(loss=yuan(200)))
        await salon.do("customer-service-officer", curt, "apologies", **sorry)
        await salon.do("complaint-manager", curt, "plans", **plan(offer("medical-cost", 200)))
        problem = await salon.refused("shop-manager", curt, "plan-reviews", **REVIEWED)
        assert problem["could"] == ["general-manager"]
        assert "report-up:shop-manager" in await salon.next_steps("shop-manager", curt)
        await salon.do("general-manager", curt, "plan-reviews", **REVIEWED)
        await salon.do("complaint-manager", curt, "consents", plan=1, agreed=True)
        cost = {"amount": yuan(200), "purpose": "就医检查", "plan": 1}
        await salon.do("complaint-manager", curt, "expenses", **cost)
        await salon.do("finance", curt, "expense-reviews", expense=1, verdict="approve")
        paid = {"remedy": "medical-cost", "amount": yuan(200), "expense": 1}
        await salon.do("complaint-manager", curt, "compensations", **paid, signature=SIGNED)
        await salon.do("complaint-manager", curt, "replies", text="检查费已付，祝您早日康复")
        told = {"to_roles": ["shop-manager"], "reason": "客户过敏"}
        await salon.do("complaint-manager", curt, "reports", **told)
        await ended(salon, curt, "complaint-manager", "compensated", *boxes, "finance")

        copies = await salon.copies(curt)
        planning = copies["planning"]
        assert (planning["reopened"], planning["severity"], planning["tier"]) == (1, 3, "company")
        assert planning["missed"] == ["survey"]
        assert planning["satisfaction"][0]["new_problem"] is True
        assert places(copies["audit"]) == [
            "with-handling-unit",
            "with-audit",
            "with-handling-unit",
            "with-finance",
            "confirmed",
            "with-audit",
        ]


async def test_the_record_is_whole_and_who_keeps_the_system_handles_nothing_be_13(
    open_business: Open,
) -> None:
    async with open_business("beauty") as salon:
        keeper = "service-system-administrator"
        case = await recorded(salon)
        await salon.later(days=11)  # nobody does anything, and that is on record too
        log = (await salon.get(keeper, "/v1/log"))["items"]
        assert [one["position"] for one in log] == list(range(1, len(log) + 1))
        versions = [one["version"] for one in log if one["stream_id"] == case]
        assert versions == list(range(1, len(versions) + 1))
        problem = await salon.refused(keeper, case, "memos", text="改一下记录")
        assert problem["code"] == "not-permitted"
        headers = {"Authorization": f"Bearer {salon.tokens[keeper]}"}
        hidden = await salon.client.get(f"/v1/complaints/{case}", headers=headers)
        assert hidden.status_code == HTTPStatus.FORBIDDEN

        # BE-09: unsettled for ten days, so that it went up a tier, under supervision.
        shown = await salon.case("shop-manager", case)
        assert [one["tier"] for one in shown["escalations"]] == ["shop"]
        assert missed((await salon.copies(case))["audit"]) == [
            "first-response",
            "assessment",
            "progress",
            "settled",
        ]

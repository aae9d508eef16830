"""The wedding studio: apologised for at once, told to who must know, carried out as promised."""

from datetime import UTC, datetime
from typing import Any

from tests.journeys.conftest import Open
from tests.journeys.trades.business import SIGNED, Business, missed, offer, places, yuan

UNDERSTOOD: dict[str, Any] = {
    "text": "边听边记",
    "reason": "妆面与约定的样片不同",
    "subject": "新娘妆",
    "demand": "按样片重化",
}
CAUSE: dict[str, Any] = {
    "findings": "后期排期表漏排一天",
    "cause": "排期表由两人各记一份",
    "cause_class": "systemic",
    "fault": "ours",
    "established": True,
}


async def sign(studio: Business, grievance: str, *boxes: tuple[str, str]) -> None:
    for role, box in boxes:
        await studio.do(role, grievance, "signatures", box=box)


async def test_at_the_make_up_site_a_late_apology_shows_and_the_dispatcher_is_told_ws_18_ws_20(
    open_business: Open,
) -> None:
    """WS-01, WS-02, WS-11, WS-14, WS-15, WS-16, WS-19 as well."""
    async with open_business("wedding-studio") as studio:
        grievance = await studio.receive(
            "employee", unit="make-up", stage="化妆", emotion="upset", order_reference="W-118"
        )
        due = await studio.due("base-dispatcher", grievance)
        assert due["apology"] == "2026-03-02 10:30"
        assert due["act-or-report"] == "2026-03-02 12:00"

        await studio.later(minutes=31)
        late = await studio.case("base-dispatcher", grievance)
        assert [report["to_roles"] for report in late["reports"]] == [["store-supervisor"]]
        problem = await studio.refused(
            "employee", grievance, "apologies", kind="admission", words="我们的工作有失误"
        )
        assert problem["code"] == "admission-before-facts"
        await studio.do(
            "employee", grievance, "apologies", kind="conditional", words="可能出现了失误"
        )
        await studio.do("employee", grievance, "memos", **UNDERSTOOD)
        assert await studio.next_steps("base-dispatcher", grievance) == [
            "report-up:base-dispatcher",
            "classify",
            "sign-off:recorder",
        ]

        problem = await studio.refused(
            "base-dispatcher",
            grievance,
            "closures",
            outcome="solved-on-the-spot",
            result="重化",
        )
        assert problem["missing"] == [
            "classification",
            "report:base-dispatcher",
            "box:recorder",
            "box:supervisor",
        ]
        await studio.do(
            "employee", grievance, "reports", to_roles=["base-dispatcher"], reason="妆面"
        )
        await studio.do("base-dispatcher", grievance, "classifications", category="make-up-styling")
        again = offer("re-make-up", 0, 200)
        await studio.do(
            "base-dispatcher", grievance, "plans", explanation="按样片重化", offers=[again]
        )
        await studio.do("base-dispatcher", grievance, "consents", plan=1, agreed=True)
        await studio.do(
            "base-dispatcher",
            grievance,
            "reworks",
            remedy="re-make-up",
            unit="make-up",
            cause="妆面偏浓",
            instructions="按样片三号",
            due="2026-03-02T11:30:00+08:00",
        )
        await studio.do(
            "base-dispatcher", grievance, "rework-results", rework=1, result="重化", accepted=True
        )
        await sign(studio, grievance, ("employee", "recorder"), ("base-dispatcher", "supervisor"))
        await studio.do(
            "base-dispatcher",
            grievance,
            "closures",
            outcome="solved-on-the-spot",
            result="当客人面重化",
        )

        copies = await studio.copies(grievance)
        assert missed(copies["audit"]) == ["apology"]
        assert places(copies["audit"]) == ["with-handling-unit", "with-audit"]
        assert copies["planning"]["minutes_to_apology"] == 31
        assert copies["planning"]["reworks"] == ["re-make-up"]
        assert await studio.due("base-dispatcher", grievance) == {
            "after-solution": "2026-03-07 20:30"
        }


async def test_an_unprofessional_demand_is_told_to_all_three_and_explained_ws_22_ws_23_ws_24(
    open_business: Open,
) -> None:
    """The technical bottom line holds: a plan that gives way is refused (WS-42 explains)."""
    async with open_business("wedding-studio") as studio:
        grievance = await studio.receive(
            "employee", unit="photography", stage="拍摄", subject="婚纱照", emotion="bargaining"
        )
        await studio.do("employee", grievance, "apologies", kind="courtesy", words="让您不快了")
        await studio.do(
            "base-dispatcher",
            grievance,
            "classifications",
            category="unprofessional-demand",
            unprofessional_demand=True,
        )
        advised = await studio.next_steps("base-dispatcher", grievance)
        assert {step for step in advised if step.startswith("report-up")} == {
            "report-up:base-dispatcher",
            "report-up:department-supervisor",
            "report-up:executive-manager",
        }
        assert "explain" in advised

        give_in = [offer("additional-shoot", 150)]
        await studio.do(
            "base-dispatcher", grievance, "plans", explanation="正午逆光补拍", offers=give_in
        )
        problem = await studio.refused(
            "base-dispatcher", grievance, "plan-reviews", plan=1, verdict="approve"
        )
        assert problem["code"] == "not-permitted"
        await studio.do(
            "department-supervisor",
            grievance,
            "plan-reviews",
            plan=1,
            verdict="refuse",
            reason="守住技术底线：正午逆光无法成片",
        )
        await studio.do(
            "department-supervisor",
            grievance,
            "explanations",
            words="对着样片说明逆光的效果，改在黄昏拍",
            understood=True,
            explainer="technical-adviser",
        )
        await sign(
            studio, grievance, ("employee", "recorder"), ("department-supervisor", "supervisor")
        )
        end = {"outcome": "explained", "result": "当面说明，客人谅解"}
        problem = await studio.refused("base-dispatcher", grievance, "closures", **end)
        assert problem["code"] == "beyond-authority"
        assert problem["could"] == [
            "store-supervisor",
            "department-supervisor",
            "executive-manager",
        ]
        problem = await studio.refused("department-supervisor", grievance, "closures", **end)
        # The department supervisor knows: he has refused the plan.
        assert problem["missing"] == ["report:base-dispatcher", "report:executive-manager"]
        problem = await studio.refused(
            "base-dispatcher", grievance, "reports", to_roles=["technical-adviser"], reason="会诊"
        )
        assert problem["code"] == "against-policy"
        all_three = ["base-dispatcher", "department-supervisor", "executive-manager"]
        await studio.do("employee", grievance, "reports", to_roles=all_three, reason="要求不专业")
        await studio.do("department-supervisor", grievance, "closures", **end)

        copies = await studio.copies(grievance)
        assert copies["handler"]["result"]["outcome"] == "explained"
        assert copies["planning"]["flags"] == ["unprofessional_demand"]
        assert copies["planning"]["explained"] is True
        assert places(copies["audit"]) == ["with-handling-unit", "with-audit"]


async def test_by_telephone_a_time_is_agreed_and_kept_or_apologised_for_ws_31_ws_33_ws_34_ws_39(
    open_business: Open,
) -> None:
    """WS-30, WS-32 as well: the memo is the front desk's, the solution the supervisor's."""
    async with open_business("wedding-studio") as studio:
        grievance = await studio.receive(
            "front-desk", unit="front-hall", channel="telephone", stage="取件", subject="相册"
        )
        due = await studio.due("front-desk", grievance)
        assert due["reply-time-agreed"] == "2026-03-02 12:00"
        await studio.do("front-desk", grievance, "apologies", kind="courtesy", words="抱歉")
        await studio.do(
            "front-desk",
            grievance,
            "promises",
            kind="reply",
            what="查清后回电",
            due="2026-03-02T15:00:00+08:00",
        )
        told = ["store-supervisor", "executive-manager"]
        ask = {"reason": "请示解决办法", "asks_instruction": True}
        await studio.do("front-desk", grievance, "reports", to_roles=told, **ask)
        await studio.do("store-supervisor", grievance, "classifications", category="late-delivery")
        asked = await studio.case("store-supervisor", grievance)
        assert asked["severity"] == 2
        assert asked["reports"][0]["asks_instruction"]
        assert "instruction" in await studio.due("front-desk", grievance)
        assert (await studio.due("front-desk", grievance))["promised-reply"] == "2026-03-02 15:00"
        shown = await studio.worklist("store-supervisor", "promised-today")
        assert [item["duty"]["clock"] for item in shown] == ["promised-reply"]
        await studio.do("store-supervisor", grievance, "instructions", text="加急印制")

        put_off = {
            "text": "周四之前送到",
            "promise": 1,
            "deferred_because": "印厂停电",
            "new_due": "2026-03-05T18:00:00+08:00",
        }
        problem = await studio.refused("front-desk", grievance, "replies", **put_off)
        assert problem["code"] == "not-permitted"
        problem = await studio.refused("store-supervisor", grievance, "replies", **put_off)
        assert problem["code"] == "deferral-needs-apology"
        await studio.do("store-supervisor", grievance, "replies", **put_off, apology="再次向您致歉")
        due = await studio.due("store-supervisor", grievance)
        assert due["promised-resolution"] == "2026-03-05 18:00"
        assert "promised-reply" not in due

        await studio.until("2026-03-05T18:01:00+08:00")
        late = await studio.case("store-supervisor", grievance)
        assert late["tier"] == "executive-manager"
        assert late["reports"][-1]["to_roles"] == told
        end = {"outcome": "remedied", "result": "已送到"}
        problem = await studio.refused("executive-manager", grievance, "closures", **end)
        assert problem["missing"] == ["box:recorder", "box:supervisor"]
        await studio.do("store-supervisor", grievance, "replies", text="今晚送到", promise=2)
        await sign(
            studio, grievance, ("front-desk", "recorder"), ("store-supervisor", "supervisor")
        )
        problem = await studio.refused("shop-desk", grievance, "closures", **end)
        assert problem["code"] == "not-permitted"
        await studio.do("executive-manager", grievance, "closures", **end)

        copies = await studio.copies(grievance)
        assert missed(copies["audit"]) == ["promised-resolution"]
        promises = copies["planning"]["promises"]
        assert (promises["made"], promises["deferred"], promises["late"]) == (2, 1, 1)
        await studio.until("2026-03-07T11:00:00+08:00")
        called = await studio.worklist("store-supervisor", "follow-ups")
        assert [item["duty"]["clock"] for item in called] == ["after-solution"]
        await studio.do(
            "store-supervisor",
            grievance,
            "follow-ups",
            occasion="after-solution",
            reached=True,
            satisfied_with_outcome=4,
            method="telephone",
        )
        assert await studio.worklist("store-supervisor", "follow-ups") == []


async def test_what_is_neither_handled_nor_reported_goes_up_by_itself_ws_06_ws_28_ws_29_ws_37(
    open_business: Open,
) -> None:
    async with open_business("wedding-studio") as studio:
        grievance = await studio.receive(
            "shop-desk", unit="selection", stage="选片", about=["shop-desk"], subject="选片催促"
        )
        problem = await studio.refused(
            "shop-desk", grievance, "classifications", category="service-attitude"
        )
        assert problem["code"] == "conflict-of-interest"
        silent = await studio.worklist("store-supervisor", "silent")
        assert [item["id"] for item in silent] == [grievance]

        await studio.later(hours=2, minutes=1)
        left = await studio.case("store-supervisor", grievance)
        assert left["tier"] == "supervisor"
        assert left["escalations"][-1]["to_role"] == "store-supervisor"
        assert ["store-supervisor", "executive-manager"] in [
            report["to_roles"] for report in left["reports"]
        ]
        overdue = await studio.worklist("store-supervisor", "overdue")
        assert [item["id"] for item in overdue] == [grievance]
        silent = await studio.worklist("store-supervisor", "silent")
        assert [item["id"] for item in silent] == [grievance]

        await studio.do("shop-desk", grievance, "apologies", kind="courtesy", words="抱歉")
        await studio.do(
            "store-supervisor", grievance, "classifications", category="service-attitude"
        )
        await studio.do("store-supervisor", grievance, "instructions", text="换人接待，我来说明")
        assert await studio.worklist("store-supervisor", "silent") == []
        # What the clock reported was nobody's report.
        told = {"to_roles": ["executive-manager"], "reason": "选片纠纷"}
        await studio.do("store-supervisor", grievance, "reports", **told)
        await studio.do(
            "store-supervisor",
            grievance,
            "explanations",
            words="不限选片时间",
            understood=True,
        )
        await sign(
            studio, grievance, ("front-desk", "recorder"), ("store-supervisor", "supervisor")
        )
        await studio.do(
            "store-supervisor",
            grievance,
            "closures",
            outcome="explained",
            result="主管出面说明",
        )
        copies = await studio.copies(grievance)
        assert missed(copies["audit"]) == ["apology", "act-or-report"]
        assert copies["planning"]["missed"] == ["apology", "act-or-report"]
        assert places(copies["audit"]) == ["with-handling-unit", "with-audit"]


async def test_beyond_the_order_terms_the_executive_manager_decides_and_it_is_visited_ws_40_ws_41(
    open_business: Open,
) -> None:
    """WS-26, WS-27, WS-42 as well: the technical adviser explains in vain."""
    async with open_business("wedding-studio") as studio:
        grievance = await studio.receive(
            "shop-desk",
            unit="collection",
            stage="取件",
            reason="相册两页色差",
            subject="相册",
            demand="退款并上门道歉",
        )
        await studio.do("shop-desk", grievance, "apologies", kind="conditional", words="可能失误")
        told = ["store-supervisor", "executive-manager"]
        await studio.do("shop-desk", grievance, "reports", to_roles=told, reason="索赔超出订单")
        await studio.do(
            "store-supervisor",
            grievance,
            "classifications",
            category="product-quality",
            technical_dispute=True,
        )
        assert "explain" in await studio.next_steps("store-supervisor", grievance)
        await studio.do(
            "store-supervisor",
            grievance,
            "explanations",
            words="当面比对色样",
            understood=False,
            explainer="technical-adviser",
        )
        await studio.do("store-supervisor", grievance, "findings", **CAUSE, loss=yuan(600))
        problem = await studio.refused(
            "store-supervisor",
            grievance,
            "plans",
            explanation="小礼品",
            offers=[offer("extra-product", 100)],
        )
        assert problem["breaches"] == ["inadequate"]
        await studio.do(
            "store-supervisor",
            grievance,
            "plans",
            explanation="退全款",
            offers=[offer("refund", 800)],
            beyond_order_terms=True,
        )
        problem = await studio.refused(
            "department-supervisor", grievance, "plan-reviews", plan=1, verdict="approve"
        )
        assert problem["could"] == ["executive-manager"]
        await studio.do("executive-manager", grievance, "plan-reviews", plan=1, verdict="approve")
        pay = {"remedy": "refund", "amount": yuan(800), "signature": SIGNED, "expense": 1}
        await studio.do(
            "store-supervisor", grievance, "expenses", amount=yuan(800), purpose="退款", plan=1
        )
        await studio.do("finance", grievance, "expense-reviews", expense=1, verdict="approve")
        problem = await studio.refused("store-supervisor", grievance, "compensations", **pay)
        assert problem["missing"] == ["consent"]
        await studio.do("store-supervisor", grievance, "consents", plan=1, agreed=True)

        visit = {
            "person": "shop-desk",
            "due": "2026-03-03T19:00:00+08:00",
            "where": "客人家中",
            "purpose": "送退款并致歉",
        }
        for other in ("shop-desk", "executive-manager"):
            problem = await studio.refused(other, grievance, "visits", **visit)
            assert problem["code"] == "not-permitted"
        await studio.do("store-supervisor", grievance, "visits", **visit)
        assert (await studio.due("shop-desk", grievance))["visit"] == "2026-03-03 21:00"
        await studio.until("2026-03-03T19:30:00+08:00")
        await studio.do(
            "store-supervisor", grievance, "visit-reports", visit=1, met=True, result="收下"
        )
        await studio.do("store-supervisor", grievance, "compensations", **pay)
        await sign(
            studio,
            grievance,
            ("shop-desk", "recorder"),
            ("store-supervisor", "supervisor"),
            ("executive-manager", "executive-manager"),
        )
        await studio.do(
            "store-supervisor", grievance, "closures", outcome="remedied", result="退款"
        )

        audit = (await studio.copies(grievance))["audit"]
        assert missed(audit) == []
        assert places(audit) == ["with-handling-unit", "with-finance", "confirmed", "with-audit"]
        assert audit["total_cost"] == yuan(800)


async def test_a_systemic_cause_is_improved_by_its_day_or_missed_ws_44_ws_46(
    open_business: Open,
) -> None:
    """WS-01, WS-11 as well: heard of indirectly; the cause is clear, so our fault is admitted."""
    async with open_business("wedding-studio") as studio:
        grievance = await studio.receive(
            "network-supervisor",
            unit="network",
            channel="internet",
            directness="indirect",
            stage="后期制作",
            subject="修片延误",
        )
        await studio.do("network-supervisor", grievance, "apologies", kind="courtesy", words="抱歉")
        ask = {"to_roles": ["store-supervisor"], "reason": "请示", "asks_instruction": True}
        await studio.do("network-supervisor", grievance, "reports", **ask)
        await studio.do(
            "department-supervisor", grievance, "classifications", category="waiting-and-dates"
        )
        await studio.do("department-supervisor", grievance, "findings", **CAUSE)
        await studio.do(
            "department-supervisor",
            grievance,
            "apologies",
            kind="admission",
            words="我们的工作有失误",
        )
        body = {"what": "合并排期表", "owner": "department-supervisor", "unit": "production"}
        problem = await studio.refused(
            "department-supervisor",
            grievance,
            "improvements",
            **body,
            due="2026-03-01T20:00:00+08:00",
        )
        assert problem["code"] == "implausible"
        await studio.do(
            "department-supervisor",
            grievance,
            "improvements",
            **body,
            due="2026-03-09T20:00:00+08:00",
        )
        await studio.do("network-supervisor", grievance, "replies", text="今晚发给您")
        await sign(
            studio,
            grievance,
            ("network-supervisor", "recorder"),
            ("department-supervisor", "supervisor"),
        )
        await studio.do(
            "network-supervisor",
            grievance,
            "closures",
            outcome="solved-in-promised-time",
            result="片子已发",
        )
        await studio.settle()
        day = await studio.get(
            "department-supervisor",
            "/v1/complaints",
            handling_unit="network",
            received_from="2026-03-02T00:00:00+08:00",
            received_to="2026-03-03T00:00:00+08:00",
        )
        assert [item["id"] for item in day["items"]] == [grievance]

        await studio.until("2026-03-07T20:31:00+08:00")
        await studio.until("2026-03-09T20:01:00+08:00")
        left = await studio.worklist("department-supervisor", "improvements")
        assert [item["responsible"] for item in left] == ["department-supervisor"]
        audit = (await studio.copies(grievance))["audit"]
        assert missed(audit) == ["after-solution", "improvement"]
        assert (audit["cause_class"], audit["custody"]) == ("systemic", "with-audit")
        await studio.do(
            "department-supervisor",
            grievance,
            "improvement-results",
            improvement=1,
            result="合并为一份",
        )
        assert await studio.worklist("department-supervisor", "improvements") == []
        improvements = (await studio.copies(grievance))["planning"]["improvements"]
        assert (improvements["planned"], improvements["made"], improvements["late"]) == (1, 1, 1)


async def test_ones_own_mistake_is_put_right_in_front_of_the_customer_without_delay_ws_26_ws_38(
    open_business: Open,
) -> None:
    """WS-07, WS-25, WS-27, WS-28 as well: more than that the desk asks the supervisor for."""
    async with open_business("wedding-studio") as studio:
        grievance = await studio.receive(
            "shop-desk",
            unit="collection",
            stage="取件",
            emotion="bargaining",
            occurred_at="2026-03-02T09:40:00+08:00",
            **{key: UNDERSTOOD[key] for key in ("reason", "subject", "demand")},
        )
        assert (await studio.due("shop-desk", grievance))["apology"] == "2026-03-02 10:10"
        right = {"explanation": "当场更换内页", "offers": [offer("put-right", 0)]}
        problem = await studio.refused("shop-desk", grievance, "plans", **right)
        assert problem["missing"] == ["apology", "classification"]
        await studio.do("shop-desk", grievance, "apologies", kind="courtesy", words="是我拿错了")
        await studio.do("shop-desk", grievance, "classifications", category="selection")
        more = {"explanation": "再送一张", "offers": [offer("extra-product", 80)]}
        await studio.do("shop-desk", grievance, "plans", **more)
        assert "review-plan:1" in await studio.next_steps("shop-desk", grievance)
        await studio.do(
            "store-supervisor",
            grievance,
            "plan-reviews",
            plan=1,
            verdict="refuse",
            reason="先把错的换好",
        )
        await studio.do("shop-desk", grievance, "plans", **right)
        await studio.do("shop-desk", grievance, "consents", plan=2, agreed=True)
        assert (await studio.due("shop-desk", grievance))["carried-out"] == "2026-03-09 10:00"
        end = {"outcome": "solved-on-the-spot", "result": "当客人面换好"}
        problem = await studio.refused("shop-desk", grievance, "closures", **end)
        assert problem["missing"] == [
            # The store supervisor knows: he has refused the first plan.
            "report:executive-manager",
            "box:recorder",
            "box:supervisor",
        ]
        told = ["store-supervisor", "executive-manager"]
        await studio.do("shop-desk", grievance, "reports", to_roles=told, reason="拿错")
        await studio.until("2026-03-09T10:01:00+08:00")
        late = (await studio.case("store-supervisor", grievance))["reports"]
        assert ["store-supervisor"] in [report["to_roles"] for report in late]
        done = {"remedy": "put-right", "amount": yuan(0), "signature": SIGNED}
        await studio.do("shop-desk", grievance, "compensations", **done)
        await sign(studio, grievance, ("shop-desk", "recorder"), ("store-supervisor", "supervisor"))
        await studio.do("shop-desk", grievance, "closures", **end)
        copies = await studio.copies(grievance)
        assert "carried-out" in missed(copies["audit"])
        (given,) = copies["planning"]["remedies"]
        assert given == {"remedy": "put-right", "cost": yuan(0), "reversed": False}
        assert places(copies["audit"]) == ["with-handling-unit", "with-audit"]


async def test_what_is_serious_at_the_base_goes_to_the_top_and_is_settled_in_person_ws_21_ws_29(
    open_business: Open,
) -> None:
    """WS-07, WS-20, WS-36 as well: a physical conflict is never ordinary."""
    async with open_business("wedding-studio") as studio:
        grievance = await studio.receive(
            "employee",
            unit="photography",
            stage="拍摄",
            emotion="violent",
            about=["employee"],
            **{key: UNDERSTOOD[key] for key in ("reason", "subject", "demand")},
        )
        await studio.do("employee", grievance, "apologies", kind="courtesy", words="抱歉")
        await studio.do(
            "base-dispatcher", grievance, "classifications", category="injury-or-conflict"
        )
        advised = await studio.next_steps("base-dispatcher", grievance)
        assert {step for step in advised if step.startswith(("report-up", "assign"))} == {
            "report-up:base-dispatcher",
            "report-up:department-supervisor",
            "report-up:executive-manager",
            "assign:executive-manager, store-supervisor",
        }
        problem = await studio.refused("base-dispatcher", grievance, "replies", text="我们赔")
        assert problem["code"] == "not-permitted"
        problem = await studio.refused("store-supervisor", grievance, "replies", text="我们赔")
        assert problem["code"] == "not-in-person"
        owner = {"unit": "front-hall", "reason": "主管出面"}
        problem = await studio.refused(
            "base-dispatcher", grievance, "assignments", handler="employee", **owner
        )
        assert problem["code"] == "conflict-of-interest"
        await studio.do(
            "base-dispatcher", grievance, "assignments", handler="store-supervisor", **owner
        )
        await studio.do("store-supervisor", grievance, "replies", text="我当面向您道歉")
        all_three = ["base-dispatcher", "department-supervisor", "executive-manager"]
        await studio.do("employee", grievance, "reports", to_roles=all_three, reason="推搡")
        end = {"outcome": "explained", "result": "主管当面道歉，客人谅解"}
        problem = await studio.refused("store-supervisor", grievance, "closures", **end)
        assert (problem["code"], problem["could"]) == ("beyond-authority", ["executive-manager"])
        await studio.do("executive-manager", grievance, "instructions", text="由门店主管结案")
        await sign(
            studio, grievance, ("front-desk", "recorder"), ("store-supervisor", "supervisor")
        )
        await studio.do("store-supervisor", grievance, "closures", **end)
        share = {"kind": "direct", "unit": "photography", "percent": 100, "person": "employee"}
        await studio.do(
            "executive-manager", grievance, "responsibilities", shares=[share], reason="失职"
        )
        copies = await studio.copies(grievance)
        assert copies["planning"]["severity"] == 3
        assert copies["audit"]["responsibility"][0]["person"] == "employee"
        assert "employee" not in str(copies["planning"])
        assert missed(copies["audit"]) == []


async def test_a_reply_a_minute_late_is_late_wherever_it_is_told_ws_33(open_business: Open) -> None:
    async with open_business("wedding-studio") as studio:
        promised, kept = [
            await studio.receive("front-desk", unit="front-hall", channel="telephone")
            for _ in range(2)
        ]
        for grievance in (promised, kept):
            await studio.do(
                "front-desk",
                grievance,
                "promises",
                kind="reply",
                what="答复",
                due="2026-03-02T12:00:00+08:00",
            )
            await studio.do("front-desk", grievance, "apologies", kind="courtesy", words="抱歉")
        reply = {"text": "已查清", "promise": 1}
        studio.time.now = datetime(2026, 3, 2, 4, tzinfo=UTC)
        await studio.do("front-desk", kept, "replies", **reply)
        # The monitor has not looked since: no event says that the time has passed.
        studio.time.now = datetime(2026, 3, 2, 4, 1, tzinfo=UTC)
        await studio.do("front-desk", promised, "replies", **reply)
        await studio.settle()

        history = (await studio.case("store-supervisor", promised))["deadline_history"]
        told = {one["clock"]: one["because"] for one in history if one["missed_at"]}
        assert told == {"promised-reply": "met-late"}
        found = await studio.get("store-supervisor", "/v1/complaints", missed="true")
        assert [item["id"] for item in found["items"]] == [promised]
        copies = await studio.copies(promised)
        assert missed(copies["audit"]) == copies["planning"]["missed"] == ["promised-reply"]
        assert copies["planning"]["promises"]["late"] == 1
        review = await studio.get("store-supervisor", "/v1/reviews/day/2026-03-02")
        review = review["review"]
        assert review["missed"] == {"promised-reply": 1}
        assert review["promises"] == {"made": 2, "kept": 1, "late": 1, "deferred": 0}


async def test_a_grievance_taken_up_again_is_apologised_for_and_told_by_a_time_ws_11_ws_24_ws_37(
    open_business: Open,
) -> None:
    async with open_business("wedding-studio") as studio:
        grievance = await studio.receive("employee", unit="make-up", stage="咨询")
        await studio.do("employee", grievance, "apologies", kind="courtesy", words="抱歉")
        await studio.do("store-supervisor", grievance, "withdrawals", reason="顾客收回")
        assert await studio.due("store-supervisor", grievance) == {}

        await studio.later(days=1)
        await studio.do(
            "store-supervisor", grievance, "reopenings", cause="new-problem", reason="又来电"
        )
        due = await studio.due("store-supervisor", grievance)
        assert due["apology"] == "2026-03-03 10:30"
        assert due["act-or-report"] == "2026-03-03 12:00"

        flagged = {"category": "unprofessional-demand", "unprofessional_demand": True}
        await studio.do("store-supervisor", grievance, "classifications", **flagged)
        await studio.do(
            "employee", grievance, "reports", to_roles=["base-dispatcher"], reason="要求不合常识"
        )
        path = f"/v1/complaints/{grievance}/next-steps"
        steps = (await studio.get("store-supervisor", path))["items"]
        assert [(one["about"], one["due"]) for one in steps if one["step"] == "report-up"] == [
            ("department-supervisor", "2026-03-03T04:00:00.000000Z"),
            ("executive-manager", "2026-03-03T04:00:00.000000Z"),
        ]

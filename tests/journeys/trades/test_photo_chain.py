"""The photo chain: promises kept, work done again on a sheet, the customer called for a year."""

from typing import Any

from tests.journeys.conftest import Open
from tests.journeys.trades.business import SIGNED, Business, missed, offer, places, yuan

SUPERVISOR = "customer-service-supervisor"
UNDERSTOOD: dict[str, Any] = {"reason": "对焦不实", "subject": "外景照", "demand": "重拍"}
OURS: dict[str, Any] = {
    "findings": "原片逐张核对",
    "cause": "镜头未校准",
    "cause_class": "individual",
    "fault": "ours",
    "established": True,
}


async def is_settled(chain: Business, complaint: str, category: str, outcome: str) -> None:
    """What every complaint needs before its end: apologised, understood, told, signed."""
    await chain.do("service-staff", complaint, "apologies", kind="admission", words="是我们的错")
    await chain.do("service-staff", complaint, "reports", to_roles=[SUPERVISOR], reason="反馈")
    await chain.do("service-staff", complaint, "classifications", category=category)
    await chain.do("service-staff", complaint, "findings", **OURS)
    await chain.do("service-staff", complaint, "replies", text="已经办好")
    await sign(chain, complaint)
    await chain.do("service-staff", complaint, "closures", outcome=outcome, result="办好")


async def sign(chain: Business, complaint: str) -> None:
    await chain.do("service-staff", complaint, "signatures", box="filler")
    await chain.do(SUPERVISOR, complaint, "signatures", box="customer-service")


async def test_a_call_back_is_kept_or_missed_on_record_and_taken_up_above_pc_18_pc_21_pc_22_pc_77(
    open_business: Open,
) -> None:
    """PC-15, PC-39 as well: the hotline takes it down, the line keeps the promise."""
    async with open_business("photo-chain") as chain:
        kept, broken = [
            await chain.receive("receptionist", unit="customer-service", channel="telephone")
            for _ in range(2)
        ]
        due = await chain.due(SUPERVISOR, kept)
        assert (due["apology"], due["taken-up"]) == ("2026-03-02 10:30", "2026-03-02 11:00")
        unowned = await chain.worklist(SUPERVISOR, "unowned")
        assert {item["id"] for item in unowned} == {kept, broken}
        promise = {"kind": "reply", "what": "回电", "due": "2026-03-02T12:00:00+08:00"}
        problem = await chain.refused(
            "receptionist", kept, "promises", **promise | {"due": "2026-03-02T09:00:00+08:00"}
        )
        assert problem["code"] == "implausible"
        for complaint in (kept, broken):
            await chain.do("receptionist", complaint, "promises", **promise)
        problem = await chain.refused("receptionist", kept, "replies", text="稍等", promise=1)
        assert problem["code"] == "not-permitted"
        assert "reply:1" in await chain.next_steps("service-staff", kept)
        await chain.until("2026-03-02T11:40:00+08:00")
        await chain.do("service-staff", kept, "replies", text="明天可取", promise=1)

        await chain.until("2026-03-02T12:01:00+08:00")
        late = await chain.case(SUPERVISOR, broken)
        assert late["tier"] == "supervisor"
        assert late["reports"][-1]["to_roles"] == [SUPERVISOR]
        assert (await chain.case(SUPERVISOR, kept))["tier"] is None
        again = await chain.receive(
            "receptionist", unit="customer-service", channel="telephone", statement="没人回电"
        )
        await chain.do(SUPERVISOR, again, "links", kind="follows", other=broken)
        await chain.do(SUPERVISOR, again, "classifications", category="call-back-broken")
        assert (await chain.case(SUPERVISOR, again))["severity"] == 2
        problem = await chain.refused("service-staff", again, "replies", text="抱歉")
        assert problem["code"] == "not-permitted"
        await chain.do(SUPERVISOR, broken, "replies", text="迟复抱歉", promise=1)

        for complaint, counts in ((kept, (1, 1, 0)), (broken, (1, 1, 1))):
            copies = await chain.copies(complaint)
            promises = copies["planning"]["promises"]
            assert (promises["made"], promises["kept"], promises["late"]) == counts
        assert missed((await chain.copies(broken))["audit"]) == ["apology", "promised-reply"]
        assert (await chain.copies(again))["planning"]["links"][0]["other"] == broken


async def test_a_reshoot_has_its_sheet_its_day_and_the_customers_signature_pc_54_pc_55_pc_65(
    open_business: Open,
) -> None:
    """PC-27, PC-41, PC-50, PC-59, PC-71, PC-83 as well."""
    async with open_business("photo-chain") as chain:
        complaint = await chain.receive("service-staff", unit="shop", stage="选片", **UNDERSTOOD)
        reshoot = {"explanation": "重拍外景", "offers": [offer("reshoot", 0, 600)]}
        problem = await chain.refused("service-staff", complaint, "plans", **reshoot)
        assert problem["missing"] == ["apology", "classification", "findings"]
        await chain.do(
            "service-staff", complaint, "apologies", kind="admission", words="是我们的错"
        )
        await chain.do("service-staff", complaint, "classifications", category="shooting")
        await chain.do(
            "service-staff",
            complaint,
            "assistance",
            unit="quality-control",
            what="核对原片",
            due="2026-03-02T15:00:00+08:00",
        )
        await chain.do(
            "quality-control", complaint, "assistance-answers", assistance=1, result="对焦不实"
        )
        assert (await chain.case(SUPERVISOR, complaint))["owner"] == "service-staff"
        await chain.do("service-staff", complaint, "findings", **OURS, loss=yuan(500))
        await chain.do("service-staff", complaint, "plans", **reshoot)
        assert "review-plan:1" in await chain.next_steps(SUPERVISOR, complaint)
        sheet = {
            "remedy": "reshoot",
            "unit": "photography",
            "cause": "镜头未校准",
            "instructions": "同景重拍三组",
            "sheet": "R-031",
        }
        problem = await chain.refused("service-staff", complaint, "reworks", **sheet)
        assert problem["missing"] == ["consent"]
        await chain.do(SUPERVISOR, complaint, "plan-reviews", plan=1, verdict="approve")
        await chain.do("service-staff", complaint, "consents", plan=1, agreed=True)
        assert "order-rework:1" in await chain.next_steps("service-staff", complaint)
        problem = await chain.refused(
            "service-staff", complaint, "reworks", **sheet | {"remedy": "gift"}
        )
        assert problem["code"] == "unknown-term"
        await chain.do(
            "service-staff", complaint, "reworks", **sheet, due="2026-03-07T16:00:00+08:00"
        )
        assert (await chain.due("service-staff", complaint))["rework"] == "2026-03-07 16:00"

        await chain.until("2026-03-07T17:00:00+08:00")
        await chain.do(
            "service-staff", complaint, "rework-results", rework=1, result="阴天", accepted=False
        )
        await chain.do(
            "service-staff", complaint, "reworks", **sheet, due="2026-03-08T16:00:00+08:00"
        )
        await sign(chain, complaint)
        await chain.do("service-staff", complaint, "replies", text="周日重拍")
        end = {"outcome": "reworked", "result": "重拍，客人签字确认"}
        problem = await chain.refused("service-staff", complaint, "closures", **end)
        assert set(problem["missing"]) == {"plan:1", "rework:2"}
        await chain.until("2026-03-08T15:00:00+08:00")
        await chain.do(
            "service-staff", complaint, "rework-results", rework=2, result="满意", accepted=True
        )
        signed = {"remedy": "reshoot", "amount": yuan(0), "signature": SIGNED}
        await chain.do("service-staff", complaint, "compensations", **signed)
        await chain.do("service-staff", complaint, "closures", **end)

        copies = await chain.copies(complaint)
        assert [one["accepted"] for one in copies["handler"]["reworks"]] == [False, True]
        assert copies["planning"]["reworks"] == ["reshoot", "reshoot"]
        assert copies["handler"]["result"]["remedies"][0]["signatory"] == "张女士"
        assert "rework" in missed(copies["audit"])
        assert places(copies["audit"]) == ["with-handling-unit", "with-audit"]
        assert await chain.due(SUPERVISOR, complaint) == {
            "same-day": "2026-03-08 20:00",
            "after-collection": "2026-03-15 20:00",
            "one-week": "2026-03-17 20:00",
            "one-month": "2026-04-12 20:00",
            "three-months": "2026-06-13 20:00",
            "one-year": "2027-03-22 20:00",
        }


async def test_the_customer_is_called_for_a_year_when_it_suits_her_pc_33_pc_34_pc_41_pc_44_pc_83(
    open_business: Open,
) -> None:
    async with open_business("photo-chain") as chain:
        complaint = await chain.receive(
            "service-staff",
            unit="shop",
            complainant={
                "name": "张女士",
                "telephone": "13800001111",
                "contact_from": "12:10",
                "contact_until": "14:20",
            },
            **UNDERSTOOD,
        )
        call = {"reached": True, "method": "telephone"}
        problem = await chain.refused(
            "service-staff", complaint, "follow-ups", occasion="same-day", **call
        )
        assert problem["code"] == "not-ended"
        await is_settled(chain, complaint, "retouching-layout", "remedied")
        [today] = await chain.worklist(SUPERVISOR, "follow-ups")
        assert (today["duty"]["clock"], today["callable_now"]) == ("same-day", False)
        await chain.later(hours=2, minutes=30)
        [today] = await chain.worklist(SUPERVISOR, "follow-ups")
        assert today["callable_now"] is True
        problem = await chain.refused(
            "service-staff",
            complaint,
            "follow-ups",
            occasion="same-day",
            reached=False,
            satisfied_with_outcome=5,
        )
        assert problem["code"] == "implausible"
        await chain.do("service-staff", complaint, "follow-ups", occasion="same-day", **call)
        assert await chain.worklist(SUPERVISOR, "follow-ups") == []

        await chain.until("2026-03-11T20:01:00+08:00")
        audit = (await chain.copies(complaint))["audit"]
        assert missed(audit) == ["one-week"]
        told = (await chain.case(SUPERVISOR, complaint))["reports"][-1]
        assert told["to_roles"] == [SUPERVISOR]

        await chain.until("2026-04-02T12:30:00+08:00")
        assert "follow-up:one-month" in await chain.next_steps(SUPERVISOR, complaint)
        await chain.do(
            "service-staff",
            complaint,
            "follow-ups",
            occasion="one-month",
            **call,
            satisfied_with_outcome=2,
            new_problem="相册又脱胶",
        )
        case = await chain.case(SUPERVISOR, complaint)
        assert case["status"] == "open"
        assert "one-year" not in await chain.due(SUPERVISOR, complaint)
        problem = await chain.refused(
            "service-staff", complaint, "closures", outcome="remedied", result="重装"
        )
        assert set(problem["missing"]) == {
            "apology",
            "classification",
            "findings",
            "reply",
            "report:customer-service-supervisor",
            "box:filler",
            "box:customer-service",
        }
        await is_settled(chain, complaint, "retouching-layout", "remedied")
        assert (await chain.due(SUPERVISOR, complaint))["one-year"] == "2027-04-16 20:00"
        planning = (await chain.copies(complaint))["planning"]
        assert planning["reopened"] == 1
        assert [one["new_problem"] for one in planning["satisfaction"]] == [False, True]


async def test_every_month_another_part_of_the_old_customers_is_called_pc_84(
    open_business: Open,
) -> None:
    async with open_business("photo-chain") as chain:
        complaint = await chain.receive("service-staff", unit="shop", **UNDERSTOOD)
        await is_settled(chain, complaint, "gifts", "remedied")
        drawn = []
        for month in range(3, 13):
            await chain.until(f"2026-{month:02d}-25T11:00:00+08:00")
            if await chain.worklist(SUPERVISOR, "sample"):
                drawn.append(month)
                await chain.do(
                    "service-staff", complaint, "follow-ups", occasion="one-week", reached=True
                )
                assert await chain.worklist(SUPERVISOR, "sample") == []
        assert len(drawn) == 1


async def test_who_is_complained_about_does_not_handle_it_and_improves_by_a_day_pc_79(
    open_business: Open,
) -> None:
    async with open_business("photo-chain") as chain:
        await chain.hire("ming", "service-staff")
        complaint = await chain.receive("ming", unit="shop", about=["ming"], **UNDERSTOOD)
        await chain.do("ming", complaint, "apologies", kind="courtesy", words="对不起")
        problem = await chain.refused(
            "ming", complaint, "classifications", category="service-attitude"
        )
        assert problem["code"] == "conflict-of-interest"
        give = {"unit": "shop", "reason": "换人跟进"}
        problem = await chain.refused(
            "service-staff", complaint, "assignments", handler="ming", **give
        )
        assert problem["code"] == "conflict-of-interest"
        await chain.do("service-staff", complaint, "assignments", handler="service-staff", **give)
        await is_settled(chain, complaint, "service-attitude", "remedied")

        share = {"kind": "direct", "unit": "shop", "percent": 100, "person": "ming"}
        answers = {"shares": [share], "reason": "顶撞顾客"}
        problem = await chain.refused(
            "on-site-supervisor", complaint, "responsibilities", **answers
        )
        assert problem["code"] == "not-permitted"
        problem = await chain.refused(
            SUPERVISOR,
            complaint,
            "responsibilities",
            shares=[{**share, "percent": 90}],
            reason="顶撞顾客",
        )
        assert problem["code"] == "implausible"
        await chain.do(SUPERVISOR, complaint, "responsibilities", **answers)
        assert (await chain.due(SUPERVISOR, complaint))["improvement-set"] == "2026-03-05 10:00"
        assert "plan-improvement" in await chain.next_steps(SUPERVISOR, complaint)
        await chain.until("2026-03-05T10:01:00+08:00")
        assert "improvement-set" in missed((await chain.copies(complaint))["audit"])
        await chain.do(
            SUPERVISOR,
            complaint,
            "improvements",
            what="重学接待用语",
            owner="ming",
            unit="shop",
            due="2026-03-12T18:00:00+08:00",
        )
        [mine] = await chain.worklist("ming", "improvements", owner="me")
        assert mine["responsible"] == "ming"

        await chain.until("2026-03-12T18:01:00+08:00")
        told = (await chain.case(SUPERVISOR, complaint))["reports"][-1]
        assert told["to_roles"] == [SUPERVISOR, "store-manager"]
        await chain.do(
            SUPERVISOR, complaint, "improvement-results", improvement=1, result="考核通过"
        )
        copies = await chain.copies(complaint)
        assert missed(copies["audit"])[-1] == "improvement"
        assert copies["planning"]["improvements"]["late"] == 1
        assert copies["planning"]["responsibility"] == [
            {"kind": "direct", "unit": "shop", "percent": 100}
        ]
        assert "ming" not in str(copies["planning"])


async def test_a_hard_dispute_is_reported_at_once_and_the_store_manager_decides_pc_27_pc_72(
    open_business: Open,
) -> None:
    """PC-09, PC-50 as well: valuables out of the locker."""
    async with open_business("photo-chain") as chain:
        complaint = await chain.receive(
            "department-staff", unit="make-up", stage="化妆", emotion="heated", **UNDERSTOOD
        )
        await chain.do("department-staff", complaint, "apologies", kind="courtesy", words="抱歉")
        await chain.do("service-staff", complaint, "classifications", category="valuables")
        assert (await chain.due(SUPERVISOR, complaint))["store-manager-told"] == (
            "2026-03-02 10:30"
        )
        advised = await chain.next_steps(SUPERVISOR, complaint)
        assert f"report-up:{SUPERVISOR}" in advised
        assert "report-up:store-manager" in advised
        await chain.later(minutes=31)
        told = (await chain.case(SUPERVISOR, complaint))["reports"]
        assert [report["to_roles"] for report in told] == [["store-manager"]]
        await chain.do("service-staff", complaint, "reports", to_roles=[SUPERVISOR], reason="失物")

        await chain.do(SUPERVISOR, complaint, "findings", **OURS, loss=yuan(3000))
        pay = {"explanation": "照价赔偿", "offers": [offer("cash", 1200)]}
        problem = await chain.refused("service-staff", complaint, "plans", **pay)
        assert problem["code"] == "not-permitted"
        problem = await chain.refused(SUPERVISOR, complaint, "plans", **pay)
        assert problem["breaches"] == ["inadequate"]
        pay["offers"] = [offer("cash", 3000)]
        await chain.do(SUPERVISOR, complaint, "plans", **pay)
        problem = await chain.refused(
            SUPERVISOR, complaint, "plan-reviews", plan=1, verdict="approve"
        )
        assert problem["could"] == ["store-manager"]
        await chain.do("store-manager", complaint, "plan-reviews", plan=1, verdict="approve")
        await chain.do(SUPERVISOR, complaint, "consents", plan=1, agreed=True)
        await chain.do(SUPERVISOR, complaint, "expenses", amount=yuan(3000), purpose="赔偿", plan=1)
        await chain.do("finance", complaint, "expense-reviews", expense=1, verdict="approve")
        cash = {"remedy": "cash", "amount": yuan(3000), "signature": SIGNED, "expense": 1}
        await chain.do(SUPERVISOR, complaint, "compensations", **cash)
        await chain.do(SUPERVISOR, complaint, "replies", text="已赔付")
        await sign(chain, complaint)
        end = {"outcome": "remedied", "result": "照价赔偿，客人签收"}
        problem = await chain.refused(SUPERVISOR, complaint, "closures", **end)
        assert problem["missing"] == ["box:store-manager"]
        await chain.do("store-manager", complaint, "signatures", box="store-manager")
        await chain.do(SUPERVISOR, complaint, "closures", **end)

        audit = (await chain.copies(complaint))["audit"]
        assert missed(audit) == ["store-manager-told"]
        assert places(audit) == ["with-handling-unit", "with-finance", "confirmed", "with-audit"]
        assert audit["total_cost"] == yuan(3000)


async def test_nobody_thinks_that_somebody_else_will_do_it_pc_15_pc_30_pc_59(
    open_business: Open,
) -> None:
    async with open_business("photo-chain") as chain:
        complaint = await chain.receive("department-staff", unit="photography", stage="拍摄")
        await chain.later(hours=1, minutes=1)
        left = await chain.case(SUPERVISOR, complaint)
        assert (left["tier"], left["owner"]) == ("supervisor", "department-staff")
        for kind in ("overdue", "unowned", "silent"):
            assert [item["id"] for item in await chain.worklist(SUPERVISOR, kind)] == [complaint]
        line = {"handler": "service-staff", "unit": "shop"}
        problem = await chain.refused(SUPERVISOR, complaint, "assignments", **line)
        assert problem["missing"] == ["demand", "reason", "subject"]
        await chain.do("department-staff", complaint, "memos", text="问清了", **UNDERSTOOD)
        await chain.do(SUPERVISOR, complaint, "assignments", **line)
        for kind in ("unowned", "silent"):
            assert await chain.worklist(SUPERVISOR, kind) == []
        owned = await chain.worklist("service-staff", "due", owner="me")
        assert [item["id"] for item in owned] == [complaint]
        await chain.do("on-site-supervisor", complaint, "findings", **OURS)
        copies = await chain.copies(complaint)
        assert copies["handler"]["owner"] == "service-staff"
        assert missed(copies["audit"]) == ["apology", "taken-up"]


async def test_the_file_of_a_customer_holds_every_contact_and_she_is_visited_pc_40_pc_44_pc_57(
    open_business: Open,
) -> None:
    """PC-05 as well: what is not done in time goes to the supervisor."""
    async with open_business("photo-chain") as chain:
        first = await chain.receive("service-staff", unit="shop", **UNDERSTOOD)
        await is_settled(chain, first, "shop-appearance", "solved-in-the-bud")
        second = await chain.receive(
            "service-staff", unit="shop", channel="follow-up", statement="相册迟了", stage="回访"
        )
        await chain.do("service-staff", second, "links", kind="follows", other=first)
        problem = await chain.refused(
            "service-staff", second, "links", kind="follows", other=second
        )
        assert problem["code"] == "implausible"
        visit = {
            "person": "service-staff",
            "due": "2026-03-04T15:00:00+08:00",
            "where": "客人家中",
            "purpose": "上门致歉",
        }
        await chain.do("service-staff", second, "visits", **visit)
        await chain.until("2026-03-04T15:01:00+08:00")
        late = await chain.case(SUPERVISOR, second)
        assert late["reports"][-1]["to_roles"] == [SUPERVISOR]
        problem = await chain.refused(
            "service-staff", second, "visit-reports", visit=2, met=True, result="收下"
        )
        assert problem["code"] == "not-open-item"
        await chain.do(
            "service-staff", second, "visit-reports", visit=1, met=True, result="收下致歉"
        )
        await is_settled(chain, second, "collection", "explained")
        await chain.do(
            "service-staff",
            second,
            "follow-ups",
            occasion="same-day",
            reached=True,
            method="visit",
            words="谢谢登门",
        )
        await chain.settle()
        file = await chain.get(SUPERVISOR, "/v1/complaints", q="13800001111")
        assert [item["id"] for item in file["items"]] == [second, first]
        linked = await chain.get(SUPERVISOR, "/v1/complaints", linked_to=first)
        assert [item["id"] for item in linked["items"]] == [second]
        case = await chain.case(SUPERVISOR, second)
        assert [one["method"] for one in case["follow_ups"]] == ["visit"]
        copies = await chain.copies(second)
        assert copies["handler"]["visits"][0]["met"] is True
        assert {"visit", "taken-up"}.isdisjoint(missed(copies["audit"]))
        assert copies["planning"]["links"] == [{"kind": "follows", "other": first}]

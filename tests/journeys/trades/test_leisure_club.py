"""Whole complaints of a leisure club, from the first word to the copies and the call afterwards."""

from typing import Any

from tests.journeys.conftest import Open
from tests.journeys.trades.business import SIGNED, Business, missed, offer, places, yuan

EVENING = "2026-03-02T20:00:00+08:00"
"""A Monday; the house opens at noon and closes at two in the morning."""

GUEST = {"name": "张女士", "telephone": "13800001111", "reference": "手牌318"}
MANAGER = {"handler": "operations-manager", "unit": "operations"}


def found(fault: str = "ours", **more: Any) -> dict[str, Any]:
    """Write down what was found."""
    facts = {"findings": "看了监控，问了当班员工", "cause": "当班疏忽", "cause_class": "individual"}
    return {**facts, "fault": fault, "established": True, **more}


def plan(*offers: dict[str, Any], **more: Any) -> dict[str, Any]:
    """Propose remedies."""
    return {"explanation": "向客人表示歉意", "offers": list(offers), **more}


def shared(*percents: int) -> dict[str, Any]:
    """Share the responsibility between who did it and who watched."""
    persons = ({"kind": "direct", "person": "小王"}, {"kind": "indirect", "person": "小李"})
    shares = [
        {**person, "unit": "operations", "percent": percent}
        for person, percent in zip(persons, percents, strict=False)
    ]
    return {"shares": shares, "reason": "未按规程操作"}


async def given(club: Business, case: str, role: str, number: int, **remedies: float) -> None:
    """What the guest agreed to is asked of finance, given, and signed for, one by one."""
    await club.do(role, case, "consents", plan=number, agreed=True)
    for expense, (remedy, cost) in enumerate(remedies.items(), start=1):
        money = yuan(cost)
        await club.do(role, case, "expenses", amount=money, purpose="补偿客人", plan=number)
        await club.do("finance", case, "expense-reviews", expense=expense, verdict="approve")
        body = {"remedy": remedy.replace("_", "-"), "amount": money, "signature": SIGNED}
        await club.do(role, case, "compensations", **body, expense=expense)


async def ended(club: Business, case: str, role: str, outcome: str) -> None:
    """The boxes are signed, it is closed, and the superior signs too (LC-27)."""
    await club.do(role, case, "signatures", box="handler")
    await club.do("finance", case, "signatures", box="finance")
    assert await club.next_steps(role, case) == ["close"]
    await club.do(role, case, "closures", outcome=outcome, result="已当面告知客人")
    await club.do("general-manager", case, "signatures", box="superior")


async def lost_ring(club: Business) -> str:
    """A ring is gone from a locker; service staff take it, the operations manager gets it."""
    await club.until(EVENING)
    # LC-03, LC-38: whoever is spoken to takes it, with nothing but what the guest says.
    ring = await club.receive(
        "service-staff",
        unit="operations",
        place="changing-room",
        complainant={"reference": "手牌318"},
        statement="我放在柜子里的金戒指不见了！",
        emotion="heated",
    )
    assert await club.due("supervisor", ring) == {
        "apology": "2026-03-02 20:10",
        "report": "2026-03-02 20:15",
        "begin": "2026-03-02 20:30",
        "ordinary-unresolved": "2026-03-03 20:00",
    }
    # LC-20, LC-24: sympathy at once, and no guilt before anybody knows.
    sorry = {"kind": "courtesy", "words": "让您着急了，我马上请主管来"}
    await club.do("service-staff", ring, "apologies", **sorry)
    guilty = await club.refused(
        "service-staff", ring, "apologies", kind="admission", words="是我们弄丢的"
    )
    assert guilty["code"] == "admission-before-facts"
    # LC-02, LC-39: staff report to their superior, and handle nothing.
    problem = await club.refused("service-staff", ring, "classifications", category="property-loss")
    assert problem["code"] == "not-permitted"
    await club.do("service-staff", ring, "reports", to_roles=["supervisor"], reason="客人丢了戒指")

    # LC-37, LC-44, LC-45: two stars, so that the supervisor does not settle it.
    problem = await club.refused("supervisor", ring, "classifications", category="noise")
    assert len(problem["known"]) == 11
    low = {"category": "property-loss", "tier": "supervisory"}
    problem = await club.refused("supervisor", ring, "classifications", **low)
    assert problem["code"] == "against-policy"
    await club.do("supervisor", ring, "classifications", category="property-loss")
    problem = await club.refused("supervisor", ring, "replies", text="我们赔您")
    assert problem["code"] == "not-permitted"
    assert await club.next_steps("supervisor", ring) == [
        "add-memo:name",
        "add-memo:reason",
        "report-up:general-manager",
        "assign:general-manager, operations-manager",
        "refer:police",
        "record-findings",
        "reply",
        "attribute-responsibility",
        "sign-off:handler",
    ]
    # LC-18: the sheet has the name and the reason before anybody else takes it over.
    problem = await club.refused("supervisor", ring, "assignments", **MANAGER)
    assert (problem["code"], problem["missing"]) == ("facts-missing", ["name", "reason"])
    memo = {"text": "柜门没有撬痕", "reason": "更衣柜内财物遗失", "complainant": GUEST}
    await club.do("supervisor", ring, "memos", **memo)
    await club.do("supervisor", ring, "assignments", **MANAGER)
    return ring


async def test_a_ring_lost_in_a_locker_goes_to_the_police_and_is_paid_in_cash_lc_18_lc_23_lc_30(
    open_business: Open,
) -> None:
    async with open_business("leisure-club") as club:
        # LC-02, LC-20, LC-24, LC-37, LC-38, LC-39, LC-44, LC-45: received, soothed, and routed.
        ring = await lost_ring(club)
        unclear = found("unclear", established=False, loss=yuan(3000))
        await club.do("operations-manager", ring, "findings", **unclear)
        end = {"outcome": "handed-to-police", "result": "由公安机关处理"}
        problem = await club.refused("operations-manager", ring, "closures", **end)
        assert problem["missing"] == [
            "reply",
            "responsibility",
            "report:general-manager",
            "referral:police",
            "box:handler",
        ]
        police = {"to": "police", "reason": "责任不清", "reference": "沪公受字0302号"}
        await club.do("operations-manager", ring, "referrals", **police)

        # LC-30, LC-33: beyond a thousand in cash is in order for property, not for the manager.
        problem = await club.refused(
            "operations-manager", ring, "plans", **plan(offer("cash", 500))
        )
        assert problem["breaches"] == ["inadequate"]
        await club.do("operations-manager", ring, "plans", **plan(offer("cash", 3000)))
        asked = {"amount": yuan(3000), "purpose": "赔偿", "plan": 1}
        problem = await club.refused("operations-manager", ring, "expenses", **asked)
        assert problem["code"] == "not-open-item"
        assert "review-plan:1" in await club.next_steps("general-manager", ring)
        await club.do("general-manager", ring, "plan-reviews", plan=1, verdict="approve")
        await given(club, ring, "operations-manager", 1, cash=3000)

        # LC-28: the guest hears the result within the hour. LC-27, LC-35, LC-36: who answers.
        assert (await club.due("supervisor", ring))["result-told"] == "2026-03-02 21:00"
        await club.do("operations-manager", ring, "replies", text="已照价赔偿，谢谢您的提醒")
        problem = await club.refused("general-manager", ring, "responsibilities", **shared(50, 30))
        assert problem["code"] == "implausible"
        await club.do("general-manager", ring, "responsibilities", **shared(70, 30))
        await ended(club, ring, "operations-manager", "handed-to-police")

        # LC-07: is the guest content?
        assert await club.next_steps("supervisor", ring) == ["follow-up:satisfaction"]
        await club.later(days=1)
        call = {"occasion": "satisfaction", "reached": True, "satisfied_with_outcome": 4}
        await club.do("front-desk", ring, "follow-ups", **call)
        assert await club.due("supervisor", ring) == {}

        copies = await club.copies(ring)
        audit, planning = copies["audit"], copies["planning"]
        assert places(audit) == ["with-handling-unit", "with-finance", "confirmed", "with-audit"]
        assert audit["total_cost"] == yuan(3000)
        assert audit["compensations"][0]["signatory"] == "张女士"
        assert (audit["unusual_plans"], missed(audit)) == ([], [])
        assert [one["person"] for one in audit["responsibility"]] == ["小王", "小李"]
        assert [one["percent"] for one in planning["responsibility"]] == [70, 30]
        assert "小王" not in str(planning)
        assert planning["referrals"] == ["police"]
        assert planning["satisfaction"][0]["with_outcome"] == 4
        assert copies["handler"]["customer"]["reference"] == "手牌318"
        # LC-11, LC-41: who took it stands on the sheet; what staff took, operations settled.
        assert copies["handler"]["filler"]["by"] == "service-staff"
        assert copies["handler"]["handling_unit"] == "operations"
        told = [one["who"] for one in copies["handler"]["assisting"]]
        assert told == [["supervisor"], ["police"]]
        await club.settle()
        listed = await club.get(
            "supervisor", "/v1/complaints", q="金戒指", category="property-loss"
        )
        assert [one["id"] for one in listed["items"]] == [ring]


async def hard_massage(club: Business) -> str:
    """A massage hurt; the technician takes it, the supervisor handles it with the technicians."""
    await club.until(EVENING)
    sore = await club.receive(
        "technician",
        unit="technicians",
        place="massage-room",
        complainant=GUEST,
        statement="手法太重，肩膀都青了，给我打折！",
        reason="力度过大",
        about=["technician"],
    )
    await club.do("technician", sore, "apologies", kind="courtesy", words="对不起，让您不舒服了")
    problem = await club.refused(
        "technician",
        sore,
        "promises",
        kind="resolution",
        what="给您打折",
        due="2026-03-02T21:00+08:00",
    )
    assert problem["code"] == "not-permitted"  # LC-22
    problem = await club.refused(
        "technician", sore, "reports", to_roles=["audit"], reason="客人投诉"
    )
    assert problem["code"] == "against-policy"  # LC-39
    await club.do("technician", sore, "reports", to_roles=["supervisor"], reason="客人投诉手法")
    await club.do(
        "supervisor", sore, "classifications", category="massage-scrub", mindset="compensation"
    )
    await club.do("supervisor", sore, "assignments", handler="supervisor", unit="operations")
    # LC-42: the technicians' management is told, and assists.
    assert "report-up:technician-supervisor" in await club.next_steps("supervisor", sore)
    told = {"to_roles": ["technician-supervisor"], "reason": "请协助", "skip_level": True}
    await club.do("supervisor", sore, "reports", **told)

    # LC-25: an answer within half an hour; a definite one to the guest within the hour.
    await club.do("supervisor", sore, "assistance", unit="technicians", what="核实手法与力度")
    due = await club.due("supervisor", sore)
    assert (due["assistance"], due["definite-answer"]) == ("2026-03-02 20:30", "2026-03-02 21:00")
    await club.hire("technicians-head", "technician-supervisor", units=("technicians",))
    await club.hire("laundry-head", "technician-supervisor", units=("laundry",))
    await club.later(minutes=31)
    answer = {"assistance": 1, "result": "力度确实过重，已要求改正"}
    problem = await club.refused("laundry-head", sore, "assistance-answers", **answer)
    assert problem["code"] == "not-found"
    await club.do("technicians-head", sore, "assistance-answers", **answer)
    await club.do("supervisor", sore, "progress-notices", text="技师部确认力度过重，正在商量补偿")
    await club.do("supervisor", sore, "findings", **found())
    return sore


async def test_an_ordinary_complaint_is_settled_with_words_or_little_lc_31_lc_32_lc_42(
    open_business: Open,
) -> None:
    async with open_business("leisure-club") as club:
        # LC-10, LC-22, LC-25, LC-39: nothing promised, the technicians' own management helps.
        sore = await hard_massage(club)
        # LC-31: words first, on the supervisor's own authority (LC-34).
        await club.do("supervisor", sore, "plans", **plan(offer("explanation-only", 0)))
        await club.do("supervisor", sore, "consents", plan=1, agreed=False, words="光道歉不行")

        # LC-31, LC-06, LC-32: nothing that is for graver cases, and the cheapest that will do.
        problem = await club.refused("supervisor", sore, "plans", **plan(offer("coupons", 40, 100)))
        assert (problem["code"], problem["breaches"]) == (
            "remedy-needs-override",
            ["beyond-ladder"],
        )
        discount = plan(offer("item-discount", 30), alternatives=[offer("ticket", 12, 68)])
        problem = await club.refused("supervisor", sore, "plans", **discount)
        assert problem["breaches"] == ["not-cheapest"]
        discount["override_reason"] = "客人住外地，门票用不上"
        await club.do("supervisor", sore, "plans", **discount)

        # LC-33, LC-34: what is unusual is decided by the decision layer.
        problem = await club.refused("supervisor", sore, "plan-reviews", plan=2, verdict="approve")
        assert problem["code"] == "duties-not-separate"
        review = {"plan": 2, "verdict": "approve"}
        problem = await club.refused("operations-manager", sore, "plan-reviews", **review)
        assert (problem["code"], problem["could"]) == ("beyond-authority", ["general-manager"])
        await club.do("general-manager", sore, "plan-reviews", **review)
        await given(club, sore, "supervisor", 2, item_discount=30)

        await club.do("supervisor", sore, "replies", text="这一项已给您打折")
        problem = await club.refused("technician", sore, "responsibilities", **shared(100))
        assert problem["code"] == "not-permitted"
        await club.do("supervisor", sore, "responsibilities", **shared(100))
        await ended(club, sore, "supervisor", "remedied")

        copies = await club.copies(sore)
        audit, planning = copies["audit"], copies["planning"]
        assert places(audit) == ["with-handling-unit", "with-finance", "confirmed", "with-audit"]
        assert audit["unusual_plans"][0]["breaches"] == ["not-cheapest"]
        assert audit["unusual_plans"][0]["reason"] == "客人住外地，门票用不上"
        assert audit["unusual_plans"][0]["approved"]["by"] == "general-manager"
        assert missed(audit) == planning["missed"] == ["assistance"]
        assert planning["mindset"] == "compensation"
        assert planning["remedies"] == [
            {"remedy": "item-discount", "cost": yuan(30), "reversed": False}
        ]
        told = [one["who"] for one in copies["handler"]["assisting"]]
        assert told == [
            ["supervisor"],
            ["technician-supervisor"],
            ["technicians"],
            ["operations-manager"],  # the answer was late
        ]


async def test_an_injury_is_handled_in_person_and_rises_to_the_decision_layer_lc_26_lc_40_lc_44(
    open_business: Open,
) -> None:
    async with open_business("leisure-club") as club:
        await club.until(EVENING)
        fall = await club.receive(
            "front-desk",
            unit="front-desk",
            place="bath",
            complainant=GUEST,
            statement="地太滑，我摔伤了手腕！",
            reason="地面湿滑",
        )
        await club.do("front-desk", fall, "apologies", kind="courtesy", words="我们马上送您去医院")
        # LC-40: an emergency may go past the direct superior, if that is said.
        report = {"to_roles": ["general-manager"], "reason": "客人受伤"}
        problem = await club.refused("front-desk", fall, "reports", **report)
        assert problem["code"] == "against-policy"
        await club.do("front-desk", fall, "reports", **report, skip_level=True)
        await club.do("supervisor", fall, "classifications", category="injury")
        await club.do("supervisor", fall, "assignments", **MANAGER)
        assert (await club.due("supervisor", fall))["serious-unresolved"] == "2026-03-05 20:00"

        # LC-26: whoever has it deals with it in person, and corrects at once what is wrong.
        problem = await club.refused("general-manager", fall, "replies", text="我们负责")
        assert problem["code"] == "not-in-person"
        visit = {"person": "operations-manager", "where": "仁济医院", "purpose": "探望"}
        await club.do(
            "operations-manager", fall, "visits", **visit, due="2026-03-03T16:00:00+08:00"
        )
        mats = {"what": "浴区铺防滑垫", "owner": "engineer", "unit": "engineering"}
        mats["due"] = "2026-03-04T12:00:00+08:00"
        await club.do("operations-manager", fall, "improvements", **mats)
        await club.later(hours=19)
        went = {"visit": 1, "met": True, "result": "手腕骨裂，客人情绪平稳"}
        await club.do("operations-manager", fall, "visit-reports", **went)
        await club.do("operations-manager", fall, "findings", **found(cause_class="systemic"))
        await club.do("operations-manager", fall, "plans", **plan(offer("medical-cost", 800)))
        await given(club, fall, "operations-manager", 1, medical_cost=800)
        await club.do("operations-manager", fall, "replies", text="医药费已付，防滑垫已铺")
        made = {"improvement": 1, "result": "已铺好"}
        await club.do("operations-manager", fall, "improvement-results", **made)
        await club.do("general-manager", fall, "responsibilities", **shared(100))

        # LC-44: the guest is not content within the time, and the decision layer assists.
        await club.until("2026-03-05T20:01:00+08:00")
        end = {"outcome": "remedied", "result": "已赔付"}
        problem = await club.refused("operations-manager", fall, "closures", **end)
        assert (problem["code"], problem["could"]) == ("beyond-authority", ["general-manager"])
        words = {"text": "由你继续跟进，一周后再探望", "to": "operations-manager"}
        await club.do("general-manager", fall, "instructions", **words)
        await ended(club, fall, "operations-manager", "remedied")

        copies = await club.copies(fall)
        planning = copies["planning"]
        assert missed(copies["audit"]) == planning["missed"] == ["serious-unresolved"]
        assert (planning["escalations"], planning["tier"]) == (1, "decision")
        assert planning["improvements"] == {"planned": 1, "made": 1, "late": 0, "open": []}
        assert copies["audit"]["total_cost"] == yuan(800)
        assert copies["handler"]["visits"][0]["met"] is True


async def test_what_nobody_settles_is_reported_and_goes_up_a_level_lc_20_lc_21_lc_39_lc_43(
    open_business: Open,
) -> None:
    async with open_business("leisure-club") as club:
        await club.until("2026-03-03T01:50:00+08:00")
        rude = await club.receive(
            "service-staff", unit="operations", complainant=GUEST, reason="员工顶撞客人"
        )
        # The house closes at two: there is time until the afternoon, but then nobody has acted.
        due = await club.due("supervisor", rude)
        assert (due["apology"], due["report"]) == ("2026-03-03 02:00", "2026-03-03 12:05")
        await club.until("2026-03-03T12:21:00+08:00")
        case = await club.case("supervisor", rude)
        told = {role for report in case["reports"] for role in report["to_roles"]}
        assert told == {"supervisor", "operations-manager"}
        assert not case["acted"]
        assert [one["id"] for one in await club.worklist("supervisor", "silent")] == [rude]

        late = {"kind": "courtesy", "words": "昨晚怠慢您了，非常抱歉"}
        await club.do("supervisor", rude, "apologies", **late)
        await club.do("supervisor", rude, "classifications", category="service-language")
        # LC-04: the refusal to close it names all of the procedure that is left.
        end = {"outcome": "mediated", "result": "客人谅解"}
        problem = await club.refused("supervisor", rude, "closures", **end)
        # What the clock reported was nobody's report.
        steps = ["findings", "reply", "report", "responsibility", "box:handler"]
        assert problem["missing"] == steps
        report = {"to_roles": ["operations-manager"], "reason": "客人不满"}
        await club.do("supervisor", rude, "reports", **report)
        # It stands still while it is the guest's turn, and runs on afterwards.
        await club.do("supervisor", rude, "pauses", waiting_for="customer", reason="客人说再想想")
        await club.later(hours=24)
        assert "resume:customer" in await club.next_steps("supervisor", rude)
        await club.do("supervisor", rude, "resumptions", reason="客人来电")
        assert (await club.due("supervisor", rude))["ordinary-unresolved"] == "2026-03-05 01:50"
        await club.do("supervisor", rude, "findings", **found())
        await club.do("supervisor", rude, "responsibilities", **shared(100))

        # LC-43: unsettled for a day, so that it is the operations manager's.
        await club.until("2026-03-05T01:51:00+08:00")
        assert (await club.case("supervisor", rude))["escalations"][0][
            "to_role"
        ] == "operations-manager"
        await club.do("supervisor", rude, "signatures", box="handler")
        await club.do("supervisor", rude, "replies", text="当班员工已向您道歉")
        problem = await club.refused("supervisor", rude, "closures", **end)
        assert problem["could"] == ["operations-manager", "general-manager"]
        # LC-08: no end without an outcome that the house knows.
        problem = await club.refused(
            "operations-manager", rude, "closures", **end | {"outcome": "x"}
        )
        assert problem["code"] == "unknown-term"
        await club.do("operations-manager", rude, "closures", **end)

        copies = await club.copies(rude)
        assert places(copies["audit"]) == ["with-handling-unit", "with-audit"]
        late_ones = ["apology", "report", "begin", "ordinary-unresolved"]
        assert missed(copies["audit"]) == copies["planning"]["missed"] == late_ones
        assert copies["planning"]["tier"] == "operations"
        assert copies["audit"]["total_cost"] is None


async def test_a_deceived_guest_gets_three_times_the_price_and_no_cash_lc_33_lc_44(
    open_business: Open,
) -> None:
    async with open_business("leisure-club") as club:
        await club.until(EVENING)
        fraud = await club.receive(
            "front-desk", unit="front-desk", complainant=GUEST, reason="假冒精油按进口价收费"
        )
        await club.do(
            "front-desk", fraud, "apologies", kind="conditional", words="如属实，我们负责"
        )
        await club.do("front-desk", fraud, "reports", to_roles=["supervisor"], reason="投诉欺骗")
        # LC-03: no complaint is turned away at the counter.
        no = {"reason": "客人看错了", "customer_informed": True}
        problem = await club.refused("supervisor", fraud, "dismissals", **no)
        assert problem["code"] == "not-permitted"
        await club.do("supervisor", fraud, "classifications", category="deception")
        await club.do("supervisor", fraud, "assignments", **MANAGER)
        await club.do("operations-manager", fraud, "findings", **found(price=yuan(398)))
        await club.do(
            "operations-manager",
            fraud,
            "apologies",
            kind="admission",
            words="确实以次充好，是我们的错",
        )

        # The law gives three times the price, 1,194; the principle of the least stops there.
        low = plan(offer("card", 400, 1000))
        problem = await club.refused("operations-manager", fraud, "plans", **low)
        assert problem["breaches"] == ["inadequate"]
        cash = plan(offer("cash", 1194))
        problem = await club.refused("operations-manager", fraud, "plans", **cash)
        assert problem["breaches"] == ["beyond-ladder", "cash-ceiling"]
        best = plan(offer("card", 400, 1000), offer("coupons", 80, 200))
        await club.do("operations-manager", fraud, "plans", **best)
        problem = await club.refused(
            "operations-manager",
            fraud,
            "compensations",
            remedy="card",
            amount=yuan(0),
            signature=SIGNED,
        )
        assert problem["missing"] == ["consent"]
        await given(club, fraud, "operations-manager", 1, card=400, coupons=80)
        await club.do("operations-manager", fraud, "replies", text="贵宾卡和优惠券请收好")
        await club.do("general-manager", fraud, "responsibilities", **shared(100))
        await club.do("operations-manager", fraud, "signatures", box="handler")
        await club.do("finance", fraud, "signatures", box="finance")
        end = {"outcome": "remedied", "result": "退一赔三"}
        problem = await club.refused("operations-manager", fraud, "closures", **end)
        assert problem["missing"] == ["report:general-manager"]
        up = {"to_roles": ["general-manager"], "reason": "重大投诉"}
        await club.do("operations-manager", fraud, "reports", **up)
        await club.do("operations-manager", fraud, "closures", **end)

        copies = await club.copies(fraud)
        assert copies["audit"]["custody"] == "with-audit"
        assert copies["audit"]["total_cost"] == yuan(480)
        assert copies["planning"]["severity"] == 3
        assert copies["planning"]["remedies"] == [
            {"remedy": "card", "cost": yuan(400), "reversed": False},
            {"remedy": "coupons", "cost": yuan(80), "reversed": False},
        ]


async def test_a_complaint_that_is_judged_anew_is_never_without_a_limit_lc_37_lc_43_lc_44(
    open_business: Open,
) -> None:
    async with open_business("leisure-club") as club:
        await club.until(EVENING)
        scratch = await club.receive(
            "service-staff", unit="operations", complainant=GUEST, reason="搓澡擦破皮"
        )
        limits = {"ordinary-unresolved", "serious-unresolved"}
        ordinary = (await club.due("supervisor", scratch))["ordinary-unresolved"]
        await club.later(minutes=5)
        await club.do("supervisor", scratch, "classifications", category="massage-scrub")
        assert (await club.due("supervisor", scratch))["ordinary-unresolved"] == ordinary
        await club.do("supervisor", scratch, "classifications", category="injury")
        assert limits & set(await club.due("supervisor", scratch)) == {"serious-unresolved"}
        words = {"words": "只是擦红，已处理", "understood": True}
        problem = await club.refused("supervisor", scratch, "explanations", **words)
        assert problem["code"] == "not-permitted"
        mild = {"category": "injury", "severity": 1}
        problem = await club.refused("operations-manager", scratch, "classifications", **mild)
        assert [one["field"] for one in problem["fields"]] == ["reason"]
        mild["reason"] = "只是擦红"
        await club.do("operations-manager", scratch, "classifications", **mild)
        due = await club.due("supervisor", scratch)
        assert limits & set(due) == {"ordinary-unresolved"}
        assert due["ordinary-unresolved"] == "2026-03-03 20:05"

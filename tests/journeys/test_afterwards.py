"""After the end: a follow-up that finds a new problem; and what was no complaint at all."""

from tests.journeys.procedure import UNDERSTOOD, Case, copies_agree, somebody
from tests.support.commands import Act
from tests.support.commands.ending import closed, followed_up, signed
from tests.support.commands.handling import replied
from tests.support.commands.receipt import classified, conditional, courtesy, dismissed, memo

BOXES = (
    ("front-desk", "filler"),
    ("supervisor", "recording-unit"),
    ("manager", "handling-unit"),
)


async def is_handled(case: Case, result: str) -> None:
    """Somebody tells the result, everybody signs, and it is closed."""
    await case.by("handler", replied(result), "1d")
    for role, box in BOXES:
        await case.by(role, signed(box))
    await case.by("handler", closed("solved-on-the-spot", result))


async def test_pc_34_a_new_problem_found_by_a_follow_up_is_apologised_for_handled_and_told(
    case: Case,
) -> None:
    await case.by("front-desk", UNDERSTOOD)
    await case.by("front-desk", courtesy("非常抱歉"))
    await case.by("handler", classified("product-quality"))
    await is_handled(case, "当场换了内页")
    await case.refused("handler", memo("再记一笔"), 409, "already-ended")

    call = followed_up(
        "one-week",
        satisfied_with_outcome=2,
        satisfied_with_handling=4,
        new_problem="封面又脱胶了",
    )
    await case.by("front-desk", call, "7d")
    assert (await case.events())[-2:] == ["followed-up", "reopened"]
    assert (await case.shown())["status"] == "open"
    assert (await copies_agree(case))["audit"]["custody"] == "with-handling-unit"

    await case.by("handler", conditional("封面可能没有压牢，十分抱歉"))
    problem = await case.refused("handler", closed("remedied", "换封面"), 409, "steps-missing")
    assert problem["missing"][0] == "classification"
    await case.by("handler", classified("product-quality"))
    await is_handled(case, "换了封面，电话告知客户")
    await case.by("front-desk", followed_up("one-month", satisfied_with_outcome=5), "30d")

    copies = await copies_agree(case)
    assert copies["handler"]["status"] == "closed"
    assert copies["handler"]["result"]["result"] == "换了封面，电话告知客户"
    assert copies["planning"]["reopened"] == 1
    assert [
        (call["occasion"], call["new_problem"]) for call in copies["planning"]["satisfaction"]
    ] == [("one-week", True), ("one-month", False)]
    assert [(stay["place"], stay["by"]) for stay in copies["audit"]["custody_trail"]] == [
        ("with-handling-unit", somebody("front-desk")),
        ("with-audit", somebody("handler")),
        ("with-handling-unit", somebody("front-desk")),
        ("with-audit", somebody("handler")),
    ]


async def test_sc_48_what_is_no_complaint_leaves_by_its_own_exit(case: Case) -> None:
    await case.by("front-desk", UNDERSTOOD)
    await case.by("handler", dismissed("只是询问取件时间"))

    assert (await case.events())[-1] == "dismissed"
    copies = await copies_agree(case)
    assert {copy["status"] for copy in copies.values()} == {"dismissed"}
    assert copies["planning"]["outcome"] is None
    assert copies["audit"]["custody"] == "with-audit"
    assert copies["handler"]["next_due"] is None
    await case.refused("handler", classified("product-quality"), 409, "already-ended")
    await case.refused("handler", followed_up("one-week"), 409, "wrong-state")


async def test_sc_48_it_can_be_taken_up_again_when_it_was_a_complaint_after_all(
    case: Case,
) -> None:
    await case.by("handler", dismissed("只是询问"))
    again = Act("reopenings", {"cause": "our-error", "reason": "客户确有不满"})
    await case.by("handler", again, "1h")
    await case.by("handler", courtesy("抱歉误会了您的意思"))
    await case.by("handler", classified("service-attitude"))
    await is_handled(case, "店长当面道歉")
    assert (await copies_agree(case))["planning"]["reopened"] == 1

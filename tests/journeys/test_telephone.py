"""Step 4 of the wedding studio: a complaint by telephone, with an agreed time for the reply."""

from datetime import datetime

from app.demo.times import span, within
from tests.journeys.procedure import NAME, UNDERSTOOD, Case, copies_agree, somebody
from tests.support.commands.ending import closed, signed
from tests.support.commands.handling import (
    deferred,
    instructed,
    promised_reply,
    promised_solution,
    replied,
    reported,
)
from tests.support.commands.receipt import classified, courtesy


async def closes(case: Case) -> None:
    """Everybody signs the form, and it is closed."""
    await case.by("handler", classified("product-quality"))
    await case.by("front-desk", signed("filler"))
    await case.by("supervisor", signed("recording-unit"))
    await case.by("manager", signed("handling-unit"))
    await case.by("handler", closed("remedied", "相册重做，已送到家"))


async def test_ws_30_to_ws_34_a_promised_reply_is_given_in_time_and_its_solution_too(
    case: Case,
) -> None:
    await case.by("front-desk", UNDERSTOOD)  # WS-30
    await case.by("front-desk", courtesy("非常抱歉，给您添麻烦了"))
    await case.by("front-desk", promised_reply("查清后回电", within("2h")))  # WS-31
    form = await case.copy("handler", "handler")
    assert form["customer"]["name"] == NAME
    assert form["content"]["memos"] == ["电话里记下经过"]
    assert form["next_due"]["about"] == "promise:1"
    assert form["next_due"]["owner"] == somebody("front-desk")
    assert datetime.fromisoformat(form["next_due"]["due"]) == case.now + span("2h")

    await case.by("front-desk", reported("请示解决办法", "supervisor", "manager"))  # WS-32
    assert (await case.copy("handler", "handler"))["owner"] == somebody("front-desk")
    await case.by("supervisor", instructed("免费重做，三天内送到", "zhao.min"))

    await case.by("handler", replied("免费重做，三天内送到府上", promise=1), "1h")  # WS-33
    assert (await case.copy("handler", "handler"))["next_due"] is None

    await case.by("supervisor", promised_solution("重做的相册送到", within("3d")))  # WS-34
    assert (await case.copy("handler", "handler"))["next_due"]["about"] == "promise:2"
    await case.by("handler", replied("相册已送到，客户满意", promise=2), "2d")
    await closes(case)

    promises = (await copies_agree(case))["planning"]["promises"]
    assert promises == {"made": 2, "kept": 2, "deferred": 0, "late": 0, "open": []}


async def test_ws_39_what_is_put_off_apologises_again_and_a_late_reply_is_counted_late(
    case: Case,
) -> None:
    await case.by("handler", promised_reply("查清后回电", within("2h")))
    put_off = deferred("周五送到", "工厂停电", "再次向您道歉", within("4d"), promise=1)
    hasty = put_off._replace(
        body={name: value for name, value in put_off.body.items() if name != "apology"}
    )
    await case.refused("handler", hasty, 422, "deferral-needs-apology")
    await case.by("handler", put_off, "3h")

    form = await case.copy("handler", "handler")
    assert datetime.fromisoformat(form["next_due"]["due"]) == case.now + span("4d")
    planning = await case.copy("planning", "planning")
    counted = planning["promises"]
    assert (counted["kept"], counted["deferred"], counted["late"]) == (0, 1, 1)
    assert planning["first_apology_at"] is not None
    assert (await case.events())[-3:] == ["apologised", "replied", "promised"]

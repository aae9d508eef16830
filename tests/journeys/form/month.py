"""March and April in the house, told once: what the books, sheets and reviews are asked about.

Ten complaints in March; in April one more, and what came of an older one.
"""

from datetime import timedelta
from typing import Final

from tests.journeys.form.clerk import Form
from tests.journeys.trades.business import Business
from tests.support.commands.ending import closed, handed_over, signed, withdrawn
from tests.support.commands.receipt import dismissed
from tests.support.commands.remedy import (
    asked_for,
    changed,
    compensated,
    offer,
    queried,
    released,
    taken_back,
    withheld,
)

ALBUM: Final = offer("redo", "重做相册", cost=300, value=800)
COUPON: Final = offer("coupon", "优惠券", cost=80)
FRAME: Final = offer("accessory", "相框", cost=45)

FORMULA: Final = '=HYPERLINK("http://example.org","张女士")'
"""A name that a spreadsheet would take for a formula."""
DAY: Final = timedelta(days=1)

MONTHS: Final[dict[str, dict[str, int]]] = {
    "2026-03": {
        "requested": 1225,
        "open": 360,
        "refused": 80,
        "payable": 280,
        "paid": 485,
        "spared": 20,
    },
    "2026-04": {"requested": 300, "payable": 45, "paid": 255},
}
"""What moved, in yuan, as the story below tells it."""
REMEDIES: Final = {
    "2026-03": {"redo": 380, "coupon": 60, "accessory": 45},
    "2026-04": {"redo": 300, "accessory": -45},
}
"""What was paid for each, less what came back."""
TURNS: Final = {
    "2026-03": {"received": 10, "closed": 3, "withdrawn": 1, "dismissed": 1, "open": 5},
    "2026-04": {"received": 1, "closed": 1, "open": 5},
}
"""What happened to complaints, and how many were open at the end."""
PLACES: Final = {
    "with-handling-unit": 1,
    "with-finance": 1,
    "queried": 1,
    "confirmed": 2,
    "with-audit": 5,
    "retained": 1,
}
"""Where the audit copies lie at the end of it."""


async def march_and_april(house: Business) -> None:
    """Let it happen."""
    await _paid_and_put_away(house)
    for told in (_less_was_paid, _refused, _asked, _queried, _payable_after_a_change):
        house.time.now += DAY
        await told(house)
    came_back = await _paid_twice_over(house)
    house.time.now += DAY
    await _without_cost(house)
    house.time.now += DAY
    await (await Form.received(house, unit="studio")).by("front-desk", withdrawn("误会了"))
    await (await Form.received(house)).by("supervisor", dismissed("只是询问营业时间"))
    await house.until("2026-04-02T10:00:00+08:00")
    await came_back.by("finance", taken_back("卡号有误", 2))
    await _two_expenses(house)
    await house.settle()


async def _paid_and_put_away(house: Business) -> None:
    form = await Form.received(house)
    await form.agreed(ALBUM)
    await form.paid("redo", 300)
    await form.closed()
    await form.by("audit", signed("audit"), handed_over("audit", "with-audit", "retained"))


async def _less_was_paid(house: Business) -> None:
    """Twenty yuan of it were not needed."""
    form = await Form.received(house, unit="studio")
    await form.agreed(COUPON)
    await form.by("handler", asked_for(80, "优惠券"))
    await form.by("finance", released("V-2"))
    await form.by("handler", compensated("coupon", 60, "张女士"))
    await form.closed()


async def _refused(house: Business) -> None:
    form = await Form.received(house)
    await form.agreed(COUPON)
    await form.by("handler", asked_for(80, "优惠券"))
    await form.by("finance", withheld("优惠券由门店自行发放"))


async def _asked(house: Business) -> None:
    form = await Form.received(house)
    await form.agreed(ALBUM)
    await form.by("handler", asked_for(300, "相册"))


async def _queried(house: Business) -> None:
    form = await Form.received(house)
    await form.agreed(COUPON)
    await form.by("handler", asked_for(60, "优惠券"))
    await form.by("finance", queried("发票呢？"))


async def _payable_after_a_change(house: Business) -> None:
    form = await Form.received(house)
    await form.agreed(ALBUM)
    await form.by("handler", asked_for(300, "相册"))
    await form.by("finance", released("V-6"))
    await form.by("handler", changed(280, "小一号"))
    await form.by("finance", released("V-6b"))


async def _paid_twice_over(house: Business) -> Form:
    """Of the two that were paid, one comes back in April."""
    form = await Form.received(house, complainant={"name": FORMULA, "telephone": "13800001111"})
    await form.agreed(ALBUM, FRAME)
    await form.by("handler", asked_for(80, "封面"), asked_for(45, "相框"))
    await form.by("finance", released("V-7", 1), released("V-8", 2))
    await form.by("handler", compensated("redo", 80, "张女士"))
    await form.by("handler", compensated("accessory", 45, "张女士", expense=2))
    return form


async def _without_cost(house: Business) -> None:
    form = await Form.received(house)
    await form.closed_without_cost()


async def _two_expenses(house: Business) -> None:
    form = await Form.received(house)
    await form.agreed(ALBUM)
    await form.by("handler", asked_for(200, "重印"), asked_for(100, "装订"))
    await form.by("finance", released("V-9", 1), released("V-10", 2))
    await form.by("handler", compensated("redo", 200, "张女士"))
    await form.by("handler", compensated("redo", 100, "张女士", expense=2))
    await form.signed()
    await form.by("handler", closed("remedied", "重印并装订"))

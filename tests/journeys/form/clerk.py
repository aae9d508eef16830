"""A form on its way through the house: each act is somebody's, some minutes after the last one.

The house runs on the policy that every organisation starts with; its people have the names of
their roles.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from tests.journeys.trades.business import Business
from tests.support.commands import Act, Body
from tests.support.commands.ending import closed, signed
from tests.support.commands.handling import replied
from tests.support.commands.receipt import classified, confirmed, courtesy
from tests.support.commands.remedy import (
    agreed,
    approved,
    asked_for,
    compensated,
    planned,
    released,
)

RECEIPT: Final = {
    "channel": "telephone",
    "unit": "front-hall",
    "statement": "婚纱照的相册有两页印反了，我等了三个星期！",
    "reason": "相册印刷错误",
    "subject": "相册",
    "demand": "重新制作",
}
SIGNERS: Final = {
    "filler": "front-desk",
    "recording-unit": "supervisor",
    "handling-unit": "manager",
    "finance": "finance",
}
"""Who signs before the end, in the order of the boxes; finance only with cost (SC-45)."""
BREATH: Final = timedelta(minutes=5)


@dataclass
class Form:
    """One complaint's form."""

    house: Business
    id: str
    number: str

    @classmethod
    async def received(cls, house: Business, **facts: Any) -> "Form":
        """The front desk takes the complaint and makes the form out."""
        house.time.now += BREATH
        complaint = await house.receive("front-desk", **{**RECEIPT, **facts})
        case = await house.case("supervisor", complaint)
        return cls(house, complaint, case["number"])

    async def by(self, role: str, *acts: Act, later: timedelta = BREATH) -> None:
        """Somebody does something, each act some time after the one before."""
        for act in acts:
            self.house.time.now += later
            await self.house.do(role, self.id, act.noun, **act.body)

    async def refused(self, role: str, act: Act, code: str, field: str | None = None) -> Any:
        """Somebody may not do something: the problem says why, and which part is at fault."""
        problem = await self.house.refused(role, self.id, act.noun, **act.body)
        assert problem["code"] == code, problem
        named = [fault["field"] for fault in problem.get("fields", ())]
        assert field is None or named == [field], problem
        return problem

    async def agreed(self, *offers: Body) -> None:
        """It is looked into, confirmed and planned, and the customer agrees (SC-40, BE-06)."""
        await self.by("front-desk", courtesy("非常抱歉"))
        await self.by("handler", classified("product-quality"))
        await self.by("supervisor", confirmed(remark="属实"))
        await self.by("handler", planned("重做相册", *offers))
        await self.by("manager", approved())
        await self.by("handler", agreed("同意"))

    async def paid(self, remedy: str, amount: int, expense: int = 1) -> None:
        """Finance is asked, confirms, and the customer signs for the money (SC-36, SC-43)."""
        await self.by("handler", asked_for(amount, remedy))
        await self.by("finance", released(f"V-{self.number}-{expense}", expense))
        await self.by("handler", compensated(remedy, amount, "张女士", expense=expense))

    async def signed(self, *, finance: bool = True) -> None:
        """Every box that comes before the end is signed by whom it is for (SC-39, SC-45)."""
        case = await self.house.copy("finance", self.id, "audit")
        standing = {one["box"] for one in case["sign_offs"] if one["voided"] is None}
        for box, role in SIGNERS.items():
            if box not in standing and (finance or box != "finance"):
                await self.by(role, signed(box))

    async def closed(self, *, finance: bool = True) -> None:
        """It is signed, answered and ended."""
        await self.signed(finance=finance)
        await self.by("handler", replied("已办妥"), closed("remedied", "已办妥"))

    async def closed_without_cost(self) -> None:
        """It is explained, and so ended: nothing is asked of finance (SC-37)."""
        await self.by("front-desk", courtesy("非常抱歉"))
        await self.by("handler", classified("product-quality"))
        await self.signed(finance=False)
        await self.by("handler", closed("explained", "说明了工艺，客户谅解"))

    async def copy(self, kind: str = "audit") -> dict[str, Any]:
        """Take a copy to hand, as whoever keeps it."""
        return await self.house.copy(KEEPERS[kind], self.id, kind)


KEEPERS: Final = {"handler": "handler", "audit": "audit", "planning": "planning"}
"""Who keeps each copy in the end, and hands it on from there."""

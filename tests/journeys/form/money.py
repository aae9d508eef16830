"""What finance sees of the money: the ledger, and what has to be true of it."""

from typing import Any

from tests.journeys.trades.business import Business

WHOLE = {"from": "2026-03-01", "until": "2026-04-30"}
"""The two months that the stories take."""
PARTS = ("open", "refused", "payable", "paid", "spared")


async def stands(house: Business, **period: str) -> dict[str, int]:
    """Tell how all the money stands at the end of a period, in whole yuan; it balances (SC-36)."""
    found = await ledger(house, **period)
    [closing] = found["closing"] or [dict.fromkeys(("requested", *PARTS), 0)]
    return {part: closing[part] // 100 for part in PARTS if closing[part]}


async def ledger(house: Business, role: str = "finance", **period: str) -> dict[str, Any]:
    """Show the ledger, each line of which balances."""
    await house.settle()
    found = await house.get(role, "/v1/ledger", **period)
    for line in (*found["months"], *found["closing"]):
        assert line["requested"] == sum(line[part] for part in PARTS), line
    return found

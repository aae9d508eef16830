"""What a month cost, by all who say so: the stories, the ledger, finance's table and the review."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from bench.month.entering import Entered
from bench.stages import StageFailedError

COLUMNS = {
    "requested": "申请合计",
    "open": "待审核",
    "refused": "不予确认",
    "payable": "已确认待付",
    "paid": "实际偿付",
}
"""The accounts of the ledger, and the columns of finance's table that say the same. What is spared
has none: it is what was confirmed of paid expenses, less what was paid."""
CONFIRMED_OF_PAID = "已付费用核定额"


def require_equal(
    entered: Entered,
    sheet: Sequence[Mapping[str, str]],
    review: Any,  # noqa: ANN401 - JSON
    ledger: Any,  # noqa: ANN401 - JSON
) -> dict[str, int]:
    """Compare all who say what the month cost; give it by account of the ledger.

    Raises:
        StageFailedError: two of them differ, or the ledger does not balance.

    """
    [books] = ledger["months"]
    parts = ("open", "refused", "payable", "paid", "spared")
    in_sheet = {account: _total(sheet, column) for account, column in COLUMNS.items()}
    in_sheet["spared"] = _total(sheet, CONFIRMED_OF_PAID) - in_sheet["paid"]
    sums: dict[str, int] = {account: books[account] for account in in_sheet}
    told = {
        "complaints": (entered.complaints, len(sheet), review["complaints"]["received"]),
        "requested": (entered.requested, sums["requested"], sum(sums[one] for one in parts)),
        "paid": (entered.paid, sums["paid"], sum(one["cost"] for one in review["remedies"])),
        "accounts": (sums, in_sheet),
    }
    for what, values in told.items():
        if any(value != values[0] for value in values):
            raise StageFailedError(f"the run is void, {what} differ: {values}")
    return sums


def _total(sheet: Sequence[Mapping[str, str]], column: str) -> int:
    """Add up a column, in minor units."""
    return int(100 * sum(Decimal(row[column] or 0) for row in sheet))

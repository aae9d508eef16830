"""The columns of the audit copies: a table with a row per complaint, and one per expense.

What finance and audit answer for, and nothing of the customer but the name (SC-36, SC-37).
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Final, Generic, Literal, NamedTuple, TypeVar

from app.documents.cells import Amount, Cell
from app.documents.words import Words
from app.domain.complaint import ExpenseStatus
from app.events.exporting import Movement
from app.events.projection import MoneyJson
from app.events.projections.audit_copy import AuditCopy, CompensationEntry, ExpenseEntry
from app.events.stays import DestroyedCopy

BETWEEN: Final = "; "

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Column(Generic[R]):
    """A column: the key of its header, what stands in it, and how wide it is shown."""

    key: str
    value: Callable[[R, Words], Cell]
    width: int = 14


@dataclass(frozen=True, slots=True)
class Table(Generic[R]):
    """A table, by the key of its name."""

    key: str
    columns: tuple[Column[R], ...]

    def headers(self, words: Words) -> list[str]:
        """Name the columns."""
        return [words.header(column.key) for column in self.columns]

    def row(self, record: R, words: Words) -> list[Cell]:
        """Write a record down."""
        return [column.value(record, words) for column in self.columns]


class Expense(NamedTuple):
    """An expense, the copy that it stands on, and what it was paid as."""

    copy: AuditCopy
    entry: ExpenseEntry
    payment: CompensationEntry | None
    paid: int | None
    """Minor units; less than nothing where it came back."""


def standing(copy: AuditCopy) -> Iterator[Expense]:
    """List the expenses as they stand: one that came back is to be paid again, or was."""
    for entry in copy["expenses"]:
        payment = None
        if entry["status"] == ExpenseStatus.PAID.value:
            given = [one for one in copy["compensations"] if one["expense"] == entry["number"]]
            payment = given[-1] if given else None
        yield Expense(copy, entry, payment, payment and payment["amount"]["amount"])


def moved(copy: AuditCopy, movements: Iterable[Movement]) -> Iterator[Expense]:
    """List payments and reversals, each as the expense stood by it, whatever came of it later."""
    for one in movements:
        given, granted = one.given, one.given["granted"]
        status = ExpenseStatus.CONFIRMED if one.came_back else ExpenseStatus.PAID
        entry: ExpenseEntry = {
            **one.expense,
            "status": status.value,
            "paid": {"at": given["at"], "by": given["by"]},
        }
        if granted is not None:
            entry = {**entry, **granted}
        yield Expense(copy, entry, given, one.amount)


def _amount(money: MoneyJson | None) -> Amount | None:
    return None if money is None else Amount(money["amount"])


def _currency(copy: AuditCopy) -> str | None:
    """All amounts of an organisation are in one currency, once it has a complaint."""
    of_expenses = [item["amount"]["currency"] for item in copy["expenses"]]
    if of_expenses:
        return of_expenses[0]
    return None if copy["loss"] is None else copy["loss"]["currency"]


def _sum(*statuses: ExpenseStatus) -> Callable[[AuditCopy, Words], Cell]:
    among = {status.value for status in statuses}

    def add(copy: AuditCopy, _words: Words) -> Cell:
        return Amount(
            sum(item["amount"]["amount"] for item in copy["expenses"] if item["status"] in among)
        )

    return add


def _signed(copy: AuditCopy, words: Words) -> Cell:
    return BETWEEN.join(
        f"{words.box(one['box'])}: {one['by']} {words.local(one['at'])}"
        for one in copy["sign_offs"]
        if not one["voided"]
    )


def _reason(copy: AuditCopy, words: Words, plan: int | None = None) -> Cell:
    """Why a plan went beyond the rule, and who approved it (LC-31..33)."""
    said = []
    for one in copy["unusual_plans"]:
        if plan is not None and one["plan"] != plan:
            continue
        approved = one["approved"]
        by = f" ({words.word('cell', 'approved')} {approved['by']})" if approved else ""
        said.append(f"{words.header('plan')} {one['plan']}: {one['reason'] or '-'}{by}")
    return BETWEEN.join(said)


def _shares(copy: AuditCopy, words: Words) -> Cell:
    """Who answers for what part (LC-35, AS-28)."""
    said = []
    for share in copy["responsibility"]:
        who = (words.unit(share["unit"]), share["team"], share["person"])
        name = "/".join(part for part in who if part)
        said.append(f"{words.word('responsibility', share['kind'])} {name} {share['percent']}%")
    return BETWEEN.join(said)


def _missed(copy: AuditCopy, words: Words) -> Cell:
    return BETWEEN.join(
        f"{one['clock']} {words.local(one['due'])}" for one in copy["deadlines_missed"]
    )


def _override(one: Expense, words: Words) -> Cell:
    plan = one.entry["plan"]
    return None if plan is None else _reason(one.copy, words, plan)


def _reversal(one: Expense, key: Literal["at", "by", "reason"]) -> str | None:
    reversal = one.payment and one.payment["reversed"]
    return reversal[key] if reversal else None


COMPLAINTS: Final[Table[AuditCopy]] = Table(
    "complaints",
    (
        Column("number", lambda copy, _: copy["number"]),
        Column("paper_number", lambda copy, _: copy["paper_number"]),
        Column("status", lambda copy, words: words.word("status", copy["status"]), 10),
        Column("received_at", lambda copy, words: words.local(copy["received_at"]), 20),
        Column("closed_at", lambda copy, words: words.local(copy["closed_at"]), 20),
        Column("unit", lambda copy, words: words.unit(copy["unit"])),
        Column("handling_unit", lambda copy, words: words.unit(copy["handling_unit"])),
        Column("complainant", lambda copy, _: copy["complainant_name"]),
        Column("category", lambda copy, words: words.of("categories", copy["category"])),
        Column("tier", lambda copy, words: words.word("tier", copy["tier"]), 10),
        Column("severity", lambda copy, _: copy["severity"], 10),
        Column("cause", lambda copy, _: copy["cause"], 24),
        Column("cause_class", lambda copy, words: words.word("cause-class", copy["cause_class"])),
        Column("fault", lambda copy, words: words.word("fault", copy["fault"])),
        Column("with_cost", lambda c, words: words.word("cell", "yes" if c["with_cost"] else "no")),
        Column("expenses", lambda copy, _: len(copy["expenses"]), 10),
        Column("currency", lambda copy, _: _currency(copy), 8),
        Column("loss", lambda copy, _: _amount(copy["loss"])),
        Column("sum_requested", _sum(*ExpenseStatus)),
        Column("sum_open", _sum(ExpenseStatus.REQUESTED, ExpenseStatus.QUERIED)),
        Column("sum_refused", _sum(ExpenseStatus.REFUSED)),
        Column("sum_confirmed", _sum(ExpenseStatus.CONFIRMED)),
        Column("sum_paid", _sum(ExpenseStatus.PAID)),
        Column("total_cost", lambda copy, _: _amount(copy["total_cost"])),
        Column("outcome", lambda copy, words: words.of("outcomes", copy["outcome"])),
        Column("custody", lambda copy, words: words.word("custody", copy["custody"]), 18),
        Column("custody_at", lambda c, words: words.local(c["custody_trail"][-1]["since"]), 20),
        Column("custody_by", lambda copy, _: copy["custody_trail"][-1]["by"]),
        Column("confirmed_by", lambda c, _: c["confirmation"] and c["confirmation"]["by"]),
        Column(
            "confirmed_at",
            lambda c, words: words.local(c["confirmation"] and c["confirmation"]["at"]),
            20,
        ),
        Column("signed", _signed, 40),
        Column("override", _reason, 30),
        Column("shares", _shares, 30),
        Column("missed", _missed, 30),
        Column("id", lambda copy, _: copy["id"], 38),
        Column("version", lambda copy, _: copy["version"], 8),
    ),
)
"""What was requested is what is open, refused, confirmed and paid, row by row."""


IN_PERIOD: Final[Table[list[Movement]]] = Table(
    "complaints",
    (Column("paid_in_period", lambda given, _: Amount(sum(one.amount for one in given))),),
)
"""What stands beside a complaint where a period of payment was asked for: its part of the books."""


def remaining(copy: DestroyedCopy, words: Words) -> list[Cell]:
    """Write down, among the complaints, what is left of a copy that was destroyed (SC-46)."""
    destroyed = copy["destruction"]
    left: dict[str, Cell] = {
        "number": copy["number"],
        "custody": words.word("custody", copy["custody"]),
        "custody_at": words.local(destroyed["at"]),
        "custody_by": destroyed["by"],
        "id": copy["id"],
        "version": copy["version"],
    }
    return [left.get(column.key) for column in COMPLAINTS.columns]


EXPENSES: Final[Table[Expense]] = Table(
    "expenses",
    (
        Column("number", lambda one, _: one.copy["number"]),
        Column("paper_number", lambda one, _: one.copy["paper_number"]),
        Column("expense", lambda one, _: one.entry["number"], 10),
        Column("complainant", lambda one, _: one.copy["complainant_name"]),
        Column("handling_unit", lambda one, words: words.unit(one.copy["handling_unit"])),
        Column("purpose", lambda one, _: one.entry["purpose"], 30),
        Column("currency", lambda one, _: one.entry["amount"]["currency"], 8),
        Column("amount", lambda one, _: _amount(one.entry["amount"])),
        Column(
            "expense_status",
            lambda one, words: words.word("expense", one.entry["status"]),
        ),
        Column("plan", lambda one, _: one.entry["plan"], 8),
        Column("override", _override, 30),
        Column("requested_at", lambda one, words: words.local(one.entry["requested"]["at"]), 20),
        Column("requested_by", lambda one, _: one.entry["requested"]["by"]),
        Column(
            "decided_at",
            lambda one, words: words.local(one.entry["decided"] and one.entry["decided"]["at"]),
            20,
        ),
        Column("decided_by", lambda one, _: one.entry["decided"] and one.entry["decided"]["by"]),
        Column("remark", lambda one, _: one.entry["remark"], 30),
        Column("voucher", lambda one, _: one.entry["voucher"]),
        Column(
            "paid_at",
            lambda one, words: words.local(one.entry["paid"] and one.entry["paid"]["at"]),
            20,
        ),
        Column("paid_by", lambda one, _: one.entry["paid"] and one.entry["paid"]["by"]),
        Column("paid", lambda one, _: None if one.paid is None else Amount(one.paid)),
        Column(
            "remedy", lambda one, words: one.payment and words.of("remedies", one.payment["remedy"])
        ),
        Column("signatory", lambda one, _: one.payment and one.payment["signatory"]),
        Column(
            "signature",
            lambda one, words: one.payment and words.word("signature", one.payment["signature"]),
        ),
        Column("reference", lambda one, _: one.payment and one.payment["reference"], 24),
        Column("reversed_at", lambda one, words: words.local(_reversal(one, "at")), 20),
        Column("reversed_by", lambda one, _: _reversal(one, "by")),
        Column("reversal_reason", lambda one, _: _reversal(one, "reason"), 24),
        Column("custody", lambda one, words: words.word("custody", one.copy["custody"]), 18),
        Column("id", lambda one, _: one.copy["id"], 38),
    ),
)

"""The second copy on paper, for finance and audit (SC-36, SC-37): cost, receipt and custody."""

from collections.abc import Mapping
from typing import Any

from app.documents.amounts import capitals
from app.documents.form.drawing import signature
from app.documents.form.listing import joined, listing
from app.documents.form.parts import Part, Section, field, fields, note, section
from app.documents.form.signing import boxes
from app.documents.words import Language, Words

Document = Mapping[str, Any]


def sections(copy: Document, words: Words) -> list[Section]:
    """Lay the audit copy out."""
    found = (
        _case(copy, words),
        _inquiry(copy, words),
        _cost(copy, words),
        _receipt(copy, words),
        _unusual(copy, words),
        _responsibility(copy, words),
        _times(copy, words),
        boxes(words, copy.get("sign_offs", ()), with_cost=copy["with_cost"]),
        _custody(copy, words),
    )
    return [one for one in found if one is not None]


def _case(copy: Document, words: Words) -> Section:
    confirmation = words.act(copy["confirmation"])
    marks = words.note("high-value") if copy.get("high_value") else None
    return section(
        words.term("box", "case"),
        fields(
            field(words.label("name"), copy["complainant_name"]),
            field(words.label("category"), words.of("categories", copy["category"])),
            field(words.label("unit"), words.of("units", copy["unit"])),
            field(words.label("handling-unit"), words.of("units", copy["handling_unit"])),
            field(words.label("tier"), words.word("tier", copy["tier"])),
            field(words.label("severity"), words.word("severity", copy["severity"])),
            field(words.label("confirmed"), confirmation and confirmation.replace("\n", " ")),
            field(words.label("marks"), marks),
            field(words.label("outcome"), words.of("outcomes", copy["outcome"])),
            field(words.label("closed"), words.moment(copy["closed_at"])),
        ),
        note(words.note("only-name")),
    )


def _inquiry(copy: Document, words: Words) -> Section | None:
    if copy["cause"] is None:
        return None
    return section(
        words.term("box", "inquiry"),
        fields(
            field(words.label("cause"), copy["cause"], wide=True),
            field(words.label("cause-class"), words.word("cause-class", copy["cause_class"])),
            field(words.label("fault"), words.word("fault", copy["fault"])),
            field(words.label("loss"), words.money(copy["loss"]), wide=True),
        ),
    )


def _cost(copy: Document, words: Words) -> Section:
    title = words.term("box", "cost")
    if not copy["expenses"]:
        return section(title, note(words.note("without-cost")))
    rows = [
        (
            one["number"],
            words.money(one["amount"]),
            one["purpose"],
            words.act(one["requested"]),
            words.word("expense", one["status"]),
            _decided(one, words),
            words.act(one["paid"]),
        )
        for one in copy["expenses"]
    ]
    columns = {
        "expense": 2,
        "amount": 4,
        "purpose": 5,
        "requested": 4,
        "status": 3,
        "decided": 4,
        "paid": 4,
    }
    return section(title, listing(words, columns, rows), _total(copy["total_cost"], words))


def _decided(expense: Document, words: Words) -> str:
    """What finance said, with the voucher."""
    voucher = expense.get("voucher")
    said = (
        words.act(expense["decided"]),
        voucher and f"{words.label('voucher')} {voucher}",
        expense.get("remark"),
    )
    return "\n".join(one for one in said if one)


def _total(total: Document | None, words: Words) -> Part:
    """The sum in figures and in capitals, as on every voucher."""
    shown = [field(words.label("total"), words.money(total))]
    if words.language is not Language.ENGLISH:
        capital = total and capitals(
            total["amount"],
            total["currency"],
            traditional=words.language is Language.TRADITIONAL,
        )
        shown.append(field(words.label("capitals"), capital))
    return fields(*shown)


def _receipt(copy: Document, words: Words) -> Section | None:
    """The recipient signs for what was given (受偿人签收, SC-43)."""
    rows: list[tuple[object, ...]] = [
        (
            words.of("remedies", one["remedy"]),
            words.given(one["amount"], came_back=one["reversed"]),
            one["expense"],
            one["signatory"],
            signature(one)
            or joined((words.word("signature", one["signature"]), one["reference"]), "\n"),
            joined((words.act(one), _came_back(one["reversed"], words)), "\n"),
        )
        for one in copy["compensations"]
    ]
    if not rows and not copy["with_cost"]:
        return None
    columns = {
        "remedy": 4,
        "amount": 4,
        "expense": 2,
        "signatory": 4,
        "signature": 4,
        "by": 4,
    }
    # A blank line to sign on, where nothing was given yet.
    blank: list[tuple[object, ...]] = [("",) * len(columns)]
    return section(words.term("box", "receipt"), listing(words, columns, rows or blank))


def _came_back(reversal: Document | None, words: Words) -> str | None:
    """Who recorded that a payment came back, when and why."""
    if reversal is None:
        return None
    return joined((words.note("came-back"), words.act(reversal), reversal["reason"]), "\n")


def _unusual(copy: Document, words: Words) -> Section | None:
    rows = [
        (
            one["plan"],
            joined((words.word("breach", breach) for breach in one["breaches"]), "\n"),
            one["reason"],
            joined((words.money(cost) for cost in one.get("cost", ())), "\n"),
            words.act(one["proposed"]),
            words.act(one["approved"]),
        )
        for one in copy.get("unusual_plans", ())
    ]
    columns = {
        "plan": 2,
        "breaches": 4,
        "reason": 6,
        "cost": 4,
        "proposed": 4,
        "approved": 4,
    }
    return _listed(words, "unusual", columns, rows)


def _responsibility(copy: Document, words: Words) -> Section | None:
    rows = [
        (
            words.word("responsibility", one["kind"]),
            words.of("units", one["unit"]),
            one["team"],
            one["person"],
            f"{one['percent']} %",
        )
        for one in copy.get("responsibility", ())
    ]
    columns = {
        "answers": 3,
        "department": 4,
        "team": 3,
        "person": 3,
        "share": 2,
    }
    return _listed(words, "responsibility", columns, rows)


def _times(copy: Document, words: Words) -> Section | None:
    rows = [
        (words.clock(one["clock"]), words.moment(one["due"]), words.moment(one["missed_at"]))
        for one in copy.get("deadlines_missed", ())
    ]
    return _listed(words, "times", {"missed": 4, "due": 3, "when": 3}, rows)


def _custody(copy: Document, words: Words) -> Section:
    """Where the copy lay, since when, and who handed it on (SC-36, SC-37)."""
    rows = [
        (words.word("custody", one["place"]), words.moment(one["since"]), one["by"])
        for one in copy["custody_trail"]
    ]
    columns = {
        "lies": 4,
        "since": 3,
        "by": 3,
    }
    return section(words.term("box", "custody"), listing(words, columns, rows))


def _listed(
    words: Words, box: str, columns: Mapping[str, int], rows: list[tuple[Any, ...]]
) -> Section | None:
    return section(words.term("box", box), listing(words, columns, rows)) if rows else None

"""The first copy on paper, for the handling unit (SC-35): the form box by box."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from app.documents.form.listing import joined, listing
from app.documents.form.parts import Field, Part, Section, field, fields, note, section
from app.documents.form.signing import boxes
from app.documents.words import Words

MOST_CHARACTERS: Final = 60_000
"""Of memos; what goes beyond stands in the record, and the form says how much."""


def sections(copy: Mapping[str, Any], words: Words) -> list[Section]:
    """Lay the handler copy out."""
    found = (
        _customer(copy["customer"], words),
        _content(copy["content"], words),
        _recording(copy, words),
        _case(copy, words),
        _assisting(copy.get("assisting", ()), words),
        _work(copy, words),
        _result(copy, words),
        boxes(words, copy.get("sign_offs", ())),
    )
    return [one for one in found if one is not None]


def _case(copy: Mapping[str, Any], words: Words) -> Section:
    kinds = ("confidential", "high_value")
    marks = [words.note(kind.replace("_", "-")) for kind in kinds if copy.get(kind)]
    return section(
        words.term("box", "case"),
        fields(
            field(words.label("channel"), words.word("channel", copy["channel"])),
            field(words.label("place"), joined((copy["place"], copy["stage"]))),
            field(words.label("category"), words.of("categories", copy["category"])),
            field(words.label("tier"), words.word("tier", copy["tier"])),
            field(words.label("severity"), words.word("severity", copy["severity"])),
            field(words.label("marks"), joined(marks)),
            field(words.label("handling-unit"), words.of("units", copy["handling_unit"])),
            field(words.label("owner"), copy["owner"]),
        ),
    )


def _customer(box: Mapping[str, Any], words: Words) -> Section:
    between = (box.get("contact_from"), box.get("contact_until"))
    return section(
        words.term("box", "customer"),
        fields(
            field(words.label("name"), box["name"]),
            field(words.label("kind"), words.word("complainant", box["kind"])),
            field(words.label("telephone"), box["telephone"]),
            field(words.label("contact"), joined(between, "–")),
            field(words.label("email"), box["email"]),
            field(words.label("reference"), box["reference"]),
            field(words.label("address"), box["address"], wide=True),
        ),
    )


def _content(box: Mapping[str, Any], words: Words) -> Section:
    return section(
        words.term("box", "content"),
        fields(
            field(words.label("reason"), box["reason"], wide=True),
            field(words.label("subject"), box["subject"]),
            field(words.label("order"), box["order_reference"]),
            field(words.label("statement"), box["statement"], roomy=True),
            field(words.label("demand"), box["demand"], wide=True),
            field(words.label("emotion"), words.word("emotion", box["emotion"]), wide=True),
        ),
        *_memos(box.get("memos", ()), words),
    )


def _memos(memos: Iterable[str], words: Words) -> list[Part]:
    shown: list[Field] = []
    room, left = MOST_CHARACTERS, 0
    for number, memo in enumerate(memos, 1):
        room -= len(memo)
        if room < 0:
            left += 1
        else:
            shown.append(field(words.label("memo", n=number), memo, wide=True))
    parts = [fields(*shown)] if shown else []
    return [*parts, note(words.note("more", n=left))] if left else parts


def _recording(copy: Mapping[str, Any], words: Words) -> Section:
    head = copy["recording_unit_head"] or {}
    return section(
        words.term("box", "recording"),
        fields(
            field(words.label("unit"), words.of("units", copy["unit"])),
            field(
                words.label("filler"),
                joined((copy["filler"]["by"], words.moment(copy["filler"]["at"]))),
            ),
            field(words.label("confirmed"), joined((head.get("by"), words.moment(head.get("at"))))),
            field(words.label("remark"), head.get("remark")),
        ),
    )


def _assisting(drawn_in: Iterable[Mapping[str, Any]], words: Words) -> Section:
    rows = [
        (
            joined(words.party(who) for who in one["who"]),
            one["why"],
            one["by"],
            words.moment(one["at"]),
        )
        for one in drawn_in
    ]
    part = (
        listing(words, {"who": 3, "why": 6, "by": 2, "when": 3}, rows)
        if rows
        else note(words.note("nothing"))
    )
    return section(words.term("box", "assisting"), part)


def _work(copy: Mapping[str, Any], words: Words) -> Section | None:
    """What is promised, arranged or ordered, in one table."""
    rows: list[Row] = [*_promises(copy, words), *_visits(copy, words), *_reworks(copy, words)]
    rows += [
        (words.label("improvement"), one["what"], one["owner"], words.moment(one["due"]), None)
        for one in copy.get("improvements", ())
    ]
    if not rows:
        return None
    columns = {"matter": 2, "what": 5, "by": 2, "due": 3, "done": 4}
    return section(words.term("box", "work"), listing(words, columns, rows))


Row = tuple[str | None, ...]


def _promises(copy: Mapping[str, Any], words: Words) -> list[Row]:
    promised = words.label("promise")
    return [
        (
            f"{promised}: {words.word('promise', one['kind'])}",
            one["what"],
            copy["owner"],
            words.moment(one["due"]),
            None,
        )
        for one in copy.get("open_promises", ())
    ]


def _visits(copy: Mapping[str, Any], words: Words) -> list[Row]:
    return [
        (
            words.label("visit"),
            f"{one['purpose']}（{one['where']}）",
            one["person"],
            words.moment(one["due"]),
            one["result"],
        )
        for one in copy.get("visits", ())
    ]


def _reworks(copy: Mapping[str, Any], words: Words) -> list[Row]:
    return [
        (
            words.label("rework"),
            f"{words.of('remedies', one['remedy'])}: {one['instructions']}",
            words.of("units", one["unit"]),
            words.moment(one["due"]),
            one["result"],
        )
        for one in copy.get("reworks", ())
    ]


def _result(copy: Mapping[str, Any], words: Words) -> Section:
    box = copy["result"]
    rows: list[Row] = [
        (
            words.of("remedies", one["remedy"]),
            words.given(one["amount"], came_back=one["reversed"]),
            one["signatory"],
            one["by"],
            words.moment(one["at"]),
        )
        for one in box["remedies"]
    ]
    columns = {"remedy": 3, "amount": 3, "received": 3, "by": 2, "when": 3}
    return section(
        words.term("box", "result"),
        fields(
            field(words.label("outcome"), words.of("outcomes", box["outcome"])),
            field(words.label("closed"), words.moment(copy["closed_at"])),
            field(words.label("result"), box["result"], roomy=True),
        ),
        # A blank line to sign on, where nothing was given yet.
        listing(words, columns, rows or [("",) * len(columns)]),
    )

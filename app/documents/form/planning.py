"""The third copy on paper, for the planning department (SC-38): figures, and nobody's name."""

from collections.abc import Mapping
from typing import Any

from app.documents.form.listing import joined, listing
from app.documents.form.parts import Section, field, fields, note, section
from app.documents.form.signing import keeping
from app.documents.words import Words
from app.domain.values import Capability

Document = Mapping[str, Any]


def sections(copy: Document, words: Words) -> list[Section]:
    """Lay the planning copy out."""
    found = (
        _case(copy, words),
        _inquiry(copy, words),
        _times(copy, words),
        _result(copy, words),
        _responsibility(copy, words),
        _learning(copy, words),
        _afterwards(copy, words),
        keeping(words, words.keeper(Capability.PLAN)),
    )
    return [one for one in found if one is not None]


def _case(copy: Document, words: Words) -> Section:
    flags = (words.word("flag", flag) for flag in copy["flags"])
    marks = words.note("high-value") if copy["high_value"] else None
    return section(
        words.term("box", "case"),
        fields(
            field(words.label("channel"), words.word("channel", copy["channel"])),
            field(words.label("directness"), words.word("directness", copy["directness"])),
            field(words.label("kind"), words.word("complainant", copy["complainant_kind"])),
            field(words.label("emotion"), words.word("emotion", copy["emotion"])),
            field(words.label("unit"), words.of("units", copy["unit"])),
            field(words.label("handling-unit"), words.of("units", copy["handling_unit"])),
            field(words.label("category"), words.of("categories", copy["category"])),
            field(words.label("tier"), words.word("tier", copy["tier"])),
            field(words.label("severity"), words.word("severity", copy["severity"])),
            field(words.label("mindset"), words.word("mindset", copy["mindset"])),
            field(words.label("flags"), joined(flags, "、")),
            field(words.label("marks"), marks),
        ),
        note(words.note("personal")),
    )


def _inquiry(copy: Document, words: Words) -> Section:
    called = (words.word("referral", one) for one in copy["referrals"])
    links = (f"{words.word('link', one['kind'])} {one['other']}" for one in copy["links"])
    return section(
        words.term("box", "inquiry"),
        fields(
            field(words.label("cause-class"), words.word("cause-class", copy["cause_class"])),
            field(words.label("fault"), words.word("fault", copy["fault"])),
            field(words.label("referrals"), joined(called, "、")),
            field(words.label("escalations"), copy["escalations"]),
            field(words.label("links"), joined(links, "\n"), wide=True),
        ),
    )


def _times(copy: Document, words: Words) -> Section:
    missed = (words.clock(key) for key in copy["missed"])
    promises = copy["promises"]
    return section(
        words.term("box", "times"),
        fields(
            field(words.label("apology"), words.moment(copy["first_apology_at"])),
            field(words.label("to-apology"), copy["minutes_to_apology"]),
            field(words.label("closed"), words.moment(copy["closed_at"])),
            field(words.label("to-closing"), copy["minutes_to_closing"]),
            field(words.label("promises"), words.label("kept", **promises)),
            field(words.label("reopened"), copy["reopened"]),
            field(words.label("missed"), joined(missed, "、"), wide=True),
        ),
    )


def _result(copy: Document, words: Words) -> Section:
    reworks = (words.of("remedies", key) for key in copy["reworks"])
    rows = [
        (words.of("remedies", one["remedy"]), words.given(one["cost"], came_back=one["reversed"]))
        for one in copy["remedies"]
    ]
    return section(
        words.term("box", "result"),
        fields(
            field(words.label("outcome"), words.of("outcomes", copy["outcome"])),
            field(words.label("explained"), words.answer(copy["explained"])),
            field(words.label("rework"), joined(reworks, "、"), wide=True),
        ),
        listing(words, {"remedy": 1, "cost": 1}, rows) if rows else None,
    )


def _responsibility(copy: Document, words: Words) -> Section | None:
    if not copy["responsibility"]:
        return None
    rows = [
        (
            words.word("responsibility", one["kind"]),
            words.of("units", one["unit"]),
            f"{one['percent']} %",
        )
        for one in copy["responsibility"]
    ]
    part = listing(words, {"answers": 2, "department": 3, "share": 1}, rows)
    return section(words.term("box", "responsibility"), part)


def _learning(copy: Document, words: Words) -> Section:
    improved = words.label("improved", **copy["improvements"])
    return section(
        words.term("box", "learning"),
        fields(field(words.label("improvements"), improved, wide=True)),
    )


def _afterwards(copy: Document, words: Words) -> Section | None:
    if not copy["satisfaction"]:
        return None
    rows = [
        (
            words.of("occasions", one["occasion"]),
            words.answer(one["reached"]),
            one["with_outcome"],
            one["with_handling"],
            words.answer(one["new_problem"]),
        )
        for one in copy["satisfaction"]
    ]
    columns = {
        "occasion": 3, "reached": 2, "with-outcome": 2, "with-handling": 2, "new-problem": 2
    }  # fmt: skip
    return section(words.term("box", "after"), listing(words, columns, rows))

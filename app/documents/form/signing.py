"""The sign-off boxes of the policy, in order, with who signed and when (SC-39, SC-40, SC-45)."""

from collections.abc import Mapping, Sequence
from typing import Any

from app.documents.form.parts import Section, section, signatures
from app.documents.words import Words


def boxes(
    words: Words, signed: Sequence[Mapping[str, Any]], *, with_cost: bool | None = None
) -> Section:
    """Show every box; one that is not signed, or whose signature is void, has room for a pen.

    `with_cost` is None on a copy that does not know about the cost.
    """
    last = {item["box"]: item for item in signed if not item.get("voided")}
    places = [
        _place(words, words.title(box.title, box.key), last.pop(box.key, None))
        | _condition(words, only_with_cost=box.only_with_cost, with_cost=with_cost)
        for box in words.policy.boxes
    ]
    places += [_place(words, key, item) for key, item in last.items()]
    return section(words.term("box", "signatures"), signatures(places))


def keeping(words: Words, keeper: str) -> Section:
    """Give the department that keeps the copy a place to sign for it."""
    place = _place(words, keeper, None)
    return section(words.term("box", "signatures"), signatures([place]))


def _place(words: Words, title: str, item: Mapping[str, Any] | None) -> dict[str, str]:
    blank = {"title": title, "sign": words.label("sign"), "date": words.label("date"), "note": ""}
    if item is None:
        return {**blank, "by": "", "at": "", "remark": ""}
    at = words.moment(item["at"]) or ""
    return {**blank, "by": item["by"], "at": at, "remark": item.get("remark") or ""}


def _condition(words: Words, *, only_with_cost: bool, with_cost: bool | None) -> dict[str, str]:
    if not only_with_cost:
        return {}
    return {"note": words.note("without-cost" if with_cost is False else "only-with-cost")}

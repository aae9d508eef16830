"""The three copies as forms: who keeps them, their colour, and the frame that they share.

The colours are those of the sets of carbonless paper that such forms are sold on (白、红、黄): the
handling unit keeps the white original, finance and audit the red second sheet, planning the
yellow third. They are tints, so that the form is legible when it is copied in grey.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any, Final

from app.documents.form import audit, handler, planning
from app.documents.form.drawing import qr
from app.documents.form.parts import Form, Section
from app.documents.form.verification_line import code_of, label_of
from app.documents.words import Language, Words
from app.domain.policy import Policy
from app.domain.values import Capability, Copy
from app.proof.stamp import Stamp

REVISION: Final = 4
"""Of the form's looks; to be raised when the same document comes to look otherwise."""

Document = Mapping[str, Any]
"""A copy as its projection gives it."""


PAPER: Final = {
    Copy.HANDLER: ("#ffffff", "#33415c"),
    Copy.AUDIT: ("#fff3f4", "#a3243b"),
    Copy.PLANNING: ("#fffbe6", "#7a5c00"),
}
"""The sheet, and its lines."""

_FONTS: Final = {
    Language.ENGLISH: ("en", None, "Noto Sans CJK SC"),
    Language.SIMPLIFIED: ("zh", "CN", "Noto Sans CJK SC"),
    Language.TRADITIONAL: ("zh", "TW", "Noto Sans CJK TC"),
}

_SECTIONS: Final[Mapping[Copy, Callable[[Document, Words], list[Section]]]] = {
    Copy.HANDLER: handler.sections,
    Copy.AUDIT: audit.sections,
    Copy.PLANNING: planning.sections,
}


def form(  # noqa: PLR0913 - what stands on a form
    kind: Copy,
    document: Document,
    policy: Policy,
    *,
    organisation: str,
    changed_at: datetime,
    language: Language | None = None,
    seal: Stamp | None = None,
) -> Form:
    """Lay a copy out: one form, ready for the press.

    `organisation` is its name as people write it; `changed_at` is when its last event was recorded.
    `seal` is the first checkpoint that covers the document, and without it the form says that there
    is none yet.
    """
    words = Words(policy, language)
    tongue, region, font = _FONTS[words.language]
    paper, ink = PAPER[kind]
    return {
        "name": f"{document['number']} {words.term('copy', kind, 'name')}",
        "date": _newest(changed_at, seal),
        "language": {"lang": tongue, "region": region, "font": font},
        "paper": paper,
        "ink": ink,
        "organisation": organisation,
        "title": words.term("title", "form"),
        "triplicate": words.term("title", "triplicate"),
        "copy": words.term("copy", kind, "name"),
        "mark": words.term("copy", kind, "mark"),
        "recipient": recipient(kind, document, words),
        "head": _head(document, words),
        "keyword": label_of(document, kind),
        "qr": qr(label_of(document, kind)),
        "sections": _SECTIONS[kind](document, words),
        "foot": _foot(kind, document, words, seal),
        "page": words.label("page", page="{page}", pages="{pages}"),
    }


def _newest(changed_at: datetime, seal: Stamp | None) -> tuple[int, ...]:
    """Give the UTC time of the newest thing on the form: the creation date of the PDF.

    Not the time of printing: the same record is to give the same bytes, under the same ETag.
    """
    newest = changed_at if seal is None else max(changed_at, seal.signed_at)
    return newest.astimezone(UTC).timetuple()[:6]


def recipient(kind: Copy, document: Document, words: Words) -> str:
    """Name who gets the copy, and where it goes from there (SC-35..38)."""
    match kind:
        case Copy.HANDLER:
            who = words.of("units", document.get("handling_unit")) or ""
            return words.term("copy", kind, "keeps").format(who=who)
        case Copy.AUDIT:
            sentence = "passes" if document.get("with_cost") else "keeps"
            return words.term("copy", kind, sentence).format(
                first=words.keeper(Capability.PAY), who=words.keeper(Capability.AUDIT)
            )
        case Copy.PLANNING:
            return words.term("copy", kind, "keeps").format(who=words.keeper(Capability.PLAN))


def _head(document: Document, words: Words) -> list[list[str]]:
    lines = [
        (words.label("number"), document["number"]),
        (words.label("date"), words.day(document["received_at"])),
        (words.label("status"), words.word("status", document["status"])),
    ]
    if document.get("paper_number"):
        lines.insert(1, (words.label("paper"), document["paper_number"]))
    return [[label, str(value)] for label, value in lines]


def _foot(kind: Copy, document: Document, words: Words, seal: Stamp | None) -> list[str]:
    named = (
        f"{words.label('number')} {document['number']}",
        f"{words.label('version')} {document['version']}",
        f"{words.label('position')} {document['position']}",
        f"{words.label('code')} {code_of(document, kind)}",
    )
    return ["　".join(named), f"{words.label('seal')} {_sealed(words, seal)}"]


def _sealed(words: Words, seal: Stamp | None) -> str:
    """Name the checkpoint by which the record can be proved (ADR 0014)."""
    if seal is None:
        return words.note("unsealed")
    signed = words.note("signed", at=words.moment(seal.signed_at.isoformat()))
    return f"{seal.short}…　{signed}　{seal.checkpoint.origin}"

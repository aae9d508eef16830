"""Words to search by, cut the same way for every database.

Chinese has no spaces: a run of its characters becomes its pairs and its last character, so that any
word of two or more characters is found as neighbouring pairs, and a single one, such as a surname,
as the beginning of a pair or the end of a run. Traditional characters are read as simplified ones,
wide forms as narrow ones, capitals as small letters; other words stay as they are.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from typing import Final

from opencc import OpenCC

BREAK: Final = "ｘ"
"""Stands between two texts, so that no phrase is found across them. No text has it: the wide form
of a letter is read as the narrow one."""

LONGEST_WORD: Final = 64

_HAN: Final = (
    "々〇\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
    "\u3041-\u3096\u30a1-\u30fa\u30fc-\u30ff"  # kana run without spaces as well
)
_RUNS: Final = re.compile(f"[{_HAN}]+|[^\\W_{_HAN}]+")
_FIRST_HAN: Final = re.compile(f"[{_HAN}]")


def words(text: str) -> list[str]:
    """Cut a text into the words it is found by, in their order."""
    plain = _simplified().convert(unicodedata.normalize("NFKC", text).casefold())
    return [word for run in _RUNS.findall(plain) for word in _cut(run)]


def terms(texts: Iterable[str | None]) -> str:
    """Write the words of some texts, with a break after each."""
    return "".join(
        f"{' '.join(found)} {BREAK} " for text in texts if text and (found := words(text))
    )


def asked(question: str) -> str | None:
    """Write what is asked for as a query: everything between two blanks is one phrase.

    `服务 + 务态 AND 王*` is how SQLite's FTS5 writes a phrase, another one, and any word that
    begins so; `search` makes of it what PostgreSQL reads. No word can be taken for a sign of
    either: all are letters and digits, none a capital. None: there is nothing to search by.
    """
    phrases = (_phrase(words(piece)) for piece in question.split())
    return " AND ".join(phrase for phrase in phrases if phrase) or None


def _phrase(found: list[str]) -> str:
    """Join the words of one piece; what it ends with may go on in the text."""
    *before, last = found or [""]
    if len(last) > 1 or not _FIRST_HAN.match(last):
        return " + ".join(found)
    ends_a_run = bool(before) and before[-1] != last and before[-1].endswith(last)
    return " + ".join(before if ends_a_run else (*before, f"{last}*"))


def _cut(run: str) -> list[str]:
    if not _FIRST_HAN.match(run):
        return [run[:LONGEST_WORD]]
    return [run[at : at + 2] for at in range(len(run))]


@cache
def _simplified() -> OpenCC:
    """Load the tables once, and only where somebody searches or is searched."""
    return OpenCC("t2s")

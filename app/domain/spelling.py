"""How text is compared: what in it can be seen, and the one spelling of a person."""

import re
from functools import lru_cache
from typing import Final
from unicodedata import normalize

IGNORABLE: Final = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0000-\U000e0fff"
)
"""Marks that show nothing of their own: Unicode's Default_Ignorable_Code_Point (UAX 44), as it
stands in the brackets of a regular expression."""

_IGNORABLE: Final = re.compile(f"[{IGNORABLE}]")
_VISIBLE: Final = re.compile(rf"[^\s\x00-\x1f\x7f-\x9f\u2800\ufff9-\ufffb{IGNORABLE}]")


def is_blank(text: str) -> bool:
    """Tell whether nothing of a text can be seen: it is empty, or blanks and marks only."""
    return _VISIBLE.search(text) is None


@lru_cache(maxsize=4096)
def person_of(name: str) -> str:
    """Give the one spelling by which a person is recorded and compared.

    `ZHAO.MIN`, `zhao.min ` and full-width letters are one person. This is NFKC_Casefold of Unicode
    (chapter 3.13), with runs of blanks as one blank and none at the ends. It is idempotent. Of a
    blank name nothing is left.
    """
    plain = normalize("NFKC", normalize("NFD", name).casefold()).casefold()
    shown = _IGNORABLE.sub("", normalize("NFKC", plain))
    return " ".join(shown.split())

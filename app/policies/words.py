"""Checks that many entries share: keys, titles, amounts, times, and references to other entries."""

from collections.abc import Callable, Mapping

from app.domain.values import Capability, Channel, Severity
from app.policies.checks import Check, Entry, declared, items, made, table, text, whole, word
from app.policies.faults import Fault, Wrong

LANGUAGES = ("en", "zh-Hans", "zh-Hant")
LONGEST_DAYS = 3650

KEY = text(
    r"(?=.{1,64}$)[a-z][a-z0-9]*(-[a-z0-9]+)*",
    "lower-case words joined by hyphens, at most 64 characters",
)
PLAIN = text(r"\S(.*\S)?", "text without space at its ends")
TITLE = table({language: Entry(PLAIN) for language in LANGUAGES})
AMOUNT = made(
    text(r"[0-9]{1,12}\.[0-9]{2}", 'an amount such as "500.00"'),
    lambda amount: int(amount.replace(".", "")),
)
SEVERITY = made(whole(min(Severity), max(Severity)), Severity)
CHANNEL = made(word(Channel), Channel)
DAYS = whole(0, LONGEST_DAYS)


def titled(kind: Callable[..., object]) -> Callable[[str], Check]:
    """Expect nothing but a title."""
    return lambda key: made(TITLE, lambda title: kind(key=key, title=title))


class Declared:
    """The words that a document declares, for entries that refer to them."""

    def __init__(self, content: Mapping[str, object]) -> None:
        """Look them up; what is of the wrong shape is reported by its own check."""
        self._content = content
        self.roles = declared(_table(content, "roles"))
        self.role_list = items(self.roles, least=1)
        self.tiers = declared(_strings(content, "tiers"))
        self.remedies = declared(_table(content, "remedies"))
        self.stages = self._if_any("stages")
        self.places = self._if_any("places")

    def table(self, key: str) -> Mapping[str, object]:
        """Give a table of the document; empty where there is none."""
        return _table(self._content, key)

    def roles_with(self, capability: Capability, wrong: str) -> Check:
        """Expect a role that has a capability; `wrong` says what one without it cannot do."""

        def read(key: str, value: object) -> str:
            role: str = self.roles.read(key, value)
            if capability not in _strings(_table(self.table("roles"), role), "capabilities"):
                right = f"a role with the capability '{capability}'"
                raise Wrong(Fault(key, f"{role!r} {wrong}", right))
            return role

        return Check(self.roles.expected, read, self.roles.schema)

    def _if_any(self, key: str) -> Check:
        """An empty list leaves the words free (WS-02)."""
        words = _strings(self._content, key)
        return declared(words) if words else PLAIN


def _table(content: Mapping[str, object], key: str) -> Mapping[str, object]:
    found = content.get(key)
    return found if isinstance(found, dict) else {}


def _strings(content: Mapping[str, object], key: str) -> tuple[str, ...]:
    found = content.get(key)
    return tuple(one for one in found if isinstance(one, str)) if isinstance(found, list) else ()

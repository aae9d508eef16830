"""Which entry of a policy document a rule is cited at: on its line, above it, or as its value."""

import re
import tomllib
from collections.abc import Iterator

from tests.rules.citation import Citation, cited

_HEADER = re.compile(r"(\[{1,2})([^\[\]]+)\]{1,2}")
_KEY = re.compile(r'"?([\w.-]+)"?\s*=')
_TEXT = re.compile(r'"(?:[^"\\]|\\.)*"|\'[^\']*\'')

# What tells the entries of a list of tables apart, for a reader.
_TELLING = ("key", "stage", "role")


def entries(document: str) -> Iterator[tuple[Citation, str]]:
    """Yield each citation with the dotted key of the entry that it stands at."""
    place = _Place(document)
    above: list[Citation] = []
    for line in document.splitlines():
        found = list(cited(line))
        comment = line.lstrip().startswith("#")
        if not comment:
            place.read(line)
        if comment and not place.in_value:
            above += found
            continue
        # A comment that is followed by an empty line speaks of no entry.
        if line.strip():
            for citation in (*above, *found):
                yield citation, place.key
        above.clear()


class _Place:
    """Where in a document its reader is, line after line."""

    def __init__(self, document: str) -> None:
        self._document = tomllib.loads(document)
        self._read: dict[str, int] = {}
        self._table = ""
        self._is_list = False
        self._name = ""
        self._depth = 0

    @property
    def in_value(self) -> bool:
        """A value over several lines has not ended."""
        return self._depth > 0

    @property
    def key(self) -> str:
        return ".".join(filter(None, (self._table, self._name)))

    def read(self, line: str) -> None:
        code = _TEXT.sub('""', line).split("#")[0].strip()
        if not self.in_value:
            if header := _HEADER.fullmatch(code):
                self._enter(header[2].strip(), is_list=header[1] == "[[")
                return
            if key := _KEY.match(line.strip()):
                # The whole entry is meant, not the line that happens to name the rule.
                self._name = "" if self._is_list or key[1] == "rule" else key[1]
        self._depth += sum(map(code.count, "[{")) - sum(map(code.count, "]}"))

    def _enter(self, table: str, *, is_list: bool) -> None:
        self._table, self._is_list, self._name = table, is_list, ""
        if is_list:
            number = self._read[table] = self._read.get(table, 0) + 1
            entry = self._document[table][number - 1]
            self._table += next((f".{entry[word]}" for word in _TELLING if word in entry), "")

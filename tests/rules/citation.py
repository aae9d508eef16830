"""How a text names rules: SC-36, WS-01..17, LC-37, 45; and how the name of a test does."""

import re
from collections.abc import Iterator
from typing import NamedTuple

SYSTEMS = ("WS", "SC", "TR", "LC", "PC", "BE", "AS")

# A number of more digits is an order's, not a rule's. After a comma a bare number must end
# its clause, because "SC-36, 12 days" names one rule.
_CITED = re.compile(
    rf"""(?<![\w-])(?P<system>{"|".join(SYSTEMS)})-(?P<first>\d{{1,3}})(?!\d)
    (?P<more>(?:
        (?:\.\.|–)(?:(?P=system)-)?\d\d(?!\d)
      | \ to\ (?P=system)-\d\d(?!\d)
      | /\d\d(?!\d)
      | ,\ \d\d(?=[],;.)"'`]|$)
    )*)""",
    re.VERBOSE | re.MULTILINE,
)
_RANGE = re.compile(r"\.\.|–| to ")
_MORE = re.compile(r"(?P<range>\.\.|–| to )?\D*(?P<number>\d\d)")

_ID = rf"(?:{'|'.join(SYSTEMS).lower()})_\d\d"
_RUN = rf"{_ID}(?:_(?:to_|and_)?{_ID})*"
# At the ends of a name only: "_as_20_minutes_" in its middle is English.
_NAMED = re.compile(rf"(?<=^test_){_RUN}(?=_|$)|(?<=_){_RUN}$")


class Citation(NamedTuple):
    rule: str
    offset: int
    in_range: bool
    """Named only as one of many, as WS-05 is by WS-01..17."""


def cited(text: str) -> Iterator[Citation]:
    """Find every rule that a text names, ranges unfolded, and where."""
    for match in _CITED.finditer(text):
        for number, in_range in _numbers(match["first"], match["more"]):
            yield Citation(f"{match['system']}-{number}", match.start(), in_range)


def _numbers(first: str, more: str) -> Iterator[tuple[str, bool]]:
    yield first, _RANGE.match(more) is not None
    last = int(first)
    for match in _MORE.finditer(more):
        number = int(match["number"])
        for each in range(last + 1 if match["range"] else number, number + 1):
            yield f"{each:02}", bool(match["range"])
        last = number


def cited_by_name(name: str) -> set[str]:
    """Find the rules in the name of a test: `test_..._ws_11`, `test_ws_30_to_ws_34_...`."""
    found: set[str] = set()
    for match in _NAMED.finditer(name):
        run = re.sub(r"([a-z]{2})_(\d\d)", r"\1-\2", match[0]).replace("_to_", "..")
        found |= {citation.rule for citation in cited(run.upper().replace("_", " "))}
    return found


def sentence(name: str) -> str:
    """Turn the name of a test into the sentence that it is."""
    return _NAMED.sub("", name).removeprefix("test_").strip("_").replace("_", " ")

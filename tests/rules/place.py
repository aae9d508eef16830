"""Every place of the project that cites a rule, sorted by what kind of place it is."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tests.rules import policy, source
from tests.rules.catalogue import ROOT, rules
from tests.rules.citation import Citation, cited, sentence

APP = ROOT / "app"
TESTS = ROOT / "tests"
DOCS = ROOT / "docs"

# The order in which a reader wants them. The demonstration shows rules, and keeps none.
CODE = ("domain/steps", "domain", "events", "policies", "api", ".")
DEMONSTRATION = APP / "demo"

# Rules are examples there.
ABOUT_CITING = TESTS / "test_rules.py"


@dataclass(frozen=True, slots=True)
class Place:
    """Somewhere in a file, in words for a reader."""

    path: str
    """From the root of the project."""
    words: str

    @property
    def is_guidance(self) -> bool:
        """Whether it is an entry of a policy that is said to people."""
        return self.words.partition(": ")[2].startswith("guidance")


@dataclass(slots=True, kw_only=True)
class Evidence:
    """Where one rule is kept."""

    policy: list[Place] = field(default_factory=list)
    code: list[Place] = field(default_factory=list)
    tests: list[Place] = field(default_factory=list)
    journeys: list[Place] = field(default_factory=list)

    @property
    def tested(self) -> bool:
        return bool(self.tests or self.journeys)

    @property
    def guided(self) -> bool:
        return any(place.is_guidance for place in self.policy)


Survey = Mapping[str, Evidence]


def survey() -> Survey:
    """Look for every rule in policies, code and tests."""
    found: defaultdict[str, Evidence] = defaultdict(Evidence)
    for citation, place in _one_by_one_first(_policies()):
        if _is_meant(citation) or place.is_guidance:
            _add(found[citation.rule].policy, place)
    for citation, place in _one_by_one_first(_code()):
        if _is_meant(citation):
            _add(found[citation.rule].code, place)
    for rule, place in _tests():
        journey = place.path.startswith("tests/journeys/")
        _add(found[rule].journeys if journey else found[rule].tests, place)
    return found


def strangers(known: Collection[str]) -> list[str]:
    """Find the rules that are cited somewhere, but that no source has."""
    documents = [APP, TESTS, DOCS, *ROOT.glob("*.md")]
    return [
        f"{_relative(path)}: {rule}"
        for document in documents
        for path in sorted([document, *document.rglob("*")])
        if path.suffix in {".md", ".py", ".toml"}
        for rule in sorted(_mentioned(path) - set(known))
    ]


def _mentioned(path: Path) -> set[str]:
    text = path.read_text("utf-8")
    named = source.tests(text) if path.match("test_*.py") else ()
    return {citation.rule for citation in cited(text)}.union(*(test.named for test in named))


def _policies() -> Iterator[tuple[Citation, Place]]:
    for path in sorted((APP / "policies").rglob("*.toml")):
        for citation, key in policy.entries(path.read_text("utf-8")):
            yield citation, Place(_relative(path), f"{path.stem}: {key}")


def _code() -> Iterator[tuple[Citation, Place]]:
    for path in sorted(APP.rglob("*.py"), key=lambda path: (_rank(path), path)):
        if path.is_relative_to(DEMONSTRATION):
            continue
        module = path.relative_to(APP).with_suffix("").parts
        for citation, symbol in source.symbols(path.read_text("utf-8")):
            words = ".".join(filter(None, (*module, symbol))).removeprefix("domain.")
            yield citation, Place(_relative(path), words)


def _rank(path: Path) -> int:
    return next(rank for rank, each in enumerate(CODE) if path.is_relative_to(APP / each))


def _one_by_one_first(found: Iterable[tuple[Citation, Place]]) -> list[tuple[Citation, Place]]:
    return sorted(found, key=lambda each: each[0].in_range)


def _is_meant(citation: Citation) -> bool:
    """A range speaks of a whole step; what people do in it is not kept at that place."""
    rule = rules().get(citation.rule)
    return not citation.in_range or (rule is not None and rule.enforceable)


def _tests() -> Iterator[tuple[str, Place]]:
    """Those that name the rule first: the others are about something more."""
    found = [
        (rule not in test.named, _relative(path), rule, test.name)
        for path in sorted({*TESTS.rglob("test_*.py")} - {ABOUT_CITING})
        for test in source.tests(path.read_text("utf-8"))
        for rule in test.rules
    ]
    for _, path, rule, name in sorted(found, key=lambda each: each[:2]):
        yield rule, Place(path, sentence(name))


def _add(places: list[Place], place: Place) -> None:
    if place not in places:
        places.append(place)


def _relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()

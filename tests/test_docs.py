"""The documents keep up with the code: no dead link, and no public word that they leave out."""

import ast
import importlib
import re
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
DOCUMENTS = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md")])

LINK = re.compile(r"(?<!!)\[[^\]\n]*\]\(([^)\s]+)\)")
FENCED = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)


def read(name: str) -> str:
    return (DOCS / name).read_text("utf-8")


def missing(words: set[str], document: str) -> list[str]:
    """Name the words that a document does not have as code: `word`."""
    text = read(document)
    return sorted(word for word in words if f"`{word}`" not in text)


def anchors(document: Path) -> set[str]:
    """Name the headings of a document as links name them."""
    text = FENCED.sub("", document.read_text("utf-8"))
    titles = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


def refusals() -> set[str]:
    root: Any = importlib.import_module("app.domain.refusals").Refusal
    kinds, codes = [root], set()
    while kinds:
        kind = kinds.pop()
        codes.add(kind.code)
        kinds += kind.__subclasses__()
    return codes


def problems() -> set[str]:
    """Find the code of every problem that the source makes: the second argument of `Problem`."""
    return {
        call.args[1].value
        for path in (ROOT / "app").rglob("*.py")
        for call in calls(path, "Problem")
        if len(call.args) > 1
        and isinstance(call.args[1], ast.Constant)
        and isinstance(call.args[1].value, str)
    }


def calls(path: Path, name: str) -> Iterator[ast.Call]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name:
            yield node


def sections(document: str) -> dict[str, str]:
    """Cut a document at its headings of the third level."""
    parts = re.split(r"^### (.+)$", read(document), flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_within_the_project_leads_somewhere(document: Path) -> None:
    text = FENCED.sub("", document.read_text("utf-8"))
    dead = []
    for link in LINK.findall(text):
        if "://" in link or link.startswith("mailto:"):
            continue
        name, _, anchor = link.partition("#")
        target = (document.parent / name).resolve() if name else document
        found = target.exists() and target.is_relative_to(ROOT)
        if not found or (anchor and target.suffix == ".md" and anchor not in anchors(target)):
            dead.append(link)
    assert dead == []


def test_the_catalogue_has_every_event_with_every_field() -> None:
    catalogue = sections("reference/events.md")
    vocabulary = importlib.import_module("app.domain.vocabulary").EVENTS
    left_out = [
        f"{kind.key}: {name}"
        for kind in vocabulary
        for name in ("", *(field.name for field in fields(kind)))
        if (f"| `{name}` |" if name else "") not in catalogue.get(kind.key, "nothing")
        or kind.key not in catalogue
    ]
    assert left_out == []


def test_the_catalogue_has_the_events_of_an_organisation() -> None:
    organisations = importlib.import_module("app.access.organisations")
    resealing = importlib.import_module("app.application.key_rotation")
    assert {organisations.FOUNDED, organisations.POLICY_ADOPTED, resealing.KEY_CHANGED} <= set(
        sections("reference/events.md")
    )


def test_every_refusal_is_explained() -> None:
    assert missing(refusals(), "reference/problems.md") == []


def test_every_problem_is_explained() -> None:
    found = problems()
    assert "unsupported-media-type" in found
    assert missing(found, "reference/problems.md") == []


def test_the_contract_and_the_reference_have_the_same_codes_of_problems() -> None:
    codes = set(importlib.import_module("app.api.answers.problem").CODES)
    rows = re.compile(r"^\| `([a-z-]+)` \| \d{3} \|", re.MULTILINE)
    explained = set(rows.findall(read("reference/problems.md")))
    assert codes == explained
    assert problems() | refusals() - {"refused"} <= codes


def test_every_command_has_its_place_in_the_procedure() -> None:
    steps = importlib.import_module("app.api.routes").STEPS
    assert missing({step.noun for step in steps}, "procedure.md") == []


def test_every_event_has_its_place_in_the_procedure() -> None:
    vocabulary = importlib.import_module("app.domain.vocabulary").EVENTS
    assert missing({kind.key for kind in vocabulary}, "procedure.md") == []


def test_every_setting_of_a_policy_that_a_rule_asks_is_named_in_the_procedure() -> None:
    policy = importlib.import_module("app.domain.policy").Policy
    vocabulary = {
        "name", "version", "title", "locale", "currency", "time_zone", "roles", "units", "places",
        "stages", "channels", "tiers", "categories", "outcomes", "remedies",
    }  # fmt: skip
    text = read("procedure.md")
    named = {field.name for field in fields(policy)} - vocabulary
    assert sorted(name for name in named if f"*{name}*" not in text) == []


def test_every_setting_is_explained() -> None:
    settings = importlib.import_module("app.settings").Settings
    names = {f"TRIPLICATE_{name.upper()}" for name in settings.model_fields}
    assert missing(names, "reference/settings.md") == []


def test_the_log_of_decisions_lists_every_decision() -> None:
    numbered = {path.name for path in (DOCS / "adr").glob("[0-9]*.md")}
    assert sorted(name for name in numbered if f"]({name})" not in read("adr/README.md")) == []


@pytest.mark.parametrize(
    "decision", sorted((DOCS / "adr").glob("[0-9]*.md")), ids=lambda path: path.stem
)
def test_every_decision_has_the_form(decision: Path) -> None:
    text = decision.read_text("utf-8")
    assert text.startswith(f"# {decision.stem[:4]} ")
    assert re.search(r"^Status: .+ · Area: .+ · Date: \d{4}-\d\d-\d\d$", text, re.MULTILINE)
    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == [
        "Context",
        "Decision",
        "Consequences",
        "Alternatives",
    ]


def test_every_file_that_the_page_of_words_names_exists() -> None:
    named = set(re.findall(r"\bapp/[\w/]*(?:\.\w+)?", read("reference/code-terms.md")))
    assert named
    assert sorted(one for one in named if not (ROOT / one).exists()) == []

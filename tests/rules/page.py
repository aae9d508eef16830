"""docs/rules.md: every rule of every system, with links to where it is kept."""

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import PurePath

from tests.rules.catalogue import MARKS, ROOT, Rule, rules, systems
from tests.rules.place import Evidence, Place, Survey
from tests.rules.verdict import Verdict, verdict

PAGE = ROOT / "docs" / "rules.md"

# Of places of one kind; who wants all of them searches for the rule's ID.
SHOWN = 3

INTRODUCTION = """\
# The rules and their places

The procedure was not invented here. It comes from seven complaint-handling systems, found in five
Chinese documents: {count} rules, each with an ID such as `SC-36` that policies, code and tests
cite. This page tells for each of them where it is kept, or why it is not.

`make rules` makes it, from [the list of rules](rules.toml) and from what cites them: comments and
`rule` entries of the shipped policies and guidance packs, docstrings and comments of the code, and
names, docstrings, comments and parameters of the tests. Do not edit it. `tests/test_rules.py` fails
when it is out of date, when a rule has no place and no reason for that, when a reason no longer
holds, and when anything cites a rule that does not exist.

| Mark | What software can do about the rule |
|---|---|
| E | enforce it: a check, a state, a clock, a question of authority, a record that must be there |
| E/A | enforce what is recorded of it, and assist with the rest |
| A | assist: guidance at the moment it is needed, a record, a report |
| O | nothing: it is for people |
| ? | the source contradicts itself, so the rule is a setting |

What a place proves differs. A *test* fails when the rule is broken; a *journey* is a test of the
whole service, over HTTP. *Policy* names the entry that makes the rule hold for an organisation
which adopts that policy. *Code* names the part that knows of the rule. Of many places, the first
{shown} are shown."""

COLUMNS = (
    "| Rule | What it asks | Mark | Policy | Code | Tests, or why not |\n|---|---|---|---|---|---|"
)


def page(survey: Survey) -> str:
    """Write the whole page."""
    parts = [INTRODUCTION.format(count=len(rules()), shown=SHOWN), "## Summary", _summary(survey)]
    for prefix, system in systems().items():
        parts += [f"## {system.title}", _about(prefix), _table(prefix, survey)]
    return "\n\n".join(parts) + "\n"


def _summary(survey: Survey) -> str:
    lines = [
        f"| System | Mark | Rules | {' | '.join(Verdict)} |",
        f"|---|---|---:|{'---:|' * len(Verdict)}",
    ]
    total: Counter[Verdict] = Counter()
    for prefix in systems():
        for mark in MARKS:
            counted = Counter(
                verdict(rule, survey.get(key, Evidence()))
                for key, rule in _of(prefix)
                if rule.mark == mark
            )
            total += counted
            if counted:
                lines.append(_row(prefix, mark, *_figures(counted)))
    lines.append(_row("all", "", *_figures(total)))
    return "\n".join(lines)


def _figures(counted: Counter[Verdict]) -> Iterator[str]:
    yield str(counted.total())
    yield from (str(counted[each] or "") for each in Verdict)


def _about(prefix: str) -> str:
    system = systems()[prefix]
    policy = f"Its policy is [{PurePath(system.policy).stem}](../{system.policy})."
    return " ".join(filter(None, (f"{system.chinese} · `{prefix}`.", system.state, policy)))


def _table(prefix: str, survey: Survey) -> str:
    return "\n".join(
        [COLUMNS, *(_entry(key, rule, survey.get(key, Evidence())) for key, rule in _of(prefix))]
    )


def _entry(key: str, rule: Rule, evidence: Evidence) -> str:
    own = systems()[key[:2]].policy
    proof = [_places(evidence.tests), _places(evidence.journeys, before="journey: "), _why(rule)]
    if verdict(rule, evidence) is Verdict.OPEN:
        proof.append("**open**")
    return _row(
        key,
        rule.asks,
        rule.mark,
        _places(sorted(evidence.policy, key=lambda place: place.path != own)),
        _places(evidence.code),
        "<br>".join(filter(None, proof)),
    )


def _why(rule: Rule) -> str:
    if rule.partly:
        return f"*In part: {rule.partly}*"
    return f"*{reason}*" if (reason := rule.not_here or rule.outside) else ""


def _places(places: Sequence[Place], *, before: str = "") -> str:
    shown = [f"{before}[{place.words}](../{place.path})" for place in places[:SHOWN]]
    if len(places) > SHOWN:
        shown.append(f"and {len(places) - SHOWN} more")
    return "<br>".join(shown)


def _of(prefix: str) -> Iterator[tuple[str, Rule]]:
    return ((key, rule) for key, rule in rules().items() if key.startswith(prefix))


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"

"""What became of a rule, and what is wrong with that."""

from collections.abc import Iterator, Mapping
from enum import StrEnum

from tests.rules.catalogue import Rule
from tests.rules.place import Evidence, Survey


class Verdict(StrEnum):
    """The columns of the summary."""

    ENFORCED = "enforced, with a test"
    PARTLY = "enforced in part"
    ASSISTED = "assisted"
    OUTSIDE = "left to people"
    NOT_HERE = "not here, and why"
    OPEN = "open"


def verdict(rule: Rule, evidence: Evidence) -> Verdict:
    """Judge by what there is: a test for what is enforced, words or a record for the rest."""
    if rule.not_here:
        return Verdict.NOT_HERE
    if rule.outside:
        return Verdict.OUTSIDE
    if evidence.tested and (rule.enforceable or rule.mark == "?"):
        return Verdict.PARTLY if rule.partly else Verdict.ENFORCED
    if not rule.enforceable and (evidence.guided or evidence.tested):
        return Verdict.ASSISTED
    return Verdict.OUTSIDE if rule.mark == "O" else Verdict.OPEN


def faults(rules: Mapping[str, Rule], survey: Survey) -> Iterator[str]:
    """Tell of every rule without a place, and of every reason that no longer holds."""
    for key, rule in rules.items():
        evidence = survey.get(key, Evidence())
        kept = evidence.tested or evidence.guided
        if verdict(rule, evidence) is Verdict.OPEN:
            missing = "a test" if rule.enforceable else "guidance or a test"
            yield f"{key} ({rule.mark}) has neither {missing} nor a reason"
        if rule.not_here and evidence.tested:
            yield f"{key} is said not to be here, but has a test"
        if rule.outside and kept:
            yield f"{key} is said to be left to people, but has guidance or a test"

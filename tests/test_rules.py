"""Every rule of the source systems has its place, and the page that says so is current."""

from collections.abc import Mapping
from functools import cache

import pytest

from tests.rules import policy, source
from tests.rules.catalogue import Rule, rules, systems
from tests.rules.citation import SYSTEMS, cited, cited_by_name, sentence
from tests.rules.page import PAGE, page
from tests.rules.place import Evidence, Place, Survey, strangers, survey
from tests.rules.verdict import Verdict, faults, verdict

# How many rules each source has.
COUNTED = {"WS": 46, "SC": 51, "TR": 6, "LC": 45, "PC": 85, "BE": 17, "AS": 31}

# Put together, so that nothing here cites what does not exist.
STRANGER = f"LC-{COUNTED['LC'] + 1}"

A_TEST = Evidence(tests=[Place("tests/test_it.py", "it holds")])
GUIDANCE = Evidence(policy=[Place("app/policies/shop.toml", "shop: guidance.reception")])
NOTHING = Evidence()


@cache
def found() -> Survey:
    return survey()


def named(text: str) -> list[str]:
    return [citation.rule for citation in cited(text)]


# ---- the rules of this project -------------------------------------------------------------


def test_the_list_has_every_rule_of_every_system_in_order() -> None:
    expected = [
        f"{system}-{number:02}"
        for system, count in COUNTED.items()
        for number in range(1, count + 1)
    ]
    assert list(rules()) == expected
    assert tuple(systems()) == tuple(COUNTED) == SYSTEMS


def test_every_rule_has_a_place_or_a_reason() -> None:
    assert list(faults(rules(), found())) == []


def test_nothing_cites_a_rule_that_does_not_exist() -> None:
    assert strangers(rules()) == []


def test_the_page_is_current() -> None:
    assert PAGE.read_text("utf-8") == page(found()), "run `make rules`"


# ---- that these tests would notice ---------------------------------------------------------


@pytest.mark.parametrize(
    ("mark", "reason", "evidence", "expected"),
    [
        ("E", {}, A_TEST, Verdict.ENFORCED),
        ("E", {"partly": "half of it is not built"}, A_TEST, Verdict.PARTLY),
        ("E", {"partly": "half of it is not built"}, NOTHING, Verdict.OPEN),
        ("E", {}, GUIDANCE, Verdict.OPEN),
        ("E/A", {}, NOTHING, Verdict.OPEN),
        ("A", {}, GUIDANCE, Verdict.ASSISTED),
        ("A", {}, A_TEST, Verdict.ASSISTED),
        ("A", {}, NOTHING, Verdict.OPEN),
        ("A", {"outside": "people do it"}, NOTHING, Verdict.OUTSIDE),
        ("O", {}, NOTHING, Verdict.OUTSIDE),
        ("?", {}, A_TEST, Verdict.ENFORCED),
        ("?", {}, NOTHING, Verdict.OPEN),
        ("E", {"not_here": "not built"}, NOTHING, Verdict.NOT_HERE),
    ],
)
def test_a_rule_is_judged_by_what_keeps_it(
    mark: str, reason: Mapping[str, str], evidence: Evidence, expected: Verdict
) -> None:
    assert verdict(Rule(asks="something", mark=mark, **reason), evidence) is expected


@pytest.mark.parametrize(
    ("mark", "reason", "evidence"),
    [
        ("E", {}, NOTHING),
        ("A", {}, NOTHING),
        ("E", {"not_here": "not built"}, A_TEST),
        ("A", {"outside": "people do it"}, GUIDANCE),
    ],
)
def test_a_gap_and_a_reason_that_no_longer_holds_are_faults(
    mark: str, reason: Mapping[str, str], evidence: Evidence
) -> None:
    rule = Rule(asks="something", mark=mark, **reason)
    (fault,) = faults({"SC-36": rule}, {"SC-36": evidence})
    assert fault.startswith("SC-36 ")


def test_what_cites_an_unknown_rule_is_named() -> None:
    cited_in = strangers(rules().keys() - {"SC-36"})
    assert "CONTRIBUTING.md: SC-36" in cited_in
    assert "tests/events/projections/test_audit_copy.py: SC-36" in cited_in


def test_a_rule_has_a_known_mark_and_one_reason() -> None:
    with pytest.raises(ValueError, match="unknown mark"):
        Rule(asks="something", mark="X")
    with pytest.raises(ValueError, match="more than one reason"):
        Rule(asks="something", mark="E", not_here="not built", partly="nor the rest")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("as SC-36 says (WS-11)", ["SC-36", "WS-11"]),
        ("WS-20..22, LC-39", ["WS-20", "WS-21", "WS-22", "LC-39"]),
        ("WS-20..WS-22", ["WS-20", "WS-21", "WS-22"]),
        ("WS-20 to WS-22", ["WS-20", "WS-21", "WS-22"]),
        ("SC-29..30, LC-37, 45", ["SC-29", "SC-30", "LC-37", "LC-45"]),
        ("PC-66/67", ["PC-66", "PC-67"]),
        ("SC-36, 12 days", ["SC-36"]),
        (STRANGER, [STRANGER]),
        ("order SC-77310 of XSC-36", []),
    ],
)
def test_a_text_names_rules_one_by_one_and_in_ranges(text: str, expected: list[str]) -> None:
    assert named(text) == expected


@pytest.mark.parametrize(
    ("name", "expected", "words"),
    [
        ("test_it_is_signed_sc_43", {"SC-43"}, "it is signed"),
        ("test_it_is_kept_ws_31_ws_33", {"WS-31", "WS-33"}, "it is kept"),
        ("test_ws_31_to_ws_33_in_time", {"WS-31", "WS-32", "WS-33"}, "in time"),
        ("test_it_is_as_20_minutes_were", set(), "it is as 20 minutes were"),
    ],
)
def test_the_name_of_a_test_is_a_sentence_with_rules(
    name: str, expected: set[str], words: str
) -> None:
    assert cited_by_name(name) == expected
    assert sentence(name) == words


def test_a_policy_cites_at_a_line_above_it_and_as_a_value() -> None:
    document = """\
# An introduction (WS-01) that belongs to no entry.

channels = [
    "telephone",   # WS-02
]
# WS-03
[roles.manager]    # WS-04
title = { en = "WS-05 [" }

[clocks.apology]
rule = "WS-06"

[[boxes]]
key = "filler"     # WS-07
[[boxes]]          # WS-08
key = "audit"
"""
    cited_at = [(citation.rule, key) for citation, key in policy.entries(document)]
    assert cited_at == [
        ("WS-02", "channels"),
        ("WS-03", "roles.manager"),
        ("WS-04", "roles.manager"),
        ("WS-05", "roles.manager.title"),
        ("WS-06", "clocks.apology"),
        ("WS-07", "boxes.filler"),
        ("WS-08", "boxes.audit"),
    ]


def test_code_cites_in_modules_classes_functions_and_what_explains_a_name() -> None:
    text = '''\
"""WS-01"""
NEEDS = ("a",)
"""WS-02"""
STEPS = (
    Step("memos", MemoBody, add_memo, "Memo", "WS-03"),
)
class Case:
    """WS-04"""
    flag: bool
    """WS-05"""
    def close(self) -> None:
        """WS-06"""
        self.ended = True  # WS-07
'''
    cited_at = [(citation.rule, symbol) for citation, symbol in source.symbols(text)]
    assert cited_at == [
        ("WS-01", ""),
        ("WS-02", "NEEDS"),
        ("WS-03", "add_memo"),
        ("WS-04", "Case"),
        ("WS-05", "Case.flag"),
        ("WS-06", "Case.close"),
        ("WS-07", "Case.close"),
    ]


def test_a_test_cites_in_name_docstring_comments_and_parameters_but_not_in_its_data() -> None:
    text = '''\
"""WS-01"""
@parametrize("rule", ["WS-02"])
def test_it_is_kept_ws_03(rule):
    """WS-04"""
    assert it("WS-05")  # WS-06
'''
    (test,) = source.tests(text)
    assert test.rules == {"WS-02", "WS-03", "WS-04", "WS-06"}
    assert test.named == {"WS-03"}

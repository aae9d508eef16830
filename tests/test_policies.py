"""Policies as documents: the shipped ones load, and every fault is named with its place."""

import re
import tomllib
from dataclasses import fields, replace
from datetime import time
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from app.domain.calendar import Calendar
from app.domain.policy import PlanReview, Policy, RemedyChoice
from app.domain.values import Capability, Channel, Severity
from app.policies import PolicyFault, digest, load, parse, shipped, text_of
from app.policies.document import document
from app.policies.json_schema import described
from app.policies.upcasters import UPCASTERS

TEXT = (files("app.policies") / "default.toml").read_text(encoding="utf-8")
GOLDEN = sorted((Path(__file__).parent / "golden" / "policies").glob("*.toml"))

FIRST = (Path(__file__).parent / "golden" / "policies" / "default-1.toml").read_text("utf-8")


def faults(text: str) -> list[tuple[str, str, str]]:
    with pytest.raises(PolicyFault) as caught:
        parse(text, source="studio.toml")
    assert all(line.startswith("studio.toml: ") for line in str(caught.value).splitlines())
    return [(fault.key, fault.wrong, fault.right) for fault in caught.value.faults]


def changed(old: str, new: str) -> str:
    assert old in TEXT
    return TEXT.replace(old, new, 1)


@pytest.mark.parametrize("name", shipped())
def test_every_shipped_policy_loads_under_its_own_name(name: str) -> None:
    assert load(name).name == name


def test_titles_stand_in_the_same_order_in_every_process() -> None:
    policy = load("default")
    titles = [policy.title, *(role.title for role in policy.roles.values()), *policy.units.values()]
    assert {(*title,) for title in titles} == {("en", "zh-Hans", "zh-Hant")}


@pytest.mark.parametrize("name", shipped())
def test_every_shipped_policy_names_the_newest_format(name: str) -> None:
    assert tomllib.loads(text_of(name))["format"] == 1 + len(UPCASTERS)


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.stem)
def test_a_policy_once_founded_loads_for_ever(path: Path) -> None:
    policy = parse(path.read_text("utf-8"), source=path.name)
    assert policy.name == path.stem.rpartition("-")[0]


def test_there_is_a_frozen_policy_of_every_format() -> None:
    formats = {tomllib.loads(path.read_text("utf-8"))["format"] for path in GOLDEN}
    assert formats == {*range(1, 2 + len(UPCASTERS))}


def test_a_document_without_a_format_has_the_first() -> None:
    plain = re.sub(r"(?m)^format = .*\n", "", FIRST)
    old, new = (parse(text, source="x") for text in (plain, FIRST))
    assert replace(old, version="") == replace(new, version="")


def test_a_document_of_the_first_format_means_what_it_meant() -> None:
    policy = parse(FIRST, source="x")
    assert policy.remedy_choice is RemedyChoice.FREE
    assert (policy.clocks, policy.reserved, policy.guidance) == ({}, {}, ())
    assert policy.calendar == Calendar("Asia/Shanghai")
    assert (policy.contact_from, policy.contact_until) == (time.min, time.max)


@pytest.mark.parametrize("format_", [1, 2])
def test_an_older_document_holds_a_plan_back_by_its_former_word_sc_40(format_: int) -> None:
    golden = next(path for path in GOLDEN if path.stem == f"default-{format_}")
    text = golden.read_text("utf-8")
    old = text.replace('["request-expense"]', '["assign", "propose"]', 1)
    assert old != text
    policy = parse(old, source="x")
    assert policy.confirmed_before == {"assign", "propose-plan"}
    assert policy.version == digest(tomllib.loads(old))


def test_a_newer_document_has_one_word_for_proposing_a_plan() -> None:
    [(key, wrong, right)] = faults(changed('["request-expense"]', '["propose"]'))
    assert (key, wrong) == ("confirmed_before[0]", "'propose' is unknown")
    assert "propose-plan" in right


def test_an_older_document_is_brought_up_to_the_newest_format(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def added(content: dict[str, Any]) -> dict[str, Any]:
        return {**content, "separate_duties": False}

    monkeypatch.setitem(UPCASTERS, 3, added)
    older = changed("separate_duties = true", "")
    assert not parse(older, source="x").separate_duties
    newer = changed("format = 3", "format = 4")
    assert parse(newer, source="x").separate_duties


@pytest.mark.parametrize("format_", ["4", "0", "-1", "true", '"1"', "1.0"])
def test_a_format_that_is_none_or_newer_is_refused(format_: str) -> None:
    [(key, wrong, right)] = faults(changed("format = 3", f"format = {format_}"))
    assert (key, right.partition(",")[0]) == ("format", "a whole number from 1 to 3")
    assert ("newer than this Triplicate" in wrong) == (format_ == "4")


@pytest.mark.parametrize(
    ("code", "why"),
    [("JPY", "no smaller unit"), ("KWD", "three decimals"), ("CLF", "four decimals")],
)
def test_a_currency_that_has_no_hundredths_is_refused(code: str, why: str) -> None:
    [(key, wrong, right)] = faults(changed('currency = "CNY"', f'currency = "{code}"'))
    assert key == "currency"
    assert wrong == f"'{code}' has {why}, and amounts are counted in hundredths"
    assert "two decimals" in right


@pytest.mark.parametrize("code", ["CNY", "EUR", "HKD", "TWD", "USD"])
def test_a_currency_in_hundredths_is_accepted(code: str) -> None:
    text = changed('currency = "CNY"', f'currency = "{code}"')
    assert parse(text, source="x").currency == code


@pytest.mark.parametrize(
    ("table", "line"),
    [
        ("units", "studio = {"),
        ("roles", "[roles.administrator]"),
        ("categories", "[categories.billing]"),
    ],
)
def test_a_key_is_no_longer_than_a_request_may_name_it(table: str, line: str) -> None:
    def named(key: str) -> str:
        return changed(line, re.sub("studio|administrator|billing", key, line))

    longest = "k" * 64
    assert longest in getattr(parse(named(longest), source="x"), table)
    [(key, _, right)] = faults(named(longest + "k"))
    assert key == f"{table}.{longest}k"
    assert "at most 64 characters" in right


def test_a_policy_that_is_not_shipped_is_said_so() -> None:
    with pytest.raises(PolicyFault, match=r"\.\./secrets.*expected .*default"):
        load("../secrets")


def test_the_default_policy_is_read_as_it_is_written() -> None:
    policy = load("default")
    assert (policy.locale, policy.currency, policy.time_zone) == ("zh-Hans", "CNY", "Asia/Shanghai")
    assert policy.title["zh-Hant"] == "通用"
    assert policy.tiers == ("basic", "first", "second")
    assert policy.channels == frozenset(Channel)
    assert policy.categories["safety-injury"].severity is Severity.SERIOUS
    assert policy.remedies["refund"].cash
    assert not policy.remedies["coupon"].cash
    assert policy.plan_review is PlanReview.BEYOND_AUTHORITY
    assert [box.key for box in policy.boxes if not box.before_closing] == ["audit"]
    assert [box.key for box in policy.boxes if box.only_with_cost] == ["finance"]
    assert policy.occasions["three-months"].after_days == 90
    limits = [(grant.role, grant.limit) for grant in policy.grants]
    assert limits == [
        ("handler", 0),
        ("supervisor", 500_00),
        ("manager", 5000_00),
        ("general-manager", None),
    ]
    assert policy.grants[1].remedies == frozenset()


def test_every_capability_but_those_of_copies_is_somebodys() -> None:
    policy = load("default")
    assert all(policy.roles_with(capability) for capability in Capability)


def test_every_attribute_of_a_policy_stands_in_the_document() -> None:
    properties = described(document())["properties"]
    made_of_hours = {"calendar", "contact_from", "contact_until"}
    attributes = {field.name for field in fields(Policy)} - {"version"} - made_of_hours
    assert attributes | {"hours"} == set(properties)


def test_the_version_is_a_digest_of_what_the_text_says() -> None:
    policy = load("default")
    assert re.fullmatch("[0-9a-f]{12}", policy.version)
    assert policy.stamp == f"default@{policy.version}"
    assert parse(f"{TEXT}\n# a note\n", source="x").version == policy.version
    other = changed("separate_duties = true", "separate_duties = false")
    assert parse(other, source="x").version != policy.version


def test_the_order_of_roles_is_part_of_the_version_and_that_of_fields_is_not() -> None:
    content = tomllib.loads(TEXT)
    fields_turned = {name: content[name] for name in reversed(content)}
    roles = content["roles"]
    roles_turned = {**content, "roles": {name: roles[name] for name in reversed(roles)}}
    assert digest(fields_turned) == digest(content)
    assert digest(roles_turned) != digest(content)


def test_what_is_not_toml_says_where() -> None:
    [(key, wrong, _)] = faults("name = \n")
    assert key == ""
    assert "line 1" in wrong


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        (
            'locale = "zh-Hans"',
            'locale = "zh-Hans"\ncolour = "red"',
            ("colour", "the key is unknown", "new_problem_reopens"),
        ),
        ("separate_duties = true", "", ("separate_duties", "it is missing", "true or false")),
        ("separate_duties = true", "separate_duties = 1", ("separate_duties", "type", "true")),
        (
            "separate_duties = true",
            "separate_duties = 09:30:00",
            ("separate_duties", "type", "true"),
        ),
        ('currency = "CNY"', 'currency = "yuan"', ("currency", "'yuan'", "ISO 4217")),
        ('currency = "CNY"', "currency = 156", ("currency", "156 is of the wrong type", "ISO")),
        ('"Asia/Shanghai"', '"Asia/Suzhou"', ("time_zone", "'Asia/Suzhou'", "IANA")),
        ('locale = "zh-Hans"', 'locale = "fr"', ("locale", "'fr' is unknown", "zh-Hant")),
        ("places = []", 'places = [" "]', ("places[0]", "' '", "text")),
        ("places = []", "places = {}", ("places", "{} is of the wrong type", "a list")),
        ('"fax", ', '"telex", ', ("channels[5]", "'telex' is unknown", "telephone")),
        ('"fax", ', '"telephone", ', ("channels[5]", "it is there twice", "each once")),
        (
            'legal = "second"',
            'legal = "third"',
            ("flag_tiers.legal", "'third' is unknown", "basic | first | second"),
        ),
        (
            'legal = "second"',
            'loyal = "second"',
            ("flag_tiers.loyal", "'loyal' is unknown", "legal"),
        ),
        (
            '["receive", "handle", "assist"]',
            '["receive", "handel", "assist"]',
            ("roles.handler.capabilities[1]", "'handel' is unknown", "handle"),
        ),
        (
            "studio = { en",
            "Photo_Studio = { en",
            ("units.Photo_Studio", "'Photo_Studio' is not allowed", "lower-case"),
        ),
        (
            'studio = { en = "Studio", ',
            "studio = { ",
            ("units.studio.en", "it is missing", "text"),
        ),
        (
            'tier = "second"\nseverity = 3',
            'tier = "second"\nseverity = 4',
            ("categories.safety-injury.severity", "4 is not allowed", "from 1 to 3"),
        ),
        (
            'tier = "second"\nseverity = 3',
            'tier = "second"\nseverity = true',
            ("categories.safety-injury.severity", "True is not allowed", "from 1 to 3"),
        ),
        ("after_days = 7", "after_days = -7", ("occasions.one-week.after_days", "-7", "0")),
        (
            'role = "manager"\nremedies = "all"',
            'role = "emperor"\nremedies = "all"',
            ("grants[2].role", "'emperor' is unknown", "manager"),
        ),
        (
            '["explanation-only", "apology-only"]',
            '["kowtow"]',
            ("grants[0].remedies[0]", "'kowtow' is unknown", "apology-only"),
        ),
        (
            '["explanation-only", "apology-only"]',
            "[]",
            ("grants[0].remedies", "there are too few", '"all"'),
        ),
        ('limit = "500.00"', "limit = 500.0", ("grants[1].limit", "500.0", '"none"')),
        ('limit = "500.00"', 'limit = "500"', ("grants[1].limit", "'500'", '"500.00"')),
        ('limit = "500.00"', "", ("grants[1].limit", "it is missing", '"none"')),
        (
            'roles = ["audit"]',
            'roles = ["auditor"]',
            ("boxes[4].roles[0]", "'auditor' is unknown", "audit"),
        ),
        (
            '["assist", "audit"]',
            '["audit"]',
            ("boxes[4].roles[0]", "'audit' cannot take part in a case", "'assist'"),
        ),
        ('key = "audit"', 'key = "filler"', ("boxes[4]", "it is there twice", "each once")),
        ('["request-expense"]', '["breathe"]', ("confirmed_before[0]", "'breathe'", "assign")),
        ('"apology", "class', '"party", "class', ("closing_needs[0]", "'party'", "findings")),
        ('"contact", "statement"', '"blood-type"', ("intake_facts[1]", "'blood-type'", "name")),
        ('"beyond-authority"', '"never"', ("plan_review", "'never' is unknown", "always")),
    ],
)
def test_a_fault_is_named_with_its_key_and_what_would_be_right(
    old: str, new: str, fault: tuple[str, str, str]
) -> None:
    [found] = faults(changed(old, new))
    assert found[0] == fault[0]
    assert fault[1] in found[1]
    assert fault[2] in found[2]


def test_all_faults_are_named_at_once() -> None:
    text = changed('currency = "CNY"', "").replace('limit = "500.00"', "limit = 5")
    assert [key for key, _, _ in faults(text)] == ["currency", "grants[1].limit"]


def test_vocabularies_may_not_be_empty() -> None:
    assert ("tiers", "there are too few") in [
        (key, wrong) for key, wrong, _ in faults(changed('["basic", "first", "second"]', "[]"))
    ]
    emptied = re.sub(r"(?ms)^\[outcomes\]\n.*?^\n", "[outcomes]\n\n", TEXT)
    assert faults(emptied) == [("outcomes", "there are too few", "a table of 1 or more entries")]


def test_a_document_of_the_wrong_shape_is_named_not_stumbled_over() -> None:
    keys = {key for key, _, _ in faults('roles = 1\ntiers = "basic"\nboxes = [1]\n')}
    assert {"roles", "tiers", "boxes[0]", "name", "grants"} <= keys


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ("severity = 1", "severity = []", "categories.service-attitude.severity"),
        ('capabilities = ["assist", "audit"]', "capabilities = 1", "roles.audit.capabilities"),
        ("[roles.audit]", "[roles]\naudit = 1\n[roles.other]", "roles.audit"),
        ('tiers = ["basic", "first", "second"]', "tiers = 1", "tiers"),
    ],
)
def test_a_value_of_the_wrong_shape_is_named_and_so_is_what_refers_to_it(
    old: str, new: str, key: str
) -> None:
    found = {fault_key: wrong for fault_key, wrong, _ in faults(changed(old, new))}
    assert "is of the wrong type" in found.pop(key)
    assert all("is unknown" in wrong or "cannot" in wrong for wrong in found.values())

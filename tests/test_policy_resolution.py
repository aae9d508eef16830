"""A document that extends another and includes packs is adopted as one that stands by itself."""

import json
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import jsonschema_rs
import pytest

from app.policies import PolicyFault, load, parse, resolve, schema, shipped, text_of
from app.policies.bundled import pack_text, packs
from tests.support.server import ROOT

MINE = 'format = 3\nextends = "default"\nname = "mine"\n'
NEW_UNIT = '[units]\ndark-room = { en = "Dark room", zh-Hans = "暗房", zh-Hant = "暗房" }\n'


def made(written: str) -> Mapping[str, Any]:
    return tomllib.loads(resolve(written, source="mine.toml"))


def refused(written: str) -> list[tuple[str, str, str]]:
    with pytest.raises(PolicyFault, match="mine\\.toml") as caught:
        resolve(written, source="mine.toml")
    return [(fault.key, fault.wrong, fault.right) for fault in caught.value.faults]


def test_a_text_that_stands_by_itself_is_not_touched() -> None:
    text = text_of("default")
    assert resolve(text, source="x") == text


@pytest.mark.parametrize("name", shipped())
def test_a_shipped_policy_extends_no_other(name: str) -> None:
    assert "extends" not in tomllib.loads(text_of(name))


def test_tables_merge_and_anything_else_replaces() -> None:
    base, mine = (
        tomllib.loads(text_of("default")),
        made(f'{MINE}tiers = ["basic", "first", "second", "top"]\n{NEW_UNIT}'),
    )
    assert mine["name"] == "mine"
    assert set(mine["units"]) == {*base["units"], "dark-room"}
    assert mine["tiers"][-1] == "top"
    assert mine["boxes"] == base["boxes"]
    assert not {"extends", "drop"} & set(mine)


def test_a_table_merges_into_its_depth() -> None:
    mine = made(f"{MINE}[categories.billing]\nseverity = 2\n")
    assert mine["categories"]["billing"]["severity"] == 2
    assert mine["categories"]["billing"]["tier"] == "basic"


def test_what_is_dropped_of_the_base_is_gone() -> None:
    mine = made(f'{MINE}drop = ["categories.equipment", "flag_tiers.legal"]\n')
    assert "equipment" not in mine["categories"]
    assert "legal" not in mine["flag_tiers"]


def test_it_reads_the_same_however_it_was_written() -> None:
    written = MINE + NEW_UNIT
    whole = resolve(written, source="x")
    assert parse(written, source="x") == parse(whole, source="x")
    assert resolve(whole, source="x") == whole
    unchanged = parse(MINE, source="x")
    base = load("default")
    assert replace(unchanged, name=base.name, version=base.version) == base


def test_a_pack_of_guidance_is_appended() -> None:
    own = """
[[guidance]]
stage = "reception"
kind = "say"
rule = "our own"
text = { en = "Tea?", zh-Hans = "喝茶吗？", zh-Hant = "喝茶嗎？" }
"""
    mine = made(f'{MINE}guidance_packs = ["training"]\n{own}')
    assert mine["guidance"][0]["rule"] == "our own"
    assert mine["guidance"][1:] == tomllib.loads(pack_text("training"))["guidance"]
    assert "guidance_packs" not in mine


@pytest.mark.parametrize("name", shipped())
def test_what_is_written_out_says_what_was_merged(name: str) -> None:
    own = f'format = 3\nextends = "{name}"\nname = "mine"\nsample_percent = 7\n'
    base = made(text_of(name))
    assert made(own) == {**base, "name": "mine", "sample_percent": 7}


def test_every_value_of_toml_is_written_so_that_it_is_read_back() -> None:
    own = """
[strange."é key"]
text = "tab\\t quote\\" \\u007f 客诉"
numbers = [1, -0.5, 1e300, inf, true]
days = [2027-02-06, 09:30:00, 2027-02-06T09:30:00Z]
tables = [{ a = {} }, { b = [[], [1]] }]
"""
    assert made(MINE + own)["strange"] == tomllib.loads(own)["strange"]


@pytest.mark.parametrize("name", packs())
def test_every_pack_is_sound_and_no_policy(name: str) -> None:
    assert parse(f'{MINE}guidance_packs = ["{name}"]', source="x").guidance
    assert name not in shipped()


@pytest.mark.parametrize(
    ("written", "key", "wrong", "right"),
    [
        (MINE.replace('"default"', '"bakery"'), "extends", "'bakery' is unknown", "default"),
        (f'{MINE}guidance_packs = ["tea"]', "guidance_packs[0]", "'tea' is unknown", "training"),
        (f'{MINE}drop = ["units.moon"]', "drop[0]", "'default' has no 'units.moon'", "dotted key"),
        (f'{MINE}drop = ["units.studio.x"]', "drop[0]", "has no 'units.studio.x'", "dotted key"),
        (f'{MINE}drop = ["name.x"]', "drop[0]", "has no 'name.x'", "dotted key"),
        (f'{MINE}drop = ["Units!"]', "drop[0]", "'Units!'", "dotted key"),
        ('format = 3\ndrop = ["units"]', "drop", "nothing to leave out of", "extends"),
        ('format = 3\nextends = "default"', "name", "missing", "not 'default'"),
        (MINE.replace('"mine"', '"default"'), "name", "missing", "not 'default'"),
        (MINE.replace("3", "1"), "format", "1 has no extends", "format = 3"),
    ],
)
def test_a_fault_in_what_is_asked_for_is_named(
    written: str, key: str, wrong: str, right: str
) -> None:
    [fault] = refused(written)
    assert fault[0] == key
    assert wrong in fault[1]
    assert right in fault[2]


def test_what_is_no_toml_is_said_so() -> None:
    [(key, wrong, _)] = refused('extends = "default')
    assert (key, "this is not TOML" in wrong) == ("", True)


def test_the_committed_schema_is_that_of_the_code() -> None:
    path = ROOT / "docs" / "reference" / "policy.schema.json"
    committed = json.loads(path.read_text(encoding="utf-8"))
    assert committed == json.loads(json.dumps(schema())), "run `triplicate policy schema`"


@pytest.mark.parametrize(
    "text", [*map(text_of, shipped()), MINE + NEW_UNIT], ids=[*shipped(), "mine"]
)
def test_an_editor_finds_nothing_wrong_with_a_sound_document(text: str) -> None:
    jsonschema_rs.validate(schema(), tomllib.loads(text))


@pytest.mark.parametrize(
    "written",
    [
        MINE.replace("name", "nome"),
        f'{MINE}colour = "red"',
        f"{MINE}[categories.billing]\nseverity = 4\n",
        text_of("default").replace("separate_duties = true", ""),
        text_of("default").replace('tier = "basic"\n', "", 1),
        text_of("default").replace('role = "handler"\n', "", 1),
    ],
)
def test_an_editor_sees_what_is_missing_or_unknown(written: str) -> None:
    assert not jsonschema_rs.is_valid(schema(), tomllib.loads(written))

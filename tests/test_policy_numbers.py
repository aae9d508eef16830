"""The entry `numbers` of a policy: what is read, and what is refused with its key."""

import pytest

from app.domain.numbering import NumberFormat
from app.policies import PolicyFault, parse

HEAD = 'format = 3\nextends = "default"\nname = "mine"\n'


def read(entry: str) -> NumberFormat:
    return parse(f"{HEAD}[numbers]\n{entry}\n", source="mine.toml").numbers


def fault(entry: str) -> tuple[str, str, str]:
    with pytest.raises(PolicyFault) as caught:
        read(entry)
    [found] = caught.value.faults
    assert str(caught.value).startswith(f"mine.toml: numbers{found.key.removeprefix('numbers')}: ")
    return found.key, found.wrong, found.right


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        ("", "2026-000017"),
        ("width = 4", "2026-0017"),
        ('format = "客诉{year}-{number}"', "客诉2026-000017"),
        ('format = "客诉〔{year}〕{number}号"\nwidth = 1', "客诉〔2026〕17号"),
        ('format = "（KS）{year}_{number}"\nwidth = 3', "（KS）2026_017"),
        ('format = "{year}{number}"\nwidth = 9', "2026000000017"),
        (
            'format = "最长的编号也只有二十四个字{year}-{number}"',
            "最长的编号也只有二十四个字2026-000017",
        ),
    ],
)
def test_format_and_width_are_read_and_each_may_be_left_out(entry: str, expected: str) -> None:
    assert read(entry).write(2026, 17) == expected


@pytest.mark.parametrize(
    ("format_", "wrong"),
    [
        ("{year}", "has no {number}"),
        ("客诉-{number}", "has no {year}"),
        ("客诉", "has no {number}"),
        ("{year}-{number}-{number}", "has {number} more than once"),
        ("{year}{year}-{number}", "has {year} more than once"),
        ("{number}-{year}", "has {number} before {year}"),
        ("{month}-{year}-{number}", "has {month}"),
        ("{Year}-{number}", "has {Year}"),
        ("{}{year}-{number}", "has {}"),
    ],
)
def test_year_and_number_stand_in_it_once_each_in_this_order(format_: str, wrong: str) -> None:
    found = fault(f'format = "{format_}"')
    assert found[:2] == ("numbers.format", f"'{format_}' {wrong}")
    assert "{year} and, after it, {number}, once each" in found[2]


@pytest.mark.parametrize("strange", [*"01９٣²①Ⅳ", *"/:*?<>|,;&#%+=@$'{}~!", " ", "\u3000", "🙂"])
def test_no_other_digits_nor_what_file_names_and_addresses_cannot_have(strange: str) -> None:
    key, wrong, right = fault(f'format = "客{strange}诉{{year}}-{{number}}"')
    assert key == "numbers.format"
    assert wrong.endswith(f"has {strange!r} in it")
    assert "letters, brackets and - _ . around {year} and {number}" in right


@pytest.mark.parametrize("format_", ["-{year}-{number}", ".{year}{number}", "K{year}{number}_"])
def test_it_begins_and_ends_with_no_mark(format_: str) -> None:
    assert fault(f'format = "{format_}"')[1] == f"'{format_}' begins or ends with one of - _ ."


@pytest.mark.parametrize(
    ("entry", "number"),
    [
        ("width = 2", "2026-01"),
        ("width = 1", "2026-1"),
        ('format = "{year}.{number}"', "2026.000001"),
        ('format = "{year}E{number}"', "2026E000001"),
        ('format = "({year}{number})"', "(2026000001)"),
    ],
)
def test_spreadsheets_can_take_it_for_nothing_else(entry: str, number: str) -> None:
    key, wrong, right = fault(entry)
    assert (key, wrong) == (
        "numbers",
        f"spreadsheets take a number such as '{number}' for a day or an amount",
    )
    assert "a letter before it" in right


def test_it_is_not_too_long() -> None:
    key, wrong, right = fault(f'format = "{"长" * 14}{{year}}-{{number}}"')
    assert key == "numbers"
    assert wrong.endswith("has 25 characters")
    assert right.startswith("at most 24")


@pytest.mark.parametrize(
    ("entry", "key", "right"),
    [
        ("width = 0", "numbers.width", "from 1 to 9"),
        ("width = 10", "numbers.width", "from 1 to 9"),
        ('width = "4"', "numbers.width", "a whole number"),
        ("format = 4", "numbers.format", "{year}"),
        ('format = ""', "numbers.format", "{year}"),
        ('format = "{year}\\n{number}"', "numbers.format", "{year}"),
        ("digits = 4", "numbers.digits", "one of format, width"),
    ],
)
def test_anything_else_is_refused_by_its_key(entry: str, key: str, right: str) -> None:
    found = fault(entry)
    assert found[0] == key
    assert right in found[2]

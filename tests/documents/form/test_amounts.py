"""Amounts in figures, and in capitals as on Chinese vouchers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.documents.amounts import capitals, figures


@pytest.mark.parametrize(
    ("amount", "written"),
    [
        (0, "人民币零元整"),
        (5, "人民币伍分"),
        (30, "人民币叁角整"),
        (100, "人民币壹元整"),
        (105, "人民币壹元零伍分"),
        (123450, "人民币壹仟贰佰叁拾肆元伍角整"),
        (1000500, "人民币壹万零伍元整"),
        (10000100, "人民币壹拾万零壹元整"),
        (107000053, "人民币壹佰零柒万元伍角叁分"),
        (10000000000, "人民币壹亿元整"),
        (-2000, "人民币负贰拾元整"),
    ],
)
def test_an_amount_is_written_in_capitals(amount: int, written: str) -> None:
    assert capitals(amount, "CNY", traditional=False) == written


def test_traditional_capitals_have_their_own_characters() -> None:
    assert capitals(2_345_678_00, "TWD", traditional=True) == "新臺幣貳佰參拾肆萬伍仟陸佰柒拾捌元整"
    assert capitals(100, "CNY", traditional=True) == "人民幣壹元整"


def test_a_currency_without_yuan_has_no_capitals() -> None:
    assert capitals(100, "EUR", traditional=False) is None


@given(st.integers(-(10**17), 10**17))
def test_figures_say_the_same_amount(amount: int) -> None:
    text = figures(amount, "CNY").removeprefix("CNY ").replace(",", "").replace(".", "")
    assert int(text) == amount


NUMERALS = {numeral: figure for figure, numeral in enumerate("零壹贰叁肆伍陆柒捌玖")}
UNITS = {"拾": 10, "佰": 100, "仟": 1000}


@given(st.integers(0, 10**12 - 1))
def test_capitals_say_the_same_amount(whole: int) -> None:
    words = capitals(whole * 100, "CNY", traditional=False)
    assert words is not None
    assert read(words.removeprefix("人民币").removesuffix("元整")) == whole


def read(words: str) -> int:
    total = group = figure = 0
    for word in words:
        if word in NUMERALS:
            figure = NUMERALS[word]
        elif word in UNITS:
            group, figure = group + figure * UNITS[word], 0
        else:
            total = total + (group + figure) * {"万": 10**4, "亿": 10**8}[word]
            group = figure = 0
    return total + group + figure

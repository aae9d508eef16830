"""Words to search by."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.events.chinese import BREAK, asked, terms, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("服务态度", ["服务", "务态", "态度"]),
        ("服務態度", ["服务", "务态", "态度"]),
        ("發霉，退款", ["发霉", "退款"]),
        ("头髮", ["头发"]),
        ("退", ["退"]),
        ("iPhone 15", ["iphone", "15"]),
        ("Ａ４紙張", ["a4", "纸张"]),
        ("2026-000001", ["2026", "000001"]),
        ("𠮷野家", ["𠮷野", "野家"]),
        ("'; DROP TABLE --", ["drop", "table"]),
        ("", []),
        ("，。!\x00", []),
    ],
)
def test_texts_are_cut_into_words(text: str, expected: list[str]) -> None:
    assert words(text) == expected


def test_a_question_is_a_phrase_for_each_piece_between_blanks() -> None:
    assert asked("服務態度 iPhone") == '"服务 务态 态度" "iphone"'
    assert asked('"发霉" OR *(') == '"发霉" "or"'
    assert asked(' "*()" ') is None


def test_no_phrase_goes_over_the_end_of_a_text() -> None:
    assert terms(["相册", None, "", "发霉"]) == f"相册 {BREAK} 发霉 {BREAK} "
    assert words(BREAK) == ["x"]


@given(st.text())
def test_words_are_letters_and_digits_only(text: str) -> None:
    for word in words(text):
        assert BREAK not in word
        assert all(each.isalnum() or each >= "\U00020000" for each in word)

"""Words to search by."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.events.chinese import BREAK, asked, terms, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("服务态度", ["服务", "务态", "态度", "度"]),
        ("服務態度", ["服务", "务态", "态度", "度"]),
        ("發霉，退款", ["发霉", "霉", "退款", "款"]),
        ("头髮", ["头发", "发"]),
        ("退", ["退"]),
        ("iPhone 15", ["iphone", "15"]),
        ("Ａ４紙張", ["a4", "纸张", "张"]),
        ("2026-000001", ["2026", "000001"]),
        ("𠮷野家", ["𠮷野", "野家", "家"]),
        ("'; DROP TABLE --", ["drop", "table"]),
        ("", []),
        ("，。!\x00", []),
    ],
)
def test_texts_are_cut_into_words(text: str, expected: list[str]) -> None:
    assert words(text) == expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("服務態度 iPhone", "服务 + 务态 + 态度 AND iphone"),
        ('"发霉" OR *(', "发霉 AND or"),
        (' "*()" ', None),
        ("王", "王*"),
        ("王 退款", "王* AND 退款"),
        ("ab王", "ab + 王*"),
        # What stands before a sign ended there; the last word may go on.
        ("发霉，退款", "发霉 + 霉 + 退款"),
        ("小王，王", "小王 + 王 + 王*"),
        ("x", "x"),
    ],
)
def test_a_question_is_a_phrase_for_each_piece_between_blanks(
    question: str, expected: str | None
) -> None:
    assert asked(question) == expected


@given(st.text())
def test_no_word_of_a_question_is_a_sign_of_a_query(question: str) -> None:
    for phrase in (asked(question) or "x").split(" AND "):
        for word in phrase.split(" + "):
            assert all(each.isalnum() or each >= "\U00020000" for each in word.removesuffix("*"))
            assert word.removesuffix("*") not in {"", "AND", "OR", "NOT", "NEAR"}


def test_no_phrase_goes_over_the_end_of_a_text() -> None:
    assert terms(["相册", None, "", "发霉"]) == f"相册 册 {BREAK} 发霉 霉 {BREAK} "
    assert words(BREAK) == ["x"]


@given(st.text())
def test_words_are_letters_and_digits_only(text: str) -> None:
    for word in words(text):
        assert BREAK not in word
        assert all(each.isalnum() or each >= "\U00020000" for each in word)

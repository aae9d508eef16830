"""Amounts as finance writes them: in figures, and in the capitals that cannot be altered (大写)."""

from typing import Final

from app.domain.values import in_decimals

SIMPLIFIED: Final = ("零壹贰叁肆伍陆柒捌玖", ("", "拾", "佰", "仟"), ("", "万", "亿", "万亿"), "负")
TRADITIONAL: Final = (
    "零壹貳參肆伍陸柒捌玖",
    ("", "拾", "佰", "仟"),
    ("", "萬", "億", "萬億"),
    "負",
)

NAMES: Final = {"CNY": "人民币", "TWD": "新臺幣", "HKD": "港幣"}
"""Currencies that are written so, with 元, 角 and 分."""

_MYRIAD: Final = 10_000
_LARGEST: Final = _MYRIAD**4 * 100


def figures(amount: int, currency: str) -> str:
    """Write minor units in figures: 123450 of CNY is `CNY 1,234.50`."""
    return f"{currency} {in_decimals(amount):,}"


def capitals(amount: int, currency: str, *, traditional: bool) -> str | None:
    """Write minor units in capitals: 123450 of CNY is 人民币壹仟贰佰叁拾肆元伍角整.

    None for a currency that is not counted in 元, and for what no form of ours will ever hold.
    """
    if currency not in NAMES or abs(amount) >= _LARGEST:
        return None
    numerals, _, _, minus = TRADITIONAL if traditional else SIMPLIFIED
    whole, minor = divmod(abs(amount), 100)
    tenths, hundredths = divmod(minor, 10)
    words = f"{_whole(whole, traditional=traditional)}元" if whole else ""
    if tenths:
        words += f"{numerals[tenths]}角"
    elif whole and hundredths:
        words += numerals[0]
    words += f"{numerals[hundredths]}分" if hundredths else "整"
    name = NAMES[currency].replace("币", "幣") if traditional else NAMES[currency]
    sign = minus if amount < 0 else ""
    return f"{name}{sign}{words if amount else numerals[0] + '元整'}"


def _whole(number: int, *, traditional: bool) -> str:
    """Write a whole number: four figures to a group, one 零 for any run of them inside."""
    numerals, places, groups, _ = TRADITIONAL if traditional else SIMPLIFIED
    words, skipped = "", False
    for group in range(len(groups) - 1, -1, -1):
        part = number // _MYRIAD**group % _MYRIAD
        for place in range(3, -1, -1):
            figure = part // 10**place % 10
            if figure == 0:
                skipped = bool(words)
                continue
            words += (numerals[0] if skipped else "") + numerals[figure] + places[place]
            skipped = False
        if part:
            words += groups[group]
    return words

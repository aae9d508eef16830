"""The currencies that a policy can count in: amounts are kept and written in hundredths."""

from app.policies.checks import Check, text
from app.policies.faults import Fault, Wrong

WHOLE = frozenset(
    {"BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "UYI"}
    | {"VND", "VUV", "XAF", "XOF", "XPF"}
    | {"XAG", "XAU", "XBA", "XBB", "XBC", "XBD", "XDR", "XPD", "XPT", "XSU", "XTS", "XUA", "XXX"}
)
"""Money without a smaller unit, and what is no money: metals, units of account."""
THOUSANDTHS = frozenset({"BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"})
TEN_THOUSANDTHS = frozenset({"CLF", "UYW"})

NOT_IN_HUNDREDTHS = {
    "no smaller unit": WHOLE,
    "three decimals": THOUSANDTHS,
    "four decimals": TEN_THOUSANDTHS,
}
"""Of ISO 4217, the others have two decimals."""


def currency() -> Check:
    """Expect a currency that has two decimals."""
    code = text(r"[A-Z]{3}", "a currency of ISO 4217 with two decimals, such as CNY")

    def read(key: str, value: object) -> str:
        found: str = code.read(key, value)
        for decimals, codes in NOT_IN_HUNDREDTHS.items():
            if found in codes:
                wrong = f"{found!r} has {decimals}, and amounts are counted in hundredths"
                raise Wrong(Fault(key, wrong, code.expected))
        return found

    return Check(code.expected, read, code.schema)

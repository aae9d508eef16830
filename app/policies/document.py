"""What the document of a policy looks like: its tables, entry by entry."""

from collections.abc import Callable, Mapping
from zoneinfo import available_timezones

from app.domain.complaint import FACTS
from app.domain.policy import (
    CLOSING_NEEDS,
    CONFIRMED_BEFORE,
    FLAGS,
    Box,
    Category,
    Grant,
    Occasion,
    Outcome,
    PlanReview,
    Remedy,
    Role,
)
from app.domain.values import Capability, Channel, Severity
from app.policies.checks import (
    Check,
    Entry,
    Fault,
    Wrong,
    flag,
    items,
    made,
    mapping,
    said,
    table,
    text,
    whole,
    word,
)
from app.policies.currency import currency

LANGUAGES = ("en", "zh-Hans", "zh-Hant")
KEY = text(
    r"(?=.{1,64}$)[a-z][a-z0-9]*(-[a-z0-9]+)*",
    "lower-case words joined by hyphens, at most 64 characters",
)
PLAIN = text(r"\S(.*\S)?", "text without space at its ends")
TITLE = table({language: Entry(PLAIN) for language in LANGUAGES})
TIME_ZONE = word(available_timezones(), "a time zone of the IANA data base such as Asia/Shanghai")


def document(content: Mapping[str, object]) -> Check:
    """Say what is expected; references are checked against the words the document declares."""
    tiers = word(_strings(content, "tiers"))
    entries = {
        "name": KEY,
        "title": TITLE,
        "locale": word(LANGUAGES),
        "currency": currency(),
        "time_zone": TIME_ZONE,
        "roles": mapping(KEY, _role, least=1),
        "units": mapping(KEY, lambda _: TITLE, least=1),
        "places": made(items(PLAIN), frozenset),
        "stages": made(items(PLAIN), frozenset),
        "channels": made(items(made(word(Channel), Channel), least=1), frozenset),
        "tiers": items(KEY, least=1),
        "categories": mapping(KEY, lambda key: _category(key, tiers), least=1),
        "flag_tiers": mapping(word(FLAGS), lambda _: tiers),
        "outcomes": mapping(KEY, _titled(Outcome), least=1),
        "remedies": mapping(KEY, _remedy, least=1),
        "boxes": items(_box(_signer(content)), identity=lambda box: box.key),
        "occasions": mapping(KEY, _occasion),
        "grants": items(_grant(content)),
        "intake_facts": _some_of(FACTS),
        "handover_facts": _some_of(FACTS),
        "confirmed_before": _some_of(CONFIRMED_BEFORE),
        "closing_needs": _some_of(CLOSING_NEEDS),
        "admission_needs_cause": flag(),
        "deferral_needs_apology": flag(),
        "plan_review": made(word(PlanReview), PlanReview),
        "consent_before_compensation": flag(),
        "expense_needs_plan": flag(),
        "separate_duties": flag(),
        "new_problem_reopens": flag(),
    }
    return table({name: Entry(check) for name, check in entries.items()})


def _some_of(words: tuple[str, ...]) -> Check:
    return made(items(word(words)), frozenset)


def _titled(kind: Callable[..., object]) -> Callable[[str], Check]:
    return lambda key: made(TITLE, lambda title: kind(key=key, title=title))


def _role(key: str) -> Check:
    capabilities = made(items(made(word(Capability), Capability), least=1), frozenset)
    entries = {"title": Entry(TITLE), "capabilities": Entry(capabilities)}
    return made(table(entries), lambda values: Role(key=key, **values))


def _category(key: str, tiers: Check) -> Check:
    severity = made(whole(min(Severity), max(Severity)), Severity)
    entries = {"title": Entry(TITLE), "tier": Entry(tiers), "severity": Entry(severity)}
    return made(table(entries), lambda values: Category(key=key, **values))


def _remedy(key: str) -> Check:
    entries = {"title": Entry(TITLE), "cash": Entry(flag(), default=False)}
    return made(table(entries), lambda values: Remedy(key=key, **values))


def _occasion(key: str) -> Check:
    entries = {"title": Entry(TITLE), "after_days": Entry(whole(0, 3650))}
    return made(table(entries), lambda values: Occasion(key=key, **values))


def _box(signer: Check) -> Check:
    entries = {
        "key": Entry(KEY),
        "title": Entry(TITLE),
        "roles": Entry(made(items(signer, least=1), frozenset)),
        "only_with_cost": Entry(flag(), default=False),
        "before_closing": Entry(flag(), default=True),
    }
    return made(table(entries), lambda values: Box(**values))


def _signer(content: Mapping[str, object]) -> Check:
    """A box is signed by roles that can take part at all: those that can assist."""
    declared = _table(content, "roles")
    roles = word(declared)

    def read(key: str, value: object) -> str:
        role: str = roles.read(key, value)
        if Capability.ASSIST not in _strings(_table(declared, role), "capabilities"):
            wrong = f"{role!r} cannot take part in a case"
            raise Wrong(Fault(key, wrong, f"a role with the capability '{Capability.ASSIST}'"))
        return role

    return Check(roles.expected, read)


def _grant(content: Mapping[str, object]) -> Check:
    """Every remedy and no limit are never what is left out: they are said."""
    remedies = items(word(_table(content, "remedies")), least=1)
    amount = text(r"[0-9]{1,12}\.[0-9]{2}", 'an amount such as "500.00"')
    entries = {
        "role": Entry(word(_table(content, "roles"))),
        "remedies": Entry(made(said("all", (), remedies), frozenset)),
        "limit": Entry(said("none", None, made(amount, _minor_units))),
        "beyond_order_terms": Entry(flag(), default=False),
    }
    return made(table(entries), lambda values: Grant(**values))


def _minor_units(amount: str) -> int:
    return int(amount.replace(".", ""))


def _table(content: Mapping[str, object], key: str) -> Mapping[str, object]:
    """The table at a key; empty where there is none, which its own check reports."""
    found = content.get(key)
    return found if isinstance(found, dict) else {}


def _strings(content: Mapping[str, object], key: str) -> tuple[str, ...]:
    found = content.get(key)
    return tuple(one for one in found if isinstance(one, str)) if isinstance(found, list) else ()

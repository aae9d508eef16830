"""What must happen by when: clocks, contacts after the end, and who must be told."""

from collections.abc import Iterator
from typing import Any

from app.domain.policy import (
    Clock,
    Every,
    Occasion,
    ReportDuty,
    ReviewDuty,
    TimeKind,
)
from app.domain.values import FLAGS, Capability, Span, TimeUnit, WaitingFor
from app.domain.vocabulary import SIGNALS, TIMED_SIGNALS
from app.policies.checks import (
    Check,
    Entry,
    flag,
    items,
    made,
    mapping,
    optional,
    some_of,
    sound,
    table,
    text,
    whole,
    word,
)
from app.policies.faults import Fault
from app.policies.words import CHANNEL, DAYS, KEY, PLAIN, SEVERITY, TITLE, Declared

MOST = {
    TimeUnit.MINUTES: 9999,
    TimeUnit.HOURS: 9999,
    TimeUnit.DAYS: 3650,
    TimeUnit.WEEKS: 520,
    TimeUnit.MONTHS: 1200,
    TimeUnit.YEARS: 100,
}
"""Beyond these a length is a slip of the pen, and its end might lie beyond all calendars."""

LONGEST_WINDOW = 60
"""Days after its span in which a review can still be called one of it."""

LENGTH = text(
    r"[1-9][0-9]{0,3} (minute|hour|day|week|month|year)s?",
    'a length such as "30 minutes", "2 hours", "3 days" or "1 year"',
)


def occasion(key: str, declared: Declared) -> Check:
    """Expect a contact with the customer after the end (PC-41, PC-83)."""
    entries = {
        "title": Entry(TITLE),
        "after_days": Entry(DAYS),
        "starts": optional(_one_or_more(word(SIGNALS))),
        "within_days": optional(DAYS),
        "report_to": optional(declared.role_list),
    }
    return made(table(entries), lambda values: Occasion(key=key, **values))


def _one_or_more(item: Check) -> Check:
    """Expect a word, or a list of such, into a frozen set."""
    several = some_of(item, least=1)

    def read(key: str, value: object) -> object:
        if isinstance(value, list):
            return several.read(key, value)
        return frozenset({item.read(key, value)})

    expected = f"{item.expected}, or a list of such"
    return Check(expected, read, {"anyOf": [item.schema, several.schema]})


def report_duty(declared: Declared) -> Check:
    """Expect who must be told of which complaints (WS-20..24, WS-28, LC-39)."""
    entries = {
        "to": Entry(declared.role_list),
        "stages": optional(some_of(declared.stages, least=1)),
        "places": optional(some_of(declared.places, least=1)),
        "channels": optional(some_of(CHANNEL, least=1)),
        "severities": optional(some_of(SEVERITY, least=1)),
        "flags": optional(some_of(word(FLAGS), least=1)),
        "rule": Entry(PLAIN),
    }
    return made(table(entries), lambda values: ReportDuty(**values))


def review_duty(key: str, declared: Declared) -> Check:
    """Expect who looks back on a span of time; he plans what is to be improved (WS-43, AS-26)."""
    planner = declared.roles_with(Capability.PLAN, "cannot plan improvements")
    entries = {
        "title": Entry(TITLE),
        "every": Entry(made(word(Every), Every)),
        "roles": Entry(items(planner, least=1)),
        "within_days": optional(whole(1, LONGEST_WINDOW)),
        "rule": Entry(PLAIN),
    }
    return made(table(entries), lambda values: ReviewDuty(key=key, **values))


def clocks(declared: Declared) -> Check:
    """Expect clocks; none has the name of an occasion, for a deadline names only one of them."""
    occasions = declared.table("occasions")

    def taken(key: str, found: dict[str, Clock]) -> Iterator[Fault]:
        for one in found:
            if one in occasions:
                wrong = "an occasion has this key already"
                yield Fault(f"{key}.{one}", wrong, "a key that no occasion has")

    return sound(mapping(KEY, lambda key: _clock(key, declared)), taken)


def _clock(key: str, declared: Declared) -> Check:
    entries = {
        "title": Entry(TITLE),
        "start": Entry(some_of(word(SIGNALS), least=1)),
        "stop": Entry(some_of(word(SIGNALS))),
        "length": optional(made(sound(LENGTH, _too_long), _span)),
        "otherwise": optional(made(sound(LENGTH, _too_long), _span)),
        "grace": optional(made(sound(LENGTH, _too_long), _span)),
        "time": optional(made(word(TimeKind), TimeKind)),
        "restarts": optional(flag()),
        "pauses_for": optional(some_of(made(word(WaitingFor), WaitingFor))),
        "severities": optional(some_of(SEVERITY, least=1)),
        "tiers": optional(some_of(declared.tiers, least=1)),
        "channels": optional(some_of(CHANNEL, least=1)),
        "only_high_value": optional(flag()),
        "after_end": optional(flag()),
        "reminder": optional(flag()),
        "report_to": optional(declared.role_list),
        "escalate": optional(flag()),
        "rule": Entry(PLAIN),
    }
    return made(
        sound(table(entries), _at_odds),
        lambda values: Clock(key=key, **{"length": None, **values}),
    )


def _at_odds(key: str, values: dict[str, Any]) -> Iterator[Fault]:
    """Find entries of a clock that do not go together."""
    timeless = sorted(values["start"] - set(TIMED_SIGNALS))
    if "length" not in values and "otherwise" not in values and timeless:
        wrong = f"without it nobody knows when, for {', '.join(timeless)} brings no time"
        right = f"{LENGTH.expected}, or a start of {' | '.join(TIMED_SIGNALS)}"
        yield Fault(f"{key}.length", wrong, right)
    if "length" in values and "otherwise" in values:
        wrong = "it is for a start that brings no time, and the length holds for every start"
        yield Fault(f"{key}.otherwise", wrong, "a length, or otherwise, not both")
    if "length" in values and "grace" in values:
        wrong = "it is for a time that the start brings, and there is a length"
        yield Fault(f"{key}.grace", wrong, "a length, or a grace, not both")
    reminder = values.get("reminder", False)
    if not values["stop"] and not reminder:
        wrong = "nothing stops it, so that it could only be missed"
        yield Fault(f"{key}.stop", wrong, "a signal, or reminder = true")
    if reminder and (values.get("report_to") or values.get("escalate")):
        wrong = "nobody can miss a reminder, so that nothing would ever follow"
        yield Fault(f"{key}.reminder", wrong, "a reminder without report_to and escalate")


def _too_long(key: str, length: str) -> Iterator[Fault]:
    span = _span(length)
    if span.count > MOST[span.unit]:
        right = f"at most {MOST[span.unit]} {span.unit}"
        yield Fault(key, f"{length!r} is not allowed", right)


def _span(length: str) -> Span:
    count, unit = length.split(" ")
    return Span(int(count), TimeUnit(unit.removesuffix("s") + "s"))

"""What the document of a policy looks like: its entries at the top."""

from collections.abc import Mapping
from typing import Any
from zoneinfo import available_timezones

from app.domain.complaint import FACTS
from app.domain.policy import (
    CLOSING_NEEDS,
    PLANNING_NEEDS,
    Outcome,
    PlanReview,
    RemedyChoice,
)
from app.domain.values import FLAGS, Capability, Severity
from app.domain.vocabulary import CONFIRMED_BEFORE, RESERVABLE
from app.policies.checks import (
    Check,
    Entry,
    flag,
    items,
    made,
    mapping,
    optional,
    some_of,
    table,
    whole,
    word,
)
from app.policies.clocks import clocks, occasion, report_duty, review_duty
from app.policies.currency import currency
from app.policies.numbers import numbers
from app.policies.opening import Opening, opening
from app.policies.retention import retention
from app.policies.routes import routes
from app.policies.texts import guidance
from app.policies.vocabulary import boxes, category, grants, remedy, roles
from app.policies.words import (
    AMOUNT,
    CHANNEL,
    KEY,
    LANGUAGES,
    PLAIN,
    SEVERITY,
    TITLE,
    Declared,
    titled,
)

TIME_ZONE = word(available_timezones(), "a time zone of the IANA data base such as Asia/Shanghai")


def document(content: Mapping[str, object]) -> Check:
    """Say what is expected; references are checked against the words the document declares."""
    return made(table(entries(content)), _attributes)


def entries(content: Mapping[str, object]) -> dict[str, Entry]:
    """Give the entries at the top, whether compulsory or not."""
    declared = Declared(content)
    compulsory = {**_vocabulary(declared), **_rules()}
    return {name: Entry(check) for name, check in compulsory.items()} | {
        name: optional(check) for name, check in _options(declared).items()
    }


def _attributes(values: dict[str, Any]) -> dict[str, Any]:
    """Name the values as `Policy` does: the hours are a calendar there, and times for calls."""
    hours: Opening = values.pop("hours")
    contact_from, contact_until = hours.contact
    return {
        **values,
        "calendar": hours.calendar(values["time_zone"]),
        "contact_from": contact_from,
        "contact_until": contact_until,
    }


def _vocabulary(declared: Declared) -> dict[str, Check]:
    return {
        "name": KEY,
        "title": TITLE,
        "locale": word(LANGUAGES),
        "currency": currency(),
        "time_zone": TIME_ZONE,
        "hours": opening(),
        "roles": roles(declared),
        "units": mapping(KEY, lambda _: TITLE, least=1),
        "places": some_of(PLAIN),
        "stages": some_of(PLAIN),
        "channels": some_of(CHANNEL, least=1),
        "tiers": items(KEY, least=1),
        "categories": mapping(KEY, lambda key: category(key, declared), least=1),
        "flag_tiers": mapping(word(FLAGS), lambda _: declared.tiers),
        "outcomes": mapping(KEY, titled(Outcome), least=1),
        "remedies": mapping(KEY, remedy, least=1),
        "boxes": boxes(declared),
        "occasions": mapping(KEY, lambda key: occasion(key, declared)),
        "clocks": clocks(declared),
        "grants": grants(declared),
    }


def _rules() -> dict[str, Check]:
    return {
        "intake_facts": some_of(word(FACTS)),
        "handover_facts": some_of(word(FACTS)),
        "confirmed_before": some_of(word(CONFIRMED_BEFORE)),
        "closing_needs": some_of(word(CLOSING_NEEDS)),
        "admission_needs_cause": flag(),
        "deferral_needs_apology": flag(),
        "plan_review": made(word(PlanReview), PlanReview),
        "remedy_choice": made(word(RemedyChoice), RemedyChoice),
        "consent_before_compensation": flag(),
        "expense_needs_plan": flag(),
        "separate_duties": flag(),
        "new_problem_reopens": flag(),
    }


def _options(declared: Declared) -> dict[str, Check]:
    handler = declared.roles_with(Capability.HANDLE, "cannot handle complaints")
    handled_by = mapping(
        word(str(int(severity)) for severity in Severity), lambda _: some_of(handler, least=1)
    )
    return {
        "planning_needs": some_of(word(PLANNING_NEEDS)),
        "in_person_from": SEVERITY,
        "explained_by": some_of(handler, least=1),
        "contact_at_handover": flag(),
        "cash_ceiling": AMOUNT,
        "sample_percent": whole(0, 100),
        "publication_from": SEVERITY,
        "reserved": mapping(word(RESERVABLE), lambda _: some_of(declared.roles, least=1)),
        "handled_by": made(handled_by, _by_severity),
        "report_duties": items(report_duty(declared)),
        "reviews": mapping(KEY, lambda key: review_duty(key, declared)),
        "guidance": guidance(),
        "routes": routes(),
        "retention": retention(),
        "numbers": numbers(),
    }


def _by_severity(found: Mapping[str, frozenset[str]]) -> dict[Severity, frozenset[str]]:
    return {Severity(int(key)): who for key, who in found.items()}

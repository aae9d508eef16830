"""What a policy says of times, duties and remedies: read as written, faults named one by one."""

from datetime import date, time
from importlib.resources import files

import pytest

from app.domain.policy import (
    GuidanceKind,
    Policy,
    RemedyChoice,
    ReportDuty,
    TimeKind,
)
from app.domain.values import Channel, ReferralTarget, Severity, Span, TimeUnit, WaitingFor
from app.policies import PolicyFault, parse

TEXT = (files("app.policies") / "default.toml").read_text(encoding="utf-8")
TITLE = 'title = { en = "X", zh-Hans = "某", zh-Hant = "某" }\n'
TEXTS = 'text = { en = "Listen", zh-Hans = "先听", zh-Hant = "先聽" }\n'
HOURS = '[hours]\nregion = "none"\ncontact = "09:00-20:30"\n'


def top(lines: str) -> str:
    """The default policy with more entries at the top."""
    return TEXT.replace("places = []", f"{lines}\nplaces = []", 1)


def after(line: str, more: str) -> str:
    assert line in TEXT
    return TEXT.replace(line, f"{line}\n{more}", 1)


def below(lines: str) -> str:
    """The default policy with more tables at the end."""
    return f"{TEXT}\n{lines}"


def clock(lines: str, *, key: str = "apology") -> str:
    return below(f"[clocks.{key}]\n{TITLE}{lines}")


def hours(lines: str) -> str:
    assert HOURS in TEXT
    return TEXT.replace(HOURS, f"[hours]\n{lines}\n", 1)


def read(text: str) -> Policy:
    return parse(text, source="studio.toml")


STARTS = 'start = ["received"]\nrule = "WS-11"\n'
STOPS = 'stop = ["apologised"]\n'
LENGTH = 'length = "30 minutes"\n'
DUTY = '[[report_duties]]\nrule = "WS-20"\n'
SAYING = '[[guidance]]\nkind = "say"\nrule = "LC-10"\n' + TEXTS

FAULTS = {
    "needs": (top('planning_needs = ["reply"]'), "planning_needs[0]", "'reply'", "findings"),
    "in person": (top("in_person_from = 4"), "in_person_from", "4", "from 1 to 3"),
    "handover": (top("contact_at_handover = 1"), "contact_at_handover", "1", "true or false"),
    "choice": (
        TEXT.replace('remedy_choice = "free"', 'remedy_choice = "cheap"'),
        "remedy_choice",
        "'cheap'",
        "cheapest-adequate",
    ),
    "no choice": (TEXT.replace('remedy_choice = "free"', ""), "remedy_choice", "missing", "free"),
    "ceiling": (top("cash_ceiling = 1000"), "cash_ceiling", "1000", '"500.00"'),
    "sample": (top("sample_percent = 101"), "sample_percent", "101", "from 0 to 100"),
    "publication": (top("publication_from = 0"), "publication_from", "0", "from 1 to 3"),
    "reserved step": (
        below('[reserved]\nsing = ["manager"]'),
        "reserved.sing",
        "'sing' is unknown",
        "arrange-visit",
    ),
    "reserved role": (
        below('[reserved]\nclose = ["emperor"]'),
        "reserved.close[0]",
        "'emperor' is unknown",
        "manager",
    ),
    "reserved to nobody": (below("[reserved]\nclose = []"), "reserved.close", "too few", "manager"),
    "handled severity": (
        below('[handled_by]\n4 = ["manager"]'),
        "handled_by.4",
        "'4' is unknown",
        "1 | 2 | 3",
    ),
    "handled by one who cannot": (
        below('[handled_by]\n3 = ["finance"]'),
        "handled_by.3[0]",
        "'finance' cannot handle",
        "'handle'",
    ),
    "superior": (
        after("[roles.finance]", 'reports_to = ["emperor"]'),
        "roles.finance.reports_to[0]",
        "'emperor' is unknown",
        "manager",
    ),
    "own superior": (
        after("[roles.finance]", 'reports_to = ["finance"]'),
        "roles.finance.reports_to",
        "'finance' reports to 'finance'",
        "never lead back",
    ),
    "referral": (
        after("[categories.billing]", 'refer_to = "army"'),
        "categories.billing.refer_to",
        "'army' is unknown",
        "police",
    ),
    "category's flag": (
        after("[categories.billing]", 'flags = ["red"]'),
        "categories.billing.flags[0]",
        "'red' is unknown",
        "supplier",
    ),
    "floor": (
        after("[categories.billing]", "floor = { times_price = 3 }"),
        "categories.billing.floor.least",
        "missing",
        '"500.00"',
    ),
    "remedy": (
        TEXT.replace("cash = true }", "cash = true, severities = [4] }", 1),
        "remedies.refund.severities[0]",
        "4",
        "from 1 to 3",
    ),
    "remedy's cost": (
        TEXT.replace("cash = true }", 'cash = true, cost = "5" }', 1),
        "remedies.refund.cost",
        "'5'",
        '"500.00"',
    ),
    "grant": (
        after('role = "manager"\nremedies = "all"', 'tier = "third"'),
        "grants[2].tier",
        "'third' is unknown",
        "second",
    ),
    "occasion's start": (
        TEXT.replace("after_days = 7", 'after_days = 7, starts = "lunch"'),
        "occasions.one-week.starts",
        "'lunch' is unknown",
        "closed",
    ),
    "occasion's report": (
        TEXT.replace("after_days = 7", 'after_days = 7, report_to = ["emperor"]', 1),
        "occasions.one-week.report_to[0]",
        "'emperor'",
        "manager",
    ),
    "duty to nobody": (below(f"{DUTY}to = []"), "report_duties[0].to", "too few", "manager"),
    "duty to whom": (
        below(f'{DUTY}to = ["emperor"]'),
        "report_duties[0].to[0]",
        "'emperor' is unknown",
        "manager",
    ),
    "duty's stage": (
        TEXT.replace("stages = []", 'stages = ["shooting"]')
        + f'\n{DUTY}to = ["manager"]\nstages = ["cooking"]',
        "report_duties[0].stages[0]",
        "'cooking' is unknown",
        "shooting",
    ),
    "duty's place": (
        TEXT.replace("places = []", 'places = ["desk"]')
        + f'\n{DUTY}to = ["manager"]\nplaces = ["moon"]',
        "report_duties[0].places[0]",
        "'moon' is unknown",
        "desk",
    ),
    "duty's flag": (
        below(f'{DUTY}to = ["manager"]\nflags = ["red"]'),
        "report_duties[0].flags[0]",
        "'red' is unknown",
        "legal",
    ),
    "duty's rule": (
        below('[[report_duties]]\nto = ["manager"]'),
        "report_duties[0].rule",
        "missing",
        "text",
    ),
    "clock's start": (
        clock(f'start = ["lunch"]\nrule = "X"\n{STOPS}{LENGTH}'),
        "clocks.apology.start[0]",
        "'lunch' is unknown",
        "received",
    ),
    "clock's stop": (
        clock(f'{STARTS}stop = ["lunch"]\n{LENGTH}'),
        "clocks.apology.stop[0]",
        "'lunch' is unknown",
        "apologised",
    ),
    "clock without end": (
        clock(f"{STARTS}stop = []\n{LENGTH}"),
        "clocks.apology.stop",
        "nothing stops it",
        "reminder = true",
    ),
    "clock without length": (
        clock(STARTS + STOPS),
        "clocks.apology.length",
        "received brings no time",
        "promised-reply",
    ),
    "clock's length": (
        clock(f'{STARTS}{STOPS}length = "soon"'),
        "clocks.apology.length",
        "'soon' is not allowed",
        "30 minutes",
    ),
    "clock for ever": (
        clock(f'{STARTS}{STOPS}length = "9999 years"'),
        "clocks.apology.length",
        "'9999 years'",
        "at most 100 years",
    ),
    "clock's time": (
        clock(f'{STARTS}{STOPS}{LENGTH}time = "lunar"'),
        "clocks.apology.time",
        "'lunar' is unknown",
        "working",
    ),
    "clock's tier": (
        clock(f'{STARTS}{STOPS}{LENGTH}tiers = ["third"]'),
        "clocks.apology.tiers[0]",
        "'third' is unknown",
        "second",
    ),
    "clock's report": (
        clock(f'{STARTS}{STOPS}{LENGTH}report_to = ["emperor"]'),
        "clocks.apology.report_to[0]",
        "'emperor' is unknown",
        "supervisor",
    ),
    "clock's pause": (
        clock(f'{STARTS}{STOPS}{LENGTH}pauses_for = ["rain"]'),
        "clocks.apology.pauses_for[0]",
        "'rain' is unknown",
        "third-party",
    ),
    "clock's key": (
        clock(STARTS + STOPS + LENGTH, key="one-week"),
        "clocks.one-week",
        "an occasion has this key",
        "no occasion",
    ),
    "a length and another otherwise": (
        clock(f'{STARTS}{STOPS}{LENGTH}otherwise = "2 days"\n'),
        "clocks.apology.otherwise",
        "the length holds for every start",
        "not both",
    ),
    "reminder with consequence": (
        clock(f"{STARTS}{STOPS}{LENGTH}reminder = true\nescalate = true"),
        "clocks.apology.reminder",
        "nobody can miss",
        "without report_to",
    ),
    "guidance's stage": (
        below(f'{SAYING}stage = "lunch"'),
        "guidance[0].stage",
        "'lunch' is unknown",
        "reception",
    ),
    "guidance's text": (
        below(f'{SAYING}stage = "reception"').replace('zh-Hans = "先听", ', ""),
        "guidance[0].text.zh-Hans",
        "missing",
        "text",
    ),
    "guidance's situation": (
        below(f'{SAYING}stage = "reception"\nsituation = "Very Angry"'),
        "guidance[0].situation",
        "'Very Angry'",
        "lower-case",
    ),
    "no hours": (TEXT.replace(HOURS, ""), "hours", "missing", "region"),
    "region": (hours('region = "XX"'), "hours.region", "'XX' is unknown", "CN | TW | HK | none"),
    "weekday": (
        hours('region = "none"\ndays = { monday = ["09:00-18:00"] }'),
        "hours.days.monday",
        "'monday' is unknown",
        "mon",
    ),
    "interval": (
        hours('region = "none"\ndays = { mon = ["9-18"] }'),
        "hours.days.mon[0]",
        "'9-18' is not allowed",
        "09:00-18:00",
    ),
    "night": (
        hours('region = "none"\ndays = { mon = ["20:00-02:00"] }'),
        "hours.days.mon[0]",
        "ends before it begins",
        "the next day",
    ),
    "overlap": (
        hours('region = "none"\ndays = { mon = ["09:00-13:00", "12:00-18:00"] }'),
        "hours.days.mon[1]",
        "begins before",
        "order of the day",
    ),
    "closing day": (
        hours('region = "none"\ndays = { mon = ["09:00-18:00"] }\nclosed = ["2027-02-30"]'),
        "hours.closed[0]",
        "there is no day '2027-02-30'",
        "2027-02-06",
    ),
    "idle closing day": (
        hours('region = "none"\nclosed = ["2027-02-06"]'),
        "hours.closed",
        "no effect",
        "hours.days",
    ),
    "contact": (
        hours('region = "none"\ncontact = "20:30-09:00"'),
        "hours.contact",
        "ends before it begins",
        "09:00-18:00",
    ),
}


@pytest.mark.parametrize(("text", "key", "wrong", "right"), FAULTS.values(), ids=FAULTS)
def test_a_fault_is_named_with_its_key_and_what_would_be_right(
    text: str, key: str, wrong: str, right: str
) -> None:
    with pytest.raises(PolicyFault) as caught:
        read(text)
    [fault] = caught.value.faults
    assert fault.key == key
    assert wrong in fault.wrong
    assert right in fault.right
    assert str(caught.value).startswith("studio.toml: ")


def test_reports_that_go_round_in_a_circle_are_shown_whole() -> None:
    text = after("[roles.finance]", 'reports_to = ["audit"]').replace(
        "[roles.audit]", '[roles.audit]\nreports_to = ["manager", "finance"]'
    )
    with pytest.raises(PolicyFault, match="'finance' reports to 'audit' reports to 'finance'"):
        read(text)


def test_a_clock_is_read_as_it_is_written() -> None:
    lines = (
        f'{STARTS}{STOPS}length = "1 hour"\ntime = "working"\nrestarts = true\n'
        'pauses_for = ["customer"]\nseverities = [2, 3]\ntiers = ["second"]\n'
        'channels = ["telephone"]\nonly_high_value = true\nafter_end = true\n'
        'report_to = ["manager"]\nescalate = true\n'
    )
    clock_ = read(clock(lines)).clocks["apology"]
    assert clock_.start == {"received"}
    assert clock_.stop == {"apologised"}
    assert (clock_.length, clock_.time) == (Span(1, TimeUnit.HOURS), TimeKind.WORKING)
    assert clock_.pauses_for == {WaitingFor.CUSTOMER}
    assert clock_.severities == {Severity.FAIRLY_SERIOUS, Severity.SERIOUS}
    assert clock_.tiers == {"second"}
    assert clock_.channels == {Channel.TELEPHONE}
    assert clock_.restarts
    assert clock_.only_high_value
    assert clock_.after_end
    assert clock_.escalate
    assert (clock_.report_to, clock_.rule) == (("manager",), "WS-11")


def test_a_clock_without_length_takes_the_time_that_its_signal_brings() -> None:
    assert read(TEXT).clocks["promised-reply"].length is None


def test_a_reminder_needs_nothing_that_stops_it_sc_46() -> None:
    lines = 'start = ["ended"]\nstop = []\nlength = "10 years"\nreminder = true\nrule = "SC-46"'
    assert read(clock(lines, key="retention")).clocks["retention"].reminder


def test_who_must_be_told_is_read_as_it_is_written_ws_20() -> None:
    lines = f'{DUTY}to = ["manager"]\nstages = ["shooting"]\nseverities = [3]\nflags = ["legal"]'
    assert read(below(lines)).report_duties == (
        ReportDuty(
            to=("manager",),
            stages=frozenset({"shooting"}),
            severities=frozenset({Severity.SERIOUS}),
            flags=frozenset({"legal"}),
            rule="WS-20",
        ),
    )


def test_who_may_do_it_is_read_as_it_is_written_lc_43() -> None:
    policy = read(below('[handled_by]\n3 = ["manager"]\n[reserved]\narrange-visit = ["manager"]'))
    assert policy.handled_by == {Severity.SERIOUS: {"manager"}}
    assert policy.reserved == {"arrange-visit": {"manager"}}


def test_what_the_law_and_the_house_say_of_money_is_read_as_it_is_written_lc_33() -> None:
    text = top('cash_ceiling = "1000.00"\nsample_percent = 5').replace(
        "[categories.billing]",
        "[categories.billing]\nproperty_loss = true\nrefer_to = 'police'\n"
        'floor = { least = "500.00", times_price = 3 }',
    )
    policy = read(text.replace('remedy_choice = "free"', 'remedy_choice = "cheapest-adequate"'))
    billing = policy.categories["billing"]
    assert (policy.cash_ceiling, policy.sample_percent) == (1000_00, 5)
    assert policy.remedy_choice is RemedyChoice.CHEAPEST_ADEQUATE
    assert billing.property_loss
    assert billing.refer_to is ReferralTarget.POLICE
    assert billing.floor
    assert (billing.floor.least, billing.floor.times_price) == (500_00, 3)


def test_guidance_is_read_as_it_is_written_lc_10() -> None:
    [text] = read(below(f'{SAYING}stage = "reception"\nsituation = "venting"')).guidance
    assert (text.stage, text.kind, text.situation) == ("reception", GuidanceKind.SAY, "venting")
    assert (text.rule, text.text["zh-Hant"]) == ("LC-10", "先聽")


def test_customers_are_called_within_the_hours_for_calls_pc_33() -> None:
    policy = read(TEXT)
    assert (policy.contact_from, policy.contact_until) == (time(9), time(20, 30))
    assert read(hours('region = "none"')).contact_until == time.max


OFFICE = 'days = { mon = ["09:00-18:00"], fri = ["10:00-12:00", "13:00-24:00"] }\n'


def test_opening_hours_are_read_by_the_day() -> None:
    calendar = read(hours(f'region = "none"\n{OFFICE}')).calendar
    assert calendar.zone == "Asia/Shanghai"
    assert calendar.hours == {
        0: ((time(9), time(18)),),
        4: ((time(10), time(12)), (time(13), time.max)),
    }
    assert calendar.known_until is None


def test_the_spring_festival_of_2026_is_off_and_a_saturday_is_worked_for_it() -> None:
    calendar = read(hours(f'region = "CN"\n{OFFICE}')).calendar
    assert calendar.intervals(date(2026, 2, 14)) == ((time(9), time(18)),)
    assert not calendar.works(date(2026, 2, 16))
    assert not calendar.works(date(2026, 2, 20))
    assert calendar.works(date(2026, 2, 27))
    assert not calendar.works(date(2026, 2, 21))
    assert calendar.holidays[date(2026, 2, 17)] == "春节"


def test_make_up_workdays_have_their_own_hours_if_the_house_says_so() -> None:
    text = hours(f'region = "CN"\n{OFFICE}make_up_days = ["10:00-16:00"]')
    assert read(text).calendar.intervals(date(2026, 2, 14)) == ((time(10), time(16)),)
    weekends = OFFICE.replace("{ mon", '{ sat = ["11:00-15:00"], mon')
    text = hours(f'region = "CN"\n{weekends}')
    assert read(text).calendar.intervals(date(2026, 2, 14)) == ((time(11), time(15)),)


def test_make_up_workdays_of_2027_are_not_published_yet() -> None:
    calendar = read(hours(f'region = "CN"\n{OFFICE}')).calendar
    assert calendar.known_until == date(2026, 12, 31)
    assert not calendar.works(date(2027, 10, 1))


@pytest.mark.parametrize(("region", "day"), [("TW", date(2026, 2, 27)), ("HK", date(2026, 7, 1))])
def test_holidays_that_the_law_fixes_are_known_as_far_as_they_are_computed(
    region: str, day: date
) -> None:
    calendar = read(hours(f'region = "{region}"\n{OFFICE}')).calendar
    assert day in calendar.holidays
    assert calendar.known_until == date(2050, 12, 31)


def test_a_shop_can_be_open_on_holidays_and_closed_when_it_likes() -> None:
    own = 'open_on_holidays = true\nclosed = ["2026-02-20", 2026-02-27]'
    calendar = read(hours(f'region = "CN"\n{OFFICE}{own}')).calendar
    assert calendar.works(date(2026, 2, 16))
    assert not calendar.works(date(2026, 2, 14))
    assert set(calendar.holidays) == {date(2026, 2, 20), date(2026, 2, 27)}
    assert calendar.known_until is None


def test_a_day_that_the_house_closes_is_not_made_up_on() -> None:
    calendar = read(hours(f'region = "CN"\n{OFFICE}closed = ["2026-02-14"]')).calendar
    assert not calendar.works(date(2026, 2, 14))

"""The document of the third copy: what can be counted and compared."""

from typing_extensions import TypedDict

from app.events.lateness import Watching
from app.events.projection import MoneyJson
from app.events.stays import Destructible


class RemedyGiven(TypedDict):
    remedy: str
    cost: MoneyJson
    reversed: bool
    """What was paid came back."""


class Times(TypedDict):
    number: int
    due: str


class Promises(TypedDict):
    made: int
    kept: int
    deferred: int
    """Put off, and a new promise took its place."""
    late: int
    """Kept or put off, but after the time promised."""
    open: list[Times]


class Link(TypedDict):
    kind: str
    other: str
    """The other complaint's id."""


class Satisfaction(TypedDict):
    occasion: str
    reached: bool
    with_outcome: int | None
    with_handling: int | None
    new_problem: bool


class Improvements(TypedDict):
    """What is done so that it does not happen again (WS-44, PC-79)."""

    planned: int
    made: int
    late: int
    """Made, but after the time set."""
    open: list[Times]


class Part(TypedDict):
    """Which unit answers for what part (LC-35, LC-36); no person, and no team's own name."""

    kind: str
    unit: str
    percent: int


class PlaceOfCopy(TypedDict):
    """A stay of the copy; whose act it was, the other copies say."""

    place: str
    since: str
    position: int


class PlanningCopy(Destructible, Watching):
    """The document."""

    paper_number: str | None
    """Of a preprinted form, where it is surely one."""
    status: str
    channel: str
    directness: str
    complainant_kind: str
    unit: str
    handling_unit: str
    emotion: str | None
    high_value: bool
    category: str | None
    tier: str | None
    severity: int | None
    mindset: str | None
    flags: list[str]
    escalations: int
    cause_class: str | None
    fault: str | None
    remedies: list[RemedyGiven]
    reworks: list[str]
    """The remedies by which work was done again."""
    referrals: list[str]
    """Who was called in."""
    links: list[Link]
    explained: bool | None
    """Whether the customer understood an explanation; null while nobody has explained."""
    responsibility: list[Part]
    """As it was attributed last."""
    improvements: Improvements
    missed: list[str]
    """The clocks whose time passed, once for each time."""
    received_at: str
    first_apology_at: str | None
    closed_at: str | None
    minutes_to_apology: int | None
    minutes_to_closing: int | None
    reopened: int
    promises: Promises
    satisfaction: list[Satisfaction]
    outcome: str | None
    custody_trail: list[PlaceOfCopy]

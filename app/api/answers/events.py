"""Events as they stand in the log, each typed by its type and schema version.

An earlier schema version has the members of the present one without those that the upcasters add.
"""

from collections import defaultdict
from functools import cache
from typing import Annotated, Any, Final, Literal, Union
from uuid import UUID

from pydantic import AwareDatetime, Field, GetCoreSchemaHandler, create_model
from pydantic_core import CoreSchema
from typing_extensions import TypeAliasType

from app.access.organisations import FOUNDED, POLICY_ADOPTED
from app.api.answers.event_data import data_model
from app.api.answers.parts import Answer
from app.application.key_rotation import KEY_CHANGED
from app.domain.complaint import Event as DomainEvent
from app.domain.vocabulary import EVENTS
from app.events.upcasters import newest, upcast


class EventActor(Answer):
    """Who acted, by the token; the clock has no roles."""

    subject: str
    roles: list[str]
    units: list[str]


class EventMeta(Answer):
    """What stands beside an event."""

    command: UUID = Field(description="Of the command that brought the event about.")
    fingerprint: str = Field(description="Of the command's content, to know a retry.")
    actor: EventActor
    channel: str = Field(description="The way by which the command came in.", examples=["http"])
    correlation: str = Field(
        description="The same for everything that one request from outside set off."
    )
    causation: str | None = Field(description="The event or command before, if one set it off.")
    policy: str = Field(description="Name and version of the policy in force then.")


class EventEnvelope(Answer):
    """What every event has."""

    position: int = Field(description="In the organisation's log: 1, 2, 3 ... without gaps.")
    stream_id: UUID = Field(description="The complaint, or the organisation itself.")
    version: int = Field(description="In the stream: 1, 2, 3 ...")
    event_id: UUID
    type: str
    schema_version: int
    occurred_at: AwareDatetime
    recorded_at: AwareDatetime
    data: Answer
    meta: EventMeta


class OrganisationFoundedData(Answer):
    """The organisation exists from here on."""

    title: str = Field(description="The name as people write it.")


class PolicyAdoptedData(Answer):
    """The policy in force from here on."""

    name: str
    version: str = Field(description="Digest of the text.")
    text: str = Field(description="The policy in full (TOML).")


class SealKeyChangedData(Answer):
    """The log is signed with this key from here on."""

    key: str = Field(description="The public key, as `triplicate verify --key` takes it.")
    lost: bool = Field(description="The key before was lost, and did not hand over the log.")


OF_THE_ORGANISATION: Final[dict[str, type[Answer]]] = {
    FOUNDED: OrganisationFoundedData,
    POLICY_ADOPTED: PolicyAdoptedData,
    KEY_CHANGED: SealKeyChangedData,
}


class Event:
    """Any event of the log; its models are made when the contract is."""

    @classmethod
    def __get_pydantic_core_schema__(cls, _: Any, handler: GetCoreSchemaHandler) -> CoreSchema:  # noqa: ANN401 - pydantic's own
        """Give the union of all events."""
        return handler.generate_schema(_any_event())


class EventList(Answer):
    """Events of a complaint, in order."""

    items: list[Event]


class LogPage(Answer):
    """Events after a position; `last` is the `after` of the next page."""

    items: list[Event]
    last: int = Field(description="Position of the last event here, or the `after` asked for.")
    head: int = Field(description="Position of the last event in the log.")


@cache
def _any_event() -> Any:  # noqa: ANN401 - a type hint
    kinds = [_complaint_event(kind) for kind in EVENTS]
    for key, data in OF_THE_ORGANISATION.items():
        kinds.append(_envelope(key, (1,), data.__name__.removesuffix("Data"), data))
    return _one_of("Event", kinds, by="type")


def _one_of(name: str, kinds: list[Any], *, by: str) -> Any:  # noqa: ANN401 - a type hint
    """Name a union of models that differ in the value of a member."""
    union: Any = Union
    return TypeAliasType(name, Annotated[union[tuple(kinds)], Field(discriminator=by)])


def _complaint_event(kind: type[DomainEvent]) -> Any:  # noqa: ANN401 - a type hint
    """Type an event of a complaint; versions with the same members share a model."""
    name = "".join(map(str.capitalize, kind.key.removeprefix("complaint.").split("-")))
    shapes: dict[frozenset[str], list[int]] = defaultdict(list)
    last = newest(kind.key)
    for version in range(1, last + 1):
        shapes[frozenset(upcast(kind.key, version, {})[1])].append(version)
    made = []
    for later, versions in shapes.items():
        old = "" if last in versions else f"V{versions[-1]}"
        data = data_model(kind, f"{name}Data{old}", later)
        made.append(_envelope(kind.key, tuple(versions), f"{name}{old}", data))
    return made[0] if len(made) == 1 else _one_of(f"Any{name}Event", made, by="schema_version")


def _envelope(key: str, versions: tuple[int, ...], name: str, data: type[Answer]) -> Any:  # noqa: ANN401 - a type hint
    literal: Any = Literal
    own: dict[str, Any] = {
        "type": literal[key],
        "schema_version": literal[versions],
        "data": data,
    }
    return create_model(f"{name}Event", __base__=EventEnvelope, __doc__=data.__doc__, **own)

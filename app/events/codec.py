"""Events to JSON and back.

The JSON of an event holds its own fields and nothing else: when it happened is a column of the
log, who did it stands in the metadata. A field that is None is left out; every other one is written
even where it has its default, for a default may change one day and what was recorded may not. The
form is frozen by the files in `tests/events/golden`.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, Final

import msgspec

from app.domain.complaint import Event, Fact
from app.domain.values import Actor
from app.domain.vocabulary import EVENTS
from app.events.store import Recorded
from app.events.upcasters import UPCASTERS, Upcasters, newest, upcast


class UnknownEvent(Exception):
    """The log holds an event that this version of the program does not know."""


class Meta(msgspec.Struct, frozen=True, kw_only=True):
    """What stands beside every event of a command, besides the id and fingerprint of that command.

    Those two the store writes itself (`entries.stamp`).
    """

    actor: Actor
    channel: str
    """The way by which the command came in: http, batch, an intake channel, the clock ..."""
    correlation: str
    """The same for everything that one request from outside set off."""
    causation: str | None = None
    """The event or command that brought this one about."""
    policy: str
    """`Policy.stamp` of the policy that it was judged under."""


class _By(msgspec.Struct):
    """The one thing in the metadata that a replay needs."""

    actor: msgspec.Raw


class Codec:
    """Encodes and decodes the events of the vocabulary; `upcasters` may be planted by a test."""

    def __init__(self, upcasters: Upcasters = UPCASTERS) -> None:
        self._upcasters = upcasters
        self._classes: dict[str, type[Event]] = {kind.key: kind for kind in EVENTS}
        self._versions = {name: newest(name, upcasters) for name in self._classes}
        # A decoder for each type is made once: nothing is looked up in the classes on a replay.
        self._decoders: dict[tuple[str, int], Callable[[str], Event]] = {
            (name, self._versions[name]): msgspec.json.Decoder(kind).decode
            for name, kind in self._classes.items()
        }

    def encode(self, fact: Fact) -> tuple[str, int, str]:
        """Give type, version of the form, and data."""
        name = fact.event.key
        return name, self._versions[name], _json.encode(_fields_of(fact.event)).decode()

    def decode(self, recorded: Recorded) -> Fact:
        """Read an event of whatever version.

        Raises:
            UnknownEvent: its type, or a version of it, is newer than this program.
            msgspec.ValidationError: it is not an event of its type.

        """
        decoder = self._decoders.get((recorded.type, recorded.schema_version))
        event = self._decode_old(recorded) if decoder is None else decoder(recorded.data)
        return Fact(event, recorded.occurred_at, actor_of(recorded.meta))

    def _decode_old(self, recorded: Recorded) -> Event:
        name, version = recorded.type, recorded.schema_version
        kind = self._classes.get(name)
        if kind is None or not 1 <= version < self._versions[name]:
            message = f"it takes a newer program to read {name} version {version}"
            raise UnknownEvent(message)
        data = msgspec.json.decode(recorded.data, type=dict[str, Any])
        _, data = upcast(name, version, data, self._upcasters)
        event: Event = msgspec.convert(data, kind)
        return event


_json: Final = msgspec.json.Encoder()
_meta: Final = msgspec.json.Decoder(Meta)
_by: Final = msgspec.json.Decoder(_By)
_actor: Final = msgspec.json.Decoder(Actor)

_codec: Final = Codec()
encode: Final = _codec.encode
decode: Final = _codec.decode


def encode_meta(meta: Meta) -> str:
    """Write the metadata of an event."""
    return _json.encode(meta).decode()


def decode_meta(text: str) -> Meta:
    """Read the metadata of an event."""
    return _meta.decode(text)


def actor_of(meta: str) -> Actor:
    """Read who acted, without the rest of the metadata."""
    return _actor_from(bytes(_by.decode(meta).actor))


@lru_cache(maxsize=4096)
def _actor_from(text: bytes) -> Actor:
    """Read an actor; few people do most of the work, so most are read once."""
    return _actor.decode(text)


def iso(instant: datetime) -> str:
    """Write an instant: UTC, always with microseconds, so that texts sort as the instants do."""
    return _written(instant if instant.tzinfo is UTC else instant.astimezone(UTC))


@lru_cache(maxsize=4096)
def _written(instant: datetime) -> str:
    """Write an instant in UTC: every document that an event changes writes the same one.

    In another zone two that are not the same can be equal, when its clocks are set back.
    """
    return instant.isoformat(timespec="microseconds")[:-6] + "Z"


def _fields_of(event: Event) -> dict[str, Any]:
    """Make JSON of an event, without what is None."""
    plain: dict[str, Any] = msgspec.to_builtins(event, builtin_types=(datetime,))
    return {name: _tidy(value) for name, value in plain.items() if value is not None}


def _tidy(value: Any) -> Any:  # noqa: ANN401 - it is JSON: anything
    if isinstance(value, str | int):
        return value
    if isinstance(value, dict):
        return {key: _tidy(item) for key, item in value.items() if item is not None}
    if isinstance(value, list | tuple):
        return [_tidy(item) for item in value]
    return iso(value) if isinstance(value, datetime) else value

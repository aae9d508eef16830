"""Organisations: founding one, and the policy it goes by.

An organisation's own stream holds its founding and every policy it adopted, text and all, so the
log alone tells under which words a complaint was judged.
"""

from dataclasses import dataclass
from datetime import datetime
from time import monotonic
from uuid import UUID, uuid5

import msgspec

from app.domain.policy import Policy
from app.domain.values import Actor, OrganisationId
from app.events.codec import Meta, encode_meta
from app.events.store import Appended, Entry, EventStore, NewEvent, Outcome, Write
from app.policies import parse

FOUNDED = "organisation.founded"
POLICY_ADOPTED = "organisation.policy-adopted"
_NAMESPACE = UUID("7f3f4b0e-1f1c-5e44-9c53-0d6b7b6a4b11")


class NoSuchOrganisation(Exception):
    """The organisation has not been founded."""


class AlreadyFounded(Exception):
    """An organisation of this name exists."""


def organisation_stream(organisation: OrganisationId) -> UUID:
    """Name the organisation's own stream."""
    return uuid5(_NAMESPACE, organisation)


async def found(  # noqa: PLR0913 - what an organisation begins with
    store: EventStore,
    organisation: OrganisationId,
    *,
    title: str,
    policy_text: str,
    at: datetime,
    by: Actor,
) -> Policy:
    """Found an organisation with its first policy.

    Raises:
        AlreadyFounded: there is one of this name.
        PolicyFault: the policy document is not sound.

    """
    policy = parse(policy_text, source=f"{organisation}: policy")
    stream = organisation_stream(organisation)
    command = uuid5(stream, "found")
    meta = encode_meta(
        Meta(
            actor=by,
            channel="console",
            correlation=str(command),
            policy=policy.stamp,
        )
    )
    adopted = {"name": policy.name, "version": policy.version, "text": policy_text}
    events = tuple(
        NewEvent(name, 1, msgspec.json.encode(data).decode(), meta, at)
        for name, data in ((FOUNDED, {"title": title}), (POLICY_ADOPTED, adopted))
    )
    outcome: Outcome = await store.append(
        organisation, Entry(command, "found", (Write(stream, 0, events),))
    )
    if not isinstance(outcome, Appended):
        message = f"organisation {organisation} exists"
        raise AlreadyFounded(message)
    return policy


@dataclass(slots=True)
class _Known:
    policy: Policy
    read_at: float


class Policies:
    """The policy each organisation goes by, read from its stream.

    Another process may adopt a new one, so what is known is read again after `seconds`.
    """

    def __init__(self, store: EventStore, *, seconds: float = 5.0) -> None:
        """Read from `store`; trust what was read for `seconds`."""
        self._store = store
        self._seconds = seconds
        self._known: dict[OrganisationId, _Known] = {}

    async def of(self, organisation: OrganisationId) -> Policy:
        """Tell the policy in force.

        Raises:
            NoSuchOrganisation: it was never founded.

        """
        known = self._known.get(organisation)
        if known is not None and monotonic() - known.read_at < self._seconds:
            return known.policy
        policy = await self._read(organisation, known.policy if known else None)
        self._known[organisation] = _Known(policy, monotonic())
        return policy

    async def _read(self, organisation: OrganisationId, known: Policy | None) -> Policy:
        stream = await self._store.read_stream(organisation, organisation_stream(organisation))
        adopted = [recorded for recorded in stream if recorded.type == POLICY_ADOPTED]
        if not adopted:
            message = f"organisation {organisation} has not been founded"
            raise NoSuchOrganisation(message)
        document = msgspec.json.decode(adopted[-1].data, type=dict[str, str])
        if known is not None and known.version == document["version"]:
            return known
        return parse(document["text"], source=f"{organisation}: policy {document['name']}")

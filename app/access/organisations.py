"""Organisations: founding one, and the policy it goes by.

An organisation's own stream holds its founding and every policy it adopted, text and all, so the
log alone tells under which words a complaint was judged.
"""

import tomllib
from dataclasses import dataclass
from datetime import datetime
from time import monotonic
from typing import NamedTuple
from uuid import UUID, uuid5

import msgspec

from app.domain.policy import Policy
from app.domain.values import Actor, OrganisationId
from app.events.codec import Meta, encode_meta
from app.events.store import Appended, Entry, EventStore, NewEvent, Outcome, Write
from app.policies import adoptable, digest, parse, resolve

FOUNDED = "organisation.founded"
POLICY_ADOPTED = "organisation.policy-adopted"
_NAMESPACE = UUID("7f3f4b0e-1f1c-5e44-9c53-0d6b7b6a4b11")


class NoSuchOrganisation(Exception):
    """The organisation has not been founded."""


class AlreadyFounded(Exception):
    """An organisation of this name exists."""


class NotAdopted(Exception):
    """A policy was not adopted, and nothing was written; the message says why."""


class Adopted(NamedTuple):
    """An organisation has changed its policy."""

    before: Policy
    policy: Policy


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
    text, policy = _judged_by(policy_text, organisation)
    stream = organisation_stream(organisation)
    command = uuid5(stream, "found")
    founded = NewEvent(FOUNDED, 1, _json({"title": title}), _meta(by, command, policy), at)
    events = (founded, _adoption(text, policy, command, at=at, by=by))
    outcome: Outcome = await store.append(
        organisation, Entry(command, "found", (Write(stream, 0, events),))
    )
    if not isinstance(outcome, Appended):
        message = f"organisation {organisation} exists"
        raise AlreadyFounded(message)
    return policy


def _judged_by(written: str, organisation: OrganisationId) -> tuple[str, Policy]:
    """Make the text stand by itself, and the policy of it."""
    source = f"{organisation}: policy"
    text = resolve(written, source=source)
    return text, adoptable(text, source=source)


def _adoption(text: str, policy: Policy, command: UUID, *, at: datetime, by: Actor) -> NewEvent:
    data = _json({"name": policy.name, "version": policy.version, "text": text})
    return NewEvent(POLICY_ADOPTED, 1, data, _meta(by, command, policy), at)


def _meta(by: Actor, command: UUID, policy: Policy) -> str:
    return encode_meta(
        Meta(actor=by, channel="console", correlation=str(command), policy=policy.stamp)
    )


def _json(data: dict[str, str]) -> str:
    return msgspec.json.encode(data).decode()


@dataclass(slots=True)
class _Known:
    policy: Policy
    read_at: float


class _Document(NamedTuple):
    version: int
    """Of the organisation's own stream."""
    document: dict[str, str]


class Policies:
    """The policy each organisation goes by, read from its stream.

    Another process may adopt a new one, so what is known is read again after `seconds`.
    """

    def __init__(self, store: EventStore, *, seconds: float = 5.0) -> None:
        """Read from `store`; trust what was read for `seconds`."""
        self._store = store
        self._seconds = seconds
        self._known: dict[OrganisationId, _Known] = {}
        self._titles: dict[OrganisationId, str] = {}

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

    async def text_of(self, organisation: OrganisationId) -> str:
        """Give the text of the policy in force.

        Raises:
            NoSuchOrganisation: it was never founded.

        """
        return (await self._adopted(organisation)).document["text"]

    async def title_of(self, organisation: OrganisationId) -> str:
        """Give the organisation's name as people write it; it never changes.

        Raises:
            NoSuchOrganisation: it was never founded.

        """
        if organisation not in self._titles:
            stream = await self._store.read_stream(organisation, organisation_stream(organisation))
            founded = [recorded for recorded in stream if recorded.type == FOUNDED]
            if not founded:
                message = f"organisation {organisation} has not been founded"
                raise NoSuchOrganisation(message)
            data = msgspec.json.decode(founded[0].data, type=dict[str, str])
            self._titles[organisation] = data["title"]
        return self._titles[organisation]

    async def adopt(
        self, organisation: OrganisationId, *, policy_text: str, at: datetime, by: Actor
    ) -> Adopted:
        """Change the policy; what is recorded already keeps the stamp and the times it has.

        Raises:
            NoSuchOrganisation: it was never founded.
            PolicyFault: the policy document is not sound.
            NotAdopted: it is in force already, counts in another currency than what is on record,
                or somebody else has just adopted another one.

        """
        text, policy = _judged_by(policy_text, organisation)
        current = await self._adopted(organisation)
        before = await self._read(organisation, None)
        if digest(tomllib.loads(current.document["text"])) == policy.version:
            message = f"{before.stamp} is in force already"
            raise NotAdopted(message)
        await self._require_currency(organisation, before, policy, current.version)
        stream = organisation_stream(organisation)
        command = uuid5(stream, f"adopt {policy.version} at {current.version}")
        event = _adoption(text, policy, command, at=at, by=by)
        write = Write(stream, current.version, (event,))
        outcome = await self._store.append(organisation, Entry(command, policy.version, (write,)))
        if not isinstance(outcome, Appended):
            message = "somebody else has just adopted a policy; look at it, and adopt again"
            raise NotAdopted(message)
        self._known[organisation] = _Known(policy, monotonic())
        return Adopted(before, policy)

    async def _require_currency(
        self, organisation: OrganisationId, before: Policy, policy: Policy, own_events: int
    ) -> None:
        used = await self._store.head(organisation) > own_events
        if used and policy.currency != before.currency:
            message = (
                f"the amounts on record are in {before.currency}, and {policy.stamp} counts in "
                f"{policy.currency}: an organisation that has complaints keeps its currency"
            )
            raise NotAdopted(message)

    async def _read(self, organisation: OrganisationId, known: Policy | None) -> Policy:
        document = (await self._adopted(organisation)).document
        if known is not None and known.version == document["version"]:
            return known
        # The recorded version stands in events: one of an older program is a digest of the text.
        return parse(
            document["text"],
            source=f"{organisation}: policy {document['name']}",
            version=document["version"],
        )

    async def _adopted(self, organisation: OrganisationId) -> _Document:
        """Read the last adoption, and how long the organisation's own stream is."""
        stream = await self._store.read_stream(organisation, organisation_stream(organisation))
        adopted = [recorded for recorded in stream if recorded.type == POLICY_ADOPTED]
        if not adopted:
            message = f"organisation {organisation} has not been founded"
            raise NoSuchOrganisation(message)
        document = msgspec.json.decode(adopted[-1].data, type=dict[str, str])
        return _Document(stream[-1].version, document)

"""A business that runs on the policy of its trade: its people, its customers, and its clock.

Everything goes over HTTP to the service on PostgreSQL; time passes when the story says so, and
the clockwork and the projections then do what they do all day.
"""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import httpx

from app.access.organisations import found
from app.application.services import Services
from app.domain.policy import Policy
from app.domain.values import Actor, Capability, OrganisationId
from app.policies import text_of
from app.settings import Settings
from tests.support import lending
from tests.support.patience import WAIT_SECONDS

MONDAY_MORNING: Final = datetime(2026, 3, 2, 2, tzinfo=UTC)
"""10:00 in Shanghai."""

_COMMON: Final = ("category", "tier", "severity", "handling_unit", "closed_at")
"""What stands on every copy beside what tells it from others."""

BUSINESS: Final = OrganisationId("business")


@dataclass
class Time:
    """The clock on the wall, which the story moves."""

    now: datetime = MONDAY_MORNING

    def __call__(self) -> datetime:
        """Tell the time."""
        return self.now


@dataclass
class Business:
    """An organisation with a person for every role of its policy, named after the role."""

    policy: Policy
    services: Services
    client: httpx.AsyncClient
    time: Time
    tokens: dict[str, str]
    sent: int = 0
    """Commands so far; each has a key of its own."""

    async def later(self, **span: float) -> None:
        """Let time pass (`hours=2`, `days=1`); what is missed meanwhile is recorded."""
        self.time.now += timedelta(**span)
        await self.settle()

    async def until(self, instant: str) -> None:
        """Let time pass until an instant, written as ISO 8601 with its offset."""
        self.time.now = datetime.fromisoformat(instant).astimezone(UTC)
        await self.settle()

    async def settle(self) -> None:
        """Bring the projections up, let the clocks strike, and bring up what they struck."""
        while True:
            await self.services.projector.catch_up(BUSINESS)
            if not await self.services.clockwork.tick(BUSINESS):
                return

    async def receive(self, role: str, **body: Any) -> str:
        """Receive a complaint and give its id."""
        first = {
            "channel": "face-to-face",
            "complainant": {"name": "张女士", "telephone": "13800001111"},
            "statement": "我很不满意。",
        }
        response = await self._post(role, "/v1/complaints", first | body)
        assert response.status_code == httpx.codes.CREATED, response.text
        return str(response.json()["complaint_id"])

    async def not_received(self, role: str, **body: Any) -> dict[str, Any]:
        """Try to enter what the policy does not take as a complaint; give the problem."""
        response = await self._post(role, "/v1/complaints", body)
        assert response.is_client_error, f"it was received: {response.text}"
        problem: dict[str, Any] = response.json()
        return problem

    async def hire(self, subject: str, *roles: str, units: tuple[str, ...] = ()) -> None:
        """Give somebody more a token: a second person of a role, or one of a unit only."""
        person = Actor(subject, roles, units)
        self.tokens[subject] = (await self.services.tokens.create(BUSINESS, person)).secret

    async def do(self, role: str, complaint: str, noun: str, **body: Any) -> dict[str, Any]:
        """Take a step that must succeed; give where the complaint stands then."""
        response = await self.send(role, complaint, noun, **body)
        assert response.status_code == httpx.codes.OK, response.text
        answer: dict[str, Any] = response.json()
        return answer

    async def refused(self, role: str, complaint: str, noun: str, **body: Any) -> dict[str, Any]:
        """Try a step that the policy refuses; give the problem."""
        response = await self.send(role, complaint, noun, **body)
        assert response.is_client_error, f"{noun} was not refused: {response.text}"
        assert response.headers["content-type"] == "application/problem+json"
        problem: dict[str, Any] = response.json()
        return problem

    async def send(self, role: str, complaint: str, noun: str, **body: Any) -> httpx.Response:
        """Try a step, whatever comes of it."""
        return await self._post(role, f"/v1/complaints/{complaint}/{noun}", body)

    async def ask(self, role: str, path: str, **parameters: Any) -> httpx.Response:
        """Ask something, whatever the answer is."""
        headers = {"Authorization": f"Bearer {self.tokens[role]}"}
        return await self.client.get(path, params=parameters or None, headers=headers)

    async def get(self, role: str, path: str, **parameters: Any) -> dict[str, Any]:
        """Ask something that must be answered."""
        response = await self.ask(role, path, **parameters)
        assert response.status_code == httpx.codes.OK, response.text
        answer: dict[str, Any] = response.json()
        return answer

    async def case(self, role: str, complaint: str) -> dict[str, Any]:
        """Show the whole case."""
        return await self.get(role, f"/v1/complaints/{complaint}")

    async def copy(self, role: str, complaint: str, kind: str) -> dict[str, Any]:
        """Show a copy of the form: handler, audit or planning."""
        return await self.get(role, f"/v1/complaints/{complaint}/copies/{kind}")

    async def copies(self, complaint: str) -> dict[str, dict[str, Any]]:
        """Give the three copies, which agree, each with what its readers may know (SC-35..38)."""
        readers = {"handler": Capability.HANDLE, "audit": Capability.AUDIT}
        readers["planning"] = Capability.PLAN
        found = {
            kind: await self.copy(self.policy.roles_with(capability)[0], complaint, kind)
            for kind, capability in readers.items()
        }
        for member in ("id", "number", "version", "position", "status", *_COMMON):
            assert len({copy[member] for copy in found.values()}) == 1, member
        handler = found["handler"]
        customer = handler["customer"].items()
        particulars = {word for key, word in customer if word and key != "kind"}
        words = {handler["content"]["statement"], *handler["content"]["memos"]}
        for kind, known in (("planning", set[str]()), ("audit", {handler["customer"]["name"]})):
            text = str(found[kind])
            assert not [word for word in particulars | words if word not in known and word in text]
        return found

    async def due(self, role: str, complaint: str) -> dict[str, str]:
        """Tell which clocks run, and until when by the clock on the wall there."""
        case = await self.case(role, complaint)
        return {
            one["clock"]: self.policy.calendar.local(datetime.fromisoformat(one["due"])).strftime(
                "%Y-%m-%d %H:%M"
            )
            for one in case["deadlines"]
        }

    async def next_steps(self, role: str, complaint: str) -> list[str]:
        """Tell what the policy asks for next: `report-up:manager`, `sign-off:filler` ..."""
        answer = await self.get(role, f"/v1/complaints/{complaint}/next-steps")
        return [
            one["step"] + (f":{one['about']}" if one["about"] else "") for one in answer["items"]
        ]

    async def worklist(self, role: str, kind: str, **parameters: Any) -> list[dict[str, Any]]:
        """Give one page of the worklist."""
        await self.settle()
        answer = await self.get(role, "/v1/worklist", kind=kind, **parameters)
        items: list[dict[str, Any]] = answer["items"]
        return items

    async def _post(self, role: str, path: str, body: dict[str, Any]) -> httpx.Response:
        self.sent += 1
        headers = {
            "Authorization": f"Bearer {self.tokens[role]}",
            "Idempotency-Key": f"key-{self.sent}",
        }
        return await self.client.post(path, json=body, headers=headers)


def yuan(amount: float) -> dict[str, Any]:
    """Write an amount as bodies do."""
    return {"amount": round(amount * 100), "currency": "CNY"}


def offer(remedy: str, cost: float, value: float | None = None) -> dict[str, Any]:
    """Offer a remedy; worth what it costs unless told."""
    return {
        "remedy": remedy,
        "description": remedy,
        "cost": yuan(cost),
        "value": yuan(cost if value is None else value),
    }


def places(audit: dict[str, Any]) -> list[str]:
    """Tell where the audit copy has been (SC-36, SC-37)."""
    return [stay["place"] for stay in audit["custody_trail"]]


def missed(audit: dict[str, Any]) -> list[str]:
    """Name the clocks that were missed, as the audit copy has them."""
    return [one["clock"] for one in audit["deadlines_missed"]]


SIGNED: Final = {"kind": "name", "signatory": "张女士"}
"""The customer's signature for a compensation."""


@asynccontextmanager
async def opened(
    url: str, folder: Path, time: Time
) -> AsyncIterator[tuple[Services, httpx.AsyncClient]]:
    """Open the doors of whoever is on a migrated database, by the clock of the story."""
    settings = Settings(
        database_url=url, data_dir=folder, projector="off", wait_seconds=WAIT_SECONDS
    )
    async with lending.opened(settings, clock=time) as (_, services, client):
        yield services, client


@asynccontextmanager
async def business(url: str, folder: Path, trade: str) -> AsyncIterator[Business]:
    """Found a business of a trade on a migrated database, and open its doors."""
    time = Time()
    async with opened(url, folder, time) as (services, client):
        policy = await found(
            services.store,
            BUSINESS,
            title=trade,
            policy_text=text_of(trade),
            at=time.now,
            by=Actor("founder"),
        )
        tokens = {
            role: (await services.tokens.create(BUSINESS, Actor(role, (role,)))).secret
            for role in policy.roles
        }
        yield Business(policy, services, client, time, tokens)


@dataclass(frozen=True, slots=True, kw_only=True)
class Overnight:
    """What there is of a business while its doors are closed, beside its database."""

    now: datetime
    tokens: Mapping[str, str]
    keys: int
    """So many commands were sent."""


def closed_for_the_night(one: Business) -> Overnight:
    """Keep what is needed to open a business again, on its database or a clone of that."""
    return Overnight(now=one.time.now, tokens=dict(one.tokens), keys=one.sent)


@asynccontextmanager
async def reopened(url: str, folder: Path, kept: Overnight) -> AsyncIterator[Business]:
    """Open a business again, where and when it was closed."""
    time = Time(kept.now)
    async with opened(url, folder, time) as (services, client):
        policy = await services.policies.of(BUSINESS)
        yield Business(policy, services, client, time, dict(kept.tokens), kept.keys)

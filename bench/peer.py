"""The same life on the library `eventsourcing` under FastAPI, used as its documentation shows it.

One aggregate with ten commands, its default PostgreSQL recorder, and endpoints that are plain
functions, because the library is not asynchronous. It checks less than Triplicate, knows no tokens
and no idempotency, and keeps no copies: what is compared is what a reader of its tutorial gets.
"""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from eventsourcing.application import Application
from eventsourcing.domain import Aggregate, event
from fastapi import FastAPI
from pydantic import BaseModel


class Receipt(BaseModel):
    channel: str
    unit: str
    complainant: dict[str, str]
    statement: str
    reason: str
    subject: str
    demand: str
    order_reference: str


class Classification(BaseModel):
    category: str


class Apology(BaseModel):
    kind: str
    words: str


class Assignment(BaseModel):
    handler: str
    unit: str
    contact: str


class Promise(BaseModel):
    kind: str
    what: str
    due: str


class Reply(BaseModel):
    text: str
    promise: int


class Findings(BaseModel):
    findings: str
    cause: str
    cause_class: str
    fault: str
    established: bool


class Plan(BaseModel):
    explanation: str
    offers: list[dict[str, Any]]


class Memo(BaseModel):
    text: str


class Closure(BaseModel):
    outcome: str
    result: str


class Answer(BaseModel):
    complaint_id: UUID
    number: str
    version: int
    position: int


class Complaint(Aggregate):
    @event("Received")
    def __init__(  # noqa: PLR0913, PLR0917 - the fields of the event
        self,
        channel: str,
        unit: str,
        complainant: dict[str, str],
        statement: str,
        reason: str,
        subject: str,
        demand: str,
        order_reference: str,
    ) -> None:
        self.channel, self.unit, self.complainant = channel, unit, complainant
        self.statement, self.order_reference = statement, order_reference
        self.facts = (reason, subject, demand)
        self.category = self.handler = self.cause = self.outcome = ""
        self.apologies = self.replies = self.promises = 0
        self.plans: list[list[dict[str, Any]]] = []
        self.memos: list[str] = []

    @event("Classified")
    def classify(self, category: str) -> None:
        self._require_open()
        self.category = category

    @event("Apologised")
    def apologise(self, kind: str, words: str) -> None:
        self._require_open()
        assert kind
        assert words
        self.apologies += 1

    @event("Assigned")
    def assign(self, handler: str, unit: str, contact: str) -> None:
        self._require_open()
        assert contact
        self.handler, self.unit = handler, unit

    @event("Promised")
    def promise(self, kind: str, what: str, due: str) -> None:
        self._require_open()
        assert kind
        assert what
        assert due
        self.promises += 1

    @event("Replied")
    def reply(self, text: str, promise: int) -> None:
        self._require_open()
        assert text
        assert promise <= self.promises
        self.replies += 1

    @event("Investigated")
    def investigate(
        self, findings: str, cause: str, cause_class: str, fault: str, *, established: bool
    ) -> None:
        self._require_open()
        assert findings
        assert cause_class
        assert fault
        self.cause = cause if established else ""

    @event("Proposed")
    def propose(self, explanation: str, offers: list[dict[str, Any]]) -> None:
        self._require_open()
        assert explanation
        self.plans.append(offers)

    @event("Noted")
    def note(self, text: str) -> None:
        self._require_open()
        self.memos.append(text)

    @event("Closed")
    def close(self, outcome: str, result: str) -> None:
        self._require_open()
        assert result
        assert self.apologies
        assert self.replies
        self.outcome = outcome

    def _require_open(self) -> None:
        assert not self.outcome


complaints: Application[UUID] = Application()
app = FastAPI()


def _save(complaint: Complaint) -> Answer:
    recorded = complaints.save(complaint)
    return Answer(
        complaint_id=complaint.id,
        number="",
        version=complaint.version,
        position=recorded[-1].notification.id,
    )


@app.post("/v1/complaints", status_code=201)
def receive(body: Receipt) -> Answer:
    return _save(Complaint(**body.model_dump()))


def _add(noun: str, model: type[BaseModel], command: str) -> None:
    def take(complaint_id: UUID, body: BaseModel) -> Answer:
        complaint: Complaint = complaints.repository.get(complaint_id)
        act: Callable[..., None] = getattr(complaint, command)
        act(**body.model_dump())
        return _save(complaint)

    take.__annotations__["body"] = model
    app.post(f"/v1/complaints/{{complaint_id}}/{noun}", name=command)(take)


for _step in (
    ("classifications", Classification, "classify"),
    ("apologies", Apology, "apologise"),
    ("assignments", Assignment, "assign"),
    ("promises", Promise, "promise"),
    ("replies", Reply, "reply"),
    ("findings", Findings, "investigate"),
    ("plans", Plan, "propose"),
    ("memos", Memo, "note"),
    ("closures", Closure, "close"),
):
    _add(*_step)

"""The yardstick: FastAPI that does nothing but take a body, check it, and give an answer."""

from typing import Literal
from uuid import UUID

from fastapi import FastAPI
from pydantic import BaseModel

COMPLAINT = UUID("7d2f1a0e-52c3-4c2e-9d1b-6f0f6c1f9a11")

app = FastAPI()


class Apology(BaseModel):
    kind: Literal["courtesy", "conditional", "admission"]
    words: str


class Answer(BaseModel):
    complaint_id: UUID
    number: str
    version: int
    position: int


@app.post("/v1/apologies")
async def apologise(apology: Apology) -> Answer:
    """Take what the apology command takes and answer what it answers."""
    return Answer(
        complaint_id=COMPLAINT, number="2026-000001", version=len(apology.words), position=1
    )


@app.get("/v1/hello")
async def hello() -> dict[str, str]:
    """Give a small JSON answer."""
    return {"hello": "world"}

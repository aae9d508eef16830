"""Reporting upward over HTTP."""

from datetime import datetime
from typing import Annotated

from pydantic import Field

from app.api.bodies import Body, Key, Text
from app.api.commands import Step
from app.domain.steps.reporting import ReportUp
from app.domain.values import Actor


class ReportBody(Body):
    """Report upward; whoever owns the complaint still does."""

    to_roles: Annotated[list[Key], Field(min_length=1, max_length=20)]
    reason: Text
    skip_level: bool = False
    asks_instruction: bool = Field(
        default=False,
        description="Not only a report: one of them is to say what is done (WS-27, WS-32).",
    )


def report_up(body: ReportBody, at: datetime, by: Actor) -> ReportUp:
    """Make the command."""
    return ReportUp(
        at=at,
        by=by,
        to_roles=tuple(body.to_roles),
        reason=body.reason,
        skip_level=body.skip_level,
        asks_instruction=body.asks_instruction,
    )


STEPS = (
    Step("reports", ReportBody, report_up, "Report upward", "WS-20, WS-21, WS-24, WS-28, LC-39"),
)

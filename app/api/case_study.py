"""Case studies over HTTP: written, approved, published."""

from datetime import datetime

from pydantic import Field

from app.api.bodies import Body, Line, Text
from app.api.commands import Step
from app.domain.steps.case_study import ApprovePublication, PublishCase, WriteCase
from app.domain.values import Actor


class CaseStudyBody(Body):
    """Write it up as a case to learn from; name no customer and no employee."""

    title: Line
    text: Text


class PublicationApprovalBody(Body):
    """Let the case as it is written be published."""

    remark: Text | None = None


class PublicationBody(Body):
    """Record that the approved case was published."""

    where: Line = Field(description="Where in the house: a notice board, a meeting ...")


def write_case(body: CaseStudyBody, at: datetime, by: Actor) -> WriteCase:
    """Make the command."""
    return WriteCase(at=at, by=by, title=body.title, text=body.text)


def approve_publication(
    body: PublicationApprovalBody, at: datetime, by: Actor
) -> ApprovePublication:
    """Make the command."""
    return ApprovePublication(at=at, by=by, remark=body.remark)


def publish_case(body: PublicationBody, at: datetime, by: Actor) -> PublishCase:
    """Make the command."""
    return PublishCase(at=at, by=by, where=body.where)


STEPS = (
    Step("case-studies", CaseStudyBody, write_case, "Write a case", "AS-30"),
    Step(
        "publication-approvals",
        PublicationApprovalBody,
        approve_publication,
        "Approve a publication",
        "AS-29",
    ),
    Step("publications", PublicationBody, publish_case, "Publish a case", "AS-29"),
)

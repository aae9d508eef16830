"""Policy: what an organisation decides for itself, as data. The engine has no `if` for a trade."""

from app.domain.policy.catalogue import (
    Category,
    Floor,
    Guidance,
    GuidanceKind,
    Outcome,
    Remedy,
    RemedyChoice,
)
from app.domain.policy.organisation import Box, Grant, PlanReview, ReportDuty, Role
from app.domain.policy.policy import Policy
from app.domain.policy.routes import HANDED_TO, ROUTES
from app.domain.policy.timetable import Clock, Every, Occasion, ReviewDuty, TimeKind
from app.domain.policy.words import (
    CLOSING_NEEDS,
    GUIDANCE_STAGES,
    PLANNING_NEEDS,
    require_term,
)

__all__ = [
    "CLOSING_NEEDS",
    "GUIDANCE_STAGES",
    "HANDED_TO",
    "PLANNING_NEEDS",
    "ROUTES",
    "Box",
    "Category",
    "Clock",
    "Every",
    "Floor",
    "Grant",
    "Guidance",
    "GuidanceKind",
    "Occasion",
    "Outcome",
    "PlanReview",
    "Policy",
    "Remedy",
    "RemedyChoice",
    "ReportDuty",
    "ReviewDuty",
    "Role",
    "TimeKind",
    "require_term",
]

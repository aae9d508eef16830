"""Responsibility, improvements, and the case written up."""

from app.domain.complaint.learning import CaseStudy, Improvement, Learning
from app.domain.values import Share
from app.events.codec import iso
from app.projections.document_parts import Document, acted, time_of


def lessons(learning: Learning) -> Document:
    """List what is learnt; of the case studies only the last text holds."""
    return {
        "responsibilities": [
            {
                **acted(one.act),
                "shares": [_share(share) for share in one.shares],
                "reason": one.reason,
            }
            for one in learning.attributions
        ],
        "improvements": [improvement(one) for one in learning.improvements],
        "case_study": _case_study(learning.case_studies[-1]) if learning.case_studies else None,
    }


def _share(share: Share) -> Document:
    return {
        "kind": share.kind,
        "unit": share.unit,
        "percent": share.percent,
        "team": share.team,
        "person": share.person,
    }


def improvement(planned: Improvement) -> Document:
    """Write an improvement."""
    return {
        **acted(planned.act),
        "number": planned.number,
        "what": planned.what,
        "owner": planned.owner,
        "unit": planned.unit,
        "due": iso(planned.due),
        "made_at": time_of(planned.made),
        "result": planned.result,
    }


def _case_study(study: CaseStudy) -> Document:
    return {
        **acted(study.act),
        "title": study.title,
        "text": study.text,
        "approved": None if study.approved is None else acted(study.approved),
        "published": None if study.published is None else acted(study.published),
        "where": study.where,
    }

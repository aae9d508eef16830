"""Findings, plans and work done again."""

from app.domain.complaint import Plan
from app.domain.complaint.remedy import Finding, Remedy, Rework
from app.domain.values import Offer
from app.events.codec import iso
from app.projections.document_parts import Document, acted, money, time_of


def remedies(remedy: Remedy) -> Document:
    """List findings, plans and reworks."""
    return {
        "findings": [_finding(one) for one in remedy.findings],
        "plans": [_plan(one) for one in remedy.plans],
        "reworks": [_rework(one) for one in remedy.reworks],
    }


def _finding(finding: Finding) -> Document:
    return {
        **acted(finding.act),
        "findings": finding.findings,
        "cause": finding.cause,
        "cause_class": finding.cause_class,
        "fault": finding.fault,
        "established": finding.established,
        "loss": None if finding.loss is None else money(finding.loss),
        "price": None if finding.price is None else money(finding.price),
    }


def _plan(plan: Plan) -> Document:
    return {
        **acted(plan.act),
        "number": plan.number,
        "explanation": plan.explanation,
        "offers": [_offer(one) for one in plan.offers],
        "alternatives": [_offer(one) for one in plan.alternatives],
        "beyond_order_terms": plan.beyond_order_terms,
        "breaches": list(plan.breaches),
        "override_reason": plan.override_reason,
        "status": plan.status,
        "decisions": [
            {**acted(one.act), "status": one.status, "words": one.words} for one in plan.decisions
        ],
    }


def _offer(offer: Offer) -> Document:
    return {
        "remedy": offer.remedy,
        "description": offer.description,
        "cost": money(offer.cost),
        "value": money(offer.value),
    }


def _rework(rework: Rework) -> Document:
    return {
        **acted(rework.act),
        "number": rework.number,
        "remedy": rework.remedy,
        "unit": rework.unit,
        "cause": rework.cause,
        "instructions": rework.instructions,
        "sheet": rework.sheet,
        "due": None if rework.due is None else iso(rework.due),
        "reworked_at": time_of(rework.done),
        "result": rework.result,
        "accepted": rework.accepted,
        "lapsed_at": time_of(rework.lapsed),
    }

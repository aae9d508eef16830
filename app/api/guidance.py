"""Guidance: what to say, to do and never to do at a stage of handling, in the reader's language."""

import re
from typing import Annotated, Literal, TypeAlias

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from app.api.answer_headers import IF_NONE_MATCH, tagged
from app.api.answers.parts import Answer, one_of
from app.api.bodies import header
from app.api.credentials import Caller
from app.api.problems import responses
from app.api.reading import QueryRoute, document_response
from app.api.services import services_of
from app.domain.policy import GUIDANCE_STAGES, Guidance, GuidanceKind, Policy, require_term

router = APIRouter(tags=["organisation"], route_class=QueryRoute)

Language: TypeAlias = Literal["en", "zh-Hans", "zh-Hant"]

_TRADITIONAL = frozenset({"hant", "tw", "hk", "mo"})
_RANGE = re.compile(
    r"\s*([A-Za-z]{1,8})((?:-[A-Za-z0-9]{1,8})*)\s*(?:;\s*q=([01](?:\.[0-9]*)?)\s*)?"
)


class Wanted(BaseModel):
    """Which texts."""

    model_config = ConfigDict(extra="forbid")

    stage: str = Field(max_length=64, description=" | ".join(GUIDANCE_STAGES))
    situation: str | None = Field(
        default=None, max_length=64, description="A situation of the policy, such as `venting`."
    )
    language: Language | None = Field(
        default=None, description="Else `Accept-Language`, else the policy's own."
    )


class GuidanceText(Answer):
    """A text."""

    text: str
    rule: str = Field(description="The rules that it serves.", examples=["LC-10"])
    situation: str | None = Field(description="Null: it is always right.")


class GuidanceTexts(Answer):
    """Texts for a stage: those for the situation, and those that are always right."""

    stage: Annotated[str, *one_of(GUIDANCE_STAGES)]
    situation: str | None
    language: Language
    say: list[GuidanceText]
    do: list[GuidanceText]
    never: list[GuidanceText]
    situations: list[str] = Field(description="For which this stage has texts of their own.")


@router.get(
    "/v1/guidance",
    operation_id="show_guidance",
    summary="Show what to say, to do and never to do",
    response_model=GuidanceTexts,
    responses={**tagged("Content-Language", "Vary"), **responses(401, 422, 503)},
    openapi_extra=IF_NONE_MATCH,
)
async def guidance(
    request: Request, caller: Caller, wanted: Annotated[Wanted, Query()]
) -> Response:
    """Show the policy's guidance for a stage; anybody with a token may read it."""
    policy = await services_of(request).policies.of(caller.organisation)
    require_term(wanted.stage, GUIDANCE_STAGES, field="stage")
    if wanted.situation is not None:
        require_term(wanted.situation, _situations(policy.guidance), field="situation")
    asked = accepted(header(request, b"accept-language") or "")
    language = wanted.language or asked or policy.locale
    body = _body(policy, wanted.stage, wanted.situation, language)
    response = document_response(
        request, body.model_dump_json().encode(), f"{policy.version}-{language}"
    )
    response.headers["Content-Language"] = language
    response.headers["Vary"] = "Accept-Language"
    return response


def _body(policy: Policy, stage: str, situation: str | None, language: str) -> GuidanceTexts:
    here = [one for one in policy.guidance if one.stage == stage]
    fitting = [one for one in here if one.situation in {None, situation}]

    def texts(kind: GuidanceKind) -> list[GuidanceText]:
        return [
            GuidanceText(text=one.text[language], rule=one.rule, situation=one.situation)
            for one in fitting
            if one.kind is kind
        ]

    return GuidanceTexts.model_validate(
        {
            "stage": stage,
            "situation": situation,
            "language": language,
            **{kind.value: texts(kind) for kind in GuidanceKind},
            "situations": _situations(here),
        }
    )


def _situations(given: "tuple[Guidance, ...] | list[Guidance]") -> list[str]:
    return sorted({one.situation for one in given if one.situation is not None})


def accepted(languages: str) -> Language | None:
    """Choose by `Accept-Language` (RFC 9110, 12.5.4); None if no language of ours is in it."""
    best: tuple[float, Language] | None = None
    for part in languages.split(","):
        match = _RANGE.fullmatch(part)
        language = match and _ours(match[1].lower(), match[2].lower().split("-"))
        if match and language:
            weight = float(match[3] or 1)
            if weight > 0 and (best is None or weight > best[0]):
                best = weight, language
    return best[1] if best else None


def _ours(primary: str, parts: list[str]) -> Language | None:
    if primary == "zh":
        # A script that is written out decides; else the place does.
        traditional = "hans" not in parts and not _TRADITIONAL.isdisjoint(parts)
        return "zh-Hant" if traditional else "zh-Hans"
    return "en" if primary == "en" else None

"""Guidance: what to say, to do and never to do; and the packs of it that come with Triplicate."""

from app.domain.policy import GUIDANCE_STAGES, Guidance, GuidanceKind
from app.policies.checks import Check, Entry, items, made, optional, table, word
from app.policies.words import KEY, PLAIN, TITLE


def guidance() -> Check:
    """Expect texts for the stages of handling, each with the rule that it serves (LC-10)."""
    entries = {
        "stage": Entry(word(GUIDANCE_STAGES)),
        "kind": Entry(made(word(GuidanceKind), GuidanceKind)),
        "situation": optional(KEY),
        "rule": Entry(PLAIN),
        "text": Entry(TITLE),
    }
    return items(made(table(entries), lambda values: Guidance(**values)))

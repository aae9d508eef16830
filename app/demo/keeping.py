"""What one run of the demo leaves for the next: tokens, which the database keeps only as hashes."""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

FILE: Final = "demo-tokens.json"


@dataclass(frozen=True, slots=True)
class Kept:
    """What is known of a house."""

    tokens: Mapping[str, str] = field(default_factory=dict)
    """By role."""
    complaints: int = 0
    """How many stories were entered; 0 until all of them are."""


def kept(folder: Path) -> dict[str, Kept]:
    """Read the file, by organisation; nothing is known where there is none, or one not ours.

    What an earlier version wrote knows of the first organisation only.
    """
    try:
        found = json.loads((folder / FILE).read_text(encoding="utf-8"))
        houses = {"demo": _read(found)}
        for organisation, house in found.get("houses", {}).items():
            houses[organisation] = _read(house)
    except (FileNotFoundError, ValueError, KeyError, TypeError, AttributeError):
        return {}
    return houses


def _read(found: Mapping[str, object]) -> Kept:
    tokens, complaints = found["tokens"], found["complaints"]
    if not isinstance(tokens, dict) or not isinstance(complaints, int):
        message = "not a house"
        raise TypeError(message)
    return Kept({str(role): str(token) for role, token in tokens.items()}, complaints)


def keep(folder: Path, known: Mapping[str, Kept]) -> None:
    """Write the file whole, for nobody else's eyes: the demo organisation, then the houses."""
    written = {
        organisation: {"tokens": dict(house.tokens), "complaints": house.complaints}
        for organisation, house in known.items()
    }
    content: dict[str, object] = {**written.pop("demo", {}), "houses": written}
    path = folder / FILE
    draft = path.with_suffix(".new")
    draft.unlink(missing_ok=True)
    handle = os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump(content, file, indent=2)
        file.write("\n")
    draft.replace(path)

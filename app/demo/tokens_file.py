"""File that one run of the demo leaves for the next: tokens, stored as hashes in the database."""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

FILE: Final = "demo-tokens.json"


@dataclass(frozen=True, slots=True)
class Seeded:
    """What earlier runs did for an organisation."""

    tokens: Mapping[str, str] = field(default_factory=dict)
    """By role."""
    complaints: int = 0
    """Complaints entered; 0 until all of them are."""


def read_seeded(folder: Path) -> dict[str, Seeded]:
    """Read the file, by organisation; empty if there is none, or it has another form.

    A file of an earlier version has the first organisation only.
    """
    try:
        found = json.loads((folder / FILE).read_text(encoding="utf-8"))
        seeded = {"demo": _seeded(found)}
        for organisation, one in found.get("houses", {}).items():
            seeded[organisation] = _seeded(one)
    except (FileNotFoundError, ValueError, KeyError, TypeError, AttributeError):
        return {}
    return seeded


def _seeded(found: Mapping[str, object]) -> Seeded:
    tokens, complaints = found["tokens"], found["complaints"]
    if not isinstance(tokens, dict) or not isinstance(complaints, int):
        message = "not an organisation of the demo"
        raise TypeError(message)
    return Seeded({str(role): str(token) for role, token in tokens.items()}, complaints)


def write_seeded(folder: Path, seeded: Mapping[str, Seeded]) -> None:
    """Replace the file in one step; only its owner may read it.

    The organisation `demo` is at the top, the others are under `houses`.
    """
    written = {
        organisation: {"tokens": dict(one.tokens), "complaints": one.complaints}
        for organisation, one in seeded.items()
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

"""What one run of the demo leaves for the next: tokens, which the database keeps only as hashes."""

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Final, NamedTuple

FILE: Final = "demo-tokens.json"


class Kept(NamedTuple):
    """What the file holds."""

    tokens: Mapping[str, str]
    """By role."""
    complaints: int
    """How many stories were entered; 0 until all of them are."""


def kept(folder: Path) -> Kept:
    """Read the file; nothing is known where there is none, or one that is not ours."""
    try:
        found = json.loads((folder / FILE).read_text(encoding="utf-8"))
        return Kept(dict(found["tokens"]), int(found["complaints"]))
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return Kept({}, 0)


def keep(folder: Path, what: Kept) -> None:
    """Write the file whole, for nobody else's eyes."""
    path = folder / FILE
    draft = path.with_suffix(".new")
    draft.unlink(missing_ok=True)
    handle = os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump(what._asdict(), file, indent=2)
        file.write("\n")
    draft.replace(path)

"""Printed forms as files: one for each form, or volumes of many."""

import os
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from app.printing import Press
from app.printing.parts import Form

SUFFIX: Final = ".pdf"
VOLUME: Final = 30
"""Sheets in one PDF; what is more becomes volumes: larger ones take more memory and more time."""

_STRANGE: Final = re.compile(r"[^\w.-]+")


class Binder:
    """Puts forms into files; what is private is readable for its owner only."""

    def __init__(self, output: Path, press: Press, *, sheets: int) -> None:
        """Bind `sheets` in all into `output`: a PDF, or a folder for one file per form."""
        self.files = 0
        self._output = output
        self._press = press
        self._one_each = output.suffix.lower() != SUFFIX
        self._several = sheets > VOLUME
        self._sheets: list[Form] = []

    def add(self, number: str, forms: Sequence[Form]) -> None:
        """Add the copies of one form, which stay together."""
        if self._one_each:
            self._write(self._output / f"{_STRANGE.sub('_', number)}{SUFFIX}", forms)
            return
        if self._sheets and len(self._sheets) + len(forms) > VOLUME:
            self._bind()
        self._sheets += forms

    def close(self) -> None:
        """Write what is left."""
        if self._sheets:
            self._bind()

    def _bind(self) -> None:
        name = f"{self._output.stem}-{self.files + 1:03d}{SUFFIX}"
        self._write(self._output.with_name(name) if self._several else self._output, self._sheets)
        self._sheets = []

    def _write(self, path: Path, forms: Sequence[Form]) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f".{path.name}.{os.getpid()}")
        try:
            descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(descriptor, "wb") as file:
                file.write(self._press.print(forms))
            draft.replace(path)
        finally:
            draft.unlink(missing_ok=True)
        self.files += 1

"""Printed forms as files: one for each form, or volumes of many."""

import re
from collections.abc import Sequence
from glob import escape
from pathlib import Path
from typing import Final

from app.cli.output import new_file, require_free
from app.cli.terminal import fail
from app.documents.form import FormRenderer
from app.documents.form.parts import Form

SUFFIX: Final = ".pdf"
VOLUME: Final = 30
"""Sheets in one PDF; what is more becomes volumes: larger ones take more memory and more time."""

_STRANGE: Final = re.compile(r"[^\w.-]+")


def check_output(output: Path, *, force: bool) -> None:
    """Refuse, before anything is printed, what cannot be written or must not be replaced."""
    if output.suffix.lower() == SUFFIX:
        volumes = f"{escape(output.stem)}-[0-9][0-9][0-9]{SUFFIX}"
        require_free(output, *output.parent.glob(volumes), force=force)
    elif output.exists() and not output.is_dir():
        fail(f"{output} is a file that is no {SUFFIX}: name a {SUFFIX} or a folder.")


class Binder:
    """Puts forms into files, readable for their owner only."""

    def __init__(self, output: Path, press: FormRenderer, *, sheets: int, force: bool) -> None:
        """Bind `sheets` in all into `output`: a PDF, or a folder for one file per form.

        A file that exists is replaced with `force` only.
        """
        self._force = force
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
        with new_file(path, force=self._force) as file:
            file.write(self._press.print(forms))
        self.files += 1

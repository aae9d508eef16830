"""The renderer of forms: forms in, PDF/A-2b out."""

from collections.abc import Sequence
from pathlib import Path
from threading import Lock
from typing import Final

from app.documents.form.parts import Form
from app.documents.typst_renderer import TypstRenderer

TEMPLATE: Final = Path(__file__).parent / "template"

_KEPT: Final = 12
"""Works that typst remembers, and some more."""


class FormRenderer:
    """Sets forms as pages. Made when first used: reading the fonts takes a while.

    The same forms give the same bytes. One form is set at a time; the interpreter is free
    meanwhile.
    """

    def __init__(self) -> None:
        """Read the fonts."""
        self._typesetter = TypstRenderer(TEMPLATE / "form.typ")
        self._turn = Lock()

    def print(self, forms: Sequence[Form]) -> bytes:
        """Print forms into one PDF, each beginning on its own page."""
        with self._turn:
            try:
                return self._typesetter.print(list(forms))
            finally:
                if len(forms) > 1:
                    self._forget()

    def draw(self, form: Form, *, ppi: float = 96) -> list[bytes]:
        """Draw a form as PNG, one for each page."""
        with self._turn:
            return self._typesetter.draw([form], ppi=ppi)

    def _forget(self) -> None:
        """Let the layout of many forms go: typst keeps it until some more work was done."""
        for turn in range(_KEPT):
            self._typesetter.try_glyph(str(turn % 10))

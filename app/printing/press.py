"""The press: forms in, PDF/A-2b out, by typst with the fonts that come with the program.

What it may open is one folder that holds the template and nothing else. What people wrote comes as
data and is set as text.
"""

from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from threading import Lock
from typing import Final, cast

import msgspec
import typst

from app.printing.legible import legible, plain
from app.printing.parts import Form

TEMPLATE: Final = Path(__file__).parent / "template"
FONT_FOLDER: Final = str(files("noto_cjk_sans_otc"))
STANDARD: Final = "a-2b"

FONTS: Final = ("Noto Sans CJK SC", "Libertinus Serif", "DejaVu Sans Mono")
"""As in the template; the last two for the scripts that the first does not have."""

_KEPT: Final = 12
"""Works that typst remembers, and some more."""

_json: Final = msgspec.json.Encoder()


class Press:
    """Sets forms as pages. Made when first used: reading the fonts takes a while.

    The same forms give the same bytes. One form is set at a time; the interpreter is free
    meanwhile.
    """

    def __init__(self) -> None:
        """Read the fonts."""
        fonts = typst.Fonts(
            include_system_fonts=False,
            include_embedded_fonts=True,
            font_paths=[FONT_FOLDER],
        )
        self._form = self._compiler("form.typ", fonts)
        self._glyph = self._compiler("glyph.typ", fonts)
        self._turn = Lock()
        self._has_glyph = lru_cache(maxsize=10_000)(self._try_glyph)

    @staticmethod
    def _compiler(name: str, fonts: typst.Fonts) -> typst.Compiler:
        nowhere = str(TEMPLATE / "packages")
        return typst.Compiler(
            str(TEMPLATE / name),
            root=str(TEMPLATE),
            font_paths=fonts,
            sys_inputs={"data": "null"},
            package_path=nowhere,
            package_cache_path=nowhere,
        )

    def print(self, forms: Sequence[Form]) -> bytes:
        """Print forms into one PDF, each beginning on a page of its own."""
        with self._turn:
            try:
                return self._set(legible(list(forms), self._has_glyph))
            except typst.TypstError:
                # Characters that have a glyph each, but no font has them together.
                return self._set(plain(list(forms)))
            finally:
                if len(forms) > 1:
                    self._forget()

    def draw(self, form: Form, *, ppi: float = 96) -> list[bytes]:
        """Draw a form as PNG, one for each page."""
        with self._turn:
            data = _json.encode(legible([form], self._has_glyph)).decode()
            drawn = self._form.compile(format="png", ppi=ppi, sys_inputs={"data": data})
        return cast("list[bytes]", drawn if isinstance(drawn, list) else [drawn])

    def _set(self, forms: list[Form]) -> bytes:
        data = _json.encode(forms).decode()
        return _pdf(self._form, data)

    def _forget(self) -> None:
        """Let the layout of many forms go: typst keeps it until some more work was done."""
        for turn in range(_KEPT):
            self._try_glyph(str(turn % 10))

    def _try_glyph(self, character: str) -> bool:
        data = _json.encode({"text": character, "font": FONTS}).decode()
        try:
            _pdf(self._glyph, data)
        except typst.TypstError:
            return False
        return True


def _pdf(compiler: typst.Compiler, data: str) -> bytes:
    made = compiler.compile(format="pdf", pdf_standards=[STANDARD], sys_inputs={"data": data})
    return cast("bytes", made)

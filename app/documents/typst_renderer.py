"""Renders a template with data as PDF/A-2b, by typst with the fonts that come with the program.

A template opens files of its own folder only. What people wrote comes as data and is set as text.
An archive copy may hold no character that no font has: `glyph_fallback.py` replaces those.
"""

from functools import cache, lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Final, cast

import msgspec
import typst

from app.documents.glyph_fallback import legible, plain

FONT_FOLDER: Final = str(files("noto_cjk_sans_otc"))
STANDARD: Final = "a-2b"
FONTS: Final = ("Noto Sans CJK SC", "Libertinus Serif", "DejaVu Sans Mono")
"""As in the templates; the last two for the scripts that the first does not have."""

_GLYPH: Final = Path(__file__).with_name("glyph.typ")

_json: Final = msgspec.json.Encoder()


class TypstRenderer:
    """Sets one template. The same data gives the same bytes. One work is set at a time."""

    def __init__(self, template: Path) -> None:
        """Read the fonts, which takes a while the first time."""
        self._work = _compiler(template)
        self._glyph = _compiler(_GLYPH)
        self._has_glyph = lru_cache(maxsize=10_000)(self.try_glyph)

    def print(self, content: Any) -> bytes:  # noqa: ANN401 - whatever the template takes
        """Set data as pages of an archive PDF."""
        try:
            return _pdf(self._work, legible(content, self._has_glyph))
        except typst.TypstError:
            # Characters that have a glyph each, but no font has them together.
            return _pdf(self._work, plain(content))

    def draw(self, content: Any, *, ppi: float) -> list[bytes]:  # noqa: ANN401 - as above
        """Set data as PNG, one for each page."""
        data = _json.encode(legible(content, self._has_glyph)).decode()
        drawn = self._work.compile(format="png", ppi=ppi, sys_inputs={"data": data})
        return cast("list[bytes]", drawn if isinstance(drawn, list) else [drawn])

    def try_glyph(self, character: str) -> bool:
        """Return whether any font has a character."""
        try:
            _pdf(self._glyph, {"text": character, "font": FONTS})
        except typst.TypstError:
            return False
        return True


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=True, font_paths=[FONT_FOLDER]
    )


def _compiler(template: Path) -> typst.Compiler:
    nowhere = str(template.parent / "packages")
    return typst.Compiler(
        str(template),
        root=str(template.parent),
        font_paths=_fonts(),
        sys_inputs={"data": "null"},
        package_path=nowhere,
        package_cache_path=nowhere,
    )


def _pdf(compiler: typst.Compiler, content: Any) -> bytes:  # noqa: ANN401 - as above
    data = _json.encode(content).decode()
    made = compiler.compile(format="pdf", pdf_standards=[STANDARD], sys_inputs={"data": data})
    return cast("bytes", made)

"""The printed form: the three copies on paper (客诉处理单, 一式三联; SC-35..46).

Documents of the projections go in, PDF/A comes out. Nothing here reads the record, the network or
a file that a user could name.
"""

from app.documents.form.copies import Document, form
from app.documents.form.render_queue import Busy, PdfRenderQueue
from app.documents.form.renderer import FormRenderer
from app.documents.words import Language, language_of

__all__ = [
    "Busy",
    "Document",
    "FormRenderer",
    "Language",
    "PdfRenderQueue",
    "form",
    "language_of",
]

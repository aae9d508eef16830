"""The printed form: the three copies on paper (客诉处理单, 一式三联; SC-35..46).

Documents of the projections go in, PDF/A comes out. Nothing here reads the record, the network or
a file that a user could name.
"""

from app.printing.copies import Document, form
from app.printing.press import Press
from app.printing.room import Busy, PrintRoom
from app.printing.words import Language, language_of

__all__ = [
    "Busy",
    "Document",
    "Language",
    "Press",
    "PrintRoom",
    "form",
    "language_of",
]

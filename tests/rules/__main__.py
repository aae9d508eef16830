"""Write docs/rules.md anew: `make rules`."""

from tests.rules.page import PAGE, page
from tests.rules.place import survey

PAGE.write_text(page(survey()), "utf-8")

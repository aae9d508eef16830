"""The committed contract, which one test holds to that of the code: making it takes a second."""

import json
from pathlib import Path
from typing import Any, Final

PATH: Final = Path(__file__).parents[2] / "docs" / "reference" / "openapi.json"
CONTRACT: Final[dict[str, Any]] = json.loads(PATH.read_text(encoding="utf-8"))

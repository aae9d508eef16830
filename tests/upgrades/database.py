"""A copy of a database that an earlier program wrote."""

import lzma
from pathlib import Path
from typing import Final

from app.events.schema import migrate

KEPT: Final = Path(__file__).parent / "databases"


async def migrated(commit: str, data_dir: Path) -> str:
    """Put the database of a commit where the program looks for it, migrate it, give its address."""
    path = data_dir / "triplicate.db"
    path.write_bytes(lzma.decompress((KEPT / f"{commit}.sqlite3.xz").read_bytes()))
    url = f"sqlite+aiosqlite:///{path}"
    await migrate(url)
    return url

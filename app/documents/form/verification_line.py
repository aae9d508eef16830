"""How a print is checked against the record: a code that anybody with the record can make again.

It is the beginning of a SHA-256 over what names the print: the complaint's id, number, version,
position in the log, and the copy. Who alters one of these on paper would have to know the id, which
is not printed. What was recorded by then is proved by the seal, not by this code.
"""

from collections.abc import Mapping
from typing import Any

from app.proof import printed


def code_of(document: Mapping[str, Any], kind: str) -> str:
    """Make the code of a copy, such as `MZXW-6YTB-OI7Q-GEZD`."""
    return printed.code_of(
        document["id"], document["number"], document["version"], document["position"], kind
    )


def label_of(document: Mapping[str, Any], kind: str) -> str:
    """Write what the QR code says, one thing on a line."""
    return "\n".join(
        (
            f"{document['number']} {kind}",
            f"version {document['version']}",
            f"position {document['position']}",
            code_of(document, kind),
        )
    )

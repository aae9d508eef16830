"""How a print is checked against the record: a code that anybody with the record can make again.

It is the beginning of a SHA-256 over what names the print: the complaint's id, number, version,
position in the log, and the copy. Who alters one of these on paper would have to know the id, which
is not printed. What was recorded by then is proved by the seal, not by this code.
"""

from base64 import b32encode
from collections.abc import Mapping
from hashlib import sha256
from typing import Any


def code_of(document: Mapping[str, Any], kind: str) -> str:
    """Make the code of a copy: 80 bits in four groups, such as `MZXW-6YTB-OI7Q-GEZD`."""
    named = (document["id"], document["number"], document["version"], document["position"], kind)
    text = "\n".join(("triplicate print 1", *(str(part) for part in named)))
    code = b32encode(sha256(text.encode()).digest()[:10]).decode()
    return "-".join(code[at : at + 4] for at in range(0, len(code), 4))


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

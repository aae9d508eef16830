"""Checkpoints: the size and root of a log, signed, as C2SP tlog-checkpoint and signed-note say.

    triplicate/<installation>/<organisation>
    <size>
    <root hash, base64>

    — <the first line again> <key id and Ed25519 signature, base64>

The form is checked to the byte, so that no two texts mean the same checkpoint.
"""

import re
from base64 import b64decode, b64encode
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from app.proof.tree import HASH_BYTES

ED25519: Final = b"\x01"
KEY_ID_BYTES: Final = 4
DOMAIN: Final = b"triplicate:seal:v1\n"

_NAME: Final = re.compile(r"[^\s+]{1,200}")
_NOTE: Final = re.compile(r"((\S+)\n(0|[1-9]\d{0,18})\n(\S+)\n)\n— (\S+) (\S+)\n")


class NoteFault(ValueError):
    """A note or key is not in the form, or not signed as it should be."""


@dataclass(frozen=True)
class PublicKey:
    """What signatures of a log are checked with; its name is the origin of the log."""

    name: str
    key: bytes

    @classmethod
    def parse(cls, text: str) -> "PublicKey":
        """Read a key as `text` writes it: name+id+key.

        Raises:
            NoteFault: it is none, or its id is not its own.

        """
        name, *rest = text.strip().split("+", 2)
        expected = ED25519 + bytes(HASH_BYTES)
        if len(rest) == 2 and _NAME.fullmatch(name):  # noqa: PLR2004 - the id and the key
            given = _decoded(rest[1], len(expected))
            key = cls(name, given[1:])
            if given[:1] == ED25519 and rest[0] == key.id.hex():
                return key
        raise NoteFault("that is not a public key of a log")

    @cached_property
    def id(self) -> bytes:
        """Four bytes that say which key it was."""
        digest = sha256(self.name.encode() + b"\n" + ED25519 + self.key).digest()
        return digest[:KEY_ID_BYTES]

    @property
    def text(self) -> str:
        """The key on one line, as other programs for such logs read it."""
        return f"{self.name}+{self.id.hex()}+{_encoded(ED25519 + self.key)}"


@dataclass(frozen=True)
class Checkpoint:
    """How large a log was, and the root over all of it."""

    origin: str
    size: int
    root: bytes

    @property
    def text(self) -> str:
        """What is signed."""
        return f"{self.origin}\n{self.size}\n{_encoded(self.root)}\n"


class SealKey:
    """The secret that signs; whoever has it speaks for the installation."""

    def __init__(self, secret: str) -> None:
        """Take a secret of any form, as long as it is hard to guess."""
        seed = sha256(DOMAIN + secret.strip().encode()).digest()
        self._key = Ed25519PrivateKey.from_private_bytes(seed)
        self._public = self._key.public_key().public_bytes_raw()
        self.installation = sha256(self._public).hexdigest()[:12]
        """The name of the installation: another key is another installation."""

    def public(self, organisation: str) -> PublicKey:
        """Give the key that an organisation's checkpoints are checked with."""
        return PublicKey(f"triplicate/{self.installation}/{organisation}", self._public)

    def sign(self, organisation: str, size: int, root: bytes) -> str:
        """Write a signed checkpoint."""
        key = self.public(organisation)
        text = Checkpoint(key.name, size, root).text
        signature = key.id + self._key.sign(text.encode())
        return f"{text}\n— {key.name} {_encoded(signature)}\n"


def read_checkpoint(note: str, key: PublicKey) -> Checkpoint:
    """Read a checkpoint that a key has signed.

    Raises:
        NoteFault: it is not in the form, or that key has not signed it.

    """
    found = _NOTE.fullmatch(note)
    if not found:
        raise NoteFault("that is not a signed checkpoint")
    text, origin, size, root, signer, signed = found.groups()
    checkpoint = Checkpoint(origin, int(size), _decoded(root, HASH_BYTES))
    if origin != key.name or signer != key.name:
        raise NoteFault(f"the checkpoint is of {origin}, the key of {key.name}")
    signature = _decoded(signed, KEY_ID_BYTES + 64)
    if signature[:KEY_ID_BYTES] != key.id:
        raise NoteFault(f"the checkpoint at {size} is signed with another key")
    try:
        Ed25519PublicKey.from_public_bytes(key.key).verify(signature[KEY_ID_BYTES:], text.encode())
    except InvalidSignature:
        raise NoteFault(f"the signature of the checkpoint at {size} is not right") from None
    return checkpoint


def _encoded(value: bytes) -> str:
    return b64encode(value).decode("ascii")


def _decoded(text: str, length: int) -> bytes:
    """Decode base64 of a length that is written in the one way it may be."""
    try:
        value = b64decode(text, validate=True)
    except ValueError:
        value = b""
    if len(value) != length or _encoded(value) != text:
        raise NoteFault("that is not base64 of the right length")
    return value

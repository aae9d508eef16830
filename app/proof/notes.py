"""Checkpoints: the size and root of a log, signed, as C2SP tlog-checkpoint and signed-note say.

    triplicate/<installation>/<organisation>
    <size>
    <root hash, base64>
    key <a public key>

    — <the first line again> <key id and Ed25519 signature, base64>

The fourth line stands only where a key signs for the first time. There the key that signed until
then signs as well, before the new one, unless it was lost: so it hands the log on.

The form is checked to the byte, so that no two texts mean the same checkpoint.
"""

import re
from base64 import b64decode, b64encode
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from typing import Final, NamedTuple

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from app.proof.tree import HASH_BYTES

ED25519: Final = b"\x01"
KEY_ID_BYTES: Final = 4
DOMAIN: Final = b"triplicate:seal:v1\n"

_NAME: Final = re.compile(r"[^\s+]{1,200}")
_NOTE: Final = re.compile(
    r"((\S+)\n(0|[1-9]\d{0,18})\n(\S+)\n(?:key (\S+)\n)?)\n((?:— \S+ \S+\n){1,2})"
)


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
    key: PublicKey | None = None
    """It signs here for the first time."""

    @property
    def text(self) -> str:
        """What is signed."""
        key = f"key {self.key.text}\n" if self.key else ""
        return f"{self.origin}\n{self.size}\n{_encoded(self.root)}\n{key}"


class SealKey:
    """The secret that signs. Its holder speaks for the installation."""

    def __init__(self, secret: str) -> None:
        """Take a secret of any form, as long as it is hard to guess."""
        seed = sha256(DOMAIN + secret.strip().encode()).digest()
        self._key = Ed25519PrivateKey.from_private_bytes(seed)
        self._public = self._key.public_key().public_bytes_raw()
        self.installation = sha256(self._public).hexdigest()[:12]
        """The name of the installation, in the logs that begin with this key."""

    def public(self, organisation: str) -> PublicKey:
        """Give the key that checkpoints are checked with, of a log that begins with it."""
        return self.under(f"triplicate/{self.installation}/{organisation}")

    def under(self, origin: str) -> PublicKey:
        """Return the key that checkpoints of a log are checked with, no matter who began it."""
        return PublicKey(origin, self._public)

    def signature(self, checkpoint: Checkpoint) -> str:
        """Write the line that says that it has signed."""
        key = self.under(checkpoint.origin)
        signature = key.id + self._key.sign(checkpoint.text.encode())
        return f"— {key.name} {_encoded(signature)}\n"


def sign(checkpoint: Checkpoint, *keys: SealKey) -> str:
    """Write a checkpoint, signed with one key, or with the one before and the one that begins."""
    return f"{checkpoint.text}\n{''.join(key.signature(checkpoint) for key in keys)}"


class Note(NamedTuple):
    """A checkpoint with its signatures, of which nothing is checked yet but the form."""

    checkpoint: Checkpoint
    signatures: tuple[bytes, ...]
    """Each with the id of its key before it."""

    @classmethod
    def parse(cls, text: str) -> "Note":
        """Read a note.

        Raises:
            NoteFault: it is not in the form.

        """
        found = _NOTE.fullmatch(text)
        if not found:
            raise NoteFault("that is not a signed checkpoint")
        _, origin, size, root, key, signed = found.groups()
        begins = PublicKey.parse(key) if key else None
        checkpoint = Checkpoint(origin, int(size), _decoded(root, HASH_BYTES), begins)
        lines = [line.split(" ") for line in signed.splitlines()]
        if checkpoint.text != found[1] or any(name != origin for _, name, _ in lines):
            raise NoteFault(f"the checkpoint at {size} names several logs")
        return cls(checkpoint, tuple(_decoded(line[2], KEY_ID_BYTES + 64) for line in lines))

    @property
    def signer(self) -> bytes:
        """The id of the key that signed, or of the newer one."""
        return self.signatures[-1][:KEY_ID_BYTES]

    def signed_with(self, *keys: PublicKey) -> Checkpoint:
        """Give the checkpoint, if these keys have signed it, in this order, and no other.

        Raises:
            NoteFault: they have not.

        """
        for key in keys:
            self.require(key)
        if [one[:KEY_ID_BYTES] for one in self.signatures] != [key.id for key in keys]:
            raise NoteFault(f"the checkpoint at {self.checkpoint.size} is signed with another key")
        return self.checkpoint

    def require(self, key: PublicKey) -> None:
        """See that a key has signed it, with whatever others.

        Raises:
            NoteFault: it has not, or is the key of another log.

        """
        origin, size = self.checkpoint.origin, self.checkpoint.size
        if origin != key.name:
            raise NoteFault(f"the checkpoint is of {origin}, the key of {key.name}")
        signatures = {one[:KEY_ID_BYTES]: one[KEY_ID_BYTES:] for one in self.signatures}
        if key.id not in signatures:
            raise NoteFault(f"the checkpoint at {size} is signed with another key")
        verifier = Ed25519PublicKey.from_public_bytes(key.key)
        try:
            verifier.verify(signatures[key.id], self.checkpoint.text.encode())
        except InvalidSignature:
            raise NoteFault(f"the signature of the checkpoint at {size} is not right") from None


def read_checkpoint(text: str, keys: Sequence[PublicKey]) -> Checkpoint:
    """Read a checkpoint that was signed with one of these keys, or with two.

    Raises:
        NoteFault: it is not in the form, or another key has signed it.

    """
    note = Note.parse(text)
    ids = {one[:KEY_ID_BYTES] for one in note.signatures}
    return note.signed_with(*([key for key in keys if key.id in ids] or keys[:1]))


def text_of(content: bytes) -> str:
    """Read the text of a file with a key or checkpoints, as Windows may have saved it too.

    That is UTF-8 with or without a byte order mark, or UTF-16 with one, and line ends of two bytes.

    Raises:
        UnicodeDecodeError: it is neither.

    """
    wide = content.startswith((BOM_UTF16_LE, BOM_UTF16_BE))
    text = content.decode("utf-16" if wide else "utf-8-sig").replace("\r\n", "\n")
    return text.strip("\n") + "\n"


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

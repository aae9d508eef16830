"""Who signs a log: a key, and those that it was handed on to.

A checkpoint may name the key that signs from there on. Where the key before has signed it too, who
trusts that one may trust the next. Where it has not, it was lost: from there on, only who trusts
the new key can tell anything. A key vouches for all events before its checkpoints, no matter who
signed those then.
"""

from collections.abc import Sequence

from app.proof.notes import Checkpoint, Note, PublicKey


class Succession:
    """Reads the checkpoints of a log in their order, and sees how far a trusted key vouches."""

    def __init__(self, keys: Sequence[PublicKey], trusted: PublicKey | None) -> None:
        """Expect `keys`, one after the other; without one to trust, believe each of them."""
        self.keys = tuple(keys)
        self._trusted = trusted
        self._signing = self.keys[0]
        self._believed = trusted in {None, self._signing}
        self._met = [self._signing]
        self.vouched = 0
        """The events that the trusted key vouches for, or one that it was handed on to."""

    def read(self, text: str) -> Checkpoint:
        """Read the next checkpoint.

        Raises:
            NoteFault: it is not in the form, or not signed by who may sign it.

        """
        note = Note.parse(text)
        begins = note.checkpoint.key
        if begins is None or begins == self._signing:
            note.signed_with(self._signing)
        elif len(note.signatures) > 1:
            note.signed_with(self._signing, begins)
            self._begin(begins)
        else:
            note.signed_with(begins)
            self._believed = self._trusted is None
            self._begin(begins)
        if self._believed:
            self.vouched = note.checkpoint.size
        return note.checkpoint

    def _begin(self, key: PublicKey) -> None:
        self._signing = key
        self._met.append(key)
        self._believed = self._believed or key == self._trusted

    @property
    def is_as_expected(self) -> bool:
        """Return whether the keys are those that the checkpoints name."""
        return tuple(self._met) == self.keys

"""Checking an archive, or the proof of one complaint, against signed checkpoints.

What was signed decides. The list of leaf hashes in an archive says which event is not what it was,
once it is itself found to lead to a signed root.
"""

from collections.abc import Iterable, Iterator, Sequence
from heapq import merge
from itertools import zip_longest
from typing import NamedTuple

from app.proof.notes import Checkpoint, NoteFault, PublicKey, read_checkpoint
from app.proof.record import Exact, leaf_of, read_line
from app.proof.succession import Succession
from app.proof.tree import HASH_BYTES, Growing, is_consistent, root_together


class Tampered(Exception):
    """Something is not what was signed; the first event that is not, where it is known which."""

    def __init__(
        self, reason: str, position: int | None = None, complaint: object | None = None
    ) -> None:
        super().__init__(reason)
        self.reason = reason
        self.position = position
        self.complaint = complaint


class CannotTell(Exception):
    """There is nothing to check, or nothing to check it against."""


class Sound(NamedTuple):
    """All that was to be checked is as it was signed."""

    events: int
    checkpoints: int
    last: Checkpoint


class Proof(NamedTuple):
    """What proves one complaint."""

    lines: Sequence[bytes]
    hashes: Sequence[bytes]
    """What it takes besides the events to come to the root, as `tree.together` gives it."""
    notes: Iterable[str]
    """The checkpoints that name a key, and at last the one that has the root."""
    growth: Sequence[bytes] = ()
    """That the log has only grown since an older checkpoint."""


class Odd(NamedTuple):
    """A place where the events and the list of leaf hashes disagree."""

    position: int
    line: bytes | None
    leaf: str | None


class Walk:
    """A walk through an archive, from checkpoint to checkpoint."""

    def __init__(self, lines: Iterable[bytes], leaves: Iterable[str]) -> None:
        self._pairs = zip_longest(lines, leaves)
        self._events = Growing()
        self._leaves = Growing()
        self._odd: Odd | None = None
        self.taken = 0

    def to(self, checkpoint: Checkpoint, sound_up_to: int) -> None:
        """Walk on to a checkpoint.

        Raises:
            Tampered: what stands before it is not what was signed.

        """
        while self.taken < checkpoint.size and (pair := next(self._pairs, None)):
            self._take(*pair)
        if _is_at(self._events, checkpoint):
            if self._odd:
                reason = "its hash in the list of leaf hashes was changed; the event is as signed"
                raise Tampered(reason, self._odd.position, _stream(self._odd.line))
            return
        if self._odd and _is_at(self._leaves, checkpoint):
            raise self._named(self._odd)
        if self.taken < checkpoint.size and not self._odd:
            reason = f"it is missing, and all after it up to {checkpoint.size}, which was signed"
            raise Tampered(reason, self.taken + 1)
        reason = (
            f"events {sound_up_to + 1} to {checkpoint.size} are not those that were signed, "
            "nor is the list of leaf hashes, so it cannot be told which of them was changed first"
        )
        raise Tampered(reason, sound_up_to + 1)

    def end(self) -> None:
        """Be at the end.

        Raises:
            Tampered: there is more than what was signed.

        """
        if pair := next(self._pairs, None):
            reason = "it stands after all that was signed"
            raise Tampered(reason, self.taken + 1, _stream(pair[0]))

    def _take(self, line: bytes | None, leaf: str | None) -> None:
        self.taken += 1
        found = None if line is None else leaf_of(line)
        if found:
            self._events.add(found)
        if given := _hash(leaf):
            self._leaves.add(given)
        if self._odd is None and (found is None or leaf != found.hex()):
            self._odd = Odd(self.taken, line, leaf)

    @staticmethod
    def _named(odd: Odd) -> Tampered:
        """Say what became of an event whose true hash is known."""
        if odd.line is None:
            return Tampered("it is missing, and all after it", odd.position)
        found = read_line(odd.line)
        if found and isinstance(found.position, int) and found.position > odd.position:
            return Tampered("it is missing", odd.position)
        return Tampered("it was changed", odd.position, _stream(odd.line))


def verify_archive(
    lines: Iterable[bytes],
    leaves: Iterable[str],
    notes: Iterable[str],
    succession: Succession,
    kept: Sequence[str] = (),
) -> Sound:
    """Check all events of an archive against its checkpoints, and against some kept elsewhere.

    Raises:
        Tampered: something is not what was signed.
        CannotTell: there is no checkpoint, one that was kept is not of this log and its keys, or
            the key that is trusted does not vouch for all of it.

    """
    walk = Walk(lines, leaves)
    own_up_to = kept_up_to = count = 0
    last: Checkpoint | None = None
    known = _kept(kept, succession.keys)
    for _, is_kept, checkpoint in merge(_own(notes, succession), known, key=_order):
        # Where the archive's own checkpoints were made again, they say nothing of what was before.
        walk.to(checkpoint, kept_up_to if is_kept else max(own_up_to, kept_up_to))
        if is_kept:
            kept_up_to = checkpoint.size
        else:
            own_up_to, last = checkpoint.size, checkpoint
            count += 1
    if last is None:
        raise CannotTell("there is no checkpoint in it")
    walk.end()
    _require_trust(succession, last)
    return Sound(walk.taken, count, last)


def _require_trust(succession: Succession, last: Checkpoint) -> None:
    """See that the trusted key vouches for all there is."""
    if not succession.is_as_expected:
        raise Tampered("the keys in it are not those that its checkpoints name")
    if not succession.vouched:
        raise Tampered("it was signed with another key than the one you trust")
    if succession.vouched < last.size:
        raise CannotTell(
            f"the key you trust vouches for events up to {succession.vouched}; the others were "
            "signed with a key that it was not handed on to, as after the loss of a key"
        )


def verify_proof(proof: Proof, succession: Succession, kept: Sequence[str] = ()) -> Sound:
    """Check the events of one complaint by their audit paths.

    Raises:
        Tampered: something is not what was signed.
        CannotTell: it cannot be compared with a checkpoint that was kept, or the key that is
            trusted does not vouch for it.

    """
    signed = list(_own(proof.notes, succession))
    if not signed:
        raise CannotTell("there is no checkpoint in it")
    checkpoint = signed[-1][2]
    _verify_events(proof, checkpoint)
    _require_trust(succession, checkpoint)
    for _, _, known in _kept(kept, succession.keys):
        _compare(known, checkpoint, proof.growth)
    return Sound(len(proof.lines), 1, checkpoint)


def _verify_events(proof: Proof, checkpoint: Checkpoint) -> None:
    """Check that these events lead to the root, and are all that the complaint had by its last."""
    events = [_event(line) for line in proof.lines]
    if not events:
        raise CannotTell("there is no event in it")
    leaves = {
        one.position - 1: leaf_of(line) for one, line in zip(events, proof.lines, strict=True)
    }
    try:
        root = root_together(leaves, checkpoint.size, proof.hashes)
    except ValueError:
        root = b""
    if root != checkpoint.root or len(leaves) != len(events):
        raise Tampered("one of the events was changed, or what proves them", None, events[0].stream)
    if [one.version for one in events] != list(range(1, len(events) + 1)):
        raise Tampered("an event is missing between those of the complaint")
    first = (events[0].organisation, events[0].stream)
    if any((one.organisation, one.stream) != first for one in events):
        raise Tampered("the events are not of one complaint")


def _event(line: bytes) -> Exact:
    found = read_line(line)
    if found is None or not isinstance(found.position, int):
        raise Tampered("an event cannot be read")
    return found


def _compare(known: Checkpoint, checkpoint: Checkpoint, growth: Sequence[bytes]) -> None:
    """Compare the checkpoint of a proof with one that was kept."""
    if known.size > checkpoint.size:
        raise CannotTell("the checkpoint you kept is newer than the proof")
    if known.size == checkpoint.size:
        if known.root != checkpoint.root:
            raise Tampered("another root was signed for the same size: the log was forked")
    elif not growth:
        raise CannotTell("the proof does not reach back to the checkpoint you kept")
    elif not is_consistent(known.size, known.root, checkpoint.size, checkpoint.root, growth):
        raise Tampered("the log is not the one of the checkpoint you kept, grown longer")


def _own(notes: Iterable[str], succession: Succession) -> Iterator[tuple[int, bool, Checkpoint]]:
    """Read the checkpoints of an archive, which must be in order."""
    size = 0
    try:
        for note in notes:
            checkpoint = succession.read(note)
            size = _beyond(size, checkpoint)
            yield size, False, checkpoint
    except NoteFault as fault:
        raise Tampered(str(fault)) from None


def _beyond(size: int, checkpoint: Checkpoint) -> int:
    if checkpoint.size <= size:
        raise NoteFault("the checkpoints are not in order")
    return checkpoint.size


def _kept(notes: Sequence[str], keys: Sequence[PublicKey]) -> list[tuple[int, bool, Checkpoint]]:
    """Read checkpoints that were kept elsewhere."""
    try:
        found = [read_checkpoint(note, keys) for note in notes]
    except NoteFault as fault:
        raise CannotTell(f"the checkpoint you kept: {fault}") from None
    return sorted(((one.size, True, one) for one in found), key=_order)


def _order(each: tuple[int, bool, Checkpoint]) -> tuple[int, bool]:
    return each[:2]


def _is_at(tree: Growing, checkpoint: Checkpoint) -> bool:
    return tree.size == checkpoint.size and tree.root() == checkpoint.root


def _hash(leaf: str | None) -> bytes:
    try:
        value = bytes.fromhex(leaf or "")
    except ValueError:
        return b""
    return value if len(value) == HASH_BYTES else b""


def _stream(line: bytes | None) -> object | None:
    found = read_line(line)
    return found.stream if found else None

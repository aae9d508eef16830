"""A key hands a log on, or is lost: what somebody can tell who trusts one key or the other."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from app.proof import archive
from app.proof.notes import Checkpoint, PublicKey, SealKey, sign
from app.proof.record import leaf_of
from app.proof.tree import Growing
from app.proof.verifying import CannotTell, Sound, Tampered
from tests.proof.building import (
    EVERY,
    KEY,
    LINES,
    PUBLIC,
    SIZE,
    build,
    event,
    flipped,
    note,
    packed,
)
from tests.proof.judging import CANNOT_TELL, SOUND, TAMPERED, both_say

NEXT = SealKey("the key after the first")
LAST = SealKey("the key after the next")
STRANGER = SealKey("a key that nobody handed anything on to")
FIRST_KEY, NEXT_KEY, LAST_KEY, STRANGE_KEY = (
    key.under(PUBLIC.name) for key in (KEY, NEXT, LAST, STRANGER)
)
HANDED_ON = [(KEY,), (KEY, NEXT), (NEXT,), (NEXT, LAST)]
LOST = [(KEY,), (KEY,), (NEXT,), (NEXT,)]
BOTH = [(KEY,), (KEY, NEXT), (LAST,), (LAST,)]


def signed(turns: Sequence[tuple[SealKey, ...]], lines: Sequence[bytes] = LINES) -> list[str]:
    """Sign in turns; a key that signs for the first time is named."""
    tree, known, found = Growing(), set[SealKey](), []
    for line in lines:
        tree.add(leaf_of(line))
        if tree.size % EVERY == 0:
            keys = turns[tree.size // EVERY - 1]
            begins = None if keys[-1] in known else keys[-1].under(PUBLIC.name)
            known.add(keys[-1])
            found.append(sign(Checkpoint(PUBLIC.name, tree.size, tree.root(), begins), *keys))
    return found


def built(turns: Sequence[tuple[SealKey, ...]], lines: Sequence[bytes] = LINES) -> dict[str, bytes]:
    """Lay an archive out, with the keys in the order in which they began."""
    keys = dict.fromkeys(key for turn in turns for key in turn)
    listed = "\n".join(key.under(PUBLIC.name).text for key in keys)
    leaves = [leaf_of(line).hex() for line in lines]
    return build(lines, leaves, signed(turns, lines), listed)


def check(files: dict[str, bytes], key: PublicKey | None, *kept: str) -> Sound:
    return archive.verify(packed(files), key, kept)


@pytest.mark.parametrize("key", [None, FIRST_KEY, NEXT_KEY, LAST_KEY])
def test_who_trusts_one_key_of_a_log_that_was_handed_on_can_check_it_all(
    key: PublicKey | None,
) -> None:
    notes = signed(HANDED_ON)
    assert check(built(HANDED_ON), key, *notes) == Sound(
        SIZE, 4, Checkpoint(PUBLIC.name, SIZE, root(), LAST_KEY)
    )


def root() -> bytes:
    tree = Growing()
    for line in LINES:
        tree.add(leaf_of(line))
    return tree.root()


def test_of_what_only_a_new_key_signed_who_trusts_the_lost_one_cannot_tell() -> None:
    with pytest.raises(CannotTell, match="vouches for events up to 100"):
        check(built(LOST), FIRST_KEY)
    assert check(built(LOST), NEXT_KEY).events == SIZE
    assert check(built(LOST), None).events == SIZE


def test_a_key_vouches_for_what_those_sign_that_it_was_handed_on_to_and_no_further() -> None:
    for key in (FIRST_KEY, NEXT_KEY):
        with pytest.raises(CannotTell, match="vouches for events up to 100"):
            check(built(BOTH), key)
    assert check(built(BOTH), LAST_KEY).events == SIZE


@pytest.mark.parametrize(
    ("turns", "key"),
    [(turns, key) for turns in (HANDED_ON, LOST, BOTH) for key in (FIRST_KEY, NEXT_KEY)],
)
def test_a_changed_event_is_named_whoever_has_signed(
    turns: list[tuple[SealKey, ...]], key: PublicKey
) -> None:
    changed = [*LINES[:76], event(77, text="改过").line, *LINES[77:]]
    with pytest.raises(Tampered) as found:
        check(built(turns) | {archive.EVENTS: b"\n".join(changed) + b"\n"}, key)
    assert found.value.position == 77


def test_a_log_signed_anew_is_found_by_a_checkpoint_from_before_the_loss() -> None:
    changed = [*LINES[:76], event(77, text="改过").line, *LINES[77:]]
    forged = [(KEY,), (STRANGER,), (STRANGER,), (STRANGER,)]
    with pytest.raises(CannotTell):
        check(built(forged, changed), FIRST_KEY)
    with pytest.raises(Tampered) as found:
        check(built(forged, changed), FIRST_KEY, signed(HANDED_ON)[0], signed([(KEY,)] * 4)[2])
    assert found.value.position == 51


def test_a_new_key_that_signed_everything_is_not_the_key_however_it_calls_itself() -> None:
    alone_signed = built([(STRANGER,)] * 4)
    with pytest.raises(Tampered, match="another key"):
        check(alone_signed, FIRST_KEY)
    both = f"{PUBLIC.text}\n{STRANGE_KEY.text}".encode()
    with pytest.raises(Tampered, match="another key"):
        check(alone_signed | {archive.KEY: both}, FIRST_KEY)


FORGED = {
    "without saying so": sign(Checkpoint(PUBLIC.name, SIZE, root()), STRANGER),
    "in the name of the old": sign(Checkpoint(PUBLIC.name, SIZE, root()), KEY, STRANGER),
    "signed by the old alone": sign(Checkpoint(PUBLIC.name, SIZE, root(), STRANGE_KEY), KEY),
    "with another in place of the old": sign(
        Checkpoint(PUBLIC.name, SIZE, root(), STRANGE_KEY), LAST, STRANGER
    ),
    "in the wrong order": sign(Checkpoint(PUBLIC.name, SIZE, root(), STRANGE_KEY), STRANGER, KEY),
    "in another log": note(STRANGER, "other", SIZE, root()),
    "with a key of another log": sign(
        Checkpoint(PUBLIC.name, SIZE, root(), STRANGER.public("other")), KEY, STRANGER
    ),
}


@pytest.mark.parametrize("last", FORGED.values(), ids=FORGED)
def test_a_key_does_not_begin_otherwise_than_as_it_must(last: str) -> None:
    keys = f"{PUBLIC.text}\n{STRANGE_KEY.text}"
    with pytest.raises(Tampered):
        check(build(signed=[*signed([(KEY,)] * 4)[:3], last], key=keys), FIRST_KEY)


def test_a_hand_over_whose_old_signature_is_another_ones_is_no_hand_over() -> None:
    notes = signed(HANDED_ON)
    head, _, tail = notes[1].partition("\n\n")
    of_the_old, of_the_new = tail.splitlines(keepends=True)
    taken = notes[0].partition("\n\n")[2]
    for forged in (f"{head}\n\n{taken}{of_the_new}", f"{head}\n\n{of_the_new}{of_the_old}"):
        with pytest.raises(Tampered):
            check(built(HANDED_ON) | {archive.CHECKPOINTS: "\n".join(
                [notes[0], forged, *notes[2:]]).encode()}, FIRST_KEY)  # fmt: skip
    # Without the old signature, it is a new beginning.
    dropped = [notes[0], f"{head}\n\n{of_the_new}", *notes[2:]]
    with pytest.raises(CannotTell):
        check(built(HANDED_ON) | {archive.CHECKPOINTS: "\n".join(dropped).encode()}, FIRST_KEY)


def test_no_byte_of_a_hand_over_can_change() -> None:
    files = built(HANDED_ON)
    content = files[archive.CHECKPOINTS]
    begin = content.index(signed(HANDED_ON)[1].encode())
    for at in range(begin, begin + len(signed(HANDED_ON)[1]), 3):
        with pytest.raises((Tampered, CannotTell)):
            check(files | {archive.CHECKPOINTS: flipped(content, at)}, FIRST_KEY)


def test_the_keys_listed_are_those_that_were_handed_on() -> None:
    more = built(HANDED_ON)[archive.KEY] + STRANGE_KEY.text.encode() + b"\n"
    with pytest.raises(Tampered, match="keys"):
        check(built(HANDED_ON) | {archive.KEY: more}, FIRST_KEY)


@pytest.mark.parametrize(
    ("turns", "key", "code"),
    [
        (HANDED_ON, FIRST_KEY, SOUND),
        (HANDED_ON, LAST_KEY, SOUND),
        (LOST, FIRST_KEY, CANNOT_TELL),
        (LOST, NEXT_KEY, SOUND),
        (LOST, STRANGE_KEY, TAMPERED),
        (BOTH, NEXT_KEY, CANNOT_TELL),
    ],
)
def test_the_program_in_the_archive_follows_a_hand_over(
    turns: list[tuple[SealKey, ...]], key: PublicKey, code: int, tmp_path: Path
) -> None:
    path = tmp_path / "archive.zip"
    path.write_bytes(packed(built(turns)).getvalue())
    assert both_say(path, None) == SOUND
    assert both_say(path, key.text) == code


@pytest.mark.parametrize("last", FORGED.values(), ids=FORGED)
def test_both_programs_refuse_a_key_that_begins_otherwise(last: str, tmp_path: Path) -> None:
    keys = f"{PUBLIC.text}\n{STRANGE_KEY.text}"
    path = tmp_path / "archive.zip"
    files = build(signed=[*signed([(KEY,)] * 4)[:3], last], key=keys)
    path.write_bytes(packed(files).getvalue())
    assert both_say(path, FIRST_KEY.text) == TAMPERED

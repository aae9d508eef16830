"""Checkpoints are C2SP signed notes, in the one form they may have."""

import pytest

from app.proof.notes import NoteFault, PublicKey, SealKey, read_checkpoint
from app.proof.tree import leaf_hash
from tests.proof.building import note

KEY = SealKey("a secret for the tests, and long enough")
PUBLIC = KEY.public("house")
ROOT = leaf_hash(b"root")
NOTE = note(KEY, "house", 200, ROOT)

# A note and key that the specification of the Go module sumdb/note publishes.
PETER = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"


def test_a_checkpoint_comes_back_as_it_was_signed() -> None:
    found = read_checkpoint(NOTE, [PUBLIC])
    assert (found.origin, found.size, found.root) == (PUBLIC.name, 200, ROOT)
    assert PUBLIC.name == f"triplicate/{KEY.installation}/house"
    assert NOTE.startswith(f"{PUBLIC.name}\n200\n")
    assert NOTE.count("\n") == 5


def test_a_key_comes_back_as_it_was_written() -> None:
    assert PublicKey.parse(PUBLIC.text + "\n") == PUBLIC


def test_a_key_id_is_the_one_that_other_programs_compute() -> None:
    assert PublicKey.parse(PETER).id.hex() == "c74f20a3"
    assert PublicKey.parse(PETER).text == PETER


def test_no_byte_of_a_checkpoint_can_change() -> None:
    raw = NOTE.encode()
    for at in range(len(raw)):
        for flip in (1, 2, 4, 8, 16, 32, 64, 128):
            changed = raw[:at] + bytes([raw[at] ^ flip]) + raw[at + 1 :]
            with pytest.raises(NoteFault):
                read_checkpoint(changed.decode("utf-8", "replace"), [PUBLIC])


def test_no_byte_of_a_key_can_change() -> None:
    raw = PUBLIC.text.encode()
    for at in range(len(raw)):
        for flip in (1, 2, 4, 8, 16, 32, 64):
            changed = raw[:at] + bytes([raw[at] ^ flip]) + raw[at + 1 :]
            try:
                assert PublicKey.parse(changed.decode()).text != PUBLIC.text
            except NoteFault:
                continue
            pytest.fail(f"byte {at}")


@pytest.mark.parametrize("key", [SealKey("another secret").public("house"), KEY.public("other")])
def test_another_key_or_log_does_not_open_it(key: PublicKey) -> None:
    with pytest.raises(NoteFault):
        read_checkpoint(NOTE, [key])


def test_a_secret_is_the_same_with_the_end_of_its_line() -> None:
    assert SealKey("secret\n").public("house") == SealKey("secret").public("house")

"""Whatever is done to an archive is found, and the first event that it was done to is named."""

from io import BytesIO
from typing import Any
from zipfile import ZIP_BZIP2, ZIP_LZMA, ZipFile

import pytest

from app.proof import archive
from app.proof.notes import SealKey
from app.proof.record import leaf_of
from app.proof.verifying import CannotTell, Tampered
from tests.proof.building import (
    KEY,
    LEAVES,
    LINES,
    NOTES,
    PUBLIC,
    SIZE,
    build,
    check,
    event,
    flipped,
    note,
    notes,
    packed,
    resealed,
)


def test_what_nobody_touched_is_sound() -> None:
    found = check(build(), *NOTES)
    assert (found.events, found.checkpoints, found.last.size) == (SIZE, 4, SIZE)
    assert archive.verify(packed(build())) == found


def test_a_longer_log_is_the_one_of_every_older_checkpoint() -> None:
    for size in range(1, SIZE, 7):
        kept = notes(LINES[:size])[-1]
        assert check(build(), kept).events == SIZE


# ---- one byte ---------------------------------------------------------------------------------


def test_no_byte_of_any_event_can_change() -> None:
    for line, leaf in zip(LINES, LEAVES, strict=True):
        for at in range(len(line)):
            assert leaf_of(flipped(line, at)).hex() != leaf


def test_the_event_with_a_changed_byte_is_named() -> None:
    content = build()[archive.EVENTS]
    for at in range(0, len(content) - 1, 157):
        changed = flipped(content, at)
        with pytest.raises(Tampered) as found:
            check(build() | {archive.EVENTS: changed})
        assert found.value.position == content.count(b"\n", 0, at) + 1


@pytest.mark.parametrize("name", [archive.CHECKPOINTS, archive.KEY])
@pytest.mark.parametrize("bit", [1, 32])
def test_no_byte_of_the_checkpoints_or_the_key_can_change(name: str, bit: int) -> None:
    small = build(LINES[:8], LEAVES[:8], notes(LINES[:8], every=4))
    assert check(small).checkpoints == 2
    content = small[name].rstrip(b"\n")
    for at in range(len(content)):
        with pytest.raises((Tampered, CannotTell)):
            check(small | {name: flipped(content, at, bit)})


@pytest.mark.slow
def test_no_byte_of_the_leaf_hashes_can_change() -> None:
    content = build()[archive.LEAVES]
    for at in range(0, len(content), 61):
        for bit in (1, 32):
            with pytest.raises((Tampered, CannotTell)) as found:
                check(build() | {archive.LEAVES: flipped(content, at, bit)})
            if isinstance(found.value, Tampered):
                assert found.value.position == at // 65 + 1


def test_no_byte_of_the_file_can_change_what_is_found() -> None:
    whole = packed(build()).getvalue()
    for at in range(0, len(whole), 101):
        try:
            found = archive.verify(BytesIO(flipped(whole, at)), PUBLIC)
        except (Tampered, CannotTell):
            continue
        # Some bytes of a zip say nothing of what is in it, such as its dates.
        assert (found.events, found.last.size) == (SIZE, SIZE)


# ---- events -----------------------------------------------------------------------------------

EDITED = [*LINES[:76], event(77, text="改过").line, *LINES[77:]]
SWAPPED = [*LINES[:76], LINES[96], *LINES[77:96], LINES[76], *LINES[97:]]
INSERTED = [*LINES[:76], event(77, text="加的").line, *LINES[76:]]
WITHOUT_ONE = [*LINES[:76], *LINES[77:]]
WITHOUT_A_STREAM = [line for number, line in enumerate(LINES, 1) if number % 20 != 7]

CHANGES = {
    "edited": (EDITED, 77, "changed"),
    "two versions swapped": (SWAPPED, 77, "missing"),
    "inserted": (INSERTED, 77, "changed"),
    "one left out": (WITHOUT_ONE, 77, "missing"),
    "a stream left out": (WITHOUT_A_STREAM, 7, "missing"),
    "the tail cut off": (LINES[:180], 181, "missing"),
    "more at the end": ([*LINES, event(201).line], 201, "after all"),
    "nothing left": ([], 1, "missing"),
}


@pytest.mark.parametrize(("lines", "position", "reason"), CHANGES.values(), ids=CHANGES)
def test_the_first_event_that_is_not_as_signed_is_named(
    lines: list[bytes], position: int, reason: str
) -> None:
    with pytest.raises(Tampered, match=reason) as found:
        check(build(lines))
    assert found.value.position == position


def test_a_changed_event_names_its_complaint() -> None:
    with pytest.raises(Tampered) as found:
        check(build(EDITED))
    assert found.value.complaint == event(77).stream


@pytest.mark.parametrize(("lines", "position", "reason"), CHANGES.values(), ids=CHANGES)
def test_changing_the_leaf_hashes_too_hides_nothing(
    lines: list[bytes], position: int, reason: str
) -> None:
    assert reason
    with pytest.raises(Tampered) as found:
        check(build(lines, [leaf_of(line).hex() for line in lines]))
    first = found.value.position
    assert first is not None
    # Between the checkpoint before and the event itself.
    assert position - 50 < first <= position


@pytest.mark.parametrize("lines", [EDITED, SWAPPED, INSERTED, WITHOUT_ONE, WITHOUT_A_STREAM])
@pytest.mark.parametrize("kept", NOTES[1:])
def test_what_was_sealed_anew_is_found_by_a_checkpoint_kept_elsewhere(
    lines: list[bytes], kept: str
) -> None:
    assert check(resealed(lines)).events == len(lines)
    with pytest.raises(Tampered) as found:
        check(resealed(lines), kept)
    assert found.value.position is not None


def test_a_checkpoint_from_before_the_change_narrows_it_down() -> None:
    with pytest.raises(Tampered) as found:
        check(resealed(EDITED), *NOTES)
    assert found.value.position == 51


def test_an_older_backup_is_found_by_a_newer_checkpoint() -> None:
    older = resealed(LINES[:150])
    assert check(older, NOTES[1]).events == 150
    with pytest.raises(Tampered, match="missing") as found:
        check(older, NOTES[3])
    assert found.value.position == 151
    gone_on = [*LINES[:150], *(event(n, text="后来").line for n in range(151, 260))]
    with pytest.raises(Tampered):
        check(resealed(gone_on), NOTES[3])


def test_a_new_key_is_not_the_key() -> None:
    other = SealKey("another key")
    with pytest.raises(Tampered, match="another key"):
        check(resealed(LINES, other))
    with pytest.raises(CannotTell, match="kept"):
        archive.verify(packed(resealed(LINES, other)), None, NOTES)
    with pytest.raises(Tampered):
        check(build(signed=notes(LINES, other)))


def test_a_checkpoint_forked_for_one_reader_is_found() -> None:
    forked = notes([*LINES[:199], event(200, text="另一个").line])[-1]
    with pytest.raises(Tampered):
        check(build(), forked)
    with pytest.raises(Tampered):
        check(build(signed=[*NOTES[:3], forked]))


@pytest.mark.parametrize(
    "signed", [NOTES[::-1], [*NOTES, NOTES[3]], [NOTES[0] + "x\n", *NOTES[1:]]]
)
def test_checkpoints_stand_in_order_and_alone(signed: list[str]) -> None:
    with pytest.raises(Tampered):
        check(build(signed=signed))


# ---- what cannot be told ----------------------------------------------------------------------


@pytest.mark.parametrize("name", [archive.EVENTS, archive.LEAVES, archive.CHECKPOINTS])
def test_an_archive_without_one_of_its_files_tells_nothing(name: str) -> None:
    files = build()
    del files[name]
    with pytest.raises(CannotTell):
        check(files)


def test_an_archive_without_checkpoints_or_key_tells_nothing() -> None:
    with pytest.raises(CannotTell, match="no checkpoint"):
        check(build(signed=[]))
    files = build()
    del files[archive.KEY]
    with pytest.raises(CannotTell, match="no key"):
        archive.verify(packed(files))
    with pytest.raises(CannotTell):
        archive.verify(BytesIO(b"PK nothing"))


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_file_that_is_there_twice_tells_nothing() -> None:
    forged = BytesIO()
    with ZipFile(forged, "w") as into:
        for name, content in [(archive.EVENTS, b"forged\n"), *build().items()]:
            into.writestr(name, content)
    with pytest.raises(CannotTell, match="more than once"):
        archive.verify(forged, PUBLIC)


def test_what_is_packed_in_other_ways_or_would_unpack_to_too_much_tells_nothing() -> None:
    for how in (ZIP_BZIP2, ZIP_LZMA):
        with pytest.raises(CannotTell, match="packed"):
            archive.verify(packed(build(), how), PUBLIC)
    too_much = bytes(archive.LARGEST_FILE + 1)
    with pytest.raises(CannotTell, match="larger than any"):
        check(build() | {archive.HASHES: too_much})


def test_a_zip_that_points_before_its_beginning_tells_nothing() -> None:
    whole = bytearray(packed(build()).getvalue())
    end = whole.rindex(b"PK\5\6")
    whole[end + 16 : end + 20] = b"\0\0\0\x70"  # where its directory begins
    with pytest.raises(CannotTell):
        archive.verify(BytesIO(whole), PUBLIC)


@pytest.mark.parametrize("odd", [{"stream": [1]}, {"organisation": {}}])
def test_a_proof_of_what_is_no_event_of_ours_is_not_one(odd: dict[str, Any]) -> None:
    line = event(1)._replace(**odd).line
    proof = {
        archive.EVENTS: line + b"\n" + event(2)._replace(version=2).line + b"\n",
        archive.HASHES: b"\n",
        archive.CHECKPOINTS: notes([line, event(2)._replace(version=2).line])[-1].encode(),
        archive.KEY: PUBLIC.text.encode(),
    }
    with pytest.raises(Tampered):
        check(proof)


def test_a_checkpoint_of_another_log_tells_nothing() -> None:
    with pytest.raises(CannotTell, match="kept"):
        check(build(), note(KEY, "elsewhere", 3, bytes(32)))

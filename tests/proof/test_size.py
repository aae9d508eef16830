"""The proof of an ordinary complaint fits into a mail: under ten kilobytes in a log of 10,000.

The README and the program that it brings along are the same in every proof, whatever is proved.
"""

import json
import random
from io import BytesIO
from pathlib import Path
from uuid import UUID
from zipfile import ZipFile

from app.proof import archive
from app.proof.record import Exact, leaf_of
from app.proof.tiles import Tiles
from app.proof.tree import leaf_hash, root_of, together
from app.proof.verifying import Proof
from tests.proof.building import KEY, PUBLIC, note

GOLDEN = Path(__file__).parents[1] / "events" / "golden"
LOG = 10_000

ORDINARY = (
    "received-2", "apologised-1", "reported-1", "classified-1", "assigned-1", "confirmed-1",
    "investigated-1", "proposed-1", "plan-approved-1", "agreed-1", "expense-requested-1",
    "expense-confirmed-1", "compensated-1", "signed-1", "closed-1", "followed-up-1",
)  # fmt: skip


def lines(rng: random.Random) -> list[tuple[int, bytes]]:
    """Make the events of a complaint, in places all over the log, with ids of no pattern."""
    places = sorted(rng.sample(range(1, LOG + 1), len(ORDINARY)))
    found = []
    for version, (position, name) in enumerate(zip(places, ORDINARY, strict=True), 1):
        command = UUID(int=rng.getrandbits(128))
        meta = {
            "actor": {"subject": "front-desk-person", "roles": ["front-desk"], "units": []},
            "channel": "http",
            "correlation": str(UUID(int=rng.getrandbits(128))),
            "policy": "default@2c2d344fd4cc",
            "command": str(command),
            "fingerprint": f"{rng.getrandbits(128):032x}",
        }
        event = Exact(
            organisation="house",
            position=position,
            stream="e8375a35-eff0-572e-a2c2-1ad94eacf3a0",
            version=version,
            event=str(UUID(int=rng.getrandbits(128))),
            type=f"complaint.{name[:-2]}",
            schema=int(name[-1]),
            data=(GOLDEN / f"complaint.{name}.json").read_text("utf-8").strip(),
            meta=json.dumps(meta, separators=(",", ":")),
            occurred_at=1_790_000_000_000_000 + rng.getrandbits(36),
            recorded_at=1_790_000_000_000_000 + rng.getrandbits(36),
            number="2026-000001" if version == 1 else None,
        )
        found.append((position, event.line))
    return found


def test_the_proof_of_an_ordinary_complaint_is_under_ten_kilobytes() -> None:
    events = lines(random.Random(1))
    places = dict(events)
    tiles = Tiles(0, {})
    for position in range(1, LOG + 1):
        line = places.get(position)
        tiles.add(leaf_of(line) if line else leaf_hash(str(position).encode()))
    proof = Proof(
        lines=[line for _, line in events],
        hashes=together(tiles.node, {position - 1 for position, _ in events}, LOG),
        notes=[note(KEY, "house", LOG, root_of(tiles.node, LOG))],
    )
    file = BytesIO()
    archive.write_proof(file, proof, [PUBLIC])
    assert archive.verify(file, PUBLIC).events == len(ORDINARY)
    with ZipFile(file) as written:
        packed = {one.filename: one.compress_size for one in written.infolist()}
    brought = packed.pop(archive.README) + packed.pop(archive.SCRIPT)
    assert sum(packed.values()) < 10_000
    assert brought < 10_000

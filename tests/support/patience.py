"""How long tests wait for what must come. It ends a test that hangs, and decides nothing else."""

from typing import Final

PATIENCE_SECONDS: Final = 600.0
"""For an answer, a start, an end: on a machine that is busy with ten other things too."""

WAIT_SECONDS: Final = 30.0
"""For the projections: the most that the setting `wait_seconds` takes."""

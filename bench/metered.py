"""A small program that runs another and tells what it took: `python -m bench.metered FILE COMMAND`.

It is small because a program's peak begins as high as that of whoever started it. Being told to
stop, it passes that on.
"""

import json
import os
import signal
import sys
import time


def main(result: str, *command: str) -> int:
    """Run the command; write its seconds and its peak into a file."""
    begun = time.perf_counter()
    pid = os.posix_spawn(command[0], command, os.environ)
    signal.signal(signal.SIGTERM, lambda *_: os.kill(pid, signal.SIGTERM))
    _, status, used = os.wait4(pid, 0)
    taken = {
        "wall": time.perf_counter() - begun,
        "cpu": used.ru_utime + used.ru_stime,
        "peak": used.ru_maxrss / 1024,
    }
    with open(result, "w", encoding="ascii") as file:  # noqa: PTH123 - pathlib would make it larger
        json.dump(taken, file)
    return os.waitstatus_to_exitcode(status)


if __name__ == "__main__":
    sys.exit(abs(main(*sys.argv[1:])))

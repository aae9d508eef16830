"""Programs of this package that are given a job and answer it, both as JSON."""

import subprocess
import sys
from typing import TypeVar

import msgspec

Answer = TypeVar("Answer")


class NoAnswerError(RuntimeError):
    """A program ended without an answer."""


def ask(module: str, job: msgspec.Struct, answer: type[Answer]) -> Answer:
    """Run `python -m module`, and wait for its answer.

    Raises:
        NoAnswerError: it failed; what it printed on its way is on the error output already.

    """
    done = subprocess.run(
        [sys.executable, "-m", module],
        input=msgspec.json.encode(job),
        stdout=subprocess.PIPE,
        check=False,
    )
    try:
        return msgspec.json.decode(done.stdout, type=answer)
    except msgspec.DecodeError as error:
        size = len(done.stdout)
        raise NoAnswerError(f"{module} ended with {done.returncode}, {size} bytes") from error

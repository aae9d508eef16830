"""The print room: prints beside the event loop, a few at once, and turns away what is too much."""

import asyncio
import os
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Final

from app.documents.form.parts import Form
from app.documents.form.renderer import FormRenderer

_NICE: Final = 10


class Busy(Exception):
    """Too many forms wait to be printed; ask again."""


class PdfRenderQueue:
    """One renderer in a thread that yields to commands where both want the processor."""

    def __init__(self, *, waiting: int = 8) -> None:
        """Take the most forms that may wait or be printed at once."""
        self.free = waiting
        """Forms that it would take now."""
        self._thread = ThreadPoolExecutor(1, "press", initializer=_step_back)
        self._press: FormRenderer | None = None

    async def print(self, form: Form) -> bytes:
        """Print one form.

        Raises:
            Busy: too many wait already.

        """
        if self.free == 0:
            raise Busy
        self.free -= 1
        printing = asyncio.get_running_loop().run_in_executor(self._thread, self._print, form)
        printing.add_done_callback(self._done)
        # The caller may go away; rendering goes on, and its place is free when it is done.
        return await asyncio.shield(printing)

    def _done(self, _: "asyncio.Future[bytes]") -> None:
        self.free += 1

    def _print(self, form: Form) -> bytes:
        if self._press is None:
            self._press = FormRenderer()
        return self._press.print([form])

    def close(self) -> None:
        """Stop, when what is on the press is printed."""
        self._thread.shutdown(wait=True, cancel_futures=True)


def _step_back() -> None:
    """Take less of the processor than commands do. On Linux each thread has a niceness."""
    if sys.platform == "linux":
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _NICE)

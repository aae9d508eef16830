"""A background loop runs its step for ever: less often while there is nothing to do."""

import asyncio
from collections.abc import Iterator

import pytest

from app.events import background
from app.events.background import run_forever


class Enough(BaseException):
    """Ends a loop that nothing else ends but its being cancelled."""


@pytest.fixture
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """How long the loop would have paused, each time."""
    made: list[float] = []

    async def pause(_wake: asyncio.Event, _interval: float, seconds: float) -> None:
        made.append(seconds)

    monkeypatch.setattr(background, "_pause", pause)
    return made


class Step:
    """A step that goes as it is told, and then has had enough."""

    def __init__(self, *outcomes: bool | Exception) -> None:
        self._outcomes: Iterator[bool | Exception] = iter(outcomes)

    async def __call__(self) -> bool:
        outcome = next(self._outcomes, None)
        if outcome is None:
            raise Enough
        if isinstance(outcome, Exception):
            raise outcome
        return outcome


async def test_pauses_double_up_to_the_longest_while_there_is_no_work(pauses: list[float]) -> None:
    step = Step(False, False, False, False, True, False)
    with pytest.raises(Enough):
        await run_forever("loop", 1, step, at_most=5)
    assert pauses == [2, 4, 5, 5, 1, 2]


async def test_pauses_stay_the_same_where_no_longest_is_given(pauses: list[float]) -> None:
    with pytest.raises(Enough):
        await run_forever("loop", 1, Step(False, False, True))
    assert pauses == [1, 1, 1]


async def test_a_step_that_fails_is_retried_more_and_more_slowly_and_its_message_is_not_logged(
    pauses: list[float], caplog: pytest.LogCaptureFixture
) -> None:
    faults = [ValueError("王芳 13800000000") for _ in range(5)]
    with pytest.raises(Enough):
        await run_forever("loop", 1, Step(*faults, True))
    assert pauses == [2, 4, 8, 10, 10, 1]
    assert caplog.text.count("loop: retried after ValueError") == 5
    assert "138" not in caplog.text


async def test_waking_ends_a_pause_that_is_longer_than_the_interval() -> None:
    wake = asyncio.Event()
    pause = asyncio.create_task(background._pause(wake, 0, 3600))
    await asyncio.sleep(0)
    wake.set()
    async with asyncio.timeout(5):
        await pause


async def test_news_that_comes_during_a_step_ends_the_pause_after_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    wake, steps, woken = asyncio.Event(), Step(False, False), list[bool]()

    async def step() -> bool:
        if not woken:
            wake.set()
        return await steps()

    async def pause(wake: asyncio.Event, _interval: float, _seconds: float) -> None:
        woken.append(wake.is_set())

    monkeypatch.setattr(background, "_pause", pause)
    with pytest.raises(Enough):
        await run_forever("loop", 1, step, at_most=3600, wake=wake)
    assert woken == [True, False]

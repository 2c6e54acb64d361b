"""Heavy work beside the event loop."""

from __future__ import annotations

import asyncio
import gc
import threading

import pytest

from jupyter_graphsync.sessions.beside import beside


async def test_BE1_work_is_done_in_a_thread_and_its_outcome_comes_back() -> None:
    def work(one: int, *, other: int) -> tuple[int, threading.Thread]:
        return one + other, threading.current_thread()

    total, thread = await beside(work, 1, other=2)

    assert total == 3
    assert thread is not threading.main_thread()
    with pytest.raises(ZeroDivisionError):
        await beside(lambda: 1 // 0)


async def test_BE2_the_collector_rests_until_the_last_work_is_done_and_goes_on_then() -> None:
    first, second = threading.Event(), threading.Event()
    works = [asyncio.create_task(beside(gate.wait, 10)) for gate in (first, second)]
    while gc.isenabled():
        await asyncio.sleep(0)

    first.set()
    await works[0]
    assert not gc.isenabled()
    second.set()
    await works[1]

    assert gc.isenabled()
    assert gc.get_freeze_count() == 0


async def test_BE3_a_collector_that_was_switched_off_stays_off() -> None:
    gc.disable()
    try:
        await beside(list)
        assert not gc.isenabled()
    finally:
        gc.enable()

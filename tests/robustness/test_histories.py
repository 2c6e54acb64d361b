"""Seeded schedules of all that may happen to a session; every history is checked.

A failing seed is run alone by `pytest tests/robustness/test_histories.py --seed N`, and is listed
below once what was wrong is mended.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterable
from itertools import count
from pathlib import Path

import pytest
from eventlog.files import sqlite_store

from jupyter_graphsync.eventlog.base import LogStore
from jupyter_graphsync.eventlog.memory import MemoryLogStore

from .checker import check
from .schedule import Schedule

Places = Callable[[], Callable[[], LogStore]]
KNOWN = ("done by an earlier sending",)
"""With several servers a command that is sent again to another one while the first still works on
it may be refused there, and yet be done here."""
CI_SECONDS = 10.0
"""So long each of the short forms goes on, however slow the machine is."""


@pytest.fixture(params=["memory", "sqlite"])
def places(request: pytest.FixtureRequest, tmp_path: Path) -> Places:
    """Give a new place for logs at each call, and a way to open it again and again."""
    if request.param == "memory":
        return one_memory
    numbers = count()

    def one_file() -> Callable[[], LogStore]:
        path = tmp_path / f"{next(numbers)}.db"
        return lambda: sqlite_store(path)

    return one_file


def one_memory() -> Callable[[], LogStore]:
    store = MemoryLogStore()
    return lambda: store


def run(seed: int, places: Places, server_count: int) -> None:
    """Run one history and check it; what went wrong is told with the seed."""
    try:
        schedule = Schedule(seed, places(), server_count=server_count)
        check(asyncio.run(schedule.run()), but_for=KNOWN if server_count > 1 else ())
    except Exception as error:
        told = f"seed {seed}, {server_count} servers: {type(error).__name__} {error}"
        raise AssertionError(told) from error


def run_all(seeds: Iterable[int], places: Places, server_count: int, seconds: float) -> int:
    """Run one history after the other, for so long; return how many those were."""
    started, done = time.monotonic(), 0
    for seed in seeds:
        run(seed, places, server_count)
        done += 1
        if time.monotonic() - started > seconds:
            break
    return done


@pytest.fixture
def seeds(request: pytest.FixtureRequest) -> list[int]:
    """Give the seed that was asked for, else many."""
    seed = request.config.getoption("--seed")
    return list(range(10_000)) if seed is None else [seed]


def test_RH1_histories_of_one_server_are_sound(places: Places, seeds: list[int]) -> None:
    assert run_all(seeds, places, 1, CI_SECONDS) > 0


@pytest.mark.parametrize("server_count", [2, 3])
def test_RH2_histories_of_several_servers_on_one_log_are_sound(
    server_count: int, seeds: list[int]
) -> None:
    assert run_all(seeds, one_memory, server_count, CI_SECONDS) > 0


@pytest.mark.long
def test_RH1_ten_thousand_histories_of_one_server_are_sound(
    places: Places, seeds: list[int]
) -> None:
    assert run_all(seeds, places, 1, 3_600) == len(seeds)


@pytest.mark.long
@pytest.mark.parametrize("server_count", [2, 3])
def test_RH2_ten_thousand_histories_of_several_servers_are_sound(
    server_count: int, seeds: list[int]
) -> None:
    assert run_all(seeds, one_memory, server_count, 3_600) == len(seeds)

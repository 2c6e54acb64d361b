"""What a killed server leaves behind."""

import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest

from jupyter_graphsync.domain.errors import Unavailable

from .contract import started
from .files import sqlite_store
from .history import START, begin, is_verified_chain

ROUNDS = 20


@contextmanager
def writing_process(path):
    """Run a process that appends; kill it in the end."""
    script = Path(__file__).with_name("writing_process.py")
    with subprocess.Popen(
        [sys.executable, script, path], stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def acknowledged(lines):
    return {int(seq): digest for seq, digest in (line.split() for line in lines)}


async def test_EL10_every_acknowledged_commit_survives_a_kill(tmp_path):
    path = tmp_path / "log.db"
    async with started(sqlite_store(path)) as store:
        await begin(store)
    promised = {}

    for round_number in range(ROUNDS):
        with writing_process(path) as process:
            lines = [process.stdout.readline() for _ in range(3 + 7 * round_number % 40)]
            process.kill()
            promised |= acknowledged(lines + process.stdout.readlines())

        async with started(sqlite_store(path)) as store:
            history = await (await store.open("s")).read(0, 10_000)
        digests = {each.seq: each.digest for each in history}
        assert {seq: digests.get(seq) for seq in promised} == promised
        assert is_verified_chain(history)
        assert len({each.command_id for each in history}) == len(history)

    assert len(promised) > ROUNDS


async def test_EL10_a_living_process_keeps_others_out_and_a_killed_one_does_not(tmp_path):
    path = tmp_path / "log.db"
    async with started(sqlite_store(path)) as store:
        await begin(store)
    store = sqlite_store(path)

    with writing_process(path) as process:
        process.stdout.readline()
        with pytest.raises(Unavailable) as refusal:
            await store.start()

    assert refusal.value.code == "storage-locked"
    assert refusal.value.details == {"holder": "http://writer/", "pid": process.pid}
    async with started(store):
        log = await store.open("s")
        assert is_verified_chain(await log.read(0, 10_000), START)

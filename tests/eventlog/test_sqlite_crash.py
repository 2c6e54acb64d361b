"""What a killed server leaves behind."""

import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest

from jupyter_graphsync.domain.errors import Unavailable
from jupyter_graphsync.eventlog.compacting import cut_off
from jupyter_graphsync.eventlog.peeking import LogReader
from jupyter_graphsync.eventlog.snapshots import PackedSnapshot

from .contract import started
from .files import beside, sqlite_store
from .history import START, begin, begin_with, is_verified_chain

ROUNDS = 20


@contextmanager
def writing_process(path, name="writing_process.py"):
    """Run a process that writes; kill it in the end."""
    script = Path(__file__).with_name(name)
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


async def test_EL15_a_log_whose_compaction_was_killed_is_compacted_or_is_not(tmp_path):
    path = tmp_path / "log.db"
    async with started(sqlite_store(path)) as store:
        await begin_with(store, 200)

    for round_number in range(6):
        with writing_process(path, "compacting_process.py") as process:
            lines = [process.stdout.readline() for _ in range(1 + round_number % 3)]
            process.kill()
            told = int((lines + process.stdout.readlines())[-1])

        assert (await examined(path)).findings == []
        async with started(sqlite_store(path)) as store:
            log = await store.open("s")
            head = await log.head()
            assert head.oldest >= told
            cut = await log.position(head.oldest)
            assert is_verified_chain(await log.read(head.oldest, 10_000), cut)
            assert (await log.load_snapshot()).data == b"state at %d" % head.oldest
            for seq in range(1, head.position.seq + 1):
                assert (await log.find(f"command-{seq}")).seq == seq


async def test_EL15_the_next_compaction_ends_what_was_killed(tmp_path):
    path = tmp_path / "log.db"
    async with started(sqlite_store(path)) as store:
        log = await begin_with(store, 3_000)
        cut = await log.position(2_900)
        await store.change(
            lambda link: cut_off(link, "s", PackedSnapshot.pack(cut, b"state")), lambda _: True
        )
    size = path.stat().st_size

    async with started(sqlite_store(path)) as store:
        assert await (await store.open("s")).compact(cut, b"state") == 0

    assert path.stat().st_size < size / 2
    with beside(path) as connection:
        (left,) = connection.execute(
            "SELECT count(*) FROM graphsync_commits WHERE length(body) > 0"
        ).fetchone()
    assert left == 100


async def examined(path):
    async with started(LogReader(f"sqlite:///{path}")) as reader:
        return await reader.examine(lambda count: None)

"""Damage to a SQLite file is noticed before it is shown; what stands before it is still read."""

import asyncio
import shutil

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jupyter_graphsync.domain.commits import Position
from jupyter_graphsync.domain.errors import GraphSyncError, Unavailable
from jupyter_graphsync.domain.settings import Settings
from jupyter_graphsync.eventlog.base import Conflict, DamagedLog, LogError

from .contract import started
from .files import beside, sqlite_store
from .history import EPOCH, START, after, begin, begin_with, chain, numbered, record

COUNT = 6
STATE = b"state " * 1000
RECORDS = numbered(START, COUNT)
HEAD = after(START, RECORDS)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "log.db"


async def write_history(path):
    async with started(sqlite_store(path)) as store:
        await begin_with(store, COUNT)


def change(path, statement, *values):
    with beside(path) as connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute(statement, values)


def flip(path, table, column, seq):
    """Flip one bit in the middle of a value."""
    where = f"FROM graphsync_{table} WHERE seq = {seq}"
    with beside(path) as connection:
        (value,) = connection.execute(f"SELECT {column} {where}").fetchone()
        as_bytes = bytearray(value.encode() if isinstance(value, str) else value)
        as_bytes[len(as_bytes) // 2] ^= 1
        flipped = as_bytes.decode() if isinstance(value, str) else bytes(as_bytes)
        connection.execute(
            f"UPDATE graphsync_{table} SET {column} = ? WHERE seq = ?", (flipped, seq)
        )


async def read_all(log):
    """Read as a session does when it opens: to the end, or to the damage."""
    records = []
    while batch := await log.read(len(records), 2):
        records += batch
    return records


async def good_part(log):
    """Read to the damage; return what came before, and what the damage was said to follow."""
    records = []
    with pytest.raises(DamagedLog) as damage:
        while True:
            records += await log.read(len(records), 2)
    assert damage.value.session_id == "s"
    return records, damage.value.last_good


@pytest.mark.parametrize("seq", [1, 3, COUNT])
@pytest.mark.parametrize(
    "column", ["body", "notes", "digest", "command_id", "client_id", "timestamp"]
)
async def test_EL11_a_flipped_bit_in_a_commit_is_found_where_it_is(path, column, seq):
    await write_history(path)
    flip(path, "commits", column, seq)

    async with started(sqlite_store(path)) as store:
        records, last_good = await good_part(await store.open("s"))

    assert records == RECORDS[: seq - 1]
    assert last_good == (after(START, records) if records else START)


async def test_EL11_a_read_right_behind_the_damage_tells_where_it_begins(path):
    await write_history(path)
    flip(path, "commits", "digest", 4)

    async with started(sqlite_store(path)) as store:
        log = await store.open("s")
        with pytest.raises(DamagedLog) as damage:
            await log.read(4, 10)

    assert damage.value.last_good == after(START, RECORDS[:3])


@pytest.mark.parametrize("seq", [1, 3, COUNT])
async def test_EL11_a_missing_commit_is_found_where_it_is(path, seq):
    await write_history(path)
    change(path, "DELETE FROM graphsync_commits WHERE seq = ?", seq)

    async with started(sqlite_store(path)) as store:
        records, last_good = await good_part(await store.open("s"))

    assert records == RECORDS[: seq - 1]
    assert last_good == (after(START, records) if records else START)


@pytest.mark.parametrize("left", [0, 1, 4])
async def test_EL11_a_history_that_lost_its_end_says_so(path, left):
    await write_history(path)
    change(path, "DELETE FROM graphsync_commits WHERE seq > ?", left)

    async with started(sqlite_store(path)) as store:
        records, last_good = await good_part(await store.open("s"))

    assert records == RECORDS[:left]
    assert last_good.seq == left


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("seq", 2),
        ("seq", 2**40),
        ("seq", -1),
        ("seq", "six"),
        ("digest", "0" * 32),
        ("digest", b"\xff"),
        ("epoch", "other"),
    ],
)
async def test_EL11_a_damaged_head_is_noticed_after_all_commits_were_read(path, column, value):
    await write_history(path)
    change(path, f"UPDATE graphsync_sessions SET {column} = ?", value)

    async with started(sqlite_store(path)) as store:
        records, last_good = await good_part(await store.open("s"))

    assert records == RECORDS
    assert last_good == HEAD


async def test_EL11_nothing_is_appended_to_a_damaged_head(path):
    await write_history(path)
    flip(path, "sessions", "digest", COUNT)

    async with started(sqlite_store(path)) as store:
        log = await store.open("s")
        with pytest.raises((Conflict, DamagedLog)):
            await log.append(HEAD, chain(HEAD, "next"))


async def test_EL11_a_head_that_was_turned_back_is_not_written_over(path):
    await write_history(path)
    second = after(START, RECORDS[:2])
    change(path, "UPDATE graphsync_sessions SET seq = 2, digest = ?", second.digest)

    async with started(sqlite_store(path)) as store:
        with pytest.raises(DamagedLog, match="beyond the head"):
            await (await store.open("s")).append(second, chain(second, "next"))

    with beside(path) as connection:
        assert connection.execute("SELECT count(*) FROM graphsync_commits").fetchone() == (COUNT,)


@pytest.mark.parametrize("value", ["epoch-x", b"\xff\xfe"])
async def test_EL11_a_damaged_epoch_is_noticed(path, value):
    await write_history(path)
    change(path, "UPDATE graphsync_epochs SET epoch = ?", value)

    async with started(sqlite_store(path)) as store:
        records, _ = await good_part(await store.open("s"))

    assert records == []


async def test_EL11_a_resent_command_is_not_answered_from_a_damaged_commit(path):
    await write_history(path)
    flip(path, "commits", "notes", 4)

    async with started(sqlite_store(path)) as store:
        log = await store.open("s")

        assert await log.find("command-3") == RECORDS[2]
        with pytest.raises(DamagedLog):
            await log.find("command-4")


@pytest.mark.parametrize("value", ['{"title": "Other"}', "{", "", b"\xff"])
async def test_EL11_damaged_settings_are_told_and_not_shown(path, value):
    await write_history(path)
    change(path, "UPDATE graphsync_sessions SET settings = ?", value)

    async with started(sqlite_store(path)) as store:
        head = await (await store.open("s")).head()
        listed = await store.sessions()

    assert head.damage
    assert head.settings == Settings()
    assert head.position == HEAD
    assert listed == [head]


async def test_EL11_settings_that_were_changed_are_whole(path):
    changed = Settings(title="Other")
    async with started(sqlite_store(path)) as store:
        log = await begin_with(store, COUNT)
        await log.append(HEAD, chain(HEAD, "settings"), settings=changed)

        head = await log.head()

    assert (head.settings, head.damage) == (changed, "")


@pytest.mark.parametrize("column", ["data", "checksum", "digest", "epoch"])
async def test_EL11_a_damaged_snapshot_is_passed_over_for_an_older_one(path, column):
    async with started(sqlite_store(path)) as store:
        log = await begin_with(store, COUNT)
        await log.save_snapshot(await log.position(2), b"older")
        await log.save_snapshot(await log.position(4), b"newer")
    flip(path, "snapshots", column, 4)

    async with started(sqlite_store(path)) as store:
        snapshot = await (await store.open("s")).load_snapshot()

    assert snapshot.data == b"older"


async def test_EL11_a_snapshot_of_a_commit_that_is_another_now_is_passed_over(path):
    async with started(sqlite_store(path)) as store:
        log = await begin_with(store, COUNT)
        await log.save_snapshot(HEAD, b"state")
    flip(path, "commits", "digest", COUNT)

    async with started(sqlite_store(path)) as store:
        assert await (await store.open("s")).load_snapshot() is None


@pytest.mark.parametrize("value", ["x", "", "00"])
async def test_EL11_a_damaged_secret_is_no_secret(path, value):
    await write_history(path)
    change(path, "UPDATE graphsync_meta SET value = ? WHERE key = 'secret'", value)

    async with started(sqlite_store(path)) as store:
        with pytest.raises(Unavailable) as refusal:
            await store.secret()

    assert refusal.value.code == "corrupt-read-only"


async def test_EL11_a_damaged_session_does_not_hide_the_others(path):
    async with started(sqlite_store(path)) as store:
        await begin_with(store, COUNT, "s")
        other = await begin_with(store, 3, "other")
        await other.head()
    with beside(path) as connection:
        connection.execute(
            "UPDATE graphsync_commits SET body = x'00' WHERE seq = 1 AND session = "
            "(SELECT key FROM graphsync_sessions WHERE session_id = 's')"
        )

    async with started(sqlite_store(path)) as store:
        assert len(await read_all(await store.open("other"))) == 3
        assert [each.session_id for each in await store.sessions()] == ["other", "s"]


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """A file of several dozen pages with one long history."""
    path = tmp_path_factory.mktemp("pages") / "log.db"
    records = []
    for seq in range(1, 101):
        previous = after(START, records) if records else START
        records.append(record(previous, f"command-{seq}", text="text " * 80))

    async def write():
        async with started(sqlite_store(path)) as store:
            log = await begin(store)
            await log.append(START, records, snapshot=STATE)

    asyncio.run(write())
    return path, records


@settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(where=st.integers(0), bit=st.integers(0, 7), length=st.integers(1, 64))
def test_EL11_whatever_is_flipped_in_the_file_no_wrong_commit_is_shown(
    pages, tmp_path, where, bit, length
):
    original, records = pages
    path = tmp_path / "damaged.db"
    content = bytearray(original.read_bytes())
    start = where % len(content)
    for at in range(start, min(start + length, len(content))):
        content[at] ^= 1 << bit
    shutil.rmtree(tmp_path)
    tmp_path.mkdir()
    path.write_bytes(content)

    shown, snapshot = asyncio.run(look_at(path))

    assert shown == records[: len(shown)]
    assert snapshot is None or snapshot.data == STATE


async def look_at(path):
    shown, snapshot = [], None
    try:
        async with started(sqlite_store(path)) as store:
            log = await store.open("s")
            snapshot = await log.load_snapshot()
            while batch := await log.read(len(shown), 30):
                shown += batch
            assert (await log.head()).position == Position(EPOCH, 100, shown[-1].digest)
    except (GraphSyncError, LogError):
        return shown, snapshot
    return shown, snapshot

"""What a SQLite log answers when its disk is full, its file is gone or a commit fails.

Every case: nothing is acknowledged that is not kept, and when the cause is gone the same store
works again.
"""

import shutil
from collections import namedtuple

import pytest

from jupyter_graphsync.domain.errors import GraphSyncError, NotFound, StorageFull, Unavailable
from jupyter_graphsync.eventlog.base import Conflict

from .contract import started
from .files import beside, listening, pragma, sqlite_store
from .history import START, begin_with, chain, numbered, record

Usage = namedtuple("Usage", "total used free")


@pytest.fixture
def path(tmp_path):
    return tmp_path / "log.db"


async def refused(log, text="something"):
    """Try to append a commit; return the error."""
    head = (await log.position(3)) or START
    with pytest.raises(GraphSyncError) as refusal:
        await log.append(head, [record(head, "refused", text=text)])
    return refusal.value


async def works(log):
    """Append a commit, and find it and nothing that was refused."""
    head = (await log.head()).position
    await log.append(head, chain(head, "accepted"))
    assert await log.find("refused") is None
    return [each.command_id for each in await log.read(head.seq, 10)] == ["accepted"]


# Space


async def test_EL12_below_the_least_free_space_nothing_is_written(path, monkeypatch):
    async with started(sqlite_store(path)) as store:
        await begin_with(store, 3)
    async with started(sqlite_store(path, min_free_disk_bytes=1000)) as store:
        log = await store.open("s")
        with monkeypatch.context() as patch:
            patch.setattr(shutil, "disk_usage", lambda _: Usage(9999, 9000, 999))

            error = await refused(log)

            assert isinstance(error, StorageFull)
            assert error.code == "storage-full"
            assert len(await log.read(0, 10)) == 3
        assert await works(log)


async def test_EL12_a_disk_that_is_full_is_storage_full(path):
    async with started(sqlite_store(path)) as store:
        await begin_with(store, 3)
    with pragma("max_page_count = 1"):
        async with started(sqlite_store(path)) as store:
            log = await store.open("s")

            error = await refused(log, text="long " * 10_000)

            assert isinstance(error, StorageFull)
            assert len(await log.read(0, 10)) == 3


async def test_EL12_when_there_is_room_again_the_same_store_goes_on(path):
    async with started(sqlite_store(path)) as store:
        await begin_with(store, 3)
    store = sqlite_store(path)
    with pragma("max_page_count = 1"):
        await store.start()
        log = await store.open("s")
        await refused(log, text="long " * 10_000)

    async with started(store):
        assert await works(log)


# Others at the file


async def test_EL12_a_file_that_another_program_locks_is_storage_locked(path):
    async with started(sqlite_store(path)) as store:
        log = await begin_with(store, 3)
        with beside(path) as other:
            other.execute("BEGIN IMMEDIATE")

            error = await refused(log)

            assert isinstance(error, Unavailable)
            assert error.code == "storage-locked"
            assert len(await log.read(0, 10)) == 3
            other.execute("ROLLBACK")
        assert await works(log)


async def test_EL12_a_deleted_file_is_storage_unavailable_and_no_empty_log_takes_its_place(path):
    async with started(sqlite_store(path)) as store:
        log = await begin_with(store, 3)
        path.unlink()

        errors = [await refused_now(log), await refused_now(log), await refused_now(log)]

        assert {error.code for error in errors} == {"storage-unavailable"}
        assert not path.exists()


async def test_EL12_a_deleted_file_that_comes_back_is_used_again(path, tmp_path):
    async with started(sqlite_store(path)) as store:
        await begin_with(store, 3)
    async with started(sqlite_store(path)) as store:
        log = await store.open("s")
        path.rename(tmp_path / "away")
        await refused_now(log)

        (tmp_path / "away").rename(path)

        assert await works(log)


async def test_EL12_an_older_copy_in_place_of_the_file_is_another_history(path, tmp_path):
    async with started(sqlite_store(path)) as store:
        await begin_with(store, 2)
    shutil.copy(path, tmp_path / "copy")
    async with started(sqlite_store(path)) as store:
        log = await store.open("s")
        old = (await log.head()).position
        await log.append(old, chain(old, "lost"))
        newest = (await log.head()).position
        (tmp_path / "copy").replace(path)

        error = await refused_now(log)
        with pytest.raises(Conflict) as conflict:
            await log.append(newest, chain(newest, "next"))

        assert error.code == "storage-unavailable"
        assert conflict.value.head == old
        assert conflict.value.missing == []
        assert await works(log)


async def test_EL12_reads_notice_a_replaced_file_too(path, tmp_path):
    async with started(sqlite_store(tmp_path / "other.db")) as store:
        await begin_with(store, 1)
    async with started(sqlite_store(path)) as store:
        log = await begin_with(store, 3)
        (tmp_path / "other.db").replace(path)

        with pytest.raises(Unavailable):
            await log.read(0, 10)

        assert len(await log.read(0, 10)) == 1


async def test_EL12_a_log_never_turns_into_that_of_another_session(path, tmp_path):
    async with started(sqlite_store(tmp_path / "other.db")) as store:
        await begin_with(store, 5, "somebody-else")
    async with started(sqlite_store(path)) as store:
        log = await begin_with(store, 3)
        (tmp_path / "other.db").replace(path)
        await refused_now(log)

        for ask in (log.head, log.load_snapshot, lambda: log.read(0, 10), lambda: log.find("a")):
            with pytest.raises(NotFound):
                await ask()


async def refused_now(log):
    with pytest.raises(Unavailable) as refusal:
        await log.append(START, numbered(START, 1))
    return refusal.value


async def test_EL12_a_deleted_journal_costs_one_append_and_no_commit(path):
    async with started(sqlite_store(path)) as store:
        log = await begin_with(store, 3)
        path.with_name("log.db-wal").unlink()

        error = await refused_now(log)

        assert error.code == "storage-unavailable"
        assert len(await log.read(0, 10)) == 3
        assert await works(log)


async def test_EL12_the_journal_of_a_replaced_file_is_kept_aside(path, tmp_path):
    async with started(sqlite_store(tmp_path / "other.db")) as store:
        await begin_with(store, 1)
    async with started(sqlite_store(path)) as store:
        log = await begin_with(store, 3)
        (tmp_path / "other.db").replace(path)
        await refused_now(log)

        await log.head()

    assert len(list(tmp_path.glob("log.db-wal.*.old"))) == 1


# Writes that fail


async def test_EL12_a_file_that_turned_read_only_is_storage_unavailable_and_still_read(path):
    async with started(sqlite_store(path)) as store:
        log = await begin_with(store, 3)
        with pragma("query_only = ON"), listening("begin", make_read_only):
            error = await refused(log)

            assert error.code == "storage-unavailable"
            assert len(await log.read(0, 10)) == 3
        assert (await refused(log)).code == "storage-unavailable"
        assert await works(log)


def make_read_only(connection):
    connection.exec_driver_sql("PRAGMA query_only = ON")


async def test_EL12_errors_and_the_servers_log_say_nothing_of_paths_and_people(path, caplog):
    async with started(sqlite_store(path)) as store:
        log = await begin_with(store, 3)
        with beside(path) as other:
            other.execute("DROP TABLE graphsync_snapshots")
            other.execute("DROP TABLE graphsync_commits")

            with pytest.raises(GraphSyncError) as refusal:
                await log.append(START, [record(START, "refused", text="private text")])

    error = refusal.value
    assert str(path.parent) not in str(error) + caplog.text
    assert "private text" not in str(error) + caplog.text

"""What the writing thread answers: in order, together where it can, and always what is true."""

import asyncio
import sqlite3

import pytest
from sqlalchemy.exc import OperationalError

from jupyter_graphsync.domain.errors import Unavailable

from .contract import started
from .files import listening, sqlite_store, watched
from .history import START, begin, numbered, record


@pytest.fixture
def path(tmp_path):
    return tmp_path / "log.db"


async def test_EL13_appends_that_wait_share_a_commit(path):
    async with started(sqlite_store(path)) as store:
        logs = [await begin(store, f"s{n}") for n in range(50)]

        with watched("commit") as commits:
            await asyncio.gather(*(log.append(START, numbered(START, 1)) for log in logs))

        assert len(commits) <= 5
        assert [(await log.head()).position.seq for log in logs] == [1] * 50


async def test_EL13_an_append_that_nobody_waits_for_any_more_is_whole_or_not_there(path):
    async with started(sqlite_store(path)) as store:
        log = await begin(store)
        appending = asyncio.create_task(log.append(START, numbered(START, 5)))
        await asyncio.sleep(0)

        appending.cancel()

        head = (await log.head()).position
        assert head.seq in (0, 5)
        assert len(await log.read(0, 10)) == head.seq


async def test_EL13_a_look_that_was_asked_for_after_an_append_sees_it(path):
    async with started(sqlite_store(path)) as store:
        log = await begin(store)
        appending = asyncio.create_task(log.append(START, numbered(START, 5)))
        await asyncio.sleep(0)

        head, found = await asyncio.gather(log.head(), log.find("command-5"))

        assert head.position.seq == found.seq == 5
        await appending


async def test_EL13_one_refused_change_leaves_the_others_of_its_transaction(path):
    async with started(sqlite_store(path)) as store:
        log, ended = await begin(store), await begin(store, "ended")
        await ended.end("2026-11-22T12:00:00.000000Z")
        stale = record(START, "stale")

        answers = await asyncio.gather(
            log.append(START, numbered(START, 1)),
            ended.append(START, [stale]),
            begin(store),
            begin(store, "new"),
            log.save_snapshot(START, b"state"),
            return_exceptions=True,
        )

        assert [type(answer).__name__ for answer in answers] == [
            "NoneType", "NotFound", "Clash", "SqlEventLog", "NoneType",
        ]  # fmt: skip
        assert [each.session_id for each in await store.sessions()] == ["new", "s"]


# Commits that fail


def io_error():
    return OperationalError("COMMIT", {}, sqlite3.OperationalError("disk I/O error"))


async def test_EL13_a_commit_that_failed_and_did_not_happen_is_told_as_failed(path):
    def fail(connection):
        raise io_error()

    async with started(sqlite_store(path)) as store:
        log = await begin(store)
        with listening("commit", fail), pytest.raises(Unavailable) as refusal:
            await log.append(START, numbered(START, 1))

        assert refusal.value.code == "storage-unavailable"
        assert (await log.head()).position == START
        await log.append(START, numbered(START, 1))


async def test_EL13_a_conflict_never_carries_commits_that_were_lost(path):
    def fail(connection):
        raise io_error()

    async with started(sqlite_store(path)) as store:
        log = await begin(store)
        with listening("commit", fail):
            answers = await asyncio.gather(
                log.append(START, [record(START, "one")]),
                log.append(START, [record(START, "two")]),
                return_exceptions=True,
            )

        assert [answer.code for answer in answers] == ["storage-unavailable"] * 2
        assert (await log.head()).position == START


async def test_EL13_trouble_is_told_to_the_servers_log_once_and_so_is_its_end(path, caplog):
    def fail(connection):
        raise io_error()

    async with started(sqlite_store(path)) as store:
        log = await begin(store)
        with listening("commit", fail):
            for _ in range(5):
                with pytest.raises(Unavailable):
                    await log.append(START, numbered(START, 1))
        for _ in range(2):
            await log.save_snapshot(START, b"state")

    assert [each.message for each in caplog.records] == [
        "the event log fails: storage-unavailable (OperationalError)",
        "the event log works again",
    ]


async def test_EL13_a_commit_that_failed_and_did_happen_is_told_as_done(path):
    def commit_and_fail(connection):
        connection.connection.driver_connection.execute("COMMIT")
        raise io_error()

    async with started(sqlite_store(path)) as store:
        log = await begin(store)
        with listening("commit", commit_and_fail):
            await log.append(START, numbered(START, 1))
            await log.save_snapshot((await log.head()).position, b"state")
            other = await begin(store, "other")
            await other.end("2026-11-22T12:00:00.000000Z")

        assert (await log.head()).position.seq == 1
        assert (await log.load_snapshot()).data == b"state"
        assert [each.session_id for each in await store.sessions()] == ["s"]


async def test_EL13_a_commit_of_which_nobody_can_tell_is_outcome_unknown(path, tmp_path):
    def commit_and_vanish(connection):
        connection.connection.driver_connection.execute("COMMIT")
        path.rename(tmp_path / "away")
        raise io_error()

    async with started(sqlite_store(path)) as store:
        log = await begin(store)
        records = numbered(START, 1)
        with listening("commit", commit_and_vanish), pytest.raises(Unavailable) as refusal:
            await log.append(START, records)

        assert refusal.value.code == "outcome-unknown"
        assert refusal.value.may_retry
        (tmp_path / "away").rename(path)
        assert await log.find("command-1") == records[0]

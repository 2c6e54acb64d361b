"""What PostgreSQL is asked for, and what several stores on one database promise."""

import asyncio
import contextlib
import logging
import time

import psycopg
import pytest

from jupyter_graphsync.domain.errors import GraphSyncError, NotFound, Unavailable
from jupyter_graphsync.eventlog import postgres as medium
from jupyter_graphsync.eventlog.base import Conflict
from jupyter_graphsync.eventlog.peeking import LogReader
from jupyter_graphsync.eventlog.sql import SqlLogStore

from .contract import LogContract, started
from .history import NOW, START, after, begin, begin_with, chain, is_verified_chain, numbered
from .postgres import schema_of, with_port
from .proxy import Proxy


class TestPostgresLog(LogContract):
    @pytest.fixture(autouse=True)
    def _database(self, database):
        self._server = database

    def new_store(self):
        return self._server.new_store()


@pytest.fixture
def url(database):
    return database.new_url()


@pytest.fixture
def proxy(database):
    with Proxy(database.url) as proxy:
        yield proxy


@pytest.fixture
def far(url, proxy):
    """A store that reaches the database by way of the proxy."""
    return SqlLogStore(with_port(url, proxy.url))


@contextlib.asynccontextmanager
async def several(url, count):
    async with contextlib.AsyncExitStack() as stack:
        yield [await stack.enter_async_context(started(SqlLogStore(url))) for _ in range(count)]


# Several stores


async def test_EP1_stores_that_start_at_once_on_an_empty_database_share_it(url):
    stores = [SqlLogStore(url) for _ in range(5)]

    await asyncio.gather(*(store.start() for store in stores))

    secrets = {await store.secret() for store in stores}
    await asyncio.gather(*(store.close() for store in stores))
    assert len(secrets) == 1


async def test_EP1_what_one_store_appends_the_others_read_and_may_follow(url):
    async with several(url, 2) as (one, two):
        log = await begin_with(one, 3)
        same = await two.open("s")
        head = (await same.head()).position

        await same.append(head, chain(head, "theirs"))

        assert [each.seq for each in await log.read(0, 10)] == [1, 2, 3, 4]
        assert [each.session_id for each in await two.sessions()] == ["s"]


async def test_EP1_who_appends_to_an_old_head_is_told_what_the_other_store_appended(url):
    async with several(url, 2) as (one, two):
        log = await begin(one)
        theirs = chain(START, "their-1", "their-2")
        await (await two.open("s")).append(START, theirs)

        with pytest.raises(Conflict) as conflict:
            await log.append(START, chain(START, "mine"))

        assert conflict.value.missing == theirs


async def test_EP1_who_waits_is_woken_by_another_store_within_a_moment(url):
    async with several(url, 2) as (one, two):
        log = await begin(one)
        waiting = asyncio.create_task(log.wait(0))
        await asyncio.sleep(1.2)

        began = time.monotonic()
        await (await two.open("s")).append(START, numbered(START, 1))
        await asyncio.wait_for(waiting, 10)

        assert time.monotonic() - began < 0.9


async def test_EP1_who_waits_is_woken_where_no_message_comes(url):
    async with several(url, 2) as (one, _):
        log = await begin(one)
        waiting = asyncio.create_task(log.wait(0))
        await log.head()

        with beside(url) as connection:
            connection.execute("UPDATE graphsync_sessions SET seq = 1")
            await asyncio.wait_for(waiting, 10)


async def test_EP1_who_waits_is_woken_when_another_store_ends_the_session(url):
    async with several(url, 2) as (one, two):
        log = await begin(one)
        waiting = asyncio.create_task(log.wait(0))
        await log.head()

        await (await two.open("s")).end(NOW)

        await asyncio.wait_for(waiting, 10)
        with pytest.raises(NotFound):
            await log.head()


async def test_EP2_many_stores_that_write_many_sessions_in_any_order_never_stand_still(url):
    async with several(url, 3) as stores:
        names = [f"s{number}" for number in range(6)]
        for name in names:
            await begin(stores[0], name)
        began = time.monotonic()

        accepted = await asyncio.gather(
            *(
                write(store, name, f"{number}")
                for number, store in enumerate(stores)
                for name in names
            )
        )

        # A circle of waiting transactions would be cut by the database after a second.
        assert time.monotonic() - began < 10
        for name in names:
            history = await (await stores[0].open(name)).read(0, 1000)
            assert is_verified_chain(history)
            assert len(history) == 3 * 20
        assert len(accepted) == 18


async def write(store, name, writer):
    """Append twenty commits, one by one, and a snapshot now and then, whoever else does."""
    log = await store.open(name)
    head = (await log.head()).position
    for number in range(20):
        while True:
            records = chain(head, f"{writer}-{number}")
            try:
                await log.append(head, records, snapshot=b"state" if number % 5 == 0 else None)
                head = after(head, records)
                break
            except Conflict as conflict:
                head = conflict.head
        if number % 7 == 0:
            await log.save_snapshot(head, b"state")


# Outcomes


async def test_EP3_a_commit_that_was_done_and_not_answered_is_told_as_done(far, proxy):
    async with started(far) as store:
        log = await begin(store)
        records = numbered(START, 1)
        appending = await caught(log, records, proxy)

        proxy.release()
        proxy.hang_up()
        proxy.thaw()
        await asyncio.wait_for(appending, 20)

        assert await log.read(0, 10) == records


async def test_EP3_a_commit_that_never_arrived_is_told_as_failed_and_never_happens_later(
    far, proxy
):
    async with started(far) as store:
        log = await begin(store)
        appending = await caught(log, numbered(START, 1), proxy)

        # The database still waits for the rest of the transaction, and we are told of an error.
        proxy.thaw()
        proxy.hang_up()
        with pytest.raises(Unavailable) as refusal:
            await asyncio.wait_for(appending, 20)
        proxy.release()

        assert refusal.value.code == "storage-unavailable"
        assert (await log.head()).position == START
        await log.append(START, chain(START, "another"))
        assert [each.command_id for each in await log.read(0, 10)] == ["another"]


async def caught(log, records, proxy):
    """Begin an append whose COMMIT does not arrive."""
    proxy.catch = b"COMMIT"
    appending = asyncio.create_task(log.append(START, records))
    assert await asyncio.to_thread(proxy.caught.wait, 10)
    return appending


async def test_EP3_lost_connections_cost_nobody_anything(far, proxy):
    async with started(far) as store:
        log = await begin_with(store, 1)
        head = (await log.head()).position
        await log.read(0, 10)

        proxy.cut()
        history = await log.read(0, 10)
        await log.append(head, chain(head, "next"))
        proxy.cut()

        assert len(history) == 1
        assert [each.command_id for each in await log.read(1, 10)] == ["next"]
        assert (await log.head()).position.seq == 2


async def test_EP3_a_database_that_answers_nothing_is_given_up(far, proxy, monkeypatch):
    monkeypatch.setattr(medium.Postgres, "longest_answer", 1.0)
    async with started(far) as store:
        log = await begin(store)
        proxy.freeze()

        asked = [log.append(START, numbered(START, 1)), log.read(0, 10), log.head()]
        answers = await asyncio.wait_for(asyncio.gather(*asked, return_exceptions=True), 50)

        assert {type(answer) for answer in answers} == {Unavailable}
        proxy.thaw()
        proxy.cut()
        await works(log)


async def works(log):
    """Append as soon as it goes."""
    while True:
        try:
            head = (await log.head()).position
            await log.append(head, chain(head, f"works-{head.seq}"))
            return
        except Unavailable:
            await asyncio.sleep(0.05)


# What the database refuses


async def test_EP4_a_standby_that_takes_no_changes_says_so_and_is_read(url):
    async with started(SqlLogStore(url)) as store:
        log = await begin_with(store, 3)
        with read_only(url):
            error = await refused(log)

            assert error.code == "storage-unavailable"
            assert "standby" in error.message
            assert len(await log.read(0, 10)) == 3
        await works(log)


@contextlib.contextmanager
def read_only(url):
    """Make the database take no changes of new connections."""
    with beside(url) as connection:
        name = connection.execute("SELECT current_database()").fetchone()[0]
        setting = f'ALTER DATABASE "{name}" SET default_transaction_read_only'
        connection.execute(f"{setting} = on")
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE application_name LIKE 'graphsync-%'"
        )
    try:
        yield
    finally:
        with beside(url) as connection:
            connection.execute("SET default_transaction_read_only = off")
            connection.execute(f"{setting} = off")


async def test_EP4_a_row_that_somebody_else_holds_ends_in_an_error(url, monkeypatch):
    monkeypatch.setitem(medium._SETTINGS, "lock_timeout", "300ms")
    async with started(SqlLogStore(url)) as store:
        log = await begin(store)
        with beside(url) as connection, connection.transaction():
            connection.execute("SELECT * FROM graphsync_sessions FOR UPDATE")

            error = await refused(log)

        assert error.code == "storage-unavailable"
        await works(log)


async def test_EP4_an_older_copy_is_another_history(url):
    async with started(SqlLogStore(url)) as store:
        log = await begin_with(store, 2)
        old = (await log.head()).position
        await log.append(old, chain(old, "lost"))
        newest = (await log.head()).position
        waiting = asyncio.create_task(log.wait(3))
        with beside(url) as connection:
            connection.execute("DELETE FROM graphsync_commits WHERE seq = 3")
            connection.execute("UPDATE graphsync_sessions SET seq = 2, digest = %s", [old.digest])

        with pytest.raises(Conflict) as conflict:
            await log.append(newest, chain(newest, "next"))

        assert conflict.value.head == old
        assert conflict.value.missing == []
        await asyncio.wait_for(waiting, 10)


async def test_EP4_a_user_who_may_not_make_tables_is_told_so(database, url):
    with beside(url) as connection:
        connection.execute("DROP ROLE IF EXISTS graphsync_reader")
        connection.execute("CREATE ROLE graphsync_reader LOGIN PASSWORD 'secret-word'")
        connection.execute(f"GRANT USAGE ON SCHEMA {schema_of(url)} TO graphsync_reader")
    mine = as_user(url, "graphsync_reader", "secret-word")

    with pytest.raises(Unavailable, match="grant the right to create") as refusal:
        await SqlLogStore(mine).start()

    assert "secret-word" not in repr(refusal.value)
    with beside(url) as connection:
        connection.execute("DROP OWNED BY graphsync_reader; DROP ROLE graphsync_reader")


def as_user(url, name, password):
    scheme, rest = url.split("://")
    return f"{scheme}://{name}:{password}@{rest.split('@')[-1]}"


async def test_EP4_a_schema_from_the_future_is_refused_in_words(url):
    async with started(SqlLogStore(url)) as store:
        await begin_with(store, 1)
    with beside(url) as connection:
        connection.execute("UPDATE graphsync_meta SET value = '99' WHERE key = 'schema_version'")

    with pytest.raises(Unavailable, match=r"newer version.*schema 99.*upgrade"):
        await SqlLogStore(url).start()


async def refused(log):
    head = await log.position(3) or await log.position(0)
    with pytest.raises(GraphSyncError) as refusal:
        await log.append(head, chain(head, "refused"))
    return refusal.value


def beside(url):
    """Another program's connection to a log's place."""
    return psycopg.connect(url.replace("+psycopg", ""), autocommit=True)


async def test_EP4_who_only_looks_changes_nothing_and_hinders_nobody(url):
    async with started(SqlLogStore(url)) as store, started(LogReader(url)) as reader:
        log = await begin_with(store, 3)
        looked = await reader.open("s")

        assert await looked.read(0, 10) == await log.read(0, 10)
        assert (await reader.examine(lambda count: None)).findings == []
        with pytest.raises(Unavailable, match="reading only"):
            await looked.end(NOW)
        with pytest.raises(Unavailable, match="reading only"):
            await begin(reader, "other")
        await works(log)


# Secrets, and how little is asked of the database


@pytest.mark.parametrize(
    "where", ["127.0.0.1:1/nowhere", "/nowhere?host=/nowhere", "no.such.host.invalid/nowhere"]
)
async def test_EP5_no_error_and_no_log_tells_the_password_or_the_place(where, caplog):
    store = SqlLogStore(f"postgresql+psycopg://ann:secret-word@{where}")

    with caplog.at_level(logging.DEBUG), pytest.raises(Unavailable) as refusal:
        await store.start()

    told = repr(refusal.value) + str(refusal.value.details) + caplog.text + repr(vars(store))
    assert refusal.value.code == "storage-unavailable"
    assert "secret-word" not in told
    assert "nowhere" not in str(refusal.value) + caplog.text


async def test_EP5_a_store_holds_three_connections(url):
    async with started(SqlLogStore(url)) as store:
        logs = [await begin_with(store, 1, f"s{number}") for number in range(10)]
        waiting = [asyncio.create_task(log.wait(1)) for log in logs]
        await asyncio.gather(*(log.read(0, 10) for log in logs))
        with beside(url) as connection:
            held = connection.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE application_name LIKE 'graphsync-%'"
            ).fetchone()

        assert held == (3,)
        for each in waiting:
            each.cancel()


async def test_EP5_commits_are_on_disk_whatever_the_database_thinks_of_it(url):
    with beside(url) as connection:
        connection.execute("ALTER ROLE CURRENT_USER SET synchronous_commit = off")
    try:
        async with started(SqlLogStore(url)) as store:
            setting = await store.look(
                lambda link: link.exec_driver_sql("SHOW synchronous_commit").scalar()
            )
    finally:
        with beside(url) as connection:
            connection.execute("ALTER ROLE CURRENT_USER RESET synchronous_commit")

    assert setting == "on"


@pytest.mark.parametrize("scheme", ["postgresql+psycopg", "postgresql", "postgres"])
async def test_EP5_the_url_may_be_written_as_elsewhere(url, scheme):
    async with started(SqlLogStore(scheme + url[url.index("://") :])) as store:
        assert store.is_shared


def test_EP5_another_product_is_refused_at_once():
    with pytest.raises(ValueError, match="'mysql'"):
        SqlLogStore("mysql://ann:secret@host/database")

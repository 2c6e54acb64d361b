"""What a SQLite file is, and who may have it."""

import asyncio
import collections
import json
import logging
import stat

import psutil
import pytest

from jupyter_graphsync.domain.errors import Unavailable

from .contract import LogContract, started
from .files import beside, listening, sqlite_store
from .history import START, begin, begin_with, chain

Partition = collections.namedtuple("Partition", "mountpoint fstype")


@pytest.fixture
def path(tmp_path):
    return tmp_path / "data" / "log.db"


@pytest.fixture
def network(monkeypatch, tmp_path):
    """Make the temporary folder look like a network file system."""

    def mount(kind):
        parts = [Partition("/", "ext4"), Partition(str(tmp_path.resolve()), kind)]
        monkeypatch.setattr(psutil, "disk_partitions", lambda all: parts)

    return mount


# The file


async def test_EL9_the_folder_and_the_files_are_the_owners_alone(path):
    async with started(sqlite_store(path)) as store:
        await begin(store)
        modes = {each.name: stat.S_IMODE(each.stat().st_mode) for each in path.parent.iterdir()}

    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert {"log.db", "log.db-wal", "log.db.lock", "log.db.holder.json"} <= set(modes)
    assert set(modes.values()) == {0o600}


async def test_EL9_a_closed_store_leaves_one_file_with_everything(path):
    async with started(sqlite_store(path)) as store:
        await begin_with(store, 3)

    assert {each.name for each in path.parent.iterdir()} <= {"log.db", "log.db.lock"}


async def test_EL9_a_place_that_cannot_be_made_is_storage_unavailable(tmp_path):
    (tmp_path / "file").write_text("in the way")

    with pytest.raises(Unavailable) as refusal:
        await sqlite_store(tmp_path / "file" / "log.db").start()

    assert refusal.value.code == "storage-unavailable"
    assert str(tmp_path) not in str(refusal.value)


async def test_EL9_a_store_that_could_not_start_can_start_later(tmp_path):
    obstacle = tmp_path / "data"
    obstacle.write_text("in the way")
    store = sqlite_store(obstacle / "log.db")
    with pytest.raises(Unavailable):
        await store.start()

    obstacle.unlink()

    async with started(store):
        await begin(store)


@pytest.mark.parametrize(
    "content", [b"no database at all " * 100, b"SQLite format 3\0" + b"\xff" * 5000]
)
async def test_EL9_a_file_that_is_no_log_is_left_as_it_is(path, content):
    path.parent.mkdir()
    path.write_bytes(content)

    with pytest.raises(Unavailable) as refusal:
        await sqlite_store(path).start()

    assert refusal.value.code == "corrupt-read-only"
    assert not refusal.value.may_retry
    assert path.read_bytes() == content


async def test_EL9_a_schema_from_the_future_is_refused_in_words(path):
    async with started(sqlite_store(path)) as store:
        await begin_with(store, 1)
    with beside(path) as connection:
        connection.execute("UPDATE graphsync_meta SET value = '99' WHERE key = 'schema_version'")

    with pytest.raises(Unavailable, match=r"newer version.*schema 99.*upgrade"):
        await sqlite_store(path).start()


# Durability


@pytest.mark.parametrize(("wanted", "level"), [("FULL", 2), ("NORMAL", 1)])
async def test_EL9_commits_are_as_durable_as_was_asked_for(path, wanted, level):
    levels = []

    def look(connection):
        levels.append(connection.exec_driver_sql("PRAGMA synchronous").scalar())

    async with started(sqlite_store(path, sqlite_synchronous=wanted)) as store:
        with listening("commit", look):
            await begin(store)

    assert levels == [level]


async def test_EL9_full_is_the_default(path):
    levels = []

    def look(connection):
        levels.append(connection.exec_driver_sql("PRAGMA synchronous").scalar())

    async with started(sqlite_store(path)) as store:
        with listening("commit", look):
            await begin(store)

    assert levels == [2]


def test_EL9_another_durability_is_refused(path):
    with pytest.raises(ValueError, match=r"'OFF'.*FULL"):
        sqlite_store(path, sqlite_synchronous="OFF")


async def test_EL9_history_is_read_while_an_append_waits(path):
    async with started(sqlite_store(path)) as store:
        log = await begin_with(store, 3)
        with beside(path) as other:
            other.execute("BEGIN IMMEDIATE")
            appending = asyncio.create_task(
                log.append((await log.head()).position, chain(START, *"abcd")[3:])
            )

            assert len(await log.read(0, 10)) == 3

            assert not appending.done()
            other.execute("ROLLBACK")
            await asyncio.gather(appending, return_exceptions=True)


# Network file systems


class TestSqliteLogOnANetworkFileSystem(LogContract):
    @pytest.fixture(autouse=True)
    def _place(self, tmp_path, network):
        network("nfs4")
        self._names = (tmp_path / f"log-{number}.db" for number in range(1_000_000))

    def new_store(self):
        return sqlite_store(next(self._names))


@pytest.mark.parametrize("kind", ["nfs", "nfs4", "cifs", "smb3", "9p", "fuse.sshfs", "lustre"])
async def test_EL9_a_network_file_system_gets_no_write_ahead_log(path, network, kind, caplog):
    network(kind)

    with caplog.at_level(logging.WARNING):
        async with started(sqlite_store(path)) as store:
            await begin(store)

    with beside(path) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("delete",)
    assert len([each for each in caplog.records if "network file system" in each.message]) == 1


async def test_EL9_a_rollback_journal_needs_more_to_be_as_durable(path, network):
    network("nfs")
    levels = []

    def look(connection):
        levels.append(connection.exec_driver_sql("PRAGMA synchronous").scalar())

    async with started(sqlite_store(path)) as store:
        with listening("commit", look):
            await begin(store)

    assert levels == [3]


@pytest.mark.parametrize("kind", ["ext4", "xfs", "btrfs", "apfs", "tmpfs", "overlay", "fuseblk"])
async def test_EL9_a_local_file_system_gets_one(path, network, kind):
    network(kind)

    async with started(sqlite_store(path)) as store:
        await begin(store)

    with beside(path) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)


# One server a file


async def test_EL9_a_second_server_is_told_who_holds_the_file(path):
    async with started(sqlite_store(path, holder_url="http://one:8888/user/ann/")) as store:
        second = sqlite_store(path, holder_url="http://two:8888/")

        with pytest.raises(Unavailable, match="http://one:8888/user/ann/") as refusal:
            await second.start()

        assert refusal.value.code == "storage-locked"
        assert refusal.value.details["holder"] == "http://one:8888/user/ann/"
        await begin(store)


async def test_EL9_the_file_is_free_when_its_holder_closed(path):
    first, second = sqlite_store(path), sqlite_store(path)
    async with started(first):
        with pytest.raises(Unavailable):
            await second.start()

    async with started(second) as store:
        await begin(store)


async def test_EL9_the_note_about_the_holder_carries_no_secret(path):
    url = "http://ann:password@host:8888/lab?token=secret#part"

    async with started(sqlite_store(path, holder_url=url)):
        note = json.loads((path.parent / "log.db.holder.json").read_text())

    assert note["url"] == "http://host:8888/lab"

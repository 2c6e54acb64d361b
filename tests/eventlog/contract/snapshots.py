"""Snapshots shorten the way to the newest state."""

import secrets

import pytest

from jupyter_graphsync.eventlog.base import Conflict, StoredSnapshot

from ..history import START, after, begin, begin_with, chain, numbered, record
from .base import Stores


class SnapshotContract(Stores):
    async def test_EL5_without_snapshots_there_is_none(self):
        async with self.store() as store:
            log = await begin_with(store, 1)

            assert await log.load_snapshot() is None

    @pytest.mark.parametrize("size", [0, 1, 100_000])
    async def test_EL5_a_snapshot_comes_back_as_it_was(self, size):
        async with self.store() as store:
            log = await begin_with(store, 2)
            snapshot = StoredSnapshot((await log.head()).position, bytes(range(256)) * size)

            await log.save_snapshot(snapshot.position, snapshot.data)

            assert await log.load_snapshot() == snapshot

    async def test_EL5_a_snapshot_of_the_start_is_kept_too(self):
        async with self.store() as store:
            log = await begin(store)

            await log.save_snapshot(START, b"empty")

            assert await log.load_snapshot() == StoredSnapshot(START, b"empty")

    async def test_EL5_a_snapshot_can_come_with_the_commits_it_follows(self):
        async with self.store() as store:
            log = await begin(store)
            records = numbered(START, 2)

            await log.append(START, records, snapshot=b"state")

            assert await log.load_snapshot() == StoredSnapshot(after(START, records), b"state")

    async def test_EL5_the_newest_snapshot_not_beyond_a_commit_is_given(self):
        async with self.store() as store:
            log = await begin_with(store, 5)
            for seq in (2, 4):
                await log.save_snapshot(await log.position(seq), b"at %d" % seq)

            assert (await log.load_snapshot()).data == b"at 4"
            assert (await log.load_snapshot(at_most=4)).data == b"at 4"
            assert (await log.load_snapshot(at_most=3)).data == b"at 2"
            assert await log.load_snapshot(at_most=1) is None

    async def test_EL5_a_second_snapshot_of_a_commit_replaces_the_first(self):
        async with self.store() as store:
            log = await begin_with(store, 1)
            head = (await log.head()).position

            await log.save_snapshot(head, b"first")
            await log.save_snapshot(head, b"second")

            assert (await log.load_snapshot()).data == b"second"

    async def test_EL5_a_snapshot_of_another_history_is_refused(self):
        async with self.store() as store:
            log = await begin_with(store, 1)
            elsewhere = after(START, chain(START, "elsewhere"))

            with pytest.raises(Conflict):
                await log.save_snapshot(elsewhere, b"state")

            assert await log.load_snapshot() is None

    async def test_EL5_of_large_snapshots_only_the_newest_few_are_kept(self):
        async with self.store() as store:
            log = await begin_with(store, 9)
            state = secrets.token_bytes(100_000)

            for seq in range(1, 10):
                await log.save_snapshot(await log.position(seq), state)

            assert (await log.load_snapshot(at_most=8)).position.seq == 8
            assert await log.load_snapshot(at_most=3) is None

    async def test_EL5_snapshots_that_take_no_more_room_than_the_commits_stay(self):
        async with self.store() as store:
            log = await begin_with(store, 9)

            for seq in range(1, 10):
                await log.save_snapshot(await log.position(seq), b"state")

            for seq in range(1, 10):
                assert (await log.load_snapshot(at_most=seq)).position.seq == seq

    @pytest.mark.parametrize("with_the_append", [True, False])
    async def test_EL5_the_snapshot_of_a_load_is_never_pruned(self, with_the_append):
        async with self.store() as store:
            log = await begin(store)
            load = record(START, "load", kind="load")
            head = after(START, [load])
            if with_the_append:
                await log.append(START, [load], snapshot=b"loaded")
            else:
                await log.append(START, [load])
                await log.save_snapshot(head, b"loaded")
            await log.append(head, numbered(head, 9))

            state = secrets.token_bytes(100_000)
            for seq in range(2, 11):
                await log.save_snapshot(await log.position(seq), state)

            assert (await log.load_snapshot(at_most=3)).data == b"loaded"

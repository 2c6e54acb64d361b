"""A history that is replaced goes on under another epoch."""

import pytest

from jupyter_graphsync.domain.commits import Position
from jupyter_graphsync.eventlog.base import Conflict

from ..history import EPOCH, START, after, begin, begin_with, chain, numbered
from .base import Stores

SECOND = "epoch-2"


class EpochContract(Stores):
    async def test_EL2_a_new_epoch_goes_on_counting_from_where_the_old_one_stopped(self):
        async with self.store() as store:
            log = await begin_with(store, 2)
            head = (await log.head()).position
            base = Position.start(SECOND, 2)
            records = numbered(base, 2)

            await log.append(head, records, base=base)

            assert (await log.head()).position == Position(SECOND, 4, records[-1].digest)
            assert await log.position(2) == head
            assert await log.position(3) == Position(SECOND, 3, records[0].digest)

    async def test_EL2_a_read_crosses_into_a_new_epoch(self):
        async with self.store() as store:
            log = await begin_with(store, 2)
            base = Position.start(SECOND, 2)
            records = numbered(base, 2)
            await log.append((await log.head()).position, records, base=base)

            assert [each.seq for each in await log.read(0, 10)] == [1, 2, 3, 4]
            assert await log.read(2, 10) == records
            assert await log.find("command-3") == records[0]

    async def test_EL2_appends_go_on_in_a_new_epoch(self):
        async with self.store() as store:
            log = await begin_with(store, 2)
            base = Position.start(SECOND, 2)
            records = numbered(base, 1)
            await log.append((await log.head()).position, records, base=base)
            head = after(base, records)

            await log.append(head, numbered(head, 1))

            assert (await log.head()).position.epoch == SECOND
            assert (await log.head()).position.seq == 4

    async def test_EL2_who_knows_only_the_old_epoch_is_told_of_another_history(self):
        async with self.store() as store:
            log = await begin_with(store, 2)
            old = (await log.head()).position
            base = Position.start(SECOND, 2)
            await log.append(old, numbered(base, 1), base=base)

            with pytest.raises(Conflict) as conflict:
                await log.append(old, chain(old, "late"))

            assert conflict.value.head.epoch == SECOND
            assert conflict.value.missing == []

    async def test_EL2_an_epoch_without_commits_leaves_no_trace(self):
        async with self.store() as store:
            log = await begin(store)
            base = Position.start(SECOND)
            records = numbered(base, 1)

            await log.append(START, records, base=base)

            assert await log.position(0) == base
            assert await log.read(0, 10) == records

    async def test_EL2_a_snapshot_of_an_epoch_without_commits_goes_with_it(self):
        async with self.store() as store:
            log = await begin(store)
            await log.save_snapshot(START, b"empty")
            base = Position.start(SECOND)

            await log.append(START, numbered(base, 1), base=base)

            assert await log.load_snapshot() is None

    async def test_EL2_a_new_epoch_cannot_begin_elsewhere_than_at_the_head(self):
        async with self.store() as store:
            log = await begin_with(store, 2)
            base = Position.start(SECOND, 5)

            with pytest.raises(ValueError, match="epoch"):
                await log.append((await log.head()).position, numbered(base, 1), base=base)

    async def test_EL2_the_name_of_an_epoch_is_used_once(self):
        async with self.store() as store:
            log = await begin_with(store, 2)
            head = (await log.head()).position
            base = Position.start(EPOCH, 2)

            with pytest.raises(ValueError, match="epoch"):
                await log.append(head, numbered(base, 1), base=base)

            assert (await log.head()).position == head

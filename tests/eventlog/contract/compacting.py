"""The oldest commits are forgotten, but for what recognises a command that is sent again."""

import asyncio

import pytest

from jupyter_graphsync.domain.commits import Position
from jupyter_graphsync.eventlog.base import Compacted, Conflict, DuplicateCommand, StoredSnapshot

from ..history import (
    NOW,
    START,
    after,
    begin,
    begin_with,
    chain,
    is_verified_chain,
    numbered,
    record,
)
from .base import Stores


class CompactContract(Stores):
    async def test_EL14_commits_up_to_the_cut_are_forgotten_and_the_rest_stays(self):
        async with self.store() as store:
            log = await begin_with(store, 9)
            before = await log.read(0, 99)
            cut = await log.position(4)

            forgotten = await log.compact(cut, b"state at 4")

            assert forgotten == 4
            assert await log.read(4, 99) == before[4:]
            assert is_verified_chain(await log.read(4, 99), cut)
            assert (await log.head()).position.seq == 9

    async def test_EL14_the_cut_is_the_oldest_moment(self):
        async with self.store() as store:
            log = await begin_with(store, 9)
            cut = await log.position(4)

            await log.compact(cut, b"state at 4")

            head = await log.head()
            assert (head.oldest, head.since) == (4, NOW)
            assert await log.position(4) == cut
            assert [await log.position(seq) for seq in (0, 1, 3)] == [None] * 3
            assert (await log.position(5)).seq == 5
            assert [each.oldest for each in await store.sessions()] == [4]

    async def test_EL14_a_log_that_was_not_compacted_has_all_moments(self):
        async with self.store() as store:
            log = await begin_with(store, 3)

            head = await log.head()

            assert (head.oldest, head.since) == (0, "")

    @pytest.mark.parametrize("seq", [0, 1, 3])
    async def test_EL14_what_was_forgotten_cannot_be_read(self, seq):
        async with self.store() as store:
            log = await begin_with(store, 9)
            await log.compact(await log.position(4), b"state")

            with pytest.raises(Compacted) as refusal:
                await log.read(seq, 99)

            assert refusal.value.oldest == 4

    async def test_EL14_the_snapshot_at_the_cut_stays_for_good(self):
        async with self.store() as store:
            log = await begin_with(store, 20)
            await log.save_snapshot(await log.position(2), b"state at 2")
            cut = await log.position(4)

            await log.compact(cut, b"state at 4")
            for seq in range(8, 20):
                await log.save_snapshot(await log.position(seq), b"later" * 10_000)

            assert await log.load_snapshot(at_most=5) == StoredSnapshot(cut, b"state at 4")
            assert await log.load_snapshot(at_most=3) is None

    async def test_EL14_a_forgotten_command_is_recognised(self):
        async with self.store() as store:
            log = await begin_with(store, 9)
            notes = (await log.find("command-2")).read_notes()

            await log.compact(await log.position(4), b"state")

            found = await log.find("command-2")
            kept = found.read_notes()
            assert (found.seq, found.command_id, found.body) == (2, "command-2", b"")
            assert (kept.fingerprint, kept.result) == (notes.fingerprint, notes.result)
            assert (await log.find("command-9")).body

    async def test_EL14_a_forgotten_command_enters_the_log_no_second_time(self):
        async with self.store() as store:
            log = await begin_with(store, 9)
            await log.compact(await log.position(4), b"state")
            head = (await log.head()).position

            with pytest.raises(DuplicateCommand):
                await log.append(head, chain(head, "command-2"))

            assert (await log.head()).position == head

    async def test_EL14_a_log_goes_on_after_it_was_compacted(self):
        async with self.store() as store:
            log = await begin_with(store, 9)
            cut = await log.position(4)
            await log.compact(cut, b"state")
            head = (await log.head()).position

            await log.append(head, numbered(head, 3))

            assert is_verified_chain(await log.read(4, 99), cut)
            assert [each.seq for each in await log.read(9, 99)] == [10, 11, 12]

    async def test_EL14_all_commits_may_be_forgotten(self):
        async with self.store() as store:
            log = await begin_with(store, 3)
            head = (await log.head()).position

            assert await log.compact(head, b"state") == 3

            assert await log.read(3, 99) == []
            assert await log.position(3) == head
            await log.append(head, numbered(head, 1))
            assert [each.seq for each in await log.read(3, 99)] == [4]

    async def test_EL14_a_log_is_compacted_again_and_never_back(self):
        async with self.store() as store:
            log = await begin_with(store, 9)
            fourth, sixth = await log.position(4), await log.position(6)

            assert await log.compact(fourth, b"at 4") == 4
            assert await log.compact(sixth, b"at 6") == 2
            assert await log.compact(fourth, b"at 4") == 0

            assert (await log.head()).oldest == 6
            assert (await log.load_snapshot(at_most=8)).data == b"at 6"
            assert {(await log.find(f"command-{seq}")).seq for seq in range(1, 10)} == set(
                range(1, 10)
            )

    async def test_EL14_a_cut_of_another_history_is_refused(self):
        async with self.store() as store:
            log = await begin_with(store, 9)

            with pytest.raises(Conflict):
                await log.compact(Position("elsewhere", 4, "0" * 32), b"state")

            assert (await log.head()).oldest == 0

    async def test_EL14_an_epoch_that_was_forgotten_keeps_its_name(self):
        async with self.store() as store:
            log = await begin(store)
            first = numbered(START, 3)
            await log.append(START, first)
            base = Position.start("epoch-2", 3)
            load = record(base, "load", kind="load")
            await log.append(after(START, first), [load], base=base, snapshot=b"loaded")
            head = after(base, [load])
            await log.append(head, numbered(head, 3))

            await log.compact(await log.position(5), b"at 5")

            end = (await log.head()).position
            assert (await log.position(5)).epoch == "epoch-2"
            used = Position.start("epoch-1", end.seq)
            with pytest.raises(ValueError, match="used before"):
                await log.append(end, [record(used, "again", kind="load")], base=used)

    async def test_EL14_who_appends_meanwhile_is_not_held_up_or_lost(self):
        async with self.store() as store:
            log = await begin_with(store, 3_000)
            cut, head = await log.position(2_900), (await log.head()).position

            async def append() -> None:
                position = head
                for number in range(20):
                    records = chain(position, f"meanwhile-{number}")
                    await log.append(position, records)
                    position = after(position, records)

            await asyncio.gather(log.compact(cut, b"state"), append())

            assert is_verified_chain(await log.read(2_900, 999), cut)
            assert (await log.head()).position.seq == 3_020

"""What was appended is read back as it was."""

import pytest

from jupyter_graphsync.domain.commits import Position

from ..history import EPOCH, START, begin, begin_with, numbered
from .base import Stores


class ReadContract(Stores):
    @pytest.mark.parametrize(
        ("after_seq", "limit", "seqs"),
        [
            (0, 10, [1, 2, 3, 4, 5]),
            (0, 2, [1, 2]),
            (2, 2, [3, 4]),
            (4, 10, [5]),
            (5, 10, []),
            (99, 10, []),
            (0, 0, []),
        ],
    )
    async def test_EL3_a_read_gives_the_commits_after_a_number_oldest_first(
        self, after_seq, limit, seqs
    ):
        async with self.store() as store:
            log = await begin_with(store, 5)

            records = await log.read(after_seq, limit)

            assert [each.seq for each in records] == seqs

    async def test_EL3_positions_are_those_of_the_chain(self):
        async with self.store() as store:
            log = await begin(store)
            records = numbered(START, 2)
            await log.append(START, records)

            assert await log.position(0) == START
            assert await log.position(1) == Position(EPOCH, 1, records[0].digest)
            assert await log.position(2) == (await log.head()).position
            assert await log.position(3) is None

    async def test_EL3_a_command_is_found_whatever_its_age(self):
        async with self.store() as store:
            log = await begin(store)
            records = numbered(START, 50)
            await log.append(START, records)

            assert await log.find("command-1") == records[0]
            assert await log.find("command-50") == records[49]
            assert await log.find("command-51") is None

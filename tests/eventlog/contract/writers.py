"""Whoever appends at the same time, one history comes out."""

import asyncio

from hypothesis import given, settings
from hypothesis import strategies as st

from jupyter_graphsync.eventlog.base import Conflict

from ..history import START, after, begin, chain, is_verified_chain
from .base import Stores

TURNS = st.tuples(st.sampled_from(["ann", "ben"]), st.integers(1, 4), st.booleans())
"""Who appends, how many commits, and whether from an old position."""


class WriterContract(Stores):
    async def test_EL8_of_many_appends_at_once_to_one_head_one_wins(self):
        async with self.store() as store:
            log = await begin(store)

            answers = await asyncio.gather(
                *(log.append(START, chain(START, f"writer-{n}")) for n in range(20)),
                return_exceptions=True,
            )

            assert answers.count(None) == 1
            assert sum(isinstance(answer, Conflict) for answer in answers) == 19
            assert len(await log.read(0, 100)) == 1

    async def test_EL8_one_refused_append_does_not_harm_the_others(self):
        async with self.store() as store:
            logs = [await begin(store, f"s{n}") for n in range(5)]
            await logs[2].append(START, chain(START, "before"))

            answers = await asyncio.gather(
                *(log.append(START, chain(START, "a", "b")) for log in logs),
                return_exceptions=True,
            )

            assert [type(answer) for answer in answers] == [
                type(None), type(None), Conflict, type(None), type(None),
            ]  # fmt: skip
            assert [len(await log.read(0, 10)) for log in logs] == [2, 2, 1, 2, 2]

    def test_EL8_any_interleaving_of_two_writers_gives_a_dense_verified_chain(self):
        @settings(max_examples=25, deadline=None)
        @given(turns=st.lists(TURNS, max_size=12))
        def law(turns):
            asyncio.run(self.check_interleaving(turns))

        law()

    async def check_interleaving(self, turns):
        """A writer who is refused catches up by what the conflict carries, and tries again."""
        async with self.store() as store:
            log = await begin(store)
            known = {"ann": START, "ben": START}
            accepted = []
            for number, (writer, count, stale) in enumerate(turns):
                if not stale:
                    known[writer] = (await log.head()).position
                ids = [f"{writer}-{number}-{n}" for n in range(count)]
                accepted += ids
                try:
                    records = chain(known[writer], *ids)
                    await log.append(known[writer], records)
                except Conflict as conflict:
                    assert is_verified_chain(conflict.missing, known[writer])
                    records = chain(conflict.head, *ids)
                    await log.append(conflict.head, records)
                known[writer] = after(START, records)
            history = await log.read(0, 1000)
            assert [each.command_id for each in history] == accepted
            assert [each.seq for each in history] == list(range(1, len(history) + 1))
            assert is_verified_chain(history)

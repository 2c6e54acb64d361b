"""A session is begun once, found, listed and ended once."""

import pytest

from jupyter_graphsync.domain.commits import Position
from jupyter_graphsync.domain.errors import Clash, NotFound

from ..history import EPOCH, NOW, SETTINGS, START, begin, begin_with, numbered
from .base import Stores


class SessionContract(Stores):
    async def test_EL4_a_new_session_stands_at_the_start_of_its_epoch(self):
        async with self.store() as store:
            log = await begin(store)

            head = await log.head()

            assert head.session_id == log.session_id == "s"
            assert head.settings == SETTINGS
            assert head.created == NOW
            assert head.position == Position.start(EPOCH)

    async def test_EL4_an_id_is_given_once(self):
        async with self.store() as store:
            await begin(store)

            with pytest.raises(Clash) as refusal:
                await begin(store)

            assert refusal.value.code == "session-exists"

    async def test_EL4_ids_that_differ_in_case_are_different_sessions(self):
        async with self.store() as store:
            await begin(store, "a")

            await begin(store, "A")

            assert [each.session_id for each in await store.sessions()] == ["A", "a"]

    async def test_EL4_a_session_that_nobody_made_is_not_found(self):
        async with self.store() as store:
            with pytest.raises(NotFound) as refusal:
                await store.open("nobody")

            assert refusal.value.code == "session-not-found"

    async def test_EL4_sessions_are_listed_by_id_with_their_heads(self):
        async with self.store() as store:
            await begin(store, "b")
            log = await begin_with(store, 3, "a")

            listed = await store.sessions()

            assert [each.session_id for each in listed] == ["a", "b"]
            assert listed[0] == await log.head()

    async def test_EL4_opening_gives_the_same_history(self):
        async with self.store() as store:
            log = await begin_with(store, 3)

            again = await store.open("s")

            assert await again.head() == await log.head()
            assert await again.read(0, 10) == await log.read(0, 10)

    async def test_EL4_an_ended_session_is_neither_found_nor_listed(self):
        async with self.store() as store:
            log = await begin(store)

            await log.end(NOW)

            assert await store.sessions() == []
            with pytest.raises(NotFound):
                await store.open("s")
            with pytest.raises(NotFound):
                await log.head()

    async def test_EL4_the_id_of_an_ended_session_is_not_used_again(self):
        async with self.store() as store:
            log = await begin(store)
            await log.end(NOW)

            with pytest.raises(Clash):
                await begin(store)

    async def test_EL4_the_history_of_an_ended_session_is_kept(self):
        async with self.store() as store:
            log = await begin_with(store, 2)

            await log.end(NOW)

            assert [each.seq for each in await log.read(0, 10)] == [1, 2]

    async def test_EL4_an_ended_session_takes_no_commits(self):
        async with self.store() as store:
            log = await begin(store)
            await log.end(NOW)

            with pytest.raises(NotFound):
                await log.append(START, numbered(START, 1))

            assert await log.read(0, 10) == []

    async def test_EL4_ending_twice_is_ending_once(self):
        async with self.store() as store:
            log = await begin(store)

            await log.end(NOW)
            await log.end(NOW)

            assert await store.sessions() == []

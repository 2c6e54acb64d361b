"""Who waits for the next commit is woken, and misses none."""

import asyncio

from jupyter_graphsync.domain.errors import NotFound

from ..history import NOW, START, begin, begin_with, numbered
from .base import Stores, started


class WaitContract(Stores):
    async def test_EL7_waiting_returns_at_once_where_there_is_more(self):
        async with self.store() as store:
            log = await begin_with(store, 2)

            await asyncio.wait_for(log.wait(1), 10)

    async def test_EL7_waiting_ends_with_the_next_commit(self):
        async with self.store() as store:
            log = await begin(store)
            waiting = asyncio.create_task(log.wait(0))

            await log.append(START, numbered(START, 1))

            await asyncio.wait_for(waiting, 10)

    async def test_EL7_waiting_sees_what_was_appended_through_another_log_object(self):
        async with self.store() as store:
            log = await begin(store)
            waiting = asyncio.create_task(log.wait(0))

            await (await store.open("s")).append(START, numbered(START, 1))

            await asyncio.wait_for(waiting, 10)

    async def test_EL7_waiting_goes_on_while_only_other_sessions_have_news(self):
        async with self.store() as store:
            log, other = await begin(store, "one"), await begin(store, "two")
            waiting = asyncio.create_task(log.wait(0))

            await other.append(START, numbered(START, 1))
            await log.head()

            assert not waiting.done()
            waiting.cancel()

    async def test_EL7_waiting_ends_with_the_session(self):
        async with self.store() as store:
            log = await begin(store)
            waiting = asyncio.create_task(log.wait(0))
            await log.head()

            await log.end(NOW)

            await asyncio.wait([waiting], timeout=10)
            assert waiting.done()
            assert isinstance(waiting.exception(), NotFound | None)

    async def test_EL7_nobody_waits_for_a_store_that_was_closed(self):
        store = self.new_store()
        async with started(store):
            log = await begin(store)
            waiting = asyncio.create_task(log.wait(0))
            await log.head()

        await asyncio.wait([waiting], timeout=10)

        assert waiting.done()

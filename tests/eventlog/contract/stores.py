"""A store opens, closes, and keeps what it was given."""

import asyncio

import pytest

from jupyter_graphsync.domain.errors import Unavailable

from ..history import START, begin, begin_with, numbered
from .base import Stores, started


class StoreContract(Stores):
    async def test_EL6_the_secret_is_made_once(self):
        async with self.store() as store:
            secret = await store.secret()

            assert len(secret) == 32
            assert await store.secret() == secret

    async def test_EL6_no_two_stores_share_a_secret(self):
        async with self.store() as one, self.store() as two:
            assert await one.secret() != await two.secret()

    async def test_EL6_what_was_kept_is_there_after_the_store_was_closed_and_started(self):
        store = self.new_store()
        async with started(store):
            secret = await store.secret()
            log = await begin_with(store, 3)
            await log.save_snapshot((await log.head()).position, b"state")
            before = await store.sessions(), await log.read(0, 10), await log.load_snapshot()

        async with started(store):
            log = await store.open("s")

            assert (await store.sessions(), await log.read(0, 10), await log.load_snapshot()) == (
                before
            )
            assert await store.secret() == secret

    async def test_EL6_starting_and_closing_may_be_repeated(self):
        store = self.new_store()

        await store.start()
        await store.start()
        await begin(store)
        await store.close()
        await store.close()

    async def test_EL6_a_store_that_is_not_started_says_so(self):
        store = self.new_store()
        async with started(store):
            log = await begin_with(store, 1)
        asked = [store.secret, store.sessions, log.head, log.load_snapshot, lambda: log.read(0, 1)]

        for ask in asked:
            with pytest.raises(Unavailable) as refusal:
                await ask()

            assert refusal.value.code == "storage-unavailable"

    async def test_EL6_closing_finishes_what_is_under_way(self):
        store = self.new_store()
        await store.start()
        log = await begin(store)
        records = numbered(START, 1)

        appending = asyncio.create_task(log.append(START, records))
        await asyncio.gather(appending, store.close())

        async with started(store):
            assert await (await store.open("s")).read(0, 10) == records

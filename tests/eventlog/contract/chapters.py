"""Chapters sum up commits, and fit only the history that they were written of."""

import pytest

from jupyter_graphsync.eventlog.base import Conflict, StoredChapter

from ..history import START, after, begin_with, chain
from .base import Stores


class ChapterContract(Stores):
    async def test_EL14_chapters_come_back_as_they_were_in_order_and_by_pages(self):
        async with self.store() as store:
            log = await begin_with(store, 6)
            kept = [
                StoredChapter(first, await log.position(last), data)
                for first, last, data in ((4, 6, b"three"), (1, 2, b"\x00" * 100_000), (3, 3, b""))
            ]

            for each in kept:
                await log.save_chapter(each.first_seq, each.position, each.data)

            in_order = sorted(kept, key=lambda each: each.first_seq)
            assert await log.chapters(0, 10) == in_order
            assert await log.chapters(0, 2) == in_order[:2]
            assert await log.chapters(2, 10) == in_order[1:]
            assert await log.last_chapter() == 6

    async def test_EL14_a_chapter_takes_the_place_of_those_that_it_overlaps(self):
        async with self.store() as store:
            log = await begin_with(store, 6)
            for first, last in ((1, 2), (3, 4), (5, 6)):
                await log.save_chapter(first, await log.position(last), b"old")

            await log.save_chapter(2, await log.position(3), b"new")

            found = await log.chapters(0, 10)
            assert [(each.first_seq, each.data) for each in found] == [(2, b"new"), (5, b"old")]

    async def test_EL14_a_log_without_chapters_has_none(self):
        async with self.store() as store:
            log = await begin_with(store, 1)

            assert (await log.chapters(0, 10), await log.last_chapter()) == ([], 0)

    async def test_EL14_a_chapter_of_another_history_is_refused(self):
        async with self.store() as store:
            log = await begin_with(store, 1)

            with pytest.raises(Conflict):
                await log.save_chapter(1, after(START, chain(START, "elsewhere")), b"")

            assert await log.chapters(0, 10) == []

"""An append moves the head from where it was expected, or changes nothing."""

import pytest

from jupyter_graphsync.domain.settings import Settings
from jupyter_graphsync.eventlog.base import Conflict, DuplicateCommand

from ..history import SETTINGS, START, after, begin, begin_with, chain, numbered
from .base import Stores


class AppendContract(Stores):
    async def test_EL1_an_append_moves_the_head_to_its_last_commit(self):
        async with self.store() as store:
            log = await begin(store)
            records = numbered(START, 3)

            await log.append(START, records)

            assert (await log.head()).position == after(START, records)

    async def test_EL1_what_is_read_is_byte_for_byte_what_was_appended(self):
        async with self.store() as store:
            log = await begin(store)
            records = chain(START, "a", "b\u00e9\U0001f600", "c'\"\\")

            await log.append(START, records)

            assert await log.read(0, 10) == records

    async def test_EL1_sessions_do_not_see_each_other(self):
        async with self.store() as store:
            one, two = await begin(store, "one"), await begin(store, "two")

            await one.append(START, chain(START, "same-id"))
            await two.append(START, chain(START, "same-id", "other"))

            assert len(await one.read(0, 10)) == 1
            assert len(await two.read(0, 10)) == 2
            assert await one.find("other") is None

    async def test_EL1_a_stale_append_conflicts_and_carries_what_is_missing(self):
        async with self.store() as store:
            log = await begin(store)
            theirs = chain(START, "their-1", "their-2")
            await log.append(START, theirs)

            with pytest.raises(Conflict) as conflict:
                await log.append(START, chain(START, "mine"))

            assert conflict.value.head == after(START, theirs)
            assert conflict.value.missing == theirs
            assert await log.read(0, 10) == theirs

    async def test_EL1_an_append_beyond_the_head_conflicts_with_nothing_missing(self):
        async with self.store() as store:
            log = await begin(store)
            unknown = after(START, numbered(START, 2))

            with pytest.raises(Conflict) as conflict:
                await log.append(unknown, numbered(unknown, 1))

            assert conflict.value.head == START
            assert conflict.value.missing == []

    async def test_EL1_an_append_to_a_different_history_conflicts_with_nothing_missing(self):
        async with self.store() as store:
            log = await begin_with(store, 2)
            forked = after(START, chain(START, "another-1"))

            with pytest.raises(Conflict) as conflict:
                await log.append(forked, chain(forked, "another-2"))

            assert conflict.value.head == (await log.head()).position
            assert conflict.value.missing == []

    async def test_EL1_a_command_enters_the_log_once(self):
        async with self.store() as store:
            log = await begin_with(store, 3)
            head = (await log.head()).position

            with pytest.raises(DuplicateCommand) as refusal:
                await log.append(head, chain(head, "new", "command-2", "newer"))

            assert refusal.value.command_id == "command-2"
            assert (await log.head()).position == head
            assert await log.find("new") is None

    async def test_EL1_a_command_stands_in_a_batch_once(self):
        async with self.store() as store:
            log = await begin(store)

            with pytest.raises(DuplicateCommand) as refusal:
                await log.append(START, chain(START, "twice", "twice"))

            assert refusal.value.command_id == "twice"
            assert (await log.head()).position == START

    async def test_EL1_a_stale_resend_is_a_conflict_before_it_is_a_duplicate(self):
        async with self.store() as store:
            log = await begin(store)
            sent = chain(START, "a")
            await log.append(START, sent)

            with pytest.raises(Conflict) as conflict:
                await log.append(START, sent)

            assert conflict.value.missing == sent

    @pytest.mark.parametrize(
        ("expected", "records"),
        [
            pytest.param(START, [], id="no commits"),
            pytest.param(START, numbered(START, 3)[1:], id="not the next one"),
            pytest.param(START, numbered(START, 3)[::2], id="a gap"),
        ],
    )
    async def test_EL1_what_is_no_continuation_is_refused(self, expected, records):
        async with self.store() as store:
            log = await begin(store)

            with pytest.raises(ValueError, match="commits"):
                await log.append(expected, records)

            assert (await log.head()).position == START

    async def test_EL1_settings_change_with_the_commit_that_changes_them(self):
        async with self.store() as store:
            log = await begin(store)
            changed = Settings(title="Other", structure="tree", strict_blueprints=True)

            await log.append(START, numbered(START, 1), settings=changed)

            assert (await log.head()).settings == changed

    async def test_EL1_a_refused_append_changes_no_settings_and_keeps_no_snapshot(self):
        async with self.store() as store:
            log = await begin_with(store, 1)

            with pytest.raises(Conflict):
                await log.append(
                    START, chain(START, "x"), settings=Settings(title="no"), snapshot=b"no"
                )

            assert (await log.head()).settings == SETTINGS
            assert await log.load_snapshot() is None

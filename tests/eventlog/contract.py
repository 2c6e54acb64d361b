"""What every event log promises: one suite, which each log's test instantiates."""

import asyncio
from abc import ABC, abstractmethod
from contextlib import AbstractAsyncContextManager, asynccontextmanager

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jupyter_graphsync.domain.commits import Position
from jupyter_graphsync.domain.errors import Clash, NotFound, Unavailable
from jupyter_graphsync.domain.settings import Settings
from jupyter_graphsync.eventlog.base import Conflict, DuplicateCommand, LogStore, StoredSnapshot

from .history import (
    EPOCH,
    NOW,
    SETTINGS,
    START,
    after,
    begin,
    begin_with,
    chain,
    is_verified_chain,
    numbered,
    record,
)

SECOND = "epoch-2"
TURNS = st.tuples(st.sampled_from(["ann", "ben"]), st.integers(1, 4), st.booleans())
"""Who appends, how many commits, and whether from an old position."""


class LogContract(ABC):
    """Subclasses say how a new, empty store is made."""

    @abstractmethod
    def new_store(self) -> LogStore:
        """Return a store that was not started; each call another, empty one."""

    def store(self) -> AbstractAsyncContextManager[LogStore]:
        return started(self.new_store())

    # Sessions

    async def test_a_new_session_stands_at_the_start_of_its_epoch(self):
        async with self.store() as store:
            log = await begin(store)

            head = await log.head()

            assert head.session_id == log.session_id == "s"
            assert head.settings == SETTINGS
            assert head.created == NOW
            assert head.position == Position.start(EPOCH)

    async def test_an_id_is_given_once(self):
        async with self.store() as store:
            await begin(store)

            with pytest.raises(Clash) as refusal:
                await begin(store)

            assert refusal.value.code == "session-exists"

    async def test_ids_that_differ_in_case_are_different_sessions(self):
        async with self.store() as store:
            await begin(store, "a")

            await begin(store, "A")

            assert [each.session_id for each in await store.sessions()] == ["A", "a"]

    async def test_a_session_that_nobody_made_is_not_found(self):
        async with self.store() as store:
            with pytest.raises(NotFound) as refusal:
                await store.open("nobody")

            assert refusal.value.code == "session-not-found"

    async def test_sessions_are_listed_by_id_with_their_heads(self):
        async with self.store() as store:
            await begin(store, "b")
            log = await begin_with(store, 3, "a")

            listed = await store.sessions()

            assert [each.session_id for each in listed] == ["a", "b"]
            assert listed[0] == await log.head()

    async def test_opening_gives_the_same_history(self):
        async with self.store() as store:
            log = await begin_with(store, 3)

            again = await store.open("s")

            assert await again.head() == await log.head()
            assert await again.read(0, 10) == await log.read(0, 10)

    async def test_an_ended_session_is_neither_found_nor_listed(self):
        async with self.store() as store:
            log = await begin(store)

            await log.end(NOW)

            assert await store.sessions() == []
            with pytest.raises(NotFound):
                await store.open("s")
            with pytest.raises(NotFound):
                await log.head()

    async def test_the_id_of_an_ended_session_is_not_used_again(self):
        async with self.store() as store:
            log = await begin(store)
            await log.end(NOW)

            with pytest.raises(Clash):
                await begin(store)

    async def test_the_history_of_an_ended_session_is_kept(self):
        async with self.store() as store:
            log = await begin_with(store, 2)

            await log.end(NOW)

            assert [each.seq for each in await log.read(0, 10)] == [1, 2]

    async def test_an_ended_session_takes_no_commits(self):
        async with self.store() as store:
            log = await begin(store)
            await log.end(NOW)

            with pytest.raises(NotFound):
                await log.append(START, numbered(START, 1))

            assert await log.read(0, 10) == []

    async def test_ending_twice_is_ending_once(self):
        async with self.store() as store:
            log = await begin(store)

            await log.end(NOW)
            await log.end(NOW)

            assert await store.sessions() == []

    # Appending

    async def test_an_append_moves_the_head_to_its_last_commit(self):
        async with self.store() as store:
            log = await begin(store)
            records = numbered(START, 3)

            await log.append(START, records)

            assert (await log.head()).position == after(START, records)

    async def test_what_is_read_is_byte_for_byte_what_was_appended(self):
        async with self.store() as store:
            log = await begin(store)
            records = chain(START, "a", "b\u00e9\U0001f600", "c'\"\\")

            await log.append(START, records)

            assert await log.read(0, 10) == records

    async def test_sessions_do_not_see_each_other(self):
        async with self.store() as store:
            one, two = await begin(store, "one"), await begin(store, "two")

            await one.append(START, chain(START, "same-id"))
            await two.append(START, chain(START, "same-id", "other"))

            assert len(await one.read(0, 10)) == 1
            assert len(await two.read(0, 10)) == 2
            assert await one.find("other") is None

    async def test_a_stale_append_conflicts_and_carries_what_is_missing(self):
        async with self.store() as store:
            log = await begin(store)
            theirs = chain(START, "their-1", "their-2")
            await log.append(START, theirs)

            with pytest.raises(Conflict) as conflict:
                await log.append(START, chain(START, "mine"))

            assert conflict.value.head == after(START, theirs)
            assert conflict.value.missing == theirs
            assert await log.read(0, 10) == theirs

    async def test_an_append_beyond_the_head_conflicts_with_nothing_missing(self):
        async with self.store() as store:
            log = await begin(store)
            unknown = after(START, numbered(START, 2))

            with pytest.raises(Conflict) as conflict:
                await log.append(unknown, numbered(unknown, 1))

            assert conflict.value.head == START
            assert conflict.value.missing == []

    async def test_an_append_to_a_different_history_conflicts_with_nothing_missing(self):
        async with self.store() as store:
            log = await begin_with(store, 2)
            forked = after(START, chain(START, "another-1"))

            with pytest.raises(Conflict) as conflict:
                await log.append(forked, chain(forked, "another-2"))

            assert conflict.value.head == (await log.head()).position
            assert conflict.value.missing == []

    async def test_a_command_enters_the_log_once(self):
        async with self.store() as store:
            log = await begin_with(store, 3)
            head = (await log.head()).position

            with pytest.raises(DuplicateCommand) as refusal:
                await log.append(head, chain(head, "new", "command-2", "newer"))

            assert refusal.value.command_id == "command-2"
            assert (await log.head()).position == head
            assert await log.find("new") is None

    async def test_a_command_stands_in_a_batch_once(self):
        async with self.store() as store:
            log = await begin(store)

            with pytest.raises(DuplicateCommand) as refusal:
                await log.append(START, chain(START, "twice", "twice"))

            assert refusal.value.command_id == "twice"
            assert (await log.head()).position == START

    async def test_a_stale_resend_is_a_conflict_before_it_is_a_duplicate(self):
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
    async def test_what_is_no_continuation_is_refused(self, expected, records):
        async with self.store() as store:
            log = await begin(store)

            with pytest.raises(ValueError, match="commits"):
                await log.append(expected, records)

            assert (await log.head()).position == START

    async def test_settings_change_with_the_commit_that_changes_them(self):
        async with self.store() as store:
            log = await begin(store)
            changed = Settings(title="Other", structure="tree", strict_blueprints=True)

            await log.append(START, numbered(START, 1), settings=changed)

            assert (await log.head()).settings == changed

    async def test_a_refused_append_changes_no_settings_and_keeps_no_snapshot(self):
        async with self.store() as store:
            log = await begin_with(store, 1)

            with pytest.raises(Conflict):
                await log.append(
                    START, chain(START, "x"), settings=Settings(title="no"), snapshot=b"no"
                )

            assert (await log.head()).settings == SETTINGS
            assert await log.load_snapshot() is None

    # Many writers

    async def test_of_many_appends_at_once_to_one_head_one_wins(self):
        async with self.store() as store:
            log = await begin(store)

            answers = await asyncio.gather(
                *(log.append(START, chain(START, f"writer-{n}")) for n in range(20)),
                return_exceptions=True,
            )

            assert answers.count(None) == 1
            assert sum(isinstance(answer, Conflict) for answer in answers) == 19
            assert len(await log.read(0, 100)) == 1

    async def test_one_refused_append_does_not_harm_the_others(self):
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

    def test_any_interleaving_of_two_writers_gives_a_dense_verified_chain(self):
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
                    assert is_verified_chain(conflict.missing, known[writer])  # noqa: PT017
                    records = chain(conflict.head, *ids)
                    await log.append(conflict.head, records)
                known[writer] = after(START, records)
            history = await log.read(0, 1000)
            assert [each.command_id for each in history] == accepted
            assert [each.seq for each in history] == list(range(1, len(history) + 1))
            assert is_verified_chain(history)

    # Reading

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
    async def test_a_read_gives_the_commits_after_a_number_oldest_first(
        self, after_seq, limit, seqs
    ):
        async with self.store() as store:
            log = await begin_with(store, 5)

            records = await log.read(after_seq, limit)

            assert [each.seq for each in records] == seqs

    async def test_positions_are_those_of_the_chain(self):
        async with self.store() as store:
            log = await begin(store)
            records = numbered(START, 2)
            await log.append(START, records)

            assert await log.position(0) == START
            assert await log.position(1) == Position(EPOCH, 1, records[0].digest)
            assert await log.position(2) == (await log.head()).position
            assert await log.position(3) is None

    async def test_a_command_is_found_whatever_its_age(self):
        async with self.store() as store:
            log = await begin(store)
            records = numbered(START, 50)
            await log.append(START, records)

            assert await log.find("command-1") == records[0]
            assert await log.find("command-50") == records[49]
            assert await log.find("command-51") is None

    # Epochs

    async def test_a_new_epoch_goes_on_counting_from_where_the_old_one_stopped(self):
        async with self.store() as store:
            log = await begin_with(store, 2)
            head = (await log.head()).position
            base = Position.start(SECOND, 2)
            records = numbered(base, 2)

            await log.append(head, records, base=base)

            assert (await log.head()).position == Position(SECOND, 4, records[-1].digest)
            assert await log.position(2) == head
            assert await log.position(3) == Position(SECOND, 3, records[0].digest)

    async def test_a_read_crosses_into_a_new_epoch(self):
        async with self.store() as store:
            log = await begin_with(store, 2)
            base = Position.start(SECOND, 2)
            records = numbered(base, 2)
            await log.append((await log.head()).position, records, base=base)

            assert [each.seq for each in await log.read(0, 10)] == [1, 2, 3, 4]
            assert await log.read(2, 10) == records
            assert await log.find("command-3") == records[0]

    async def test_appends_go_on_in_a_new_epoch(self):
        async with self.store() as store:
            log = await begin_with(store, 2)
            base = Position.start(SECOND, 2)
            records = numbered(base, 1)
            await log.append((await log.head()).position, records, base=base)
            head = after(base, records)

            await log.append(head, numbered(head, 1))

            assert (await log.head()).position.epoch == SECOND
            assert (await log.head()).position.seq == 4

    async def test_who_knows_only_the_old_epoch_is_told_of_another_history(self):
        async with self.store() as store:
            log = await begin_with(store, 2)
            old = (await log.head()).position
            base = Position.start(SECOND, 2)
            await log.append(old, numbered(base, 1), base=base)

            with pytest.raises(Conflict) as conflict:
                await log.append(old, chain(old, "late"))

            assert conflict.value.head.epoch == SECOND
            assert conflict.value.missing == []

    async def test_an_epoch_without_commits_leaves_no_trace(self):
        async with self.store() as store:
            log = await begin(store)
            base = Position.start(SECOND)
            records = numbered(base, 1)

            await log.append(START, records, base=base)

            assert await log.position(0) == base
            assert await log.read(0, 10) == records

    async def test_a_snapshot_of_an_epoch_without_commits_goes_with_it(self):
        async with self.store() as store:
            log = await begin(store)
            await log.save_snapshot(START, b"empty")
            base = Position.start(SECOND)

            await log.append(START, numbered(base, 1), base=base)

            assert await log.load_snapshot() is None

    async def test_a_new_epoch_cannot_begin_elsewhere_than_at_the_head(self):
        async with self.store() as store:
            log = await begin_with(store, 2)
            base = Position.start(SECOND, 5)

            with pytest.raises(ValueError, match="epoch"):
                await log.append((await log.head()).position, numbered(base, 1), base=base)

    async def test_the_name_of_an_epoch_is_used_once(self):
        async with self.store() as store:
            log = await begin_with(store, 2)
            head = (await log.head()).position
            base = Position.start(EPOCH, 2)

            with pytest.raises(ValueError, match="epoch"):
                await log.append(head, numbered(base, 1), base=base)

            assert (await log.head()).position == head

    # Waiting

    async def test_waiting_returns_at_once_where_there_is_more(self):
        async with self.store() as store:
            log = await begin_with(store, 2)

            await asyncio.wait_for(log.wait(1), 10)

    async def test_waiting_ends_with_the_next_commit(self):
        async with self.store() as store:
            log = await begin(store)
            waiting = asyncio.create_task(log.wait(0))

            await log.append(START, numbered(START, 1))

            await asyncio.wait_for(waiting, 10)

    async def test_waiting_sees_what_was_appended_through_another_log_object(self):
        async with self.store() as store:
            log = await begin(store)
            waiting = asyncio.create_task(log.wait(0))

            await (await store.open("s")).append(START, numbered(START, 1))

            await asyncio.wait_for(waiting, 10)

    async def test_waiting_goes_on_while_only_other_sessions_have_news(self):
        async with self.store() as store:
            log, other = await begin(store, "one"), await begin(store, "two")
            waiting = asyncio.create_task(log.wait(0))

            await other.append(START, numbered(START, 1))
            await log.head()

            assert not waiting.done()
            waiting.cancel()

    async def test_waiting_ends_with_the_session(self):
        async with self.store() as store:
            log = await begin(store)
            waiting = asyncio.create_task(log.wait(0))
            await log.head()

            await log.end(NOW)

            await asyncio.wait([waiting], timeout=10)
            assert waiting.done()
            assert isinstance(waiting.exception(), NotFound | None)

    async def test_nobody_waits_for_a_store_that_was_closed(self):
        store = self.new_store()
        async with started(store):
            log = await begin(store)
            waiting = asyncio.create_task(log.wait(0))
            await log.head()

        await asyncio.wait([waiting], timeout=10)

        assert waiting.done()

    # Snapshots

    async def test_without_snapshots_there_is_none(self):
        async with self.store() as store:
            log = await begin_with(store, 1)

            assert await log.load_snapshot() is None

    @pytest.mark.parametrize("size", [0, 1, 100_000])
    async def test_a_snapshot_comes_back_as_it_was(self, size):
        async with self.store() as store:
            log = await begin_with(store, 2)
            snapshot = StoredSnapshot((await log.head()).position, bytes(range(256)) * size)

            await log.save_snapshot(snapshot.position, snapshot.data)

            assert await log.load_snapshot() == snapshot

    async def test_a_snapshot_of_the_start_is_kept_too(self):
        async with self.store() as store:
            log = await begin(store)

            await log.save_snapshot(START, b"empty")

            assert await log.load_snapshot() == StoredSnapshot(START, b"empty")

    async def test_a_snapshot_can_come_with_the_commits_it_follows(self):
        async with self.store() as store:
            log = await begin(store)
            records = numbered(START, 2)

            await log.append(START, records, snapshot=b"state")

            assert await log.load_snapshot() == StoredSnapshot(after(START, records), b"state")

    async def test_the_newest_snapshot_not_beyond_a_commit_is_given(self):
        async with self.store() as store:
            log = await begin_with(store, 5)
            for seq in (2, 4):
                await log.save_snapshot(await log.position(seq), b"at %d" % seq)

            assert (await log.load_snapshot()).data == b"at 4"
            assert (await log.load_snapshot(at_most=4)).data == b"at 4"
            assert (await log.load_snapshot(at_most=3)).data == b"at 2"
            assert await log.load_snapshot(at_most=1) is None

    async def test_a_second_snapshot_of_a_commit_replaces_the_first(self):
        async with self.store() as store:
            log = await begin_with(store, 1)
            head = (await log.head()).position

            await log.save_snapshot(head, b"first")
            await log.save_snapshot(head, b"second")

            assert (await log.load_snapshot()).data == b"second"

    async def test_a_snapshot_of_another_history_is_refused(self):
        async with self.store() as store:
            log = await begin_with(store, 1)
            elsewhere = after(START, chain(START, "elsewhere"))

            with pytest.raises(Conflict):
                await log.save_snapshot(elsewhere, b"state")

            assert await log.load_snapshot() is None

    async def test_only_the_newest_few_snapshots_are_kept(self):
        async with self.store() as store:
            log = await begin_with(store, 9)

            for seq in range(1, 10):
                await log.save_snapshot(await log.position(seq), b"state")

            assert (await log.load_snapshot(at_most=8)).position.seq == 8
            assert await log.load_snapshot(at_most=3) is None

    @pytest.mark.parametrize("with_the_append", [True, False])
    async def test_the_snapshot_of_a_load_is_never_pruned(self, with_the_append):
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

            for seq in range(2, 11):
                await log.save_snapshot(await log.position(seq), b"state")

            assert (await log.load_snapshot(at_most=3)).data == b"loaded"

    # The store

    async def test_the_secret_is_made_once(self):
        async with self.store() as store:
            secret = await store.secret()

            assert len(secret) == 32
            assert await store.secret() == secret

    async def test_no_two_stores_share_a_secret(self):
        async with self.store() as one, self.store() as two:
            assert await one.secret() != await two.secret()

    async def test_what_was_kept_is_there_after_the_store_was_closed_and_started(self):
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

    async def test_starting_and_closing_may_be_repeated(self):
        store = self.new_store()

        await store.start()
        await store.start()
        await begin(store)
        await store.close()
        await store.close()

    async def test_a_store_that_is_not_started_says_so(self):
        store = self.new_store()
        async with started(store):
            log = await begin_with(store, 1)
        asked = [store.secret, store.sessions, log.head, log.load_snapshot, lambda: log.read(0, 1)]

        for ask in asked:
            with pytest.raises(Unavailable) as refusal:
                await ask()

            assert refusal.value.code == "storage-unavailable"

    async def test_closing_finishes_what_is_under_way(self):
        store = self.new_store()
        await store.start()
        log = await begin(store)
        records = numbered(START, 1)

        appending = asyncio.create_task(log.append(START, records))
        await asyncio.gather(appending, store.close())

        async with started(store):
            assert await (await store.open("s")).read(0, 10) == records


@asynccontextmanager
async def started(store):
    await store.start()
    try:
        yield store
    finally:
        await store.close()

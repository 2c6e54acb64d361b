"""Several servers on one log: what one of them does shows on the others, whoever edits there.

Every behaviour on a log in memory that several servers share, and on PostgreSQL.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from itertools import count, islice, repeat
from typing import Any

import pytest

from jupyter_graphsync.domain.commits import Commit, CommitNotes, CommitRecord, Position, seal
from jupyter_graphsync.domain.errors import GraphSyncError, NotFound
from jupyter_graphsync.domain.settings import Moment
from jupyter_graphsync.eventlog.base import EventLog, LogStore
from jupyter_graphsync.eventlog.memory import MemoryLogStore
from jupyter_graphsync.eventlog.sql import SqlLogStore
from jupyter_graphsync.sessions.requests import LoadRequest, MomentRequest, SettingsRequest
from jupyter_graphsync.sessions.session import GraphSession

from .faults import FaultyStore, away
from .house import REST, House, graph_of, house, node, perform, reverse
from .people import Person

Houses = Callable[[int], Any]


class SharedStore(MemoryLogStore):
    """A log in memory that several servers use at once."""

    async def open(self, session_id: str) -> EventLog:
        return shared(await super().open(session_id))

    async def close(self) -> None:
        """Stay open for the others."""


class SharedFaultyStore(FaultyStore):
    """The same, with faults."""

    async def open(self, session_id: str) -> EventLog:
        return shared(await super().open(session_id))


def shared(log: EventLog) -> EventLog:
    log.is_shared = True
    return log


@pytest.fixture(params=["memory", "postgres"])
def servers(request: pytest.FixtureRequest) -> Houses:
    """Open so many servers on one place."""
    if request.param == "memory":
        store = SharedStore()
        stores: Iterator[LogStore] = repeat(store)
    else:
        url = request.getfixturevalue("database").new_url()
        stores = (SqlLogStore(url) for _ in count())

    @asynccontextmanager
    async def opened(number: int) -> AsyncIterator[list[House]]:
        async with AsyncExitStack() as stack:
            some = islice(stores, number)
            yield [await stack.enter_async_context(house(store)) for store in some]

    return opened


async def level(person: Person, session: GraphSession) -> None:
    """Wait until somebody has all that a session has."""
    while person.replica.position != session.position:
        await asyncio.sleep(0.002)


async def test_FO1_who_does_nothing_sees_what_is_done_on_another_server(servers: Houses) -> None:
    async with servers(2) as (one, two):
        first = await one.create()
        ben = await two.join("ben")

        await perform(first, "create-node", "1", **node("a"))
        await perform(first, "create-node", "2", **node("b"), parent_id="a")
        await level(ben, first)

        assert ben.replica.graph == await graph_of(first)
        assert [commit["seq"] for commit in ben.of_type("commit")] == [1, 2]
        assert len(ben.of_type("welcome", "snapshot")) <= 2


async def test_FO1_a_large_commit_is_followed_as_well(servers: Houses) -> None:
    async with servers(2) as (one, two):
        first = await one.create()
        ben = await two.join("ben")
        commands = [
            {"command_type": "create-node", "arguments": node(f"n{number}")}
            for number in range(2_000)
        ]

        await perform(first, "batch", "1", commands=commands)
        await level(ben, first)

        assert ben.replica.graph == await graph_of(first)


async def test_FO2_settings_and_moments_hold_on_every_server(servers: Houses) -> None:
    async with servers(2) as (one, two):
        first = await one.create(structure="graph")
        second = await two.manager.get("s")
        ben = await two.join("ben")
        await perform(first, "create-node", "1", **node("a"))

        await first.perform(
            SettingsRequest(command_id="2", actor=REST, title="new", structure="tree")
        )
        moment = Moment(seq=1, name="the first")
        await first.perform(MomentRequest(command_id="3", actor=REST, seq=1, moment=moment))
        await level(ben, first)

        assert second.settings == first.settings
        assert second.settings.moments == [moment]
        answer = await ben.do("link-node", parent_id="a", child_id="a")
        assert answer["error"]["code"] in ("self-link", "cycle")


async def test_FO3_a_load_on_another_server_is_a_reset_a_snapshot_and_a_commit(
    servers: Houses,
) -> None:
    async with servers(2) as (one, two):
        first, source = await one.create(), await one.create("source")
        await perform(first, "create-node", "1", **node("a"))
        await perform(source, "create-node", "1", **node("x"))
        ben = await two.join("ben")

        for number in range(2):
            await load(first, source, f"l{number}")
            await level(ben, first)

        assert len(ben.of_type("reset")) == 2
        assert [name for name, _ in ben.events("project:")] == ["project:loaded"] * 2
        assert ben.replica.graph == await graph_of(source)
        assert ben.socket.closed is None
        assert (await ben.do("create-node", **node("next")))["ok"]


async def load(session: GraphSession, source: GraphSession, command_id: str) -> None:
    _, view = await source.view()
    request = LoadRequest(command_id=command_id, actor=REST, view=view, project_id="p.graphsync")
    await session.perform(request)


async def test_FO4_a_session_that_another_server_ended_is_over(servers: Houses) -> None:
    async with servers(2) as (one, two):
        await one.create()
        ben = await two.join("ben")

        await one.manager.end("s")
        await ben.until(lambda: ben.socket.closed is not None)

        assert ben.of_type("bye")[0]["code"] == 4505
        ben.cut()
        with pytest.raises(NotFound):
            await two.manager.get("s")
        assert await two.manager.list() == []


async def test_FO5_undo_keeps_what_somebody_on_another_server_changed(servers: Houses) -> None:
    async with servers(2) as (one, two):
        first = await one.create()
        second = await two.manager.get("s")
        ann, ben = await one.join("ann"), await two.join("ben")
        await ann.do("create-node", **node("a"))
        await ann.do("update-property", node_id="a", property_id="p", new_value=1)
        await level(ben, first)
        await ben.do("update-property", node_id="a", property_id="p", new_value=2)
        await level(ann, second)

        answer = await ann.ask("undo")

        assert answer["error"]["code"] == "undo-conflict"
        assert (await ben.ask("undo"))["ok"]
        await level(ann, second)
        assert ann.replica.graph.nodes["a"].properties == {"p": 1}
        assert (await reverse(first, "undo", "u", session_wide=True)).seq == 5


async def test_FO6_many_at_once_on_three_servers_make_one_history(servers: Houses) -> None:
    async with servers(3) as homes:
        first = await homes[0].create()
        people = [await homes[number % 3].join(f"p{number}") for number in range(6)]

        answers = await asyncio.gather(*(hammer(person) for person in people))
        seqs = sorted(seq for some in answers for seq in some)
        await asyncio.gather(*(level(person, first) for person in people if first.position.seq))
        for person in people:
            while person.replica.position.seq < len(seqs):
                await asyncio.sleep(0.002)

        assert seqs == list(range(1, 6 * 15 + 1))
        graphs = [person.replica.graph for person in people]
        assert all(graph == graphs[0] for graph in graphs)
        assert len({person.replica.position for person in people}) == 1


async def hammer(person: Person) -> list[int]:
    """Send commands one by one; send those again that were told to come back."""
    seqs = []
    for number in range(15):
        command_id = f"{person.name}-{number}"
        while True:
            answer = await person.do("create-node", command_id, **node(command_id))
            if answer["ok"]:
                seqs.append(answer["seq"])
                break
            assert answer["error"]["code"] == "busy"
            assert answer["error"]["retry"]
    return seqs


async def test_FO7_a_command_sent_to_two_servers_at_once_is_done_once(servers: Houses) -> None:
    async with servers(2) as (one, two):
        first = await one.create()
        second = await two.manager.get("s")

        answers = await asyncio.gather(
            *(perform(session, "create-node", "same", **node("a")) for session in (first, second))
        )

        assert [answer.seq for answer in answers] == [1, 1]
        with pytest.raises(GraphSyncError) as refusal:
            await perform(second, "create-node", "same", **node("b"))
        assert refusal.value.code == "command-id-reused"


async def test_FO8_who_is_overtaken_too_often_is_told_to_come_back() -> None:
    store = Overtaken()
    async with house(store) as home:
        session = await home.create()
        ann = await home.join("ann")
        store.overtake = True

        answer = await ann.do("create-node", "1", **node("a"))
        store.overtake = False

        assert answer["error"]["code"] == "busy"
        assert answer["error"]["retry"]
        assert (await ann.do("create-node", "1", **node("a")))["ok"]
        await ann.in_step()
        assert ann.replica.graph == await graph_of(session)


class Overtaken(SharedStore):
    """A log in which somebody is always quicker."""

    overtake = False
    count = 0

    async def open(self, session_id: str) -> EventLog:
        log = await super().open(session_id)
        append = log.append

        async def slow(expected: Position, records: list[CommitRecord], **rest: Any) -> None:
            if self.overtake:
                self.count += 1
                await append(expected, [somebodys(expected, f"o{self.count}")])
            await append(expected, records, **rest)

        log.append = slow  # type: ignore[method-assign]
        return log


def somebodys(expected: Position, command_id: str) -> CommitRecord:
    commit = Commit(
        seq=expected.seq + 1,
        command_id=command_id,
        command_type="save",
        kind="save",
        actor=REST,
        timestamp="2026-11-22T12:00:00.000000Z",
        events=[],
    )
    return seal(commit, CommitNotes(), expected)


async def test_FO9_following_goes_on_when_the_log_answers_again() -> None:
    store = SharedFaultyStore()
    async with house(store) as one, house(store) as two:
        first = await one.create()
        ben = await two.join("ben")
        store.deaf = [away(), away()]

        await perform(first, "create-node", "1", **node("a"))
        await level(ben, first)

        assert ben.replica.graph == await graph_of(first)


async def test_FO10_sessions_of_all_servers_are_listed_and_can_be_joined(servers: Houses) -> None:
    async with servers(2) as (one, two):
        await one.create("a")
        await two.create("b")

        assert [each.session_id for each in await one.manager.list()] == ["a", "b"]
        assert (await (await one.join("ann", "b")).do("create-node", **node("n")))["ok"]


class Unheard(SharedStore):
    """A log that tells nobody of news."""

    async def open(self, session_id: str) -> EventLog:
        log = await super().open(session_id)
        log.wait = lambda after: asyncio.Event().wait()  # type: ignore[method-assign, assignment]
        return log


async def test_FO11_nothing_is_refused_before_the_log_was_asked_what_others_did() -> None:
    store = Unheard()
    async with house(store) as one, house(store) as two:
        first = await one.create()
        second = await two.manager.get("s")
        await perform(first, "create-node", "1", **node("a"))
        await perform(first, "delete-node", "2", node_id="a")

        again = await perform(second, "delete-node", "2", node_id="a")
        await perform(first, "create-node", "3", **node("b"))
        touched = await perform(
            second, "update-property", "4", node_id="b", property_id="p", new_value=1
        )

        assert (again.seq, touched.seq) == (2, 4)
        with pytest.raises(NotFound):
            await perform(second, "delete-node", "5", node_id="a")


async def test_FO12_who_knows_more_than_a_server_is_not_led_back_by_it() -> None:
    store = Unheard()
    async with house(store) as one, house(store) as two:
        first = await one.create()
        await two.manager.get("s")
        await perform(first, "create-node", "1", **node("a"))
        ann = await one.join("ann")
        ann.cut()

        await ann.join(await two.manager.get("s"), ann.replica.position)

        assert ann.of_type("welcome")[-1]["mode"] == "current"
        assert ann.of_type("welcome")[-1]["seq"] == 1

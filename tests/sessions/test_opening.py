"""A session comes to life out of its log as it was, or up to where the log is good."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from jupyter_graphsync.domain.errors import GraphSyncError, NotFound, Unavailable
from jupyter_graphsync.domain.graph import Graph
from jupyter_graphsync.eventlog.base import StoredSnapshot
from jupyter_graphsync.sessions import restoring
from jupyter_graphsync.sessions.requests import LoadRequest, SettingsRequest
from jupyter_graphsync.sessions.session import GraphSession

from .faults import FaultyStore
from .house import REST, House, graph_of, house, node, perform, reverse


class Forgetful(FaultyStore):
    """Keeps no snapshot: whoever opens a session has to read its whole history."""

    def __init__(self) -> None:
        super().__init__()
        self.forgets = True


class Foreign(FaultyStore):
    """Hands snapshots out as another version would have written them."""

    async def open(self, session_id: str) -> Any:
        log = await super().open(session_id)
        load_snapshot = log.load_snapshot

        async def foreign(at_most: int | None = None) -> StoredSnapshot | None:
            stored = await load_snapshot(at_most)
            if stored is None:
                return None
            first, *others = stored.data.split(b"\n")
            state = {**msgspec.json.decode(first), "history": {"of": "another version"}}
            data = b"\n".join([msgspec.json.encode(state), *others])
            return StoredSnapshot(stored.position, data)

        log.load_snapshot = foreign  # type: ignore[method-assign]
        return log


async def names(session: GraphSession) -> set[str]:
    return set((await graph_of(session)).nodes)


async def create_nodes(session: GraphSession, text: str) -> None:
    for name in text:
        await perform(session, "create-node", name, **node(name))


async def load(session: GraphSession, source: GraphSession) -> None:
    _, view = await source.view()
    await session.perform(LoadRequest(command_id="load", actor=REST, view=view, project_id="p"))


@pytest.mark.parametrize("make_store", [FaultyStore, Forgetful, Foreign])
async def test_OP1_graph_position_settings_and_undo_survive(make_store: type[FaultyStore]) -> None:
    async with house(make_store()) as home:
        session = await home.create(title="T", structure="tree")
        await create_nodes(session, "abc")
        await perform(session, "define-blueprint", "t", blueprint_type={"blueprint_type_id": "t"})
        await session.perform(SettingsRequest(command_id="s", actor=REST, title="U"))
        await reverse(session, "undo", "u1")
        await reverse(session, "undo", "u2")
        before = await graph_of(session), session.position, session.settings

        session = await home.reopen()

        assert (await graph_of(session), session.position, session.settings) == before
        await reverse(session, "redo", "r1")
        assert await names(session) == {"a", "b", "c"}
        for number in range(3):
            await reverse(session, "undo", f"v{number}")
        assert not await names(session)


@pytest.mark.parametrize("make_store", [FaultyStore, Forgetful, Foreign])
async def test_OP2_a_loaded_graph_survives_with_what_followed(
    make_store: type[FaultyStore],
) -> None:
    async with house(make_store()) as home:
        session, source = await home.create(), await home.create("source", structure="graph")
        await create_nodes(session, "abc")
        await create_nodes(source, "xy")
        await load(session, source)
        await create_nodes(session, "z")
        before = await graph_of(session), session.position

        session = await home.reopen()

        assert (await graph_of(session), session.position) == before
        assert await names(session) == {"x", "y", "z"}
        assert session.settings.structure == "graph"
        await reverse(session, "undo", "u")
        assert await names(session) == {"x", "y"}


async def test_OP2_a_large_graph_that_was_loaded_survives_a_change_of_version() -> None:
    async with house(Foreign()) as home:
        session, source = await home.create(), await home.create("source")
        for number in range(80):
            await perform(session, "create-node", f"a{number}", **node(f"a{number}"))
        for number in range(80):
            arguments = {**node(f"n{number}"), "name": "n" * 4_000}
            await perform(source, "create-node", f"n{number}", **arguments)
        await load(session, source)
        await create_nodes(session, "z")
        before = await graph_of(session), session.position

        session = await home.reopen()

        assert (await graph_of(session), session.position) == before
        assert len(await names(session)) == 81


async def test_OP3_every_moment_of_a_history_can_be_looked_at() -> None:
    async with house() as home:
        session, source = await home.create(), await home.create("source")
        await create_nodes(session, "ab")
        await create_nodes(source, "x")
        await load(session, source)
        await create_nodes(session, "c")

        moments = [await session.at(seq) for seq in range(5)]

        assert [position.seq for position, _ in moments] == list(range(5))
        assert [set(Graph.from_view(view).nodes) for _, view in moments] == [
            set(),
            {"a"},
            {"a", "b"},
            {"x"},
            {"x", "c"},
        ]
        assert moments[4][0] == session.position
        assert moments[2][0].epoch != moments[3][0].epoch


async def test_OP4_a_moment_that_never_was_is_not_found() -> None:
    async with house() as home:
        session = await home.create()

        with pytest.raises(NotFound) as refusal:
            await session.at(1)

        assert refusal.value.code == "not-found"


async def damaged(home: House, store: FaultyStore, good: int) -> GraphSession:
    session = await home.create()
    await create_nodes(session, "abcdef")
    await home.rest()
    store.good = good
    return await home.reopen()


@pytest.mark.parametrize("good", [0, 1, 4])
async def test_OP5_a_damaged_log_opens_read_only_at_the_last_good_commit(good: int) -> None:
    store = Forgetful()
    async with house(store) as home:
        session = await damaged(home, store, good)
        ann = await home.join("ann")

        reply = await ann.do("create-node", **node("z"))

        assert session.position.seq == good
        assert await names(session) == set("abcdef"[:good])
        assert session.damage == "a bit flipped"
        assert reply["error"]["code"] == "corrupt-read-only"
        assert not reply["error"]["retry"]
        assert reply["error"]["details"] == {"last_good_seq": good}
        assert ann.replica.graph == await graph_of(session)
        assert [record.seq for record in await session.commits(0, 100)] == list(range(1, good + 1))


async def test_OP6_damage_before_a_good_snapshot_is_noticed_too() -> None:
    store = FaultyStore()
    async with house(store) as home:
        session = await damaged(home, store, 4)

        assert (session.position.seq, session.damage) == (4, "a bit flipped")
        assert await names(session) == set("abcd")


async def test_OP7_damage_older_than_what_is_verified_shows_where_it_is_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(restoring, "VERIFIED_COMMITS", 0)
    store = FaultyStore()
    async with house(store) as home:
        session = await damaged(home, store, 2)

        with pytest.raises(Unavailable) as refusal:
            await session.commits(0, 10)
            await session.commits(2, 10)

        assert refusal.value.code == "corrupt-read-only"
        assert await names(session) == set("abcdef")


async def test_OP8_damage_that_shows_while_the_graph_is_rebuilt_ends_the_history_there(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(restoring, "VERIFIED_COMMITS", 0)
    store = Forgetful()
    async with house(store) as home:
        session = await damaged(home, store, 2)

        assert (session.position.seq, session.damage) == (2, "a bit flipped")
        assert await names(session) == {"a", "b"}


async def test_OP9_a_large_load_whose_snapshot_is_gone_ends_the_history_before_it() -> None:
    store = Forgetful()
    async with house(store) as home:
        session, source = await home.create(), await home.create("source")
        await create_nodes(session, "ab")
        for name in "xyzwv":
            await perform(source, "create-node", name, **node(name), properties={"t": "x" * 60_000})
        await load(session, source)
        await perform(session, "delete-node", "d", node_id="x")
        await create_nodes(session, "c")

        session = await home.reopen()

        assert session.position.seq == 2
        assert await names(session) == {"a", "b"}
        assert "loaded" in session.damage
        with pytest.raises(GraphSyncError):
            await perform(session, "create-node", "q", **node("q"))

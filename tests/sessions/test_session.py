"""Settings, loads, pages of the log, and two servers on one log."""

from __future__ import annotations

import asyncio
from typing import Any

import msgspec
import pytest

from jupyter_graphsync.domain.errors import GraphSyncError, NotFound, Unprocessable
from jupyter_graphsync.domain.graph import GraphView
from jupyter_graphsync.domain.settings import Settings
from jupyter_graphsync.eventlog.memory import MemoryLogStore
from jupyter_graphsync.sessions import ring
from jupyter_graphsync.sessions.requests import LoadRequest, SettingsRequest
from jupyter_graphsync.sessions.session import GraphSession

from .house import REST, graph_of, house, node, perform, reverse


async def test_SE1_a_change_of_settings_is_a_commit_that_everybody_sees() -> None:
    async with house() as home:
        session = await home.create(title="old", structure="dag")
        ann = await home.join("ann")

        outcome = await session.perform(
            SettingsRequest(command_id="1", actor=REST, title="new", structure="tree")
        )
        await ann.in_step()

        settings = {"title": "new", "structure": "tree", "strict_blueprints": False}
        (commit,) = ann.of_type("commit")
        assert outcome.result == settings
        assert (commit["command_type"], commit["kind"]) == ("update-settings", "do")
        assert [name for name, _ in ann.events("command:")] == [
            "command:executing",
            "command:executed",
        ]
        assert commit["events"][0]["payload"]["result"] == settings
        assert msgspec.to_builtins(session.settings) == {**settings, "moments": []}
        (record,) = await home.manager.list()
        assert record.settings == session.settings


async def test_SE2_a_structure_that_the_graph_violates_is_refused() -> None:
    async with house() as home:
        session = await home.create(structure="dag")
        for name in "abc":
            await perform(session, "create-node", name, **node(name))
        for parent in "ab":
            await perform(session, "link-node", f"l{parent}", parent_id=parent, child_id="c")

        with pytest.raises(Unprocessable):
            await session.perform(SettingsRequest(command_id="1", actor=REST, structure="tree"))

        assert session.settings == Settings(structure="dag")
        assert (await graph_of(session)).structure == "dag"
        assert session.position.seq == 5


async def test_SE3_strictness_is_refused_while_a_type_is_undefined_and_then_holds() -> None:
    async with house() as home:
        session = await home.create()
        await perform(session, "create-node", "1", **node("a"))
        strict = SettingsRequest(command_id="2", actor=REST, strict_blueprints=True)

        with pytest.raises(NotFound) as refusal:
            await session.perform(strict)
        thing = {"blueprint_type_id": "thing"}
        await perform(session, "define-blueprint", "3", blueprint_type=thing)
        await session.perform(strict)
        with pytest.raises(NotFound) as later:
            await perform(session, "create-node", "4", **{**node("b"), "blueprint_type_id": "x"})

        assert refusal.value.details == {"node_ids": ["a"], "count": 1}
        assert later.value.code == "unknown-blueprint"


async def test_SE4_settings_are_nobodys_undo() -> None:
    async with house() as home:
        session = await home.create()
        await perform(session, "create-node", "1", **node("a"))
        await session.perform(SettingsRequest(command_id="2", actor=REST, title="new"))

        await reverse(session, "undo", "3")

        assert session.settings.title == "new"
        assert not (await graph_of(session)).nodes


async def test_SE5_settings_under_a_used_id_are_the_same_or_refused() -> None:
    async with house() as home:
        session = await home.create()
        first = await session.perform(SettingsRequest(command_id="1", actor=REST, title="new"))

        again = await session.perform(SettingsRequest(command_id="1", actor=REST, title="new"))
        with pytest.raises(GraphSyncError) as refusal:
            await session.perform(SettingsRequest(command_id="1", actor=REST, title="other"))

        assert again == first
        assert refusal.value.code == "command-id-reused"


async def loaded(session: GraphSession, source: GraphSession) -> GraphView:
    _, view = await source.view()
    await session.perform(LoadRequest(command_id="l", actor=REST, view=view, project_id="p.g"))
    return view


async def test_SE6_a_load_is_a_reset_a_snapshot_and_a_commit_in_a_new_epoch() -> None:
    async with house() as home:
        session, source = await home.create(), await home.create("source")
        await perform(session, "create-node", "1", **node("a"))
        await perform(source, "create-node", "1", **node("x"))
        await perform(source, "create-node", "2", **node("y"), parent_id="x")
        ann, epoch = await home.join("ann"), session.position.epoch
        seen = len(ann.messages)

        view = await loaded(session, source)
        await ann.in_step()

        told = [m for m in ann.messages[seen:] if m["type"] in {"reset", "snapshot", "commit"}]
        reset, *parts, commit = told
        payload = commit["events"][0]["payload"]
        assert [m["type"] for m in told] == ["reset", "snapshot", "snapshot", "commit"]
        assert {m["epoch"] for m in (reset, *parts)} == {session.position.epoch}
        assert epoch != session.position.epoch
        assert (commit["kind"], commit["seq"]) == ("load", 2)
        assert [event["event"] for event in commit["events"]] == ["project:loaded"]
        assert payload.keys() == {"project_id", "graph", "timestamp"}
        assert payload["project_id"] == "p.g"
        assert payload["graph"]["nodes"] == msgspec.to_builtins(view.nodes)
        assert payload["graph"]["links"] == msgspec.to_builtins(view.links)
        assert ann.replica.graph == await graph_of(source)


async def test_SE7_a_large_load_tells_its_counts() -> None:
    async with house() as home:
        session, source = await home.create(), await home.create("source")
        for index in range(5):
            await perform(
                source,
                "create-node",
                f"{index}",
                **node(f"n{index}"),
                properties={"t": "x" * 60_000},
            )
        ann = await home.join("ann")

        await loaded(session, source)
        await ann.in_step()

        payload = ann.events("project:loaded")[0][1]
        assert payload["graph"] == {"node_count": 5, "link_count": 0}
        assert ann.replica.graph == await graph_of(source)


async def test_SE8_nothing_of_an_older_epoch_can_be_undone() -> None:
    async with house() as home:
        session, source = await home.create(), await home.create("source")
        await perform(session, "create-node", "1", **node("a"))
        await loaded(session, source)

        with pytest.raises(GraphSyncError) as refusal:
            await reverse(session, "undo", "2")

        assert refusal.value.code == "nothing-to-undo"


@pytest.mark.parametrize("ring_size", [10_000, 3])
async def test_SE9_the_log_is_paged(ring_size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ring, "MAX_COMMITS", ring_size)
    async with house() as home:
        session = await home.create()
        for index in range(10):
            await perform(session, "create-node", str(index), **node(f"n{index}"))

        pages = [await session.commits(after, 4) for after in (0, 4, 8, 10, 99)]

        assert [[record.seq for record in page] for page in pages] == [
            [1, 2, 3, 4],
            [5, 6, 7, 8],
            [9, 10],
            [],
            [],
        ]


async def test_SE10_a_look_sees_the_durable_graph_and_its_error_is_the_lookers() -> None:
    async with house() as home:
        session = await home.create()
        await perform(session, "create-node", "1", **node("a"))

        count = await session.look(lambda graph: len(graph.nodes))
        with pytest.raises(ZeroDivisionError):
            await session.look(lambda graph: 1 / 0)

        assert count == 1
        assert (await perform(session, "create-node", "2", **node("b"))).seq == 2


async def test_SE11_a_view_is_of_its_moment() -> None:
    async with house() as home:
        session = await home.create()
        await perform(session, "create-node", "1", **node("a"))
        position, view = await session.view()

        await perform(session, "update-property", "2", node_id="a", property_id="p", new_value=1)

        assert position.seq == 1
        assert view.nodes[0].properties == {}


async def test_SE12_closing_answers_what_waits_and_refuses_what_comes() -> None:
    async with house() as home:
        session = await home.create()
        ann = await home.join("ann")
        waiting = [
            asyncio.ensure_future(perform(session, "create-node", str(i), **node(f"n{i}")))
            for i in range(5)
        ]
        await asyncio.sleep(0)

        await session.close(1001, "stopping")
        await session.close(1001, "stopping")

        assert [(await outcome).seq for outcome in waiting] == [1, 2, 3, 4, 5]
        with pytest.raises(GraphSyncError) as refusal:
            await perform(session, "create-node", "late", **node("late"))
        assert refusal.value.code == "storage-unavailable"
        assert ann.socket.closed == (1001, "stopping")
        assert len((await session.view())[1].nodes) == 5


async def test_SE13_two_servers_on_one_log_follow_each_other() -> None:
    store = MemoryLogStore()
    async with house(store) as one, house(store) as two:
        first = await one.create()
        second = await two.manager.get("s")
        ann, ben = await one.join("ann"), await two.join("ben")

        answers: list[Any] = []
        for index in range(6):
            person = ann if index % 2 else ben
            answers.append(await person.do("create-node", **node(f"n{index}")))
        await ben.do("create-node", **node("last"))
        await ann.do("update-property", node_id="last", property_id="p", new_value=1)
        await ben.do("update-property", node_id="last", property_id="q", new_value=2)
        await ann.do("create-node", **node("catch-up"))

        assert [answer["seq"] for answer in answers] == [1, 2, 3, 4, 5, 6]
        seqs = [commit["seq"] for commit in ann.of_type("commit")]
        assert seqs == list(range(1, first.position.seq + 1))
        await ben.do("create-node", **node("level"))
        assert ben.replica.position == second.position
        assert second.position.seq == first.position.seq + 1


async def test_SE14_a_command_that_another_server_did_is_answered_as_that_one_did() -> None:
    store = MemoryLogStore()
    async with house(store) as one, house(store) as two:
        first = await one.create()
        second = await two.manager.get("s")
        done = await perform(first, "create-node", "1", **node("a"))

        again = await perform(second, "create-node", "1", **node("a"))
        with pytest.raises(GraphSyncError) as refusal:
            await perform(second, "create-node", "1", **node("b"))

        assert again == done
        assert second.position == first.position
        assert refusal.value.code == "command-id-reused"


async def test_SE15_a_graph_that_another_server_loaded_is_gone_on_with() -> None:
    store = MemoryLogStore()
    async with house(store) as one, house(store) as two:
        first, source = await one.create(), await one.create("source")
        second = await two.manager.get("s")
        ben = await two.join("ben")
        await perform(source, "create-node", "1", **node("x"))
        await loaded(first, source)

        answer = await ben.do("create-node", "1", **node("b"))
        await ben.in_step()

        assert answer["ok"]
        assert len(ben.of_type("reset")) == 1
        assert ben.events("project:loaded") != []
        assert set(ben.replica.graph.nodes) == {"x", "b"}
        assert ben.replica.graph == await graph_of(second)

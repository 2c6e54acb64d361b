"""What server-side code changes is logged and told, and is in nobody's undo."""

from __future__ import annotations

import pytest

from jupyter_graphsync.domain.errors import Clash, GraphSyncError, NotFound
from jupyter_graphsync.sessions.service import SERVICE, GraphService

from .house import graph_of, house, node, perform, reverse


async def test_SV1_a_property_that_is_notified_is_set_logged_and_told() -> None:
    async with house() as home:
        session = await home.create()
        await perform(session, "create-node", "1", **node("a"))
        ann = await home.join("ann")

        outcome = await GraphService(home.manager).notify_property_changed("s", "a", "temp", 21.5)
        await ann.in_step()

        (commit,) = ann.of_type("commit")
        payload = commit["events"][0]["payload"]
        assert outcome.seq == commit["seq"] == 2
        assert (commit["kind"], commit["actor"]["client_id"]) == ("service", "service")
        assert [event["event"] for event in commit["events"]] == ["graph:property-changed"]
        assert payload == {
            "node_id": "a",
            "property_id": "temp",
            "old_value": None,
            "new_value": 21.5,
            "timestamp": commit["timestamp"],
        }
        assert (await session.commits(1, 1))[0].command_id == outcome.command_id
        assert ann.replica.graph == await graph_of(session)


async def test_SV2_it_is_in_nobodys_undo() -> None:
    async with house() as home:
        session = await home.create()
        await perform(session, "create-node", "1", **node("a"))
        await perform(session, "create-node", "2", **node("b"))
        await GraphService(home.manager).notify_property_changed("s", "a", "temp", 1)

        await reverse(session, "undo", "u1", session_wide=True)
        with pytest.raises(Clash) as refusal:
            await reverse(session, "redo", "u2", actor=SERVICE)

        graph = await graph_of(session)
        assert set(graph.nodes) == {"a"}
        assert graph.nodes["a"].properties == {"temp": 1}
        assert refusal.value.code == "nothing-to-redo"


async def test_SV3_it_is_refused_as_the_command_would_be() -> None:
    async with house() as home:
        await home.create()
        service = GraphService(home.manager)

        with pytest.raises(NotFound) as missing:
            await service.notify_property_changed("s", "a", "temp", 1)
        with pytest.raises(NotFound) as nowhere:
            await service.notify_property_changed("other", "a", "temp", 1)

        assert missing.value.code == "unknown-node"
        assert nowhere.value.code == "session-not-found"


@pytest.mark.parametrize(
    "value",
    [
        float("nan"),
        float("inf"),
        [float("-inf")],
        {"a": float("nan")},
        "\ud800",
        "\0",
        2**53,
        object,
    ],
    ids=repr,
)
async def test_SV4_what_no_client_could_read_is_refused_from_within_too(value: object) -> None:
    async with house() as home:
        session = await home.create()
        await perform(session, "create-node", "1", **node("a"))

        with pytest.raises(GraphSyncError):
            await GraphService(home.manager).notify_property_changed("s", "a", "temp", value)

        assert session.position.seq == 1


async def test_SV5_the_graph_can_be_looked_at_outside_of_a_request() -> None:
    async with house() as home:
        session = await home.create()
        await perform(session, "create-node", "1", **node("a"))
        service = GraphService(home.manager)

        view = await service.view("s")
        count = await service.look("s", lambda graph: len(graph.nodes))

        assert [found.node_id for found in view.nodes] == ["a"]
        assert count == 1

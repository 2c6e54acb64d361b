"""A session's past from Python, on a real server."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

import jupyter_graphsync as gs
from jupyter_graphsync.client.editing import Editing
from jupyter_graphsync.client.errors import ReadOnly
from jupyter_graphsync.client.graph import SharedGraph
from jupyter_graphsync.domain.errors import BadRequest, Clash, NotFound, Unavailable

from .live_server import TOKEN, LiveServer
from .scenario import in_loop


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    live = LiveServer(tmp_path_factory.mktemp("server"))
    live.start()
    yield live
    live.stop()


def connect(server: LiveServer, session_id: str, **options: Any) -> SharedGraph:
    return gs.connect(session_id, url=server.url, token=TOKEN, **options)


def shops(server: LiveServer, session_id: str) -> SharedGraph:
    """Return a session of five commits: two shops, a link, a value, a name."""
    g = connect(server, session_id, title="Shops", name="Ana")
    g.add_node("Lyon", "Shop", node_id="a")
    g.add_node("Nice", "Shop", node_id="b")
    g.add_link("a", "b")
    g.set_property("a", "size", 1)
    g.rename("b", "Nice <old>")
    return g


def instant_of(g: SharedGraph, seq: int) -> datetime:
    [commit] = g.history(1, after=seq - 1)
    return datetime.fromisoformat(commit.timestamp.replace("Z", "+00:00"))


def test_PH1_the_history_is_the_newest_commits_or_those_before_or_after_a_moment(
    server: LiveServer,
) -> None:
    with shops(server, "seqs") as g:

        def seqs(*args: Any, **asked: Any) -> list[int]:
            return [commit.seq for commit in g.history(*args, **asked)]

        assert seqs() == seqs(None) == [1, 2, 3, 4, 5]
        assert seqs(2) == [4, 5]
        assert seqs(2, before=4) == [2, 3]
        assert seqs(2, after=1) == [2, 3]
        assert seqs(before=instant_of(g, 3)) == [1, 2, 3]
        assert seqs(node="b") == seqs(node=g["b"]) == seqs(node="Nice <old>") == [2, 3, 5]
        assert seqs(1, node=["a", "b"]) == [5]
        assert seqs(user=g.me.username) == [1, 2, 3, 4, 5]
        assert seqs(user="nobody") == []
        with pytest.raises(BadRequest, match="name one of"):
            g.history(before=4, after=1)


def test_PH1_a_history_longer_than_a_page_comes_whole(server: LiveServer) -> None:
    async def many(g: gs.AsyncSharedGraph) -> None:
        await asyncio.gather(*(g.set_property("a", "size", number) for number in range(1_100)))

    with connect(server, "long") as g:
        g.add_node("a", node_id="a")
        g.wait(many(g.core))

        assert [commit.seq for commit in g.history(None)] == list(range(1, 1_102))
        assert [commit.seq for commit in g.history(None, after=50)] == list(range(51, 1_102))


def test_PH2_the_history_is_a_table_with_what_each_commit_did_in_words(
    server: LiveServer,
) -> None:
    with shops(server, "table") as g:
        g.remove_node("a")

        frame = g.history_frame()

        assert list(frame["seq"]) == [1, 2, 3, 4, 5, 6]
        assert list(frame["summary"])[:5] == [
            "added Lyon (Shop)",
            "added Nice (Shop)",
            "linked Lyon to Nice",
            "set size of Lyon to 1",
            "renamed Nice to Nice <old>",
        ]
        assert set(frame["name"]) == {"Ana"}
        assert set(frame["origin"]) == {"kernel"}
        assert str(frame["timestamp"].dtype.tz) == "UTC"
        assert list(frame["events"]) == [1, 1, 1, 1, 1, 2]
        assert g.history_frame(user="nobody").empty


def test_PH3_a_moment_is_a_graph_that_is_read_as_the_live_one(server: LiveServer) -> None:
    with shops(server, "past") as g:
        g.remove_node("a")

        past = g.at(4)

        assert "a" not in g
        assert past["Lyon"]["size"] == 1
        assert [node.name for node in past.children("a")] == ["Nice"]
        assert past.find(blueprint="Shop", size=1) == [past["a"]]
        assert past.position is not None and past.position.seq == past.seq == 4
        assert past.commit is not None and past.commit.command_type == "update-property"
        assert past.to_networkx().number_of_edges() == 1
        assert (len(g.at(0)), g.at(0).commit) == (0, None)
        assert repr(past).startswith("<PastGraph 'past' after commit 4 (20")
        assert "Shops after commit 4" in past._repr_html_()


def test_PH3_a_moment_is_named_by_number_instant_name_or_what_the_history_tells(
    server: LiveServer,
) -> None:
    with shops(server, "named") as g:
        moment = g.name_moment("before the review", 2)
        third = g.history()[2]
        at = instant_of(g, 3)

        assert [g.at(found).seq for found in (moment, "before the review", third, at)] == [
            2,
            2,
            3,
            3,
        ]
        assert g.at(at.astimezone().replace(tzinfo=None)).seq == 3
        assert g.at(at.astimezone(timezone(timedelta(hours=5)))).seq == 3
        assert g.at(datetime(2000, 1, 1, tzinfo=timezone.utc)).seq == 0
        assert g.at(g.blame("a").properties["size"] or 0).seq == 4
        with pytest.raises(NotFound, match="there are 'before the review'"):
            g.at("after the review")
        with pytest.raises(BadRequest, match="counted from 1"):
            g.at(-1)
        with pytest.raises(BadRequest, match="is none of these"):
            g.at(2.5)  # type: ignore[arg-type]  # what people try
        with pytest.raises(NotFound, match="has 6 commits"):
            g.at(99)
        g.name_moment("before the review", 3)
        with pytest.raises(BadRequest, match="at commits 2, 3; choose one"):
            g.restore("before the review")


WRITES = [name for name in vars(Editing) if not name.startswith("_") and name != "session_id"]


@pytest.mark.parametrize("verb", [*WRITES, "batch", "undo", "redo"])
def test_PH4_who_writes_to_the_past_is_told_what_to_do(server: LiveServer, verb: str) -> None:
    with connect(server, "read-only") as g:
        past = g.at(0)

        with pytest.raises(ReadOnly, match=r"g\.restore\(0\).*g\.begin\('name', 0\)"):
            getattr(past, verb)("a")


def test_PH4_handles_of_the_past_write_nothing_either(server: LiveServer) -> None:
    with shops(server, "handles") as g:
        with pytest.raises(ReadOnly, match="after commit 4"):
            g.at(4)["a"]["size"] = 2

        assert g["a"]["size"] == 1


def test_PH5_a_difference_lists_what_changed_and_is_false_where_nothing_did(
    server: LiveServer,
) -> None:
    with shops(server, "diff") as g:
        g.set_property("a", "_position", [1, 2])
        g.add_node("Metz", "Shop", parent="b")
        g.remove_node("a")

        diff = g.diff(4)

        assert diff and not g.diff(4, 4)
        assert (diff.start.seq, diff.end.seq) == (4, 8)
        assert [node.name for node in diff.nodes_removed] == ["Lyon"]
        assert [node.name for node in diff.nodes_added] == ["Metz"]
        [changed] = diff.nodes_changed
        assert [(c.property_id, c.old_value, c.new_value) for c in changed.changes] == [
            ("name", "Nice", "Nice <old>")
        ]
        counts = "1 node added, 1 node removed, 1 node changed, 1 link added, 1 link removed"
        assert repr(diff).splitlines() == [
            f"<GraphDiff 4 → 8: {counts}>",
            "  - Lyon (Shop)",
            "  + Metz (Shop)",
            "  ~ Nice <old>: name Nice → Nice <old>",
            "  - Lyon → Nice <old>",
            "  + Nice <old> → Metz",
        ]
        assert "Nice &lt;old&gt;" in diff._repr_html_()
        assert repr(g.diff(8, 5)).splitlines()[1] == "  - Metz (Shop)"
        assert repr(g.diff(5, 6)).splitlines()[1:] == ["  ~ 1 node moved or look otherwise"]
        assert repr(g.diff(8)) == "<GraphDiff 8 → 8: no difference>"


def test_PH5_a_long_difference_shows_its_beginning(server: LiveServer) -> None:
    with connect(server, "many") as g:
        with g.batch():
            for number in range(30):
                g.add_node(str(number))

        assert repr(g.diff(0)).splitlines()[-1] == "  … and 10 more"


def test_PH6_blame_names_the_commit_that_last_set_each_property(server: LiveServer) -> None:
    with shops(server, "blame") as g, connect(server, "blame", name="Ben") as ben:
        ben.set_property("a", "size", 2)
        ben.set_link_property("a", "b", "km", 3)

        told = g.blame("Lyon")

        size = told.properties["size"]
        assert size is not None and (size.seq, size.actor.name) == (6, "Ben")
        assert told.created == told.name and told.created is not None and told.created.seq == 1
        assert [(link.child_id, link.made and link.made.seq) for link in told.links] == [("b", 3)]
        assert [line.split()[:2] for line in repr(told).splitlines()] == [
            ["<NodeBlame", "of"],
            ["(created)", "#1"],
            ["name", "#1"],
            ["size", "#6"],
            ["→", "Nice"],
        ]
        earlier = g.blame(g["a"], at=5).properties["size"]
        assert earlier is not None and (earlier.seq, earlier.actor.name) == (4, "Ana")
        of_link = g.blame(("a", g["b"]))
        assert (of_link.made and of_link.made.seq) == 3
        assert g.blame(g.links[0]) == of_link
        assert "Lyon → Nice &lt;old&gt;" in of_link._repr_html_()
        with pytest.raises(NotFound, match="no node 'x'"):
            g.blame("x")


def test_PH7_moments_get_names_that_everybody_sees(server: LiveServer) -> None:
    with shops(server, "moments") as g, connect(server, "moments") as ben:
        with ben.events("command:executed") as changes:
            g.name_moment("the review")
            next(changes)

        [moment] = g.moments()
        assert (moment.seq, moment.name, moment.by) == (5, "the review", "Ana")
        assert ben.moments() == [moment]
        g.name_moment("reviewed", moment)
        assert [found.name for found in g.moments()] == ["reviewed"]
        g.remove_moment("reviewed")
        assert g.moments() == []
        with pytest.raises(NotFound, match="no moment at commit 5 has a name"):
            g.remove_moment(5)


def test_PH8_the_graph_goes_back_to_a_moment_in_one_step_of_ones_own_undo(
    server: LiveServer,
) -> None:
    with shops(server, "back") as g, connect(server, "back") as ben:
        g.remove_node("a")
        before = g.graph

        assert g.restore(4) == {"nodes": 2, "links": 1}
        assert ({node.name for node in g.nodes}, len(g.links)) == ({"Lyon", "Nice"}, 1)
        assert (g.history(1)[0].command_type, g.can_undo) == ("restore-moment", True)
        with pytest.raises(Clash, match="nothing"):
            ben.undo()
        g.undo()
        assert (g.graph.nodes, g.graph.links) == (before.nodes, before.links)


def test_PH8_some_nodes_go_back_by_id_or_by_a_handle_of_then(server: LiveServer) -> None:
    with shops(server, "some") as g:
        g.remove_node("a")

        g.restore(4, g.at(4)["Lyon"])

        assert {node.name for node in g.nodes} == {"Lyon", "Nice <old>"}
        assert [(link.parent_id, link.child_id) for link in g.links] == [("a", "b")]
        g.restore(4, ["b"])
        assert g["b"].name == "Nice"
        with pytest.raises(NotFound, match="'x'"):
            g.restore(4, ["x"])


def test_PH8_nothing_of_the_past_stands_in_a_batch(server: LiveServer) -> None:
    with shops(server, "batch") as g:
        with pytest.raises(BadRequest, match="restore cannot be part of a batch"), g.batch():
            g.restore(1)
        with pytest.raises(BadRequest, match="history cannot be part of a batch"), g.batch():
            g.at(1)

        assert len(g.history()) == 5


def test_PH9_another_session_begins_with_a_moment(server: LiveServer) -> None:
    with shops(server, "trunk") as g:
        with g.begin("branch", 2, name="Ana") as branch:
            branch.add_node("Metz", "Shop")

            assert [node.name for node in branch.nodes] == ["Lyon", "Nice", "Metz"]
            assert branch.settings.title == "Shops"
        with g.begin("copy", title="Copy") as copy:
            assert copy["b"].name == "Nice <old>"
        assert len(g) == 2
        with pytest.raises(Clash, match="branch"):
            g.begin("branch")


@in_loop
async def test_PH10_asyncio_has_the_same(server: LiveServer) -> None:
    async with await gs.aconnect("async-past", url=server.url, token=TOKEN) as graph:
        await graph.add_node("a", node_id="a")
        await graph.set_property("a", "size", 1)

        assert (await graph.at(1))["a"].keys() == []
        assert await graph.diff(1)
        assert (await graph.blame("a")).properties.keys() == {"size"}
        assert len(await graph.history_frame()) == 2
        await graph.name_moment("now")
        await graph.restore(1)
        assert graph["a"].keys() == []
        async with await graph.begin("async-branch", "now") as branch:
            assert branch["a"]["size"] == 1


def test_PH11_a_restore_waits_for_a_server_that_is_away_and_says_where_it_waits_in_vain(
    tmp_path: Path,
) -> None:
    live = LiveServer(tmp_path)
    live.start()
    try:
        with shops(live, "away") as g, ThreadPoolExecutor(1) as elsewhere:
            live.kill()
            restored = elsewhere.submit(g.restore, 1)
            live.start()

            assert restored.result() == {"nodes": 2, "links": 1}
            commands = [commit.command_type for commit in g.history()]
            assert commands.count("restore-moment") == 1
        with connect(live, "away", timeout=0.1) as g:
            live.kill()

            with pytest.raises(Unavailable, match="unknown whether the graph was restored"):
                g.restore(1)
    finally:
        live.stop()

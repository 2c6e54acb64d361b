"""The synchronous face: the same verbs, from any thread, over a thread of its own."""

from __future__ import annotations

import asyncio
import gc
import inspect
import logging
import os
import subprocess
import sys
import threading
import weakref
from collections.abc import Iterator

import pytest

import jupyter_graphsync
from jupyter_graphsync.client.async_graph import AsyncSharedGraph
from jupyter_graphsync.client.errors import ConnectionEnded, UnknownNode
from jupyter_graphsync.client.events import LiveEvent
from jupyter_graphsync.client.graph import SharedGraph, in_thread
from jupyter_graphsync.domain.errors import Clash

from .live_server import PACKAGE_ROOT
from .scenario import shared


@pytest.fixture
def g() -> Iterator[SharedGraph]:
    with shared() as graph:
        yield graph


def test_PC9_a_write_returns_its_result_and_shows_in_reads(g: SharedGraph) -> None:
    lyon = g.add_node("Lyon", "city", size=3)
    paris = g.add_node("Paris", "city")
    g.add_link(paris, lyon)

    assert g[lyon].properties == {"size": 3}
    assert lyon in g
    assert "nowhere" not in g
    assert len(g) == len(g.nodes) == 2
    assert g.children(paris) == [g[lyon]]
    assert g.get("nowhere") is None


def test_PC9_errors_are_typed(g: SharedGraph) -> None:
    g.add_node("a", node_id="a")

    with pytest.raises(Clash):
        g.add_node("a", node_id="a")
    with pytest.raises(UnknownNode, match=r"^there is no node 'b' in the graph$"):
        g["b"]
    with pytest.raises(KeyError):
        g.children("b")


def test_PC9_a_batch_is_one_commit(g: SharedGraph) -> None:
    with g.batch():
        for number in range(100):
            g.add_node(str(number))
        assert len(g) == 0

    assert (len(g), g.position and g.position.seq) == (100, 1)
    g.undo()
    assert len(g) == 0
    g.redo()
    assert len(g) == 100


def test_PC9_callbacks_run_in_a_thread_of_their_own_and_may_write(
    g: SharedGraph, caplog: pytest.LogCaptureFixture
) -> None:
    threads: list[str] = []

    @g.on("graph:node-created")
    def broken(event: LiveEvent) -> None:
        raise RuntimeError("a fault of the user's")

    @g.on("graph:node-created")
    def mark(event: LiveEvent) -> None:
        threads.append(threading.current_thread().name)
        g.set_property(event.payload.node_id, "seen", True)

    with caplog.at_level(logging.ERROR), g.events("graph:property-changed") as changes:
        g.add_node("a", node_id="a")
        next(changes)

    assert g["a"].properties == {"seen": True}
    assert threads == ["graphsync-callbacks"]
    assert "a fault of the user's" in caplog.text
    g.off(broken)
    g.off(mark)


def test_PC9_events_can_be_iterated_over_and_waited_for(g: SharedGraph) -> None:
    with g.events(timeout=0.01) as events:
        g.add_node("a")
        g.add_node("b")
        names = [event.payload.name for event in events if event.event == "graph:node-created"]

    assert names == ["a", "b"]
    with pytest.raises(TimeoutError):
        g.wait_for("graph:node-created", timeout=0.01)


def test_PC9_every_thread_may_write(g: SharedGraph) -> None:
    threads = [threading.Thread(target=g.add_node, args=(f"n{i}",)) for i in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(node.name for node in g.nodes) == [f"n{i}" for i in range(8)]


def test_PC9_it_works_inside_a_running_event_loop(g: SharedGraph) -> None:
    async def cell() -> str:
        return g.add_node("a")

    assert asyncio.run(cell()) in g


def test_PC9_after_closing_reads_go_on_and_writes_say_why_not(g: SharedGraph) -> None:
    g.add_node("a", node_id="a")

    g.close()
    g.close()

    assert "a" in g
    with pytest.raises(ConnectionEnded, match="connect again"):
        g.add_node("b")


def test_PC9_closing_ends_iterations_and_callbacks(g: SharedGraph) -> None:
    g.on("*", print)
    events = g.events()

    g.close()

    assert list(events) == []
    callers = [thread for thread in threading.enumerate() if "callbacks" in thread.name]
    for caller in callers:
        caller.join(5)
    assert not any(caller.is_alive() for caller in callers)


def test_PC9_an_interrupt_ends_the_wait_and_the_graph_stays_usable(
    g: SharedGraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("jupyter_graphsync.client.thread.wait", interrupt)
        with pytest.raises(KeyboardInterrupt):
            g.wait_for("project:saved")

    g.add_node("a", node_id="a")
    assert "a" in g


def test_PC9_the_connections_own_thread_is_told_that_it_cannot_wait(g: SharedGraph) -> None:
    def writing(event: LiveEvent) -> bool:
        g.add_node("b")
        return True

    waiting: list[BaseException] = []

    def wait() -> None:
        try:
            g.wait_for("graph:node-created", writing)
        except RuntimeError as error:
            waiting.append(error)

    thread = threading.Thread(target=wait)
    with g.events() as events:
        thread.start()
        while thread.is_alive():
            g.add_node("a")
            next(events)
            thread.join(0.01)

    assert "cannot wait for it" in str(waiting[0])


def test_PC9_the_last_reference_closes_it() -> None:
    graph = shared()
    core, gone = graph.core, weakref.ref(graph)

    del graph
    gc.collect()

    assert gone() is None
    assert not core.connected


def test_PC9_a_failed_opening_leaves_no_thread() -> None:
    async def failing() -> AsyncSharedGraph:
        raise ConnectionEnded("no")

    with pytest.raises(ConnectionEnded):
        in_thread("left-over", failing)

    assert "graphsync-left-over" not in {thread.name for thread in threading.enumerate()}


def test_PC9_repr_says_what_it_is_and_whether_it_is_live(g: SharedGraph) -> None:
    g.add_node("a")

    assert repr(g) == "<SharedGraph 's': 1 nodes, 0 links, live at 1>"
    g.close()
    assert "not connected" in repr(g)


def test_PC9_every_verb_keeps_name_signature_and_text() -> None:
    for name in ("add_node", "remove_node", "set_property", "undo", "execute", "wait_for"):
        own, of_core = getattr(SharedGraph, name), getattr(AsyncSharedGraph, name)

        assert own.__name__ == name
        assert own.__doc__ == of_core.__doc__
        assert inspect.signature(own) == inspect.signature(of_core)
        assert not inspect.iscoroutinefunction(own)


def test_PC9_as_the_last_line_of_a_cell_it_is_its_widget(
    g: SharedGraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Widget:
        def __init__(self, graph: SharedGraph) -> None:
            self.graph = graph

        def _repr_mimebundle_(self, **options: object) -> tuple[object, object]:
            return self.graph, options

    monkeypatch.setitem(vars(jupyter_graphsync), "GraphWidget", Widget)

    assert g._repr_mimebundle_(include=None) == (g, {"include": None})


def test_PC9_without_the_widget_it_is_a_table_and_a_picture(
    g: SharedGraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(vars(jupyter_graphsync), "GraphWidget", raising=False)
    monkeypatch.setitem(sys.modules, "jupyter_graphsync.widget", None)

    assert g._repr_mimebundle_() == {"text/plain": g.to_text(), "image/svg+xml": g.to_svg()}


def test_PC9_it_can_draw_itself(g: SharedGraph) -> None:
    g.add_node("Lyon")

    assert g.to_svg().startswith("<svg")
    assert "Lyon" in g.to_svg()


def test_PC9_the_package_imports_nothing_that_a_server_does_not_need_at_its_start() -> None:
    code = "import jupyter_graphsync, sys; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": str(PACKAGE_ROOT)},
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()

    assert not {"msgspec", "tornado", "asyncio", "anywidget"} & set(loaded)


def test_PC9_every_public_name_is_there() -> None:
    for name in set(jupyter_graphsync.__all__) - {"GraphWidget"}:
        assert getattr(jupyter_graphsync, name) is not None
    with pytest.raises(AttributeError, match="has no attribute 'conect'"):
        jupyter_graphsync.conect  # noqa: B018

"""`GraphWidget`: what it sends to a notebook, and what it takes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import traitlets
from comm.base_comm import BaseComm

import jupyter_graphsync
from jupyter_graphsync.widget import GraphWidget
from jupyter_graphsync.widget.graph_widget import MAX_STILL_LETTERS
from jupyter_graphsync.widget.traits import LAYOUTS

VIEW = "application/vnd.jupyter.widget-view+json"
FRONT_END = Path(jupyter_graphsync.__file__).parents[1] / "labextension" / "src"


class Session:
    """A graph of a session."""

    session_id = "packages"


class DrawnSession(Session):
    """A graph that can draw itself."""

    def __init__(self, svg: str = "<svg/>") -> None:
        self.svg = svg
        self.asked: dict[str, Any] = {}

    def to_svg(self, **options: Any) -> str:
        self.asked = options
        return self.svg

    def to_text(self) -> str:
        return "a table"


class Notebook:
    """The other end of the comms that widgets open."""

    def __init__(self) -> None:
        self.comms: list[BaseComm] = []
        self.said: list[dict[str, Any]] = []

    def open_comm(self, *args: Any, **kwargs: Any) -> BaseComm:
        notebook = self

        class Comm(BaseComm):
            def publish_msg(self, msg_type: str, data: Any = None, **_: Any) -> None:
                if data and data.get("method") == "custom":
                    notebook.said.append(data["content"])

        self.comms.append(Comm(*args, **kwargs))
        return self.comms[-1]

    def say(self, content: Any) -> None:
        """Send a custom message to the widget that was made last."""
        data = {"method": "custom", "content": content}
        self.comms[-1].handle_msg({"content": {"data": data}, "buffers": []})

    def change(self, **state: Any) -> None:
        """Change traits of that widget, as a view does."""
        data = {"method": "update", "state": state}
        self.comms[-1].handle_msg({"content": {"data": data}, "buffers": []})


@pytest.fixture
def notebook(monkeypatch: pytest.MonkeyPatch) -> Iterator[Notebook]:
    notebook = Notebook()
    monkeypatch.setattr("comm.create_comm", notebook.open_comm)
    return notebook


@pytest.mark.parametrize("graph", ["packages", Session()])
def test_GW1_takes_a_graph_or_an_id(graph: Any) -> None:
    widget = GraphWidget(graph, height=300)

    assert widget.session_id == "packages"
    assert widget.height == 300


@pytest.mark.parametrize(
    ("trait", "value", "told"),
    [
        ("height", 10, "should not be less than 200"),
        ("layout", "spiral", "layered"),
        ("color_by", 3, "the id of a property, or None"),
        ("size_by", "", "the id of a property, or None"),
        ("selection", [1], "selection"),
        ("read_only", "yes", "a boolean"),
    ],
)
def test_GW1_refuses_what_cannot_be_and_says_what_can(trait: str, value: Any, told: str) -> None:
    with pytest.raises(traitlets.TraitError, match=told):
        GraphWidget("packages", **{trait: value})

    widget = GraphWidget("packages")
    with pytest.raises(traitlets.TraitError, match=told):
        setattr(widget, trait, value)


def test_GW1_every_trait_is_a_parameter() -> None:
    traits = {
        "selection": ["a"],
        "layout": "tree",
        "color_by": "team",
        "size_by": "mass",
        "label_by": "code",
        "height": 300,
        "read_only": True,
    }

    widget = GraphWidget("packages", **traits)

    assert {name: getattr(widget, name) for name in traits} == traits


def test_GW1_knows_the_layouts_of_the_front_end() -> None:
    source = FRONT_END / "view" / "layout" / "layouts.ts"
    if not source.exists():
        pytest.skip("the front end's sources are not there")

    assert all(f"name: '{name}'" in source.read_text() for name in LAYOUTS)
    assert source.read_text().count("name: '") == len(LAYOUTS)


def test_GW1_a_selection_in_a_view_reaches_python(notebook: Notebook) -> None:
    widget = GraphWidget("packages")
    seen: list[Any] = []
    widget.observe(lambda change: seen.append(change.new), "selection")

    notebook.change(selection=["b", "a"])

    assert widget.selection == ["b", "a"]
    assert seen == [["b", "a"]]


def test_GW1_shows_a_view_and_text() -> None:
    data, _ = GraphWidget("packages")._repr_mimebundle_()

    assert data[VIEW]["model_id"]
    assert data["text/plain"] == "GraphWidget('packages')"
    assert "image/svg+xml" not in data


def test_GW1_leaves_a_picture_and_a_table_where_nothing_is_live() -> None:
    graph = DrawnSession()
    data, _ = GraphWidget(graph, color_by="team", label_by="code")._repr_mimebundle_()

    assert data["image/svg+xml"] == "<svg/>"
    assert data["text/plain"] == "a table"
    assert graph.asked == {"color_by": "team", "size_by": None, "label_by": "code"}


def test_GW1_state_stays_small() -> None:
    # It travels in every comm_open, and into every saved notebook.
    state = GraphWidget("packages").get_state()

    assert {"session_id", "height", "selection", "_esm"} <= state.keys()
    assert len(state["_esm"]) < 1500
    assert len(str(state)) < 3000


def test_GW1_state_holds_a_small_picture_for_pages_with_neither_server_nor_kernel() -> None:
    small = GraphWidget(DrawnSession())
    large = GraphWidget(DrawnSession("x" * (MAX_STILL_LETTERS + 1)))
    for widget in (small, large):
        widget._repr_mimebundle_()

    assert small.get_state()["_still"] == "<svg/>"
    assert "Live where" in large.get_state()["_still"]


def test_GW4_one_view_arranges_for_all_each_time_the_layout_is_set(notebook: Notebook) -> None:
    widget = GraphWidget("packages", layout="tree")

    for view_id in ("v1", "v2"):
        notebook.say({"type": "ask-arrange", "id": view_id})
    widget.layout = "circle"
    notebook.say({"type": "ask-arrange", "id": "v2"})

    assert notebook.said == [{"type": "arrange", "id": "v1"}, {"type": "arrange", "id": "v2"}]


def test_GW4_without_a_layout_nobody_arranges(notebook: Notebook) -> None:
    GraphWidget("packages")

    notebook.say({"type": "ask-arrange", "id": "v1"})

    assert notebook.said == []


@pytest.mark.parametrize(
    "content", [None, "x", {}, {"type": "open"}, {"kind": "anywidget-command"}]
)
def test_GW2_messages_of_others_are_passed_over(notebook: Notebook, content: Any) -> None:
    GraphWidget("packages")

    notebook.say(content)

    assert notebook.said == []

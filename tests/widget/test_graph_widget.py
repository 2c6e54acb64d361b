"""`GraphWidget`: what it sends to a notebook."""

from __future__ import annotations

from typing import Any

import pytest
import traitlets

from jupyter_graphsync.widget import GraphWidget

VIEW = "application/vnd.jupyter.widget-view+json"


class Session:
    """A graph of a session."""

    session_id = "packages"


class DrawnSession(Session):
    """A graph that can draw itself."""

    def to_svg(self) -> str:
        return "<svg/>"


@pytest.mark.parametrize("graph", ["packages", Session()])
def test_GW1_takes_a_graph_or_an_id(graph: Any) -> None:
    widget = GraphWidget(graph, height=300)

    assert widget.session_id == "packages"
    assert widget.height == 300


def test_GW1_refuses_a_height_that_nobody_could_use() -> None:
    with pytest.raises(traitlets.TraitError):
        GraphWidget("packages", height=10)


def test_GW1_shows_a_view_and_text() -> None:
    data, _ = GraphWidget("packages")._repr_mimebundle_()

    assert data[VIEW]["model_id"]
    assert data["text/plain"] == "GraphWidget('packages')"
    assert "image/svg+xml" not in data


def test_GW1_leaves_a_picture_where_nothing_is_live() -> None:
    data, _ = GraphWidget(DrawnSession())._repr_mimebundle_()

    assert data["image/svg+xml"] == "<svg/>"


def test_GW1_state_stays_small() -> None:
    # It travels in every comm_open, and into every saved notebook.
    state = GraphWidget("packages").get_state()

    assert {"session_id", "height", "_esm"} <= state.keys()
    assert len(state["_esm"]) < 1500

"""Graphs to write: one by hand that has all that is awkward, and random ones."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from jupyter_graphsync.domain.blueprints import BlueprintType, Style
from jupyter_graphsync.domain.graph import GraphView, Link, Node

AWKWARD = GraphView(
    structure="graph",
    strict_blueprints=False,
    nodes=[
        Node(
            "b",
            "=1+1",
            "part",
            {"mass": 2.5, "count": 3, "ok": True, "tags": ["x", 1], "_position": [30, 40]},
        ),
        Node(
            "a",
            '<script>alert("1")</script>\n& é\u0001',
            "part",
            {"mass": 1, "count": 4, "ok": False, "id": "own", "nothing": None, "_color": "teal"},
        ),
        Node("c", "", "other", {"note": "-2", "name2": ""}),
    ],
    links=[
        Link("b", "a", {"weight": 0.5, "name": "left", "id": "x"}),
        Link("a", "b"),
        Link("c", "c", {"weight": 2}),
    ],
    blueprint_types=[
        BlueprintType(
            blueprint_type_id="part",
            schema={"properties": {"mass": {"type": "number"}}},
            style=Style(color="#abc"),
        )
    ],
)

TEXTS = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=6)
VALUES: Any = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53) + 1, 2**53 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | TEXTS,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(TEXTS, inner, max_size=2),
    max_leaves=4,
)
PROPERTIES = st.dictionaries(
    TEXTS.filter(lambda key: key not in {"", "name"} and key[0] != "_"), VALUES, max_size=3
)


@st.composite
def views(draw: st.DrawFn) -> GraphView:
    """Draw a graph of structure `graph` that every command would have accepted."""
    ids = draw(st.lists(TEXTS.filter(bool), unique=True, max_size=5))
    pairs = st.tuples(st.sampled_from(ids), st.sampled_from(ids)) if ids else st.nothing()
    return GraphView(
        structure="graph",
        strict_blueprints=False,
        nodes=[
            Node(node_id, draw(TEXTS), draw(TEXTS.filter(bool)), draw(PROPERTIES))
            for node_id in ids
        ],
        links=[
            Link(parent_id, child_id, draw(PROPERTIES))
            for parent_id, child_id in draw(
                st.lists(pairs, unique=True, max_size=6) if ids else st.just([])
            )
        ],
        blueprint_types=[
            BlueprintType(blueprint_type_id=type_id)
            for type_id in draw(st.lists(TEXTS.filter(bool), unique=True, max_size=2))
        ],
    )

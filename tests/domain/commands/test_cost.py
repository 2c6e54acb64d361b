"""What a command says of its cost decides whether it is worked on beside the event loop."""

from __future__ import annotations

from itertools import pairwise

import pytest

from jupyter_graphsync.domain.commands import Command
from jupyter_graphsync.domain.commands.batch import BatchCommand
from jupyter_graphsync.domain.commands.links import LinkNodeCommand
from jupyter_graphsync.domain.commands.nodes import CreateNodeCommand, DeleteNodeCommand
from jupyter_graphsync.domain.commands.properties import UpdatePropertiesCommand
from jupyter_graphsync.domain.graph import Graph, GraphView, Link, Node

COUNT = 40_000


@pytest.fixture(scope="module")
def two_chains() -> Graph:
    names = [f"{chain}{index}" for chain in "ab" for index in range(COUNT // 2)]
    view = GraphView(
        structure="dag",
        strict_blueprints=False,
        nodes=[Node(name, name, "t") for name in names],
        links=[Link(a, b) for a, b in pairwise(names) if a[0] == b[0]],
        blueprint_types=[],
    )
    return Graph.from_view(view)


CREATE = CreateNodeCommand(name="n", blueprint_type_id="t")


@pytest.mark.parametrize(
    ("command", "heavy"),
    [
        (CREATE, False),
        (BatchCommand(commands=[CREATE] * 10_000), True),
        (LinkNodeCommand(parent_id="a0", child_id="b0"), False),
        (LinkNodeCommand(parent_id="a9", child_id="b19999"), False),
        (LinkNodeCommand(parent_id="a19999", child_id="b0"), True),
        (DeleteNodeCommand(node_id="a0"), False),
        (DeleteNodeCommand(node_id="a0", cascade=True), True),
        (
            UpdatePropertiesCommand(property_id="x", node_ids=["a0"] * 9_999, new_values=[]),
            True,
        ),
    ],
)
def test_CS1_what_looks_at_many_nodes_says_so(
    two_chains: Graph, command: Command, heavy: bool
) -> None:
    cost = command.cost(two_chains)

    assert (cost > 500) is heavy

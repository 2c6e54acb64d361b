"""Ops as somebody might send them who does not look at the graph first."""

from __future__ import annotations

from random import Random
from typing import Any

Op = dict[str, Any]
NODES = [f"n{number}" for number in range(8)]


def create_op(node_id: str) -> Op:
    """Return the command that creates a plain node."""
    arguments = {"node_id": node_id, "name": node_id, "blueprint_type_id": "thing"}
    return {"op": "execute", "command_type": "create-node", "arguments": arguments}


def random_op(dice: Random, nodes: list[str] = NODES) -> Op:
    """Return a command, an undo or a redo, without an id."""
    kind = dice.random()
    if kind < 0.15:
        return {
            "op": dice.choice(["undo", "undo", "redo"]),
            "scope": dice.choice(["mine", "session"]),
            "force": dice.random() < 0.3,
        }
    if kind < 0.22:
        commands = [random_command(dice, nodes) for _ in range(dice.randint(1, 4))]
        return {"op": "execute", "command_type": "batch", "arguments": {"commands": commands}}
    return {"op": "execute", **random_command(dice, nodes)}


def random_command(dice: Random, nodes: list[str] = NODES) -> Op:
    """Return the type and the arguments of a command."""
    one, other = dice.choice(nodes), dice.choice(nodes)
    link = {"parent_id": one, "child_id": other}
    cell = {"node_id": one, "property_id": dice.choice("pq")}
    create = create_op(one)["arguments"]
    several = dice.sample(nodes, 3)
    command_type, arguments = dice.choice(
        [
            ("create-node", create),
            ("create-node", {**create, "parent_id": other, "properties": {"p": dice.random()}}),
            ("delete-node", {"node_id": one, "cascade": dice.random() < 0.3}),
            ("link-node", link),
            ("unlink-node", link),
            ("update-property", {**cell, "new_value": dice.randrange(4)}),
            ("update-property", {**cell, "new_value": dice.random()}),
            ("update-property", {**cell, "new_value": 1, "expected_value": dice.randrange(4)}),
            ("update-property", {"node_id": one, "property_id": "name", "new_value": other}),
            ("delete-property", cell),
            ("update-link-property", {**link, "property_id": "w", "new_value": dice.randrange(4)}),
            (
                "update-properties",
                {"property_id": "p", "node_ids": several, "new_values": [1, 2, 3]},
            ),
        ]
    )
    return {"command_type": command_type, "arguments": arguments}

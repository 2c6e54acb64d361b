"""Commands, valid and invalid, for whatever a graph holds: one strategy for each command class."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st

from jupyter_graphsync.domain.commands import (
    BatchCommand,
    Command,
    CreateNodeCommand,
    DefineBlueprintCommand,
    DeleteLinkPropertyCommand,
    DeleteNodeCommand,
    DeletePropertyCommand,
    LinkNodeCommand,
    RemoveBlueprintCommand,
    UnlinkNodeCommand,
    UpdateLinkPropertyCommand,
    UpdatePropertiesCommand,
    UpdatePropertyCommand,
)
from jupyter_graphsync.domain.graph import Graph

from .editing import REGISTRY

Arguments = st.SearchStrategy[dict[str, Any]]

NODE_IDS = st.sampled_from(["a", "b", "c", "d", "e", "t"])
TYPE_IDS = st.sampled_from(["t", "u"])
NODE_PROPERTY_IDS = st.sampled_from(["p", "q", "_position", "_color", "name", "__proto__", ""])
LINK_PROPERTY_IDS = st.sampled_from(["p", "name", "_color", "constructor"])
VALUES = st.sampled_from(
    [None, True, False, 0, 1, 1.5, "", "text", "teal", [0, 0.5], [True, 1], {"k": [None, 1]}]
)
PROPERTIES = st.dictionaries(st.sampled_from(["p", "q", "_color"]), VALUES, max_size=2)
SCHEMAS = st.sampled_from(
    [
        {},
        {"required": ["p"]},
        {"properties": {"p": {"type": "integer"}}},
        {"properties": {"q": {"type": ["string", "null"]}}, "additionalProperties": False},
        {"dependentRequired": {"p": ["q"]}},
        {"type": 7},
    ]
)


def create(graph: Graph) -> Arguments:
    return st.fixed_dictionaries(
        {"name": st.sampled_from(["", "n", "é\n"]), "blueprint_type_id": TYPE_IDS},
        optional={"node_id": NODE_IDS, "parent_id": NODE_IDS, "properties": PROPERTIES},
    )


def delete(graph: Graph) -> Arguments:
    return st.fixed_dictionaries(
        {"node_id": present(graph.nodes)}, optional={"cascade": st.booleans()}
    )


def link(graph: Graph) -> Arguments:
    return st.fixed_dictionaries(
        {"parent_id": present(graph.nodes), "child_id": present(graph.nodes)},
        optional={"properties": PROPERTIES},
    )


def unlink(graph: Graph) -> Arguments:
    return st.one_of(linked(graph), link(graph))


def update(graph: Graph) -> Arguments:
    return st.fixed_dictionaries(
        {
            "node_id": present(graph.nodes),
            "property_id": NODE_PROPERTY_IDS,
            "new_value": VALUES,
        },
        optional={"expected_value": VALUES},
    )


def update_many(graph: Graph) -> Arguments:
    columns = st.lists(st.tuples(present(graph.nodes), VALUES), max_size=4)
    return st.tuples(NODE_PROPERTY_IDS, columns).map(
        lambda drawn: {
            "property_id": drawn[0],
            "node_ids": [node_id for node_id, _ in drawn[1]],
            "new_values": [new_value for _, new_value in drawn[1]],
        }
    )


def delete_property(graph: Graph) -> Arguments:
    return st.fixed_dictionaries(
        {"node_id": present(graph.nodes), "property_id": NODE_PROPERTY_IDS}
    )


def update_link(graph: Graph) -> Arguments:
    return st.builds(
        lambda pair, property_id, new_value, extra: {
            **pair,
            "property_id": property_id,
            "new_value": new_value,
            **extra,
        },
        linked(graph),
        LINK_PROPERTY_IDS,
        VALUES,
        st.fixed_dictionaries({}, optional={"expected_value": VALUES}),
    )


def delete_link_property(graph: Graph) -> Arguments:
    return st.builds(
        lambda pair, property_id: {**pair, "property_id": property_id},
        linked(graph),
        LINK_PROPERTY_IDS,
    )


def define(graph: Graph) -> Arguments:
    blueprint_type = st.fixed_dictionaries(
        {"blueprint_type_id": TYPE_IDS},
        optional={
            "schema": SCHEMAS,
            "allowed_children": st.sampled_from([None, [], ["t"], ["t", "u"]]),
            "title": st.just("A title"),
        },
    )
    return st.fixed_dictionaries({"blueprint_type": blueprint_type})


def remove(graph: Graph) -> Arguments:
    return st.fixed_dictionaries({"blueprint_type_id": TYPE_IDS})


def batch(graph: Graph) -> Arguments:
    single = [cls for cls in STRATEGIES if cls is not BatchCommand]
    item = st.sampled_from(single).flatmap(
        lambda cls: STRATEGIES[cls](graph).map(
            lambda arguments: {"command_type": cls.command_type, "arguments": arguments}
        )
    )
    return st.fixed_dictionaries({"commands": st.lists(item, max_size=5)})


STRATEGIES: dict[type[Command], Callable[[Graph], Arguments]] = {
    CreateNodeCommand: create,
    DeleteNodeCommand: delete,
    LinkNodeCommand: link,
    UnlinkNodeCommand: unlink,
    UpdatePropertyCommand: update,
    UpdatePropertiesCommand: update_many,
    DeletePropertyCommand: delete_property,
    UpdateLinkPropertyCommand: update_link,
    DeleteLinkPropertyCommand: delete_link_property,
    DefineBlueprintCommand: define,
    RemoveBlueprintCommand: remove,
    BatchCommand: batch,
}


def present(ids: Any) -> st.SearchStrategy[str]:
    """Draw mostly ids that are there."""
    known = sorted(ids)
    return st.one_of(st.sampled_from(known), NODE_IDS) if known else NODE_IDS


def linked(graph: Graph) -> Arguments:
    """Draw mostly pairs that are linked."""
    pairs = sorted((found.parent_id, found.child_id) for found in graph.links())
    anything = st.tuples(present(graph.nodes), present(graph.nodes))
    drawn = st.one_of(st.sampled_from(pairs), anything) if pairs else anything
    return drawn.map(lambda pair: {"parent_id": pair[0], "child_id": pair[1]})


def commands(graph: Graph, cls: type[Command] | None = None) -> st.SearchStrategy[Any]:
    """Draw a wire name with arguments; of any registered command where `cls` is `None`."""
    if cls is None:
        return st.sampled_from(list(REGISTRY)).flatmap(lambda drawn: commands(graph, drawn))
    return STRATEGIES[cls](graph).map(lambda arguments: (cls.command_type, arguments))

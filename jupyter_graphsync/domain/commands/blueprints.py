"""Commands that define and remove blueprint types."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import UNSET

from ..blueprints import BlueprintType, PropertySchema
from ..errors import BadRequest, Clash, NotFound, Unprocessable
from ..events import BlueprintDefined, BlueprintRemoved, GraphEvent
from ..graph import Graph
from .base import Command
from .checks import check_color, check_id, check_name, check_property_id

MAX_NAMED = 20
_ICON_URL = re.compile(r"https?://[^\s\"'<>]{1,2000}|data:image/(png|jpeg|webp);base64,[\w+/=]+")


class DefineBlueprintCommand(Command, kw_only=True, frozen=True):
    """Define a blueprint type, or change it; nodes that would violate it are named."""

    blueprint_type: BlueprintType

    def cost(self, graph: Graph) -> int:
        return len(graph.nodes)

    def decide(self, graph: Graph) -> Iterator[GraphEvent]:
        check_blueprint_type(graph, self.blueprint_type)
        _check_nodes(graph, self.blueprint_type)
        _check_links(graph, self.blueprint_type)
        yield BlueprintDefined(blueprint_type=self.blueprint_type)


class RemoveBlueprintCommand(Command, kw_only=True, frozen=True):
    """Remove a blueprint type; in a strict session only where no node is of it."""

    blueprint_type_id: str

    def cost(self, graph: Graph) -> int:
        return len(graph.nodes)

    def decide(self, graph: Graph) -> Iterator[GraphEvent]:
        if self.blueprint_type_id not in graph.blueprint_types:
            raise NotFound(
                "unknown-blueprint",
                f"there is no blueprint type {self.blueprint_type_id!r}",
                blueprint_type_id=self.blueprint_type_id,
            )
        if graph.strict_blueprints:
            _refuse_named(
                [
                    node.node_id
                    for node in graph.nodes.values()
                    if node.blueprint_type_id == self.blueprint_type_id
                ],
                f"nodes are of type {self.blueprint_type_id!r}, and this session is strict",
            )
        yield BlueprintRemoved(blueprint_type_id=self.blueprint_type_id)


def check_blueprint_type(graph: Graph, blueprint_type: BlueprintType) -> None:
    """Refuse a blueprint type whose id, title, schema or style cannot be used."""
    check_id(graph, "blueprint_type_id", blueprint_type.blueprint_type_id)
    if blueprint_type.title is not UNSET:
        check_name(graph, blueprint_type.title)
    for child_type_id in blueprint_type.allowed_children or ():
        check_id(graph, "allowed_children", child_type_id)
    style = blueprint_type.style
    if style.color is not UNSET:
        check_color("color", style.color)
    if style.label_property is not UNSET:
        check_property_id(graph, style.label_property)
    if style.icon is not UNSET and not _is_safe_icon(graph, style.icon):
        raise BadRequest(
            "bad-value",
            "an icon is a short name, or a URL with https:, http: or data:image/png|jpeg|webp",
            field="icon",
        )
    PropertySchema(blueprint_type)


def _is_safe_icon(graph: Graph, icon: str) -> bool:
    # A word or an emoji names an icon; whatever looks like a URL must be one that is safe to load.
    is_word = ":" not in icon and len(icon.encode()) <= graph.limits.max_id_bytes
    return is_word or _ICON_URL.fullmatch(icon) is not None


def _check_nodes(graph: Graph, blueprint_type: BlueprintType) -> None:
    schema = PropertySchema(blueprint_type)
    violating = [
        node.node_id
        for node in graph.nodes.values()
        if node.blueprint_type_id == blueprint_type.blueprint_type_id
        and not schema.allows(node.properties)
    ]
    _refuse_named(violating, "nodes violate the schema", code="schema-violation")


def _check_links(graph: Graph, blueprint_type: BlueprintType) -> None:
    allowed = blueprint_type.allowed_children
    if allowed is None:
        return
    violating = [
        node.node_id
        for node in graph.nodes.values()
        if node.blueprint_type_id == blueprint_type.blueprint_type_id
        and any(
            graph.nodes[child_id].blueprint_type_id not in allowed
            for child_id in graph.children(node.node_id)
        )
    ]
    _refuse_named(violating, "nodes have children of other types", code="child-not-allowed")


def _refuse_named(node_ids: list[str], what: str, *, code: str = "exists") -> None:
    if not node_ids:
        return
    named = node_ids[:MAX_NAMED]
    message = f"{len(node_ids)} {what}: {', '.join(map(repr, named))}"
    more = f" and {len(node_ids) - MAX_NAMED} more" if len(node_ids) > MAX_NAMED else ""
    error = Clash if code == "exists" else Unprocessable
    raise error(code, f"{message}{more}; change them first", node_ids=named, count=len(node_ids))

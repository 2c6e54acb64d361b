"""What several commands ask of an id, a name, a property, a node."""

from __future__ import annotations

import re
from typing import Any

import msgspec

from ..errors import BadRequest, Clash, NotFound, TooMuch, Unprocessable
from ..events import NAME
from ..graph import Graph, Node
from ..structure import check_link

FORBIDDEN_PROPERTY_IDS = frozenset({"__proto__", "constructor", "prototype"})
MAX_COORDINATE = 1e9
_COLOR = re.compile(r"#([0-9a-fA-F]{3}|[0-9a-fA-F]{6}|[0-9a-fA-F]{8})|[a-zA-Z]{1,32}")
_ENCODE = msgspec.json.Encoder().encode


def check_id(graph: Graph, field: str, value: str) -> None:
    """Refuse an id that is empty or too long."""
    if not value:
        raise BadRequest("bad-value", f"{field} is empty; give at least one character", field=field)
    _check_length(field, len(value.encode()), graph.limits.max_id_bytes)


def check_name(graph: Graph, value: Any) -> None:
    """Refuse a name that is no text or too long."""
    if not isinstance(value, str):
        raise BadRequest("wrong-type", f"a name is text, not {_kind(value)}", field=NAME)
    _check_length(NAME, len(value.encode()), graph.limits.max_name_bytes)


def check_property(graph: Graph, property_id: str, value: Any) -> None:
    """Refuse a property whose id or value no client could take."""
    check_property_id(graph, property_id)
    size = len(_ENCODE(value))
    _check_length(f"property {property_id!r}", size, graph.limits.max_property_bytes)
    if property_id[0] == "_":
        _check_view_state(property_id, value)


def check_property_id(graph: Graph, property_id: str) -> None:
    """Refuse a property id that is empty, too long, or dangerous to a browser."""
    check_id(graph, "property_id", property_id)
    if property_id in FORBIDDEN_PROPERTY_IDS:
        raise BadRequest(
            "bad-value",
            f"{property_id!r} cannot be a property_id; choose another",
            field="property_id",
        )


def check_node_properties(graph: Graph, properties: dict[str, Any]) -> None:
    """Refuse a set of a node's properties for its ids, sizes or number; schemas come later."""
    if NAME in properties:
        raise BadRequest(
            "bad-value",
            "'name' cannot be among the properties; it is an argument of its own",
            field=NAME,
        )
    check_properties(graph, properties)


def check_properties(graph: Graph, properties: dict[str, Any]) -> None:
    """Refuse a set of properties for its ids, sizes or number."""
    check_property_count(graph, len(properties))
    for property_id, value in properties.items():
        check_property(graph, property_id, value)


def check_property_count(graph: Graph, count: int) -> None:
    """Refuse more properties than one node or link may have."""
    if count > graph.limits.max_properties:
        raise Unprocessable(
            "too-many",
            f"{count} properties; at most {graph.limits.max_properties} are allowed",
            limit=graph.limits.max_properties,
        )


def check_schema(graph: Graph, node: Node, properties: dict[str, Any]) -> None:
    """Refuse properties that the node's blueprint type does not allow."""
    schema = graph.schema_of(node.blueprint_type_id)
    if schema is None:
        return
    violations = schema.violations(properties)
    if violations:
        first = violations[0]
        where = "/".join(str(part) for part in first.path) or "properties"
        raise Unprocessable(
            "schema-violation",
            f"blueprint type {node.blueprint_type_id!r} does not allow this: {where}: {first.message}",
            node_id=node.node_id,
            violations=msgspec.to_builtins(violations),
        )


def check_blueprint(graph: Graph, blueprint_type_id: str) -> None:
    """Refuse an undefined blueprint type where the session is strict."""
    check_id(graph, "blueprint_type_id", blueprint_type_id)
    if graph.strict_blueprints and blueprint_type_id not in graph.blueprint_types:
        raise NotFound(
            "unknown-blueprint",
            f"there is no blueprint type {blueprint_type_id!r}, and this session is strict; "
            "define it first",
            blueprint_type_id=blueprint_type_id,
        )


def check_new_link(graph: Graph, parent_id: str, child_id: str) -> None:
    """Refuse a link that structure, blueprints or quota forbid."""
    parent, child = graph.node(parent_id), graph.node(child_id)
    if graph.has_link(parent_id, child_id):
        raise Clash(
            "exists",
            f"node {parent_id!r} is linked to {child_id!r} already",
            parent_id=parent_id,
            child_id=child_id,
        )
    check_allowed_child(graph, parent, child.blueprint_type_id)
    check_link(graph, parent_id, child_id)
    check_quota("links", graph.link_count, graph.limits.max_links)


def check_allowed_child(graph: Graph, parent: Node, child_type_id: str) -> None:
    """Refuse a child of a type that the parent's blueprint type does not allow."""
    parent_type = graph.blueprint_types.get(parent.blueprint_type_id)
    if parent_type is None or parent_type.allowed_children is None:
        return
    if child_type_id not in parent_type.allowed_children:
        allowed = ", ".join(map(repr, parent_type.allowed_children)) or "no children at all"
        raise Unprocessable(
            "child-not-allowed",
            f"a {parent.blueprint_type_id!r} cannot have a {child_type_id!r} as child; "
            f"it allows {allowed}",
            parent_id=parent.node_id,
            allowed_children=parent_type.allowed_children,
        )


def check_quota(what: str, count: int, limit: int) -> None:
    """Refuse one more of something of which there is a limit."""
    if count >= limit:
        raise TooMuch(
            "quota-exceeded",
            f"the session holds {count} {what}, which is its limit; delete some first",
            limit=limit,
        )


def is_color(value: Any) -> bool:
    """Tell whether a value is `#rgb`, `#rrggbb`, `#rrggbbaa` or a word, as a colour's name is."""
    return isinstance(value, str) and _COLOR.fullmatch(value) is not None


def is_point(value: Any) -> bool:
    """Tell whether a value is `[x, y]` within the plane that clients draw."""
    return (
        isinstance(value, list)
        and len(value) == 2
        and all(type(n) in (int, float) and abs(n) <= MAX_COORDINATE for n in value)
    )


def check_color(field: str, value: Any) -> None:
    """Refuse what is no colour."""
    if not is_color(value):
        raise BadRequest(
            "bad-value", f"{field} is a colour such as '#1f77b4' or 'teal'", field=field
        )


def _check_view_state(property_id: str, value: Any) -> None:
    if property_id == "_position" and not is_point(value):
        raise BadRequest(
            "bad-value",
            f"_position is [x, y], two numbers between -{MAX_COORDINATE:g} and {MAX_COORDINATE:g}",
            field="_position",
        )
    if property_id == "_color":
        check_color("_color", value)


def _check_length(what: str, size: int, limit: int) -> None:
    if size > limit:
        raise Unprocessable(
            "too-long",
            f"{what} takes {size} bytes; at most {limit} are allowed",
            field=what,
            limit=limit,
        )


def _kind(value: Any) -> str:
    return {bool: "true or false", int: "a number", float: "a number", list: "a list"}.get(
        type(value), "null" if value is None else "an object"
    )

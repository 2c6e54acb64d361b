"""Commits and events as sentences, with the names that nodes had at that time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from ..domain.commits import Actor, Commit, graph_events
from ..domain.events import (
    NAME,
    BlueprintDefined,
    BlueprintRemoved,
    CommandFailed,
    Event,
    GraphEvent,
    LinkPropertyChanged,
    LinkPropertyDeleted,
    NodeCreated,
    NodeDeleted,
    NodeLinked,
    NodeUnlinked,
    ProjectLoaded,
    ProjectSaved,
    PropertyChanged,
    PropertyDeleted,
    SessionConnected,
    SessionDisconnected,
)
from ..domain.graph import Node
from .looks import value_text
from .terminal import counted, one_line, shortened

MAX_NAME = 40
MAX_TOLD = 3
POSITION = "_position"

_MANY: dict[type[GraphEvent], tuple[str, str]] = {
    NodeCreated: ("added", "node"),
    NodeDeleted: ("deleted", "node"),
    NodeLinked: ("made", "link"),
    NodeUnlinked: ("removed", "link"),
    BlueprintDefined: ("defined", "type"),
    BlueprintRemoved: ("removed", "type"),
}


class Names:
    """What nodes are called, kept up with the commits that are told."""

    def __init__(self, nodes: Iterable[Node] = ()) -> None:
        self._names = {node.node_id: node.name for node in nodes}

    def of(self, node_id: str) -> str:
        """Return a node's name, or its id where that is all that is known."""
        return shortened(self._names.get(node_id) or node_id, MAX_NAME)

    def follow(self, event: Event) -> None:
        """Learn from an event; the name of a node that goes stays known."""
        if isinstance(event, NodeCreated):
            self._names[event.node_id] = event.name
        elif isinstance(event, PropertyChanged) and event.property_id == NAME:
            self._names[event.node_id] = str(event.new_value)


def who(actor: Actor | None) -> str:
    """Return what an actor is called, and how they came where that is not by a browser."""
    if actor is None:
        return "somebody"
    name = shortened(actor.name or actor.username or actor.client_id, MAX_NAME)
    shown = {"kernel": "kernel", "rest": "REST"}.get(actor.origin)
    return f"{name} ({shown})" if shown and shown != name else name


def sentence(commit: Commit, names: Names) -> str:
    """Return what a commit did, and let `names` learn from it."""
    told = _graph_sentence(graph_events(commit), names) or _other(commit)
    match commit.kind:
        case "undo":
            return f"undo: {told}"
        case "redo":
            return f"redo: {told}"
    return told


def passing(event: Event) -> str | None:
    """Return what a passing event says; `None` for one that tells nothing new."""
    match event:
        case CommandFailed(command_type=command_type, error=code):
            return f"was refused {one_line(command_type)}: {one_line(code)}"
        case SessionConnected(client_count=count):
            return f"came: {counted(count, 'client')} here"
        case SessionDisconnected(client_count=count):
            return f"left: {counted(count, 'client')} here"
    return None


def _other(commit: Commit) -> str:
    for event in commit.events:
        match event:
            case ProjectSaved(project_id=path):
                return f"saved {one_line(path)}"
            case ProjectLoaded(project_id=path):
                return f"loaded {one_line(path)}"
    if commit.command_type == "update-settings":
        return "changed the session's settings"
    return f"{one_line(commit.command_type)}, which changed nothing"


def _graph_sentence(events: Sequence[GraphEvent], names: Names) -> str:
    created = {event.node_id for event in events if isinstance(event, NodeCreated)}
    parts: list[str] = []
    groups: dict[tuple[str, str], int] = {}
    before: GraphEvent | None = None
    count = 0
    for event in events:
        names.follow(event)
        is_told, before = _is_told(event, before), event
        if is_told:
            continue
        count += 1
        if count <= MAX_TOLD:
            parts.append(_one(event, names))
        key = _key(event, created)
        if key is not None:
            groups[key] = groups.get(key, 0) + 1
    if count <= MAX_TOLD:
        return ", ".join(parts)
    return ", ".join(f"{verb} {counted(count, noun)}" for (verb, noun), count in groups.items())


def _is_told(event: GraphEvent, before: GraphEvent | None) -> bool:
    """Tell whether it is a link that was told as the parent of the node that was just added."""
    return (
        isinstance(event, NodeLinked)
        and isinstance(before, NodeCreated)
        and before.node_id == event.child_id
        and before.parent_id == event.parent_id
    )


def _key(event: GraphEvent, created: set[str]) -> tuple[str, str] | None:
    known = _MANY.get(type(event))
    if known is not None:
        return known
    if isinstance(event, PropertyChanged | PropertyDeleted):
        if event.node_id in created:
            return None
        if event.property_id == POSITION:
            return "moved", "node"
        if event.property_id == NAME:
            return "renamed", "node"
        return f"set {shortened(event.property_id, MAX_NAME)} of", "node"
    return "changed", "link"


def _one(event: GraphEvent, names: Names) -> str:
    match event:
        case NodeCreated(node_id=node_id, blueprint_type_id=type_id):
            under = f" under {names.of(event.parent_id)}" if event.parent_id else ""
            return f"added {names.of(node_id)} ({shortened(type_id, MAX_NAME)}){under}"
        case NodeDeleted(node_id=node_id):
            return f"deleted {names.of(node_id)}"
        case NodeLinked(parent_id=parent_id, child_id=child_id):
            return f"linked {names.of(parent_id)} to {names.of(child_id)}"
        case NodeUnlinked(parent_id=parent_id, child_id=child_id):
            return f"unlinked {names.of(parent_id)} from {names.of(child_id)}"
        case PropertyChanged():
            return _set(event, names)
        case PropertyDeleted(node_id=node_id, property_id=property_id):
            return f"removed {shortened(property_id, MAX_NAME)} of {names.of(node_id)}"
        case LinkPropertyChanged(property_id=property_id, new_value=value):
            what = shortened(property_id, MAX_NAME)
            return f"set {what} of {_link(event, names)} to {one_line(value_text(value))}"
        case LinkPropertyDeleted(property_id=property_id):
            return f"removed {shortened(property_id, MAX_NAME)} of {_link(event, names)}"
        case BlueprintDefined(blueprint_type=blueprint_type):
            return f"defined type {shortened(blueprint_type.blueprint_type_id, MAX_NAME)}"
        case BlueprintRemoved(blueprint_type_id=type_id):
            return f"removed type {shortened(type_id, MAX_NAME)}"
    return event.event


def _set(event: PropertyChanged, names: Names) -> str:
    if event.property_id == NAME:
        before, after = (
            shortened(value_text(value), MAX_NAME) for value in (event.old_value, event.new_value)
        )
        return f"renamed {before} to {after}"
    if event.property_id == POSITION:
        return f"{'placed' if event.old_value is None else 'moved'} {names.of(event.node_id)}"
    what = shortened(event.property_id, MAX_NAME)
    return f"set {what} of {names.of(event.node_id)} to {one_line(value_text(event.new_value))}"


def _link(event: Any, names: Names) -> str:
    return f"{names.of(event.parent_id)} → {names.of(event.child_id)}"

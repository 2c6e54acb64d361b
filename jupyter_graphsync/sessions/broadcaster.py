"""Hands events to the room that they belong to, and never to another."""

from __future__ import annotations

import logging
from typing import Any

from msgspec import UNSET, UnsetType

from ..domain import events
from ..domain.blueprints import BlueprintType
from ..domain.commits import Actor
from ..protocol import encode_event
from .clock import timestamp
from .room import Room

log = logging.getLogger(__name__)


class Broadcaster:
    """The rooms of one server.

    Commits reach a room by `publish`, complete and in order. `emit` and the named `emit_…` tell
    a room a single event outside of any commit: it reaches who is there, and is never replayed.
    An event for a session without a room is dropped.
    """

    def __init__(self) -> None:
        self._rooms: dict[str, Room] = {}

    def add(self, room: Room) -> None:
        """Take a room into service."""
        self._rooms[room.session_id] = room

    def remove(self, room: Room) -> None:
        """Take a room out of service."""
        if self._rooms.get(room.session_id) is room:
            del self._rooms[room.session_id]

    def publish(self, session_id: str, messages: list[bytes], before: int, after: int) -> None:
        """Hand encoded messages that lead from one commit to another to a session's room."""
        room = self._rooms.get(session_id)
        if room is None:
            log.debug("session %s has no room; %d messages skipped", session_id, len(messages))
        else:
            room.publish(messages, before, after)

    def emit(self, session_id: str, event: events.Event, actor: Actor | None = None) -> None:
        """Tell a session's room an event; its timestamp is filled in where there is none."""
        room = self._rooms.get(session_id)
        if room is None:
            log.debug("session %s has no room; %s skipped", session_id, event.event)
            return
        if not event.timestamp:  # type: ignore[attr-defined]
            event.timestamp = timestamp()  # type: ignore[attr-defined]
        room.tell(encode_event(event, actor))

    def emit_node_created(
        self,
        session_id: str,
        node_id: str,
        name: str,
        *,
        blueprint_type_id: str,
        parent_id: str | UnsetType = UNSET,
        properties: dict[str, Any] | UnsetType = UNSET,
    ) -> None:
        """Emit `graph:node-created`."""
        event = events.NodeCreated(
            node_id=node_id,
            name=name,
            blueprint_type_id=blueprint_type_id,
            parent_id=parent_id,
            properties=properties,
        )
        self.emit(session_id, event)

    def emit_node_deleted(self, session_id: str, node_id: str) -> None:
        """Emit `graph:node-deleted`."""
        self.emit(session_id, events.NodeDeleted(node_id=node_id))

    def emit_node_linked(
        self,
        session_id: str,
        parent_id: str,
        child_id: str,
        *,
        properties: dict[str, Any] | UnsetType = UNSET,
    ) -> None:
        """Emit `graph:node-linked`."""
        event = events.NodeLinked(parent_id=parent_id, child_id=child_id, properties=properties)
        self.emit(session_id, event)

    def emit_node_unlinked(self, session_id: str, parent_id: str, child_id: str) -> None:
        """Emit `graph:node-unlinked`."""
        self.emit(session_id, events.NodeUnlinked(parent_id=parent_id, child_id=child_id))

    def emit_property_changed(
        self, session_id: str, node_id: str, property_id: str, *, old_value: Any, new_value: Any
    ) -> None:
        """Emit `graph:property-changed`."""
        event = events.PropertyChanged(
            node_id=node_id, property_id=property_id, old_value=old_value, new_value=new_value
        )
        self.emit(session_id, event)

    def emit_property_deleted(self, session_id: str, node_id: str, property_id: str) -> None:
        """Emit `graph:property-deleted`."""
        self.emit(session_id, events.PropertyDeleted(node_id=node_id, property_id=property_id))

    def emit_link_property_changed(
        self,
        session_id: str,
        parent_id: str,
        child_id: str,
        property_id: str,
        *,
        old_value: Any,
        new_value: Any,
    ) -> None:
        """Emit `graph:link-property-changed`."""
        event = events.LinkPropertyChanged(
            parent_id=parent_id,
            child_id=child_id,
            property_id=property_id,
            old_value=old_value,
            new_value=new_value,
        )
        self.emit(session_id, event)

    def emit_link_property_deleted(
        self, session_id: str, parent_id: str, child_id: str, property_id: str
    ) -> None:
        """Emit `graph:link-property-deleted`."""
        event = events.LinkPropertyDeleted(
            parent_id=parent_id, child_id=child_id, property_id=property_id
        )
        self.emit(session_id, event)

    def emit_blueprint_defined(self, session_id: str, blueprint_type: BlueprintType) -> None:
        """Emit `graph:blueprint-defined`."""
        self.emit(session_id, events.BlueprintDefined(blueprint_type=blueprint_type))

    def emit_blueprint_removed(self, session_id: str, blueprint_type_id: str) -> None:
        """Emit `graph:blueprint-removed`."""
        self.emit(session_id, events.BlueprintRemoved(blueprint_type_id=blueprint_type_id))

    def emit_command_executing(self, session_id: str, command_id: str, command_type: str) -> None:
        """Emit `command:executing`."""
        event = events.CommandExecuting(command_id=command_id, command_type=command_type)
        self.emit(session_id, event)

    def emit_command_executed(
        self, session_id: str, command_id: str, command_type: str, *, result: Any = UNSET
    ) -> None:
        """Emit `command:executed`."""
        event = events.CommandExecuted(
            command_id=command_id, command_type=command_type, result=result
        )
        self.emit(session_id, event)

    def emit_command_failed(
        self, session_id: str, command_id: str, command_type: str, *, error: str
    ) -> None:
        """Emit `command:failed`."""
        event = events.CommandFailed(command_id=command_id, command_type=command_type, error=error)
        self.emit(session_id, event)

    def emit_command_undo(self, session_id: str, command_id: str) -> None:
        """Emit `command:undo`."""
        self.emit(session_id, events.CommandUndone(command_id=command_id))

    def emit_command_redo(self, session_id: str, command_id: str) -> None:
        """Emit `command:redo`."""
        self.emit(session_id, events.CommandRedone(command_id=command_id))

    def emit_session_connected(self, session_id: str, client_count: int) -> None:
        """Emit `session:connected`."""
        event = events.SessionConnected(session_id=session_id, client_count=client_count)
        self.emit(session_id, event)

    def emit_session_disconnected(self, session_id: str, client_count: int) -> None:
        """Emit `session:disconnected`."""
        event = events.SessionDisconnected(session_id=session_id, client_count=client_count)
        self.emit(session_id, event)

    def emit_session_presence(
        self, session_id: str, clients: list[Any], *, left: list[str] | UnsetType = UNSET
    ) -> None:
        """Emit `session:presence`."""
        self.emit(session_id, events.SessionPresence(clients=clients, left=left))

    def emit_project_saved(self, session_id: str, project_id: str) -> None:
        """Emit `project:saved`."""
        self.emit(session_id, events.ProjectSaved(project_id=project_id))

    def emit_project_loaded(self, session_id: str, project_id: str, graph: Any) -> None:
        """Emit `project:loaded`."""
        self.emit(session_id, events.ProjectLoaded(project_id=project_id, graph=graph))


_BROADCASTER: Broadcaster | None = None


def get_broadcaster() -> Broadcaster | None:
    """Return this process's broadcaster; `None` where events go nowhere."""
    return _BROADCASTER


def set_broadcaster(broadcaster: Broadcaster | None) -> None:
    """Set this process's broadcaster; with `None`, events are skipped and commands go on."""
    global _BROADCASTER
    _BROADCASTER = broadcaster

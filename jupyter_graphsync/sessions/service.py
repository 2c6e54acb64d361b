"""What server-side code uses to read and change a session outside of a request."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from ..decoding import check_value
from ..domain.commands import Command
from ..domain.commands.properties import UpdatePropertyCommand
from ..domain.commits import Actor
from ..domain.graph import Graph, GraphView
from .clock import new_command_id
from .manager import SessionManager
from .requests import CommandRequest, Outcome

T = TypeVar("T")

SERVICE = Actor(client_id="service", username="service", name="Server", origin="rest")


class GraphService:
    """Reads and changes sessions for code that runs in the server.

    Parameters
    ----------
    actor
        Who its commits say they are from.
    """

    def __init__(self, manager: SessionManager, *, actor: Actor = SERVICE) -> None:
        self._manager = manager
        self._actor = actor

    async def view(self, session_id: str) -> GraphView:
        """Return the graph as it is durable now; later changes do not show in it."""
        session = await self._manager.get(session_id)
        _, view = await session.view()
        return view

    async def look(self, session_id: str, look: Callable[[Graph], T]) -> T:
        """Return what `look` finds in the durable graph; it must not keep or change the graph."""
        session = await self._manager.get(session_id)
        return await session.look(look)

    async def execute(self, session_id: str, command: Command) -> Outcome:
        """Execute a command as a `service` commit: logged and told, in nobody's undo.

        Raises
        ------
        GraphSyncError
            It is refused, as it would be if it had come over the wire.
        """
        session = await self._manager.get(session_id)
        check_value(command, max_depth=session.limits.max_json_depth)
        request = CommandRequest(
            command_id=new_command_id(), actor=self._actor, command=command, kind="service"
        )
        return await session.perform(request)

    async def notify_property_changed(
        self, session_id: str, node_id: str, property_id: str, new_value: Any
    ) -> Outcome:
        """Set a node's property from server-side code, and tell the session's room.

        Raises
        ------
        GraphSyncError
            As `update-property` would be refused.
        """
        command = UpdatePropertyCommand(
            node_id=node_id, property_id=property_id, new_value=new_value
        )
        return await self.execute(session_id, command)

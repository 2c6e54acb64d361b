"""What the handlers of one server share."""

from __future__ import annotations

import logging
import secrets
from datetime import datetime, timezone
from importlib.metadata import entry_points
from time import monotonic
from typing import Any

from ..domain.commands import BUILT_IN, Command, CommandRegistry
from ..domain.commits import Actor, Origin
from ..domain.limits import Limits
from ..projects.autosave import Autosave
from ..projects.retention import Retention
from ..projects.store import ProjectStore
from ..protocol import Client
from ..sessions.broadcaster import Broadcaster
from ..sessions.clock import new_client_id
from ..sessions.identity import REST_CLIENT, ClientTokens, color_of
from ..sessions.manager import SessionManager
from ..sessions.rate import TokenBucket
from ..sessions.service import GraphService
from ..sessions.session import GraphSession

log = logging.getLogger(__name__)

MAX_BUCKETS = 10_000


class Services:
    """One server's sessions, and who is connected to them.

    Parameters
    ----------
    version
        The version of this package, which welcomes and health tell.
    """

    def __init__(
        self,
        manager: SessionManager,
        *,
        projects: ProjectStore,
        autosave: Autosave,
        retention: Retention,
        broadcaster: Broadcaster,
        limits: Limits,
        version: str,
    ) -> None:
        self.manager = manager
        self.projects = projects
        self.autosave = autosave
        self.retention = retention
        self.broadcaster = broadcaster
        self.limits = limits
        self.version = version
        self.registry = CommandRegistry([*BUILT_IN, *third_party_commands()])
        self.service = GraphService(manager)
        self.credential = secrets.token_urlsafe(32)
        self.connections = 0
        self.started = monotonic()
        self.settings: dict[str, Any] = {}
        self.base_url = "/"
        self._buckets: dict[str, TokenBucket] = {}

    def bucket(self, key: str) -> TokenBucket:
        """Return the rate of a client or user; old ones are forgotten, full."""
        bucket = self._buckets.pop(key, None)
        if bucket is None:
            bucket = TokenBucket(self.limits.command_rate, self.limits.command_burst)
        self._buckets[key] = bucket
        while len(self._buckets) > MAX_BUCKETS:
            del self._buckets[next(iter(self._buckets))]
        return bucket

    async def tokens(self, session_id: str) -> ClientTokens:
        """Return what signs and reads the client tokens of a session."""
        return ClientTokens(await self.manager.secret(), session_id)

    async def client(
        self, session: GraphSession, token: str | None, user: Any, origin: Origin
    ) -> tuple[Client, str]:
        """Return a client with its token: taken up again where `token` is good, else a new one."""
        tokens = await self.tokens(session.session_id)
        client_id = tokens.read(token) if token else new_client_id()
        known = session.room.known(client_id)
        if known is None:
            taken = {client.color for client in session.room.clients()}
            known = Client(
                client_id=client_id,
                username=user.username,
                name=_name_of(user),
                color=getattr(user, "color", None) or color_of(client_id, taken),
                origin=origin,
            )
        return known, tokens.sign(client_id)

    async def actor(self, session: GraphSession, token: str | None, user: Any) -> Actor:
        """Return who a REST request speaks for: a client, or the session's common `rest` client."""
        if not token:
            return self.actor_of(user)
        client_id = (await self.tokens(session.session_id)).read(token)
        known = session.room.known(client_id)
        return Actor(
            client_id=client_id,
            username=known.username if known else user.username,
            name=known.name if known else _name_of(user),
            color=known.color if known else color_of(client_id),
            origin="rest",
        )

    def actor_of(self, user: Any) -> Actor:
        """Return the common `rest` client, on behalf of a user."""
        # Jupyter makes up a new name for every request with nothing but a token.
        name = "REST" if user.name.startswith("Anonymous ") else _name_of(user)
        return Actor(client_id=REST_CLIENT, username=user.username, name=name, origin="rest")

    async def keep_in_file(self, session: GraphSession) -> None:
        """See to it that a session goes on in its file, also after a restart of the server."""
        await self.projects.recall(session)
        if self.projects.of(session.session_id) is not None:
            self.autosave.start()

    def touch(self) -> None:
        """Note activity, so that a server that is used is not culled as idle."""
        self.settings["graphsync_last_activity"] = datetime.now(timezone.utc)


def third_party_commands() -> list[type[Command]]:
    """Return the commands that other packages add by the entry point `jupyter_graphsync.commands`.

    One that cannot be used is left out, and the log says why.
    """
    found: list[type[Command]] = []
    taken = {cls.command_type for cls in BUILT_IN}
    for entry in entry_points(group="jupyter_graphsync.commands"):
        try:
            cls = entry.load()
            if not (isinstance(cls, type) and issubclass(cls, Command)):
                raise TypeError(f"{entry.value} is no subclass of Command")
            if cls.command_type in taken:
                raise ValueError(f"command type {cls.command_type!r} is taken")
        except Exception:
            log.exception("the command %r of entry point %r is left out", entry.value, entry.name)
        else:
            taken.add(cls.command_type)
            found.append(cls)
    return found


def _name_of(user: Any) -> str:
    return str(user.display_name or user.name or user.username)

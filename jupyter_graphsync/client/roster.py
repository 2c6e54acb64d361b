"""Who is in the session, as `welcome` and `session:presence` tell it."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec
from msgspec import UNSET

from ..domain.events import SessionPresence
from ..protocol import Client


class Roster:
    """The clients of a session, by id. Reading it from another thread is safe."""

    def __init__(self) -> None:
        self._clients: dict[str, Client] = {}

    def replace(self, clients: Iterable[Client]) -> None:
        """Take over the whole list."""
        self._clients = {client.client_id: client for client in clients}

    def update(self, presence: SessionPresence) -> None:
        """Take over what changed."""
        clients = dict(self._clients)
        for changed in presence.clients:
            known = clients.get(changed["client_id"])
            whole = {**(msgspec.to_builtins(known) if known else {}), **changed}
            clients[changed["client_id"]] = msgspec.convert(whole, Client)
        for client_id in presence.left if presence.left is not UNSET else ():
            clients.pop(client_id, None)
        self._clients = clients

    def clients(self) -> list[Client]:
        """Return all clients, this one included."""
        return list(self._clients.values())

    def client(self, client_id: str) -> Client | None:
        """Return one client, if it is here."""
        return self._clients.get(client_id)

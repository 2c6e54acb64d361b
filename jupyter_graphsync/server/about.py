"""The REST routes about the server itself, and the answer to all that is no route."""

from __future__ import annotations

from time import monotonic

from ..domain.errors import NotFound
from .handler import GraphSyncHandler, needs
from .openapi import openapi


class LimitsHandler(GraphSyncHandler):
    """`/limits`."""

    @needs("read")
    async def get(self) -> None:
        """Return the limits."""
        self.answer(self.services.limits)


class HealthHandler(GraphSyncHandler):
    """`/health`."""

    @needs("read")
    async def get(self) -> None:
        """Tell whether the storage answers; 503 with the reason where it does not."""
        sessions = await self.services.manager.list()
        self.answer(
            {
                "status": "ok",
                "version": self.services.version,
                "log": await self.services.manager.place(),
                "sessions": len(sessions),
                "connections": self.services.connections,
                "uptime_seconds": round(monotonic() - self.services.started, 3),
            }
        )


class OpenApiHandler(GraphSyncHandler):
    """`/openapi.json`."""

    @needs("read")
    async def get(self) -> None:
        """Return the description of all this."""
        self.answer(openapi(self.services.registry, self.services.version, self.services.base_url))


class NotFoundHandler(GraphSyncHandler):
    """Everything else below `graphsync/`."""

    @needs("read")
    async def get(self) -> None:
        """Say that there is nothing here."""
        raise NotFound("not-found", "there is nothing at this address; see openapi.json")

    post = put = patch = delete = head = get

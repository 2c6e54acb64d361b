"""The REST routes about sessions: list, create, describe, change, end, who is there."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import msgspec
from msgspec import UNSET

from ..domain.errors import BadRequest
from ..domain.graph import GraphView
from ..domain.settings import Settings
from ..formats import native
from ..sessions.checks import check_command_id
from ..sessions.clock import new_command_id
from ..sessions.context import reset_current_session, set_current_session
from ..sessions.requests import Outcome, Request, SettingsRequest
from ..sessions.session import GraphSession
from .bodies import CHANGE_SESSION, CREATE_SESSION, CreateSession, From
from .handler import GraphSyncHandler, needs


class SessionHandlerBase(GraphSyncHandler):
    """A route that is about one session, named in the path or by `X-Session-ID`."""

    async def session(self, session_id: str | None) -> GraphSession:
        """Return the session that the request names."""
        named = self.request.headers.get_list("X-Session-ID")
        if session_id is None and len(named) != 1:
            raise BadRequest(
                "bad-session-id", "name the session: once, in the path or by X-Session-ID"
            )
        return await self.services.manager.get(named[0] if session_id is None else session_id)

    @contextmanager
    def in_context(self, session: GraphSession) -> Iterator[None]:
        """Make `get_current_session()` return the session."""
        token = set_current_session(session)
        try:
            yield
        finally:
            reset_current_session(token)

    async def perform(self, session: GraphSession, request: Request) -> None:
        """Run a request that may change the session, and answer with what came of it."""
        check_command_id(request.command_id)
        self.services.bucket(self._rate_key()).take()
        self.services.touch()
        with self.in_context(session):
            outcome = await session.perform(request)
        self.answer(_success(outcome))

    async def actor(self, session: GraphSession) -> Any:
        """Return for whom the request speaks."""
        token = self.request.headers.get("X-Client-Token")
        return await self.services.actor(session, token, self.current_user)

    def number(self, name: str, default: int, *, least: int, most: int) -> int:
        """Return a whole number from the query."""
        text = self.get_query_argument(name, str(default))
        if not (
            text.isascii() and text.isdecimal() and len(text) < 20 and least <= int(text) <= most
        ):
            raise BadRequest(
                "bad-value", f"{name} is a whole number from {least} to {most}", field=name
            )
        return int(text)

    def _rate_key(self) -> str:
        # A token user gets a new name with every request.
        if self.token_authenticated:
            return f"address:{self.request.remote_ip}"
        return f"user:{self.current_user.username}"


class SessionsHandler(SessionHandlerBase):
    """`/sessions`."""

    @needs("read")
    async def get(self) -> None:
        """List the sessions."""
        manager = self.services.manager
        records = await manager.list()
        described = []
        for record in records:
            opened = manager.opened(record.session_id)
            count = opened.room.client_count if opened else 0
            row = _described(record.session_id, record.settings, record.position, count)
            row["oldest_seq"] = record.oldest
            binding = self.services.projects.of(record.session_id)
            described.append(row if binding is None else {**row, "path": binding.path})
        self.answer({"sessions": described})

    @needs("write")
    async def post(self) -> None:
        """Create a session."""
        body = await asyncio.to_thread(self.read_body, CREATE_SESSION)
        session_id = new_command_id() if body.session_id is UNSET else body.session_id
        title, strict, graph = body.title, body.strict_blueprints, None
        if body.origin is not UNSET:
            _check_alone(body)
            settings, graph = await self._moment_of(body.origin)
            title, strict = title or settings.title, graph.strict_blueprints
        elif body.graph is not UNSET or body.blueprint_types:
            graph = await asyncio.to_thread(self._read_graph, body)
        structure = body.structure
        if structure is UNSET:
            structure = graph.structure if graph else "dag"
        session = await self.services.manager.create(
            session_id,
            settings=Settings(title=title, structure=structure, strict_blueprints=strict),
            actor=self.services.actor_of(self.current_user),
            graph=graph,
        )
        self.set_header("Location", f"{self.request.path}/{session_id}")
        self.answer(await describe(session), status=201)

    async def _moment_of(self, origin: From) -> tuple[Settings, GraphView]:
        """Return settings and graph of another session, the graph as it was at a moment."""
        session = await self.services.manager.get(origin.session_id)
        seq = session.position.seq if origin.seq is UNSET else origin.seq
        _, view = await session.at(seq)
        return session.settings, view

    def max_body_bytes(self) -> int:
        """Return how large a body with a graph may be."""
        return self.services.limits.max_import_bytes

    def _read_graph(self, body: CreateSession) -> GraphView:
        """Return the graph that a session begins with, checked; types may come beside it."""
        graph: dict[str, Any] = {"nodes": [], "links": []}
        if body.graph is not UNSET:
            graph = body.graph
        if body.structure is not UNSET:
            graph["structure"] = body.structure
        if body.blueprint_types:
            types = msgspec.to_builtins(body.blueprint_types)
            graph["blueprint_types"] = [*graph.get("blueprint_types", []), *types]
        return native.read(
            msgspec.json.encode(graph),
            limits=self.services.limits,
            strict_blueprints=body.strict_blueprints,
        )


class SessionHandler(SessionHandlerBase):
    """`/sessions/{id}`."""

    @needs("read")
    async def get(self, session_id: str) -> None:
        """Describe a session."""
        session = await self.session(session_id)
        project = await self.services.projects.describe(session)
        described = await describe(session)
        self.answer(described if project is None else {**described, "project": project})

    @needs("write")
    async def patch(self, session_id: str) -> None:
        """Change title or settings."""
        body = self.read_body(CHANGE_SESSION)
        session = await self.session(session_id)
        request = SettingsRequest(
            command_id=new_command_id(),
            actor=await self.actor(session),
            title=body.title,
            structure=body.structure,
            strict_blueprints=body.strict_blueprints,
        )
        with self.in_context(session):
            await session.perform(request)
        self.answer(await describe(session))

    @needs("execute")
    async def delete(self, session_id: str) -> None:
        """End a session for good."""
        await self.services.manager.end(session_id)
        self.set_status(204)
        self.finish()


class ClientsHandler(SessionHandlerBase):
    """`/sessions/{id}/clients`."""

    @needs("read")
    async def get(self, session_id: str | None = None) -> None:
        """Tell who is there."""
        session = await self.session(session_id)
        self.answer({"clients": session.room.clients()})


def _check_alone(body: CreateSession) -> None:
    """Refuse a graph or rules beside the moment that brings both."""
    if body.graph is not UNSET or body.structure is not UNSET or body.blueprint_types:
        raise BadRequest(
            "bad-value",
            "a session that begins with a moment has its graph, types and structure; leave them out",
            field="from",
        )


async def describe(session: GraphSession) -> dict[str, Any]:
    """Return what REST tells of an open session."""
    counts = await session.look(
        lambda graph: {"node_count": len(graph.nodes), "link_count": graph.link_count}
    )
    clients = session.room.client_count
    described = _described(session.session_id, session.settings, session.position, clients)
    return {
        **described,
        **counts,
        "oldest_seq": session.oldest,
        "read_only": bool(session.damage),
        "damage": session.damage,
    }


def _described(session_id: str, settings: Any, position: Any, clients: int) -> dict[str, Any]:
    return {
        "session_id": session_id,
        **msgspec.to_builtins(settings),
        **msgspec.to_builtins(position),
        "client_count": clients,
    }


def _success(outcome: Outcome) -> dict[str, Any]:
    return {
        "success": True,
        "command_id": outcome.command_id,
        "seq": outcome.seq,
        "result": outcome.result,
    }

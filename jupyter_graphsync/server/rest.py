"""The REST routes below `{base_url}graphsync/api/v1/`: decode, call one method, encode."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic
from typing import Any

import msgspec
from msgspec import UNSET

from ..decoding import decode_as, refusal
from ..domain.commands import Command
from ..domain.commands.batch import BatchCommand
from ..domain.commits import Commit
from ..domain.errors import BadRequest, NotFound
from ..domain.graph import GraphView
from ..domain.settings import Settings
from ..formats import FORMATS, native
from ..sessions.clock import new_command_id
from ..sessions.connection import check_command_id
from ..sessions.context import reset_current_session, set_current_session
from ..sessions.requests import CommandRequest, Outcome, Request, ReversalRequest, SettingsRequest
from ..sessions.session import GraphSession
from .bodies import (
    CHANGE_SESSION,
    CREATE_SESSION,
    REVERSE,
    RUN_COMMAND,
    RUN_COMMANDS,
    CreateSession,
    RunCommand,
)
from .handler import GraphSyncHandler
from .openapi import openapi

MAX_PAGE = 1_000
MAX_SCANNED = 10_000
WITH_VIEW_STATE = frozenset({"native", "svg"})
"""A picture needs positions; other exports leave view state out."""


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
        if not (text.isdecimal() and len(text) < 16 and least <= int(text) <= most):
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

    async def get(self) -> None:
        """List the sessions."""
        await self.require("read")
        manager = self.services.manager
        records = await manager.list()
        described = []
        for record in records:
            opened = manager.opened(record.session_id)
            count = opened.room.client_count if opened else 0
            described.append(_described(record.session_id, record.settings, record.position, count))
        self.answer({"sessions": described})

    async def post(self) -> None:
        """Create a session."""
        await self.require("write")
        body = await asyncio.to_thread(self.read_body, CREATE_SESSION)
        session_id = new_command_id() if body.session_id is UNSET else body.session_id
        graph = None
        if body.graph is not UNSET or body.blueprint_types:
            graph = await asyncio.to_thread(self._read_graph, body)
        structure = body.structure
        if structure is UNSET:
            structure = graph.structure if graph else "dag"
        session = await self.services.manager.create(
            session_id,
            settings=Settings(
                title=body.title, structure=structure, strict_blueprints=body.strict_blueprints
            ),
            actor=self.services.actor_of(self.current_user),
            graph=graph,
        )
        self.set_header("Location", f"{self.request.path}/{session_id}")
        self.answer(await describe(session), status=201)

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

    async def get(self, session_id: str) -> None:
        """Describe a session."""
        await self.require("read")
        self.answer(await describe(await self.session(session_id)))

    async def patch(self, session_id: str) -> None:
        """Change title or settings."""
        await self.require("write")
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

    async def delete(self, session_id: str) -> None:
        """End a session for good."""
        await self.require("execute")
        await self.services.manager.end(session_id)
        self.set_status(204)
        self.finish()


class GraphHandler(SessionHandlerBase):
    """`/sessions/{id}/graph`."""

    async def get(self, session_id: str | None = None) -> None:
        """Return the graph, now or as it was, in one of the formats."""
        await self.require("read")
        session = await self.session(session_id)
        name = self.get_query_argument("format", "native")
        if name not in FORMATS:
            raise BadRequest(
                "bad-value", f"a format is one of {', '.join(sorted(FORMATS))}", field="format"
            )
        seq = self.number("seq", session.position.seq, least=0, most=2**53)
        position, view = await session.at(seq)
        form = FORMATS[name]
        chunks = form.write(view, position=position, view_state=name in WITH_VIEW_STATE)
        data = await asyncio.to_thread(b"".join, chunks)
        self.set_header("Content-Type", form.content_type)
        if name != "native":
            filename = f"{session.session_id}{form.extension}"
            self.set_header("Content-Disposition", f'attachment; filename="{filename}"')
        self.finish(data)


class CommitsHandler(SessionHandlerBase):
    """`/sessions/{id}/commits`."""

    async def get(self, session_id: str | None = None) -> None:
        """Return a page of the log."""
        await self.require("read")
        session = await self.session(session_id)
        after = self.number("after", 0, least=0, most=2**53)
        limit = self.number("limit", 100, least=1, most=MAX_PAGE)
        node_id = self.get_query_argument("node_id", None)
        client_id = self.get_query_argument("client_id", None)
        head = session.position.seq
        found: list[bytes] = []
        scanned = after
        while scanned < head and len(found) < limit and scanned - after < MAX_SCANNED:
            page = await session.commits(scanned, limit if not (node_id or client_id) else MAX_PAGE)
            for record in page:
                scanned = record.seq
                if _concerns(record.read_commit, node_id, client_id):
                    found.append(record.body)
                    if len(found) == limit:
                        break
            if not page:
                break
        more = scanned if scanned < head else None
        self.set_header("Content-Type", "application/json")
        commits = b",".join(found)
        self.finish(b'{"commits":[%s],"next":%s}' % (commits, msgspec.json.encode(more)))


class CommandsHandler(SessionHandlerBase):
    """`/sessions/{id}/commands`, and `/commands` with `X-Session-ID`."""

    async def get(self, session_id: str | None = None) -> None:
        """Return the catalogue of commands."""
        await self.require("read")
        self.answer({"commands": self.services.registry.catalogue()})

    async def post(self, session_id: str | None = None) -> None:
        """Execute a command, or several as one batch."""
        await self.require("write")
        session = await self.session(session_id)
        large = len(self._body) > 2**17
        decoded = await asyncio.to_thread(self._command) if large else self._command()
        command_id, command = decoded
        request = CommandRequest(
            command_id=command_id, actor=await self.actor(session), command=command
        )
        await self.perform(session, request)

    def _command(self) -> tuple[str, Command]:
        text = self.read_text()
        try:
            if text.lstrip()[:1] != b"[":
                body = decode_as(RUN_COMMAND, text)
                return _id_of(body), self._decoded(body)
            bodies = decode_as(RUN_COMMANDS, text)
            commands = [self._decoded(body) for body in bodies]
            # A batch is one command: it goes by the id of its first part.
            return _id_of(*bodies[:1]), BatchCommand(commands=commands)
        except msgspec.ValidationError as error:
            raise refusal(error) from error

    def _decoded(self, body: RunCommand) -> Command:
        return self.services.registry.decode(body.command_type, bytes(body.arguments))


class UndoHandler(SessionHandlerBase):
    """`/sessions/{id}/undo` and `/redo`."""

    def initialize(self, direction: str) -> None:
        """Take what the route says."""
        self._direction = direction

    async def post(self, session_id: str | None = None) -> None:
        """Undo or redo."""
        await self.require("write")
        body = self.read_body(REVERSE)
        session = await self.session(session_id)
        request = ReversalRequest(
            command_id=new_command_id() if body.command_id is UNSET else body.command_id,
            actor=await self.actor(session),
            direction="undo" if self._direction == "undo" else "redo",
            session_wide=body.scope == "session",
            force=body.force,
        )
        await self.perform(session, request)


class ClientsHandler(SessionHandlerBase):
    """`/sessions/{id}/clients`."""

    async def get(self, session_id: str | None = None) -> None:
        """Tell who is there."""
        await self.require("read")
        session = await self.session(session_id)
        self.answer({"clients": session.room.clients()})


class LimitsHandler(GraphSyncHandler):
    """`/limits`."""

    async def get(self) -> None:
        """Return the limits."""
        await self.require("read")
        self.answer(self.services.limits)


class HealthHandler(GraphSyncHandler):
    """`/health`."""

    async def get(self) -> None:
        """Tell whether the storage answers; 503 with the reason where it does not."""
        await self.require("read")
        sessions = await self.services.manager.list()
        self.answer(
            {
                "status": "ok",
                "version": self.services.version,
                "sessions": len(sessions),
                "connections": self.services.connections,
                "uptime_seconds": round(monotonic() - self.services.started, 3),
            }
        )


class OpenApiHandler(GraphSyncHandler):
    """`/openapi.json`."""

    async def get(self) -> None:
        """Return the description of all this."""
        await self.require("read")
        self.answer(openapi(self.services.registry, self.services.version, self.services.base_url))


class NotFoundHandler(GraphSyncHandler):
    """Everything else below `graphsync/`."""

    async def get(self) -> None:
        """Say that there is nothing here."""
        await self.require("read")
        raise NotFound("not-found", "there is nothing at this address; see openapi.json")

    post = put = patch = delete = head = get


async def describe(session: GraphSession) -> dict[str, Any]:
    """Return what REST tells of an open session."""
    counts = await session.look(
        lambda graph: {"node_count": len(graph.nodes), "link_count": graph.link_count}
    )
    clients = session.room.client_count
    described = _described(session.session_id, session.settings, session.position, clients)
    return {**described, **counts, "read_only": bool(session.damage), "damage": session.damage}


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


def _id_of(*bodies: RunCommand) -> str:
    given = bodies[0].command_id if bodies else UNSET
    return new_command_id() if given is UNSET else given


def _concerns(read: Any, node_id: str | None, client_id: str | None) -> bool:
    if node_id is None and client_id is None:
        return True
    commit: Commit = read()
    if client_id is not None and commit.actor.client_id != client_id:
        return False
    if node_id is None:
        return True
    fields = ("node_id", "parent_id", "child_id")
    return any(getattr(e, field, None) == node_id for e in commit.events for field in fields)

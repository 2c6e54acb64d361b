"""The projects of one server: which session is kept in which file, opened and saved."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from typing import Any, Literal

import msgspec

from ..domain.commands import Command
from ..domain.commands.whole import MergeCommand, TakeOverCommand
from ..domain.commits import Actor, Position
from ..domain.comparing import Difference, compare
from ..domain.errors import BadRequest, Clash, GraphSyncError, NotFound
from ..domain.graph import GraphView
from ..domain.settings import Settings
from ..eventlog.batch import is_load
from ..formats import project
from ..formats.project import Project
from ..protocol import is_session_id
from ..sessions.clock import new_command_id, timestamp
from ..sessions.manager import SessionManager, check_session_id
from ..sessions.requests import CommandRequest, SaveRequest
from ..sessions.session import GraphSession
from .binding import Binding, last_change
from .files import ProjectFiles, check_path

Take = Literal["file", "live", "merge"]
CHOICES: list[Take] = ["file", "live", "merge"]


class ProjectStore:
    """Opens files as sessions and saves sessions to files.

    A file is a checkpoint of its session: where the file's position is in the session's log, and
    it holds what the session held then, the log goes on and the file is not read further. Where it
    was changed elsewhere nobody's work is written over: `open` and `save` refuse, say what is
    different, and go on when they are told which to take.
    """

    def __init__(self, manager: SessionManager, files: ProjectFiles) -> None:
        self._manager = manager
        self._files = files
        self._by_path: dict[str, Binding] = {}
        self._by_session: dict[str, Binding] = {}
        self._locks: dict[str, asyncio.Lock] = {}

    def of(self, session_id: str) -> Binding | None:
        """Return what is known of a session's file."""
        return self._by_session.get(session_id)

    def bindings(self) -> list[Binding]:
        """Return all files that are open as sessions."""
        return list(self._by_path.values())

    async def describe(self, session: GraphSession) -> dict[str, Any] | None:
        """Return what REST tells of a session's file; `None` where it has none."""
        binding = self.of(session.session_id)
        return None if binding is None else binding.told(await last_change(session))

    async def open(
        self, path: str, proposed: str, *, actor: Actor, take: Take | None = None
    ) -> Binding:
        """Open a file as a live session; whoever opens it, by which way ever, gets the same one.

        An empty file becomes a new session under the proposed id; one of a session that this
        server does not know begins that session with what the file holds; a copy of a file that is
        open under another path becomes a session of its own.

        Raises
        ------
        Clash
            `file-changed`: the file holds what its session never did; `details` has the
            difference and the choices for `take`.
        NotFound
            There is no file.
        """
        path = check_path(path)
        check_session_id(proposed)
        async with self._lock(path):
            binding = self._by_path.get(path)
            if binding is not None and await self._known(binding.session_id) is None:
                binding = None  # The session was ended: the file outlives it.
            text, stamp = await self._files.read(path)
            if binding is not None and binding.stamp == stamp:
                return binding
            found = await self._parse(text)
            if found is None:
                session = await self._begin(binding, proposed, path, None, actor)
                saved = await last_change(session)
            else:
                session, saved = await self._join(path, binding, proposed, found, actor, take)
            bound = Binding(path=path, session_id=session.session_id, stamp=stamp, saved=saved)
            self._bind(bound)
        if found is None or take in ("live", "merge"):
            # An empty file gets its session's id at once: it is found again whatever happens next.
            return await self.save(session, actor=actor, force=True)
        return bound

    async def save(
        self,
        session: GraphSession,
        path: str | None = None,
        *,
        actor: Actor,
        force: bool = False,
    ) -> Binding:
        """Write a session to its file, or to another one, which then is its file.

        Raises
        ------
        BadRequest
            `bad-path`: the session has no file yet, and none was named.
        Clash
            `file-changed`: somebody else wrote the file since; with `force` it is written over.
            `exists`: another file of that name is there.
        StorageFull, Unavailable
            It cannot be written; the session goes on.
        """
        binding = self.of(session.session_id)
        if path is None and binding is None:
            raise BadRequest("bad-path", "the session has no file yet; name one", field="path")
        target = check_path(path if path is not None else binding.path if binding else "")
        async with self._lock(target):
            known = binding if binding is not None and binding.path == target else None
            if not force:
                await self._check_unchanged(target, known, session)
            position, view = await session.view()
            changed = await last_change(session, position.seq)
            text = await asyncio.to_thread(_written, session, view, changed)
            stamp = await self._files.write(target, text)
            await session.perform(
                SaveRequest(command_id=new_command_id(), actor=actor, project_id=target)
            )
            bound = Binding(
                path=target,
                session_id=session.session_id,
                stamp=stamp,
                saved=changed,
                saved_at=timestamp(),
            )
            self._bind(bound)
            return bound

    def renamed(self, old_path: str, new_path: str) -> None:
        """Follow a file, or a folder with files in it, to its new name."""
        for binding in self.bindings():
            if binding.path == old_path or binding.path.startswith(f"{old_path}/"):
                del self._by_path[binding.path]
                binding.path = new_path + binding.path[len(old_path) :]
                self._by_path[binding.path] = binding

    def deleted(self, path: str) -> None:
        """Note that a file, or a folder with files in it, is gone: the session stays."""
        for binding in self.bindings():
            if binding.path == path or binding.path.startswith(f"{path}/"):
                binding.stamp = None
                binding.problem = "The file was deleted; save to write it anew."

    async def _join(
        self,
        path: str,
        binding: Binding | None,
        proposed: str,
        found: Project,
        actor: Actor,
        take: Take | None,
    ) -> tuple[GraphSession, Position]:
        """Return the session that a file belongs to, and the change of it that the file holds."""
        session_id = binding.session_id if binding else found.session_id or proposed
        if binding is None and await self._is_elsewhere(session_id, path):
            session_id = ""
        session = await self._known(session_id)
        if session is None:
            session = await self._begin(None, session_id or proposed, path, found, actor)
            return session, await last_change(session)
        base = await self._base(session, found)
        if base is not None and not compare(base[1], found.view):
            return session, base[0]
        _, live = await session.view()
        difference = compare(live, found.view)
        if difference:
            command = _choice(take, base and base[1], live, found.view, difference, path)
            if command is not None:
                request = CommandRequest(command_id=new_command_id(), actor=actor, command=command)
                await session.perform(request)
        return session, await last_change(session)

    async def _base(
        self, session: GraphSession, found: Project
    ) -> tuple[Position, GraphView] | None:
        """Return the moment of the session that the file was written at, where there is one."""
        if await session.position_at(found.position.seq) == found.position:
            _, view = await session.at(found.position.seq)
            return found.position, view
        # A session that began with a file of another server has that file as its first commit.
        first = await session.commits(0, 1)
        if not first or not is_load(first[0].body):
            return None
        position, view = await session.at(1)
        return None if compare(view, found.view) else (position, view)

    async def _check_unchanged(
        self, path: str, known: Binding | None, session: GraphSession
    ) -> None:
        if known is None:
            if await self._files.exists(path):
                raise Clash(
                    "exists", f"there is a file {path!r} already; save with force", path=path
                )
            return
        if known.stamp is None or not await self._files.exists(path):
            return
        if (await self._files.stamp(path)).last_modified == known.stamp.last_modified:
            return
        text, stamp = await self._files.read(path)
        if stamp.content != known.stamp.content:
            found = await self._parse(text)
            _, live = await session.view()
            difference = compare(live, found.view) if found else None
            raise _file_changed(path, difference)

    async def _is_elsewhere(self, session_id: str, path: str) -> bool:
        """Tell whether a session is kept in another file: then this one is a copy."""
        other = self.of(session_id)
        return other is not None and other.path != path and await self._files.exists(other.path)

    async def _known(self, session_id: str) -> GraphSession | None:
        if not is_session_id(session_id):
            return None
        try:
            return await self._manager.get(session_id)
        except NotFound:
            return None

    async def _begin(
        self,
        binding: Binding | None,
        proposed: str,
        path: str,
        found: Project | None,
        actor: Actor,
    ) -> GraphSession:
        """Begin a session; an id that is taken, or was once, gets a number."""
        if binding is not None:
            return await self._manager.get(binding.session_id)
        settings = found.settings if found else Settings(title=_title_of(path))
        base = proposed if is_session_id(proposed) else _name_of(path)
        for number in range(1, 1_000):
            session_id = base if number == 1 else f"{base[:58]}-{number}"
            try:
                return await self._manager.create(
                    session_id, settings=settings, actor=actor, graph=found.view if found else None
                )
            except Clash:
                continue
        raise Clash("session-exists", f"no session id like {base!r} is free; propose another")

    async def _parse(self, text: bytes) -> Project | None:
        """Return what a file holds; `None` for an empty one."""
        if not text.strip():
            return None
        limits = self._manager.limits
        return await asyncio.to_thread(lambda: project.load(text, limits=limits))

    def _bind(self, binding: Binding) -> None:
        before = self.of(binding.session_id)
        if before is not None:
            self._by_path.pop(before.path, None)
        evicted = self._by_path.pop(binding.path, None)
        if evicted is not None:
            self._by_session.pop(evicted.session_id, None)
        self._by_path[binding.path] = binding
        self._by_session[binding.session_id] = binding

    def _lock(self, path: str) -> asyncio.Lock:
        return self._locks.setdefault(path, asyncio.Lock())


def _choice(
    take: Take | None,
    base: GraphView | None,
    live: GraphView,
    file: GraphView,
    difference: Difference,
    path: str,
) -> Command | None:
    if take is None:
        raise _file_changed(path, difference)
    if take == "file":
        return TakeOverCommand(target=file)
    if take == "merge":
        # Where nobody knows what both sides began with, nothing is known to have been removed.
        empty = msgspec.structs.replace(live, nodes=[], links=[], blueprint_types=[])
        return MergeCommand(base=base or empty, target=file)
    return None


def _file_changed(path: str, difference: Difference | None) -> GraphSyncError:
    return Clash(
        "file-changed",
        f"{path!r} was changed elsewhere; choose what to take: the file's, the live graph, or both",
        path=path,
        choices=CHOICES,
        difference=difference.told() if difference else None,
    )


def _written(session: GraphSession, view: GraphView, position: Position) -> bytes:
    write: Callable[..., Any] = project.write
    return b"".join(
        write(view, session_id=session.session_id, settings=session.settings, position=position)
    )


def _title_of(path: str) -> str:
    return path.rpartition("/")[2].removesuffix(".graphsync")


def _name_of(path: str) -> str:
    letters = re.sub(r"[^A-Za-z0-9]+", "-", _title_of(path)).strip("-")
    return letters[:60] or "graph"

"""The projects of one server: which session is kept in which file, opened and saved."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

from ..domain.commits import Actor, Position
from ..domain.comparing import compare
from ..domain.errors import BadRequest, Clash, GraphSyncError, NotFound
from ..domain.graph import GraphView
from ..formats import project
from ..sessions.beside import beside
from ..sessions.clock import new_command_id, timestamp
from ..sessions.manager import SessionManager, check_session_id
from ..sessions.requests import SaveRequest
from ..sessions.session import GraphSession
from .binding import Binding
from .bindings import Bindings
from .files import ProjectFiles, Stamp, check_path
from .homes import home_of, last_change
from .joining import Joining, Opening
from .taking import Take, file_changed

log = logging.getLogger(__name__)


class ProjectStore:
    """Opens files as sessions and saves sessions to files.

    A file is a checkpoint of its session: where it is as the session wrote it, or its position is
    in the session's log and it holds what the session held then, the log goes on and the file is
    not read further. Where it was changed elsewhere nobody's work is written over: `open` and
    `save` refuse, say what is different, and go on when they are told which to take; what is taken
    is one commit in the same epoch, which can be undone. A whole graph is loaded, in a new epoch,
    only where a session begins with it: never over a graph that people work on.

    Attributes
    ----------
    bound
        Which session is kept in which file, as far as is known.
    """

    def __init__(self, manager: SessionManager, files: ProjectFiles) -> None:
        self.bound = Bindings()
        self._files = files
        self._joining = Joining(manager)
        self._locks: dict[str, asyncio.Lock] = {}
        self._recalling: dict[str, asyncio.Task[None]] = {}

    def of(self, session_id: str) -> Binding | None:
        """Return what is known of a session's file."""
        return self.bound.of(session_id)

    async def describe(self, session: GraphSession) -> dict[str, Any] | None:
        """Return what REST tells of a session's file; `None` where it has none."""
        await self.recall(session)
        binding = self.of(session.session_id)
        return None if binding is None else binding.told(await last_change(session))

    async def recall(self, session: GraphSession) -> None:
        """Bind a session again to the file that it was kept in before the server was started anew.

        Where the file was changed meanwhile, the next saving says so. Looks once for each session.
        """
        recalling = self._recalling.get(session.session_id)
        if recalling is None:
            recalling = asyncio.get_running_loop().create_task(self._recall(session))
            self._recalling[session.session_id] = recalling
        await asyncio.shield(recalling)

    async def open(
        self,
        path: str,
        proposed: str,
        *,
        actor: Actor,
        take: Take | None = None,
        create: bool = False,
    ) -> Binding:
        """Open a file as a live session; whoever opens it, by which way ever, gets the same one.

        An empty file becomes a new session under the proposed id, or one with a number where that
        is taken; one of a session that this server does not know begins that session with what
        the file holds; a copy of another file that is there becomes a session of its own. A file
        that does not name its session is written at once, so that it is found again.

        Parameters
        ----------
        take
            What to take of a file that was changed elsewhere.
        create
            Whether to make a file that is not there.

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
            opening = Opening(
                path=path, text=b"", named="", stamp=None, proposed=proposed, actor=actor, take=take
            )
            await self._read(opening, create=create)
            binding = await self._binding(opening)
            if binding is not None and _holds_the_same(binding.stamp, opening.stamp):
                binding.stamp = opening.stamp
                return binding
            session, saved = await self._joining.join(opening, binding)
            bound = Binding(
                path=path, session_id=session.session_id, stamp=opening.stamp, saved=saved
            )
            self.bound.put(bound)
        if opening.named == session.session_id and take is None:
            return bound
        try:
            return await self.save(session, actor=actor, force=True)
        except GraphSyncError as error:
            bound.problem = error.message
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

        Somebody who saves an empty graph over a full file means it: the session's own history has
        emptied it, else the file would not be the one that is known.

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
        await self.recall(session)
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
            text = await beside(_written, session, view, changed)
            stamp = await self._files.write(target, text)
            bound = Binding(
                # A file that was renamed while it was written has its new name.
                path=known.path if known is not None else target,
                session_id=session.session_id,
                stamp=stamp,
                saved=changed,
                saved_at=timestamp(),
            )
            self.bound.put(bound)
            await session.perform(
                SaveRequest(
                    command_id=new_command_id(),
                    actor=actor,
                    project_id=bound.path,
                    content=stamp.content,
                    saved_seq=changed.seq,
                )
            )
            return bound

    async def why_not_by_itself(self, binding: Binding, session: GraphSession) -> str:
        """Return why a session is not to be saved unless somebody asks for it; empty where it is."""
        if binding.stamp is None or not await self._files.exists(binding.path):
            self.bound.deleted(binding.path)
            return binding.problem
        if binding.stamp.has_nodes and await session.look(lambda graph: not graph.nodes):
            return "The graph is empty and its file is not; save to make that empty, too."
        return ""

    async def _recall(self, session: GraphSession) -> None:
        try:
            home = await home_of(session)
            if home is None or not await self._files.exists(home.path):
                return
            _, stamp = await self._files.read(home.path)
        except GraphSyncError as error:
            log.warning("session %s: its file is not known: %s", session.session_id, error)
            return
        if stamp.content != home.content:
            stamp = Stamp("", home.content, stamp.has_nodes)
        if self.of(session.session_id) is None and self.bound.at(home.path) is None:
            self.bound.put(
                Binding(
                    path=home.path, session_id=session.session_id, stamp=stamp, saved=home.saved
                )
            )

    async def _read(self, opening: Opening, *, create: bool) -> None:
        try:
            opening.text, opening.stamp = await self._files.read(opening.path)
        except NotFound:
            if not create:
                raise
        else:
            opening.named = await beside(project.named_in, opening.text)

    async def _binding(self, opening: Opening) -> Binding | None:
        """Return what is known of a file; where it turns out to be a copy, it names nothing."""
        binding = self.bound.at(opening.path)
        if binding is not None and await self._joining.known(binding.session_id) is not None:
            return binding
        # Either it was not opened here yet, or its session was ended, which the file outlives.
        session = await self._joining.known(opening.named)
        if session is None:
            return None
        await self.recall(session)
        home = self.of(session.session_id)
        if home is None or home.path == opening.path:
            return home
        if await self._files.exists(home.path):
            opening.named = ""
            return None
        return home

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
        if (await self._files.stamp(path)).proves(known.stamp):
            return
        text, stamp = await self._files.read(path)
        if not _holds_the_same(known.stamp, stamp):
            raise file_changed(path, await self._difference(session, text))

    async def _difference(self, session: GraphSession, text: bytes) -> Any:
        try:
            found = await self._joining.read(text)
        except GraphSyncError:
            return None
        _, live = await session.view()
        return await beside(compare, live, found.view)

    def _lock(self, path: str) -> asyncio.Lock:
        return self._locks.setdefault(path, asyncio.Lock())


def _holds_the_same(one: Stamp | None, other: Stamp | None) -> bool:
    if one is None or other is None:
        return one is other
    return one.content == other.content


def _written(session: GraphSession, view: GraphView, position: Position) -> bytes:
    return b"".join(
        project.write(
            view, session_id=session.session_id, settings=session.settings, position=position
        )
    )

"""Which session a file belongs to, and what becomes of it where both have changed."""

from __future__ import annotations

import re

import msgspec

from ..domain.commits import Actor, Position
from ..domain.comparing import compare
from ..domain.errors import Clash, NotFound
from ..domain.graph import GraphView
from ..domain.settings import Settings
from ..formats import project
from ..formats.project import Project
from ..protocol import is_session_id
from ..sessions.beside import beside
from ..sessions.manager import SessionManager
from ..sessions.session import GraphSession
from .binding import Binding
from .files import Stamp
from .homes import last_change
from .taking import Take, file_changed, merge_file, take_file


class Opening(msgspec.Struct, kw_only=True):
    """A file that somebody opens.

    Attributes
    ----------
    named
        The session that the file names; empty where it names none, or is a copy of another file.
    stamp
        The file as it was read; `None` where there was none.
    """

    path: str
    text: bytes
    named: str
    stamp: Stamp | None
    proposed: str
    actor: Actor
    take: Take | None

    @property
    def is_empty(self) -> bool:
        """Whether the file holds nothing."""
        return not self.text.strip()


class Joining:
    """Finds or begins the sessions of files."""

    def __init__(self, manager: SessionManager) -> None:
        self._manager = manager

    async def known(self, session_id: str) -> GraphSession | None:
        """Return a session; `None` where there is none, or none any more."""
        if not is_session_id(session_id):
            return None
        try:
            return await self._manager.get(session_id)
        except NotFound:
            return None

    async def join(
        self, opening: Opening, binding: Binding | None
    ) -> tuple[GraphSession, Position]:
        """Return the session that a file belongs to, and the change of it that the file holds.

        Raises
        ------
        Clash
            `file-changed`, where nothing is said of what to take.
        """
        session = await self.known(binding.session_id if binding else opening.named)
        if opening.is_empty:
            session = session or await self._begin(opening, None)
            return session, await last_change(session)
        found = await self.read(opening.text)
        if session is None:
            session = await self._begin(opening, found)
            return session, await last_change(session)
        base = await self._base(session, found, binding)
        if base is not None:
            position, view = base
            difference = await beside(compare, view, found.view)
            if not difference:
                return session, position
        await self._agree(session, opening, found, base and base[1])
        return session, await last_change(session)

    async def read(self, text: bytes) -> Project:
        """Return what a file holds, checked."""
        return await beside(project.load, text, limits=self._manager.limits)

    async def _agree(
        self, session: GraphSession, opening: Opening, found: Project, base: GraphView | None
    ) -> None:
        """Do what was chosen about a file that holds what its session never did."""
        _, live = await session.view()
        difference = await beside(compare, live, found.view)
        if not difference:
            return
        if opening.take is None:
            raise file_changed(opening.path, difference)
        if opening.take == "file":
            await take_file(session, found, actor=opening.actor)
        if opening.take == "merge":
            await merge_file(session, found, base, actor=opening.actor)

    async def _base(
        self, session: GraphSession, found: Project, binding: Binding | None
    ) -> tuple[Position, GraphView] | None:
        """Return the moment of the session at which the file left it, where that is known.

        That is what the file says; where it comes from another history, what it held last here.
        """
        position, view = await session.view()
        left = found.position
        if await session.position_at(left.seq) != left:
            if binding is None:
                return None
            left = binding.saved
        if await last_change(session, position.seq) == left:
            return left, view
        if left.seq < session.oldest:
            return None
        _, view = await session.at(left.seq)
        return left, view

    async def _begin(self, opening: Opening, found: Project | None) -> GraphSession:
        """Begin a session; an id that is taken, or was once, gets a number."""
        settings = found.settings if found else Settings(title=_title_of(opening.path))
        wanted = opening.named or opening.proposed
        base = wanted if is_session_id(wanted) else _name_of(opening.path)
        for number in range(1, 1_000):
            session_id = base if number == 1 else f"{base[:58]}-{number}"
            try:
                return await self._manager.create(
                    session_id,
                    settings=settings,
                    actor=opening.actor,
                    graph=found.view if found else None,
                    project_id=opening.path,
                    content=opening.stamp.content if opening.stamp else "",
                )
            except Clash:
                continue
        raise Clash("session-exists", f"no session id like {base!r} is free; propose another")


def _title_of(path: str) -> str:
    return path.rpartition("/")[2].removesuffix(".graphsync")


def _name_of(path: str) -> str:
    letters = re.sub(r"[^A-Za-z0-9]+", "-", _title_of(path)).strip("-")
    return letters[:60] or "graph"

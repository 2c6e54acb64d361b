"""What a session was at a commit, rebuilt from its log: the newest snapshot, and what followed."""

from __future__ import annotations

import logging

import msgspec
from msgspec import UNSET

from ..domain.commits import Commit, CommitRecord, Position
from ..domain.dispatcher import Dispatcher
from ..domain.errors import NotFound, Unavailable
from ..domain.events import CommandExecuted, GraphEvent, ProjectLoaded
from ..domain.graph import Graph, GraphView
from ..domain.limits import Limits
from ..eventlog.base import DamagedLog, EventLog, SessionRecord, StoredSnapshot
from .beside import beside
from .deciding import UPDATE_SETTINGS, Decider
from .ring import Answer, CommitRing
from .rounds import damaged
from .state import decode_graph, decode_state, encode_state

log = logging.getLogger(__name__)

FIRST_PAGE = 100
PAGE = 1_000
PAGE_BYTES = 4 * 2**20
VERIFIED_COMMITS = 20_000
"""So many of the newest commits are verified at opening; older ones whenever they are read."""


async def graph_at(event_log: EventLog, seq: int, *, limits: Limits) -> tuple[Position, GraphView]:
    """Return the graph as it was after commit number `seq`.

    Raises
    ------
    NotFound
        There is no commit of that number, or it was compacted away.
    Unavailable
        `corrupt-read-only`: the history is damaged before it.
    """
    record = await event_log.head()
    check_kept(seq, record.oldest)
    if seq > record.position.seq:
        raise NotFound(
            "not-found", f"the session has {record.position.seq} commits, and no number {seq}"
        )
    restoration = Restoration(event_log, record, limits, goal=seq, goes_on=False)
    try:
        await restoration.restore()
    except DamagedLog as damage:
        raise damaged(damage.last_good.seq) from damage
    return restoration.moment()


def check_kept(seq: int, oldest: int) -> None:
    """Refuse a moment that was compacted away.

    Raises
    ------
    NotFound
        `not-found`.
    """
    if seq < oldest:
        raise NotFound(
            "not-found",
            f"the history before commit {oldest} was compacted away; the oldest moment is {oldest}",
            oldest_seq=oldest,
        )


class Restoration:
    """One rebuilding of a session's state.

    Parameters
    ----------
    goal
        The number of the last commit to take in; by default the head.
    goes_on
        Whether the session is to go on from there; else no more than the graph is rebuilt.
    """

    def __init__(
        self,
        event_log: EventLog,
        record: SessionRecord,
        limits: Limits,
        *,
        goal: int | None = None,
        goes_on: bool = True,
    ) -> None:
        self._goes_on = goes_on
        self._log = event_log
        self._record = record
        self._limits = limits
        self._goal = record.position.seq if goal is None else goal
        self.damage = record.damage
        self._dispatcher = Dispatcher(Graph(limits=limits))
        self._position = record.position
        self.snapshot_seq = 0
        self.ring = CommitRing(0)
        self._page_size = FIRST_PAGE
        self._last_timestamp = ""

    async def verify(self) -> None:
        """Read the newest commits, so that damage among them is found before anything is shown."""
        after = max(self._record.oldest, self._goal - VERIFIED_COMMITS)
        while after < self._goal:
            after = (await self._page(after))[-1].seq

    def end_at(self, damage: DamagedLog) -> None:
        """Take the last good commit for the end of the history."""
        log.error("the log is damaged: %s", damage)
        self._goal = damage.last_good.seq
        self.damage = damage.reason

    async def restore(self) -> None:
        """Rebuild the graph as it was at the goal; where that fails, as it was before the damage."""
        self._position = await self._begin()
        self.snapshot_seq = self._position.seq
        self.ring = CommitRing(self._position.seq)
        while self._position.seq < self._goal:
            page = (await self._page(self._position.seq))[: self._goal - self._position.seq]
            taken = await beside(self._take, page)
            if taken < len(page):
                await self._take_load(page[taken])

    async def _begin(self) -> Position:
        """Begin at the newest snapshot that this version can read, or before the first commit."""
        at_most = self._goal
        while (stored := await self._log.load_snapshot(at_most)) is not None:
            try:
                self._dispatcher = await beside(self._state_of, stored)
                return stored.position
            except msgspec.ValidationError:
                log.warning(
                    "session %s: the snapshot at commit %d was written by another version; "
                    "the commits before it are read instead",
                    self._log.session_id,
                    stored.position.seq,
                )
                at_most = stored.position.seq - 1
        if self._record.oldest:
            raise Unavailable(
                "corrupt-read-only",
                f"the snapshot at commit {self._record.oldest}, where the session's log was "
                "compacted, is damaged; put back a copy of the log",
            )
        self._dispatcher = Dispatcher(self._empty_graph())
        return await self._position_at(0)

    def _take(self, page: list[CommitRecord]) -> int:
        """Take commits in up to the first that replaces the whole graph; return how many."""
        for taken, record in enumerate(page):
            commit = record.read_commit()
            if commit.kind == "load":
                return taken
            if self._goes_on:
                notes = record.read_notes()
                self._dispatcher.replay(commit, notes)
                self.ring.add(record, Answer(record.seq, notes.fingerprint, notes.result))
            else:
                _follow(self._dispatcher.graph, commit)
            self._position = Position(self._position.epoch, record.seq, record.digest)
        return len(page)

    async def state(self) -> tuple[Position, bytes]:
        """Return where the restored session stands, and its state as a snapshot keeps it."""
        dispatcher = self._dispatcher
        view, history = dispatcher.graph.view(), dispatcher.history.state()
        return self._position, await beside(encode_state, view, history)

    def _state_of(self, stored: StoredSnapshot) -> Dispatcher:
        if not self._goes_on:
            graph = decode_graph(stored.data, self._record.settings, self._limits)
            return Dispatcher(graph, seq=stored.position.seq)
        graph, history = decode_state(stored.data, self._record.settings, self._limits)
        return Dispatcher(graph, history, seq=stored.position.seq)

    def decider(self) -> Decider:
        """Return what goes on from the restored state."""
        settings, graph = self._record.settings, self._dispatcher.graph
        graph.structure, graph.strict_blueprints = settings.structure, settings.strict_blueprints
        return Decider(
            self._dispatcher,
            self._position,
            settings,
            self._limits,
            last_timestamp=self._last_timestamp,
        )

    def moment(self) -> tuple[Position, GraphView]:
        """Return where the restored graph stands, and the graph."""
        return self._position, self._dispatcher.graph.view()

    def _empty_graph(self) -> Graph:
        settings = self._record.settings
        return Graph(
            settings.structure,
            strict_blueprints=settings.strict_blueprints,
            limits=self._limits,
        )

    async def _take_load(self, record: CommitRecord) -> None:
        """Begin anew with a graph whose snapshot was not usable whole, else we were beyond it."""
        notes = record.read_notes()
        epoch = (await self._position_at(record.seq)).epoch
        self._dispatcher = Dispatcher(await self._loaded(record.read_commit()), seq=record.seq)
        self.ring.restart(record.seq - 1)
        self.ring.add(record, Answer(record.seq, notes.fingerprint, notes.result))
        self._position = Position(epoch, record.seq, record.digest)

    async def _loaded(self, commit: Commit) -> Graph:
        """Return the graph that a commit loaded: from its event, or from its snapshot."""
        settings = self._record.settings
        loaded = next(event for event in commit.events if isinstance(event, ProjectLoaded))
        if "nodes" in loaded.graph:
            whole = {"strict_blueprints": settings.strict_blueprints, **loaded.graph}
            return Graph.from_view(msgspec.convert(whole, GraphView), limits=self._limits)
        stored = await self._log.load_snapshot(commit.seq)
        if stored is None or stored.position.seq != commit.seq:
            raise DamagedLog(
                self._log.session_id,
                self._position,
                f"the graph that commit {commit.seq} loaded is damaged",
            )
        return await beside(decode_graph, stored.data, settings, self._limits)

    async def _page(self, after: int) -> list[CommitRecord]:
        page = await self._log.read(after, self._page_size)
        if not page:
            last_good = await self._position_at(after)
            raise DamagedLog(self._log.session_id, last_good, "the newest commits are missing")
        # Commits of some MiB must not be read by the thousand.
        size = sum(len(record.body) for record in page)
        self._page_size = max(1, min(PAGE, PAGE_BYTES * len(page) // size))
        self._last_timestamp = max(self._last_timestamp, page[-1].timestamp)
        return page

    async def _position_at(self, seq: int) -> Position:
        position = await self._log.position(seq)
        return position or Position.start(self._record.position.epoch)


def _follow(graph: Graph, commit: Commit) -> None:
    """Apply a commit to a graph, with the rules that it brought where it changed the settings."""
    for event in commit.events:
        if isinstance(event, GraphEvent):
            graph.apply(event)
        elif isinstance(event, CommandExecuted) and event.command_type == UPDATE_SETTINGS:
            rules = {} if event.result is UNSET else event.result
            graph.structure = rules.get("structure", graph.structure)
            graph.strict_blueprints = rules.get("strict_blueprints", graph.strict_blueprints)

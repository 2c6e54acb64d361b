"""A live graph session: one queue, one dispatcher, one log, one room.

The only place that orders things. A request is decided, appended to the log, and only then shown
to anybody; while an append is under way the next requests wait in the queue, and share the next
append. Whoever reads the graph does so between two rounds, when all of it is durable.
"""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Callable
from time import monotonic
from typing import Any, TypeVar

import msgspec

from ..domain.commits import CommitRecord, Position
from ..domain.dispatcher import Dispatcher
from ..domain.errors import GraphSyncError, Unavailable
from ..domain.graph import Graph, GraphView
from ..domain.limits import Limits
from ..domain.settings import Settings
from ..eventlog.base import Compacted, EventLog, LogError
from ..eventlog.batch import is_load
from ..protocol import Mode
from .beside import beside
from .broadcaster import Broadcaster
from .chronicle import Chronicle
from .chronicling import Chronicler
from .compacting import compact_log
from .context import set_current_session
from .deciding import Decider
from .follower import Follower
from .requests import LoadRequest, Outcome, Refused, Request
from .restoring import graph_at
from .ring import CommitRing, fitting
from .room import Room
from .rounds import HEAVY, Rounds, damaged
from .state import encode_parts, encode_state
from .telling import refusal_of

log = logging.getLogger(__name__)
T = TypeVar("T")

MAX_ROUND = 400
"""So many requests are decided in one go: some 10 ms of the event loop."""
FIRST_PAGE = 16
PAGE = 500
SNAPSHOT_EVERY = 5_000
SNAPSHOT_BYTES = 8 * 2**20
"""So many bytes of commits take as long to replay as so many commits; a tenth of a second."""
LARGE = 20_000
"""More nodes and links, or changes that undo remembers, are not copied while the loop waits."""
PARTS_BEHIND = 1_000
CALM_SECONDS = 5.0


class _Read(msgspec.Struct):
    look: Callable[[], Any]
    future: asyncio.Future[Any]
    heavy: bool


class _KeepUp(msgspec.Struct):
    after: int
    future: asyncio.Future[bool]


class GraphSession:
    """One graph that people edit together. Made by `opening.open_session`.

    Parameters
    ----------
    ring
        The newest commits, up to `decider.tail`.
    damage
        Why the session is read only; empty where it is not.
    snapshot_seq
        The number of the commit at which the newest snapshot stands.
    oldest
        The oldest moment that the log has.
    """

    def __init__(
        self,
        event_log: EventLog,
        decider: Decider,
        ring: CommitRing,
        *,
        limits: Limits,
        broadcaster: Broadcaster | None = None,
        damage: str = "",
        snapshot_seq: int = 0,
        oldest: int = 0,
    ) -> None:
        self.session_id = event_log.session_id
        self.limits = limits
        self.room = Room(self.session_id, presence_rate=limits.presence_rate)
        self.last_active = monotonic()
        self._rounds = Rounds(
            event_log,
            decider,
            ring,
            self.room,
            limits=limits,
            broadcaster=broadcaster,
            damage=damage,
            on_stall=self._turn_away,
            oldest=oldest,
        )
        self._log = event_log
        self._broadcaster = broadcaster
        self._snapshot_seq = snapshot_seq
        self._snapshot_written = 0
        self._inbox: deque[Request | _Read | _KeepUp] = deque()
        self._wake = asyncio.Event()
        self._closing = False
        self._page = FIRST_PAGE
        self._parts: tuple[Position, list[bytes]] | None = None
        self._parts_lock = asyncio.Lock()
        self._chronicler = Chronicler(event_log, self.commits)
        self._saving: asyncio.Task[None] | None = None
        self._actor = asyncio.get_running_loop().create_task(self._run())
        self._follower: Follower | None = None
        if event_log.is_shared and not damage:
            self._follower = Follower(
                event_log, seq=lambda: self.position.seq, keep_up=self._keep_up
            )
        if broadcaster is not None:
            broadcaster.add(self.room)

    @property
    def position(self) -> Position:
        """Where the session stands: its last durable commit."""
        return self._rounds.position

    @property
    def oldest(self) -> int:
        """The oldest moment that there is: above 0 where the log was compacted."""
        return self._rounds.oldest

    @property
    def damage(self) -> str:
        """Why the session is read only; empty where it is not."""
        return self._rounds.damage

    @property
    def is_lost(self) -> bool:
        """Whether the log holds another history by now: the session must be opened anew."""
        return self._rounds.is_lost

    @property
    def farewell(self) -> tuple[int, str] | None:
        """With which code and reason everybody was let go, once that is so."""
        return self._rounds.farewell

    @property
    def settings(self) -> Settings:
        """What the session is told about itself."""
        return self._rounds.decider.settings

    @property
    def is_busy(self) -> bool:
        """Whether something is under way."""
        return bool(self._inbox or self._rounds.is_running)

    @property
    def is_idle(self) -> bool:
        """Whether nobody is connected and nothing is under way."""
        return not (self.room.client_count or self.is_busy)

    def submit(self, request: Request) -> None:
        """Take a request; its `respond` is called once it is durable, or refused."""
        self.last_active = monotonic()
        reason = self._why_not_now()
        if reason is not None:
            self._rounds.publish(refusal_of(Refused(request, reason)), self.position.seq)
            request.respond(Outcome(request.command_id, error=reason))
            return
        self._inbox.append(request)
        self._wake.set()

    async def perform(self, request: Request) -> Outcome:
        """Take a request and wait for what comes of it.

        Raises
        ------
        GraphSyncError
            It was refused, or its outcome is unknown.
        """
        future: asyncio.Future[Outcome] = asyncio.get_running_loop().create_future()

        def respond(outcome: Outcome) -> None:
            if not future.done():
                future.set_result(outcome)

        request.respond = respond
        self.submit(request)
        outcome = await future
        if outcome.error is not None:
            raise outcome.error
        return outcome

    async def view(self) -> tuple[Position, GraphView]:
        """Return the graph as it is durable now, and where that is."""
        return await self._read(
            lambda: (self.position, self._rounds.graph.view()), heavy=self._is_large
        )

    async def look(self, look: Callable[[Graph], T]) -> T:
        """Return what `look` finds in the durable graph; it must not keep or change the graph."""
        return await self._read(lambda: look(self._rounds.graph), heavy=False)

    async def commits(self, after: int, limit: int) -> list[CommitRecord]:
        """Return up to `limit` commits that follow commit `after`, from ring or log.

        Where the first of them were compacted away, those that there are.
        """
        after, limit = max(after, self.oldest), min(limit, limit + after - self.oldest)
        if limit <= 0:
            return []
        if self._rounds.ring.holds(after + 1):
            last = min(after + limit, self.position.seq)
            return [self._rounds.ring.get(seq) for seq in range(after + 1, last + 1)]
        count = min(limit, self.position.seq - after)
        try:
            return await self._rounds.read_log(after, count) if count > 0 else []
        except Compacted:
            return await self.commits(after, limit)

    async def at(self, seq: int) -> tuple[Position, GraphView]:
        """Return the graph as it was after commit number `seq`; see `restoring.graph_at`."""
        if seq == self.position.seq:
            return await self.view()
        return await graph_at(self._log, seq, limits=self.limits)

    async def chronicle(self) -> Chronicle:
        """Return the summary of the history up to the head."""
        return await self._chronicler.chronicle(self.position.seq, self.oldest)

    async def write_chapters(self) -> None:
        """Sum up the history for those who will ask for it, unless people are at work just now."""
        if monotonic() - self.last_active > CALM_SECONDS and not self.is_lost:
            await self._chronicler.write(self.position.seq, self.oldest)

    async def compact(self, cut: int) -> int:
        """Forget the commits up to number `cut`, but for their ids; return how many those were.

        The moment after it is the oldest one then. Nothing of a damaged log is forgotten.

        Raises
        ------
        NotFound
            There is no commit of that number.
        Unavailable
            `corrupt-read-only`, or the storage fails.
        """
        count = await compact_log(self._log, cut, limits=self.limits)
        self._rounds.forget((await self._log.head()).oldest)
        return count

    async def since(self) -> str:
        """Return when the oldest moment was; empty where nothing was compacted away."""
        return (await self._log.head()).since

    async def position_at(self, seq: int) -> Position | None:
        """Return where the session stood after commit number `seq`; `None` where it never was."""
        return await self._log.position(seq)

    async def bodies(self, after: int, max_bytes: int) -> list[bytes] | None:
        """Return the texts of commits that follow commit `after`; empty at the head.

        `None` where those were compacted away: only a snapshot helps.
        """
        found = self._rounds.ring.bodies(after, max_bytes)
        if found is not None:
            return found
        count = min(self._page, self.position.seq - after)
        if count <= 0:
            return []
        try:
            records = await self._rounds.read_log(after, count)
        except Compacted:
            return None
        # Commits of some MiB must not be read by the hundred, nor small ones one by one.
        size = max(1, sum(len(record.body) for record in records))
        self._page = max(1, min(PAGE, 4 * max_bytes * len(records) // size))
        return fitting(records, max_bytes)

    async def parts(self) -> tuple[Position, list[bytes]]:
        """Return a snapshot, as messages, from which the ring leads on."""
        async with self._parts_lock:
            if self._parts is None or not self._reaches(self._parts[0]):
                position, view = await self.view()
                if len(view.nodes) + len(view.links) > HEAVY:
                    parts = await beside(encode_parts, view, position)
                else:
                    parts = encode_parts(view, position)
                self._parts = (position, parts)
            return self._parts

    @property
    def presence_revision(self) -> int:
        """A number that grows with every change of who is here and what they do."""
        return self.room.revision

    def presence(self) -> bytes:
        """Return a message that tells who is here and what they do."""
        return self.room.presence()

    async def mode_for(self, known: Position | None) -> tuple[Mode, int]:
        """Return how a client that knows a position is brought up to date, and from where.

        Raises
        ------
        Unavailable
            The client knows more than this server, and the log does not answer.
        """
        if known is not None and self._log.is_shared and not self._may_know(known):
            await self._keep_up(self.position.seq)
        head = self.position
        if known is None or known.epoch != head.epoch or known.seq > head.seq:
            return "snapshot", 0
        if head.seq - known.seq > self.limits.max_replay_commits:
            return "snapshot", 0
        if known == head:
            return "current", known.seq
        if await self._log.position(known.seq) != known or await self._begins_anew(known.seq):
            return "snapshot", 0
        if self.position.epoch != head.epoch:
            return "snapshot", 0
        return "replay", known.seq

    def _may_know(self, known: Position) -> bool:
        return known.epoch == self.position.epoch and known.seq <= self.position.seq

    async def _begins_anew(self, seq: int) -> bool:
        # Only the first commit of an epoch can be a load, and its graph need not stand in it.
        return seq == 0 and is_load((await self.commits(0, 1))[0].body)

    async def close(self, code: int, reason: str, *, keep: bool = True) -> None:
        """Finish what is under way, keep a snapshot, and let everybody go."""
        if not self._closing:
            self._closing = True
            if self._follower is not None:
                await self._follower.stop()
            self._rounds.farewell = self.farewell or (code, reason)
            self._wake.set()
            await self._actor
            self.room.close(code, reason)
            if self._saving is not None:
                await self._saving
            if (
                keep
                and not (self.damage or self.is_lost)
                and self.position.seq > self._snapshot_seq
            ):
                await self.keep_snapshot()
            if self._broadcaster is not None:
                self._broadcaster.remove(self.room)

    async def keep_snapshot(self) -> None:
        """Keep the state as it is now in the log, from where it is reached quickly later on."""

        def look() -> tuple[Position, Dispatcher, GraphView, Any]:
            dispatcher = self._rounds.decider.dispatcher
            return self.position, dispatcher, self._rounds.graph.view(), dispatcher.history.state()

        history = self._rounds.decider.dispatcher.history
        heavy = self._is_large or history.size > LARGE
        position, _, view, state = await self._read(look, heavy=heavy)
        data = await beside(encode_state, view, state)
        try:
            await self._log.save_snapshot(position, data)
            self._snapshot_seq = position.seq
        except (GraphSyncError, LogError) as error:
            # A missing snapshot costs time at the next opening, nothing else.
            log.warning("session %s: no snapshot was kept: %s", self.session_id, error)

    @property
    def _graph(self) -> Graph:
        return self._rounds.decider.dispatcher.graph

    @property
    def _is_large(self) -> bool:
        return len(self._rounds.graph.nodes) + self._rounds.graph.link_count > LARGE

    def _reaches(self, position: Position) -> bool:
        behind = self.position.seq - position.seq
        near = position.epoch == self.position.epoch and behind <= PARTS_BEHIND
        return near and (behind == 0 or self._rounds.ring.holds(position.seq + 1))

    def _why_not_now(self) -> GraphSyncError | None:
        if self.damage:
            return damaged(self.position.seq)
        if self.is_lost:
            return Unavailable("busy", "the history was replaced by another one; try again")
        if self._closing:
            return Unavailable("storage-unavailable", "the session is being closed; try again")
        if self._rounds.is_stalled:
            return Unavailable("storage-unavailable", "the storage does not answer; try again")
        return None

    async def _read(self, look: Callable[[], T], *, heavy: bool) -> T:
        if not self._rounds.is_running and not heavy:
            return look()
        if self._actor.done():
            return await beside(look)
        future: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._inbox.append(_Read(look, future, heavy))
        self._wake.set()
        return await future

    async def _run(self) -> None:
        # Whatever runs for this session, a command's own code say, finds it as the current one.
        set_current_session(self)
        while True:
            await self._wake.wait()
            self._wake.clear()
            while self._inbox:
                await self._work()
            if self._closing:
                return

    async def _work(self) -> None:
        """Do a read, a load, or a round of all requests that wait."""
        first = self._inbox[0]
        if isinstance(first, _Read):
            self._inbox.popleft()
            await self._answer_read(first)
            return
        if isinstance(first, _KeepUp):
            self._inbox.popleft()
            await self._answer_keep_up(first)
            return
        requests: list[Request] = []
        while self._inbox and len(requests) < MAX_ROUND:
            item = self._inbox[0]
            if not isinstance(item, Request) or (requests and isinstance(item, LoadRequest)):
                break
            self._inbox.popleft()
            requests.append(item)
            if isinstance(item, LoadRequest):
                break
        await self._rounds.run(requests)
        self._settle()

    def _settle(self) -> None:
        if self._rounds.loaded is not None:
            # The log has the loaded graph as a snapshot; whoever joins next begins with it, too.
            self._parts, self._snapshot_seq = self._rounds.loaded, self.position.seq
        self._keep_snapshot_sometimes()

    async def _keep_up(self, after: int) -> bool:
        """Between two rounds, take over what other servers appended after commit `after`."""
        future: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._inbox.append(_KeepUp(after, future))
        self._wake.set()
        return await future

    async def _answer_keep_up(self, asked: _KeepUp) -> None:
        try:
            if self.position.seq == asked.after and not (self.is_lost or self.damage):
                await self._rounds.keep_up()
                self._settle()
        except Exception as error:
            if not asked.future.done():
                asked.future.set_exception(error)
        else:
            if not asked.future.done():
                asked.future.set_result(not (self.is_lost or self.damage))

    def _turn_away(self) -> None:
        """Refuse what waits while the storage does not answer; reads go on waiting."""
        for _ in range(len(self._inbox)):
            waiting = self._inbox.popleft()
            if isinstance(waiting, Request):
                waiting.respond(Outcome(waiting.command_id, error=self._why_not_now()))
            else:
                self._inbox.append(waiting)

    async def _answer_read(self, read: _Read) -> None:
        try:
            found = await beside(read.look) if read.heavy else read.look()
        except Exception as error:
            if not read.future.done():
                read.future.set_exception(error)
        else:
            if not read.future.done():
                read.future.set_result(found)

    def _keep_snapshot_sometimes(self) -> None:
        size = len(self._rounds.graph.nodes) + self._rounds.graph.link_count
        commits = self.position.seq - self._snapshot_seq
        written = self._rounds.written - self._snapshot_written
        due = commits > max(SNAPSHOT_EVERY, size // 10) or written > max(SNAPSHOT_BYTES, 70 * size)
        if due and (self._saving is None or self._saving.done()):
            self._snapshot_seq, self._snapshot_written = self.position.seq, self._rounds.written
            self._saving = asyncio.get_running_loop().create_task(self.keep_snapshot())

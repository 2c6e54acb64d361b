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
from ..domain.errors import GraphSyncError, InternalError, NotFound, Unavailable
from ..domain.graph import Graph, GraphView
from ..domain.limits import Limits
from ..domain.settings import Settings
from ..eventlog.base import Conflict, DamagedLog, DuplicateCommand, EventLog
from ..eventlog.batch import is_load
from ..protocol import Mode
from .broadcaster import Broadcaster
from .context import set_current_session
from .deciding import Decider, fingerprint_of
from .requests import (
    CommandRequest,
    LoadRequest,
    Outcome,
    Pending,
    Refused,
    Repeated,
    Request,
    Result,
    ReversalRequest,
    unheard,
)
from .ring import Answer, CommitRing, fitting
from .room import Room
from .state import encode_parts, encode_state
from .storing import store
from .telling import answer_of, messages_of, outcome_of, refusal_of

log = logging.getLogger(__name__)
T = TypeVar("T")

MAX_ROUND = 400
"""So many requests are decided in one go: some 10 ms of the event loop."""
PAGE = 500
HEAVY = 500
"""From about so many nodes on, work is done beside the event loop."""
MAX_TRIES = 8
SNAPSHOT_EVERY = 5_000
PARTS_BEHIND = 1_000
DEFECT = "this is a defect; the server's log says more"


class _Read(msgspec.Struct):
    look: Callable[[], Any]
    future: asyncio.Future[Any]
    heavy: bool


class GraphSession:
    """One graph that people edit together. Made by `opening.open_session`.

    Parameters
    ----------
    ring
        The newest commits, up to `decider.tail`.
    damage
        Why the session is read only; empty where it is not.
    is_lost
        Whether the log holds another history by now: the session must be opened anew.
    farewell
        With which code and reason everybody was let go, once that is so.
    snapshot_seq
        The number of the commit at which the newest snapshot stands.
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
    ) -> None:
        self.session_id = event_log.session_id
        self.limits = limits
        self.room = Room(self.session_id, presence_rate=limits.presence_rate)
        self.position: Position = decider.tail
        self.damage = damage
        self.is_lost = False
        self.farewell: tuple[int, str] | None = None
        self.last_active = monotonic()
        self._log = event_log
        self._decider = decider
        self._ring = ring
        self._broadcaster = broadcaster
        self._snapshot_seq = snapshot_seq
        self._in_round = False
        self._inbox: deque[Request | _Read] = deque()
        self._wake = asyncio.Event()
        self._stalled = False
        self._closing = False
        self._unsettled: list[Pending] = []
        self._unsettled_by_id: dict[str, Pending] = {}
        self._parts: tuple[Position, list[bytes]] | None = None
        self._next_parts: tuple[Position, list[bytes]] | None = None
        self._parts_lock = asyncio.Lock()
        self._saving: asyncio.Task[None] | None = None
        self._actor = asyncio.get_running_loop().create_task(self._run())
        if broadcaster is not None:
            broadcaster.add(self.room)

    @property
    def settings(self) -> Settings:
        """What the session is told about itself."""
        return self._decider.settings

    @property
    def is_busy(self) -> bool:
        """Whether something is under way."""
        return bool(self._inbox or self._in_round)

    @property
    def is_idle(self) -> bool:
        """Whether nobody is connected and nothing is under way."""
        return not (self.room.client_count or self.is_busy)

    def submit(self, request: Request) -> None:
        """Take a request; its `respond` is called once it is durable, or refused."""
        self.last_active = monotonic()
        reason = self._why_not_now()
        if reason is not None:
            self._publish(refusal_of(Refused(request, reason)), self.position.seq)
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
        return await self._read(lambda: (self.position, self._graph.view()), heavy=self._is_large)

    async def look(self, look: Callable[[Graph], T]) -> T:
        """Return what `look` finds in the durable graph; it must not keep or change the graph."""
        return await self._read(lambda: look(self._graph), heavy=False)

    async def commits(self, after: int, limit: int) -> list[CommitRecord]:
        """Return up to `limit` commits that follow commit `after`, from ring or log."""
        if self._ring.holds(after + 1):
            last = min(after + limit, self.position.seq)
            return [self._ring.get(seq) for seq in range(after + 1, last + 1)]
        count = min(limit, self.position.seq - after)
        return await self._read_log(after, count) if count > 0 else []

    async def at(self, seq: int) -> tuple[Position, GraphView]:
        """Return the graph as it was after commit number `seq`; see `opening.graph_at`."""
        from .opening import graph_at

        if seq == self.position.seq:
            return await self.view()
        return await graph_at(self._log, seq, limits=self.limits)

    async def bodies(self, after: int, max_bytes: int) -> list[bytes]:
        """Return the texts of commits that follow commit `after`; empty at the head."""
        found = self._ring.bodies(after, max_bytes)
        if found is not None:
            return found
        count = min(PAGE, self.position.seq - after)
        return fitting(await self._read_log(after, count), max_bytes) if count > 0 else []

    async def parts(self) -> tuple[Position, list[bytes]]:
        """Return a snapshot, as messages, from which the ring leads on."""
        async with self._parts_lock:
            if self._parts is None or not self._reaches(self._parts[0]):
                position, view = await self.view()
                if len(view.nodes) + len(view.links) > HEAVY:
                    parts = await asyncio.to_thread(encode_parts, view, position)
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
        """Return how a client that knows a position is brought up to date, and from where."""
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

    async def _begins_anew(self, seq: int) -> bool:
        # Only the first commit of an epoch can be a load, and its graph need not stand in it.
        return seq == 0 and is_load((await self.commits(0, 1))[0].body)

    async def close(self, code: int, reason: str, *, keep: bool = True) -> None:
        """Finish what is under way, keep a snapshot, and let everybody go."""
        if not self._closing:
            self._closing = True
            self.farewell = self.farewell or (code, reason)
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
                await self._save_snapshot()
            if self._broadcaster is not None:
                self._broadcaster.remove(self.room)

    @property
    def _graph(self) -> Graph:
        return self._decider.dispatcher.graph

    @property
    def _is_large(self) -> bool:
        return len(self._graph.nodes) + self._graph.link_count > 20_000

    def _reaches(self, position: Position) -> bool:
        behind = self.position.seq - position.seq
        near = position.epoch == self.position.epoch and behind <= PARTS_BEHIND
        return near and (behind == 0 or self._ring.holds(position.seq + 1))

    def _why_not_now(self) -> GraphSyncError | None:
        if self.damage:
            return damaged(self.position.seq)
        if self.is_lost:
            return Unavailable("busy", "the history was replaced by another one; try again")
        if self._closing:
            return Unavailable("storage-unavailable", "the session is being closed; try again")
        if self._stalled:
            return Unavailable("storage-unavailable", "the storage does not answer; try again")
        return None

    async def _read(self, look: Callable[[], T], *, heavy: bool) -> T:
        if not self._in_round and not heavy:
            return look()
        if self._actor.done():
            return await asyncio.to_thread(look)
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
        requests: list[Request] = []
        while self._inbox and len(requests) < MAX_ROUND:
            item = self._inbox[0]
            if isinstance(item, _Read) or (requests and isinstance(item, LoadRequest)):
                break
            self._inbox.popleft()
            requests.append(item)
            if isinstance(item, LoadRequest):
                break
        await self._round(requests)

    async def _answer_read(self, read: _Read) -> None:
        try:
            found = await asyncio.to_thread(read.look) if read.heavy else read.look()
        except Exception as error:
            if not read.future.done():
                read.future.set_exception(error)
        else:
            if not read.future.done():
                read.future.set_result(found)

    async def _round(self, requests: list[Request]) -> None:
        """Decide requests, make them durable in one append, tell everybody, answer."""
        self._in_round = True
        try:
            results = await self._stored(requests)
        except Exception as error:
            self._take_back()
            problem = self._problem_of(error)
            results = [self._unstored(request, problem) for request in requests]
        self._settle(results)
        self._in_round = False

    async def _stored(self, requests: list[Request]) -> list[Result]:
        """Decide requests and append what was decided; anew where others were quicker."""
        found: dict[str, Answer] = {}
        for _ in range(MAX_TRIES):
            results = [await self._decide(request, found) for request in requests]
            try:
                await self._append()
                return results
            except DuplicateCommand:
                self._take_back()
                found.update(await self._find_all(results))
            except Conflict as conflict:
                self._take_back()
                if not self._follow(conflict):
                    raise self._lose() from conflict
        raise Unavailable("busy", "others were quicker too often; try again")

    def _problem_of(self, error: Exception) -> GraphSyncError:
        """Return what is said of a round that was not stored; damage makes the session read only."""
        if isinstance(error, NotFound):
            return self._lose()
        if isinstance(error, DamagedLog):
            log.error("the log is damaged: %s", error)
            self.damage = error.reason
            return damaged(self.position.seq)
        if isinstance(error, GraphSyncError):
            return error
        log.error("session %s: a round failed", self.session_id, exc_info=error)
        return InternalError("internal", DEFECT)

    def _unstored(self, request: Request, problem: GraphSyncError) -> Result:
        """Answer a request of a round that was not stored: what was done before still stands."""
        answer = self._ring.answer(request.command_id)
        if answer is None or self.is_lost or answer.fingerprint != fingerprint_of(request):
            return Refused(request, problem)
        return Repeated(request, answer)

    async def _decide(self, request: Request, found: dict[str, Answer]) -> Result:
        try:
            known = found.get(request.command_id) or self._known(request.command_id)
            if known is None:
                try:
                    return await self._decided(request)
                except GraphSyncError:
                    # What cannot be done now may have been done before.
                    known = await self._find(request.command_id)
                    if known is None:
                        raise
            known.check(request.command_id, fingerprint_of(request))
            return Repeated(request, known)
        except GraphSyncError as error:
            return Refused(request, error)
        except Exception:
            log.exception("session %s: a request failed", self.session_id)
            return Refused(request, InternalError("internal", DEFECT))

    async def _decided(self, request: Request) -> Pending:
        if isinstance(request, ReversalRequest):
            pending = await self._reverse(request)
        elif isinstance(request, LoadRequest) or (
            isinstance(request, CommandRequest) and request.command.cost(self._graph) > HEAVY
        ):
            pending = await asyncio.to_thread(self._decider.decide, request)
        else:
            pending = self._decider.decide(request)
        self._unsettled.append(pending)
        self._unsettled_by_id[request.command_id] = pending
        return pending

    async def _reverse(self, request: ReversalRequest) -> Pending:
        client_id = None if request.session_wide else request.actor.client_id
        owner, step = self._decider.dispatcher.next_step(request.direction, client_id)
        record = await self._record(step.seq)
        if len(record.notes) > 100 * HEAVY:
            return await asyncio.to_thread(self._decider.reverse, request, record, owner, step)
        return self._decider.reverse(request, record, owner, step)

    async def _record(self, seq: int) -> CommitRecord:
        if seq > self.position.seq:
            return self._unsettled[seq - self.position.seq - 1].record
        if self._ring.holds(seq):
            return self._ring.get(seq)
        return (await self._read_log(seq - 1, 1))[0]

    async def _read_log(self, after: int, limit: int) -> list[CommitRecord]:
        try:
            return await self._log.read(after, limit)
        except DamagedLog as damage:
            log.error("the log is damaged: %s", damage)
            raise damaged(damage.last_good.seq) from damage

    def _known(self, command_id: str) -> Answer | None:
        pending = self._unsettled_by_id.get(command_id)
        return self._ring.answer(command_id) if pending is None else answer_of(pending)

    async def _find(self, command_id: str) -> Answer | None:
        """Look for an older command; needless where the ring holds the whole history."""
        if self._ring.first == 1:
            return None
        record = await self._log.find(command_id)
        return None if record is None else _answer_of(record)

    async def _find_all(self, results: list[Result]) -> dict[str, Answer]:
        """Look for all commands of a round, since one of them is in the log already."""
        found = {}
        for result in results:
            if isinstance(result, Pending):
                record = await self._log.find(result.record.command_id)
                if record is not None:
                    found[record.command_id] = _answer_of(record)
        return found

    async def _append(self) -> None:
        if not self._unsettled:
            return
        snapshot = None
        base = self._unsettled[-1].base
        if base is not None:
            state = self._decider.dispatcher.history.state()
            view = self._graph.view()
            snapshot = await asyncio.to_thread(encode_state, view, state)
            self._next_parts = (base, await asyncio.to_thread(encode_parts, view, base))
        try:
            await store(
                self._log,
                self.position,
                self._unsettled,
                snapshot=snapshot,
                timeout=self.limits.storage_timeout,
                on_stall=self._stall,
            )
        finally:
            self._stalled = False

    def _stall(self) -> None:
        """Tell those who wait that the outcome is unknown, and take no more for now."""
        self._stalled = True
        error = Unavailable(
            "outcome-unknown",
            "the storage does not answer, and the command may or may not be stored; "
            "send it again with the same command_id",
        )
        for pending in self._unsettled:
            pending.request.respond(Outcome(pending.request.command_id, error=error))
            pending.request.respond = unheard
        for _ in range(len(self._inbox)):
            waiting = self._inbox.popleft()
            if isinstance(waiting, Request):
                waiting.respond(Outcome(waiting.command_id, error=self._why_not_now()))
            else:
                self._inbox.append(waiting)

    def _take_back(self) -> None:
        self._decider.take_back(self._unsettled)
        self._unsettled = []
        self._unsettled_by_id.clear()

    def _lose(self) -> GraphSyncError:
        """Give up: the log holds another history, or none; everybody is to come back to that."""
        self.is_lost = True
        log.warning("session %s: its history was replaced in the log", self.session_id)
        self.farewell = (4010, "the history was replaced; come back")
        self.room.close(*self.farewell)
        return Unavailable("busy", "the history was replaced by another one; try again")

    def _follow(self, conflict: Conflict) -> bool:
        """Apply commits that another writer appended; tell whether there were any that fit."""
        position = self.position
        bodies: list[bytes] = []
        for record in conflict.missing:
            if not record.follows(position):
                break
            bodies.append(record.body)
            self._decider.dispatcher.replay(record.read_commit(), record.read_notes())
            self._ring.add(record, _answer_of(record))
            position = Position(position.epoch, record.seq, record.digest)
        if position == self.position:
            return False
        before, self.position, self._decider.tail = self.position.seq, position, position
        self._publish(bodies, before)
        return True

    def _settle(self, results: list[Result]) -> None:
        """Take over what was appended, show it, answer; nothing waits in here."""
        settled, self._unsettled = self._unsettled, []
        self._unsettled_by_id.clear()
        for pending in settled:
            self._adopt(pending)
        if settled and settled[-1].base is not None:
            self.room.renew(self.position.epoch, "another graph was loaded")
        else:
            anybody = self.room.client_count > 0
            messages = [m for result in results for m in messages_of(result, anybody=anybody)]
            self._publish(messages, self.position.seq - len(settled))
        for result in results:
            result.request.respond(outcome_of(result))
        self._keep_snapshot_sometimes()

    def _adopt(self, pending: Pending) -> None:
        record = pending.record
        if pending.base is not None:
            self._ring.restart(pending.base.seq)
            self._snapshot_seq = record.seq
            self._parts = self._next_parts
        epoch = self.position.epoch if pending.base is None else pending.base.epoch
        self._ring.add(record, answer_of(pending))
        self.position = Position(epoch, record.seq, record.digest)

    def _publish(self, messages: list[bytes], before: int) -> None:
        if not messages:
            return
        if self._broadcaster is None:
            log.debug("session %s: no broadcaster, events skipped", self.session_id)
            return
        self._broadcaster.publish(self.session_id, messages, before, self.position.seq)

    def _keep_snapshot_sometimes(self) -> None:
        size = len(self._graph.nodes) + self._graph.link_count
        due = self.position.seq - self._snapshot_seq > max(SNAPSHOT_EVERY, size // 10)
        if due and (self._saving is None or self._saving.done()):
            self._snapshot_seq = self.position.seq
            self._saving = asyncio.get_running_loop().create_task(self._save_snapshot())

    async def _save_snapshot(self) -> None:
        def look() -> tuple[Position, Dispatcher, GraphView, Any]:
            dispatcher = self._decider.dispatcher
            return self.position, dispatcher, self._graph.view(), dispatcher.history.state()

        position, _, view, state = await self._read(look, heavy=self._is_large)
        data = await asyncio.to_thread(encode_state, view, state)
        try:
            await self._log.save_snapshot(position, data)
            self._snapshot_seq = position.seq
        except GraphSyncError as error:
            # A missing snapshot costs time at the next opening, nothing else.
            log.warning("session %s: no snapshot was kept: %s", self.session_id, error.message)


def damaged(last_good_seq: int) -> Unavailable:
    """Return what is said of a log that is damaged after a commit."""
    return Unavailable(
        "corrupt-read-only",
        f"the session's log is damaged after commit {last_good_seq}; what is before it can be "
        "read and exported, not changed",
        last_good_seq=last_good_seq,
    )


def _answer_of(record: CommitRecord) -> Answer:
    notes = record.read_notes()
    return Answer(record.seq, notes.fingerprint, notes.result)

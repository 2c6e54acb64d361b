"""Rounds: requests are decided, made durable in one append, shown, and answered.

Whatever waits is decided together, one request on top of the other. While an append is under way
nothing of it is shown; where it fails the graph is taken back to what is durable.
"""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Callable

from ..domain.commits import CommitRecord, Position
from ..domain.errors import Clash, GraphSyncError, InternalError, NotFound, Unavailable
from ..domain.graph import Graph
from ..domain.history import Direction, History
from ..domain.limits import Limits
from ..eventlog.base import Compacted, Conflict, DamagedLog, DuplicateCommand, EventLog
from .beside import beside
from .broadcaster import Broadcaster
from .deciding import Decider, fingerprint_of
from .following import answer_of as answer_in
from .following import find_loaded, fitting, take_over
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
from .ring import Answer, CommitRing
from .room import Room
from .state import encode_parts, encode_state
from .storing import store
from .telling import answer_of, messages_of, outcome_of

log = logging.getLogger(__name__)

HEAVY = 500
"""From about so many nodes on, work is done beside the event loop."""
MAX_TRIES = 10
FIRST_PAUSE = 0.001
"""Seconds that a second try waits at most; each further one up to twice as long."""
PAGE = 500
REPLACED = (4010, "the history was replaced; come back")
ENDED = (4505, "the session was ended")
DEFECT = "this is a defect; the server's log says more"


class Rounds:
    """What a session holds, and the only way in which it changes.

    Parameters
    ----------
    ring
        The newest commits, up to `decider.tail`.
    damage
        Why nothing can be changed; empty where it can.
    on_stall
        Called when the storage takes too long to be waited for.

    Attributes
    ----------
    position
        The last commit that is durable.
    is_running
        Whether a round is under way: then the graph may be ahead of what is durable.
    is_stalled
        Whether the storage is being waited for.
    is_lost
        Whether the log holds another history by now: the session must be opened anew.
    farewell
        With which code and reason everybody was let go, once that is so.
    loaded
        The start of the epoch that the last round began, with its snapshot as messages.
    written
        Bytes of all commits so far.
    oldest
        The oldest moment that the log has, as far as is known here.
    """

    def __init__(
        self,
        event_log: EventLog,
        decider: Decider,
        ring: CommitRing,
        room: Room,
        *,
        limits: Limits,
        broadcaster: Broadcaster | None,
        damage: str,
        on_stall: Callable[[], None],
        oldest: int = 0,
    ) -> None:
        self.decider = decider
        self.ring = ring
        self.position: Position = decider.tail
        self.damage = damage
        self.is_running = False
        self.is_stalled = False
        self.is_lost = False
        self.farewell: tuple[int, str] | None = None
        self.loaded: tuple[Position, list[bytes]] | None = None
        self.written = 0
        self.oldest = oldest
        self._log = event_log
        self._room = room
        self._limits = limits
        self._broadcaster = broadcaster
        self._on_stall = on_stall
        self._unsettled: list[Pending] = []
        self._unsettled_by_id: dict[str, Pending] = {}

    @property
    def graph(self) -> Graph:
        """The graph; between rounds it is as the log has it."""
        return self.decider.dispatcher.graph

    @property
    def _history(self) -> History:
        return self.decider.dispatcher.history

    async def run(self, requests: list[Request]) -> None:
        """Decide requests, make them durable in one append, tell everybody, answer."""
        self.is_running = True
        self.loaded = None
        try:
            results = await self._stored(requests)
        except Exception as error:
            self._take_back()
            problem = self._problem_of(error)
            results = [self._unstored(request, problem) for request in requests]
        self._settle(results)
        self.is_running = False

    async def _stored(self, requests: list[Request]) -> list[Result]:
        """Decide requests and append what was decided; anew where others were quicker."""
        found: dict[str, Answer] = {}
        for number in range(MAX_TRIES):
            results = [await self._decide(request, found) for request in requests]
            if not self._unsettled and await self._was_behind(results):
                continue
            try:
                await self._append()
                return results
            except DuplicateCommand:
                self._take_back()
                found.update(await self._find_all(results))
            except Conflict as conflict:
                self._take_back()
                if not await self._follow(conflict.missing):
                    raise self._lose(REPLACED) from conflict
                if number:
                    # Those who are in each other's way go on at different moments.
                    await asyncio.sleep(random.uniform(0, FIRST_PAUSE * 2**number))
        raise Unavailable("busy", "others were quicker too often; try again")

    async def keep_up(self) -> None:
        """Take over what other servers appended since the last round.

        Raises
        ------
        Unavailable
            The log does not answer; try again.
        """
        self.loaded = None
        self.is_running = True
        try:
            await self._catch_up()
        except (NotFound, DamagedLog) as error:
            self._problem_of(error)
        finally:
            self.is_running = False

    async def _catch_up(self) -> None:
        try:
            while records := await self._log.read(self.position.seq, PAGE):
                if not await self._follow(records):
                    break
                if len(records) < PAGE:
                    return
        except Compacted:
            pass  # what comes next was forgotten: the session must be opened at a later moment
        if (await self._log.head()).position != self.position:
            self._lose(REPLACED)

    async def _was_behind(self, results: list[Result]) -> bool:
        """Take over what others did if something was refused; tell whether there was anything.

        An append proves that a round was decided on the newest commit. A refusal proves nothing:
        what it lacks, or the command itself, may be in the log already.
        """
        if not (self._log.is_shared and any(isinstance(each, Refused) for each in results)):
            return False
        before = self.position
        await self._catch_up()
        if self.is_lost:
            raise Unavailable("busy", f"{REPLACED[1]}; try again")
        return self.position != before

    def _problem_of(self, error: Exception) -> GraphSyncError:
        """Return what is said of a round that was not stored; damage makes the session read only."""
        if isinstance(error, NotFound):
            # A file that lacks the session was put in place of another; a database says it ended.
            return self._lose(ENDED if self._log.is_shared else REPLACED)
        if isinstance(error, DamagedLog):
            log.error("the log is damaged: %s", error)
            self.damage = error.reason
            return damaged(self.position.seq)
        if isinstance(error, GraphSyncError):
            return error
        log.error("session %s: a round failed", self._log.session_id, exc_info=error)
        return InternalError("internal", DEFECT)

    def _unstored(self, request: Request, problem: GraphSyncError) -> Result:
        """Answer a request of a round that was not stored: what was done before still stands."""
        answer = self.ring.answer(request.command_id)
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
            log.exception("session %s: a request failed", self._log.session_id)
            return Refused(request, InternalError("internal", DEFECT))

    async def _decided(self, request: Request) -> Pending:
        if isinstance(request, ReversalRequest):
            pending = await self._reverse(request)
        elif self._is_heavy(request):
            pending = await beside(self.decider.decide, request)
        else:
            pending = self.decider.decide(request)
        self._unsettled.append(pending)
        self._unsettled_by_id[request.command_id] = pending
        return pending

    def _is_heavy(self, request: Request) -> bool:
        if isinstance(request, LoadRequest) or not self._history.has_room(HEAVY):
            return True
        return isinstance(request, CommandRequest) and request.command.cost(self.graph) > HEAVY

    async def _reverse(self, request: ReversalRequest) -> Pending:
        client_id = None if request.session_wide else request.actor.client_id
        owner, step = self.decider.dispatcher.next_step(request.direction, client_id)
        try:
            record = await self._record(step.seq)
        except Compacted as gone:
            raise beyond_the_cut(request.direction, gone.oldest) from gone
        if len(record.notes) > 100 * HEAVY or not self._history.has_room(HEAVY):
            return await beside(self.decider.reverse, request, record, owner, step)
        return self.decider.reverse(request, record, owner, step)

    async def _record(self, seq: int) -> CommitRecord:
        if seq > self.position.seq:
            return self._unsettled[seq - self.position.seq - 1].record
        if self.ring.holds(seq):
            return self.ring.get(seq)
        return (await self.read_log(seq - 1, 1))[0]

    async def read_log(self, after: int, limit: int) -> list[CommitRecord]:
        """Return commits from the log.

        Raises
        ------
        Unavailable
            `corrupt-read-only`: it is damaged.
        Compacted
            The first of them was forgotten.
        """
        try:
            return await self._log.read(after, limit)
        except Compacted as gone:
            # Perhaps by another server.
            self.forget(gone.oldest)
            raise
        except DamagedLog as damage:
            log.error("the log is damaged: %s", damage)
            raise damaged(damage.last_good.seq) from damage

    def forget(self, up_to: int) -> None:
        """Take it that the commits up to a number are no longer in the log."""
        self.oldest = max(self.oldest, up_to)
        self.ring.forget(up_to)

    def _known(self, command_id: str) -> Answer | None:
        pending = self._unsettled_by_id.get(command_id)
        return self.ring.answer(command_id) if pending is None else answer_of(pending)

    async def _find(self, command_id: str) -> Answer | None:
        """Look for an older command; needless where the ring holds the whole history."""
        if self.ring.first == 1:
            return None
        record = await self._log.find(command_id)
        return None if record is None else answer_in(record)

    async def _find_all(self, results: list[Result]) -> dict[str, Answer]:
        """Look for all commands of a round, since one of them is in the log already."""
        found = {}
        for result in results:
            if isinstance(result, Pending):
                record = await self._log.find(result.record.command_id)
                if record is not None:
                    found[record.command_id] = answer_in(record)
        return found

    async def _append(self) -> None:
        if not self._unsettled:
            return
        snapshot = None
        base = self._unsettled[-1].base
        if base is not None:
            state = self.decider.dispatcher.history.state()
            view = self.graph.view()
            snapshot = await beside(encode_state, view, state)
            self.loaded = (base, await beside(encode_parts, view, base))
        try:
            await store(
                self._log,
                self.position,
                self._unsettled,
                snapshot=snapshot,
                timeout=self._limits.storage_timeout,
                on_stall=self._stall,
            )
        finally:
            self.is_stalled = False

    def _stall(self) -> None:
        """Tell those who wait that the outcome is unknown, and take no more for now."""
        self.is_stalled = True
        error = Unavailable(
            "outcome-unknown",
            "the storage does not answer, and the command may or may not be stored; "
            "send it again with the same command_id",
        )
        for pending in self._unsettled:
            pending.request.respond(Outcome(pending.request.command_id, error=error))
            pending.request.respond = unheard
        self._on_stall()

    def _take_back(self) -> None:
        self.decider.take_back(self._unsettled)
        self._unsettled = []
        self._unsettled_by_id.clear()
        self.loaded = None

    def _lose(self, farewell: tuple[int, str]) -> GraphSyncError:
        """Give up: the log holds another history, or none; everybody is to come back to that."""
        self.is_lost = True
        log.warning("session %s: %s", self._log.session_id, farewell[1])
        self.farewell = farewell
        self._room.close(*farewell)
        return Unavailable("busy", f"{farewell[1]}; try again")

    async def _follow(self, records: list[CommitRecord]) -> bool:
        """Take over what another writer appended; tell whether there was anything that fits."""
        good = fitting(records, self.position)
        if not good:
            return await self._begin_anew()
        before = self.position.seq
        try:
            await take_over(self.decider, good)
        except Exception:
            # The graph is neither here nor there: it is read anew from the log.
            log.exception("session %s: a commit cannot be taken over", self._log.session_id)
            return False
        for record in good:
            self.ring.add(record, answer_in(record))
        self.position = self.decider.tail
        self.publish([record.body for record in good], before)
        return True

    async def _begin_anew(self) -> bool:
        """Go on from the graph that another server loaded; tell whether that is what happened."""
        found = await find_loaded(self._log, self.position, self._limits)
        if found is None:
            return False
        self.loaded = (
            found.base,
            await beside(encode_parts, found.decider.dispatcher.graph.view(), found.base),
        )
        self.decider = found.decider
        self.ring.restart(found.base.seq)
        self.ring.add(found.record, answer_in(found.record))
        self.position = found.decider.tail
        self._room.renew(self.position.epoch, "another graph was loaded")
        return True

    def _settle(self, results: list[Result]) -> None:
        """Take over what was appended, show it, answer; nothing waits in here."""
        settled, self._unsettled = self._unsettled, []
        self._unsettled_by_id.clear()
        for pending in settled:
            self._adopt(pending)
        if settled and settled[-1].base is not None:
            self._room.renew(self.position.epoch, "another graph was loaded")
        else:
            anybody = self._room.client_count > 0
            messages = [m for result in results for m in messages_of(result, anybody=anybody)]
            self.publish(messages, self.position.seq - len(settled))
        for result in results:
            result.request.respond(outcome_of(result))

    def _adopt(self, pending: Pending) -> None:
        record = pending.record
        if pending.base is not None:
            self.ring.restart(pending.base.seq)
        epoch = self.position.epoch if pending.base is None else pending.base.epoch
        self.ring.add(record, answer_of(pending))
        self.written += len(record.body)
        self.position = Position(epoch, record.seq, record.digest)

    def publish(self, messages: list[bytes], before: int) -> None:
        """Hand messages that lead from commit `before` to the last durable one to the room."""
        if not messages:
            return
        if self._broadcaster is None:
            log.debug("session %s: no broadcaster, events skipped", self._log.session_id)
            return
        self._broadcaster.publish(self._log.session_id, messages, before, self.position.seq)


def beyond_the_cut(direction: Direction, oldest: int) -> Clash:
    """Return what is said of a step whose commit was forgotten."""
    return Clash(
        "nothing-to-undo" if direction == "undo" else "nothing-to-redo",
        f"your last step lies in the history up to commit {oldest}, which was compacted away; "
        f"there is nothing after it to {direction}",
        oldest_seq=oldest,
    )


def damaged(last_good_seq: int) -> Unavailable:
    """Return what is said of a log that is damaged after a commit."""
    return Unavailable(
        "corrupt-read-only",
        f"the session's log is damaged after commit {last_good_seq}; what is before it can be "
        "read and exported, not changed",
        last_good_seq=last_good_seq,
    )

"""Ops on their way: each goes out until it is answered, always under the same id."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from ..domain.errors import GraphSyncError, error_from
from ..protocol import Reply

ASK_AGAIN = frozenset({"rate-limited", "busy", "outcome-unknown"})
"""Codes after which the same op is sent again, instead of being raised."""
AGAIN_SECONDS = 0.5


@dataclass(eq=False)
class _Entry:
    frame: bytes
    answer: asyncio.Future[Reply]
    is_sent: bool = False
    was_sent: bool = False


class Outbox:
    """What has been asked and not been answered, in the order of asking."""

    def __init__(self) -> None:
        self._entries: dict[str, _Entry] = {}
        self._said: bytes | None = None
        self._held: list[Reply] = []
        self._news = asyncio.Event()

    def ask(self, op_id: str, frame: bytes) -> asyncio.Future[Reply]:
        """Put an op in; the future gets its answer, or the error that the answer is."""
        entry = _Entry(frame, asyncio.get_running_loop().create_future())
        # Whoever asked may have stopped waiting; an answer nobody reads is no fault to report.
        entry.answer.add_done_callback(lambda answer: answer.cancelled() or answer.exception())
        self._entries[op_id] = entry
        self._news.set()
        return entry.answer

    def say(self, frame: bytes) -> None:
        """Put in what needs no answer; the newest is said once, and again on each connection."""
        self._said = frame
        self._news.set()

    async def unsent(self) -> list[bytes]:
        """Wait until something is to be sent, and return it; it then counts as sent."""
        await self._news.wait()
        self._news.clear()
        frames = [self._said] if self._said is not None else []
        self._said = None
        for entry in self._entries.values():
            if not entry.is_sent:
                entry.is_sent = entry.was_sent = True
                frames.append(entry.frame)
        return frames

    def send_again(self, op_id: str) -> None:
        """Let an op go out once more, if it has not been answered meanwhile."""
        if op_id in self._entries:
            self._entries[op_id].is_sent = False
            self._news.set()

    def rewind(self) -> None:
        """Let everything go out again: the connection is a new one."""
        for entry in self._entries.values():
            entry.is_sent = False
        self._news.set()

    def hold(self, reply: Reply) -> None:
        """Keep an answer whose commit has not been applied yet."""
        self._held.append(reply)

    def release(self) -> None:
        """Give out the answers that were kept."""
        held, self._held = self._held, []
        for reply in held:
            self.answer(reply)

    def answer(self, reply: Reply) -> None:
        """Give an answer to whoever asked; one to a forgotten or unreadable op is dropped."""
        op_id = str(reply.id)
        if op_id not in self._entries:
            return
        problem = reply.error or None
        if problem is not None and problem.code in ASK_AGAIN:
            delay = problem.details.get("retry_after_ms", AGAIN_SECONDS * 1000) / 1000
            asyncio.get_running_loop().call_later(delay, self.send_again, op_id)
            return
        answer = self._entries.pop(op_id).answer
        if answer.done():
            return
        if problem is None:
            answer.set_result(reply)
        else:
            answer.set_exception(error_from(problem.code, problem.message, problem.details))

    def withdraw(self, op_id: str) -> bool:
        """Take an op out that was never sent; tell whether it was, and is out."""
        entry = self._entries.get(op_id)
        if entry is None or entry.was_sent:
            return False
        del self._entries[op_id]
        return True

    def fail(self, error: GraphSyncError) -> None:
        """Give `error` to all who wait."""
        entries, self._entries = self._entries, {}
        for entry in entries.values():
            if not entry.answer.done():
                entry.answer.set_exception(error)

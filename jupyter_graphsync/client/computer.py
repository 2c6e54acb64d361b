"""Keeps computed properties up to date, in a thread of its own."""

from __future__ import annotations

import logging
import threading
import uuid
from collections.abc import Sequence
from typing import TYPE_CHECKING, TypeVar

from ..domain.commands.base import Command
from ..domain.commands.batch import BatchCommand
from ..domain.commands.properties import UpdatePropertiesCommand
from ..domain.errors import BadRequest, GraphSyncError, NotFound, TooLarge, Unprocessable
from ..domain.events import CommandExecuted, Event
from .computing import Change, ComputedLoop, Computing, Failure, Function, Rule
from .errors import ConnectionEnded, EventsLost
from .events import REPLACED, LiveEvent, Subscription
from .second_self import SecondSelf

if TYPE_CHECKING:
    from .graph import SharedGraph

log = logging.getLogger(__name__)
F = TypeVar("F", bound=Function)

# The number in it travels with the commit, so that two clients whose values answer each other
# notice it.
_MARK = "computed-"
PAUSE_SECONDS = 1.0
MAX_REFUSALS = 20
"""After so many values that a server refuses, the rest of them is left for later."""


class Computer:
    """The computed properties of one graph."""

    def __init__(self, graph: SharedGraph) -> None:
        self._graph = graph
        self._writer = SecondSelf(graph.session_id, graph.transport)
        self._computing = Computing(graph)
        self._lock = threading.RLock()
        self._thread: threading.Thread | None = None
        self._is_behind = False
        self._refusals = 0

    def add(self, rule: Rule) -> None:
        """Compute a property now and from now on; returns when its values are durable.

        Raises
        ------
        ComputedLoop
            A value follows from itself; it is left as it is.
        GraphSyncError
            The values could not be written.
        """
        with self._lock:
            if self._thread is None:
                self._start()
            self._computing.add(rule)
            loops = [f.error for f in self._settle() if isinstance(f.error, ComputedLoop)]
        if loops:
            raise loops[0]

    def remove(self, function: Function) -> None:
        """Compute no more by a function."""
        with self._lock:
            self._computing.remove(function)

    def _start(self) -> None:
        subscription = self._graph.wait(self._graph.core.subscribe())
        self._thread = threading.Thread(
            target=self._run, args=(subscription,), name="graphsync-computed", daemon=True
        )
        self._thread.start()

    def _run(self, subscription: Subscription) -> None:
        while True:
            try:
                self._round(subscription)
            except ConnectionEnded:
                return
            except EventsLost:
                self._is_behind = True
            except GraphSyncError as error:
                log.error("computed properties could not be written: %s", error)
                if error.may_retry:
                    self._is_behind = True
                    threading.Event().wait(PAUSE_SECONDS)

    def _round(self, subscription: Subscription) -> None:
        events = [] if self._is_behind else self._graph.wait(subscription.take())
        with self._lock:
            if self._is_behind:
                self._computing.start_over()
                self._is_behind = False
            self._hear(events)
            self._settle()

    def _hear(self, events: Sequence[LiveEvent]) -> None:
        commits: dict[int, list[LiveEvent]] = {}
        for event in events:
            if event.event == REPLACED:
                self._computing.start_over()
            elif event.seq is not None:
                commits.setdefault(event.seq, []).append(event)
        for commit in commits.values():
            payloads: list[Event] = [event.payload for event in commit]
            actor = commit[0].actor
            if actor is not None and actor.client_id == self._writer.client_id:
                self._computing.hear_own(payloads, _chain(payloads))
            else:
                self._computing.hear(payloads, _chain(payloads))

    def _settle(self) -> list[Failure]:
        """Compute what is out of date and write it; return what went wrong."""
        changes = self._computing.settle()
        failures, self._computing.failures = self._computing.failures, []
        _report(failures)
        self._refusals = 0
        if changes:
            self._write(changes)
        return failures

    def _write(self, changes: list[Change]) -> None:
        name = f"{self._graph.me.name} (computed)"
        chain = max(change.chain for change in changes)
        command_id = f"{_MARK}{chain}-{uuid.uuid4()}"
        writing = self._writer.execute(_command(changes), name=name, command_id=command_id)
        try:
            self._graph.wait(writing)
        except (BadRequest, NotFound, TooLarge, Unprocessable) as error:
            self._write_halves(changes, error)

    def _write_halves(self, changes: list[Change], error: GraphSyncError) -> None:
        """Write what can be written of what was refused as a whole."""
        if len(changes) > 1:
            middle = len(changes) // 2
            for half in (changes[:middle], changes[middle:]):
                if self._refusals < MAX_REFUSALS:
                    self._write(half)
            return
        (node_id, property_id), *_ = changes[0]
        if node_id in self._graph:
            self._refusals += 1
            message = "computed property %r of node %r was refused: %s"
            log.error(message, property_id, node_id, error)
        self._computing.refuse((node_id, property_id))


def _command(changes: list[Change]) -> Command:
    columns: dict[str, dict[str, object]] = {}
    for (node_id, property_id), value, _ in changes:
        columns.setdefault(property_id, {})[node_id] = value
    commands: list[Command] = [
        UpdatePropertiesCommand(
            property_id=property_id, node_ids=list(values), new_values=list(values.values())
        )
        for property_id, values in columns.items()
    ]
    return commands[0] if len(commands) == 1 else BatchCommand(commands=commands)


def _chain(payloads: Sequence[Event]) -> int:
    """Return how many computed values led to a commit, one after the other."""
    last = payloads[-1]
    if isinstance(last, CommandExecuted) and last.command_id.startswith(_MARK):
        number = last.command_id.removeprefix(_MARK).partition("-")[0]
        return int(number) if number.isascii() and number.isdecimal() and len(number) < 6 else 0
    return 0


def _report(failures: list[Failure]) -> None:
    """Log what went wrong: one line for each property, not for each of its nodes."""
    counts: dict[tuple[str, type[Exception]], int] = {}
    for (_, property_id), error in failures:
        kind = property_id, type(error)
        counts[kind] = counts.get(kind, 0) + 1
    for (node_id, property_id), error in failures:
        count = counts.pop((property_id, type(error)), 0)
        if isinstance(error, ComputedLoop) and count:
            log.error("%s", error)
        elif count:
            message = "computed property %r failed for %d nodes, first for %r; it stays as it was"
            log.error(message, property_id, count, node_id, exc_info=error)

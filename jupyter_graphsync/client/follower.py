"""Keeps a replica in step with what a server sends: no I/O, no clock."""

from __future__ import annotations

from ..domain.commits import Commit, Position
from ..domain.errors import GraphSyncError, InternalError
from ..domain.events import SessionPresence
from ..domain.limits import Limits
from ..protocol import PROTOCOL_VERSION, EventMessage, Reset, Snapshot, Welcome
from .errors import ConnectionEnded
from .events import Hub
from .frames import Received, passing_event
from .replica import OutOfStep, Replica
from .roster import Roster
from .steps import Steps


class Follower:
    """Takes messages in, in order; says when it holds all, and when it needs a snapshot.

    Attributes
    ----------
    in_step
        Whether the replica holds everything that the server has spoken of.
    needs_snapshot
        Whether a gap, a wrong digest or a commit that does not fit was seen, and nobody has
        taken the request yet, see `take_request`.
    steps
        What this client can take back and do again.
    """

    def __init__(self, replica: Replica, roster: Roster, hub: Hub) -> None:
        self.in_step = False
        self.needs_snapshot = False
        self.client_id = ""
        self.client_token = ""
        self.limits = Limits()
        self.steps = Steps()
        self._replica = replica
        self._roster = roster
        self._hub = hub
        self._parts: list[Snapshot] = []
        self._awaits_snapshot = False
        self._heard_of = 0
        self._head: Position | None = None

    def resume(self) -> dict[str, str]:
        """Return what a new connection says to go on where this one was."""
        query = {}
        position = self._replica.position
        if position is not None:
            query = {
                "epoch": position.epoch,
                "since": str(position.seq),
                "digest": position.digest,
            }
        if self.client_token:
            query["client_token"] = self.client_token
        return query

    def receive(self, message: Received) -> None:
        """Take in one message.

        Raises
        ------
        ConnectionEnded
            The server speaks another version of the protocol.
        InternalError
            A message of that type belongs elsewhere.
        """
        match message:
            case Commit():
                self._commit(message)
            case EventMessage():
                self._passing(message)
            case Snapshot():
                self._snapshot(message)
            case Reset():
                self._reset()
            case Welcome():
                self._welcome(message)
            case _:
                raise InternalError("internal", f"{type(message).__name__} is not followed")

    def take_request(self) -> bool:
        """Tell whether a snapshot must be asked for; once for each time that it must."""
        needed, self.needs_snapshot = self.needs_snapshot, False
        return needed

    def disconnect(self) -> None:
        """Know that nothing more comes until the next welcome."""
        self.in_step = self.needs_snapshot = False

    def distrust(self) -> None:
        """Resume from nothing at the next connection."""
        self._replica.forget()

    def drop_token(self) -> bool:
        """Be nobody in particular at the next connection; tell whether that changes anything."""
        had_token, self.client_token = bool(self.client_token), ""
        return had_token

    def end(self, error: GraphSyncError) -> None:
        """Tell those who listen that nothing will happen any more."""
        self.disconnect()
        self._hub.end(error)

    def _welcome(self, welcome: Welcome) -> None:
        if welcome.protocol != PROTOCOL_VERSION:
            raise ConnectionEnded(
                f"the server speaks version {welcome.protocol} of the protocol and this client "
                f"{PROTOCOL_VERSION}; install the same jupyter_graphsync in both environments",
                close_code=4506,
            )
        self.client_id, self.client_token = welcome.client_id, welcome.client_token
        self.steps.belong_to(welcome.client_id)
        self.limits = welcome.limits
        self._roster.replace(welcome.clients)
        self._head = Position(welcome.epoch, welcome.seq, welcome.digest)
        self._heard_of = welcome.seq
        self._parts = []
        self._awaits_snapshot = welcome.mode == "snapshot"
        self.in_step = self.needs_snapshot = False
        if self._replica.position is None and not self._awaits_snapshot:
            self._replica.begin(welcome.settings, welcome.epoch)
        self._replica.set(welcome.settings)
        self._look()

    def _snapshot(self, part: Snapshot) -> None:
        if part.part == 1:
            self._parts = []
            self._awaits_snapshot = True
            self.in_step = False
        self._parts.append(part)
        if part.part != len(self._parts):
            self._ask_for_snapshot()
        elif part.part == part.parts:
            self._replica.load(self._parts)
            self._parts = []
            if self._head is not None and part.seq > self._head.seq:
                self._head = None  # the snapshot was taken later than the welcome
            self._awaits_snapshot = self.needs_snapshot = False
            self._hub.publish_replaced()
            self._look()

    def _commit(self, commit: Commit) -> None:
        self._heard_of = max(self._heard_of, commit.seq)
        if self._awaits_snapshot:
            return  # the snapshot holds it, or it comes again after
        try:
            is_new = self._replica.apply(commit)
        except OutOfStep:
            self._ask_for_snapshot()
            return
        if is_new:
            self.steps.follow(commit)
            self._hub.publish_commit(commit)
            if not self.in_step:
                self._look()

    def _reset(self) -> None:
        # The position that was known, and all that was said of seq, belongs to the old history.
        self._replica.forget()
        self.steps.clear()
        self._head = None
        self._heard_of = 0
        self._parts = []
        self._awaits_snapshot = True
        self.in_step = self.needs_snapshot = False

    def _passing(self, message: EventMessage) -> None:
        event = passing_event(message)
        if event is None:
            return
        if isinstance(event, SessionPresence):
            self._roster.update(event)
        self._hub.publish_passing(event, message.actor)

    def _look(self) -> None:
        """See whether the replica has reached the head, and whether it is the same history."""
        position, head = self._replica.position, self._head
        if position is None or self._awaits_snapshot:
            return
        if head is not None and _contradict(position, head):
            self._ask_for_snapshot()
        elif position.seq >= self._heard_of:
            self.in_step = True
            self._head = None

    def _ask_for_snapshot(self) -> None:
        self.in_step = False
        self._awaits_snapshot = self.needs_snapshot = True
        self._head = None


def _contradict(position: Position, head: Position) -> bool:
    """Tell whether a replica that stands at `position` cannot reach `head`."""
    if position.epoch != head.epoch or position.seq > head.seq:
        return True
    return position.seq == head.seq and position.digest != head.digest

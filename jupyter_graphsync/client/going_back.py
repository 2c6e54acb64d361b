"""How a shared graph goes back to what it was, and where others begin."""

from __future__ import annotations

import asyncio
import uuid
from abc import abstractmethod
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import msgspec

from ..domain.errors import GraphSyncError, Unavailable
from ..domain.settings import Moment
from .address import check_session_id, session_path
from .batch import refuse_in_batch
from .errors import CannotConnect
from .follower import Follower
from .live_node import LiveNode, NodeRef, id_in
from .looking_back import LookingBack
from .moments import MomentRef
from .outbox import AGAIN_SECONDS, ASK_AGAIN
from .stream import EventStream

if TYPE_CHECKING:
    from .async_graph import AsyncSharedGraph


class _Restored(msgspec.Struct):
    seq: int
    result: dict[str, Any]


_RESTORED = msgspec.json.Decoder(_Restored)
_MOMENT = msgspec.json.Decoder(Moment)


class GoingBack(LookingBack):
    """Moments with names, going back to one, and sessions that begin with one."""

    _follower: Follower
    _timeout: float

    @abstractmethod
    def events(self) -> EventStream:
        """Iterate with `async for` over what happens from now on."""

    async def restore(
        self, moment: MomentRef, nodes: NodeRef | Iterable[NodeRef] | None = None
    ) -> dict[str, Any]:
        """Make the graph what it was at a moment, in one step that `undo` takes back.

        Parameters
        ----------
        moment
            See `LookingBack`.
        nodes
            Only these, with their links among each other and to nodes that are there now; those
            that were not there then are removed. Ids, or handles such as `g.at(5)["Lyon"]`.

        Returns
        -------
        dict
            How many `nodes` and `links` changed.

        Raises
        ------
        NotFound
            `not-found`: there is no such moment, or it was compacted away. `unknown-node`: one of
            `nodes` was there neither then nor now.
        Unprocessable
            Today's rules forbid it; nothing was changed.
        Unavailable
            `outcome-unknown`: the server did not answer in time.
        """
        refuse_in_batch(self, "restore")
        command_id = str(uuid.uuid4())
        body: dict[str, Any] = {"seq": await self._seq(moment), "command_id": command_id}
        if nodes is not None:
            chosen = [nodes] if isinstance(nodes, str | LiveNode) else nodes
            body["node_ids"] = [id_in(self.session_id, node) for node in chosen]
        restored = _RESTORED.decode(await self._insist("/restore", body, command_id))
        await self._reach(restored.seq)
        return restored.result

    async def name_moment(self, name: str, moment: MomentRef | None = None) -> Moment:
        """Give a moment a name, by default to now; one that has a name gets the new one.

        Raises
        ------
        NotFound
            `not-found`: there is no such moment, or it was compacted away.
        BadRequest, Unprocessable
            It can be no name, or there are too many.
        """
        refuse_in_batch(self, "name_moment")
        body = {"name": name} if moment is None else {"name": name, "seq": await self._seq(moment)}
        named = _MOMENT.decode(await self._send("POST", "/moments", body))
        await self._reach((await self._described()).seq)
        return named

    async def remove_moment(self, moment: MomentRef) -> None:
        """Take a moment's name away; the moment stays.

        Raises
        ------
        NotFound
            `not-found`: it has no name.
        """
        refuse_in_batch(self, "remove_moment")
        await self._send("DELETE", f"/moments/{await self._seq(moment)}", None)
        await self._reach((await self._described()).seq)

    async def begin(
        self,
        session_id: str,
        moment: MomentRef | None = None,
        *,
        title: str | None = None,
        name: str | None = None,
    ) -> AsyncSharedGraph:
        """Begin another session with this graph, as it is or was at a moment, and join it.

        Parameters
        ----------
        session_id
            Of the new session.
        moment
            See `LookingBack`; now by default.
        title
            By default this session's.
        name
            What the others in the new session see.

        Raises
        ------
        Clash
            `session-exists`.
        NotFound
            `not-found`: there is no such moment, or it was compacted away.
        """
        from .opening import NewSession, join

        check_session_id(session_id)
        origin: dict[str, Any] = {"session_id": self.session_id}
        if moment is not None:
            origin["seq"] = await self._seq(moment)
        body = {"session_id": session_id, "title": title or "", "from": origin}
        await self._transport.request("POST", "sessions", body)
        new = NewSession(session_id=session_id)
        return await join(self._transport, new, create=False, name=name, timeout=self._timeout)

    async def _insist(self, what: str, body: dict[str, Any], command_id: str) -> bytes:
        """Send a command until it is answered; by its id it takes effect once."""
        clock = asyncio.get_running_loop().time
        end = clock() + self._timeout
        while True:
            try:
                return await self._send("POST", what, body)
            except GraphSyncError as error:
                if not (isinstance(error, CannotConnect) or error.code in ASK_AGAIN):
                    raise
                pause = error.details.get("retry_after_ms", AGAIN_SECONDS * 1000) / 1000
                if clock() + pause > end:
                    raise Unavailable(
                        "outcome-unknown",
                        f"the server did not answer within {self._timeout:g} s ({error}), so it "
                        "is unknown whether the graph was restored; look at it when it is back",
                        command_id=command_id,
                    ) from error
                await asyncio.sleep(pause)

    async def _send(self, method: str, what: str, body: dict[str, Any] | None) -> bytes:
        path = session_path(self.session_id, what)
        token = self._follower.client_token
        return await self._transport.request(method, path, body, client_token=token)

    async def _reach(self, seq: int) -> None:
        """Wait until the replica holds a commit, so that one reads what one has written."""
        with self.events() as events:
            while not self._holds(seq):
                await events.next(self._timeout)

    def _holds(self, seq: int) -> bool:
        position = self._replica.position
        return position is not None and position.seq >= seq

"""The others: whatever somebody sends, they keep their sockets and go on."""

from __future__ import annotations

import asyncio
import uuid

from .api import Api, Peer

NODE = {"name": "N", "blueprint_type_id": "t"}


class Bystanders:
    """Two people in the session that is ill-treated, one in another."""

    def __init__(self, api: Api, session_id: str) -> None:
        self._api = api
        self._session_id = session_id
        self._near: list[Peer] = []
        self._far: Peer

    async def join(self) -> Bystanders:
        """Take up their places."""
        elsewhere = await self._api.create(uuid.uuid4().hex)
        self._far = await (await self._api.join(elsewhere)).in_step()
        self._near = [await (await self._api.join(self._session_id)).in_step() for _ in range(2)]
        return self

    async def go_on(self) -> None:
        """Each gets a command acknowledged within a second; all have seen the same."""
        for peer in (*self._near, self._far):
            reply = await asyncio.wait_for(peer.execute("create-node", **NODE), 1)
            assert reply["ok"], reply
        for peer in self._near:
            await peer.barrier()
        seqs = await self._api.seqs(self._session_id)
        assert seqs == list(range(1, len(seqs) + 1))
        seen = [
            [(commit["seq"], commit["digest"]) for commit in peer.found("commit")]
            for peer in self._near
        ]
        assert seen[0] == seen[1]
        assert [seq for seq, _ in seen[0]] == seqs[-len(seen[0]) :]

    def leave(self) -> None:
        """Close their sockets."""
        for peer in (*self._near, self._far):
            peer.close()

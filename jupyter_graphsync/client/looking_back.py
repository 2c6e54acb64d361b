"""What a shared graph can be asked about its past."""

from __future__ import annotations

import asyncio
from abc import abstractmethod
from collections.abc import Iterable
from typing import Any, overload
from urllib.parse import urlencode

import msgspec

from ..domain.commits import Commit
from ..domain.graph import Link, Node
from ..formats.history_frame import history_frame
from .address import session_path
from .batch import refuse_in_batch
from .blame import LinkBlame, NodeBlame
from .errors import AmbiguousName
from .frames import read_commit_page
from .graph_diff import GraphDiff, NodeChange
from .live_node import LiveNode, NodeRef, id_in
from .moments import MomentRef, seq_or_instant
from .past_graph import PastGraph, read_past
from .replica import Replica
from .transport import Transport

MAX_PAGE = 1_000
FURTHEST = 2**53

LinkRef = Link | tuple[NodeRef, NodeRef]
"""A link, by itself or by its ends."""
Query = list[tuple[str, Any]]

_DIFF = msgspec.json.Decoder(GraphDiff)
_NODE_BLAME = msgspec.json.Decoder(NodeBlame)
_LINK_BLAME = msgspec.json.Decoder(LinkBlame)


class _Described(msgspec.Struct):
    seq: int
    oldest_seq: int


_DESCRIBED = msgspec.json.Decoder(_Described)


class LookingBack:
    """The history: who did what, the graph as it was, what changed since. Asked of the server.

    A moment is the number of a commit (0: the start), the name that somebody gave it, a
    `datetime` (one without a time zone is meant where the program runs), or an item of what
    `history` and `moments` return. What was compacted away is `NotFound`.
    """

    _transport: Transport
    _replica: Replica

    @property
    @abstractmethod
    def session_id(self) -> str:
        """The session's id."""

    async def history(
        self,
        limit: int | None = 100,
        *,
        before: MomentRef | None = None,
        after: MomentRef | None = None,
        user: str | None = None,
        node: NodeRef | Iterable[NodeRef] | None = None,
    ) -> list[Commit]:
        """Return commits, oldest first: the newest ones, or the first after a moment.

        Parameters
        ----------
        limit
            How many at most; `None` for all.
        before, after
            The moment before or after which they were made; not both. Those before an instant
            include one that was made at it.
        user
            The user name of who made them (`commit.actor.username`).
        node
            The node, or nodes, that they are about, or about a link of.
        """
        query: Query = [] if user is None else [("user", user)]
        query += [("node_id", node_id) for node_id in self._ids(node)]
        if after is None:
            end = FURTHEST if before is None else await self._end(before)
            return (await self._commits("before", end, limit, query))[::-1]
        if before is not None:
            query.append(("before", await self._end(before)))  # which the server refuses
        return await self._commits("after", await self._seq(after), limit, query)

    async def history_frame(
        self,
        limit: int | None = 100,
        *,
        before: MomentRef | None = None,
        after: MomentRef | None = None,
        user: str | None = None,
        node: NodeRef | Iterable[NodeRef] | None = None,
    ) -> Any:
        """Return what `history` does as a pandas DataFrame, a row a commit.

        Its columns: `seq`, `timestamp`, `user`, `name`, `origin`, `kind`, `command_type`,
        `events` (how many changes of the graph) and `summary` (what it did, in words, with the
        names that nodes have now where the commits do not tell another).

        Raises
        ------
        ImportError
            pandas is not installed.
        """
        commits = await self.history(limit, before=before, after=after, user=user, node=node)
        return await asyncio.to_thread(history_frame, commits, self._replica.view().nodes)

    async def at(self, moment: MomentRef) -> PastGraph:
        """Return the graph as it was at a moment, to be read as this one is."""
        seq = await self._seq(moment)
        body = await self._get("/graph", [("seq", seq)])
        commits = await self._commits("after", seq - 1, 1, []) if seq else []
        commit = commits[0] if commits and commits[0].seq == seq else None
        # Of a large graph this takes a while; the connection is to be served meanwhile.
        return await asyncio.to_thread(
            read_past, self.session_id, self._replica.settings, body, commit
        )

    async def diff(self, start: MomentRef, end: MomentRef | None = None) -> GraphDiff:
        """Return what changed from one moment to another, or to now; false where nothing did."""
        query: Query = [("from", await self._seq(start))]
        if end is not None:
            query.append(("to", await self._seq(end)))
        found = _DIFF.decode(await self._get("/diff", query))
        listed: list[Node | NodeChange] = [
            *found.nodes_removed,
            *found.nodes_added,
            *found.nodes_changed,
        ]
        links = (*found.links_added, *found.links_removed, *found.links_changed)
        names = self._names(links) | {node.node_id: node.name for node in listed}
        return msgspec.structs.replace(found, names=names)

    @overload
    async def blame(self, what: NodeRef, at: MomentRef | None = None) -> NodeBlame: ...

    @overload
    async def blame(self, what: LinkRef, at: MomentRef | None = None) -> LinkBlame: ...

    async def blame(
        self, what: NodeRef | LinkRef, at: MomentRef | None = None
    ) -> NodeBlame | LinkBlame:
        """Return which commits made a node or link and last set its properties.

        Parameters
        ----------
        what
            A node; or a link, or the pair of its ends.
        at
            A moment to look at instead of now.

        Raises
        ------
        NotFound
            `unknown-node`, `unknown-link`: it was not there at that moment.
        """
        query: Query = [] if at is None else [("seq", await self._seq(at))]
        if isinstance(what, str | LiveNode):
            query.append(("node_id", self._node_id(what)))
            node = _NODE_BLAME.decode(await self._get("/blame", query))
            names = self._names(node.links) | self._named([node.node_id])
            return msgspec.structs.replace(node, names=names)
        ends = (what.parent_id, what.child_id) if isinstance(what, Link) else what
        query += zip(("parent_id", "child_id"), map(self._node_id, ends), strict=True)
        link = _LINK_BLAME.decode(await self._get("/blame", query))
        return msgspec.structs.replace(link, names=self._names([link]))

    async def _seq(self, moment: MomentRef) -> int:
        """Return the number of the commit after which it was so."""
        found = seq_or_instant(moment, self._replica.settings.moments)
        if isinstance(found, int):
            return found
        body = await self._get("/commits", [("at", found), ("limit", 1)])
        commits, _ = read_commit_page(body)
        # Before the first commit it was as at the start, or where the log was cut.
        return commits[0].seq if commits else (await self._described()).oldest_seq

    async def _end(self, moment: MomentRef) -> int:
        found = seq_or_instant(moment, self._replica.settings.moments)
        return found if isinstance(found, int) else await self._seq(moment) + 1

    async def _commits(self, way: str, seq: int, limit: int | None, query: Query) -> list[Commit]:
        commits: list[Commit] = []
        going_on: int | None = seq
        while going_on is not None:
            size = MAX_PAGE if limit is None else min(MAX_PAGE, limit - len(commits))
            body = await self._get("/commits", [(way, going_on), ("limit", size), *query])
            page, going_on = read_commit_page(body)
            commits += page
            if len(commits) == limit:
                break
        return commits

    async def _described(self) -> _Described:
        return _DESCRIBED.decode(await self._get("", []))

    async def _get(self, what: str, query: Query) -> bytes:
        refuse_in_batch(self, "a look at the history")
        path = session_path(self.session_id, what)
        return await self._transport.request("GET", f"{path}?{urlencode(query)}" if query else path)

    def _ids(self, nodes: NodeRef | Iterable[NodeRef] | None) -> list[str]:
        if nodes is None:
            return []
        if isinstance(nodes, str | LiveNode):
            nodes = [nodes]
        return list(map(self._node_id, nodes))

    def _node_id(self, node: NodeRef) -> str:
        """Return a node's id; a text that is the id of none now may be its name, or of the past."""
        node_id = id_in(self.session_id, node)
        if node_id in self._replica.graph.nodes:
            return node_id
        found = self._replica.ids_named(node_id)
        if len(found) > 1:
            raise AmbiguousName(node_id, found)
        return found[0] if found else node_id

    def _names(self, links: Iterable[Any]) -> dict[str, str]:
        return self._named(end for link in links for end in (link.parent_id, link.child_id))

    def _named(self, node_ids: Iterable[str]) -> dict[str, str]:
        nodes = self._replica.graph.nodes
        return {node_id: nodes[node_id].name for node_id in node_ids if node_id in nodes}

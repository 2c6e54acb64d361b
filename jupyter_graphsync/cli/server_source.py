"""Sessions as a running server tells them."""

from __future__ import annotations

import msgspec

from ..client.address import check_session_id, session_path
from ..client.transport import Transport
from ..domain.blueprints import BlueprintType
from ..domain.commits import Position
from ..domain.graph import GraphView, Link, Node, StructureName
from .source import Described


class _Sessions(msgspec.Struct):
    sessions: list[Described]


class _Project(msgspec.Struct):
    path: str


class _Session(Described):
    project: _Project | None = None


class _Native(msgspec.Struct):
    structure: StructureName
    nodes: list[Node]
    links: list[Link]
    blueprint_types: list[BlueprintType]
    epoch: str
    seq: int
    digest: str


class _Page(msgspec.Struct):
    commits: list[msgspec.Raw]


_SESSIONS = msgspec.json.Decoder(_Sessions)
_SESSION = msgspec.json.Decoder(_Session)
_NATIVE = msgspec.json.Decoder(_Native)
_PAGE = msgspec.json.Decoder(_Page)


class ServerSource:
    """Asks a server over REST."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    async def sessions(self) -> list[Described]:
        answer = await self._transport.request("GET", "sessions")
        return sorted(_SESSIONS.decode(answer).sessions, key=lambda found: found.session_id)

    async def describe(self, session_id: str) -> Described:
        found = _SESSION.decode(await self._get(session_id))
        fields = {name: getattr(found, name) for name in Described.__struct_fields__}
        if found.project is not None:
            fields["path"] = found.project.path
        return Described(**fields)

    async def graph(self, session_id: str, seq: int | None = None) -> tuple[Position, GraphView]:
        found = _NATIVE.decode(
            await self._get(session_id, "/graph" if seq is None else f"/graph?seq={seq}")
        )
        view = GraphView(
            structure=found.structure,
            strict_blueprints=False,
            nodes=found.nodes,
            links=found.links,
            blueprint_types=found.blueprint_types,
        )
        return Position(found.epoch, found.seq, found.digest), view

    async def bodies(self, session_id: str, after: int, limit: int) -> list[bytes]:
        page = await self._get(session_id, f"/commits?after={after}&limit={limit}")
        return [bytes(text) for text in _PAGE.decode(page).commits]

    async def _get(self, session_id: str, rest: str = "") -> bytes:
        check_session_id(session_id)
        return await self._transport.request("GET", session_path(session_id, rest))

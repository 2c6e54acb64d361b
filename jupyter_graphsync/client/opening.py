"""Joins a session, and makes it first where it is missing."""

from __future__ import annotations

import msgspec
from msgspec import UNSET, UnsetType

from ..domain.blueprints import BlueprintType
from ..domain.errors import Clash, NotFound
from ..domain.graph import StructureName
from .address import check_session_id
from .async_graph import WRITE_SECONDS, AsyncSharedGraph
from .backoff import Timing
from .blueprint_sources import BlueprintSources, as_blueprint_type
from .discovery import find_server
from .transport import TornadoTransport, Transport


class NewSession(msgspec.Struct, kw_only=True, frozen=True):
    """What a session is made of."""

    session_id: str
    title: str | UnsetType = UNSET
    structure: StructureName | UnsetType = UNSET
    blueprint_types: list[BlueprintType] | UnsetType = UNSET


async def aconnect(
    session_id: str,
    *,
    url: str | None = None,
    token: str | None = None,
    create: bool = True,
    structure: StructureName | None = None,
    title: str | None = None,
    blueprint_types: BlueprintSources = (),
    name: str | None = None,
    timeout: float = WRITE_SECONDS,
) -> AsyncSharedGraph:
    """Join a session of a Jupyter server, for asyncio.

    Parameters
    ----------
    session_id
        1 to 64 letters, digits, `_` and `-`.
    url, token
        Where the server is; found by itself in a kernel, and where only one server runs.
    create
        Whether to make the session where it is missing.
    structure
        `tree`, `dag` or `graph`: the rule on links. A new session is a `dag` unless told
        otherwise; joining one of another structure than asked for is refused.
    title, blueprint_types
        For a new session; one that exists keeps its own. Types are given as to `define`.
    name
        What the others in the session see.
    timeout
        Seconds to wait for the server, here and at each write.

    Raises
    ------
    NoServer
        No server was found, or several.
    CannotConnect
        The server does not answer, or has no jupyter_graphsync.
    Forbidden
        The token is not accepted, or gives no right to this.
    NotFound
        `session-not-found`, with `create=False`.
    Clash
        `session-exists`, with another structure.
    ValueError
        `session_id` or `url` cannot be one.
    """
    check_session_id(session_id)
    new = NewSession(
        session_id=session_id,
        title=UNSET if title is None else title,
        structure=UNSET if structure is None else structure,
        blueprint_types=[as_blueprint_type(given) for given in blueprint_types] or UNSET,
    )
    transport = TornadoTransport(find_server(url, token))
    return await join(transport, new, create=create, name=name, timeout=timeout)


async def join(
    transport: Transport,
    new: NewSession,
    *,
    create: bool = True,
    name: str | None = None,
    timeout: float = WRITE_SECONDS,
    timing: Timing | None = None,
) -> AsyncSharedGraph:
    """Join by a given transport; see `aconnect`."""

    async def opened() -> AsyncSharedGraph:
        graph = AsyncSharedGraph(new.session_id, transport, timeout=timeout, timing=timing)
        await graph.open(name=name)
        return graph

    try:
        graph = await opened()
    except NotFound as error:
        if not create or error.code != "session-not-found":
            raise
        await _create(transport, new)
        graph = await opened()
    await _check_structure(graph, new)
    return graph


async def _create(transport: Transport, new: NewSession) -> None:
    try:
        await transport.request("POST", "sessions", msgspec.to_builtins(new))
    except Clash as error:
        if error.code != "session-exists":
            raise
        # Somebody made it in between, which is as good.


async def _check_structure(graph: AsyncSharedGraph, new: NewSession) -> None:
    structure = graph.settings.structure
    if new.structure is not UNSET and new.structure != structure:
        await graph.close()
        raise Clash(
            "session-exists",
            f"session {new.session_id!r} exists with structure {structure!r}, not "
            f"{new.structure!r}; leave structure out to join it, or choose another session_id",
            structure=structure,
        )

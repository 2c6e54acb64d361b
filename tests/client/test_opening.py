"""Joining a session, and making it where it is missing."""

from __future__ import annotations

import pytest
from msgspec import UNSET

from jupyter_graphsync.client.opening import NewSession, aconnect, join
from jupyter_graphsync.domain.blueprints import BlueprintType
from jupyter_graphsync.domain.errors import Clash, NotFound

from .memory_server import MemoryServer
from .scenario import QUICK, in_loop


@in_loop
async def test_PC1_a_missing_session_is_made_as_asked_for() -> None:
    server = MemoryServer(exists=False)
    new = NewSession(
        session_id="s",
        title="Supply",
        structure="tree",
        blueprint_types=[BlueprintType(blueprint_type_id="city")],
    )

    async with await join(server, new, timing=QUICK) as graph:
        assert graph.settings.structure == "tree"

    (method, path, body) = server.requests[0]
    assert (method, path) == ("POST", "sessions")
    assert isinstance(body, dict)
    assert body["title"] == "Supply"
    assert body["blueprint_types"][0]["blueprint_type_id"] == "city"


@in_loop
async def test_PC1_a_session_that_exists_is_joined_as_it_is() -> None:
    server = MemoryServer()

    async with await join(server, NewSession(session_id="s", title="mine"), timing=QUICK) as graph:
        assert graph.settings.title == ""

    assert not server.requests


@in_loop
async def test_PC1_another_structure_than_asked_for_is_no_surprise_later_but_an_error_now() -> None:
    with pytest.raises(Clash, match="exists with structure 'dag', not 'tree'"):
        await join(MemoryServer(), NewSession(session_id="s", structure="tree"), timing=QUICK)


@in_loop
async def test_PC1_a_session_that_somebody_else_made_meanwhile_is_joined() -> None:
    class Racing(MemoryServer):
        async def request(self, *_: object) -> bytes:
            self.exists = True
            raise Clash("session-exists", "somebody was faster")

    async with await join(Racing(exists=False), NewSession(session_id="s"), timing=QUICK) as graph:
        assert graph.session_id == "s"


@in_loop
async def test_PC1_what_is_not_given_is_not_sent() -> None:
    assert NewSession(session_id="s").title is UNSET


@in_loop
async def test_PC1_a_session_that_may_not_be_made_is_not() -> None:
    server = MemoryServer(exists=False)

    with pytest.raises(NotFound):
        await join(server, NewSession(session_id="s"), create=False, timing=QUICK)

    assert not server.requests


@pytest.mark.parametrize("session_id", ["", "-a", "a b", "a/b", "x" * 65, "é"])
@in_loop
async def test_PC1_a_session_id_that_cannot_be_one_is_refused_here(session_id: str) -> None:
    with pytest.raises(ValueError, match="1 to 64 letters"):
        await aconnect(session_id)

"""Who one is to the others."""

from __future__ import annotations

import pytest

from jupyter_graphsync.domain.errors import BadRequest, Unprocessable
from jupyter_graphsync.protocol import Presence

from .memory_server import MemoryServer
from .scenario import client_of, in_loop, shared, until


@in_loop
async def test_PY27_name_and_colour_are_seen_by_the_others() -> None:
    server = MemoryServer()
    async with client_of(server) as ana, client_of(server) as bob:
        ana.me.name = "Ana"
        ana.me.color = "teal"

        def seen() -> bool:
            (client,) = [c for c in bob.clients if c.client_id == ana.client_id]
            return (client.name, client.color) == ("Ana", "teal")

        await until(bob, seen)
        assert (ana.me.name, ana.me.color, ana.me.client_id) == ("Ana", "teal", ana.client_id)


@in_loop
async def test_PY27_both_are_said_again_after_a_reconnect() -> None:
    server = MemoryServer()
    async with client_of(server, name="Ana") as ana:
        ana.me.color = "#2a9d8f"
        server.cut()
        await server.joined()
        await ana.add_node("a")

        said = [op for op in server.ops if isinstance(op, Presence)][-1]
        assert (said.name, said.color) == ("Ana", "#2a9d8f")


def test_PY27_they_are_set_from_any_thread_and_checked_at_once() -> None:
    with shared() as g:
        g.me.name = "Ana"

        assert g.me.name == "Ana"
        assert repr(g.me).startswith("<Me 'Ana', color=")
        with pytest.raises(BadRequest, match="color"):
            g.me.color = "url(x)"
        with pytest.raises(Unprocessable):
            g.me.name = "a" * 300
        assert g.me.name == "Ana"

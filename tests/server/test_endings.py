"""How connections are watched, limited, and brought to an end."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest

from .api import Api
from .process import ServerProcess
from .raw import PING, RawSocket, frame

NODE = {"name": "N", "blueprint_type_id": "t"}


@pytest.mark.parametrize("limits", [{"heartbeat": 0.2, "heartbeat_timeout": 0.2}])
async def test_HS13_a_peer_without_a_heartbeat_is_let_go(api: Api) -> None:
    await api.create("s")
    alive = await (await api.join("s")).in_step()
    silent = await RawSocket.join(api, "session_id=s")

    gone = asyncio.ensure_future(alive.event("session:disconnected"))
    code = await silent.close_code()
    silent.close()

    assert code == 4009
    assert (await gone)["payload"]["client_count"] == 1
    assert (await alive.execute("create-node", **NODE))["ok"]


async def test_HS13_a_ping_of_the_protocol_is_answered(shared: Api, fresh: str) -> None:
    raw = await RawSocket.join(shared, f"session_id={fresh}")

    await raw.send(frame(b"hello", PING))

    while (found := await raw.frame())[0] == 1:
        pass
    assert found == (0xA, b"hello")
    raw.close()


@pytest.mark.parametrize("limits", [{"heartbeat": 1.0, "heartbeat_timeout": 1.0}])
async def test_HS13_a_slow_peer_that_goes_on_reading_is_no_dead_one(api: Api) -> None:
    await api.create("s")
    text = "x" * 60_000
    for batch in range(8):
        commands = [
            {
                "command_type": "create-node",
                "arguments": {**NODE, "node_id": f"{batch}-{n}", "properties": {"text": text}},
            }
            for n in range(40)
        ]
        assert (await api.call("POST", "/sessions/s/commands", commands)).status == 200
    slow = await RawSocket.join(api, "session_id=s", receive_buffer=2**14)

    parts: list[int] = []
    while not parts or len(parts) < parts[0]:
        await asyncio.sleep(0.1)  # a slow line, not a wait for something
        messages = await slow.messages()
        parts += [message["parts"] for message in messages if message["type"] == "snapshot"]
    slow.close()

    assert len(parts) > 10


@pytest.mark.parametrize("limits", [{"max_message_bytes": 2**16}])
async def test_HS14_a_message_too_big_closes_with_1009(api: Api) -> None:
    await api.create("s")
    peer = await (await api.join("s")).in_step()

    await peer.write(b" " * (2**16 + 1))

    assert (await peer.closed()).code == 1009


async def test_HS15_a_server_that_stops_says_come_back(
    make_server: Callable[..., ServerProcess],
) -> None:
    server = make_server()
    await server.api.create("s")
    peer = await (await server.api.join("s")).in_step()
    done = await peer.execute("create-node", **NODE)

    server.terminate()
    closed = await peer.closed()
    await asyncio.to_thread(server.stop)
    server.start()

    assert (closed.code, done["seq"]) == (1001, 1)
    assert peer.found("bye")[0]["code"] == 1001
    again = await (await server.api.join("s", **peer.position)).in_step()
    assert again.messages[0]["mode"] == "current"


@pytest.mark.parametrize("limits", [{"command_rate": 5.0, "command_burst": 10}])
async def test_HS16_too_many_commands_are_refused_with_when_to_come_back(api: Api) -> None:
    await api.create("s")
    peer = await (await api.join("s")).in_step()
    other = await (await api.join("s")).in_step()

    for index in range(30):
        arguments = {"node_id": f"n{index}", **NODE}
        await peer.send(
            "execute", command_id=f"c{index}", command_type="create-node", arguments=arguments
        )
    replies = [await peer.message("reply") for _ in range(30)]

    refused = [reply["error"] for reply in replies if not reply["ok"]]
    assert 15 <= len(refused) <= 20
    assert {error["code"] for error in refused} == {"rate-limited"}
    assert all(error["retry"] and error["details"]["retry_after_ms"] > 0 for error in refused)
    assert (await other.execute("create-node", **NODE))["ok"]
    assert "command:failed" not in {message.get("event") for message in other.messages}


@pytest.mark.parametrize("limits", [{"command_rate": 1.0, "command_burst": 2}])
async def test_HS16_rest_is_limited_too(api: Api) -> None:
    await api.create("s")

    answers = [await api.execute("s", "create-node", **NODE) for _ in range(4)]

    assert [answer.status for answer in answers] == [200, 200, 429, 429]
    assert answers[-1].code == "rate-limited"
    assert int(answers[-1].headers["Retry-After"]) >= 1

"""WebSocket frames that no client of ours would send; the others notice nothing."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from typing import Any

import psutil
import pytest

from .api import Api
from .process import ServerProcess
from .raw import BINARY, CLOSE, CONTINUATION, FIN, PING, TEXT, RawSocket, frame, header

pytestmark = pytest.mark.usefixtures("bystanders")

NODE = {"name": "N", "blueprint_type_id": "t"}
GOOD = json.dumps({"op": "ping", "id": 1}).encode()


@pytest.fixture
def raw(shared: Api, fresh: str, jp_asyncio_loop: Any) -> Iterator[RawSocket]:
    """A client without manners in the session."""
    raw = jp_asyncio_loop.run_until_complete(RawSocket.join(shared, f"session_id={fresh}"))
    yield raw
    raw.close()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (b"", "bad-message"),
        (b"hello", "bad-message"),
        (b"{}", "missing-field"),
        (b'{"op": "dance"}', "bad-value"),
        (b'{"op": 1}', "wrong-type"),
        (b'{"op": "ping", "more": 1}', "unknown-field"),
        (b'{"op": "execute", "command_id": "c"}', "missing-field"),
        (b'{"op": "undo", "scope": "theirs"}', "bad-value"),
        (b'{"op": "presence", "id": 1, "pointer": [1]}', "bad-value"),
        (b'{"op": "presence", "id": 1, "pointer": ["x", "y"]}', "wrong-type"),
        (b'{"op": "presence", "id": 1, "color": "url(evil)"}', "bad-value"),
    ],
)
async def test_BS1_an_op_that_cannot_be_read_is_answered(
    raw: RawSocket, text: bytes, code: str
) -> None:
    await raw.send(frame(text))
    reply = await raw.message("reply")
    await raw.send(frame(GOOD))

    assert (reply["ok"], reply["error"]["code"]) == (False, code)
    assert (await raw.message("pong"))["id"] == 1


async def test_BS1_a_binary_frame_is_answered(raw: RawSocket) -> None:
    await raw.send(frame(b"\x00\x01", BINARY))
    reply = await raw.message("reply")
    await raw.send(frame(GOOD))

    assert reply["error"]["code"] == "binary-unsupported"
    assert (await raw.message("pong"))["id"] == 1


async def test_BS1_many_bad_messages_end_the_connection(raw: RawSocket) -> None:
    await raw.send(frame(b"{") * 200)

    assert await raw.close_code() == 4500


async def test_BS2_a_message_in_pieces_is_one_message(raw: RawSocket) -> None:
    await raw.send(frame(GOOD[:5], TEXT, flags=0))
    await raw.send(frame(b"in between", PING))
    await raw.send(frame(GOOD[5:9], CONTINUATION, flags=0))
    await raw.send(frame(GOOD[9:], CONTINUATION))

    assert (await raw.message("pong"))["id"] == 1


async def test_BS2_a_message_in_pieces_of_a_byte_is_one_message(raw: RawSocket) -> None:
    for byte in frame(GOOD):
        await raw.send(bytes([byte]))

    assert (await raw.message("pong"))["id"] == 1


async def test_BS2_an_unmasked_message_is_taken(raw: RawSocket) -> None:
    await raw.send(frame(GOOD, masked=False))

    assert (await raw.message("pong"))["id"] == 1


@pytest.mark.parametrize(
    "data",
    [
        frame(b"x", CONTINUATION),
        frame(GOOD[:5], TEXT, flags=0) + frame(GOOD),
        frame(GOOD, flags=FIN | 0x40),
        frame(GOOD, flags=FIN | 0x20),
        frame(GOOD, flags=FIN | 0x10),
        frame(GOOD, 0x3),
        frame(GOOD, 0xB),
        frame(b"x" * 126, PING),
        frame(b"x", PING, flags=0),
        frame(b'{"a": "\xff"}'),
        b"\xff" * 64,
        b"GET / HTTP/1.1\r\n\r\n",
    ],
    ids=[
        "W18 continuation without a start",
        "W18 message inside a message",
        "W25 RSV1",
        "W25 RSV2",
        "W25 RSV3",
        "W25 opcode 3",
        "W25 opcode 11",
        "W26 long ping",
        "W26 ping in pieces",
        "J02 not UTF-8",
        "noise",
        "HTTP",
    ],
)
async def test_BS3_what_breaks_the_protocol_ends_the_connection(
    shared: Api, fresh: str, raw: RawSocket, data: bytes
) -> None:
    await raw.message("welcome")

    await raw.send(data)

    assert await raw.close_code() in (1002, 1006, 1007)
    assert len((await shared.call("GET", f"/sessions/{fresh}/clients")).json["clients"]) == 2


@pytest.mark.parametrize(
    "payload", [b"", b"\x03\xe8", b"\x03", b"\x03\xe7", b"\x03\xe8\xff\xff", b"\x13\x88bye"]
)
async def test_BS4_however_a_client_says_goodbye_it_leaves_once(
    shared: Api, fresh: str, raw: RawSocket, payload: bytes
) -> None:
    witness = await (await shared.join(fresh)).in_step()
    await raw.message("welcome")

    await raw.send(frame(payload, CLOSE))
    gone = await witness.event("session:disconnected")
    await witness.barrier()

    assert gone["payload"]["client_count"] == 3
    assert sum(m.get("event") == "session:disconnected" for m in witness.messages) == 1
    witness.close()


@pytest.mark.parametrize("how", ["reset", "end without a close"])
async def test_BS4_a_line_that_is_cut_frees_its_place(
    shared: Api, fresh: str, raw: RawSocket, how: str
) -> None:
    witness = await (await shared.join(fresh)).in_step()
    await raw.message("welcome")

    if how == "reset":
        raw.abort()
    else:
        raw.close()

    assert (await witness.event("session:disconnected"))["payload"]["client_count"] == 3
    witness.close()


@pytest.mark.parametrize("length", [8 * 2**20 + 1, 2**31, 2**62, 2**63 - 1])
async def test_BS5_a_frame_that_claims_too_much_ends_with_1009(
    raw: RawSocket, shared_server: ServerProcess, length: int
) -> None:
    before = shared_server.memory

    await raw.send(header(length) + os.urandom(4))

    assert await raw.close_code() == 1009
    assert shared_server.memory - before < 8 * 2**20


async def test_BS5_pieces_that_are_too_much_together_end_with_1009(raw: RawSocket) -> None:
    piece = b" " * 2**20

    await raw.send(frame(piece, TEXT, flags=0))
    try:
        for _ in range(8):
            await raw.send(frame(piece, CONTINUATION, flags=0))
    except OSError:
        pass

    assert await raw.close_code() in (1009, 1006)


async def test_BS6_ten_thousand_commands_at_once_meet_the_limit(
    shared: Api, fresh: str, raw: RawSocket, shared_server: ServerProcess
) -> None:
    await shared.execute(fresh, "create-node", node_id="a", **NODE)
    before = shared_server.memory

    for batch in range(100):
        ops = [
            frame(
                json.dumps(
                    {
                        "op": "execute",
                        "command_id": f"{batch}-{index}",
                        "command_type": "update-property",
                        "arguments": {"node_id": "a", "property_id": "p", "new_value": index},
                    }
                ).encode()
            )
            for index in range(100)
        ]
        await raw.send(b"".join(ops))
    replies: list[dict[str, Any]] = []
    while len(replies) < 10_000:
        replies += [message for message in await raw.messages() if message["type"] == "reply"]

    done = [reply["seq"] for reply in replies if reply["ok"]]
    refused = {reply["error"]["code"] for reply in replies if not reply["ok"]}
    assert done == list(range(2, len(done) + 2))
    assert 5_000 <= len(done) < 10_000
    assert refused == {"rate-limited"}
    assert shared_server.memory - before < 64 * 2**20


async def test_BS7_what_came_and_went_leaves_nothing_open(
    shared: Api, fresh: str, shared_server: ServerProcess
) -> None:
    witness = await (await shared.join(fresh)).in_step()
    before = psutil.Process(shared_server.pid).num_fds()

    for _ in range(50):
        raw = await RawSocket.join(shared, f"session_id={fresh}")
        raw.abort()
        await witness.event("session:disconnected")
    health = (await shared.call("GET", "/health")).json

    assert psutil.Process(shared_server.pid).num_fds() <= before + 2
    assert health["connections"] == 4
    witness.close()

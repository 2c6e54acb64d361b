"""Joining, ops that are good or bad, and why a connection ends."""

from __future__ import annotations

import asyncio
from typing import Any

import msgspec
import pytest

from jupyter_graphsync.domain.errors import BadRequest
from jupyter_graphsync.sessions.rate import TokenBucket

from .house import graph_of, house, node
from .test_resuming import started


async def test_CO1_the_welcome_comes_first_and_says_where_and_who_one_is() -> None:
    async with house(command_rate=7.0) as home:
        session = await started(home)
        await home.join("ann")
        ben = await home.join("ben")

        welcome = ben.messages[0]
        assert welcome == {
            "type": "welcome",
            "session_id": "s",
            **msgspec.to_builtins(session.position),
            "client_id": "c-ben",
            "client_token": "c-ben.signed",
            "mode": "snapshot",
            "protocol": 1,
            "server_version": "1.2.3",
            "settings": {
                "title": "T",
                "structure": "tree",
                "strict_blueprints": False,
                "moments": [],
            },
            "limits": msgspec.to_builtins(home.limits),
            "clients": welcome["clients"],
            "role": "editor",
        }
        assert [client["client_id"] for client in welcome["clients"]] == ["c-ann", "c-ben"]
        assert ben.messages[1]["type"] == "snapshot"
        assert ben.replica.graph == await graph_of(session)


async def test_CO1_who_may_not_write_is_called_a_reader() -> None:
    async with house() as home:
        await started(home)

        ben = await home.join("ben", may=lambda action: action == "read")

        assert ben.messages[0]["role"] == "reader"


async def test_CO8_a_second_socket_of_a_client_takes_over_and_is_one_client() -> None:
    async with house() as home:
        session = await started(home)
        ben = await home.join("ben")
        ann = await home.join("ann")
        first, line = ann.socket, ann.connection
        seen = len(ben.messages)

        await ann.join(session, ann.replica.position)
        line.gone()
        await ben.in_step()

        assert first.closed == (4510, "another socket took over this client")
        assert session.room.client_count == 2
        assert not [name for name, _ in ben.events("session:c", "session:d")[2:]]
        assert [message["type"] for message in ben.messages[seen:]] == ["pong"]
        assert (await ann.do("create-node", **node("a")))["ok"]


async def test_CO9_ops_are_answered_by_their_id_or_the_command_id() -> None:
    async with house() as home:
        await started(home)
        ann = await home.join("ann")
        arguments = {"command_type": "create-node", "arguments": node("a")}

        await ann.send(op="execute", id=7, command_id="1", **arguments)
        await ann.send(op="undo", command_id="2")
        await ann.send(op="ping", id="p")
        await ann.send(op="presence", id=8, pointer=[1, 2])

        for message_id in (7, "2", 8):
            assert (await ann.reply(message_id))["ok"]
        assert {"type": "pong", "id": "p"} in ann.messages


@pytest.mark.parametrize(
    ("text", "code", "message_id"),
    [
        (b"{", "bad-message", None),
        (b"", "bad-message", None),
        (b"[]", "bad-message", None),
        (b"7", "bad-message", None),
        (b'{"op": "ping", "id": NaN}', "bad-message", None),
        (b'{"op": "ping", "id": 3, "x": 9007199254740993}', "bad-message", 3),
        (b"[" * 100_000, "bad-message", None),
        (b'{"op": "ping", "id": ' + b"9" * 5_000 + b"}", "bad-message", None),
        (b'{"op": "ping", "id": "a", "more": 1}', "unknown-field", "a"),
        (b'{"op": "execute", "command_id": "c"}', "missing-field", "c"),
        (
            b'{"op":"execute","command_id":"c","command_type":"create-node","arguments":{}}',
            "missing-field",
            "c",
        ),
        (
            b'{"op":"execute","command_id":"c","command_type":"fly","arguments":{}}',
            "unknown-command",
            "c",
        ),
        (
            b'{"op":"execute","command_id":"","command_type":"x","arguments":{}}',
            "unknown-command",
            "",
        ),
        (
            b'{"op":"execute","command_id":"","command_type":"batch","arguments":{"commands":[]}}',
            "bad-value",
            "",
        ),
        (
            b'{"op":"undo","id":1,"command_id":"%s"}' % (b"x" * 129),
            "bad-value",
            1,
        ),
    ],
)
async def test_CO10_a_bad_frame_is_answered_and_disturbs_nobody(
    text: bytes, code: str, message_id: Any
) -> None:
    async with house() as home:
        session = await started(home)
        ann, ben = await home.join("ann"), await home.join("ben")
        seen = len(ben.messages)

        await ann.send_text(text)
        reply = await ann.reply(message_id)
        good = await ann.do("create-node", **node("a"))

        assert reply["error"]["code"] == code
        assert not reply["ok"]
        assert good["seq"] == session.position.seq == 7
        assert not [m for m in ben.messages[seen:] if "failed" in str(m)]
        assert ann.socket.closed is None


async def test_CO11_a_large_frame_is_taken_in_turn() -> None:
    async with house(max_property_bytes=2**20) as home:
        await started(home)
        ann = await home.join("ann")

        await ann.begin("create-node", "1", **node("a"), properties={"t": "x" * 200_000})
        await ann.begin("delete-node", "2", node_id="a")

        assert (await ann.reply("1"))["ok"]
        assert (await ann.reply("2"))["ok"]


async def test_CO12_too_many_bad_messages_end_the_connection() -> None:
    async with house() as home:
        await started(home)
        ann = await home.join("ann")

        for _ in range(100):
            await ann.send_text(b"{")
        patient = ann.socket.closed is None
        ann.connection.refuse(BadRequest("binary-unsupported", "send text"))

        assert patient
        assert ann.socket.closed == (4500, "too many bad messages")
        assert ann.messages[-1] == {"type": "bye", "code": 4500, "reason": "too many bad messages"}


async def test_CO13_who_sends_too_fast_is_slowed_and_after_ten_seconds_sent_away() -> None:
    now = [0.0]
    async with house() as home:
        session = await started(home)
        ben = await home.join("ben")
        ann = await home.join("ann", bucket=TokenBucket(1.0, 2, lambda: now[0]))
        touch: dict[str, Any] = {"node_id": "n1", "property_id": "p", "new_value": 1}

        replies = [await ann.do("update-property", **touch) for _ in range(3)]
        for _ in range(22):
            now[0] += 0.5
            await ann.begin("update-property", **touch)

        assert [reply["ok"] for reply in replies] == [True, True, False]
        assert replies[2]["error"]["code"] == "rate-limited"
        assert replies[2]["error"]["details"] == {"retry_after_ms": 1001}
        assert ann.socket.closed == (4013, "too many commands for too long")
        assert ann.of_type("bye")[0]["retry_after_ms"] == 10_000
        assert not ben.events("command:failed")
        assert session.position.seq < 30


async def test_CO14_rights_are_asked_for_at_every_op_and_may_be_slow() -> None:
    rights = {"read", "write"}

    async def may(action: str) -> bool:
        await asyncio.sleep(0)
        return action in rights

    async with house() as home:
        session = await started(home)
        ann = await home.join("ann", may=may)

        before = await ann.do("create-node", **node("a"))
        rights.remove("write")
        after = [await ann.do("create-node", **node("b")), await ann.ask("undo")]
        looking = await ann.ask("presence", pointer=[1, 1])

        assert before["ok"]
        assert [reply["error"]["code"] for reply in after] == ["read-only"] * 2
        assert looking["ok"]
        assert session.position.seq == 7


async def test_CO15_a_defect_is_answered_as_internal_and_the_connection_stays() -> None:
    def broken(action: str) -> bool:
        if action == "write" and armed:
            raise RuntimeError("the authorizer broke")
        return True

    armed: list[int] = []
    async with house() as home:
        await started(home)
        ann = await home.join("ann", may=broken)
        armed.append(1)

        reply = await ann.do("create-node", **node("a"))
        armed.clear()
        good = await ann.do("create-node", **node("a"))

        assert reply["error"]["code"] == "internal"
        assert "authorizer" not in reply["error"]["message"]
        assert good["ok"]


@pytest.mark.parametrize(
    ("presence", "code"),
    [
        ({"name": "x" * 257}, "too-long"),
        ({"color": "url(javascript:)"}, "bad-value"),
        ({"pointer": [1]}, "bad-value"),
        ({"pointer": [1, 2, 3]}, "bad-value"),
        ({"dragging": {"a": [1.0] * 100_000}}, "bad-value"),
        ({"dragging": {"x" * 1_000: [1, 2]}}, "too-long"),
        ({"selection": ["x" * 1_000]}, "too-long"),
        ({"selection": ["x"] * 10_001}, "too-many"),
        ({"editing": "x" * 1_000}, "too-long"),
    ],
)
async def test_CO16_presence_that_nobody_could_draw_is_refused(
    presence: dict[str, Any], code: str
) -> None:
    async with house() as home:
        await started(home)
        ann = await home.join("ann")

        reply = await ann.ask("presence", **presence)

        assert reply["error"]["code"] == code
        assert ann.client.pointer is None

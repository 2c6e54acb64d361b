import json
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from jupyter_graphsync.domain.commits import Actor
from jupyter_graphsync.domain.errors import Clash, Unavailable
from jupyter_graphsync.domain.events import EVENTS, CommandFailed, SessionConnected
from jupyter_graphsync.protocol import (
    CLOSE_CODES,
    OPS,
    Bye,
    Execute,
    Pong,
    Problem,
    Reply,
    Reset,
    Undo,
    encode,
    encode_event,
    frame,
    is_session_id,
    json_schema,
)

ROOT = Path(__file__).parent.parent


@pytest.mark.parametrize("text", ["a", "A-b_c", "0", "x" * 64])
def test_WS1_a_session_id_is_letters_digits_dash_and_underscore(text: str) -> None:
    assert is_session_id(text)


@pytest.mark.parametrize(
    "text", ["", "-a", "_a", "x" * 65, "..", "a/b", "a b", "a\n", "a\0", "\u00e4", "%2e"]
)
def test_WS1_nothing_else_is_a_session_id(text: str) -> None:
    assert not is_session_id(text)


def test_WS2_a_frame_is_an_array_of_messages_each_with_a_type() -> None:
    messages = [
        Reset(epoch="e", reason="why"),
        Pong(id=7),
        Bye(code=1001, reason="stopping"),
        Bye(code=4407, reason="full", retry_after_ms=5),
    ]

    payload = frame([encode(message) for message in messages])

    assert msgspec.json.decode(payload) == [
        {"type": "reset", "epoch": "e", "reason": "why"},
        {"type": "pong", "id": 7},
        {"type": "bye", "code": 1001, "reason": "stopping"},
        {"type": "bye", "code": 4407, "reason": "full", "retry_after_ms": 5},
    ]


def test_WS3_a_reply_holds_either_a_result_or_an_error() -> None:
    error = Clash("exists", "it is there", node_id="a")

    good = encode(Reply(id="1", ok=True, seq=3, result={"node_id": "a"}))
    bad = encode(Reply(id=None, ok=False, error=Problem.of(error)))

    assert msgspec.json.decode(good) == {
        "type": "reply",
        "id": "1",
        "ok": True,
        "seq": 3,
        "result": {"node_id": "a"},
    }
    assert msgspec.json.decode(bad) == {
        "type": "reply",
        "id": None,
        "ok": False,
        "error": {
            "code": "exists",
            "message": "it is there",
            "retry": False,
            "details": {"node_id": "a"},
        },
    }


def test_WS3_a_problem_says_whether_to_try_again() -> None:
    away = Unavailable("storage-unavailable", "later")
    damaged = Unavailable("corrupt-read-only", "never")

    assert Problem.of(away).retry
    assert not Problem.of(damaged).retry


def test_WS4_a_passing_event_names_its_actor_where_there_is_one() -> None:
    connected = SessionConnected(session_id="s", client_count=2, timestamp="T")
    failed = CommandFailed(command_id="1", command_type="undo", error="exists", timestamp="T")

    assert msgspec.json.decode(encode_event(connected)) == {
        "type": "event",
        "event": "session:connected",
        "payload": {"session_id": "s", "client_count": 2, "timestamp": "T"},
    }
    assert msgspec.json.decode(encode_event(failed, Actor(client_id="c")))["actor"] == {
        "client_id": "c",
        "username": "",
        "name": "",
        "color": "",
        "origin": "rest",
    }


def test_WS5_an_op_needs_no_id_and_leaves_the_arguments_to_the_command() -> None:
    op = OPS.decode(
        b'{"op": "execute", "command_id": "1", "command_type": "t", "arguments": {"x": [1]}}'
    )

    assert isinstance(op, Execute)
    assert op.id is msgspec.UNSET
    assert bytes(op.arguments) == b'{"x": [1]}'


def test_WS5_an_undo_is_of_ones_own_and_gentle_unless_it_says_otherwise() -> None:
    op = OPS.decode(b'{"op": "undo", "id": 3}')

    assert isinstance(op, Undo)
    assert (op.id, op.scope, op.force) == (3, "mine", False)


def test_WS6_every_close_code_says_whether_to_come_back() -> None:
    assert set(CLOSE_CODES) == {
        *(1000, 1001, 1009),
        *(4000, 4008, 4009, 4010, 4013, 4014, 4407),
        *(4500, 4501, 4503, 4505, 4506, 4510),
    }


def test_WS7_the_schema_describes_every_event_message_and_op() -> None:
    schema = json_schema()

    records = [
        record["properties"]["event"]["const"] for record in schema["$defs"]["EventRecord"]["anyOf"]
    ]
    kinds = {
        schema["$defs"][ref["$ref"].rpartition("/")[2]]["properties"]["type"]["enum"][0]
        for ref in schema["$defs"]["ServerMessage"]["anyOf"]
    }
    assert records == list(EVENTS)
    assert kinds == {"welcome", "snapshot", "event", "reply", "reset", "pong", "bye", "commit"}
    assert schema["closeCodes"] == {str(code): text for code, text in CLOSE_CODES.items()}


def test_WS7_the_schema_requires_what_a_server_always_writes() -> None:
    definitions = json_schema()["$defs"]

    assert set(definitions["Reply"]["required"]) == {"type", "id", "ok"}
    assert "clients" in definitions["Welcome"]["required"]
    assert set(definitions["Undo"]["required"]) == {"op"}
    assert "result" not in definitions["CommandExecuted"]["required"]


def test_WS7_the_module_prints_the_schema() -> None:
    printed = subprocess.run(
        [sys.executable, "-m", "jupyter_graphsync.protocol"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    ).stdout

    assert json.loads(printed) == json_schema()

"""JSON that nobody should get to see: refused alike over REST and WebSocket."""

from __future__ import annotations

import json

import pytest

from .api import Api
from .bystanders import Bystanders

pytestmark = pytest.mark.usefixtures("bystanders")


def rename(value: str) -> str:
    """Return the arguments of a rename, the new name as raw JSON."""
    return f'{{"node_id": "a", "property_id": "name", "new_value": {value}}}'


BAD_TEXT = {
    "J01 half": (b"{", "bad-json"),
    "J03 byte order mark": (b"\xef\xbb\xbf{}", "bad-json"),
    "J16 string": (b'"text"', "not-an-object"),
    "J16 number": (b"1", "not-an-object"),
    "J16 null": (b"null", "not-an-object"),
    "J16 bool": (b"true", "not-an-object"),
    "J19 twice": (b"{}{}", "bad-json"),
    "J19 lines": (b"{}\n{}", "bad-json"),
    "J39 empty": (b"", "bad-json"),
    "deep list": (b"[" * 100_000, "too-deep"),
    "deep closed": (b'{"a":' + b"[" * 50 + b"]" * 50 + b"}", "too-deep"),
}
BAD_VALUES = {
    "J04 NaN": ("NaN", "bad-number"),
    "J04 Infinity": ("Infinity", "bad-number"),
    "J04 -Infinity": ("-Infinity", "bad-number"),
    "J05 beyond a double": ("1e999", "bad-number"),
    "J06 5000 digits": ("9" * 5_000, "int-out-of-range"),
    "J07 4000 digits": ("9" * 4_000, "int-out-of-range"),
    "J08 2^53": (str(2**53), "int-out-of-range"),
    "J08 -2^53": (str(-(2**53)), "int-out-of-range"),
    "J10 lone surrogate": (r'"\ud800"', "bad-string"),
    "J10 lone low surrogate": (r'"\udc00x"', "bad-string"),
    "J11 control character": ('"\x01"', "bad-json"),
    "J12 NUL": (r'"a\u0000b"', "bad-string"),
    "J13 duplicate key": ('{"x": 1, "x": 2}', "duplicate-key"),
    "J13 duplicate escaped": ('{"x": 1, "\\u0078": 2}', "duplicate-key"),
    "J14 deep": ('{"a":' * 100_000 + "1" + "}" * 100_000, "too-deep"),
    "J15 too deep by one": ("[" * 32 + "]" * 32, "too-deep"),
    "J18 comment": ("/* */ 1", "bad-json"),
    "J18 single quotes": ("'a'", "bad-json"),
    "J18 trailing comma": ("[1,]", "bad-json"),
}
CASES = {
    **BAD_TEXT,
    **{
        name: (
            f'{{"command_id": "c", "command_type": "update-property", "arguments": '
            f"{rename(value)}}}".encode(),
            code,
        )
        for name, (value, code) in BAD_VALUES.items()
    },
}


@pytest.mark.parametrize(("text", "code"), CASES.values(), ids=CASES)
async def test_BA1_bad_json_over_rest_is_400(
    shared: Api, fresh: str, text: bytes, code: str
) -> None:
    await shared.execute(fresh, "create-node", node_id="a", name="A", blueprint_type_id="t")

    answer = await shared.call("POST", f"/sessions/{fresh}/commands", data=text)

    assert (answer.status, answer.code) == (400, code)
    assert len(answer.body) < 1_000


@pytest.mark.parametrize(("text", "code"), CASES.values(), ids=CASES)
async def test_BA1_bad_json_over_a_socket_is_answered_and_the_socket_stays(
    shared: Api, fresh: str, text: bytes, code: str
) -> None:
    peer = await (await shared.join(fresh)).in_step()

    await peer.write(text.replace(b"{", b'{"op": "execute", ', 1).decode())
    reply = await peer.message("reply")
    await peer.barrier()

    assert (reply["ok"], reply["error"]["code"]) == (False, "bad-message")
    assert reply["error"]["details"]["reason"] == code
    peer.close()


async def test_BA1_a_list_over_a_socket_is_no_op(shared: Api, fresh: str) -> None:
    peer = await (await shared.join(fresh)).in_step()

    await peer.write('[{"op": "ping", "id": 1}]')
    reply = await peer.message("reply")

    assert reply["error"]["details"]["reason"] == "not-an-object"
    peer.close()


@pytest.mark.parametrize("text", [b'{"a": "\xff"}', '{"a": "b"}'.encode("utf-16")])
async def test_BA1_what_is_not_utf8_is_400(shared: Api, fresh: str, text: bytes) -> None:
    answer = await shared.call("POST", f"/sessions/{fresh}/commands", data=text)

    assert answer.status == 400
    assert answer.code in ("bad-string", "bad-json")


async def test_BA2_limits_count_bytes_and_not_characters(shared: Api, fresh: str) -> None:
    limit = (await shared.call("GET", "/limits")).json["max_name_bytes"]
    fits = {"name": "ä" * (limit // 2), "blueprint_type_id": "t"}
    exceeds = {"name": "ä" * (limit // 2) + "x", "blueprint_type_id": "t"}

    good = await shared.execute(fresh, "create-node", **fits)
    bad = await shared.execute(fresh, "create-node", **exceeds)

    assert good.status == 200
    assert (bad.status, bad.code) == (422, "too-long")


@pytest.mark.parametrize(
    "value", [2**53 - 1, -(2**53 - 1), 1e308, -1e308, 1e-320, 0.1, "\u2028</script>", "😀", None]
)
async def test_BA2_what_everybody_can_read_is_taken_and_given_back(
    shared: Api, fresh: str, bystanders: Bystanders, value: object
) -> None:
    node = {"name": "N", "blueprint_type_id": "t", "node_id": "a", "properties": {"p": value}}

    answer = await shared.execute(fresh, "create-node", **node)
    graph = await shared.call("GET", f"/sessions/{fresh}/graph")

    assert answer.status == 200
    assert json.dumps(graph.json["nodes"][0]["properties"]["p"]) == json.dumps(value)

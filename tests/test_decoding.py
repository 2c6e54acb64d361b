import math
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_graphsync.decoding import MAX_INTEGER, check_value, decode_as, read_json
from jupyter_graphsync.domain.errors import BadRequest
from jupyter_graphsync.protocol import OPS

DEPTH = 32


def code_of(text: bytes) -> str:
    with pytest.raises(BadRequest) as refusal:
        read_json(text, max_depth=DEPTH)
    return refusal.value.code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (b"{", "bad-json"),  # J01
        (b"", "bad-json"),
        (b'{"a": "\xff"}', "bad-string"),  # J02
        (b'"\xed\xa0\x80"', "bad-string"),
        (b"\xff\xfe{\x00}\x00", "bad-json"),
        (b"\xef\xbb\xbf{}", "bad-json"),  # J03
        (b"NaN", "bad-number"),  # J04
        (b"[Infinity]", "bad-number"),
        (b'{"a": -Infinity}', "bad-number"),
        (b"[1e400]", "bad-number"),
        (b"[-1e400]", "bad-number"),
        (b"9" * 5_000, "int-out-of-range"),  # J06
        (b"9" * 4_000, "int-out-of-range"),  # J07
        (b"-9007199254740992", "int-out-of-range"),
        (b'{"a": [9007199254740992]}', "int-out-of-range"),
        (rb'"\ud800"', "bad-string"),  # J10
        (rb'{"a": "\ud800"}', "bad-string"),
        (rb'{"a": "\udc00"}', "bad-string"),
        (rb'{"a": "\ud800\u0041", "b": 1}', "bad-string"),
        (rb'{"\ud83d": 1}', "bad-string"),
        (rb'{"a": "\u0000"}', "bad-string"),  # J12
        (rb'{"\u0000": 1}', "bad-string"),
        (b'{"a": 1, "a": 1}', "duplicate-key"),  # J13
        (b'[{"b": {"a": 1, "a": 2}}]', "duplicate-key"),
        (rb'{"a": 1, "\u0061": 2}', "duplicate-key"),
        (b"[" * 100_000, "too-deep"),  # J14
        (b"[" * 100_000 + b"]" * 100_000, "too-deep"),
        (b'{"a":' * 100_000 + b"1" + b"}" * 100_000, "too-deep"),
        (b"[" * 33 + b"]" * 33, "too-deep"),
        (b"{}{}", "bad-json"),  # J19
        (b"{}\n{}", "bad-json"),
        (b'{"a": "NaN', "bad-json"),
        (b'"tab\there"', "bad-json"),
        (b"01", "bad-json"),
        (b"'a'", "bad-json"),
    ],
    ids=lambda value: repr(value[:24]),
)
def test_DE1_text_that_not_everybody_could_read_is_refused(text: bytes, code: str) -> None:
    assert code_of(text) == code


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (b"9007199254740991", MAX_INTEGER),
        (b"-9007199254740991", -MAX_INTEGER),
        (b"1e300", 1e300),
        (rb'"\ud83d\ude00"', "\N{GRINNING FACE}"),
        (b'{":": ":", "\\"": "NaN"}', {":": ":", '"': "NaN"}),
        (rb'["\\ud800"]', ["\\ud800"]),
        (b"[" * 32 + b"]" * 32, msgspec.json.decode(b"[" * 32 + b"]" * 32)),
        (b" {} ", {}),
    ],
    ids=lambda value: repr(value)[:24],
)
def test_DE2_what_everybody_can_read_is_taken_as_it_is(text: bytes, value: Any) -> None:
    assert read_json(text, max_depth=DEPTH) == value


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-MAX_INTEGER, MAX_INTEGER)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(VALUES)
def test_DE2_every_value_that_json_has_comes_through(value: Any) -> None:
    assert read_json(msgspec.json.encode(value), max_depth=DEPTH) == value


PIECES = [
    b'{"op":"execute","id":',
    b'"command_id":"\\u0000"',
    b'"a":1,',
    b'"\\ud800"',
    b'"\\udc00',
    b"\xed\xa0\x80",
    b"[[[[[[[[[[[[[[[[[",
    b"NaN",
    b"-Infinity",
    b"1e999",
    b"9" * 400,
    b"]",
    b"}",
    b":",
    b",",
    b'"',
    b"\\",
    b"\xef\xbb\xbf",
]


def mangled(value: Any, cuts: list[tuple[float, bytes]]) -> bytes:
    """Put bytes into the text of a value, at places between 0 and 1."""
    text = msgspec.json.encode(value)
    for place, piece in cuts:
        at = int(place * len(text))
        text = text[:at] + piece + text[at:]
    return text


MANGLED = st.builds(
    mangled,
    VALUES,
    st.lists(
        st.tuples(st.floats(0, 1), st.sampled_from(PIECES) | st.binary(max_size=3)), max_size=3
    ),
)


@given(st.binary(max_size=64) | st.lists(st.sampled_from(PIECES)).map(b"".join) | MANGLED)
def test_DE3_any_bytes_are_a_value_or_a_bad_request_and_nothing_else(text: bytes) -> None:
    try:
        value = read_json(text, max_depth=DEPTH)
    except BadRequest:
        return

    assert msgspec.json.decode(msgspec.json.encode(value)) == value


@given(st.binary(max_size=64) | MANGLED)
def test_DE3_no_value_that_passes_could_break_a_reader(text: bytes) -> None:
    try:
        todo = [read_json(text, max_depth=DEPTH)]
    except BadRequest:
        return

    while todo:
        part = todo.pop()
        if isinstance(part, str):
            assert "\0" not in part
            part.encode()
        elif isinstance(part, int):
            assert abs(part) <= MAX_INTEGER
        elif isinstance(part, float):
            assert math.isfinite(part)
        elif isinstance(part, dict):
            todo += [*part, *part.values()]
        elif isinstance(part, list):
            todo += part


@pytest.mark.parametrize(
    ("text", "code", "field"),
    [
        ('{"op": "execute", "command_id": "1", "command_type": "x"}', "missing-field", "arguments"),
        ('{"op": "ping", "more": 1}', "unknown-field", "more"),
        ('{"op": "ping", "missing required": 1}', "unknown-field", "missing required"),
        ('{"op": "undo", "force": 1}', "wrong-type", "force"),
        ('{"op": "undo", "scope": "all"}', "bad-value", "scope"),
        ('{"op": "fly"}', "bad-value", "op"),
        ('{"op": 3}', "wrong-type", "op"),
        ("{}", "missing-field", "op"),
        ('{"op": "presence", "pointer": [1, "x"]}', "wrong-type", "pointer[1]"),
    ],
)
def test_DE4_a_field_that_does_not_fit_is_named(text: str, code: str, field: str) -> None:
    with pytest.raises(BadRequest) as refusal:
        decode_as(OPS, text.encode())

    assert refusal.value.code == code
    assert refusal.value.details == {"field": field}
    assert field in refusal.value.message


@pytest.mark.parametrize("text", ["[]", '"x"', "1", "null", "true"])
def test_DE4_what_is_no_object_is_called_so(text: str) -> None:
    with pytest.raises(BadRequest) as refusal:
        decode_as(OPS, text.encode())

    assert refusal.value.code == "not-an-object"


def test_DE5_a_refusal_does_not_repeat_a_long_text_to_its_sender() -> None:
    text = msgspec.json.encode({"op": "ping", "x" * 100_000: 1})

    with pytest.raises(BadRequest) as refusal:
        decode_as(OPS, text)

    assert len(refusal.value.message) < 200
    assert len(refusal.value.details["field"]) <= 64


@given(VALUES)
def test_DE6_a_value_made_here_that_json_has_may_go_out(value: Any) -> None:
    check_value(value, max_depth=DEPTH)


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (math.nan, "bad-number"),
        ([{"a": math.inf}], "bad-number"),
        (2**53, "int-out-of-range"),
        ("\0", "bad-string"),
        ("\ud800", "bad-value"),
        (object, "bad-value"),
    ],
    ids=repr,
)
def test_DE6_a_value_made_here_that_would_not_arrive_as_it_is_is_refused(
    value: Any, code: str
) -> None:
    with pytest.raises(BadRequest) as refusal:
        check_value(value, max_depth=DEPTH)

    assert refusal.value.code == code

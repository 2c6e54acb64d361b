"""Codes and what they mean."""

from __future__ import annotations

import pytest

from jupyter_graphsync.domain.errors import CODES, Clash, InternalError, Unavailable, error_from


def test_ER1_every_code_belongs_to_one_class() -> None:
    codes = [code for codes in CODES.values() for code in codes]

    assert len(codes) == len(set(codes))


@pytest.mark.parametrize(
    ("code", "status", "retry"),
    [
        ("bad-json", 400, False),
        ("read-only", 403, False),
        ("unknown-node", 404, False),
        ("stale-value", 409, False),
        ("too-large", 413, False),
        ("unsupported-media-type", 415, False),
        ("cycle", 422, False),
        ("rate-limited", 429, True),
        ("storage-unavailable", 503, True),
        ("corrupt-read-only", 503, False),
        ("storage-full", 507, True),
    ],
)
def test_ER1_a_code_has_its_status_and_says_whether_to_try_again(
    code: str, status: int, retry: bool
) -> None:
    error = error_from(code, "why")

    assert (error.code, error.status, error.may_retry) == (code, status, retry)


def test_ER1_an_error_is_rebuilt_from_what_a_server_sent() -> None:
    error = error_from("stale-value", "changed", {"current_value": 7})

    assert isinstance(error, Clash)
    assert (str(error), error.details) == ("changed", {"current_value": 7})
    assert isinstance(error_from("busy", ""), Unavailable)
    assert isinstance(error_from("of-a-later-version", ""), InternalError)

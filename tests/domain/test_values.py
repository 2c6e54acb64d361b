"""JSON values, compared as JSON."""

from __future__ import annotations

from typing import Any

import pytest

from jupyter_graphsync.domain.values import same


@pytest.mark.parametrize(
    ("one", "other"),
    [(1, 1.0), (None, None), ("a", "a"), ([1, {"k": True}], [1.0, {"k": True}]), ({}, {})],
)
def test_VL1_these_are_the_same(one: Any, other: Any) -> None:
    assert same(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (1, True),
        (0, False),
        (None, False),
        ("1", 1),
        ([True], [1]),
        ({"k": [0]}, {"k": [False]}),
        ({"k": 1}, {"l": 1}),
        ([1], [1, 2]),
        ([], {}),
    ],
)
def test_VL1_these_are_not(one: Any, other: Any) -> None:
    assert not same(one, other)
    assert not same(other, one)

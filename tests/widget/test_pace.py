"""What a kernel sends stays below what Jupyter Server lets through."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from jupyter_graphsync.widget.pace import Pace

DROPPED_ABOVE = 1_000_000
WINDOW = 3.0


@given(st.lists(st.tuples(st.integers(0, 400_000), st.floats(0, 2)), max_size=60))
def test_GW3_no_window_holds_more_than_the_server_lets_through(
    messages: list[tuple[int, float]],
) -> None:
    now = 0.0
    pace = Pace(lambda: now)
    sent: list[tuple[float, int]] = []

    for size, idle in messages:
        now += idle
        sent.append((now, size))
        now += pace.pause_for(size)

    for start, _ in sent:
        inside = sum(size for at, size in sent if start <= at < start + WINDOW)
        assert inside / WINDOW < DROPPED_ABOVE


def test_GW3_what_is_small_goes_at_once() -> None:
    assert Pace(lambda: 0.0).pause_for(10_000) == 0

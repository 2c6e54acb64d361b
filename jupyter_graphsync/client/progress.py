"""Shows how far a large graph has got on its way, where tqdm is installed."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

SHOWN_FROM = 10_000
"""With fewer nodes it is done before anybody could read it."""

Sent = Callable[[int, int], None]


@contextmanager
def progress(node_count: int) -> Iterator[Sent | None]:
    """Show a bar for a while; what is handed out takes how many bytes of how many were sent.

    Nothing is shown of a small graph, nor without tqdm; `None` is handed out then.
    """
    bars = _bars() if node_count >= SHOWN_FROM else None
    if bars is None:
        yield None
        return
    # Made here, in the caller's thread, so that it stands in the output of its cell.
    with bars(desc="sending the graph", unit="B", unit_scale=True, leave=False) as bar:

        def sent(done: int, total: int) -> None:
            bar.total = total
            bar.update(done - bar.n)
            if done == total:
                bar.set_description("the server checks and stores it")

        yield sent


def _bars() -> Any:
    try:
        return importlib.import_module("tqdm.auto").tqdm
    except ImportError:
        return None

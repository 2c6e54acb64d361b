"""Lets NetworkX's algorithms take a shared graph as it is: `nx.pagerank(g)`.

NetworkX calls this for graphs whose `__networkx_backend__` is "graphsync" (its dispatch interface,
`networkx.utils.backends`). The graph is handed on as a frozen `DiGraph`, made once for every state
of the graph: a live view would cost every single look at a neighbour more than an algorithm's own
work with it.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable
from typing import Any

from .reading import Reading

NAME = "graphsync"


class Backend:
    """All of NetworkX's algorithms, as far as they change no graph."""

    def __getattr__(self, name: str) -> Callable[..., Any]:
        algorithm = _algorithms().get(name)
        if algorithm is None or name.startswith("__"):
            raise AttributeError(name)

        @functools.wraps(algorithm.orig_func)
        def run(*args: Any, **kwargs: Any) -> Any:
            given = [_plain(value) for value in args]
            named = {key: _plain(value) for key, value in kwargs.items()}
            return algorithm.orig_func(*given, **named)

        return run

    def can_run(self, name: str, args: Iterable[Any], kwargs: dict[str, Any]) -> bool | str:
        """Tell NetworkX whether an algorithm may have a shared graph, or why not."""
        if _algorithms()[name].mutates_input:
            return (
                "it would change a copy, and nobody would see it: change the shared graph by its "
                "own methods, or work on g.to_networkx()"
            )
        return True

    def should_run(self, name: str, args: Iterable[Any], kwargs: dict[str, Any]) -> bool:
        """Tell NetworkX not to convert its own graphs to ours, which would gain nothing."""
        return False

    def convert_from_nx(self, graph: Any, **_: Any) -> Any:
        """Return a graph of NetworkX's own as it is."""
        return graph

    def convert_to_nx(self, value: Any, **_: Any) -> Any:
        """Return a shared graph as one of NetworkX's own."""
        return _plain(value)


def _plain(value: Any) -> Any:
    if isinstance(value, Reading):
        return value.frozen_networkx()
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return value


def _algorithms() -> dict[str, Any]:
    from networkx.utils import backends

    found: dict[str, Any] = backends._registered_algorithms
    return found


backend = Backend()

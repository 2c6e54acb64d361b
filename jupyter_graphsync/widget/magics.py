"""`%graphsync`, and a cell as one batch."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from IPython.core.error import UsageError
from IPython.core.magic import Magics, line_cell_magic, magics_class

from ..client.graph import SharedGraph, connect
from ..client.session_list import list_sessions
from ..domain.errors import GraphSyncError

VARIABLE = "g"
HELP = (
    "%graphsync lists the sessions, %graphsync open NAME shows one, and a cell that begins with "
    "%%graphsync NAME is one batch"
)


@magics_class
class GraphSyncMagics(Magics):
    """What `%load_ext jupyter_graphsync` brings."""

    def __init__(self, shell: Any) -> None:
        super().__init__(shell)
        self._shell = shell
        self._graphs: dict[str, SharedGraph] = {}

    @line_cell_magic
    def graphsync(self, line: str, cell: str | None = None) -> Any:
        """Work with graph sessions.

        `%graphsync`
            Return the sessions of this server.
        `%graphsync open NAME`
            Return a session's graph, which shows itself: `g = %graphsync open NAME`.
        `%%graphsync NAME`
            Run the cell as one batch: all that it asks of the session is one step of undo, and
            on an exception nothing happens. The graph is the variable that holds one of that
            session, else `g`, which then is what it was again when the cell is over. A session
            that is missing is begun.
        """
        with told():
            match line.split():
                case [] if cell is None:
                    return list_sessions()
                case ["open", name] if cell is None:
                    return self._graph(name, create=False)
                case [name] if cell is not None:
                    variable, graph = self._in_hand(name) or (VARIABLE, self._graph(name))
                case _:
                    raise UsageError(HELP)
        with self._bound(variable, graph), graph.batch(f"%%graphsync {name}"):
            return self._run(cell)

    def _graph(self, name: str, *, create: bool = True) -> SharedGraph:
        variable = self._in_hand(name)
        if variable is not None:
            return variable[1]
        if name not in self._graphs or self._graphs[name].ended:
            self._graphs[name] = connect(name, create=create)
        return self._graphs[name]

    def _in_hand(self, name: str) -> tuple[str, SharedGraph] | None:
        """Return the variable that holds a session's graph: `g`, else the one there is."""
        found = {
            variable: value
            for variable, value in self._shell.user_ns.items()
            if isinstance(value, SharedGraph)
            and value.session_id == name
            and not value.ended
            and not variable.startswith("_")
        }
        if VARIABLE in found:
            return VARIABLE, found[VARIABLE]
        if len({id(graph) for graph in found.values()}) > 1:
            raise UsageError(
                f"several variables hold graphs of session {name!r} ({', '.join(sorted(found))}); "
                f"call the one that is meant {VARIABLE}"
            )
        return next(iter(found.items()), None)

    @contextmanager
    def _bound(self, variable: str, graph: SharedGraph) -> Iterator[None]:
        names = self._shell.user_ns
        absent = object()
        before = names.get(variable, absent)
        names[variable] = graph
        try:
            yield
        finally:
            if names.get(variable) is graph and before is not absent:
                names[variable] = before

    def _run(self, cell: str) -> Any:
        """Run code as a cell of its own would be; return the value of its last expression.

        An exception comes through, unlike from the shell's own `run_cell`.
        """
        code = self._shell.transform_cell(cell)
        name = self._shell.compile.cache(code, self._shell.execution_count, raw_code=cell)
        tree = self._shell.compile.ast_parse(code, filename=name)
        tree = self._shell.transform_ast(tree)
        last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
        names = self._shell.user_ns
        # It is the cell's own code, which any shell runs.
        exec(self._shell.compile(tree, name, "exec"), names)  # noqa: S102
        if last is None:
            return None
        value = self._shell.compile(ast.Expression(last.value), name, "eval")
        return eval(value, names)  # noqa: S307


@contextmanager
def told() -> Iterator[None]:
    """Let what is wrong be one sentence, without a traceback through this package."""
    try:
        yield
    except (GraphSyncError, ValueError) as error:
        raise UsageError(str(error)) from None

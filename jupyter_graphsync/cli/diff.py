"""`jupyter graphsync diff OLD NEW`: what is different, for who reviews it."""

from __future__ import annotations

import argparse
import re
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

from ..domain.changes import changes_between
from ..domain.graph import GraphView
from ..formats.from_files import read_file
from ..protocol import SESSION_ID
from .failures import DIFFERENT, DONE, Trouble, waiting
from .options import add_source, subcommand
from .output import say_all, say_json
from .review import Review
from .source import Source, opened

_MOMENT = re.compile(rf"({SESSION_ID})(?:@([0-9]+))?")


def add_to(commands: Any) -> None:
    """Add the subcommand to a parser."""
    parser = subcommand(
        commands,
        "diff",
        does="tell what is different between two graphs",
        more="Each is a file, or a session as it is now (SESSION) or was after a commit "
        "(SESSION@SEQ). The exit code is 0 where nothing is different, 1 where something is, and "
        "2 where there is trouble.",
        example="jupyter graphsync diff plan.graphsync supply-chain@1200",
    )
    parser.add_argument("old", metavar="OLD", help="a file, SESSION or SESSION@SEQ")
    parser.add_argument("new", metavar="NEW", help="a file, SESSION or SESSION@SEQ")
    parser.add_argument(
        "--view-state",
        action="store_true",
        help="tell one by one what moved or looks otherwise, too",
    )
    add_source(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Compare two graphs."""
    return waiting(_diff(options))


async def _diff(options: argparse.Namespace) -> int:
    async with AsyncExitStack() as stack:
        graphs = _Graphs(options, stack)
        old, new = await graphs.named(options.old), await graphs.named(options.new)
    changes = changes_between(old, new)
    lines = list(Review(old, new, changes, view_state=options.view_state).lines())
    if options.json:
        say_json({**changes, "structures": [old.structure, new.structure]})
    else:
        say_all(lines)
    return DIFFERENT if lines else DONE


class _Graphs:
    """Gives graphs by what people call them; the server or log is opened when it is needed."""

    def __init__(self, options: argparse.Namespace, stack: AsyncExitStack) -> None:
        self._options = options
        self._stack = stack
        self._source: Source | None = None

    async def named(self, name: str) -> GraphView:
        filed = _filed(name)
        if filed is not None:
            return filed
        found = _MOMENT.fullmatch(name)
        if found is None:
            raise Trouble(f"{name} is no file, and no SESSION or SESSION@SEQ")
        if self._source is None:
            self._source = await self._stack.enter_async_context(opened(self._options))
        seq = None if found[2] is None else int(found[2])
        _, view = await self._source.graph(found[1], seq)
        return view


def _filed(name: str) -> GraphView | None:
    """Return the graph of a file; `None` where there is none of that name."""
    return read_file(name)[0] if Path(name).is_file() else None

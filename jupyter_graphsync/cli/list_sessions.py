"""`jupyter graphsync list`: the sessions of a server or a log."""

from __future__ import annotations

import argparse
from typing import Any

from msgspec import UNSET

from ..formats.terminal import aligned, shortened
from .failures import DONE, waiting
from .options import add_source, subcommand
from .output import say, say_all, say_json
from .source import Described, opened

MAX_TITLE = 40
MAX_PATH = 60


def add_to(commands: Any) -> None:
    """Add the subcommand to a parser."""
    parser = subcommand(
        commands,
        "list",
        does="list the sessions",
        more="Asks the running server, or reads the event log where none runs.",
        example="jupyter graphsync list",
    )
    add_source(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """List the sessions."""
    return waiting(_list(options))


async def _list(options: argparse.Namespace) -> int:
    async with opened(options) as source:
        sessions = await source.sessions()
    if options.json:
        say_json({"sessions": sessions})
    elif not sessions:
        say("there are no sessions yet")
    else:
        say_all(
            aligned(
                [["session", "commits", "here", "structure", "title", "file"]]
                + [_row(found) for found in sessions]
            )
        )
    return DONE


def _row(found: Described) -> list[str]:
    here = "" if found.client_count is UNSET else str(found.client_count)
    path = "" if found.path is UNSET else found.path
    title = shortened(found.title, MAX_TITLE)
    return [
        shortened(found.session_id, 64),
        str(found.seq),
        here,
        shortened(found.structure, 10),
        f"{title} (damaged)" if found.damage else title,
        shortened(path, MAX_PATH),
    ]

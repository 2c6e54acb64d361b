"""`jupyter graphsync tail SESSION`: what happens in a session, as it happens."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from ..client.address import check_session_id
from ..client.discovery import find_server
from ..client.errors import EventsLost
from ..client.events import Subscription
from ..client.opening import NewSession, join
from ..client.transport import TornadoTransport
from .failures import waiting
from .history import names_at
from .live import JsonLines, Sentences, Writer
from .options import add_json, add_server, moment, subcommand
from .output import note
from .server_source import ServerSource

NAME = "Terminal"
"""What others in the session see of who follows it from here."""


def add_to(commands: Any) -> None:
    """Add the subcommand to a parser."""
    parser = subcommand(
        commands,
        "tail",
        does="tell what happens in a session as it happens",
        more="Goes on until Ctrl-C. Needs a running server.",
        example="jupyter graphsync tail supply-chain -n 5",
    )
    parser.add_argument("session", metavar="SESSION", help="the session's id, as `list` shows it")
    parser.add_argument(
        "-n",
        type=moment,
        default=10,
        metavar="N",
        dest="last",
        help="begin with the last N commits (default: 10)",
    )
    add_server(parser)
    add_json(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Follow a session until Ctrl-C, or until the connection ends for good."""
    check_session_id(options.session)
    return waiting(_tail(options))


async def _tail(options: argparse.Namespace) -> int:
    transport = TornadoTransport(find_server(options.url, options.token))
    new = NewSession(session_id=options.session)
    async with await join(transport, new, create=False, name=NAME) as graph:
        # Both at once, so that the last commits and the coming ones join without a gap.
        subscription = await graph.subscribe()
        seq = 0 if graph.position is None else graph.position.seq
        source = ServerSource(transport)
        after = max((await source.describe(options.session)).oldest_seq, seq - options.last)
        names = await names_at(source, options.session, after)
        writer: Writer = JsonLines() if options.json else Sentences(names)
        if seq > after:
            writer.write_commits(await source.bodies(options.session, after, seq - after))
        return await _follow(subscription, writer)


async def _follow(subscription: Subscription, writer: Writer) -> int:
    while True:
        sys.stdout.flush()
        try:
            writer.write_events(await subscription.take())
        except EventsLost as error:
            note(error.message)

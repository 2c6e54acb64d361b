"""What several subcommands take, and how their `--help` looks."""

from __future__ import annotations

import argparse
import textwrap
from pathlib import Path
from typing import Any

WIDTH = 79


def subcommand(
    commands: Any, name: str, *, does: str, example: str, more: str = ""
) -> argparse.ArgumentParser:
    """Add a subcommand whose help says what it does, with its limits, and shows it once."""
    described = f"{does[0].upper()}{does[1:]}. {more}".strip()
    parser: argparse.ArgumentParser = commands.add_parser(
        name,
        help=does,
        description="\n".join(textwrap.wrap(described, WIDTH)),
        epilog=f"example:\n  {example}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    return parser


def add_server(parser: argparse.ArgumentParser) -> None:
    """Take which server is asked."""
    parser.add_argument(
        "--url", metavar="URL", help="the Jupyter server; found by itself where only one runs"
    )
    parser.add_argument(
        "--token", metavar="TOKEN", help="its token, as `jupyter server list` shows it"
    )


def add_source(parser: argparse.ArgumentParser) -> None:
    """Take where sessions are read from: a running server, or the event log itself."""
    add_server(parser)
    add_log(parser, "read this event log (a file, or a database's URL) and ask no server")
    add_json(parser)


def add_log(parser: argparse.ArgumentParser, what: str) -> None:
    """Take an event log."""
    parser.add_argument("--log", metavar="LOG", help=what)


def add_json(parser: argparse.ArgumentParser) -> None:
    """Take whether a program reads along."""
    parser.add_argument("--json", action="store_true", help="write JSON, for programs")


def log_url(log: str) -> str:
    """Return the URL of a log that is named by a URL or as a file."""
    return log if "://" in log else f"sqlite:///{Path(log).expanduser().absolute()}"


def count(text: str) -> int:
    """Read a number of things, 1 or more."""
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is no number from 1 on")
    return int(text)


def moment(text: str) -> int:
    """Read the number of a commit; 0 is the start."""
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(f"{text!r} is no number of a commit")
    return int(text)

"""`jupyter graphsync`: what can be done from a terminal."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from importlib import import_module

from .._version import __version__
from .failures import guarded

SUBCOMMANDS = (
    "demo",
    "list_sessions",
    "show",
    "tail",
    "history",
    "diff",
    "export",
    "import_file",
    "compact",
    "textconv",
    "doctor",
)
"""The modules of the subcommands; each has `add_to`, which sets what is run."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one subcommand; return its exit code."""
    parser = argparse.ArgumentParser(
        prog="jupyter graphsync",
        description="Live, shared, undoable graph sessions.",
        epilog="`jupyter graphsync COMMAND --help` says more, with an example",
    )
    parser.add_argument("--version", action="version", version=__version__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND", dest="command")
    for name in SUBCOMMANDS:
        import_module(f".{name}", __package__).add_to(commands)
    options, rest = parser.parse_known_args(arguments)
    if options.command == "demo":
        return guarded(lambda: options.run(options, rest))
    if rest:
        parser.error(f"unrecognized arguments: {' '.join(rest)}")
    return guarded(lambda: options.run(options))

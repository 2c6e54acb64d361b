"""`jupyter graphsync`: what can be done from a terminal."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from . import demo


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one subcommand; return its exit code."""
    parser = argparse.ArgumentParser(
        prog="jupyter graphsync", description="Live, shared, undoable graph sessions."
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    demo.add_to(commands)
    options, rest = parser.parse_known_args(arguments)
    code: int = options.run(options, rest)
    return code


if __name__ == "__main__":
    raise SystemExit(main())

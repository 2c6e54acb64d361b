"""What is written to a terminal or a pipe."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable
from typing import Any

import msgspec

from ..formats.terminal import counted as counted
from ..formats.terminal import local_time as local_time
from ..formats.terminal import one_line

_COLORS = {"green": 32, "red": 31, "yellow": 33, "bold": 1, "dim": 2}


def say(line: str = "") -> None:
    """Write a line for people; whoever builds it makes sure that no text of users steers it."""
    sys.stdout.write(f"{line}\n")


def say_all(lines: Iterable[str]) -> None:
    """Write lines for people."""
    for line in lines:
        say(line)


def say_json(value: Any, *, indent: int | None = 2) -> None:
    """Write JSON for programs; in ASCII, so that it steers no terminal either."""
    say(json.dumps(msgspec.to_builtins(value), indent=indent))


def note(sentence: str) -> None:
    """Tell something beside the output."""
    sys.stderr.write(f"{one_line(sentence)}\n")


def painted(words: str, color: str) -> str:
    """Return words in a colour where a terminal shows it, and nobody minds (`NO_COLOR`)."""
    if not sys.stdout.isatty() or os.environ.get("NO_COLOR"):
        return words
    return f"\x1b[{_COLORS[color]}m{words}\x1b[0m"

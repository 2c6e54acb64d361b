"""Text of people for terminals: in one line, aligned, and without a letter that steers anything."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from datetime import datetime

CUT = "…"


def one_line(words: str) -> str:
    """Return what is printable, in one line: control characters would steer a terminal."""
    joined = " ".join(words.split())
    return "".join(letter if letter.isprintable() else "\ufffd" for letter in joined)


def shortened(words: str, length: int) -> str:
    """Return one line of at most `length` letters."""
    line = one_line(words)
    return line if len(line) <= length else f"{line[: length - 1]}{CUT}"


def aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    """Return the rows of a table as lines, their columns one below the other."""
    widths = [max(map(width, column)) for column in zip(*rows, strict=True)]
    return [
        "  ".join(
            words + " " * (wide - width(words)) for words, wide in zip(row, widths, strict=True)
        ).rstrip()
        for row in rows
    ]


def width(words: str) -> int:
    """Return how many columns the words take; letters of East Asia take two."""
    return sum(
        0 if unicodedata.combining(letter) else 1 + (unicodedata.east_asian_width(letter) in "WF")
        for letter in words
    )


def local_time(timestamp: str) -> str:
    """Return a timestamp in the time zone of who reads."""
    try:
        moment = datetime.fromisoformat(timestamp.replace("Z", "+00:00"))
    except ValueError:
        return one_line(timestamp)
    return moment.astimezone().strftime("%Y-%m-%d %H:%M:%S")


def counted(number: int, noun: str) -> str:
    """Return a number of things in words."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"

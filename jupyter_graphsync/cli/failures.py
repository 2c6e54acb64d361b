"""What goes wrong, told in one sentence and an exit code."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Callable, Coroutine
from typing import Any

from ..domain.errors import GraphSyncError
from .output import note

DONE, DIFFERENT, TROUBLE, INTERRUPTED = 0, 1, 2, 130
"""Exit codes; `DIFFERENT` is also what `doctor` says of a damaged log."""

_PYTHON_WORDS = {
    "pass url='": "pass --url '",
    " and token='": " and --token '",
    "pass token=,": "pass --token,",
    "check url=": "check --url",
}


class Trouble(Exception):
    """What cannot be done, and what to do instead."""


def guarded(work: Callable[[], int]) -> int:
    """Run something; where it fails, say why in a sentence, without a traceback."""
    try:
        code = work()
        sys.stdout.flush()
    except (GraphSyncError, Trouble, ValueError, ImportError) as error:
        return _failed(_in_our_words(getattr(error, "message", None) or str(error)))
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read has enough. Python would complain once more when it closes stdout.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except OSError as error:
        return _failed(f"{error.filename or 'the system'}: {error.strerror or error}")
    return code


def waiting(work: Coroutine[Any, Any, int]) -> int:
    """Run a coroutine to its end."""
    return asyncio.run(work)


def _failed(sentence: str) -> int:
    note(f"jupyter graphsync: {sentence}")
    return TROUBLE


def _in_our_words(message: str) -> str:
    for python, ours in _PYTHON_WORDS.items():
        message = message.replace(python, ours)
    return message

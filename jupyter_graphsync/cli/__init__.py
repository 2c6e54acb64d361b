"""The command line: `jupyter graphsync …`."""

from .main import main

__all__ = ["main"]

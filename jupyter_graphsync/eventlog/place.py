"""Where the event logs of a user are kept, unless told otherwise."""

from __future__ import annotations

from pathlib import Path

from jupyter_core.paths import jupyter_data_dir


def default_log_url() -> str:
    """Return the URL of the SQLite file in Jupyter's data folder."""
    return f"sqlite:///{Path(jupyter_data_dir()) / 'graphsync' / 'graphsync.sqlite'}"

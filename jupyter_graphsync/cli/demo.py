"""`jupyter graphsync demo`: JupyterLab on the quickstart notebook."""

from __future__ import annotations

import argparse
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

NOTEBOOK = "01-quickstart.ipynb"
PACKAGED = Path(__file__).parent.parent / "notebooks"
CHECKED_OUT = Path(__file__).parent.parent.parent / "notebooks"


def add_to(commands: Any) -> None:
    """Add the subcommand to a parser."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "demo",
        help="open JupyterLab on the quickstart notebook",
        description="Copies the quickstart notebook to a folder and opens JupyterLab on it. "
        "Other options are handed to JupyterLab.",
    )
    parser.add_argument(
        "--folder", type=Path, default=Path("graphsync-demo"), help="where the notebook goes"
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace, rest: list[str]) -> int:
    """Copy the notebook, unless it is there already, and run JupyterLab in its folder."""
    if importlib.util.find_spec("jupyterlab") is None:
        sys.stderr.write("JupyterLab is not installed: pip install 'jupyter_graphsync[lab]'\n")
        return 1
    notebook = options.folder / NOTEBOOK
    options.folder.mkdir(parents=True, exist_ok=True)
    if not notebook.exists():
        shutil.copyfile(find_notebook(), notebook)
    arguments = [sys.executable, "-m", "jupyterlab", str(notebook), *rest]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        arguments.append("--allow-root")
    return subprocess.call(arguments)  # noqa: S603 - our own interpreter, no shell


def find_notebook() -> Path:
    """Return the notebook of the wheel, or of the checkout that is installed as editable."""
    return next(
        folder / NOTEBOOK for folder in (PACKAGED, CHECKED_OUT) if (folder / NOTEBOOK).exists()
    )

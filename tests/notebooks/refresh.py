"""Run notebooks against a real server and keep what they print in them, as a reader sees it.

    python tests/notebooks/refresh.py [NOTEBOOK ...]

Of a live graph its picture is kept: a widget's view is nothing without its kernel.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
import tempfile
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tests"))

from client.live_server import LiveServer  # noqa: E402

PLACE = re.compile(r"(?m)^\S*ipykernel_\S+: ")
"""Where a warning was raised: nowhere that a reader could look."""
WIDGET = "application/vnd.jupyter.widget-view+json"


def run(path: Path, server: LiveServer) -> None:
    """Execute one notebook in place."""
    notebook: Any = nbformat.read(path, as_version=4)
    os.environ.update(server.environment)
    client = NotebookClient(
        notebook,
        timeout=120,
        kernel_name="python3",
        resources={"metadata": {"path": str(path.parent)}},
        store_widget_state=False,
    )
    client.execute()
    for cell in notebook.cells:
        cell.metadata = {}
        for output in cell.get("outputs", []):
            output.get("data", {}).pop(WIDGET, None)
            if "text" in output:
                output.text = PLACE.sub("", output.text)
    notebook.metadata = {
        "kernelspec": notebook.metadata.kernelspec,
        "language_info": {"name": "python"},
    }
    nbformat.write(notebook, path)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("notebooks", nargs="*", type=Path)
    given = options.parse_args().notebooks or sorted((ROOT / "notebooks").glob("*.ipynb"))
    for path in given:
        with tempfile.TemporaryDirectory() as folder:
            server = LiveServer(Path(folder))
            server.start()
            try:
                run(path, server)
            finally:
                server.stop()
        print(path.name)


if __name__ == "__main__":
    main()

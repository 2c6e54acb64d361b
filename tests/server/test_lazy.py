"""A server that nobody uses for graphs pays little for the extension."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

SCRIPT = """
import json, sys
from jupyter_server.serverapp import ServerApp

app = ServerApp.instance()
app.initialize(["--no-browser", "--allow-root", "--port=0",
                "--ServerApp.jpserver_extensions={'jupyter_graphsync': True}"])
print(json.dumps(sorted(sys.modules)))
"""
HEAVY = {"sqlalchemy", "jsonschema_rs", "networkx", "pandas", "anywidget", "ipywidgets"}


def modules(script: str, folder: Path) -> set[str]:
    """Return which modules a fresh process has loaded after a script."""
    names = ("HOME", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR")
    done = subprocess.run(
        [sys.executable, "-c", script],
        env={**os.environ, **dict.fromkeys(names, str(folder))},
        capture_output=True,
        text=True,
        check=True,
    )
    found: list[str] = json.loads(done.stdout.splitlines()[-1])
    return set(found)


def test_LA1_a_server_loads_nothing_heavy_until_a_session_is_opened(tmp_path: Path) -> None:
    loaded = modules(SCRIPT, tmp_path)

    assert "jupyter_graphsync.server.websocket" in loaded
    assert not loaded & HEAVY
    assert not list(tmp_path.rglob("*.sqlite"))


def test_LA1_importing_the_package_loads_no_server(tmp_path: Path) -> None:
    script = "import json, sys, jupyter_graphsync; print(json.dumps(sorted(sys.modules)))"

    loaded = modules(script, tmp_path)

    assert not loaded & HEAVY
    assert "jupyter_server" not in loaded


async def test_LA2_what_does_not_need_the_log_does_not_open_it(api: Any, tmp_path: Path) -> None:
    for path in ("/limits", "/commands", "/openapi.json"):
        assert (await api.call("GET", path)).status == 200
    before = (tmp_path / "log.sqlite").exists()

    await api.create("s")

    assert not before
    assert (tmp_path / "log.sqlite").exists()

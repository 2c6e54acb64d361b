"""A real JupyterLab in a process of its own, and people with a browser each."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from time import monotonic
from typing import Any

import pytest
from playwright.sync_api import Browser, Error, Page, sync_playwright

from .chromium import FLAGS, find_chromium

TOKEN = "browser-tests"
CACHE = Path(__file__).parent.parent.parent / "node_modules" / ".browser"


@pytest.fixture(autouse=True)
def jp_asyncio_loop() -> None:
    """Playwright has a loop of its own in this thread; pytest-jupyter's would be a second one."""


@pytest.fixture(autouse=True)
def jp_server_cleanup() -> None:
    """See `jp_asyncio_loop`."""


class Lab:
    """A JupyterLab server, its folder, and a person's REST calls."""

    def __init__(self, folder: Path) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port: int = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}/user/ann/"
        self.notebooks = folder / "notebooks"
        self.notebooks.mkdir()
        self._folder = folder
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it, and wait until it answers."""
        names = ("HOME", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR")
        settings = ("JUPYTERLAB_SETTINGS_DIR", "JUPYTERLAB_WORKSPACES_DIR")
        own = {name: str(self._folder / name.lower()) for name in (*names, *settings)}
        kept = {key: value for key, value in os.environ.items() if "JUPYTER" not in key}
        options = [
            "--no-browser",
            "--allow-root",
            f"--port={self.port}",
            "--ServerApp.port_retries=0",
            "--ServerApp.base_url=/user/ann/",
            f"--ServerApp.root_dir={self.notebooks}",
            f"--IdentityProvider.token={TOKEN}",
            "--LabApp.expose_app_in_browser=True",
            "--JupyterNotebookApp.expose_app_in_browser=True",
            "--LabApp.news_url=",
            "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
        ]
        log = (self._folder / "server.log").open("ab")
        command = [sys.executable, "-m", "jupyter", "lab", *options]
        self._process = subprocess.Popen(command, env={**kept, **own}, stdout=log, stderr=log)
        deadline = monotonic() + 60
        while monotonic() < deadline:
            try:
                self.call("/health")
                return
            except (urllib.error.URLError, ConnectionError):
                if self._process.poll() is not None:
                    break
        raise RuntimeError((self._folder / "server.log").read_text())

    def stop(self) -> None:
        """End it."""
        if self._process is not None:
            self._process.terminate()
            self._process.wait(30)

    def kill(self) -> None:
        """End it as a crash would."""
        if self._process is not None:
            self._process.kill()
            self._process.wait(30)

    def call(self, path: str, body: Any = None) -> Any:
        """Make a REST call of graphsync; return its JSON."""
        request = urllib.request.Request(
            f"{self.url}graphsync/api/v1{path}",
            data=None if body is None else json.dumps(body).encode(),
            headers={"Authorization": f"token {TOKEN}", "Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request) as response:
            return json.load(response)

    def write_notebook(self, name: str, *cells: str) -> None:
        """Put a notebook of code cells into the server's folder."""
        notebook = {
            "cells": [
                {
                    "cell_type": "code",
                    "id": f"cell-{index}",
                    "metadata": {},
                    "source": cell,
                    "outputs": [],
                    "execution_count": None,
                }
                for index, cell in enumerate(cells)
            ],
            "metadata": {
                "kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}
            },
            "nbformat": 4,
            "nbformat_minor": 5,
        }
        (self.notebooks / name).write_text(json.dumps(notebook))


class Person:
    """Somebody at a browser of their own."""

    def __init__(self, page: Page, lab: Lab) -> None:
        self.page = page
        self.errors: list[str] = []
        self._lab = lab
        page.on("pageerror", self._note)

    def _note(self, error: Error) -> None:
        # Notebook 7.6 throws one of its own while it reads its settings.
        if "/static/notebook/" not in (error.stack or ""):
            self.errors.append(str(error))

    def open(self, notebook: str) -> None:
        """Open a notebook, and wait until its kernel is ready."""
        self.page.goto(f"{self._lab.url}lab/tree/{notebook}?token={TOKEN}&reset")
        self.wait_for_kernel()

    def wait_for_kernel(self) -> None:
        """Wait until the kernel of the notebook in front is ready."""
        self.page.wait_for_function(
            "window.jupyterapp?.shell.currentWidget?.sessionContext?.session?.kernel"
            "?.status === 'idle'",
            timeout=60_000,
        )

    def run_all(self) -> None:
        """Run all cells of the notebook in front."""
        self.page.evaluate("window.jupyterapp.commands.execute('notebook:run-all-cells')")

    def run_cell(self, index: int) -> None:
        """Run one cell, and wait until it has an execution count."""
        self.page.evaluate(
            """async index => {
                const {content} = window.jupyterapp.shell.currentWidget;
                content.activeCellIndex = index;
                await window.jupyterapp.commands.execute('notebook:run-cell');
            }""",
            index,
        )

    def wait_for_graph(self, **attributes: Any) -> None:
        """Wait until a live graph shows what is expected, for instance `node_count=3`."""
        names = {f"data-{name.replace('_', '-')}": str(v) for name, v in attributes.items()}
        selector = "".join(f'[{name}="{value}"]' for name, value in names.items())
        self.page.wait_for_selector(
            f'[data-graphsync-state="live"]{selector}', state="attached", timeout=30_000
        )


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium for the tests of a module.

    Playwright's loop occupies the thread as long as it lives, and other tests have loops too.
    """
    with sync_playwright() as playwright:
        path = find_chromium(CACHE, playwright.chromium.executable_path)
        chromium = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def lab(tmp_path: Path) -> Iterator[Lab]:
    """A JupyterLab that is running."""
    lab = Lab(tmp_path)
    lab.start()
    yield lab
    lab.stop()


@pytest.fixture
def join(browser: Browser, lab: Lab) -> Iterator[Callable[[], Person]]:
    """Make a person with a browser context of their own; nobody may see a page error."""
    contexts = []
    people: list[Person] = []

    def join() -> Person:
        context = browser.new_context(viewport={"width": 1280, "height": 900})
        contexts.append(context)
        people.append(Person(context.new_page(), lab))
        return people[-1]

    yield join
    for context in contexts:
        context.close()
    assert [error for person in people for error in person.errors] == []

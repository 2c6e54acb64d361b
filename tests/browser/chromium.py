"""Finds a Chromium to drive, or fetches one by npm."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PACKAGE = "@sparticuz/chromium@^153"
SCRIPT = f"""
import chromium from '{PACKAGE.rpartition("@")[0]}';
console.log(await chromium.executablePath());
"""
FLAGS = [
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-default-apps",
    "--disable-dev-shm-usage",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
]


def find_chromium(cache: Path, playwright_path: str) -> str:
    """Return the path of a Chromium: the one named by `CHROMIUM`, the system's, Playwright's own,
    or one from the npm registry, which is kept in `cache`.
    """
    named = os.environ.get("CHROMIUM")
    if named:
        return named
    for name in NAMES:
        found = shutil.which(name)
        if found:
            return found
    if Path(playwright_path).exists():
        return playwright_path
    return _from_npm(cache)


def _from_npm(cache: Path) -> str:
    npm, node = shutil.which("npm"), shutil.which("node")
    if npm is None or node is None:
        raise RuntimeError(
            "the browser tests need a browser: install Chromium, or set CHROMIUM to its path"
        )
    cache.mkdir(parents=True, exist_ok=True)
    options = ["--no-save", "--no-fund", "--no-audit", "--prefix", str(cache)]
    subprocess.run([npm, "install", *options, PACKAGE], check=True, capture_output=True)
    script = cache / "where.mjs"
    script.write_text(SCRIPT)
    where = subprocess.run([node, str(script)], check=True, capture_output=True, text=True)
    return where.stdout.strip()

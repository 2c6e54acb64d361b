"""TypeScript's types stay in step with Python's."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
GENERATOR = ROOT / "labextension/scripts/generate_protocol.mjs"


@pytest.mark.skipif(shutil.which("node") is None, reason="needs Node")
def test_generated_types_are_those_that_are_committed() -> None:
    check = subprocess.run(
        ["node", str(GENERATOR), "--check"],
        env={**os.environ, "PYTHON": sys.executable},
        capture_output=True,
        text=True,
        check=False,
    )

    assert check.returncode == 0, check.stderr

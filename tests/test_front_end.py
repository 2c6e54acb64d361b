"""The front end's own tests and rules, run by npm where the front end was built."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

FRONT_END = Path(__file__).parent.parent / "labextension"


def npm(script: str) -> subprocess.CompletedProcess[str]:
    found = shutil.which("npm")
    if found is None:
        # Without Node the wheel's build brought its own and took it away again.
        pytest.skip("there is no npm on the path")
    return subprocess.run(
        [found, "run", script], cwd=FRONT_END, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize("script", ["test", "lint"])
def test_the_front_end_keeps_its_promises_and_rules(script: str) -> None:
    result = npm(script)

    assert result.returncode == 0, result.stdout + result.stderr

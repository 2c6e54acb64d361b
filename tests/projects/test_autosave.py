"""Files follow their sessions without being asked, and nothing is lost where they cannot."""

from __future__ import annotations

import errno
from collections.abc import Awaitable, Callable
from pathlib import Path
from time import monotonic
from typing import Any

import anyio
import pytest

from tests.server.api import Api

from .test_opening import add, edit, load, node, project, save


@pytest.fixture
def limits() -> dict[str, Any]:
    """Let a change wait for a moment alone."""
    return {"autosave_seconds": 0.1}


async def until(holds: Callable[[], Awaitable[bool]]) -> None:
    deadline = monotonic() + 15
    while not await holds():
        assert monotonic() < deadline, "it did not come about"
        await anyio.sleep(0.05)


async def opened(api: Api, folder: Path) -> tuple[str, Path]:
    path = folder / "plan.graphsync"
    path.write_text("")
    session_id = (await load(api, "plan.graphsync"))["session_id"]
    return session_id, path


async def test_AS1_a_change_is_written_by_itself(api: Api, jp_root_dir: Path) -> None:
    session_id, path = await opened(api, jp_root_dir)
    await add(api, session_id, "a")

    async def is_written() -> bool:
        return '"a"' in path.read_text() and not (await project(api, session_id))["is_dirty"]

    await until(is_written)


async def test_AS2_what_somebody_else_wrote_is_not_written_over(
    api: Api, jp_root_dir: Path
) -> None:
    session_id, path = await opened(api, jp_root_dir)
    await add(api, session_id, "a")
    await save(api, session_id)
    edit(jp_root_dir, nodes=[node("x")])
    await add(api, session_id, "b")

    async def is_told() -> bool:
        return "changed elsewhere" in (await project(api, session_id))["problem"]

    await until(is_told)
    assert '"x"' in path.read_text()


async def test_AS3_a_full_disk_is_told_and_tried_again(
    api: Api, jp_root_dir: Path, jp_serverapp: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    session_id, path = await opened(api, jp_root_dir)
    # A disk that is full cannot be had in a test: the contents manager says that it is.
    real = type(jp_serverapp.contents_manager).save
    is_full = [True]

    async def full(self: Any, model: Any, path: str) -> Any:
        if is_full[0]:
            raise OSError(errno.ENOSPC, "No space left on device")
        return await real(self, model, path)

    monkeypatch.setattr(type(jp_serverapp.contents_manager), "save", full)
    await add(api, session_id, "a")

    async def is_told() -> bool:
        return "disk is full" in (await project(api, session_id))["problem"]

    await until(is_told)
    await add(api, session_id, "b")
    answer = await api.call("POST", f"/sessions/{session_id}/save", {})
    assert (answer.status, answer.json["error"]["code"]) == (507, "storage-full")

    is_full[0] = False

    async def is_written() -> bool:
        return '"b"' in path.read_text()

    await until(is_written)
    assert (await project(api, session_id))["problem"] == ""

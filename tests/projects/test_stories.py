"""What happens to files and sessions in a real server that dies, or whose log is a copy."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.server.process import ServerProcess

from .test_opening import add, load, nodes, save


@pytest.fixture
def server(tmp_path: Path) -> Iterator[ServerProcess]:
    """Return a server of its own that is running."""
    server = ServerProcess(tmp_path, "--GraphSync.autosave_seconds=0").start()
    yield server
    server.stop()


def folder_of(tmp_path: Path) -> Path:
    return tmp_path / "home"


async def test_PS1_a_file_opens_its_session_again_after_a_kill_with_what_was_not_saved(
    server: ServerProcess, tmp_path: Path
) -> None:
    (folder_of(tmp_path) / "plan.graphsync").write_text("")
    session_id = (await load(server.api, "plan.graphsync"))["session_id"]
    await add(server.api, session_id, "a")
    await save(server.api, session_id)
    await add(server.api, session_id, "b")
    server.kill()
    server.start()

    again = await load(server.api, "plan.graphsync", "other")

    assert again["session_id"] == session_id
    assert again["result"]["project"]["is_dirty"] is True
    assert set(await nodes(server.api, session_id)) == {"a", "b"}


async def test_PS2_a_file_that_began_a_session_goes_on_in_it_after_a_restart(
    server: ServerProcess, tmp_path: Path
) -> None:
    text = '{"nodes":[{"node_id":"a","name":"A","blueprint_type_id":"city"}],"links":[]}'
    (folder_of(tmp_path) / "plan.graphsync").write_text(
        '{"format_version":1,"session_id":"theirs","epoch":"e","seq":9,"digest":"d",' + text[1:]
    )
    session_id = (await load(server.api, "plan.graphsync"))["session_id"]
    await add(server.api, session_id, "b")
    server.kill()
    server.start()

    again = await load(server.api, "plan.graphsync", "other")

    assert again["session_id"] == session_id
    assert set(await nodes(server.api, session_id)) == {"a", "b"}


async def test_PS3_a_file_newer_than_a_log_that_was_restored_from_a_copy_is_asked_about(
    server: ServerProcess, tmp_path: Path
) -> None:
    (folder_of(tmp_path) / "plan.graphsync").write_text("")
    session_id = (await load(server.api, "plan.graphsync"))["session_id"]
    await add(server.api, session_id, "a")
    server.stop()
    copy = tmp_path / "copy"
    log = tmp_path / "jupyter_data_dir" / "graphsync" / "graphsync.sqlite"
    with closing(sqlite3.connect(log)) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)
    server.start()
    await load(server.api, "plan.graphsync")
    await add(server.api, session_id, "b")
    await save(server.api, session_id)
    server.stop()
    for leftover in (Path(f"{log}-wal"), Path(f"{log}-shm")):
        leftover.unlink(missing_ok=True)
    shutil.copy(copy, log)
    server.start()

    body = {"path": "plan.graphsync"}
    answer = await server.api.call("POST", "/sessions/other/load", body)

    assert (answer.status, answer.code) == (409, "file-changed")
    added = answer.json["error"]["details"]["difference"]["nodes_added"]
    assert added["first"] == [{"node_id": "b", "name": "B"}]
    assert (await load(server.api, "plan.graphsync", take="file"))["session_id"] == session_id
    assert set(await nodes(server.api, session_id)) == {"a", "b"}

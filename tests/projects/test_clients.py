"""Programs and people who come to a file by different ways are in one session."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import jupyter_graphsync as gs
from jupyter_graphsync.domain.errors import Clash, NotFound
from tests.server.api import Api
from tests.server.process import ServerProcess

from .test_autosave import until
from .test_opening import add, edit, load, node, nodes, project, written


@pytest.fixture
def limits() -> dict[str, Any]:
    """Let a change wait for a moment alone."""
    return {"autosave_seconds": 0.1}


async def test_PY1_a_program_opens_the_session_that_a_browser_is_in(
    api: Api, jp_root_dir: Path
) -> None:
    session_id = await written(api, jp_root_dir)

    async with await gs.aopen("plan.graphsync", url=api.url, token=api.token) as graph:
        assert graph.session_id == session_id
        assert {found.node_id for found in graph.nodes} == {"a", "b"}


async def test_PY2_a_program_makes_a_file_and_saves_it_where_it_likes(
    api: Api, jp_root_dir: Path
) -> None:
    async with await gs.aopen("new plan.graphsync", url=api.url, token=api.token) as graph:
        await graph.add_node("A", "city", node_id="a")

        assert graph.session_id == "new-plan"
        assert await graph.save() == "new plan.graphsync"
        assert await graph.save("other.graphsync") == "other.graphsync"
        with pytest.raises(Clash, match="force"):
            await graph.save("new plan.graphsync")

    assert '"a"' in (jp_root_dir / "other.graphsync").read_text()


async def test_PY3_a_program_is_told_what_is_not_there_and_what_was_changed(
    api: Api, jp_root_dir: Path
) -> None:
    await written(api, jp_root_dir)
    edit(jp_root_dir, nodes=[node("x")])

    with pytest.raises(NotFound):
        await gs.aopen("none.graphsync", create=False, url=api.url, token=api.token)
    with pytest.raises(Clash) as caught:
        await gs.aopen("plan.graphsync", url=api.url, token=api.token)
    graph = await gs.aopen("plan.graphsync", take="file", url=api.url, token=api.token)
    await graph.close()

    assert caught.value.details["difference"]["nodes_added"]["count"] == 1
    assert [found.node_id for found in graph.nodes] == ["x"]


async def test_PY4_what_somebody_takes_of_a_file_is_in_their_own_undo(
    api: Api, jp_root_dir: Path
) -> None:
    session_id = await written(api, jp_root_dir)
    peer = await (await api.join(session_id)).in_step()
    token = peer.found("welcome")[0]["client_token"]
    edit(jp_root_dir, nodes=[node("x")])

    body = {"path": "plan.graphsync", "take": "file"}
    path = f"/sessions/{session_id}/load"
    answer = await api.call("POST", path, body, headers={"X-Client-Token": token})
    assert answer.status == 200, answer.json
    assert set(await nodes(api, session_id)) == {"x"}

    await peer.send("undo", id="u")
    assert (await peer.reply("u"))["ok"]
    assert set(await nodes(api, session_id)) == {"a", "b"}
    peer.close()


async def test_PY5_after_a_restart_who_joins_a_session_by_its_id_goes_on_in_its_file(
    make_server: Callable[..., ServerProcess], tmp_path: Path
) -> None:
    server = make_server("--GraphSync.autosave_seconds=0.1")
    folder = tmp_path / "server0" / "home"
    session_id = await written(server.api, folder)
    server.kill()
    server.start()

    peer = await (await server.api.join(session_id)).in_step()
    await peer.execute("create-node", node_id="later", name="L", blueprint_type_id="city")

    async def is_written() -> bool:
        return '"later"' in (folder / "plan.graphsync").read_text()

    await until(is_written)
    peer.close()


async def test_PY6_who_may_not_read_or_write_files_cannot_by_way_of_a_session(
    api: Api, jp_root_dir: Path, jp_serverapp: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    session_id = await written(api, jp_root_dir)
    authorizer = jp_serverapp.web_app.settings["authorizer"]
    denied = {("read", "contents")}

    def is_authorized(handler: Any, user: Any, action: str, resource: str) -> bool:
        return (action, resource) not in denied

    monkeypatch.setattr(type(authorizer), "is_authorized", staticmethod(is_authorized))
    loading = await api.call("POST", "/sessions/x/load", {"path": "plan.graphsync"})
    denied |= {("write", "contents")}
    saving = await api.call("POST", f"/sessions/{session_id}/save", {})

    assert (loading.status, loading.code) == (403, "forbidden")
    assert (saving.status, saving.code) == (403, "forbidden")


async def test_PY7_the_answer_names_file_and_session(api: Api, jp_root_dir: Path) -> None:
    session_id = await written(api, jp_root_dir)
    await add(api, session_id, "c")

    answer = await load(api, "plan.graphsync", "other")

    assert (answer["session_id"], answer["path"]) == (session_id, "plan.graphsync")
    assert answer["project_id"] == "plan.graphsync"
    assert answer["result"]["project"]["saved_seq"] <= answer["seq"]
    assert json.loads((jp_root_dir / "plan.graphsync").read_text())["session_id"] == session_id
    assert (await project(api, session_id))["path"] == "plan.graphsync"

"""Files are opened as live sessions: the same one for everybody, and no work is written over."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.server.api import Api


@pytest.fixture
def folder(jp_root_dir: Path) -> Path:
    """Return the folder that the server serves."""
    return jp_root_dir


async def load(api: Api, path: str, proposed: str = "mine", **body: Any) -> Any:
    answer = await api.call("POST", f"/sessions/{proposed}/load", {"path": path, **body})
    assert answer.status == 200, answer.json
    return answer.json


async def save(api: Api, session_id: str, **body: Any) -> Any:
    answer = await api.call("POST", f"/sessions/{session_id}/save", body)
    assert answer.status == 200, answer.json
    return answer.json


async def add(api: Api, session_id: str, node_id: str, **properties: Any) -> None:
    arguments = {
        "node_id": node_id,
        "name": node_id.upper(),
        "blueprint_type_id": "city",
        "properties": properties,
    }
    body = {"command_type": "create-node", "arguments": arguments}
    answer = await api.call("POST", f"/sessions/{session_id}/commands", body)
    assert answer.status == 200, answer.json


async def nodes(api: Api, session_id: str) -> dict[str, Any]:
    graph = (await api.call("GET", f"/sessions/{session_id}/graph")).json
    return {node["node_id"]: node["properties"] for node in graph["nodes"]}


async def project(api: Api, session_id: str) -> Any:
    return (await api.call("GET", f"/sessions/{session_id}")).json["project"]


async def written(api: Api, folder: Path) -> str:
    """Return a session that is kept in `plan.graphsync`, with the nodes a and b."""
    (folder / "plan.graphsync").write_text("")
    session_id: str = (await load(api, "plan.graphsync"))["session_id"]
    await add(api, session_id, "a")
    await add(api, session_id, "b", km=1)
    await save(api, session_id)
    return session_id


def edit(folder: Path, **changes: Any) -> None:
    """Change the file as an editor or a pull would."""
    path = folder / "plan.graphsync"
    content = json.loads(path.read_text())
    content.update(changes)
    path.write_text(json.dumps(content))


def node(node_id: str, **properties: Any) -> Any:
    named = {"node_id": node_id, "name": node_id.upper(), "blueprint_type_id": "city"}
    return {**named, "properties": properties}


async def test_PR1_an_empty_file_becomes_a_new_session_that_everybody_gets(
    api: Api, folder: Path
) -> None:
    (folder / "plan.graphsync").write_text("")

    first = await load(api, "plan.graphsync", "mine")
    second = await load(api, "plan.graphsync", "yours")

    assert first["session_id"] == second["session_id"] == "mine"
    assert first["result"]["project"]["path"] == "plan.graphsync"
    assert first["result"]["project"]["is_dirty"] is False


async def test_PR1_an_id_that_is_taken_gets_a_number(api: Api, folder: Path) -> None:
    (folder / "plan.graphsync").write_text("")
    await api.call("POST", "/sessions", {"session_id": "mine"})

    assert (await load(api, "plan.graphsync"))["session_id"] == "mine-2"


async def test_PR2_a_saved_file_opens_the_session_that_wrote_it(api: Api, folder: Path) -> None:
    session_id = await written(api, folder)

    again = await load(api, "plan.graphsync", "other")

    assert again["session_id"] == session_id
    assert set(await nodes(api, session_id)) == {"a", "b"}


async def test_PR2_a_file_has_one_node_and_one_link_a_line(api: Api, folder: Path) -> None:
    session_id = await written(api, folder)
    body = {"command_type": "link-node", "arguments": {"parent_id": "a", "child_id": "b"}}
    await api.call("POST", f"/sessions/{session_id}/commands", body)
    await save(api, session_id)

    lines = (folder / "plan.graphsync").read_text().splitlines()

    a = '{"node_id":"a","name":"A","blueprint_type_id":"city","properties":{}},'
    assert a in lines
    assert '{"parent_id":"a","child_id":"b","properties":{}}' in lines
    assert lines[0] == '{"format_version":1,'


async def test_PR3_a_session_is_dirty_from_a_change_to_its_saving(api: Api, folder: Path) -> None:
    session_id = await written(api, folder)
    assert (await project(api, session_id))["is_dirty"] is False

    await add(api, session_id, "c")
    assert (await project(api, session_id))["is_dirty"] is True

    await save(api, session_id)
    assert (await project(api, session_id))["is_dirty"] is False


async def test_PR3_saving_is_told_to_the_room_and_makes_nothing_dirty(
    api: Api, folder: Path
) -> None:
    session_id = await written(api, folder)
    await save(api, session_id)

    commits = (await api.call("GET", f"/sessions/{session_id}/commits?after=0&limit=100")).json
    saved = [one for one in commits["commits"] if one["kind"] == "save"]
    assert [event["event"] for event in saved[-1]["events"]] == ["project:saved"]
    assert saved[-1]["events"][0]["payload"]["project_id"] == "plan.graphsync"
    assert (await project(api, session_id))["is_dirty"] is False


async def test_PR4_a_file_that_was_changed_elsewhere_is_not_taken_without_a_choice(
    api: Api, folder: Path
) -> None:
    session_id = await written(api, folder)
    edit(folder, nodes=[node("a", km=5), node("x")])

    answer = await api.call("POST", "/sessions/any/load", {"path": "plan.graphsync"})

    assert answer.status == 409
    assert answer.json["error"]["code"] == "file-changed"
    details = answer.json["error"]["details"]
    assert details["choices"] == ["file", "live", "merge"]
    assert details["difference"]["nodes_added"]["first"] == [{"node_id": "x", "name": "X"}]
    assert details["difference"]["nodes_removed"]["count"] == 1
    assert details["difference"]["nodes_changed"]["count"] == 1
    assert set(await nodes(api, session_id)) == {"a", "b"}


async def test_PR4_the_files_graph_is_taken_in_one_step_that_can_be_undone(
    api: Api, folder: Path
) -> None:
    session_id = await written(api, folder)
    edit(folder, nodes=[node("a", km=5), node("x")])

    await load(api, "plan.graphsync", take="file")
    assert await nodes(api, session_id) == {"a": {"km": 5}, "x": {}}

    answer = await api.call("POST", f"/sessions/{session_id}/undo", {})
    assert answer.status == 200, answer.json
    assert await nodes(api, session_id) == {"a": {}, "b": {"km": 1}}


async def test_PR4_the_live_graph_is_kept_and_written(api: Api, folder: Path) -> None:
    session_id = await written(api, folder)
    edit(folder, nodes=[node("x")])

    await load(api, "plan.graphsync", take="live")

    assert set(await nodes(api, session_id)) == {"a", "b"}
    content = json.loads((folder / "plan.graphsync").read_text())
    assert [one["node_id"] for one in content["nodes"]] == ["a", "b"]


async def test_PR4_what_does_not_conflict_is_merged(api: Api, folder: Path) -> None:
    session_id = await written(api, folder)
    edit(folder, nodes=[node("a", km=5), node("b", km=7), node("x")])
    await add(api, session_id, "c")
    update = {"node_id": "b", "property_id": "km", "new_value": 9}
    body = {"command_type": "update-property", "arguments": update}
    await api.call("POST", f"/sessions/{session_id}/commands", body)

    await load(api, "plan.graphsync", take="merge")

    assert await nodes(api, session_id) == {"a": {"km": 5}, "b": {"km": 9}, "c": {}, "x": {}}


async def test_PR4_what_was_merged_is_written_to_the_file(api: Api, folder: Path) -> None:
    session_id = await written(api, folder)
    edit(folder, nodes=[node("a"), node("b"), node("x")])
    await add(api, session_id, "c")

    await load(api, "plan.graphsync", take="merge")

    text = (folder / "plan.graphsync").read_text()
    assert ('"c"' in text, '"x"' in text) == (True, True)


async def test_PR4_saving_does_not_write_over_what_somebody_else_wrote(
    api: Api, folder: Path
) -> None:
    session_id = await written(api, folder)
    edit(folder, nodes=[node("x")])
    await add(api, session_id, "c")

    answer = await api.call("POST", f"/sessions/{session_id}/save", {})

    assert (answer.status, answer.json["error"]["code"]) == (409, "file-changed")
    assert "x" in (folder / "plan.graphsync").read_text()


async def test_PR5_a_file_of_another_server_begins_its_session_here(api: Api, folder: Path) -> None:
    text = {"format_version": 1, "session_id": "theirs", "epoch": "e", "seq": 9, "digest": "d"}
    (folder / "plan.graphsync").write_text(json.dumps({**text, "nodes": [node("a")]}))

    opened = await load(api, "plan.graphsync", "mine")

    assert opened["session_id"] == "theirs"
    assert await nodes(api, "theirs") == {"a": {}}


async def test_PR5_a_copy_of_an_open_file_is_a_session_of_its_own(api: Api, folder: Path) -> None:
    session_id = await written(api, folder)
    (folder / "copy.graphsync").write_text((folder / "plan.graphsync").read_text())

    copied = await load(api, "copy.graphsync", "mine-too")

    assert copied["session_id"] == "mine-too"
    await add(api, "mine-too", "z")
    assert set(await nodes(api, session_id)) == {"a", "b"}


async def test_PR5_the_native_form_of_rest_is_a_file_too(api: Api, folder: Path) -> None:
    (folder / "plan.graphsync").write_text(json.dumps({"nodes": [node("a")], "links": []}))

    assert (await load(api, "plan.graphsync"))["session_id"] == "mine"
    assert await nodes(api, "mine") == {"a": {}}


async def test_PR6_a_file_of_a_newer_format_is_refused_with_a_sentence(
    api: Api, folder: Path
) -> None:
    (folder / "plan.graphsync").write_text('{"format_version": 99}')

    answer = await api.call("POST", "/sessions/mine/load", {"path": "plan.graphsync"})

    assert answer.status == 422
    assert "install a newer jupyter_graphsync" in answer.json["error"]["message"]


@pytest.mark.parametrize(
    "path", ["", "../plan.graphsync", "a/../../b.graphsync", "plan.json", "a\0.graphsync"]
)
async def test_PR6_paths_that_lead_elsewhere_are_refused(api: Api, path: str) -> None:
    answer = await api.call("POST", "/sessions/mine/load", {"path": path})

    assert answer.status == 400
    assert answer.json["error"]["code"] in ("bad-path", "bad-string")


async def test_PR7_a_file_is_followed_when_it_is_renamed(
    api: Api, folder: Path, jp_serverapp: Any
) -> None:
    session_id = await written(api, folder)

    await jp_serverapp.contents_manager.rename("plan.graphsync", "trip.graphsync")
    await add(api, session_id, "c")
    await save(api, session_id)

    assert (await project(api, session_id))["path"] == "trip.graphsync"
    assert '"c"' in (folder / "trip.graphsync").read_text()
    assert not (folder / "plan.graphsync").exists()


async def test_PR7_a_session_outlives_its_file_and_is_dirty_then(
    api: Api, folder: Path, jp_serverapp: Any
) -> None:
    session_id = await written(api, folder)

    await jp_serverapp.contents_manager.delete("plan.graphsync")
    told = await project(api, session_id)
    assert (told["is_dirty"], "deleted" in told["problem"]) == (True, True)

    await save(api, session_id)
    assert (folder / "plan.graphsync").exists()


async def test_PR8_a_session_that_was_ended_leaves_a_file_that_opens_anew(
    api: Api, folder: Path
) -> None:
    session_id = await written(api, folder)
    await api.call("DELETE", f"/sessions/{session_id}")

    again = await load(api, "plan.graphsync", "anew")

    assert again["session_id"] != session_id
    assert set(await nodes(api, again["session_id"])) == {"a", "b"}

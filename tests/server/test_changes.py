"""Commands, undo and redo over REST; whom they speak for; in which session they run."""

from __future__ import annotations

import asyncio
import uuid
from pathlib import Path
from typing import Any

import pytest

from .api import Api

NODE = {"name": "N", "blueprint_type_id": "t"}

THIRD_PARTY = '''
from jupyter_graphsync.domain.commands import Command
from jupyter_graphsync.domain.events import NodeCreated
from jupyter_graphsync.sessions.context import get_current_session


class StampCommand(Command, kw_only=True, frozen=True):
    """Add a node that is named after the session at hand."""

    def decide(self, graph):
        name = get_current_session().session_id
        yield NodeCreated(node_id=f"n{len(graph.nodes)}", name=name, blueprint_type_id="stamp")


class BreakCommand(Command, kw_only=True, frozen=True):
    """Fail as a defect does."""

    when: str

    def __post_init__(self):
        if self.when == "decoded":
            raise RuntimeError("a defect in the decoding")

    def decide(self, graph):
        raise RuntimeError("a defect in the decision")
'''
ENTRY_POINTS = """[jupyter_graphsync.commands]
stamp = third_party_graphs:StampCommand
break = third_party_graphs:BreakCommand
"""


@pytest.fixture
def third_party(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Install a package that adds commands, for the length of a test."""
    (tmp_path / "third_party_graphs.py").write_text(THIRD_PARTY)
    metadata = tmp_path / "third_party_graphs-1.0.dist-info"
    metadata.mkdir()
    (metadata / "METADATA").write_text(
        "Metadata-Version: 2.1\nName: third-party-graphs\nVersion: 1"
    )
    (metadata / "entry_points.txt").write_text(ENTRY_POINTS)
    monkeypatch.syspath_prepend(str(tmp_path))


async def test_SC1_a_command_is_answered_with_its_id_number_and_result(api: Api) -> None:
    await api.create("s")
    command_id = str(uuid.uuid4())

    answer = await api.call(
        "POST",
        "/sessions/s/commands",
        {
            "command_id": command_id,
            "command_type": "create-node",
            "arguments": {**NODE, "node_id": "a"},
        },
    )

    assert answer.status == 200
    assert answer.json == {
        "success": True,
        "command_id": command_id,
        "seq": 1,
        "result": {"node_id": "a"},
    }


async def test_SC1_a_command_without_an_id_is_given_one(api: Api) -> None:
    await api.create("s")

    answer = await api.execute("s", "create-node", **NODE)

    assert uuid.UUID(answer.json["command_id"])
    assert answer.json["result"]["node_id"]


async def test_SC1_an_array_is_one_batch_and_one_commit(api: Api) -> None:
    await api.create("s")
    commands = [
        {"command_type": "create-node", "arguments": {**NODE, "node_id": "a"}},
        {"command_type": "create-node", "arguments": {**NODE, "node_id": "b"}},
        {"command_type": "link-node", "arguments": {"parent_id": "a", "child_id": "b"}},
    ]

    answer = await api.call("POST", "/sessions/s/commands", commands)

    assert answer.json["seq"] == 1
    assert answer.json["result"] == [{"node_id": "a"}, {"node_id": "b"}, {}]
    commits = (await api.call("GET", "/sessions/s/commits")).json["commits"]
    assert [commit["command_type"] for commit in commits] == ["batch"]


async def test_SC1_an_array_with_one_bad_command_changes_nothing(api: Api) -> None:
    await api.create("s")
    commands = [
        {"command_type": "create-node", "arguments": {**NODE, "node_id": "a"}},
        {"command_type": "delete-node", "arguments": {"node_id": "missing"}},
    ]

    answer = await api.call("POST", "/sessions/s/commands", commands)

    assert (answer.status, answer.code) == (404, "unknown-node")
    assert (await api.call("GET", "/sessions/s")).json["node_count"] == 0


async def test_SC2_undo_and_redo_are_answered_with_what_they_did(api: Api) -> None:
    await api.create("s")
    await api.execute("s", "create-node", node_id="a", **NODE)

    undone = await api.call("POST", "/sessions/s/undo", {})
    redone = await api.call("POST", "/sessions/s/redo", {"scope": "session"})
    nothing = await api.call("POST", "/sessions/s/redo", {})

    assert (undone.json["seq"], redone.json["seq"]) == (2, 3)
    assert set(undone.json["result"]) == {"applied", "skipped"}
    assert (nothing.status, nothing.code) == (409, "nothing-to-redo")


async def test_SC3_a_client_token_says_as_whom(api: Api) -> None:
    await api.create("s")
    peer = await (await api.join("s")).in_step()
    welcome = peer.messages[0]
    body = {"command_type": "create-node", "arguments": {**NODE, "node_id": "a"}}

    await api.call(
        "POST", "/sessions/s/commands", body, headers={"X-Client-Token": welcome["client_token"]}
    )
    commit = await peer.message("commit")
    await peer.send("undo", id="u")
    reply = await peer.reply("u")

    assert commit["actor"]["client_id"] == welcome["client_id"]
    assert commit["actor"]["origin"] == "rest"
    assert reply["ok"]


async def test_SC3_without_a_token_a_request_is_the_common_rest_clients(api: Api) -> None:
    await api.create("s")
    await api.execute("s", "create-node", node_id="a", **NODE)

    commit = (await api.call("GET", "/sessions/s/commits")).json["commits"][0]

    assert (commit["actor"]["client_id"], commit["actor"]["origin"]) == ("rest", "rest")


@pytest.mark.parametrize("token", ["nonsense", "rest.0123", ".", "rest"])
async def test_SC3_a_forged_client_token_is_refused(shared: Api, fresh: str, token: str) -> None:
    body = {"command_type": "create-node", "arguments": NODE}

    answer = await shared.call(
        "POST", f"/sessions/{fresh}/commands", body, headers={"X-Client-Token": token}
    )

    assert (answer.status, answer.code) == (403, "forbidden")
    assert await shared.seqs(fresh) == []


async def test_SC4_a_header_may_name_the_session(api: Api) -> None:
    await api.create("s")
    headers = {"X-Session-ID": "s"}
    body = {"command_type": "create-node", "arguments": {**NODE, "node_id": "a"}}

    done = await api.call("POST", "/commands", body, headers=headers)
    graph = await api.call("GET", "/graph", headers=headers)
    undone = await api.call("POST", "/undo", {}, headers=headers)

    assert (done.json["seq"], undone.json["seq"]) == (1, 2)
    assert [node["node_id"] for node in graph.json["nodes"]] == ["a"]


async def test_SC4_a_session_must_be_named(shared: Api) -> None:
    body = {"command_type": "create-node", "arguments": NODE}

    answer = await shared.call("POST", "/commands", body)

    assert (answer.status, answer.code) == (400, "bad-session-id")


async def test_SC5_many_requests_at_once_each_run_in_their_own_session(
    third_party: None, api: Api
) -> None:
    sessions = [await api.create(f"s{index}") for index in range(8)]
    body = {"command_type": "stamp", "arguments": {}}

    answers = await asyncio.gather(
        *(
            api.call("POST", "/commands", body, headers={"X-Session-ID": session_id})
            for _ in range(12)
            for session_id in sessions
        )
    )

    assert {answer.status for answer in answers} == {200}
    for session_id in sessions:
        nodes = (await api.call("GET", f"/sessions/{session_id}/graph")).json["nodes"]
        assert [node["name"] for node in nodes] == [session_id] * 12


async def test_SC5_outside_of_a_request_there_is_no_current_session(
    third_party: None, api: Api
) -> None:
    from jupyter_graphsync.sessions.context import get_current_session

    await api.create("s")
    await api.call("POST", "/sessions/s/commands", {"command_type": "stamp", "arguments": {}})

    assert get_current_session() is None


@pytest.mark.parametrize("when", ["decoded", "decided"])
async def test_SC6_a_defect_in_a_command_is_answered_over_rest(
    third_party: None, api: Api, when: str
) -> None:
    await api.create("s")

    answer = await api.execute("s", "break", when=when)

    assert (answer.status, answer.code) == (500, "internal")
    assert b"RuntimeError" not in answer.body
    assert await api.seqs("s") == []


@pytest.mark.parametrize("when", ["decoded", "decided"])
async def test_SC6_a_defect_in_a_command_is_answered_over_a_socket(
    third_party: None, api: Api, when: str
) -> None:
    await api.create("s")
    peer = await (await api.join("s")).in_step()

    broken = await peer.execute("break", when=when)
    after = await peer.execute("create-node", **NODE)

    assert (broken["ok"], broken["error"]["code"]) == (False, "internal")
    assert after["ok"]


async def test_SC7_a_server_that_is_used_is_not_idle(api: Api, jp_serverapp: Any) -> None:
    await api.create("s")
    settings = jp_serverapp.web_app.settings

    await api.execute("s", "create-node", **NODE)
    by_rest = settings["graphsync_last_activity"]
    peer = await (await api.join("s")).in_step()
    await peer.execute("create-node", **NODE)

    assert settings["graphsync_last_activity"] > by_rest
    assert jp_serverapp.web_app.last_activity() >= settings["graphsync_last_activity"]


async def test_SC7_a_tab_that_was_left_open_keeps_no_server_busy(
    api: Api, jp_serverapp: Any
) -> None:
    await api.create("s")
    peer = await (await api.join("s")).in_step()
    await peer.execute("create-node", **NODE)
    settings = jp_serverapp.web_app.settings
    before = settings["graphsync_last_activity"]

    await peer.barrier()
    await peer.send("presence", id="p", selection=[])
    await peer.reply("p")

    assert settings["graphsync_last_activity"] == before

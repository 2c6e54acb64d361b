"""Nobody reaches a session without a login and the right; losing it ends the connection."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tornado.httpclient import HTTPClientError
from traitlets.config import Config

from jupyter_graphsync.server.routes import routes

from .api import Api
from .people import OWNER, READER, People, Rights
from .raw import RawSocket, upgrade_headers

VERBS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "FOO")
NODE = {"name": "N", "blueprint_type_id": "t"}
SOON = 5.0
"""Seconds in which a lost login or right ends a connection."""


def paths() -> list[str]:
    """Return an address for every route that there is."""
    examples = {
        "([^/]+)": "s",
        "([0-9]{1,15})": "1",
        "(.+)": "graphsync.js",
        "(?:/.*)?": "/nowhere",
        "\\.": ".",
    }
    found = []
    for pattern, *_ in routes():
        for group, example in examples.items():
            pattern = pattern.replace(group, example)
        found.append(pattern.removeprefix("/"))
    return found


@pytest.fixture(params=[False, True], ids=["closed", "open"])
def unauthenticated_access(request: pytest.FixtureRequest) -> bool:
    """What Jupyter calls `allow_unauthenticated_access`; it is on by default."""
    return bool(request.param)


@pytest.fixture
def jp_server_config(jp_server_config: Config, unauthenticated_access: bool) -> Config:
    """Let the people of `people.py` in."""
    jp_server_config.ServerApp.identity_provider_class = People
    jp_server_config.ServerApp.authorizer_class = Rights
    jp_server_config.ServerApp.allow_unauthenticated_access = unauthenticated_access
    jp_server_config.IdentityProvider.token = "unused"
    return jp_server_config


@pytest.fixture
def people(jp_serverapp: Any, api: Api) -> Iterator[dict[str, Api]]:
    """Everybody's way to the server, and a stranger's."""
    found = {name: Api(api.url, name) for name in ("reader", "editor", "owner", "stranger", "")}
    yield found
    for one in found.values():
        one.close()


@pytest.mark.parametrize("who", ["stranger", ""], ids=["wrong token", "no token"])
async def test_RI1_nobody_gets_anything_but_a_refusal_and_nothing_is_made(
    people: dict[str, Api], tmp_path: Path, who: str
) -> None:
    headers = {"Content-Type": "application/json"} | ({} if who else {"Authorization": ""})

    answers = {
        (verb, path): await people[who].fetch(verb, path, data=b"{}", headers=headers)
        for path in paths()
        for verb in VERBS
        if verb != "OPTIONS"
    }

    assert {answer.status for answer in answers.values()} <= {403, 405}
    for (verb, _), answer in answers.items():
        assert answer.headers["Content-Type"] == "application/json"
        assert verb == "HEAD" or answer.json["success"] is False
    assert not (tmp_path / "log.sqlite").exists()


async def test_RI1_options_tell_verbs_and_no_data(people: dict[str, Api]) -> None:
    answers = [await people[""].fetch("OPTIONS", path) for path in paths()]

    assert {(answer.status, answer.body) for answer in answers} <= {(204, b""), (200, b"")}


async def test_RI2_a_reader_looks_and_changes_nothing(people: dict[str, Api]) -> None:
    await people["owner"].create("s")
    headers = {"Content-Type": "application/json", "X-Session-ID": "s"}

    for path in paths():
        for verb in ("POST", "PATCH", "DELETE"):
            answer = await people["reader"].fetch(verb, path, data=b"{}", headers=headers)
            assert (answer.status, answer.code) in {
                (403, "read-only"),
                (404, "not-found"),
                (405, "not-found"),
            }, (verb, path)
        looked = await people["reader"].fetch("GET", path, headers=headers)
        assert looked.status in (200, 400, 404, 405), path

    assert (await people["reader"].call("GET", "/sessions/s")).json["seq"] == 0


async def test_RI2_an_editor_changes_and_does_not_end(people: dict[str, Api]) -> None:
    await people["editor"].create("s")

    done = await people["editor"].execute("s", "create-node", **NODE)
    refused = await people["editor"].call("DELETE", "/sessions/s")
    ended = await people["owner"].call("DELETE", "/sessions/s")

    assert done.status == 200
    assert (refused.status, refused.code) == (403, "forbidden")
    assert ended.status == 204


async def test_RI2_a_reader_on_a_socket_hears_all_and_changes_nothing(
    people: dict[str, Api],
) -> None:
    await people["owner"].create("s")
    reader = await (await people["reader"].join("s")).in_step()
    editor = await (await people["editor"].join("s")).in_step()

    refused = await reader.execute("create-node", **NODE)
    await reader.send("undo", id="u")
    undone = await reader.reply("u")
    await reader.send("presence", id="p", selection=["x"])
    moved = await reader.reply("p")
    done = await editor.execute("create-node", **NODE)

    assert (reader.messages[0]["role"], editor.messages[0]["role"]) == ("reader", "editor")
    assert refused["error"]["code"] == undone["error"]["code"] == "read-only"
    assert moved["ok"]
    commit = await reader.message("commit")
    assert commit["seq"] == done["seq"] == 1
    assert "command:failed" not in {message.get("event") for message in editor.messages}


@pytest.mark.parametrize("who", ["stranger", ""])
async def test_RI3_nobody_joins(people: dict[str, Api], who: str) -> None:
    await people["owner"].create("s")

    with pytest.raises(HTTPClientError) as refused:
        await people[who].join("s", headers={} if who else {"Authorization": ""})

    assert refused.value.code == 403
    assert (await people["owner"].call("GET", "/sessions/s/clients")).json == {"clients": []}


async def test_RI4_a_lost_login_closes_the_socket_with_4501(
    people: dict[str, Api], jp_serverapp: Any
) -> None:
    await people["owner"].create("s")
    reader = await (await people["reader"].join("s")).in_step()
    owner = await (await people["owner"].join("s")).in_step()

    jp_serverapp.identity_provider.logins = {"owner"}
    closed = await asyncio.wait_for(reader.closed(), SOON)

    assert closed.code == 4501
    assert (await owner.execute("create-node", **NODE))["ok"]


async def test_RI4_a_lost_right_closes_the_socket_with_4503(
    people: dict[str, Api], jp_serverapp: Any
) -> None:
    await people["owner"].create("s")
    editor = await (await people["editor"].join("s")).in_step()

    jp_serverapp.authorizer.rights = {"owner": OWNER, "editor": set()}
    closed = await asyncio.wait_for(editor.closed(), SOON)

    assert closed.code == 4503


async def test_RI4_a_right_to_write_that_is_lost_is_refused_at_the_next_command(
    people: dict[str, Api], jp_serverapp: Any
) -> None:
    await people["owner"].create("s")
    editor = await (await people["editor"].join("s")).in_step()
    before = await editor.execute("create-node", **NODE)

    jp_serverapp.authorizer.rights = {"editor": READER}
    after = await editor.execute("create-node", **NODE)

    assert before["ok"]
    assert after["error"]["code"] == "read-only"


class SlowRights(Rights):
    """Grants everything, when it gets round to it."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.asked = asyncio.Event()
        self.free = asyncio.Event()

    async def is_authorized(  # type: ignore[override]
        self, handler: Any, user: Any, action: str, resource: str
    ) -> bool:
        if handler.request.headers.get("X-Slow") and action == "write":
            self.asked.set()
            await self.free.wait()
        return True


@pytest.fixture
def slow_rights(jp_server_config: Config) -> None:
    """An authorizer that answers by a coroutine."""
    jp_server_config.ServerApp.authorizer_class = SlowRights


async def test_RI5_an_authorizer_may_be_a_coroutine(
    slow_rights: None, people: dict[str, Api]
) -> None:
    await people["owner"].create("s")
    peer = await (await people["editor"].join("s")).in_step()

    reply = await peer.execute("create-node", **NODE)

    assert reply["ok"]


async def test_RI5_who_leaves_while_rights_are_looked_up_leaves_no_ghost(
    slow_rights: None, people: dict[str, Api], jp_serverapp: Any
) -> None:
    await people["owner"].create("s")
    raw = await RawSocket.open(people["editor"])
    handshake = raw.request(
        people["editor"], "graphsync/ws?session_id=s", upgrade_headers(X_Slow="yes")
    )
    assert (await handshake).startswith("HTTP/1.1 101")
    await jp_serverapp.authorizer.asked.wait()

    raw.abort()
    witness = await (await people["owner"].join("s")).in_step()
    jp_serverapp.authorizer.free.set()
    await witness.barrier()

    health = (await people["owner"].call("GET", "/health")).json
    clients = (await people["owner"].call("GET", "/sessions/s/clients")).json["clients"]
    assert (health["connections"], [client["username"] for client in clients]) == (1, ["owner"])

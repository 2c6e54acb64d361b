"""Who is let in by the WebSocket's door, and what they are told there."""

from __future__ import annotations

import asyncio
from typing import Any
from urllib.parse import urlsplit

import pytest
from tornado.httpclient import HTTPClientError

from .api import Answer, Api
from .raw import RawSocket, upgrade_headers

NODE = {"name": "N", "blueprint_type_id": "t"}


async def refused(api: Api, query: str, headers: dict[str, str] | None = None) -> Answer:
    """Return the answer to a handshake that is not let in."""
    with pytest.raises(HTTPClientError) as error:
        await api.connect(query, headers=headers)
    response = error.value.response
    assert response is not None
    return Answer(response.code, response.headers, response.body or b"")


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("", 400),
        ("session_id=", 400),
        ("session_id=one&session_id=two", 400),
        ("session_id=../one", 400),
        ("session_id=%00", 400),
        ("session_id=%ff", 400),
        ("session_id=one%0d%0aX:1", 400),
        ("session_id=" + "a" * 65, 400),
        ("session_id=nobody", 404),
    ],
)
async def test_HS1_a_bad_session_is_refused_before_the_upgrade(
    shared: Api, query: str, status: int
) -> None:
    raw = await RawSocket.open(shared)

    head = await raw.request(shared, f"graphsync/ws?{query}", upgrade_headers())

    assert head.startswith(f"HTTP/1.1 {status}")
    assert "application/json" in head
    assert "X:1" not in head.splitlines()
    raw.close()


async def test_HS1_the_case_of_an_id_counts(api: Api) -> None:
    await api.create("Plan")

    answer = await refused(api, "session_id=plan")

    assert answer.status == 404


@pytest.mark.parametrize("session_id", ["fresh", "nobody"])
@pytest.mark.parametrize("origin", ["http://evil.example", "null"])
async def test_HS2_a_cookie_from_another_origin_is_refused_and_learns_nothing(
    shared: Api, fresh: str, session_id: str, origin: str
) -> None:
    logged_in = await shared.fetch("GET", "api/status")
    cookie = logged_in.headers["Set-Cookie"].partition(";")[0]
    named = fresh if session_id == "fresh" else session_id
    headers = {"Authorization": "", "Cookie": cookie, "Origin": origin}
    raw = await RawSocket.open(shared)

    head = await raw.request(
        Api(shared.url, "wrong"), f"graphsync/ws?session_id={named}", upgrade_headers() | headers
    )

    assert head.startswith("HTTP/1.1 403")
    raw.close()


async def test_HS2_a_cookie_from_here_is_let_in(shared: Api, fresh: str) -> None:
    logged_in = await shared.fetch("GET", "api/status")
    cookie = logged_in.headers["Set-Cookie"].partition(";")[0]
    address = urlsplit(shared.url)
    headers = {
        "Authorization": "",
        "Cookie": cookie,
        "Origin": f"{address.scheme}://{address.netloc}",
    }

    peer = await shared.join(fresh, headers=headers)

    assert (await peer.next())["type"] == "welcome"
    peer.close()


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ({"Upgrade": "", "Connection": ""}, 400),
        ({"Upgrade": ""}, 400),
        ({"Sec_WebSocket_Key": ""}, 400),
        ({"Sec_WebSocket_Version": "8"}, 426),
    ],
)
async def test_HS3_what_is_no_handshake_is_refused(
    shared: Api, fresh: str, changed: dict[str, str], status: int
) -> None:
    raw = await RawSocket.open(shared)

    head = await raw.request(shared, f"graphsync/ws?session_id={fresh}", upgrade_headers(**changed))

    assert head.startswith(f"HTTP/1.1 {status}")
    assert (await shared.call("GET", f"/sessions/{fresh}/clients")).json == {"clients": []}
    raw.close()


async def test_HS4_the_subprotocol_is_chosen_among_those_offered(shared: Api, fresh: str) -> None:
    ours = await shared.join(fresh, subprotocols=["graphsync.v9", "graphsync.v1"])
    none = await shared.join(fresh)
    other = await shared.join(fresh, subprotocols=["graphsync.v9"])

    assert ours.socket.selected_subprotocol == "graphsync.v1"
    assert (await none.next())["type"] == "welcome"
    assert (await other.closed()).code == 4506
    ours.close()
    none.close()


@pytest.mark.parametrize("token", ["nonsense", "a.b"])
async def test_HS5_a_forged_client_token_is_refused(shared: Api, fresh: str, token: str) -> None:
    answer = await refused(shared, f"session_id={fresh}&client_token={token}")

    assert (answer.status, answer.code) == (403, "forbidden")


async def test_HS6_a_lost_token_closes_the_socket_within_five_seconds(
    api: Api, jp_serverapp: Any
) -> None:
    await api.create("s")
    peer = await (await api.join("s")).in_step()

    jp_serverapp.identity_provider.token = "another"
    closed = await asyncio.wait_for(peer.closed(), 5)

    assert closed.code == 4501


async def test_HS7_a_session_that_is_full_says_when_to_come_back(small: None, api: Api) -> None:
    await api.create("s")
    await api.create("other")
    peers = [await (await api.join("s")).in_step() for _ in range(2)]

    third = await api.join("s")
    elsewhere = await (await api.join("other")).in_step()
    again = await api.join("s", client_token=peers[0].messages[0]["client_token"])

    assert (await third.closed()).code == 4407
    assert third.found("bye")[0]["retry_after_ms"] > 0
    assert (await again.next())["type"] == "welcome"
    assert (await elsewhere.execute("create-node", **NODE))["ok"]
    assert (await peers[1].execute("create-node", **NODE))["ok"]


@pytest.fixture
def small(limits: dict[str, Any]) -> None:
    """Two clients a session, four connections in all."""
    limits |= {"max_clients": 2, "max_connections": 4}


async def test_HS7_a_server_that_is_full_counts_who_has_left(small: None, api: Api) -> None:
    await api.create("a")
    await api.create("b")
    await api.create("c")
    peers = [await (await api.join(name)).in_step() for name in ("a", "a", "b", "b")]

    full = await api.join("c")
    assert (await full.closed()).code == 4407
    peers[0].close()
    await peers[1].event("session:disconnected")
    free = await (await api.join("c")).in_step()

    assert (await free.execute("create-node", **NODE))["ok"]

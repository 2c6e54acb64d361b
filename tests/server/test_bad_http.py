"""HTTP that no client of ours would send: refused in our form, without harm to others."""

from __future__ import annotations

import gzip
import json
from typing import Any

import pytest

from .api import Api
from .process import ServerProcess
from .raw import RawSocket

pytestmark = pytest.mark.usefixtures("bystanders")

COMMAND = {"command_type": "create-node", "arguments": {"name": "N", "blueprint_type_id": "t"}}
BODY = json.dumps(COMMAND).encode()


async def login(api: Api) -> dict[str, str]:
    """Return the headers of a browser that is logged in by cookie, with its XSRF token."""
    answer = await api.fetch("GET", "api/status")
    cookies = [value.partition(";")[0] for value in answer.headers.get_list("Set-Cookie")]
    page = await api.fetch("GET", "login", headers={"Authorization": ""})
    cookies += [value.partition(";")[0] for value in page.headers.get_list("Set-Cookie")]
    named = dict(cookie.split("=", 1) for cookie in cookies)
    return {
        "Authorization": "",
        "Cookie": "; ".join(f"{name}={value}" for name, value in named.items()),
        "X-XSRFToken": named["_xsrf"],
    }


async def test_BH1_a_browser_with_cookie_and_xsrf_token_is_served(shared: Api, fresh: str) -> None:
    answer = await shared.call(
        "POST", f"/sessions/{fresh}/commands", COMMAND, headers=await login(shared)
    )

    assert answer.status == 200


@pytest.mark.parametrize(
    "changed",
    [
        {"X-XSRFToken": ""},
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Host": "evil.example"},
    ],
    ids=["H05 no xsrf", "H07 origin", "H08 null origin", "H12 host"],
)
async def test_BH1_a_request_that_another_page_made_is_refused(
    shared: Api, fresh: str, changed: dict[str, str]
) -> None:
    headers = await login(shared) | changed

    answer = await shared.call("POST", f"/sessions/{fresh}/commands", COMMAND, headers=headers)

    assert answer.status in (403, 404)
    assert answer.json["success"] is False
    assert await shared.seqs(fresh) == []


async def test_BH1_a_cookie_that_was_altered_is_no_login(shared: Api, fresh: str) -> None:
    headers = await login(shared)
    headers["Cookie"] = headers["Cookie"].replace("username-", "username-", 1)[:-4] + "AAAA"
    name, _, value = headers["Cookie"].partition("=")
    headers["Cookie"] = f"{name}={value.replace('|', '|9', 1)}"

    answer = await shared.call("GET", f"/sessions/{fresh}", headers=headers)

    assert (answer.status, answer.code) == (403, "unauthenticated")


async def test_BH1_a_token_in_the_body_is_no_login(shared: Api, fresh: str) -> None:
    answer = await shared.fetch(
        "POST",
        f"graphsync/api/v1/sessions/{fresh}/commands",
        data=f"token={shared.token}".encode(),
        headers={"Authorization": "", "Content-Type": "application/x-www-form-urlencoded"},
    )

    assert answer.status == 403


async def test_BH1_a_token_from_a_foreign_page_is_a_token(shared: Api, fresh: str) -> None:
    answer = await shared.call(
        "POST",
        f"/sessions/{fresh}/commands",
        COMMAND,
        headers={"Origin": "http://elsewhere.example"},
    )

    assert answer.status == 200


@pytest.mark.parametrize("verb", ["PUT", "TRACE", "FOO"])
@pytest.mark.parametrize("media", ["application/json", ""])
async def test_BH2_another_verb_is_405_and_told_which_there_are(
    shared: Api, fresh: str, verb: str, media: str
) -> None:
    path = f"/sessions/{fresh}/commands"

    answer = await shared.call(verb, path, data=b"{}", headers={"Content-Type": media})

    assert answer.status == 405
    assert answer.headers["Allow"] == "GET, POST, OPTIONS"


@pytest.mark.parametrize("path", ["graphsync", "graphsync/", "graphsync/api/v2/x", "graphsync/.."])
async def test_BH2_what_is_no_route_is_404(shared: Api, path: str) -> None:
    raw = await RawSocket.open(shared)

    head = await raw.request(shared, path, {})

    assert head.startswith("HTTP/1.1 404")
    raw.close()


@pytest.mark.parametrize(
    "session_id",
    [
        "..",
        "../../x",
        "%2e%2e%2fx",
        "..%2f..%2fetc%2fpasswd",
        "%00",
        "a%00b",
        "x%0d%0aX-Evil:%201",
        "%252e",
        "%ff%fe",
        "-a",
        "a" * 65,
        "a" * 10_000,
        "%f0%9f%98%80",
    ],
)
async def test_BH3_a_session_id_is_never_more_than_an_id(
    shared: Api, shared_server: ServerProcess, session_id: str
) -> None:
    logged = shared_server.log.stat().st_size
    raw = await RawSocket.open(shared)

    head = await raw.request(shared, f"graphsync/api/v1/sessions/{session_id}", {})

    assert head.partition("\r\n")[0].split()[1] in ("400", "404")
    assert "x-evil" not in head.lower()
    lines = shared_server.log.read_text()[logged:].splitlines()
    assert max(map(len, lines), default=0) <= 512
    raw.close()


@pytest.mark.parametrize(
    "headers",
    [
        {"Content-Type": "text/plain"},
        {"Content-Type": ""},
        {"Content-Type": "multipart/form-data; boundary=x"},
        {"Content-Type": "application/json; charset=utf-16"},
        {"Content-Type": "application/jsonx"},
        {"Content-Encoding": "gzip"},
    ],
)
async def test_BH4_only_plain_json_is_read(
    shared: Api, fresh: str, headers: dict[str, str]
) -> None:
    data = gzip.compress(BODY) if "Content-Encoding" in headers else BODY

    answer = await shared.call("POST", f"/sessions/{fresh}/commands", data=data, headers=headers)

    assert (answer.status, answer.code) == (415, "unsupported-media-type")
    assert await shared.seqs(fresh) == []


@pytest.mark.parametrize("media", ["application/json; charset=utf-8", "Application/JSON"])
async def test_BH4_json_may_say_that_it_is_utf8(shared: Api, fresh: str, media: str) -> None:
    answer = await shared.call(
        "POST", f"/sessions/{fresh}/commands", COMMAND, headers={"Content-Type": media}
    )

    assert answer.status == 200


async def post(shared: Api, fresh: str, headers: dict[str, str]) -> RawSocket:
    """Send the head of a POST; return the connection."""
    raw = await RawSocket.open(shared)
    lines = [
        f"POST /a%40b/graphsync/api/v1/sessions/{fresh}/commands HTTP/1.1",
        f"Host: {shared.url.split('/')[2]}",
        f"Authorization: token {shared.token}",
        "Content-Type: application/json",
        *(f"{name}: {value}" for name, value in headers.items()),
    ]
    await raw.send("\r\n".join([*lines, "", ""]).encode())
    return raw


async def test_BH5_a_body_too_large_is_refused_before_it_is_read(shared: Api, fresh: str) -> None:
    limits = (await shared.call("GET", "/limits")).json

    raw = await post(shared, fresh, {"Content-Length": str(limits["max_body_bytes"] + 1)})
    head = await raw.head()

    assert head.startswith("HTTP/1.1 413")
    raw.close()


async def test_BH5_a_body_without_a_length_is_cut_at_the_limit(
    shared: Api, fresh: str, shared_server: ServerProcess
) -> None:
    before = shared_server.memory
    raw = await post(shared, fresh, {"Transfer-Encoding": "chunked"})
    chunk = b"100000\r\n" + b" " * 2**20 + b"\r\n"

    with pytest.raises(OSError):  # noqa: PT011 - whatever a cut connection is called here
        for _ in range(64):
            await raw.send(chunk)
    raw.close()

    assert shared_server.memory - before < 24 * 2**20


async def test_BH5_a_body_of_somebody_unknown_is_not_kept(
    shared: Api, fresh: str, shared_server: ServerProcess
) -> None:
    before = shared_server.memory
    stranger = Api(shared.url, "wrong")

    raw = await post(stranger, fresh, {"Content-Length": str(40 * 2**20)})
    head = await raw.head()
    try:
        for _ in range(40):
            await raw.send(b" " * 2**20)
    except OSError:
        pass
    raw.close()

    assert head.startswith("HTTP/1.1 403")
    assert shared_server.memory - before < 24 * 2**20


async def test_BH5_a_client_that_hangs_up_in_its_body_does_nothing(shared: Api, fresh: str) -> None:
    raw = await post(shared, fresh, {"Content-Length": str(len(BODY))})

    await raw.send(BODY[:10])
    raw.abort()

    assert await shared.seqs(fresh) == []


@pytest.mark.parametrize(
    "query", ["limit=0", "limit=1001", "limit=x", "limit=1.5", "after=-1", "after=%D9%A3"]
)
async def test_BH6_a_query_out_of_range_is_400(shared: Api, fresh: str, query: str) -> None:
    answer = await shared.call("GET", f"/sessions/{fresh}/commits?{query}")

    assert (answer.status, answer.code) == (400, "bad-value")


async def test_BH7_an_error_tells_no_path_and_no_traceback(shared: Api, fresh: str) -> None:
    answers: list[Any] = [
        await shared.call("POST", f"/sessions/{fresh}/commands", data=b"{"),
        await shared.call("GET", "/nowhere"),
        await shared.call("GET", f"/sessions/{fresh}/graph?format=%00"),
    ]

    for answer in answers:
        assert set(answer.json) == {"success", "error"}
        assert set(answer.json["error"]) == {"code", "message", "retry", "details"}
        assert b"/tmp" not in answer.body
        assert b".py" not in answer.body

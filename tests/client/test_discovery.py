"""Discovery: four places, in order, and one sentence where they do not settle it."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from jupyter_graphsync.client.address import Address
from jupyter_graphsync.client.discovery import find_server, search
from jupyter_graphsync.client.errors import NoServer

NOBODY = 2**22 + 1
"""A pid beyond Linux's largest."""


def runtime_file(folder: Path, *, pid: int, port: int, **fields: object) -> None:
    content = {"url": f"http://localhost:{port}/", "token": f"t{port}", "pid": pid, **fields}
    (folder / f"jpserver-{pid}.json").write_text(json.dumps(content))


def test_PC2_the_extension_of_the_nearest_server_wins_over_the_parents_runtime_file(
    tmp_path: Path,
) -> None:
    runtime_file(tmp_path, pid=os.getpid(), port=8888)
    environment = {
        "JUPYTER_GRAPHSYNC_URL": "http://127.0.0.1:9999/user/ann/",
        "JUPYTER_GRAPHSYNC_TOKEN": "secret",
        "JPY_PARENT_PID": str(os.getpid()),
    }

    found = search(environment, tmp_path, os.getpid())

    assert found == Address("http://127.0.0.1:9999/user/ann/", "secret")


def test_PC2_jupyterhub_comes_second(tmp_path: Path) -> None:
    runtime_file(tmp_path, pid=os.getpid(), port=8888)
    environment = {
        "JUPYTERHUB_SERVICE_URL": "http://0.0.0.0:4711/user/ann/",
        "JUPYTERHUB_API_TOKEN": "hub",
    }

    found = search(environment, tmp_path, os.getpid())

    assert found == Address("http://127.0.0.1:4711/user/ann/", "hub")


def test_PC2_the_server_that_started_this_kernel_comes_third(tmp_path: Path) -> None:
    runtime_file(tmp_path, pid=os.getpid(), port=8888)
    runtime_file(tmp_path, pid=NOBODY, port=8889)

    found = search({"JPY_PARENT_PID": str(NOBODY)}, tmp_path, os.getpid())

    assert found == Address("http://localhost:8889/", "t8889")


def test_PC2_the_parent_process_may_be_the_server(tmp_path: Path) -> None:
    runtime_file(tmp_path, pid=NOBODY, port=8888)
    runtime_file(tmp_path, pid=os.getpid(), port=8889)

    assert search({}, tmp_path, NOBODY).token == "t8888"


def test_PC2_the_only_running_server_comes_last(tmp_path: Path) -> None:
    runtime_file(tmp_path, pid=NOBODY, port=8888)
    runtime_file(tmp_path, pid=os.getpid(), port=8889)

    assert search({}, tmp_path, 1).token == "t8889"


def test_PC2_with_several_servers_one_is_told_to_say_which(tmp_path: Path) -> None:
    runtime_file(tmp_path, pid=os.getpid(), port=8888)
    runtime_file(tmp_path, pid=1, port=8889)

    with pytest.raises(NoServer, match=r"localhost:8888/, http://localhost:8889/.*url=.*token="):
        search({}, tmp_path, NOBODY)


def test_PC2_without_a_server_one_is_told_how_to_name_it(tmp_path: Path) -> None:
    with pytest.raises(NoServer, match=r"no running Jupyter server.*url=.*token="):
        search({}, tmp_path, NOBODY)


def test_PC2_what_is_no_runtime_file_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "jpserver-1.json").write_text("{")
    runtime_file(tmp_path, pid=os.getpid(), port=8888, url="http+unix://%2Ftmp%2Fs/")

    with pytest.raises(NoServer):
        search({}, tmp_path, 1)


def test_PC2_what_is_passed_wins_over_what_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JUPYTER_GRAPHSYNC_URL", "http://localhost:1/")
    monkeypatch.setenv("JUPYTER_GRAPHSYNC_TOKEN", "found")

    assert find_server("http://localhost:2/", "given") == Address("http://localhost:2/", "given")
    assert find_server(token="given") == Address("http://localhost:1/", "given")
    assert find_server() == Address("http://localhost:1/", "found")


@pytest.mark.parametrize(
    "url",
    [
        "http://localhost:8888",
        "http://localhost:8888/?token=t",
        "http://localhost:8888/lab?token=t",
        "http://localhost:8888/tree#x",
    ],
)
def test_PC2_an_address_is_read_as_people_have_it(url: str) -> None:
    assert Address.parse(url, "t") == Address("http://localhost:8888/", "t")


def test_PC2_a_token_may_stand_in_the_url_and_shows_in_no_repr() -> None:
    address = Address.parse("https://hub.example/user/ann/lab?token=secret")

    assert address.token == "secret"
    assert address.socket == "wss://hub.example/user/ann/graphsync/ws"
    assert address.api("sessions") == "https://hub.example/user/ann/graphsync/api/v1/sessions"
    assert "secret" not in repr(address)


@pytest.mark.parametrize("url", ["localhost:8888", "ftp://x/", "http://", ""])
def test_PC2_what_is_no_url_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="http or https"):
        Address.parse(url)

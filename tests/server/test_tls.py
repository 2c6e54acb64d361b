"""Over TLS the same frames are delivered, large and small."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from .api import Api
from .process import ServerProcess

NODE = {"name": "N", "blueprint_type_id": "t"}


@pytest.fixture
def secure(make_server: Callable[..., ServerProcess], tmp_path: Path) -> Api:
    """The way to a server with a certificate of its own."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("there is no openssl to make a certificate with")
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    subprocess.run(
        [
            *(openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1"),
            *("-keyout", key, "-out", certificate),
            *("-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"),
        ],
        check=True,
        capture_output=True,
    )
    server = make_server(f"--ServerApp.certfile={certificate}", f"--ServerApp.keyfile={key}")
    url = server.api.url.replace("http:", "https:")
    return replace(server.api, url=url, certificate=str(certificate))


async def test_TL1_a_session_works_over_tls(secure: Api) -> None:
    await secure.create("s")
    for index in range(40):
        properties = {"text": f"{index}" * 30_000}
        answer = await secure.execute(
            "s", "create-node", node_id=f"n{index}", properties=properties, **NODE
        )
        assert answer.status == 200, answer.body

    ann = await (await secure.join("s")).in_step()
    bob = await (await secure.join("s", since=0)).in_step()
    for index in range(100):
        assert (await ann.execute("create-node", node_id=f"m{index}", **NODE))["ok"]
    await bob.until(lambda message: message["type"] == "commit" and message["seq"] == 140)

    parts = ann.found("snapshot")
    texts = [part["text"] for one in parts for part in one["nodes"]["properties"]]
    assert texts == [f"{index}" * 30_000 for index in range(40)]
    assert [commit["seq"] for commit in bob.found("commit")] == list(range(1, 141))
    assert bob.found("commit")[40:] == ann.found("commit")
    secure.close()

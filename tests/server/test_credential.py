"""Kernels reach their server by a credential that is good for graphsync alone."""

from __future__ import annotations

import os
from typing import Any

import pytest
from jupyter_server.auth import passwd
from tornado.httpclient import HTTPClientError
from traitlets.config import Config

from .api import Api

NODE = {"name": "N", "blueprint_type_id": "t"}
VARIABLES = ("JUPYTER_GRAPHSYNC_URL", "JUPYTER_GRAPHSYNC_TOKEN")


@pytest.fixture
def jp_server_config(jp_server_config: Config) -> Config:
    """A server with a password and no token."""
    jp_server_config.ServerApp.token = ""
    jp_server_config.PasswordIdentityProvider.hashed_password = passwd("open sesame")
    return jp_server_config


@pytest.fixture
def kernel(api: Api) -> Api:
    """The way to the server that a kernel finds in its environment."""
    url, token = (os.environ[name] for name in VARIABLES)
    return Api(url, token)


async def test_KC1_a_kernel_is_served_on_a_server_without_a_token(kernel: Api) -> None:
    await kernel.create("s")
    peer = await kernel.join("s", headers={"X-Graphsync-Origin": "kernel"})

    reply = await (await peer.in_step()).execute("create-node", **NODE)

    assert reply["ok"]
    assert peer.found("commit")[0]["actor"]["origin"] == "kernel"
    kernel.close()


async def test_KC1_nobody_else_is(api: Api) -> None:
    for token in ("", "guess", "x" * 10_000):
        stranger = Api(api.url, token)
        assert (await stranger.call("GET", "/sessions")).status == 403
        with pytest.raises(HTTPClientError, match="403"):
            await stranger.join("s")
        stranger.close()


@pytest.mark.parametrize("path", ["api/contents", "api/kernels", "api/sessions", "api/terminals"])
async def test_KC2_the_credential_opens_nothing_else(kernel: Api, path: str) -> None:
    assert (await kernel.fetch("GET", path)).status == 403
    assert (await kernel.fetch("POST", path, data=b"{}")).status == 403
    kernel.close()


async def test_KC2_the_credential_is_no_token_in_a_query(kernel: Api) -> None:
    answer = await kernel.fetch(
        "GET", f"graphsync/api/v1/sessions?token={kernel.token}", headers={"Authorization": ""}
    )

    assert answer.status == 403
    kernel.close()


async def test_KC3_a_server_that_stops_takes_it_out_of_the_environment(
    kernel: Api, jp_serverapp: Any
) -> None:
    before = set(VARIABLES) <= set(os.environ)

    await jp_serverapp.cleanup_extensions()

    assert before
    assert not set(VARIABLES) & set(os.environ)

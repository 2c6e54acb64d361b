"""Servers to test against: one in the test's own process for each test, one that all share."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from pytest_jupyter.jupyter_server import *  # noqa: F403 - only these tests need these fixtures
from traitlets.config import Config

from .api import Api
from .bystanders import Bystanders
from .process import ServerProcess


@pytest.fixture
def limits() -> dict[str, Any]:
    """Limits that a test's server has; overridden where a test needs others."""
    return {}


@pytest.fixture
def jp_server_config(tmp_path: Path, limits: dict[str, Any]) -> Config:
    """A server that serves nobody without a login, with a log of its own."""
    return Config(
        {
            "ServerApp": {
                "jpserver_extensions": {"jupyter_graphsync": True},
                "allow_unauthenticated_access": False,
            },
            "GraphSync": {"log_url": f"sqlite:///{tmp_path / 'log.sqlite'}", **limits},
        }
    )


@pytest.fixture
def api(jp_serverapp: Any, http_server: Any, jp_http_port: int, jp_base_url: str) -> Iterator[Api]:
    """The way to a server in this process."""
    api = Api(f"http://127.0.0.1:{jp_http_port}{jp_base_url}", jp_serverapp.identity_provider.token)
    yield api
    api.close()


@pytest.fixture(scope="session")
def shared_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServerProcess]:
    """A server process that all tests share; each uses sessions of its own."""
    server = ServerProcess(tmp_path_factory.mktemp("shared")).start()
    yield server
    server.stop()


@pytest.fixture
def shared(shared_server: ServerProcess, jp_asyncio_loop: Any) -> Iterator[Api]:
    """The way to the server that all share."""
    api = shared_server.api
    yield api
    api.close()


@pytest.fixture
def make_server(tmp_path: Path) -> Iterator[Callable[..., ServerProcess]]:
    """Start servers with options of their own; they are stopped after the test."""
    servers: list[ServerProcess] = []

    def make(*options: str) -> ServerProcess:
        folder = tmp_path / f"server{len(servers)}"
        folder.mkdir()
        servers.append(ServerProcess(folder, *options).start())
        return servers[-1]

    yield make
    for server in servers:
        server.stop()


@pytest.fixture
def fresh(shared: Api, jp_asyncio_loop: Any) -> str:
    """A session of a test's own on the server that all share."""
    session_id: str = jp_asyncio_loop.run_until_complete(shared.create(uuid.uuid4().hex))
    return session_id


@pytest.fixture
def bystanders(
    shared: Api, fresh: str, shared_server: ServerProcess, jp_asyncio_loop: Any
) -> Iterator[Bystanders]:
    """Others in the session and elsewhere; after the test they must be undisturbed."""
    logged = shared_server.log.stat().st_size
    others = jp_asyncio_loop.run_until_complete(Bystanders(shared, fresh).join())
    yield others
    jp_asyncio_loop.run_until_complete(others.go_on())
    others.leave()
    assert "Traceback" not in shared_server.log.read_text()[logged:]

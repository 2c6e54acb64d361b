"""The extension: what can be configured, and the one place that names a concrete log."""

from __future__ import annotations

import logging
import os
from typing import Any

import msgspec
from jupyter_server.extension.application import ExtensionApp
from traitlets import CInt, Enum, Float, HasTraits, Unicode

from .._version import __version__
from ..domain.limits import Limits
from ..eventlog.base import LogStore
from ..eventlog.place import default_log_url
from ..projects.autosave import Autosave
from ..projects.files import ProjectFiles
from ..projects.retention import Retention
from ..projects.store import ProjectStore
from ..sessions.broadcaster import Broadcaster, get_broadcaster, set_broadcaster
from ..sessions.manager import SessionManager
from .services import Services

log = logging.getLogger(__name__)

URL_VARIABLE = "JUPYTER_GRAPHSYNC_URL"
TOKEN_VARIABLE = "JUPYTER_GRAPHSYNC_TOKEN"


def _limit_traits() -> dict[str, Any]:
    traits: dict[str, Any] = {}
    for field in msgspec.structs.fields(Limits):
        trait = Float if isinstance(field.default, float) else CInt
        traits[field.name] = trait(field.default, help=f"Limit `{field.name}`.").tag(config=True)
    return traits


LimitTraits = type("LimitTraits", (HasTraits,), _limit_traits())


class GraphSync(ExtensionApp, LimitTraits):  # type: ignore[misc, valid-type]
    """Live, shared, undoable graph sessions."""

    name = "jupyter_graphsync"
    extension_url = "/graphsync/api/v1/health"
    load_other_extensions = True
    file_url_prefix = "/graphsync"

    log_url = Unicode(
        "",
        help="Where the event logs are kept, as an SQLAlchemy URL; `memory:` keeps nothing. "
        "By default an SQLite file in Jupyter's data folder. All servers with the same "
        "`postgresql+psycopg://user@host/database` share their sessions; leave the password to "
        "PGPASSWORD or ~/.pgpass, since a command line can be read by others.",
    ).tag(config=True)
    sqlite_synchronous = Enum(
        ("FULL", "NORMAL"),
        "FULL",
        help="FULL: an acknowledged command survives a power cut. NORMAL: only a crash.",
    ).tag(config=True)

    autosave_seconds = Float(
        10.0,
        help="How long a change may wait until its `.graphsync` file is written; 0 switches "
        "autosave off.",
    ).tag(config=True)

    retain_commits = CInt(
        0,
        help="How many of its newest commits a session keeps; older ones are forgotten for good. "
        "0 keeps all.",
    ).tag(config=True)
    retain_days = Float(
        0.0,
        help="For how many days a session keeps its commits. 0 keeps all; where `retain_commits` "
        "is set too, a commit stays that either of them keeps.",
    ).tag(config=True)

    services: Services

    def initialize_settings(self) -> None:
        """Make what the handlers share; storage is opened at first use."""
        names = [field.name for field in msgspec.structs.fields(Limits)]
        limits = Limits(**{name: getattr(self, name) for name in names})
        broadcaster = Broadcaster()
        manager = SessionManager(self._make_store, limits=limits, broadcaster=broadcaster)
        projects = ProjectStore(manager, ProjectFiles(self._server.contents_manager))
        self.services = Services(
            manager,
            projects=projects,
            autosave=Autosave(projects, manager, seconds=self.autosave_seconds),
            retention=Retention(manager, commits=self.retain_commits, days=self.retain_days),
            broadcaster=broadcaster,
            limits=limits,
            version=__version__,
        )
        self._watch_files(projects)
        # Jupyter reads when a server was last active from these, and not from an extension's own.
        self.services.settings = self._server.web_app.settings
        self.services.base_url = self._server.base_url
        self.settings["graphsync"] = self.services
        set_broadcaster(broadcaster)
        self._tell_kernels()

    def initialize_handlers(self) -> None:
        """Register the routes; handlers are imported here, not with the package."""
        from .routes import routes

        self.handlers.extend(routes())

    async def _start_jupyter_server_extension(self, serverapp: Any) -> None:
        """Tell kernels the address, now that the port is known."""
        self._tell_kernels()
        self.services.retention.start()

    async def stop_extension(self) -> None:
        """Finish the commits in flight, and close all sockets with 1001."""
        await self.services.retention.close()
        await self.services.autosave.close()
        await self.services.manager.close()
        if get_broadcaster() is self.services.broadcaster:
            set_broadcaster(None)
        if os.environ.get(TOKEN_VARIABLE) == self.services.credential:
            del os.environ[TOKEN_VARIABLE], os.environ[URL_VARIABLE]

    def _watch_files(self, projects: ProjectStore) -> None:
        """Hear of files that are renamed, moved or deleted by way of this server."""

        async def heard(logger: Any, schema_id: str, data: dict[str, Any]) -> None:
            if data["action"] == "rename":
                projects.bound.renamed(data["source_path"].strip("/"), data["path"].strip("/"))
            elif data["action"] == "delete":
                projects.bound.deleted(data["path"].strip("/"))

        contents = self._server.contents_manager
        self._server.event_logger.add_listener(schema_id=contents.event_schema_id, listener=heard)

    def _tell_kernels(self) -> None:
        # Every kernel that this server starts inherits the environment.
        os.environ[URL_VARIABLE] = self._own_url()
        os.environ[TOKEN_VARIABLE] = self.services.credential

    @property
    def _server(self) -> Any:
        return self.serverapp

    def _own_url(self) -> str:
        return str(self._server.connection_url)

    def _make_store(self) -> LogStore:
        if self.log_url == "memory:":
            from ..eventlog.memory import MemoryLogStore

            return MemoryLogStore()
        from ..eventlog.sql import SqlLogStore

        return SqlLogStore(
            self.log_url or default_log_url(),
            holder_url=self._own_url(),
            min_free_disk_bytes=self.services.limits.min_free_disk_bytes,
            sqlite_synchronous=self.sqlite_synchronous,
        )

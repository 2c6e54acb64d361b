"""Which database product a URL names."""

from __future__ import annotations

from importlib.util import find_spec

from sqlalchemy.engine import URL

from ..domain.errors import Unavailable
from .medium import Medium
from .sqlite import SqliteFile


def medium_for(
    url: URL, *, holder_url: str, min_free_disk_bytes: int, sqlite_synchronous: str
) -> Medium:
    """Return what knows the product that a URL names.

    Raises
    ------
    ValueError
        The URL names no file, or a product that no test was run with.
    Unavailable
        `storage-unavailable`: PostgreSQL's driver is not installed.
    """
    product = url.get_backend_name()
    if product == "sqlite":
        return SqliteFile(
            url,
            holder_url=holder_url,
            min_free_disk_bytes=min_free_disk_bytes,
            synchronous=sqlite_synchronous,
        )
    if product not in ("postgresql", "postgres"):
        raise ValueError(
            f"log_url names {product!r}; write sqlite:////path/to/file or postgresql+psycopg://…"
        )
    if find_spec("psycopg") is None:
        raise Unavailable(
            "storage-unavailable",
            "the event log's driver is not installed; run `pip install jupyter_graphsync[postgres]`",
        )
    from .postgres import DRIVER, Postgres

    return Postgres(url.set(drivername=DRIVER))

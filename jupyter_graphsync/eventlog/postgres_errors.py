"""PostgreSQL's errors, by SQLSTATE, and what users are told of them; never what the server said."""

from __future__ import annotations

from ..domain.errors import GraphSyncError, StorageFull, Unavailable

_AWAY = "the event log's database cannot be reached; the server goes on trying"
_SLOW = "the event log's database takes too long; send the same command again"
_FULL = "the event log's database has no room left; make room and send the same command again"
_READ_ONLY = (
    "the event log's database takes no changes now, as a standby does; the server goes on trying"
)
_CROWDED = "the event log's database has no free connection; the server goes on trying"
_REFUSED = "the event log's database refuses this server; its owner must look at log_url"
_RIGHTS = (
    "the event log's user may not make or change its tables; its owner must grant the right to "
    "create in the schema"
)
_DAMAGED = "the event log's tables are damaged or missing; stop the server and put back a copy"
_BUSY = "the event log's database is busy; try again"

_MEANINGS = {
    "08": ("storage-unavailable", _AWAY),
    "25006": ("storage-unavailable", _READ_ONLY),
    "28": ("storage-unavailable", _REFUSED),
    "3D000": ("storage-unavailable", _REFUSED),
    "3F000": ("storage-unavailable", _RIGHTS),
    "40": ("busy", _BUSY),
    "42501": ("storage-unavailable", _RIGHTS),
    "42P01": ("corrupt-read-only", _DAMAGED),
    "42703": ("corrupt-read-only", _DAMAGED),
    "53100": ("storage-full", _FULL),
    "53300": ("storage-unavailable", _CROWDED),
    "55P03": ("storage-unavailable", _SLOW),
    "57014": ("storage-unavailable", _SLOW),
    "XX001": ("corrupt-read-only", _DAMAGED),
    "XX002": ("corrupt-read-only", _DAMAGED),
}
_DAMAGE = frozenset({"XX001", "XX002"})
# Another transaction was in the way, or the line was lost before the commit was sent.
_PASSING = frozenset({"23505", "40001", "40P01", "25006", "57P01", "57P02", "57P05", "25P03", ""})


def meaning_of(error: BaseException) -> GraphSyncError:
    """Return what users are told of an error."""
    state = _state(error)
    code, message = next(
        (_MEANINGS[key] for key in (state, state[:2]) if key in _MEANINGS),
        ("storage-unavailable", _AWAY),
    )
    return (StorageFull if code == "storage-full" else Unavailable)(code, message)


def is_damage(error: BaseException | None) -> bool:
    """Tell whether stored data cannot be read."""
    return error is not None and _state(error) in _DAMAGE


def is_passing(error: BaseException) -> bool:
    """Tell whether the same work on a new connection may well succeed at once."""
    state = _state(error)
    return (state in _PASSING or state.startswith("08")) and _is_of_the_server(error)


def _state(error: BaseException) -> str:
    return getattr(error, "sqlstate", None) or ""


def _is_of_the_server(error: BaseException) -> bool:
    # The driver's own complaints, about a value it cannot send say, have no SQLSTATE either.
    return any(each.__name__ == "OperationalError" for each in type(error).__mro__) or bool(
        _state(error)
    )

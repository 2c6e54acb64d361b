"""Time and ids, which the domain takes as arguments."""

from __future__ import annotations

import secrets
import uuid
from datetime import datetime, timezone


def timestamp() -> str:
    """Return the time as the wire writes it: UTC, ISO 8601, microseconds, `Z`."""
    return datetime.now(timezone.utc).isoformat(timespec="microseconds")[:-6] + "Z"


def new_command_id() -> str:
    """Return a command id for a request that came without one."""
    return str(uuid.uuid4())


def new_epoch() -> str:
    """Return a name for a history that nobody has seen."""
    return secrets.token_hex(8)


def new_client_id() -> str:
    """Return an id for a client that was never here."""
    return "c-" + secrets.token_hex(6)

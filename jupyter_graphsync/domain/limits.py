"""The sizes that a session allows, each shown to everybody by `GET /limits` and in `welcome`."""

from __future__ import annotations

import msgspec


class Limits(msgspec.Struct, kw_only=True, frozen=True):
    """All limits with their defaults. Bytes are bytes of UTF-8 or of JSON text; times are seconds."""

    max_message_bytes: int = 8 * 2**20
    max_body_bytes: int = 8 * 2**20
    max_import_bytes: int = 64 * 2**20
    max_json_depth: int = 32
    max_batch_commands: int = 10_000
    max_id_bytes: int = 128
    max_name_bytes: int = 4 * 2**10
    max_property_bytes: int = 64 * 2**10
    max_properties: int = 256
    max_nodes: int = 250_000
    max_links: int = 1_000_000
    max_sessions: int = 1_000
    max_clients: int = 200
    max_connections: int = 2_000
    command_rate: float = 500.0
    command_burst: int = 5_000
    presence_rate: float = 20.0
    heartbeat: float = 25.0
    heartbeat_timeout: float = 10.0
    max_replay_commits: int = 10_000
    idle_evict_seconds: float = 600.0
    min_free_disk_bytes: int = 64 * 2**20
    storage_timeout: float = 5.0
    max_undo_steps: int = 1_000

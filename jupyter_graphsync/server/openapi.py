"""`GET /openapi.json`: the REST routes, described from the same types that they decode."""

from __future__ import annotations

from typing import Any

import msgspec

from ..domain.commands import CommandRegistry
from ..domain.commits import Commit
from ..domain.errors import CODES
from ..domain.limits import Limits
from ..formats import FORMATS
from ..protocol import Client, Problem
from .bodies import (
    ChangeSession,
    Compact,
    CreateSession,
    Load,
    NameMoment,
    Restore,
    Reverse,
    RunCommand,
    Save,
)

_SESSION = {"name": "session_id", "in": "path", "required": True, "schema": {"type": "string"}}
_SESSION_HEADER = {**_SESSION, "name": "X-Session-ID", "in": "header"}
_SEQ = {"type": "integer", "minimum": 0}
_CLIENT_TOKEN = {
    "name": "X-Client-Token",
    "in": "header",
    "description": "as which client, from a welcome; without it as the session's common one",
    "schema": {"type": "string"},
}


def openapi(registry: CommandRegistry, version: str, base_url: str) -> dict[str, Any]:
    """Return the OpenAPI 3.1 description of the REST routes."""
    bodies = [
        ChangeSession,
        Compact,
        CreateSession,
        Load,
        NameMoment,
        Restore,
        Reverse,
        RunCommand,
        Save,
    ]
    types = [*bodies, Client, Commit, Limits, Problem]
    _, schemas = msgspec.json.schema_components(types, ref_template="#/components/schemas/{name}")
    # An array of commands is one batch; what `arguments` may be is in the catalogue.
    types_known = [cls.command_type for cls in registry]
    schemas["RunCommand"]["properties"]["command_type"]["examples"] = types_known
    schemas["Failure"] = _failure()
    session = "/sessions/{session_id}"
    return {
        "openapi": "3.1.0",
        "info": {"title": "jupyter_graphsync", "version": version},
        "servers": [{"url": f"{base_url}graphsync/api/v1"}],
        "paths": {
            "/sessions": {
                "get": _operation("List the sessions"),
                "post": _operation("Create a session", body="CreateSession", status="201"),
            },
            session: {
                "parameters": [_SESSION],
                "get": _operation("Describe a session"),
                "patch": _operation("Change title or settings", body="ChangeSession"),
                "delete": _operation("End a session for good", status="204"),
            },
            f"{session}/graph": _read("The graph, now or as it was", _query_graph()),
            f"{session}/commits": _read("The log, a page at a time", _query_commits()),
            f"{session}/timeline": _read("Who did how much when", _query_timeline()),
            f"{session}/diff": _read("What changed between two moments", _query_diff()),
            f"{session}/blame": _read("Who last set what of a node or link", _query_blame()),
            f"{session}/moments": {
                **_read("The moments that have names", []),
                "post": _operation("Name a moment", body="NameMoment", status="201"),
            },
            f"{session}/moments/{{seq}}": {
                "parameters": [_SESSION, {**_SESSION, "name": "seq", "schema": _SEQ}],
                "delete": _operation("Take a moment's name away", status="204"),
            },
            f"{session}/restore": {
                "parameters": [_SESSION, _CLIENT_TOKEN],
                "post": _operation("Make the graph what it was, or part of it", body="Restore"),
            },
            f"{session}/compact": {
                "parameters": [_SESSION],
                "post": _operation("Forget the oldest commits for good", body="Compact"),
            },
            f"{session}/commands": {
                "parameters": [_SESSION, _CLIENT_TOKEN],
                "post": _operation("Execute a command, or an array as a batch", body="RunCommand"),
            },
            f"{session}/undo": {
                "parameters": [_SESSION, _CLIENT_TOKEN],
                "post": _operation("Undo", body="Reverse"),
            },
            f"{session}/redo": {
                "parameters": [_SESSION, _CLIENT_TOKEN],
                "post": _operation("Redo", body="Reverse"),
            },
            f"{session}/clients": _read("Who is there", []),
            f"{session}/load": {
                "parameters": [_SESSION, _CLIENT_TOKEN],
                "post": _operation("Open a file as a live session", body="Load"),
            },
            f"{session}/save": {
                "parameters": [_SESSION, _CLIENT_TOKEN],
                "post": _operation("Save the session to its file, or to another", body="Save"),
            },
            "/commands": {
                "get": _operation("The catalogue of commands"),
                "post": {
                    **_operation("Execute a command in the session named", body="RunCommand"),
                    "parameters": [_SESSION_HEADER, _CLIENT_TOKEN],
                },
            },
            "/limits": {"get": _operation("The limits")},
            "/health": {"get": _operation("Whether the storage answers")},
            "/openapi.json": {"get": _operation("This description")},
        },
        "components": {"schemas": schemas},
    }


def _operation(summary: str, *, body: str = "", status: str = "200") -> dict[str, Any]:
    failure = {"schema": {"$ref": "#/components/schemas/Failure"}}
    described: dict[str, Any] = {
        "summary": summary,
        "responses": {
            status: {"description": "done"},
            "default": {"description": "refused", "content": {"application/json": failure}},
        },
    }
    if body:
        schema: dict[str, Any] = {"$ref": f"#/components/schemas/{body}"}
        if body == "RunCommand":
            schema = {"anyOf": [schema, {"type": "array", "items": schema, "minItems": 1}]}
        content = {"application/json": {"schema": schema}}
        described["requestBody"] = {"required": True, "content": content}
    return described


def _read(summary: str, query: list[dict[str, Any]]) -> dict[str, Any]:
    return {"parameters": [_SESSION, *query], "get": _operation(summary)}


def _query(name: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "in": "query", "schema": schema}


def _query_graph() -> list[dict[str, Any]]:
    return [
        _query("seq", _SEQ),
        _query("at", {"type": "string", "format": "date-time"}),
        _query("format", {"enum": sorted(FORMATS)}),
    ]


def _query_commits() -> list[dict[str, Any]]:
    return [
        _query("after", _SEQ),
        _query("before", _SEQ),
        _query("at", {"type": "string", "format": "date-time"}),
        _query("limit", {"type": "integer", "minimum": 1, "maximum": 1000}),
        *_query_chosen(),
        _query("client_id", {"type": "string"}),
    ]


def _query_timeline() -> list[dict[str, Any]]:
    return [
        _query("buckets", {"type": "integer", "minimum": 1, "maximum": 1000}),
        *_query_chosen(),
    ]


def _query_chosen() -> list[dict[str, Any]]:
    return [
        _query("user", {"type": "string"}),
        _query("node_id", {"type": "array", "items": {"type": "string"}}),
    ]


def _query_diff() -> list[dict[str, Any]]:
    return [_query("from", _SEQ), _query("to", _SEQ)]


def _query_blame() -> list[dict[str, Any]]:
    names = ("node_id", "parent_id", "child_id")
    return [*(_query(name, {"type": "string"}) for name in names), _query("seq", _SEQ)]


def _failure() -> dict[str, Any]:
    codes = sorted(code for codes in CODES.values() for code in codes)
    return {
        "type": "object",
        "required": ["success", "error"],
        "properties": {
            "success": {"const": False},
            "error": {
                "allOf": [
                    {"$ref": "#/components/schemas/Problem"},
                    {"properties": {"code": {"enum": codes}}},
                ]
            },
        },
    }

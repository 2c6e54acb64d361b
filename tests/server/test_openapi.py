"""`openapi.json` describes the routes that there are, in OpenAPI 3.1."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from jupyter_graphsync.domain.errors import CODES
from jupyter_graphsync.server.routes import ONE, ROOT, routes

from .api import Api


@pytest.fixture
def description(shared: Api, jp_asyncio_loop: Any) -> Any:
    """The description, as a server gives it."""
    return jp_asyncio_loop.run_until_complete(shared.call("GET", "/openapi.json")).json


def walk(value: Any) -> Iterator[dict[str, Any]]:
    """Yield all objects in a value."""
    if isinstance(value, dict):
        yield value
    for item in value.values() if isinstance(value, dict) else value:
        if isinstance(item, dict | list):
            yield from walk(item)


def test_OA1_the_description_is_valid(description: Any) -> None:
    validator = pytest.importorskip("openapi_spec_validator")

    validator.validate(description)


def test_OA1_every_schema_is_a_json_schema(description: Any) -> None:
    for schema in description["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)


def test_OA1_every_reference_leads_somewhere(description: Any) -> None:
    references = {part["$ref"] for part in walk(description) if isinstance(part.get("$ref"), str)}

    assert references
    for reference in references:
        found = description
        for step in reference.removeprefix("#/").split("/"):
            found = found[step]


def test_OA1_every_operation_has_an_answer_and_its_parameters(description: Any) -> None:
    for path, item in description["paths"].items():
        named = {parameter["name"] for parameter in item.get("parameters", [])}
        assert set(re.findall(r"{(\w+)}", path)) <= named
        for verb, operation in item.items():
            if verb != "parameters":
                assert operation["summary"]
                assert "default" in operation["responses"]


def test_OA2_every_route_and_verb_is_described(description: Any) -> None:
    described = {
        (path, verb.upper())
        for path, item in description["paths"].items()
        for verb in item
        if verb != "parameters"
    }
    by_header = {ROOT + pattern.removeprefix(ONE) for pattern, *_ in routes() if ONE in pattern}

    served = set()
    for pattern, handler, *_ in routes():
        path = pattern.removeprefix(ROOT).replace("([^/]+)", "{session_id}").replace("\\", "")
        path = path.replace("([0-9]{1,15})", "{seq}")
        about_a_session = pattern in by_header and path != "/commands"
        if pattern.startswith(ROOT) and not about_a_session:
            served |= {
                (path, verb)
                for verb in ("GET", "POST", "PATCH", "PUT", "DELETE")
                if hasattr(getattr(handler, verb.lower()), "__wrapped__")
            }
    catalogue_beside_a_session = {("/sessions/{session_id}/commands", "GET")}
    assert described == served - catalogue_beside_a_session


def test_OA2_every_error_code_is_named(description: Any) -> None:
    failure = description["components"]["schemas"]["Failure"]

    [codes] = [part["enum"] for part in walk(failure) if "enum" in part]

    assert codes == sorted(code for found in CODES.values() for code in found)


def test_OA2_the_server_is_named_with_its_base_url(description: Any, shared: Api) -> None:
    assert description["servers"] == [{"url": "/a%40b/graphsync/api/v1"}]
    assert description["openapi"].startswith("3.1.")

"""Blueprint types: what the nodes of a type look like, and the JSON Schema of their properties."""

from __future__ import annotations

from typing import Any

import msgspec
from msgspec import UNSET, UnsetType

from .errors import Unprocessable

MAX_SCHEMA_BYTES = 64 * 2**10
MAX_SCHEMA_DEPTH = 16
MAX_PATTERN_BYTES = 64 * 2**10
MAX_ERRORS = 20


class Style(msgspec.Struct, kw_only=True, frozen=True, forbid_unknown_fields=True):
    """How nodes of a type are drawn; all fields are optional."""

    color: str | UnsetType = UNSET
    icon: str | UnsetType = UNSET
    label_property: str | UnsetType = UNSET


class BlueprintType(msgspec.Struct, kw_only=True, frozen=True, forbid_unknown_fields=True):
    """A type of node.

    Attributes
    ----------
    blueprint_type_id
        The name by which nodes refer to it.
    schema
        A JSON Schema (draft 2020-12 unless `$schema` says otherwise) for the whole `properties`
        object, view state (ids that begin with `_`) left out. Only local `$ref`s.
    allowed_children
        The types that a child may have; any type where it is `None`.
    """

    blueprint_type_id: str
    title: str | UnsetType = UNSET
    schema: dict[str, Any] | UnsetType = UNSET
    allowed_children: list[str] | None = None
    style: Style = Style()


class Violation(msgspec.Struct, frozen=True):
    """One way in which a value breaks its schema; `path` leads from `properties` to it."""

    path: list[str | int]
    message: str


class PropertySchema:
    """The compiled JSON Schema of a blueprint type.

    Patterns run on a linear-time engine and references are never fetched, since schemas come
    from users.

    Raises
    ------
    Unprocessable
        `bad-graph` where the schema is no valid JSON Schema, too large or too deep.
    """

    def __init__(self, blueprint_type: BlueprintType) -> None:
        self._validator: Any = None
        self.required: frozenset[str] = frozenset()
        schema = blueprint_type.schema
        if schema is UNSET or not schema:
            return
        _refuse_dangerous(blueprint_type.blueprint_type_id, schema)
        self._validator = _compile(blueprint_type.blueprint_type_id, schema)
        required = schema.get("required", [])
        self.required = frozenset(name for name in required if isinstance(name, str))

    def allows(self, properties: dict[str, Any]) -> bool:
        """Tell whether `properties` keep to the schema."""
        return self._validator is None or bool(self._validator.is_valid(_checked(properties)))

    def violations(self, properties: dict[str, Any]) -> list[Violation]:
        """Return how `properties` break the schema, at most 20 ways; an empty list if they do not."""
        if self.allows(properties):
            return []
        found = []
        for error in self._validator.iter_errors(_checked(properties)):
            found.append(Violation(path=list(error.instance_path), message=error.message[:500]))
            if len(found) == MAX_ERRORS:
                break
        return found


def _checked(properties: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in properties.items() if key[0] != "_"}


def _compile(blueprint_type_id: str, schema: dict[str, Any]) -> Any:
    # Imported at first use: it costs 50 ms, which a server start must not pay.
    import jsonschema_rs

    options = jsonschema_rs.RegexOptions(size_limit=MAX_PATTERN_BYTES * 16)
    try:
        return jsonschema_rs.validator_for(schema, pattern_options=options, offline=True)
    except (ValueError, jsonschema_rs.ReferencingError) as error:
        reason = str(error).splitlines()[0][:300]
        raise Unprocessable(
            "bad-graph",
            f"the schema of blueprint type {blueprint_type_id!r} is not a JSON Schema "
            f"that can be used here: {reason}",
            blueprint_type_id=blueprint_type_id,
        ) from error


def _refuse_dangerous(blueprint_type_id: str, schema: dict[str, Any]) -> None:
    size = len(msgspec.json.encode(schema))
    if size > MAX_SCHEMA_BYTES:
        raise Unprocessable(
            "too-long",
            f"the schema of blueprint type {blueprint_type_id!r} takes {size} bytes; "
            f"at most {MAX_SCHEMA_BYTES} are allowed",
            limit=MAX_SCHEMA_BYTES,
        )
    todo: list[tuple[Any, int]] = [(schema, 1)]
    while todo:
        part, depth = todo.pop()
        if depth > MAX_SCHEMA_DEPTH:
            raise Unprocessable(
                "bad-graph",
                f"the schema of blueprint type {blueprint_type_id!r} is nested deeper "
                f"than {MAX_SCHEMA_DEPTH} levels",
            )
        if isinstance(part, dict):
            _refuse_foreign_reference(blueprint_type_id, part)
            todo.extend((value, depth + 1) for value in part.values())
        elif isinstance(part, list):
            todo.extend((value, depth + 1) for value in part)


def _refuse_foreign_reference(blueprint_type_id: str, part: dict[str, Any]) -> None:
    for key in ("$ref", "$dynamicRef", "$recursiveRef"):
        target = part.get(key)
        if isinstance(target, str) and not target.startswith("#"):
            raise Unprocessable(
                "bad-graph",
                f"the schema of blueprint type {blueprint_type_id!r} refers to {target[:64]!r}; "
                "only references inside the schema itself ('#/…') are followed",
            )

"""Blueprint types from what people have: classes of several kinds, and JSON Schemas."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, get_type_hints

import msgspec
from msgspec import UNSET

from ..domain.blueprints import BlueprintType, PropertySchema
from ..domain.errors import BadRequest, Unprocessable
from ..domain.events import NAME

BlueprintSource = BlueprintType | Mapping[str, Any] | type
BlueprintSources = Iterable[BlueprintSource]

_LOCAL = "#/$defs/"
_OF_SCHEMAS = frozenset({"type", "properties", "$ref"})
_OWN_FIELDS = frozenset(BlueprintType.__struct_fields__) - {"title"}


def as_blueprint_type(given: BlueprintSource) -> BlueprintType:
    """Return the blueprint type that a class, a JSON Schema or a mapping of its fields describes.

    Of a pydantic model, dataclass, msgspec Struct or TypedDict the class name is the id, and the
    fields are the properties. A field `name` is left out, since every node has a name.

    Raises
    ------
    BadRequest
        `wrong-type` where it describes none, or a field has no form in JSON.
    Unprocessable
        `bad-graph` where a schema cannot be used here; the sentence names the field.
    """
    if isinstance(given, BlueprintType):
        return given
    if isinstance(given, type):
        return _checked(_of_schema(_schema_of(given), given.__name__))
    if not isinstance(given, Mapping):
        raise BadRequest(
            "wrong-type",
            "a blueprint type is made of a class (pydantic, dataclass, Struct, TypedDict), a JSON "
            f"Schema or a BlueprintType, not of {given!r:.80}",
        )
    if _OWN_FIELDS & given.keys() or not _OF_SCHEMAS & given.keys():
        return _of_fields(given)
    return _checked(_of_schema(dict(given), str(given.get("title") or "")))


def _of_fields(given: Mapping[str, Any]) -> BlueprintType:
    try:
        return msgspec.convert(dict(given), BlueprintType)
    except msgspec.ValidationError as error:
        raise BadRequest("wrong-type", f"this is no blueprint type: {error}") from error


def _schema_of(cls: type) -> dict[str, Any]:
    described: Callable[[], dict[str, Any]]
    described = getattr(cls, "model_json_schema", lambda: msgspec.json.schema(cls))
    try:
        schema = described()
    # What pydantic raises is a RuntimeError, and is none of what we may import here.
    except (TypeError, ValueError, RuntimeError, NameError) as error:
        raise BadRequest("wrong-type", _why_not(cls, error)) from error
    description = schema.get("$defs", {}).get(cls.__name__, schema).get("description", "")
    if description.startswith(f"{cls.__name__}("):
        # The text that a dataclass has by itself tells nobody anything.
        schema["$defs"][cls.__name__].pop("description")
    return schema


def _why_not(cls: type, error: Exception) -> str:
    """Return which field of a class has no form in JSON."""
    try:
        hints = get_type_hints(cls)
    except NameError:
        hints = {}
    for field, hint in hints.items():
        try:
            msgspec.json.schema(hint)
        except (TypeError, ValueError, RuntimeError):
            return (
                f"field {field!r} of {cls.__name__} is a {_named(hint)}, which has no form in "
                "JSON; use str, int, float, bool, list, dict, or a class of such fields"
            )
    reason = str(error).splitlines()[-1]
    return (
        f"{cls.__name__} describes no blueprint type ({reason}); give a pydantic model, "
        "dataclass, msgspec Struct or TypedDict"
    )


def _named(hint: Any) -> str:
    return hint.__name__ if isinstance(hint, type) else str(hint)


def _of_schema(schema: dict[str, Any], type_id: str) -> BlueprintType:
    if not type_id:
        raise BadRequest("missing-field", "a JSON Schema of a blueprint type has a 'title', its id")
    inlined = _inline(schema, schema.get("$defs", {}), ())
    if not isinstance(inlined.get("properties", {}), dict) or inlined.get("type") != "object":
        raise BadRequest(
            "wrong-type",
            f"{type_id} describes no object with properties; a blueprint type needs fields",
        )
    title = inlined.pop("title", type_id)
    _leave_out(inlined, {NAME})
    if _has_reference(inlined) and "$defs" in schema:
        inlined["$defs"] = schema["$defs"]
    return BlueprintType(
        blueprint_type_id=type_id, title=UNSET if title == type_id else title, schema=inlined
    )


def _inline(part: Any, definitions: Mapping[str, Any], within: tuple[str, ...]) -> Any:
    """Return a schema with its references put in place, but for those that lead into themselves."""
    if isinstance(part, list):
        return [_inline(item, definitions, within) for item in part]
    if not isinstance(part, dict):
        return part
    target = part.get("$ref")
    name = target.removeprefix(_LOCAL) if isinstance(target, str) else ""
    if target == _LOCAL + name and name in definitions and name not in within:
        beside = {key: value for key, value in part.items() if key not in ("$ref", "$defs")}
        return {**_inline(definitions[name], definitions, (*within, name)), **beside}
    return {
        key: value if key in ("default", "enum", "const") else _inline(value, definitions, within)
        for key, value in part.items()
        if key != "$defs"
    }


def _leave_out(schema: dict[str, Any], fields: set[str]) -> None:
    for field in fields:
        schema.get("properties", {}).pop(field, None)
    if "required" in schema:
        schema["required"] = [field for field in schema["required"] if field not in fields]
        if not schema["required"]:
            del schema["required"]


def _has_reference(part: Any) -> bool:
    if isinstance(part, list):
        return any(map(_has_reference, part))
    return isinstance(part, dict) and ("$ref" in part or any(map(_has_reference, part.values())))


def _checked(blueprint_type: BlueprintType) -> BlueprintType:
    """Return the type, after trying its schema as a server will."""
    try:
        PropertySchema(blueprint_type)
    except Unprocessable as error:
        field = _culprit(blueprint_type)
        if field is None:
            raise
        raise Unprocessable(
            error.code, f"field {field!r}: {error.message}", field=field, **error.details
        ) from None
    return blueprint_type


def _culprit(blueprint_type: BlueprintType) -> str | None:
    schema = blueprint_type.schema or {}
    for field, part in schema.get("properties", {}).items():
        alone = {"$defs": schema.get("$defs", {}), "properties": {field: part}}
        try:
            PropertySchema(msgspec.structs.replace(blueprint_type, schema=alone))
        except Unprocessable:
            return str(field)
    return None

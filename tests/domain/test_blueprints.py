"""Schemas of blueprint types, which come from users."""

from __future__ import annotations

import time
from typing import Any

import pytest

from jupyter_graphsync.domain.blueprints import BlueprintType, PropertySchema
from jupyter_graphsync.domain.errors import Unprocessable


def schema_of(schema: dict[str, Any]) -> PropertySchema:
    return PropertySchema(BlueprintType(blueprint_type_id="t", schema=schema))


def nested(depth: int) -> dict[str, Any]:
    schema: dict[str, Any] = {}
    for _ in range(depth):
        schema = {"not": schema}
    return schema


def test_BP1_a_type_without_a_schema_allows_everything() -> None:
    schema = PropertySchema(BlueprintType(blueprint_type_id="t"))

    assert schema.violations({"p": 1}) == []


def test_BP1_a_violation_says_where_and_what() -> None:
    schema = schema_of({"properties": {"size": {"items": {"type": "integer"}}}})

    (violation,) = schema.violations({"size": [1, "two"]})

    assert violation.path == ["size", 1]
    assert "integer" in violation.message


def test_BP1_at_most_20_violations_are_told() -> None:
    schema = schema_of({"additionalProperties": {"type": "string"}})

    assert len(schema.violations({f"p{i}": i for i in range(50)})) == 20


def test_BP1_view_state_is_no_matter_of_the_schema() -> None:
    schema = schema_of({"additionalProperties": False})

    assert schema.allows({"_position": [0, 0]})
    assert not schema.allows({"position": [0, 0]})


@pytest.mark.parametrize(
    ("schema", "code"),
    [
        ({"type": "no such type"}, "bad-graph"),
        ({"properties": {"p": {"pattern": "("}}}, "bad-graph"),
        ({"$ref": "https://example.com/schema.json"}, "bad-graph"),
        ({"properties": {"p": {"$ref": "file:///etc/passwd"}}}, "bad-graph"),
        ({"$dynamicRef": "other.json#x"}, "bad-graph"),
        ({"$ref": "#/$defs/missing"}, "bad-graph"),
        ({"$schema": "https://example.com/dialect"}, "bad-graph"),
        (nested(40), "bad-graph"),
        ({"description": "x" * 70_000}, "too-long"),
    ],
)
def test_BP2_a_schema_that_cannot_be_used_is_refused(schema: dict[str, Any], code: str) -> None:
    with pytest.raises(Unprocessable) as caught:
        schema_of(schema)

    assert caught.value.code == code


def test_BP2_references_inside_the_schema_are_followed() -> None:
    schema = schema_of(
        {"$defs": {"size": {"type": "integer"}}, "properties": {"p": {"$ref": "#/$defs/size"}}}
    )

    assert schema.allows({"p": 1})
    assert not schema.allows({"p": "x"})


def test_BP2_no_pattern_takes_more_than_linear_time() -> None:
    schema = schema_of({"properties": {"p": {"pattern": "^(a+)+$"}}})
    start = time.process_time()

    assert not schema.allows({"p": "a" * 50_000 + "!"})
    assert time.process_time() - start < 5

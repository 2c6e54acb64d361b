"""Blueprint types from classes and schemas that people have."""

from __future__ import annotations

import enum
from dataclasses import dataclass, field
from typing import Annotated, Any, TypedDict

import msgspec
import pytest

from jupyter_graphsync.client.blueprint_sources import as_blueprint_type
from jupyter_graphsync.domain.blueprints import BlueprintType, PropertySchema, Style
from jupyter_graphsync.domain.errors import BadRequest, Unprocessable

from .scenario import shared


class Size(enum.Enum):
    SMALL = "small"
    LARGE = "large"


@dataclass
class Address:
    city: str


@dataclass
class Warehouse:
    name: str
    capacity: int
    address: Address | None = None
    size: Size = Size.SMALL
    tags: list[str] = field(default_factory=list)


class Shop(msgspec.Struct):
    """Where people buy."""

    staff: Annotated[int, msgspec.Meta(ge=0)] = 3


class Truck(TypedDict, total=False):
    plate: str


class Part(msgspec.Struct):
    inner: Part | None = None


class Engine:
    pass


@dataclass
class Car:
    seats: int
    engine: Engine


class Coded(msgspec.Struct):
    size: int
    code: Annotated[str, msgspec.Meta(pattern="(?=a)b")]


def allows(blueprint_type: BlueprintType, **properties: Any) -> bool:
    return PropertySchema(blueprint_type).allows(properties)


def test_PY30_a_dataclass_is_a_type_with_its_references_resolved() -> None:
    made = as_blueprint_type(Warehouse)

    assert (made.blueprint_type_id, made.schema["required"]) == ("Warehouse", ["capacity"])
    assert list(made.schema["properties"]) == ["capacity", "address", "size", "tags"]
    assert made.schema["properties"]["size"]["enum"] == ["large", "small"]
    assert "$defs" not in made.schema
    assert allows(made, capacity=1, address={"city": "Lyon"})
    assert not allows(made, capacity=1, address={})
    assert not allows(made)


def test_PY30_a_struct_keeps_its_defaults_and_limits() -> None:
    made = as_blueprint_type(Shop)

    assert made.schema["properties"]["staff"] == {"type": "integer", "minimum": 0, "default": 3}
    assert made.schema["description"] == "Where people buy."
    assert allows(made)
    assert not allows(made, staff=-1)


def test_PY30_a_typed_dict_and_a_type_that_holds_itself_are_types() -> None:
    assert as_blueprint_type(Truck).blueprint_type_id == "Truck"
    part = as_blueprint_type(Part)
    assert allows(part, inner={"inner": {"inner": None}})
    assert not allows(part, inner={"inner": 3})


def test_PY30_a_pydantic_model_is_a_type() -> None:
    pydantic = pytest.importorskip("pydantic")
    place = pydantic.create_model("Place", city=(str, ...))
    model = pydantic.create_model(
        "Depot", name=(str, ...), place=(place, ...), gates=(int, pydantic.Field(2, ge=1))
    )

    made = as_blueprint_type(model)

    assert (made.blueprint_type_id, made.schema["required"]) == ("Depot", ["place"])
    assert made.schema["properties"]["gates"]["default"] == 2
    assert allows(made, place={"city": "Lyon"})
    assert not allows(made, place={})


def test_PY30_a_json_schema_is_a_type_of_its_title() -> None:
    schema = {"title": "Road", "type": "object", "properties": {"km": {"type": "number"}}}

    made = as_blueprint_type(schema)

    assert made.blueprint_type_id == "Road"
    assert not allows(made, km="far")
    with pytest.raises(BadRequest, match="'title'"):
        as_blueprint_type({"type": "object"})


def test_PY31_what_cannot_be_a_type_is_told_with_its_field() -> None:
    with pytest.raises(BadRequest, match=r"^field 'engine' of Car is a Engine, which has no form"):
        as_blueprint_type(Car)
    with pytest.raises(Unprocessable, match=r"^field 'code': .*'Coded'"):
        as_blueprint_type(Coded)
    with pytest.raises(BadRequest, match=r"^int describes no object"):
        as_blueprint_type(int)
    with pytest.raises(BadRequest, match="not of 3"):
        as_blueprint_type(3)  # type: ignore[arg-type]


def test_PY31_a_reference_that_leads_elsewhere_is_refused_with_its_field() -> None:
    away = {"$ref": "https://example.org/schema"}
    schema = {"title": "T", "type": "object", "properties": {"ok": {}, "bad": away}}

    with pytest.raises(Unprocessable, match=r"^field 'bad': .*only references inside"):
        as_blueprint_type(schema)


def test_PY32_a_graph_takes_classes_as_types() -> None:
    with shared() as g:
        g.define(Warehouse, style=Style(color="#2a9d8f"), title="Depot")

        g.add_node("Lyon", "Warehouse", capacity=3)
        with pytest.raises(Unprocessable, match="capacity"):
            g.add_node("Nice", "Warehouse", capacity="much")
        assert g.blueprint_types["Warehouse"].style.color == "#2a9d8f"
        assert g.blueprint_types["Warehouse"].title == "Depot"

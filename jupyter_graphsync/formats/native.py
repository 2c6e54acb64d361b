import msgspec
from ..domain.graph import GraphView

CONTENT_TYPE = "application/json"
EXTENSION = ".json"


def write(view, position):
    yield msgspec.json.encode(
        {
            "structure": view.structure,
            "nodes": view.nodes,
            "links": view.links,
            "blueprint_types": view.blueprint_types,
            "epoch": position.epoch,
            "seq": position.seq,
            "digest": position.digest,
        }
    )


def read_native(data, *, limits, structure=None, strict_blueprints=False):
    raise NotImplementedError

"""What a notebook shows of a live graph."""

from .graph_widget import GraphWidget

__all__ = ["GraphWidget"]

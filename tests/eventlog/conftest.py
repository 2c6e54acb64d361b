from .postgres import database

__all__ = ["database"]

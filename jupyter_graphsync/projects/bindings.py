"""Which session is kept in which file: each in one at most."""

from __future__ import annotations

from .binding import Binding


class Bindings:
    """The bindings of one server, by path and by session."""

    def __init__(self) -> None:
        self._by_path: dict[str, Binding] = {}
        self._by_session: dict[str, Binding] = {}

    def of(self, session_id: str) -> Binding | None:
        """Return the binding of a session."""
        return self._by_session.get(session_id)

    def at(self, path: str) -> Binding | None:
        """Return the binding of a file."""
        return self._by_path.get(path)

    def all(self) -> list[Binding]:
        """Return all bindings."""
        return list(self._by_path.values())

    def put(self, binding: Binding) -> None:
        """Bind a session to a file, instead of what either was bound to."""
        for other in (self.of(binding.session_id), self.at(binding.path)):
            if other is not None:
                self._by_path.pop(other.path, None)
                self._by_session.pop(other.session_id, None)
        self._by_path[binding.path] = binding
        self._by_session[binding.session_id] = binding

    def renamed(self, old_path: str, new_path: str) -> None:
        """Follow a file, or a folder with files in it, to its new name."""
        for binding in self._within(old_path):
            del self._by_path[binding.path]
            binding.path = new_path + binding.path[len(old_path) :]
            self._by_path[binding.path] = binding

    def deleted(self, path: str) -> None:
        """Note that a file, or a folder with files in it, is gone: the sessions stay."""
        for binding in self._within(path):
            binding.stamp = None
            binding.problem = "The file was deleted; save to write it anew."

    def _within(self, path: str) -> list[Binding]:
        return [
            binding
            for binding in self.all()
            if binding.path == path or binding.path.startswith(f"{path}/")
        ]

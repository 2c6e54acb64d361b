from jupyter_graphsync.eventlog.memory import MemoryLogStore

from .contract import LogContract


class TestMemoryLog(LogContract):
    def new_store(self):
        return MemoryLogStore()

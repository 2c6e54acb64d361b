import itertools
import subprocess
import sys

import pytest

from jupyter_graphsync.eventlog.sql import SqlLogStore

from .contract import LogContract


class TestSqliteLog(LogContract):
    @pytest.fixture(autouse=True)
    def _files(self, tmp_path):
        self._names = (tmp_path / f"log-{number}.db" for number in itertools.count())

    def new_store(self):
        return SqlLogStore(f"sqlite:///{next(self._names)}", min_free_disk_bytes=0)


def test_nothing_else_imports_the_database_library():
    program = (
        "import sys, jupyter_graphsync.eventlog.memory; "
        "assert 'sqlalchemy' not in sys.modules; "
        "import jupyter_graphsync.eventlog.sql; "
        "assert 'sqlalchemy' in sys.modules"
    )

    subprocess.run([sys.executable, "-c", program], check=True)


@pytest.mark.parametrize("url", ["no url", "sqlite://", "sqlite:///:memory:"])
def test_a_url_that_names_no_place_is_refused_at_once(url):
    with pytest.raises(ValueError, match="log_url"):
        SqlLogStore(url)


def test_a_url_that_cannot_be_read_is_not_repeated():
    with pytest.raises(ValueError, match="log_url") as refusal:
        SqlLogStore("post gres:/ann:secret@host")

    assert "secret" not in str(refusal.value)

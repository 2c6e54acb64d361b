"""The doctor finds what is damaged, and says what to do."""

from __future__ import annotations

import random
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from jupyter_graphsync.client.graph import SharedGraph
from tests.eventlog.files import beside

from .conftest import Run
from .logs import SESSIONS, use, write_log

FLIPS = 300
USED_EVERY = 10


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("log") / "log.sqlite"
    write_log(path)
    return path


@pytest.fixture
def path(whole: Path, tmp_path: Path) -> Path:
    """A log of a test's own."""
    return Path(shutil.copy(whole, tmp_path / "log.sqlite"))


def seen(path: Path) -> Any:
    """Return all that somebody who reads the file can see: its tables, and every value."""
    try:
        with closing(sqlite3.connect(f"file:{path}?immutable=1", uri=True)) as connection:
            connection.text_factory = bytes
            tables = connection.execute("SELECT * FROM sqlite_master").fetchall()
            return tables, [
                connection.execute(f"SELECT rowid, * FROM {name.decode()} NOT INDEXED").fetchall()
                for kind, name, *_ in tables
                if kind == b"table"
            ]
    except (sqlite3.Error, UnicodeError) as error:
        return str(error)


def flipped(content: bytes, chance: random.Random) -> bytes:
    place = chance.randrange(8 * len(content))
    changed = bytearray(content)
    changed[place // 8] ^= 1 << place % 8
    return bytes(changed)


def put(path: Path, content: bytes) -> None:
    for left in path.parent.glob(f"{path.name}-*"):
        left.unlink()
    path.write_bytes(content)


def visible_flips(whole: Path, path: Path, count: int) -> Iterator[None]:
    """Put the log in place with one bit flipped, each time another, so that a reader can see it."""
    content, before = whole.read_bytes(), seen(whole)
    chance = random.Random(20_261_122)
    while count:
        put(path, flipped(content, chance))
        if seen(path) != before:
            count -= 1
            yield


def concerns_all(findings: list[dict[str, Any]]) -> bool:
    """Tell whether the doctor says that no session of the file can be used."""
    return any("all of its sessions" in finding["advice"] for finding in findings)


def test_DR1_a_whole_log_is_said_to_be_whole(run: Run, path: Path) -> None:
    said = run("doctor", path)

    assert said.code == 0
    assert said.out == "5 sessions, 52 commits and 9 snapshots: all of it is whole\n"


def test_DR1_the_log_of_a_running_server_is_checked_too(
    run: Run, log: Path, graph: SharedGraph
) -> None:
    said = run("doctor", "--log", log, "--json")

    assert (said.code, said.json["whole"], said.json["findings"]) == (0, True, [])
    assert graph.set_property("lyon", "capacity", 1) is None


def test_DR2_every_flipped_bit_that_a_reader_can_see_is_found_and_spares_the_others(
    run: Run, whole: Path, path: Path
) -> None:
    for number, _ in enumerate(visible_flips(whole, path, FLIPS)):
        said = run("doctor", path, "--json")

        assert said.code == 1, number
        if number % USED_EVERY == 0 and not concerns_all(said.json["findings"]):
            named = {finding["session_id"] for finding in said.json["findings"]}
            for session_id in set(SESSIONS) - named:
                use(path, session_id)


def test_DR3_every_truncation_is_found(run: Run, whole: Path, path: Path) -> None:
    content = whole.read_bytes()

    for size in (0, 1, 99, 1_000, *range(4_096, len(content), 4_096), len(content) - 1):
        put(path, content[:size])

        assert run("doctor", path).code == 1, size


@pytest.mark.parametrize(
    ("statement", "session_id", "seq", "problem"),
    [
        ("UPDATE graphsync_commits SET notes = x'7b7d' WHERE seq = 5 AND session = 2",
         "two", 5, "is damaged"),
        ("DELETE FROM graphsync_commits WHERE seq = 5 AND session = 2", "two", 5, "is missing"),
        ("DELETE FROM graphsync_commits WHERE seq > 5 AND session = 2", "two", 5, "is the last one"),
        ("UPDATE graphsync_sessions SET settings = '{}' WHERE session_id = 'one'",
         "one", None, "do not fit their checksum"),
        ("UPDATE graphsync_snapshots SET data = x'00' WHERE session = 1 AND seq = 13",
         "one", 13, "does not fit its checksum"),
        ("UPDATE graphsync_snapshots SET history = 0 WHERE session = 3 AND seq = 13",
         "three", 13, "is marked wrongly"),
        ("UPDATE graphsync_chapters SET data = x'00'",
         "one", None, "chapter from commit 1 does not fit its checksum"),
        ("DELETE FROM graphsync_epochs WHERE session = 3 AND first_seq = 1",
         "three", None, "first epoch is missing"),
        ("UPDATE graphsync_commits SET session = 77 WHERE session = 2 AND seq = 13",
         "", None, "1 commits belong to no session"),
        ("UPDATE graphsync_meta SET value = 'x' WHERE key = 'secret'", "", None, "sealed"),
        ("UPDATE graphsync_commits SET seq = 'x' WHERE session = 2 AND seq = 13",
         "", None, "another kind"),
    ],
)  # fmt: skip
def test_DR4_damage_is_named_with_session_commit_and_what_to_do(
    run: Run, path: Path, statement: str, session_id: str, seq: int | None, problem: str
) -> None:
    with beside(path) as connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute(statement)

    said = run("doctor", path, "--json")

    assert said.code == 1
    assert any(
        (found["session_id"], found["seq"]) == (session_id, seq)
        and problem in found["problem"]
        and found["advice"]
        for found in said.json["findings"]
    ), said.out


def test_DR4_people_read_a_sentence_and_an_advice(run: Run, path: Path) -> None:
    with beside(path) as connection:
        connection.execute("UPDATE graphsync_commits SET notes = x'7b7d' WHERE seq=5 AND session=2")

    said = run("doctor", path)

    assert said.lines[0] == "1 finding in 5 sessions, 52 commits and 9 snapshots:"
    assert said.lines[2] == (
        "- session two: commit 5 is damaged, or does not follow the one before it"
    )
    assert said.lines[3] == (
        "  what to do: save what can be read by `jupyter graphsync export two FILE --seq 4`; then "
        "put back a copy of the log, or end the session and import the file as another one"
    )


def test_DR5_what_is_before_the_damage_is_exported(run: Run, path: Path, tmp_path: Path) -> None:
    with beside(path) as connection:
        connection.execute("UPDATE graphsync_commits SET notes = x'7b7d' WHERE seq=5 AND session=2")
        connection.execute("DELETE FROM graphsync_snapshots WHERE session = 2")

    newest = run("export", "two", tmp_path / "a.graphsync", "--json", "--log", path)
    exact = run("export", "two", tmp_path / "b.graphsync", "--seq", 4, "--json", "--log", path)
    beyond = run("export", "two", tmp_path / "c.graphsync", "--seq", 6, "--log", path)

    assert (newest.json["seq"], newest.json["node_count"]) == (4, 4)
    assert "damaged after commit 4" in newest.err
    assert (exact.json["seq"], exact.json["node_count"]) == (4, 4)
    assert beyond.code == 2


def test_DR6_a_log_that_is_not_there_cannot_be_told(run: Run, tmp_path: Path) -> None:
    said = run("doctor", tmp_path / "none.sqlite")

    assert (said.code, said.out) == (2, "")
    assert "there is no event log at" in said.err
    assert not (tmp_path / "none.sqlite").exists()


def test_DR6_a_look_changes_nothing(run: Run, path: Path) -> None:
    before = path.read_bytes()

    run("doctor", path)

    assert path.read_bytes() == before

"""`%graphsync` and `%%graphsync` in a real IPython shell, against a real server."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from IPython.core.interactiveshell import InteractiveShell

import jupyter_graphsync as gs
from tests.client.live_kernel import run_in_kernel
from tests.client.live_server import TOKEN, LiveServer


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    live = LiveServer(tmp_path_factory.mktemp("server"))
    live.start()
    yield live
    live.stop()


@pytest.fixture
def shell(server: LiveServer, monkeypatch: pytest.MonkeyPatch) -> Iterator[InteractiveShell]:
    monkeypatch.setenv("JUPYTER_GRAPHSYNC_URL", server.url)
    monkeypatch.setenv("JUPYTER_GRAPHSYNC_TOKEN", TOKEN)
    shell = InteractiveShell()
    shell.run_cell("%load_ext jupyter_graphsync").raise_error()
    yield shell
    for value in shell.user_ns.values():
        if isinstance(value, gs.SharedGraph):
            value.close()


def value(shell: InteractiveShell, cell: str) -> Any:
    done = shell.run_cell(cell)
    done.raise_error()
    return done.result


def commits(shell: InteractiveShell) -> list[str]:
    return [commit.command_type for commit in value(shell, "g.history()")]


def test_KE1_the_sessions_are_listed_as_a_table(shell: InteractiveShell) -> None:
    value(shell, "import jupyter_graphsync as gs; gs.connect('listed', title='Plan <1>').close()")

    found = value(shell, "%graphsync")

    assert "listed" in [session.session_id for session in found]
    assert "Plan <1>" in repr(found)
    assert "<td>Plan &lt;1&gt;</td>" in found._repr_html_()


def test_KE2_a_session_is_opened_and_shows_itself(shell: InteractiveShell) -> None:
    value(shell, "import jupyter_graphsync as gs; gs.connect('seen').add_node('Lyon')")

    value(shell, "k = %graphsync open seen")

    assert [node.name for node in shell.user_ns["k"].nodes] == ["Lyon"]
    bundle, _ = shell.display_formatter.format(shell.user_ns["k"])
    assert "application/vnd.jupyter.widget-view+json" in bundle
    assert "Lyon" in bundle["text/plain"]


def test_KE2_a_session_that_is_missing_is_told_in_a_sentence(
    shell: InteractiveShell, capsys: pytest.CaptureFixture[str]
) -> None:
    assert not shell.run_cell("%graphsync open nowhere").success

    told = capsys.readouterr()
    assert "there is no session 'nowhere'" in told.out + told.err
    assert "Traceback" not in told.out + told.err


def test_KE3_a_cell_is_one_batch_and_one_step_of_undo(shell: InteractiveShell) -> None:
    shown = value(
        shell, "%%graphsync cell\nlyon = g.add_node('Lyon')\ng.add_node('A', parent=lyon)\nlyon"
    )

    assert shown == shell.user_ns["lyon"]
    assert commits(shell) == ["batch"]
    value(shell, "g.undo()")
    assert len(shell.user_ns["g"]) == 0


def test_KE3_on_an_exception_nothing_happens_and_the_cell_fails_with_it(
    shell: InteractiveShell,
) -> None:
    done = shell.run_cell("%%graphsync failing\ng.add_node('Lyon')\n1 / 0\n")

    assert isinstance(done.error_in_exec, ZeroDivisionError)
    assert commits(shell) == []


def test_KE3_the_graph_is_the_variable_that_the_notebook_has(shell: InteractiveShell) -> None:
    value(shell, "import jupyter_graphsync as gs; mine = gs.connect('mine'); g = 'something else'")

    value(shell, "%%graphsync mine\nmine.add_node('a')\nmine.add_node('b')")

    assert shell.user_ns["g"] == "something else"
    assert [commit.command_type for commit in shell.user_ns["mine"].history()] == ["batch"]


def test_KE3_other_cells_are_no_part_of_it(shell: InteractiveShell) -> None:
    value(shell, "%%graphsync apart\ng.add_node('a')")
    value(shell, "g.add_node('b')")

    assert commits(shell) == ["batch", "create-node"]


@pytest.mark.parametrize("line", ["%graphsync close x", "%graphsync open", "%%graphsync\n1"])
def test_KE4_what_it_does_not_know_says_what_it_knows(
    shell: InteractiveShell, capsys: pytest.CaptureFixture[str], line: str
) -> None:
    assert not shell.run_cell(line).success

    told = capsys.readouterr()
    assert "%graphsync open NAME shows one" in told.out + told.err


async def in_kernel(server: LiveServer, *cells: str) -> str:
    code = "\n".join(f"get_ipython().run_cell({cell!r}).raise_error()" for cell in cells)
    return await run_in_kernel(server, code)


async def test_KE5_in_a_kernel_it_finds_the_server_by_itself(server: LiveServer) -> None:
    said = await in_kernel(
        server,
        "%load_ext jupyter_graphsync",
        "%%graphsync kernel\nlyon = g.add_node('Lyon')",
        "from IPython.display import display\ndisplay(g)",
        "print([commit.command_type for commit in g.history()], g[lyon].name)",
    )

    assert "['batch'] Lyon" in said

"""A connection: comes back after every cut, and sends under the same id what was not answered."""

from __future__ import annotations

import asyncio

import pytest

from jupyter_graphsync.client.backoff import Timing
from jupyter_graphsync.client.errors import CannotConnect, ConnectionEnded, OutcomeUnknown
from jupyter_graphsync.domain.errors import (
    Clash,
    Forbidden,
    NotFound,
    TooLarge,
    Unavailable,
)
from jupyter_graphsync.domain.limits import Limits
from jupyter_graphsync.protocol import Execute, Ping, Presence, Problem, Resync

from .memory_server import MemoryServer
from .scenario import QUICK, client_of, in_loop, joined, until


def executions(server: MemoryServer) -> list[str]:
    return [op.command_id for op in server.ops if isinstance(op, Execute)]


@in_loop
async def test_PC5_a_write_is_in_the_replica_when_it_returns() -> None:
    server = MemoryServer()

    async with client_of(server) as graph:
        node_id = await graph.add_node("Lyon")

        assert graph[node_id].name == "Lyon"


@in_loop
async def test_PC5_a_refusal_is_raised_as_the_class_of_its_code_with_details() -> None:
    async with client_of(MemoryServer()) as graph:
        await graph.add_node("Lyon", node_id="lyon")

        with pytest.raises(Clash) as refusal:
            await graph.add_node("Lyon", node_id="lyon")

        assert refusal.value.code == "exists"
        assert refusal.value.details == {"node_id": "lyon"}


@in_loop
async def test_PC5_after_a_cut_it_resumes_where_it_was_as_the_same_client() -> None:
    server = MemoryServer()

    async with client_of(server) as graph:
        await graph.add_node("a", node_id="a")
        position, client_id = graph.position, graph.client_id
        server.cut()
        server.execute("create-node", name="b", blueprint_type_id="node", node_id="b")
        await server.joined()
        await until(graph, lambda: "b" in graph)

        assert position is not None
        assert server.queries[1] == {
            "session_id": "s",
            "epoch": position.epoch,
            "since": "1",
            "digest": position.digest,
            "client_token": f"token-of-{client_id}",
        }
        assert graph.client_id == client_id


@in_loop
async def test_PC5_a_command_whose_answer_was_lost_goes_out_again_and_takes_effect_once() -> None:
    server = MemoryServer()

    async with client_of(server) as graph:
        server.cut_before_replies = 2
        await graph.add_node("a")

        first, *others = executions(server)
        assert others == [first, first]
        assert len(server.graph.nodes) == len(graph) == 1


@in_loop
async def test_PC5_what_is_asked_for_while_cut_off_goes_out_in_order_after_the_reconnect() -> None:
    server = MemoryServer()

    async with client_of(server) as graph:
        server.cut()
        await asyncio.gather(*(graph.add_node(f"n{i}", node_id=f"n{i}") for i in range(5)))

        assert list(server.graph.nodes) == ["n0", "n1", "n2", "n3", "n4"]


@in_loop
async def test_PC5_several_refused_connections_only_delay_the_return() -> None:
    server = MemoryServer()

    async with client_of(server) as graph:
        server.refusals.extend(
            [CannotConnect("gone"), Unavailable("storage-unavailable", "later"), CannotConnect("")]
        )
        server.cut()
        await graph.add_node("a", node_id="a")

        assert "a" in server.graph.nodes


@pytest.mark.parametrize("code", [1000, 1001, 1006, 4000, 4008, 4010, 4014, 4407])
@in_loop
async def test_PC5_a_close_code_below_4500_brings_it_back(code: int) -> None:
    server = MemoryServer()

    async with client_of(server) as graph:
        server.cut(code)
        await graph.add_node("a")

        assert len(server.queries) == 2


@pytest.mark.parametrize("code", [4500, 4501, 4503, 4505, 4506, 4510])
@in_loop
async def test_PC5_a_close_code_from_4500_on_is_final(code: int) -> None:
    server = MemoryServer()

    async with client_of(server) as graph:
        server.is_silent = True
        asked = asyncio.create_task(graph.add_node("a"))
        await server.arrived()
        server.cut(code)

        with pytest.raises(ConnectionEnded) as ending:
            await asked
        assert ending.value.close_code == code
        with pytest.raises(ConnectionEnded):
            await graph.add_node("b")
        assert len(server.queries) == 1


@in_loop
async def test_PC5_a_socket_on_which_nothing_can_be_sent_is_left(
    caplog: pytest.LogCaptureFixture,
) -> None:
    server = MemoryServer()
    healthy = server.receive

    def broken(*_: object) -> None:
        server.receive = healthy  # type: ignore[method-assign]
        raise RuntimeError("a fault in the transport")

    async with client_of(server) as graph:
        server.receive = broken  # type: ignore[method-assign, assignment]
        await graph.add_node("a", node_id="a")

        assert "a" in server.graph.nodes
        assert "a fault in the transport" in caplog.text


@in_loop
async def test_PC5_where_its_token_is_refused_it_comes_back_as_a_new_client() -> None:
    server = MemoryServer()

    async with client_of(server) as graph:
        server.refusals.append(Forbidden("forbidden", "the token is not one of this session"))
        server.cut()
        await graph.add_node("a")

        assert "client_token" not in server.queries[1]


@in_loop
async def test_PC5_a_right_that_is_gone_ends_the_return() -> None:
    server = MemoryServer()

    async with client_of(server) as graph:
        server.refusals.extend([Forbidden("forbidden", "no right to read")] * 2)
        server.cut()

        with pytest.raises(Forbidden, match="no right to read"):
            await graph.add_node("a")


@in_loop
async def test_PC5_a_login_that_is_gone_ends_the_return() -> None:
    server = MemoryServer()

    async with client_of(server) as graph:
        server.refusals.append(Forbidden("unauthenticated", "the token is not accepted"))
        server.cut()

        with pytest.raises(Forbidden):
            await graph.add_node("a")


@in_loop
async def test_PC5_the_first_connection_does_not_wait_for_a_server_that_is_not_there() -> None:
    server = MemoryServer()
    server.refusals.append(CannotConnect("no Jupyter server answers"))

    with pytest.raises(CannotConnect):
        await joined(server)


@in_loop
async def test_PC5_the_first_connection_is_given_up_after_the_timeout_with_the_last_reason() -> (
    None
):
    server = MemoryServer()
    server.refusals.extend(Unavailable("storage-locked", "locked") for _ in range(1000))

    with pytest.raises(Unavailable) as refusal:
        await joined(server, timeout=0.05)
    assert refusal.value.code == "storage-locked"


@in_loop
async def test_PC5_a_missing_session_is_an_error_where_none_is_to_be_made() -> None:
    with pytest.raises(NotFound) as refusal:
        await joined(MemoryServer(exists=False), create=False)
    assert refusal.value.code == "session-not-found"


@in_loop
async def test_PC5_a_gap_is_noticed_and_healed_by_a_snapshot() -> None:
    server = MemoryServer()

    async with client_of(server) as graph:
        server.lost_commits = 1
        server.execute("create-node", name="lost", blueprint_type_id="node", node_id="lost")
        await graph.add_node("after", node_id="after")

        assert any(isinstance(op, Resync) for op in server.ops)
        assert [node.node_id for node in graph.nodes] == ["lost", "after"]


@in_loop
async def test_PC5_another_history_at_the_same_seq_is_noticed_by_its_digest() -> None:
    server = MemoryServer()

    async with client_of(server) as graph:
        await graph.add_node("a", node_id="a")
        server.lose_history()
        server.mode = "current"
        server.cut()
        await server.joined()
        await graph.wait_for("replica:replaced")

        assert graph.position == server.position


@in_loop
async def test_PC5_a_server_that_stays_out_of_step_is_left_and_joined_from_nothing() -> None:
    server = MemoryServer()

    async with client_of(server) as graph:
        for name in "abc":
            await graph.add_node(name, node_id=name)
        whole = server.snapshot
        server.snapshot = lambda: whole()[1:]  # type: ignore[method-assign]
        server.lost_commits = 1
        server.execute("create-node", name="d", blueprint_type_id="node", node_id="d")
        server.execute("create-node", name="e", blueprint_type_id="node", node_id="e")
        await server.joined()
        server.snapshot = whole  # type: ignore[method-assign]
        server.cut()
        await server.joined()
        await graph.add_node("f", node_id="f")

        assert "since" not in server.queries[1]
        assert [node.node_id for node in graph.nodes] == list("abcdef")


@in_loop
async def test_PC5_a_server_that_owes_a_snapshot_and_sends_nothing_is_left() -> None:
    server = MemoryServer()

    async with client_of(server, timing=Timing(quiet=0.02, first_pause=0.001)) as graph:
        whole = server.snapshot
        server.snapshot = list  # type: ignore[method-assign]
        server.lost_commits = 1
        server.execute("create-node", name="a", blueprint_type_id="node", node_id="a")
        server.execute("create-node", name="b", blueprint_type_id="node", node_id="b")
        await server.joined()
        server.snapshot = whole  # type: ignore[method-assign]
        await until(graph, lambda: len(graph) == 2)

        assert not any(isinstance(op, Ping) for op in server.ops)


@in_loop
async def test_PC5_a_commit_that_comes_again_changes_nothing() -> None:
    server = MemoryServer()

    async with client_of(server) as graph:
        with graph.events("graph:node-created") as created:
            await graph.add_node("a", node_id="a")
            server.say_again()
            await graph.add_node("b", node_id="b")

            assert [(await created.next(1)).payload.node_id for _ in range(2)] == ["a", "b"]
        assert graph.position == server.position


@in_loop
async def test_PC5_a_silent_server_is_asked_for_a_sign_of_life_and_then_left() -> None:
    server = MemoryServer()

    async with client_of(server, timing=Timing(quiet=0.02, first_pause=0.001)):
        server.is_silent = True
        await server.joined()

        assert isinstance(server.ops[0], Ping)


@in_loop
async def test_PC5_a_server_that_answers_pings_is_kept() -> None:
    server = MemoryServer()

    async with client_of(server, timing=Timing(quiet=0.01, first_pause=0.001)):
        for _ in range(3):
            await server.arrived()

        assert len(server.queries) == 1


@in_loop
async def test_PC5_without_an_answer_the_outcome_is_unknown_and_the_command_stays_on_its_way() -> (
    None
):
    server = MemoryServer()

    async with client_of(server, timeout=0.05) as graph:
        server.is_silent = True
        with pytest.raises(OutcomeUnknown) as unknown:
            await graph.add_node("a", node_id="a")
        server.is_silent = False
        server.cut()
        await until(graph, lambda: "a" in graph)

        assert executions(server) == [unknown.value.command_id] * 2


@in_loop
async def test_PC5_a_command_that_could_not_be_sent_is_withdrawn() -> None:
    server = MemoryServer()

    async with client_of(server, timeout=0.05) as graph:
        server.refusals.extend(CannotConnect("gone") for _ in range(1000))
        server.cut()
        await server.refused()
        with pytest.raises(CannotConnect, match="changed nothing"):
            await graph.add_node("a")
        server.refusals.clear()
        await graph.add_node("b")

        assert [node.name for node in graph.nodes] == ["b"]


@pytest.mark.parametrize("code", ["rate-limited", "busy", "outcome-unknown"])
@in_loop
async def test_PC5_what_may_succeed_in_a_moment_is_sent_again_under_the_same_id(code: str) -> None:
    server = MemoryServer()
    server.problems.append(Problem(code=code, message="", details={"retry_after_ms": 1}))

    async with client_of(server) as graph:
        await graph.add_node("a")

        first, second = executions(server)
        assert first == second


@in_loop
async def test_PC5_a_full_disk_is_told_at_once() -> None:
    server = MemoryServer()
    server.problems.append(Problem(code="storage-full", message="no room", retry=True))

    async with client_of(server) as graph:
        with pytest.raises(Exception, match="no room"):
            await graph.add_node("a")


@in_loop
async def test_PC5_a_command_that_no_frame_can_hold_is_refused_here() -> None:
    server = MemoryServer()
    server.limits = Limits(max_message_bytes=1000)

    async with client_of(server) as graph:
        with pytest.raises(TooLarge):
            await graph.add_node("x" * 1000)

        assert not server.ops


@in_loop
async def test_PC5_a_name_is_shown_to_the_others_again_after_a_reconnect() -> None:
    server = MemoryServer()

    async with client_of(server, name="Ana") as graph:
        await server.arrived()
        await until(graph, lambda: [client.name for client in graph.clients] == ["Ana"])
        server.cut()
        await server.arrived()

        assert [op.name for op in server.ops if isinstance(op, Presence)] == ["Ana", "Ana"]


@in_loop
async def test_PC5_it_comes_back_no_sooner_than_it_is_told_to() -> None:
    server = MemoryServer()
    loop = asyncio.get_running_loop()

    async with client_of(server, timing=QUICK):
        server.bye(4407, retry_after_ms=80)
        before = loop.time()
        await server.joined()

        assert loop.time() - before >= 0.08


@in_loop
async def test_PC5_another_version_of_the_protocol_is_an_error_that_says_what_to_do() -> None:
    server = MemoryServer()
    server.protocol = 2

    with pytest.raises(ConnectionEnded, match="install the same jupyter_graphsync"):
        await joined(server)


@in_loop
async def test_PC5_closing_twice_is_no_error_and_reads_go_on() -> None:
    server = MemoryServer()
    graph = await joined(server)
    await graph.add_node("a", node_id="a")

    await graph.close()
    await graph.close()

    assert "a" in graph
    assert not graph.connected

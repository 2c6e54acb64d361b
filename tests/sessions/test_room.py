"""Who is here: joining and leaving, and what people do, joined and not too often."""

from __future__ import annotations

import asyncio

from .clocks import in_fast_time
from .house import House, house
from .people import Person
from .test_events import STAMP


def counts(person: Person) -> list[tuple[str, int]]:
    return [
        (name, payload["client_count"])
        for name, payload in person.events("session:connected", "session:disconnected")
    ]


async def three(home: House) -> tuple[Person, Person, Person]:
    await home.create()
    return await home.join("ann"), await home.join("ben"), await home.join("cy")


async def test_RO1_everybody_is_told_who_came_and_left_and_how_many_are_there() -> None:
    async with house() as home:
        ann, ben, cy = await three(home)

        ben.cut()
        await cy.in_step()
        cy.cut()
        await ann.in_step()

        connected, disconnected = "session:connected", "session:disconnected"
        assert counts(ann) == [
            (connected, 1),
            (connected, 2),
            (connected, 3),
            (disconnected, 2),
            (disconnected, 1),
        ]
        assert counts(ben) == [(connected, 2), (connected, 3)]
        assert counts(cy) == [(connected, 3), (disconnected, 2)]


async def test_RO2_the_events_of_coming_and_leaving_have_the_fields_of_the_table() -> None:
    async with house() as home:
        ann, ben, _ = await three(home)

        ben.cut()
        await ann.in_step()

        for name in ("session:connected", "session:disconnected"):
            payload = ann.events(name)[-1][1]
            assert STAMP.fullmatch(payload.pop("timestamp"))
            assert payload.keys() == {"session_id", "client_count"}
            assert payload["session_id"] == "s"
        told = [m for m in ann.of_type("event") if m["event"].endswith("connected")]
        assert [m["actor"]["client_id"] for m in told] == ["c-ann", "c-ben", "c-cy", "c-ben"]


async def test_RO3_who_leaves_twice_leaves_once() -> None:
    async with house() as home:
        ann, ben, _ = await three(home)

        ben.cut()
        ben.connection.gone()
        await ann.in_step()

        assert counts(ann)[3:] == [("session:disconnected", 2)]


async def test_RO4_presence_carries_what_changed_and_of_whom() -> None:
    async with house() as home:
        ann, ben, _ = await three(home)
        await ben.until(lambda: "c-cy" in str(ben.events("session:presence")))
        seen = len(ben.events("session:presence"))

        await ann.send(op="presence", selection=["a"], pointer=[1.5, 2], name="Anna", color="red")
        await ben.until(lambda: len(ben.events("session:presence")) > seen)

        _name, payload = ben.events("session:presence")[seen]
        assert STAMP.fullmatch(payload.pop("timestamp"))
        assert payload == {
            "clients": [
                {
                    "client_id": "c-ann",
                    "username": "ann",
                    "name": "Anna",
                    "color": "red",
                    "origin": "browser",
                    "selection": ["a"],
                    "pointer": [1.5, 2.0],
                    "dragging": {},
                    "editing": None,
                }
            ]
        }


async def test_RO5_what_presence_leaves_out_stays_as_it_was() -> None:
    async with house() as home:
        ann, _ben, _ = await three(home)
        await ann.ask("presence", selection=["a"], dragging={"a": [1, 2]}, editing="a")

        await ann.ask("presence", pointer=[1, 2], dragging=None)

        assert ann.client.selection == ["a"]
        assert (ann.client.pointer, ann.client.dragging) == ([1.0, 2.0], {})
        assert ann.client.editing == "a"


async def test_RO6_who_left_is_named_in_presence() -> None:
    async with house() as home:
        ann, ben, _ = await three(home)

        ben.cut()
        await ann.until(lambda: "left" in str(ann.messages))

        payload = ann.events("session:presence")[-1][1]
        assert payload["left"] == ["c-ben"]


async def test_RO7_who_comes_back_keeps_the_name_but_holds_nothing() -> None:
    async with house() as home:
        ann, _ben, _ = await three(home)
        session = ann.connection.session
        await ann.ask("presence", name="Anna", selection=["a"], pointer=[1, 2])

        ann.cut()
        known = session.room.known("c-ann")

        assert known is not None
        assert (known.name, known.selection, known.pointer) == ("Anna", [], None)


@in_fast_time
async def test_RO8_presence_is_told_twenty_times_a_second_at_most_and_the_newest_wins() -> None:
    async with house() as home:
        ann, ben, cy = await three(home)
        clock = asyncio.get_running_loop().time
        first, seen = clock(), len(cy.events("session:presence"))

        for step in range(300):
            await ann.send(op="presence", pointer=[step, 0])
            await ben.send(op="presence", pointer=[step, 1])
            await asyncio.sleep(0.01)
        await cy.until(lambda: "[299.0, 0.0]" in str(cy.messages[-1:]))

        told = cy.events("session:presence")[seen:]
        assert 2 <= len(told) <= (clock() - first) * 20 + 1
        assert {client["client_id"] for client in told[-2][1]["clients"]} == {"c-ann", "c-ben"}


async def test_RO9_a_newcomer_learns_of_the_others_by_the_welcome_alone() -> None:
    async with house() as home:
        _ann, _ben, _cy = await three(home)

        dan = await home.join("dan")

        assert [client["client_id"] for client in dan.messages[0]["clients"]] == [
            *("c-ann", "c-ben", "c-cy", "c-dan"),
        ]
        assert [m["type"] for m in dan.messages[1:]][:1] == ["snapshot"]
        assert not [
            payload
            for _, payload in dan.events("session:presence")
            if [client["client_id"] for client in payload["clients"]] != ["c-dan"]
        ]

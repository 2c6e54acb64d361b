from __future__ import annotations

import pytest

from jupyter_graphsync.domain.errors import Forbidden
from jupyter_graphsync.sessions.identity import COLORS, ClientTokens, color_of

SECRET = b"k" * 32


def test_ID1_a_token_names_its_client() -> None:
    tokens = ClientTokens(SECRET, "s")

    assert tokens.read(tokens.sign("c-1.x")) == "c-1.x"


@pytest.mark.parametrize(
    "token",
    [
        "",
        ".",
        "c-1",
        "c-1.",
        ".0000",
        ClientTokens(SECRET, "s").sign("c-2").replace("c-2", "c-1"),
        ClientTokens(SECRET, "other").sign("c-1"),
        ClientTokens(b"x" * 32, "s").sign("c-1"),
        ClientTokens(SECRET, "s").sign("c-1") + "0",
        ClientTokens(SECRET, "s").sign(""),
        "c-1.\u00e4",
    ],
)
def test_ID2_no_other_token_is_taken(token: str) -> None:
    with pytest.raises(Forbidden) as refusal:
        ClientTokens(SECRET, "s").read(token)

    assert refusal.value.code == "forbidden"


def test_ID3_a_client_has_one_colour() -> None:
    assert color_of("c-1") == color_of("c-1")
    assert {color_of(f"c-{number}") for number in range(200)} == set(COLORS)


def test_ID4_two_people_have_two_colours_while_there_are_enough() -> None:
    taken: set[str] = set()

    for number in range(len(COLORS)):
        taken.add(color_of(f"c-{number}", taken))

    assert taken == set(COLORS)
    assert color_of("c-more", taken) in COLORS

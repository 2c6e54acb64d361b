"""Colours for names and numbers: the ones that the live canvas gives them."""

from __future__ import annotations

HUES = (
    "#4c78d0",
    "#e07b39",
    "#2f9e77",
    "#c2528b",
    "#8a63d2",
    "#b8922e",
    "#3b9cc4",
    "#d0524a",
    "#6f9b3c",
    "#8d7565",
)
"""Hues that stay apart for most people who see colours differently."""

_SCALE = ("#4b52b0", "#8a4fae", "#c2528b", "#e0765c", "#e3a33c")
_STEPS = 64


class Palette:
    """Colours by name: a name keeps its colour, and different names differ while there are hues."""

    def __init__(self) -> None:
        self._chosen: dict[str, str] = {}

    def color_of(self, name: str) -> str:
        """Return the colour of a name, which depends on the names before it."""
        if name not in self._chosen:
            self._chosen[name] = self._choose(name)
        return self._chosen[name]

    def _choose(self, name: str) -> str:
        first = _hash(name) % len(HUES)
        used = set(self._chosen.values())
        wanted = (*HUES[first:], *HUES[:first])
        return next((color for color in wanted if color not in used), HUES[first])


def sequential(share: float) -> str:
    """Return the colour of a number that is so far along its range, from 0 to 1."""
    along = int(share * _STEPS + 0.5) / _STEPS * (len(_SCALE) - 1)
    index = min(len(_SCALE) - 2, int(along))
    pairs = zip(_parts(_SCALE[index]), _parts(_SCALE[index + 1]), strict=True)
    mixed = (int(one + (other - one) * (along - index) + 0.5) for one, other in pairs)
    return "#" + "".join(f"{part:02x}" for part in mixed)


def _parts(color: str) -> list[int]:
    return [int(color[at : at + 2], 16) for at in (1, 3, 5)]


def _hash(name: str) -> int:
    """FNV-1a of the UTF-16 code units, which is what JavaScript's strings are made of."""
    value = 0x811C9DC5
    encoded = name.encode("utf-16-le", "surrogatepass")
    for at in range(0, len(encoded), 2):
        value = ((value ^ int.from_bytes(encoded[at : at + 2], "little")) * 0x01000193) & 0xFFFFFFFF
    return value

"""Seeded numbers that come out the same on every machine and in every version of Python."""

from collections.abc import Sequence
from random import Random
from statistics import NormalDist
from typing import TypeVar

T = TypeVar("T")

_NORMAL = NormalDist()
_EDGE = 1e-6


class Dice:
    """A stream of its own for each purpose, so that a change in one part of the county does not shift the others.

    Only `Random.random` is used: its sequence is promised to stay, that of the other methods is not.
    """

    def __init__(self, seed: int, purpose: str) -> None:
        self._random = Random(f"{seed}/{purpose}")

    def share(self, low: float, high: float) -> float:
        """Any number between two."""
        return low + (high - low) * self._random.random()

    def whole(self, low: int, high: int) -> int:
        """A whole number from `low` to `high`, both included."""
        return low + int(self._random.random() * (high - low + 1))

    def near(self, middle: float, spread: float, low: float, high: float) -> float:
        """Log-normal about a middle (few large ones, many small), cut off at both ends."""
        drawn = min(max(self._random.random(), _EDGE), 1 - _EDGE)
        factor: float = 2.718281828459045 ** (_NORMAL.inv_cdf(drawn) * spread)
        return min(max(middle * factor, low), high)

    def one(self, things: Sequence[T]) -> T:
        return things[int(self._random.random() * len(things))]

    def some(self, things: Sequence[T], count: int) -> list[T]:
        """So many of the things, each once, in their own order."""
        order = sorted((self._random.random(), index) for index in range(len(things)))
        return [things[index] for index in sorted(index for _, index in order[:count])]

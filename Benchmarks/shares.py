"""What is expected of dropped shares, and what runs add up to; no package is needed.

A law is that of seeds that fall independently with probability gamma on a grid, each of which grows
to a block. Then a unit is kept with probability (1 - gamma) ** (the positions that reach it), and
two are kept with that of the union of theirs; mean and variance of a map's share follow exactly.
"""

from __future__ import annotations

import math
import statistics
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Law:
    """Mean and variance of the share that an independent piece of the tensor drops."""

    mean: float
    variance: float

    def bound(self, pieces: int, error: float) -> float:
        """Return how far the mean share of so many pieces lies from the law's at most.

        Bernstein's inequality for independent shares between 0 and 1: further away with a
        probability of `error` at most.
        """
        log = math.log(2 / error)
        linear = log / (3 * pieces)
        return linear + math.sqrt(linear**2 + 2 * self.variance * log / pieces)


def cover(side: int, block: int, whole: bool) -> list[tuple[int, int]]:
    """Return the range of seed positions that reach each unit of one axis; `block` is clipped.

    On the whole grid the seed is the centre of its block, the lower one of an even side.
    """
    if whole:
        below = block // 2
        above = block - 1 - below
        return [(max(u - above, 0), min(u + below, side - 1) + 1) for u in range(side)]
    return [(max(u - block + 1, 0), min(u, side - block) + 1) for u in range(side)]


def paper_gamma(probability: float, spatial: Sequence[int], block: int) -> float:
    """Return gamma by the paper's equation 1, with the block clipped to the map."""
    sides = [min(block, side) for side in spatial]
    grid = math.prod(side - b + 1 for side, b in zip(spatial, sides))
    return min(probability / math.prod(sides) * math.prod(spatial) / grid, 1.0)


def block_law(gamma: float, spatial: Sequence[int], block: int, whole: bool) -> Law:
    """Return the law of a map's share, for two spatial axes."""
    ones: list[Counter[int]] = []
    pairs: list[Counter[tuple[int, int]]] = []
    for side in spatial:
        ranges = cover(side, min(block, side), whole)
        ones.append(Counter(high - low for low, high in ranges))
        pairs.append(
            Counter(
                ((h1 - l1) * 10**6 + (h2 - l2), max(min(h1, h2) - max(l1, l2), 0))
                for l1, h1 in ranges
                for l2, h2 in ranges
            )
        )
    units = math.prod(spatial)
    kept = 0.0
    for (a, times_a) in ones[0].items():
        for (b, times_b) in ones[1].items():
            kept += times_a * times_b * (1 - gamma) ** (a * b)
    both = 0.0
    for (sizes_a, common_a), times_a in pairs[0].items():
        first_a, second_a = divmod(sizes_a, 10**6)
        for (sizes_b, common_b), times_b in pairs[1].items():
            first_b, second_b = divmod(sizes_b, 10**6)
            union = first_a * first_b + second_a * second_b - common_a * common_b
            both += times_a * times_b * (1 - gamma) ** union
    mean = kept / units
    return Law(1 - mean, max(both / units**2 - mean**2, 0.0))


def unit_law(probability: float) -> Law:
    """Return the law of a unit's share, where every unit is dropped by itself."""
    return Law(probability, probability * (1 - probability))


@dataclass(frozen=True)
class Summary:
    """What the runs of one piece of work add up to, in seconds."""

    median: float
    low: float
    high: float
    runs: int

    @classmethod
    def of(cls, times: Sequence[float]) -> Summary:
        """Return median and quartiles, the latter between the two runs nearest to them."""
        if len(times) == 1:
            return cls(times[0], times[0], times[0], 1)
        low, median, high = statistics.quantiles(times, n=4, method="inclusive")
        return cls(median, low, high, len(times))


def takes_part(turn: int, runs: int, wanted: int) -> bool:
    """Tell whether who runs in `wanted` of `runs` rounds, evenly spread, runs in this one."""
    return turn * wanted // runs != (turn + 1) * wanted // runs

"""Gamma (section 4), and what of the exact law (section 9) its calibration needs."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from fractions import Fraction
from functools import lru_cache
from typing import Optional

_MARGIN = 2.0**-40
_FRACTION_BITS = 256


def product(sizes: Iterable[int]) -> float:
    """Return a product of integers, taken in Double from the left."""
    result = 1.0
    for size in sizes:
        result *= float(size)
    return result


def gamma_of(
    rule: str,
    probability: float,
    given: Optional[float],
    factor: float,
    spatial: tuple[int, ...],
    sides: tuple[int, ...],
    grid: tuple[int, ...],
    offsets: tuple[int, ...],
) -> float:
    """Return gamma by its rule, times the factor, cut at 1.

    `sides` are clipped to the map; `grid` and `offsets` describe the seed grid's spatial axes.
    """
    if rule == "fixed":
        assert given is not None
        gamma = given
    elif rule == "calibrated":
        gamma = calibrated_threshold(probability, spatial, sides, grid, offsets) / 2.0**32
    else:
        gamma = probability / product(sides)
        if rule == "paper":
            valid = [size - side + 1 for size, side in zip(spatial, sides)]
            gamma = gamma * product(spatial) / product(valid)
    return min(gamma * factor, 1.0)


def cover_counts(
    spatial: tuple[int, ...],
    sides: tuple[int, ...],
    grid: tuple[int, ...],
    offsets: tuple[int, ...],
) -> Counter:
    """Return how many units of a map are covered by n grid positions, for each n that occurs."""
    counts = Counter({1: 1})
    for size, side, positions, offset in zip(spatial, sides, grid, offsets):
        axis = Counter(
            min(positions - 1, unit + offset) - max(0, unit + offset - side + 1) + 1
            for unit in range(size)
        )
        merged: Counter = Counter()
        for n, units in counts.items():
            for m, more in axis.items():
                merged[n * m] += units * more
        counts = merged
    return counts


@lru_cache(maxsize=256)
def calibrated_threshold(
    probability: float,
    spatial: tuple[int, ...],
    sides: tuple[int, ...],
    grid: tuple[int, ...],
    offsets: tuple[int, ...],
) -> int:
    """Return the smallest T for which the exact share at T / 2³² is at least p − 2⁻⁴⁰.

    Decided without rounding, but for the bound (1 - p) + 2⁻⁴⁰ itself, which is a Double: near a
    share of 1 the steps of the share are finer than a Double.
    """
    counts = cover_counts(spatial, sides, grid, offsets)
    units = math.prod(spatial)
    most_kept = units * Fraction((1.0 - probability) + _MARGIN)
    low, high = 0, 2**32
    while low < high:
        middle = (low + high) // 2
        if _keeps_at_most(most_kept, 2**32 - middle, counts):
            high = middle
        else:
            low = middle + 1
    return low


def _keeps_at_most(limit: Fraction, survival: int, counts: Counter) -> bool:
    """Tell whether Σ units · (survival / 2³²)ⁿ is at most `limit`, exactly."""
    base = survival << _FRACTION_BITS - 32
    total = sum(units * _power(base, n) for n, units in counts.items())
    # A cut power is too small, by less than 2n units in the last place.
    slack = sum(units * 2 * n for n, units in counts.items())
    scaled = limit * 2**_FRACTION_BITS
    if total > scaled:
        return False
    if total + slack <= scaled:
        return True
    exact = sum(units * Fraction(survival, 2**32) ** n for n, units in counts.items())
    return exact <= limit


def _power(base: int, exponent: int) -> int:
    """Return a power of a fixed-point number of at most 1, every product cut."""
    result = 1 << _FRACTION_BITS
    while exponent:
        if exponent & 1:
            result = result * base >> _FRACTION_BITS
        base = base * base >> _FRACTION_BITS
        exponent >>= 1
    return result

"""Where units lie in memory: reading and writing a tensor by its strides."""

from __future__ import annotations

from array import array
from collections.abc import Sequence


def runs(sizes: Sequence[int], strides: Sequence[int]) -> tuple[list[int], int, int]:
    """Return the starts of evenly spaced runs in logical order, and their length and step."""
    axes = [(size, stride) for size, stride in zip(sizes, strides) if size != 1]
    merged: list[tuple[int, int]] = []
    for size, stride in axes:
        if merged and merged[-1][1] == size * stride:
            merged[-1] = (merged[-1][0] * size, stride)
        else:
            merged.append((size, stride))
    length, step = merged.pop() if merged else (1, 1)
    starts = [0]
    for size, stride in merged:
        starts = [start + i * stride for start in starts for i in range(size)]
    return starts, length, step


def gather(memory: array, sizes: Sequence[int], strides: Sequence[int]) -> array:
    """Return the units in logical order."""
    units = array(memory.typecode)
    if 0 in sizes:
        return units
    starts, length, step = runs(sizes, strides)
    for start in starts:
        units.extend(memory[start : start + (length - 1) * step + 1 : step])
    return units


def scatter(units: array, memory: array, sizes: Sequence[int], strides: Sequence[int]) -> None:
    """Write units, given in logical order, to their places; nothing else is written."""
    if 0 in sizes:
        return
    starts, length, step = runs(sizes, strides)
    for number, start in enumerate(starts):
        part = units[number * length : (number + 1) * length]
        memory[start : start + (length - 1) * step + 1 : step] = part

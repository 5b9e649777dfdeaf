"""From seeds to the block mask (sections 3 and 6).

A mask is a byte per unit, 1 where dropped. All maps grow their blocks at once: the mask is one long
integer, and a shift by k bytes moves every seed by k units.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import compress


def anchor_offset(anchor: str, side: int) -> int:
    """Return o: how far below a seed its block begins, on the whole grid."""
    return {"lowerCentre": side // 2, "upperCentre": (side - 1) // 2, "corner": 0}[anchor]


def place(seeds: bytes, grid: Sequence[int], spatial: Sequence[int]) -> bytes:
    """Return a byte per unit, with each seed of the valid grid at its block's lowest corner."""
    if list(grid) == list(spatial):
        return seeds
    width, units = grid[-1], math.prod(spatial)
    starts = [0]
    for axis, positions in enumerate(grid[:-1]):
        step = math.prod(spatial[axis + 1 :])
        starts = [start + i * step for start in starts for i in range(positions)]
    rows = len(starts)
    placed = bytearray(len(seeds) // (rows * width) * units)
    if seeds.count(1) < len(seeds) // width:
        for position in compress(range(len(seeds)), seeds):
            row, column = divmod(position, width)
            number, row = divmod(row, rows)
            placed[number * units + starts[row] + column] = 1
    else:
        position = 0
        for base in range(0, len(placed), units):
            for start in starts:
                placed[base + start : base + start + width] = seeds[position : position + width]
                position += width
    return bytes(placed)


def grow(
    seeds: bytes, spatial: Sequence[int], sides: Sequence[int], offsets: Sequence[int], cut: bool
) -> bytes:
    """Return the union of the seeds' blocks, of which each begins `offsets` below its seed.

    With `cut` blocks end at the border of their map; without, every block lies inside it.
    """
    size = len(seeds)
    mask = int.from_bytes(seeds, "little")
    stride = 1
    for length, side, offset in reversed(list(zip(spatial, sides, offsets))):
        mask = _spread(mask, size, stride, length, side - 1 - offset, True, cut)
        mask = _spread(mask, size, stride, length, offset, False, cut)
        stride *= length
    return mask.to_bytes(size, "little")


def _spread(
    mask: int, size: int, stride: int, length: int, reach: int, upwards: bool, cut: bool
) -> int:
    """Return every unit that lies at most `reach` units along one axis from one in the mask."""
    width = 1
    while width <= reach:
        step = min(width, reach + 1 - width)
        moved = mask << 8 * stride * step if upwards else mask >> 8 * stride * step
        if cut:
            crossed, inside = b"\0" * (stride * step), b"\1" * (stride * (length - step))
            line = crossed + inside if upwards else inside + crossed
            moved &= int.from_bytes(line * (size // len(line)), "little")
        mask |= moved
        width += step
    return mask


def share(mask: bytes, samples: int, channels: int, units: int, sharing: frozenset[str]) -> bytes:
    """Return the whole tensor's mask: shared masks are repeated for each map that uses them."""
    if "channels" in sharing:
        maps = range(0, len(mask), units) if units else range(0)
        mask = b"".join(mask[start : start + units] * channels for start in maps)
    return mask * samples if "samples" in sharing else mask

"""Philox4x32-10 (section 5), for many counters at once.

Python's integers are as long as one likes: an integer holds one 32-bit word in each 64-bit lane. A
product of two words fits its lane, so that one multiplication of a long integer by a constant
multiplies every lane, and no carry ever leaves its lane.
"""

from __future__ import annotations

from array import array
from functools import lru_cache

LANE_BYTES = 8
LANES_AT_ONCE = 2048
"""Lanes per call that keep the long integers in the processor's cache."""

_MULTIPLIERS = (0xD2511F53, 0xCD9E8D57)
_KEY_STEPS = (0x9E3779B9, 0xBB67AE85)
_WORD = 0xFFFFFFFF


@lru_cache(maxsize=64)
def ones(lanes: int) -> int:
    """Return the integer with a 1 in every lane."""
    return int.from_bytes(b"\1\0\0\0\0\0\0\0" * lanes, "little")


def pack(values: array) -> int:
    """Return the integer whose lanes are the elements of an array of 64-bit integers."""
    return int.from_bytes(values.tobytes(), "little") if _LITTLE else _pack_slowly(values)


def _pack_slowly(values: array) -> int:
    swapped = values[:]
    swapped.byteswap()
    return int.from_bytes(swapped.tobytes(), "little")


def unpack(packed: int, lanes: int) -> array:
    """Return the lanes of an integer as an array of 64-bit integers."""
    values = array("Q")
    values.frombytes(packed.to_bytes(LANE_BYTES * lanes, "little"))
    if not _LITTLE:
        values.byteswap()
    return values


_LITTLE = array("H", [1]).tobytes() == b"\1\0"


def philox(
    key: int, counter: tuple[int, int, int, int], lanes: int = 1
) -> tuple[int, int, int, int]:
    """Return the four words of each lane's counter.

    `counter` and the result are four integers of `lanes` 64-bit lanes with a 32-bit word in each.
    """
    c0, c1, c2, c3 = counter
    unit = ones(lanes)
    mask = unit * _WORD
    k0, k1 = key & _WORD, key >> 32
    for _ in range(10):
        p0, p1 = c0 * _MULTIPLIERS[0], c2 * _MULTIPLIERS[1]
        c0, c2 = (
            (p1 >> 32 & mask) ^ c1 ^ unit * k0,
            (p0 >> 32 & mask) ^ c3 ^ unit * k1,
        )
        c1, c3 = p1 & mask, p0 & mask
        k0, k1 = k0 + _KEY_STEPS[0] & _WORD, k1 + _KEY_STEPS[1] & _WORD
    return c0, c1, c2, c3


def split(numbers: array) -> tuple[int, int]:
    """Return the low and the high 32-bit words of 64-bit numbers, in lanes."""
    packed = pack(numbers)
    mask = ones(len(numbers)) * _WORD
    return packed & mask, packed >> 32 & mask

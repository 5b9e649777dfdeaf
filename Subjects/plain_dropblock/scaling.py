"""Scales, and the output's arithmetic (section 7)."""

from __future__ import annotations

import math
import struct
from array import array
from collections.abc import Sequence

from dropblock_subject import WIDTHS, round_to_bits

_KEEP = bytes([0xFF, 0x00] + [0xFF] * 254)


def scope_sizes(scale: str, samples: int, channels: int, units: int) -> tuple[int, int]:
    """Return how many scopes a scale rule has, and how many units lie in each."""
    if scale == "map":
        return samples * channels, units
    if scale == "sample":
        return samples, channels * units
    return 1, samples * channels * units


def scope_scale(scale: str, given: float, units: int, kept: int) -> float:
    """Return the factor of one scope, as a Double."""
    if scale == "fixed":
        return given
    if scale == "none" or units == 0:
        return 1.0
    return units / kept if kept else 0.0


def rounded_factor(factor: float, dtype: str) -> float:
    """Return a factor in the factor type: Double for float64, otherwise Float; may be infinite."""
    return factor if dtype == "float64" else array("f", [factor])[0]


class _Products(dict):
    """From the bits of a 16-bit number to those of its product with a factor; filled on demand."""

    def __init__(self, dtype: str, factor: float) -> None:
        super().__init__()
        self.dtype, self.factor = dtype, factor

    def __missing__(self, bits: int) -> int:
        if self.dtype == "float16":
            value = struct.unpack("<e", bits.to_bytes(2, "little"))[0]
            quiet = 0x0200
        else:
            value = struct.unpack("<f", (bits << 16).to_bytes(4, "little"))[0]
            quiet = 0x0040
        if value != value:
            result = bits | quiet
        else:
            product = value * self.factor
            result = round_to_bits(product, self.dtype)
            if product != product and math.copysign(1.0, product) < 0:
                result |= 0x8000
        self[bits] = result
        return result


def multiply(bits: array, dtype: str, factor: float) -> array:
    """Return the bits of the products with a factor, each rounded once.

    The product of two binary32 numbers is exact as a Double: storing it is the one rounding.
    """
    if WIDTHS[dtype] == 2:
        return array("H", map(_Products(dtype, factor).__getitem__, bits))
    code = "f" if dtype == "float32" else "d"
    values = array(code)
    values.frombytes(bits.tobytes())
    products = array(bits.typecode)
    products.frombytes(array(code, [value * factor for value in values]).tobytes())
    return products


def apply(bits: array, mask: bytes, dtype: str, scales: Sequence[float], scope_units: int) -> array:
    """Return kept units times their scope's factor, and +0 for dropped units."""
    scaled = array(bits.typecode)
    for index, scale in enumerate(scales):
        part = bits[index * scope_units : (index + 1) * scope_units]
        scaled.extend(multiply(part, dtype, rounded_factor(scale, dtype)))
    width = WIDTHS[dtype]
    keep = bytearray(width * len(mask))
    for byte in range(width):
        keep[byte::width] = mask.translate(_KEEP)
    kept = int.from_bytes(scaled.tobytes(), "little") & int.from_bytes(keep, "little")
    result = array(bits.typecode)
    result.frombytes(kept.to_bytes(len(keep), "little"))
    return result

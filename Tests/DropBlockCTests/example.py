#!/usr/bin/env python3
"""A Python program that uses the library through ctypes, and checks every value that it gets.

usage: example.py LIBRARY

It prints what it found, and returns 0 when all of it is so. Nothing but Python is needed.
"""

from __future__ import annotations

import ctypes
import struct
import sys
from ctypes import POINTER, byref, c_double, c_int32, c_int64, c_uint8, c_uint64
from itertools import product

CODES = {0: "e", 1: "bfloat16", 2: "f", 3: "d"}
FORMATS = {0: "float16", 1: "bfloat16", 2: "float32", 3: "float64"}
WIDTHS = {0: 2, 1: 2, 2: 4, 3: 8}
CHANNELS_FIRST, CHANNELS_LAST, STRIDED = 0, 1, 2
OK, BAD_ARGUMENT, REFUSED = 0, 1, 2


class Shape(ctypes.Structure):
    """dropblock_shape."""

    _fields_ = [
        ("size", ctypes.c_size_t),
        ("samples", c_int64),
        ("channels", c_int64),
        ("spatial", c_int64 * 3),
        ("strides", c_int64 * 5),
        ("rank", c_int32),
        ("layout", c_int32),
    ]

    def __init__(self, *arguments: object, **fields: object) -> None:
        """Fill in the size, which every structure begins with."""
        super().__init__(ctypes.sizeof(type(self)), *arguments, **fields)


class Options(ctypes.Structure):
    """dropblock_options."""

    _fields_ = [
        ("size", ctypes.c_size_t),
        ("drop_probability", c_double),
        ("gamma", c_double),
        ("gamma_factor", c_double),
        ("fixed_scale", c_double),
        ("key", c_uint64),
        ("first_sample", c_int64),
        ("block_size", c_int64 * 3),
        ("seed_grid", c_int32),
        ("gamma_rule", c_int32),
        ("sharing", c_int32),
        ("scale_rule", c_int32),
        ("sampler", c_int32),
        ("refuse_oversized_block", c_int32),
        ("inference", c_int32),
        ("threads", c_int32),
        ("kernel", c_int32),
        ("reserved", c_int32),
    ]


class Kept(ctypes.Structure):
    """dropblock_kept."""

    _fields_ = [
        ("size", ctypes.c_size_t),
        ("counts", POINTER(c_int64)),
        ("scales", POINTER(c_double)),
        ("capacity", ctypes.c_size_t),
    ]

    def __init__(self, *arguments: object, **fields: object) -> None:
        """Fill in the size, which every structure begins with."""
        super().__init__(ctypes.sizeof(type(self)), *arguments, **fields)


def load(path: str) -> ctypes.CDLL:
    """Load the library, and say what its functions take and give."""
    library = ctypes.CDLL(path)
    options, shape, kept = POINTER(Options), POINTER(Shape), POINTER(Kept)
    buffer, size = ctypes.c_void_p, ctypes.c_size_t
    library.dropblock_version.restype = ctypes.c_char_p
    library.dropblock_last_error.restype = ctypes.c_char_p
    library.dropblock_init_options.argtypes = [options, size, c_int64, c_double]
    for name in ("forward", "backward"):
        function = getattr(library, "dropblock_" + name)
        function.argtypes = [options, shape, c_int32, buffer, buffer, size, kept]
    library.dropblock_drop.argtypes = [options, shape, c_int32, buffer, size, kept]
    library.dropblock_mask.argtypes = [options, shape, POINTER(c_uint8), size, kept]
    library.dropblock_kept_count.argtypes = [options, shape, kept]
    library.dropblock_thread_count.argtypes = [options, shape, POINTER(c_int32)]
    library.dropblock_kernel_count.argtypes = []
    library.dropblock_kernel_at.argtypes = [c_int32]
    for name in ("name", "unavailable_reason"):
        function = getattr(library, "dropblock_kernel_" + name)
        function.argtypes = [c_int32]
        function.restype = ctypes.c_char_p
    library.dropblock_describe.argtypes = [options, shape, buffer, size]
    library.dropblock_describe.restype = size
    return library


def default_options(library: ctypes.CDLL, block: int, probability: float) -> Options:
    """Return the paper's options, as the header's function of this name does in C."""
    options = Options()
    library.dropblock_init_options(byref(options), ctypes.sizeof(options), block, probability)
    return options


failures = 0


def check(condition: bool, what: str, library: ctypes.CDLL) -> None:
    """Count and print what is not so."""
    global failures
    if not condition:
        failures += 1
        print(f"not so: {what} (last error: {library.dropblock_last_error().decode()})")


def bfloat16(value: float) -> bytes:
    """Return a value of float32, rounded to bfloat16: to nearest, ties to even."""
    bits = struct.unpack("<I", struct.pack("<f", value))[0]
    return struct.pack("<H", (bits + 0x7FFF + (bits >> 16 & 1)) >> 16 & 0xFFFF)


def single(value: float) -> float:
    """Round to float32."""
    return struct.unpack("<f", struct.pack("<f", value))[0]


def encode(values: list[float], dtype: int) -> bytearray:
    """Return the bytes of numbers in a format."""
    if dtype == 1:
        return bytearray(b"".join(map(bfloat16, values)))
    return bytearray(struct.pack(f"<{len(values)}{CODES[dtype]}", *values))


def places(shape: Shape) -> list[int]:
    """Return the element of each unit, in logical order."""
    n, c = shape.samples, shape.channels
    spatial = list(shape.spatial[: shape.rank])
    if shape.layout == STRIDED:
        strides = list(shape.strides[: 2 + shape.rank])
    else:
        last = c if shape.layout == CHANNELS_LAST else 1
        steps = [last]
        for side in reversed(spatial[1:]):
            steps.insert(0, steps[0] * side)
        volume = steps[0] * spatial[0]
        strides = [volume if last > 1 or shape.layout == CHANNELS_LAST else volume * c]
        strides += [1 if shape.layout == CHANNELS_LAST else volume] + steps
    sizes = [n, c] + spatial
    return [
        sum(i * stride for i, stride in zip(index, strides))
        for index in product(*(range(size) for size in sizes))
    ]


def report(scopes: int) -> tuple[Kept, ctypes.Array, ctypes.Array]:
    """Return a report with room for so many scopes, and its arrays."""
    counts, scales = (c_int64 * scopes)(), (c_double * scopes)()
    return Kept(counts, scales, scopes), counts, scales


def one_case(library: ctypes.CDLL, shape: Shape, options: Options, dtype: int) -> int:
    """Compare all functions with each other and with plain arithmetic; return what was dropped."""
    what = (
        f"{FORMATS[dtype]}, layout {shape.layout}, sharing {options.sharing}, "
        f"scale {options.scale_rule}, threads {options.threads}"
    )
    where = places(shape)
    units, elements = len(where), max(where) + 1
    maps = shape.samples * shape.channels
    scopes = {1: shape.samples, 2: maps}.get(options.scale_rule, 1)

    mask = (c_uint8 * units)(*[9] * units)
    kept, counts, scales = report(scopes)
    status = library.dropblock_mask(byref(options), byref(shape), mask, units, byref(kept))
    check(status == OK, f"mask succeeds: {what}", library)
    check(set(mask) <= {0, 1}, f"the mask is 0 and 1: {what}", library)

    # Plain Python: the counts and scales that this mask gives.
    size = units // scopes
    for scope in range(scopes):
        left = size - sum(mask[scope * size : (scope + 1) * size])
        check(counts[scope] == left, f"count {scope}: {what}", library)
        wanted = size / left if left else 0.0
        check(scales[scope] == wanted, f"scale {scope}: {what}", library)
    alone, alone_counts, alone_scales = report(scopes)
    status = library.dropblock_kept_count(byref(options), byref(shape), byref(alone))
    check(status == OK, f"the count alone succeeds: {what}", library)
    check(
        list(alone_counts) == list(counts) and list(alone_scales) == list(scales),
        f"the count alone is that of the mask: {what}",
        library,
    )

    # Every element is a small whole number, so that all formats hold it; gaps hold 99.
    values = [99.0] * elements
    # What lies in the output's gaps stays there.
    output = [77.0] * elements
    place = [99.0] * elements
    dropped = [99.0] * elements
    for unit, element in enumerate(where):
        value = float(unit % 23 - 11)
        factor = scales[unit // size] if dtype == 3 else single(scales[unit // size])
        values[element] = value
        dropped[element] = 0.0 if mask[unit] else value
        # A number of 5 bits times one of 24 is exact in float64, and rounded once below.
        output[element] = place[element] = 0.0 if mask[unit] else value * factor
    wide = WIDTHS[dtype]
    source = encode(values, dtype)
    memory = (ctypes.c_char * len(source)).from_buffer_copy(source)
    target = (ctypes.c_char * len(source)).from_buffer_copy(encode([77.0] * elements, dtype))
    arguments = (byref(options), byref(shape), dtype)
    status = library.dropblock_forward(*arguments, memory, target, elements, None)
    check(status == OK, f"forward succeeds: {what}", library)
    check(target.raw == bytes(encode_product(output, dtype)), f"forward: {what}", library)
    check(memory.raw == bytes(source), f"forward leaves its input alone: {what}", library)
    status = library.dropblock_backward(*arguments, memory, memory, elements, None)
    check(status == OK, f"backward succeeds: {what}", library)
    check(memory.raw == bytes(encode_product(place, dtype)), f"backward in place: {what}", library)
    memory = (ctypes.c_char * len(source)).from_buffer_copy(source)
    kept, counts_of_drop, _ = report(scopes)
    status = library.dropblock_drop(*arguments, memory, elements, byref(kept))
    check(status == OK, f"drop succeeds: {what}", library)
    check(memory.raw == bytes(encode(dropped, dtype)), f"drop: {what}", library)
    check(list(counts_of_drop) == list(counts), f"drop counts: {what}", library)
    assert len(source) == elements * wide
    return sum(mask)


def encode_product(values: list[float], dtype: int) -> bytearray:
    """Return exact products in a format, rounded once."""
    if dtype != 1:
        return encode(values, dtype)
    result = bytearray()
    for value in values:
        # To nearest from the exact product: to odd at 24 bits first, then to bfloat16.
        near = single(value)
        bits = struct.unpack("<I", struct.pack("<f", near))[0]
        if near != value and abs(near) > abs(value):
            bits -= 1
        if near != value:
            bits |= 1
        result += bfloat16(struct.unpack("<f", struct.pack("<I", bits))[0])
    return result


def strides(shape: Shape, values: list[int]) -> None:
    """Lay a shape out with strides."""
    shape.layout = STRIDED
    shape.strides = (c_int64 * 5)(*values)


def numbers_agree(library: ctypes.CDLL) -> tuple[int, int]:
    """Go through formats, layouts, sharings, scale rules and thread counts."""
    cases = total = 0
    for dtype, layout, sharing, threads in product(range(4), range(3), range(4), (1, 2)):
        shape = Shape(samples=2, channels=3, spatial=(c_int64 * 3)(7, 8, 0), rank=2, layout=layout)
        if layout == STRIDED:
            # Channels outermost, a gap of 2 after each row and of 3 after each map.
            strides(shape, [7 * 10 + 3, 2 * 73 + 5, 10, 1, 0])
        options = default_options(library, 3, 0.25)
        options.key = 1000 + cases
        options.sharing = sharing
        options.scale_rule = cases % 3
        options.threads = threads
        options.sampler = cases // 2 % 2
        total += one_case(library, shape, options, dtype)
        cases += 1
    return cases, total


def kernels_agree(library: ctypes.CDLL) -> None:
    """Every kernel gives the bits of the preferred one, or says why it cannot be run."""
    shape = Shape(samples=1, channels=5, spatial=(c_int64 * 3)(11, 13, 0), rank=2)
    units = 5 * 11 * 13
    outputs = []
    kernels = [library.dropblock_kernel_at(i) for i in range(library.dropblock_kernel_count())]
    for kernel in [0, *kernels]:
        options = default_options(library, 4, 0.3)
        options.kernel = kernel
        memory = (ctypes.c_float * units)(*range(units))
        status = library.dropblock_forward(
            byref(options), byref(shape), 2, memory, memory, units, None
        )
        if library.dropblock_kernel_unavailable_reason(kernel):
            check(status == REFUSED, f"kernel {kernel} is refused", library)
        else:
            check(status == OK, f"kernel {kernel} runs", library)
            outputs.append(bytes(memory))
    check(len(outputs) > 1 and len(set(outputs)) == 1, "kernels give the same bits", library)
    options.kernel = max(kernels) + 1
    status = library.dropblock_kept_count(byref(options), byref(shape), None)
    check(status == BAD_ARGUMENT, "a kernel beyond the list is a bad argument", library)
    check(library.dropblock_kernel_name(options.kernel) is None, "it has no name", library)
    check(library.dropblock_kernel_name(1) == b"portable", "1 is the portable kernel", library)


def sizes_are_checked(library: ctypes.CDLL) -> None:
    """A structure says how long it is: shorter ones are refused, longer ones end in zeros."""
    shape = Shape(samples=1, channels=1, spatial=(c_int64 * 3)(9, 0, 0), rank=1)
    kept, counts, _ = report(1)
    room = (c_uint8 * (ctypes.sizeof(Options) + 16))()
    library.dropblock_init_options(ctypes.cast(room, POINTER(Options)), len(room), 3, 0.25)
    options = Options.from_buffer(room)
    check(options.size == len(room), "options know their size", library)
    arguments = (byref(options), byref(shape), byref(kept))
    check(library.dropblock_kept_count(*arguments) == OK, "a tail of zeros is admissible", library)
    check(counts[0] >= 0, "the count is reported", library)
    room[len(room) - 1] = 1
    check(library.dropblock_kept_count(*arguments) == BAD_ARGUMENT, "another is not", library)
    for wrong in (0, 8, options.size + 1, 1 << 62):
        options.size = wrong
        status = library.dropblock_kept_count(*arguments)
        check(status == BAD_ARGUMENT, f"a size of {wrong} is refused", library)
        said = library.dropblock_last_error().decode()
        check(said.startswith(f"options->size is {wrong}; "), "the error names it", library)


def threads_and_texts(library: ctypes.CDLL) -> str:
    """Look at what the library says of itself; return its first two lines."""
    options = default_options(library, 3, 0.25)
    options.threads = 2
    shape = Shape(samples=1, channels=4, spatial=(c_int64 * 3)(9, 0, 0), rank=1)
    count = c_int32(-1)
    status = library.dropblock_thread_count(byref(options), byref(shape), byref(count))
    check(status == OK and count.value == 2, "two threads are used", library)
    length = library.dropblock_describe(byref(options), byref(shape), None, 0)
    text = ctypes.create_string_buffer(length + 1)
    again = library.dropblock_describe(byref(options), byref(shape), text, length + 1)
    check(length == again == len(text.value), "the description has the length it says", library)
    lines = text.value.decode().splitlines()
    name = library.dropblock_kernel_name(0).decode()
    check(lines[1].startswith(f"kernel: {name} ("), "the preferred kernel is described", library)
    check(lines[-1] == "threads: 2 for this shape", "the threads are described", library)
    options.drop_probability = float("nan")
    status = library.dropblock_thread_count(byref(options), byref(shape), byref(count))
    check(status == REFUSED, "a probability that is no number is refused", library)
    check(b"nan" in library.dropblock_last_error(), "the error names it", library)
    return lines[0]


def main() -> int:
    """Check everything."""
    if len(sys.argv) != 2 or sys.argv[1].startswith("-"):
        print(__doc__.strip(), file=sys.stderr)
        return 2
    library = load(sys.argv[1])
    cases, dropped = numbers_agree(library)
    check(dropped > 0, "something is dropped", library)
    kernels_agree(library)
    sizes_are_checked(library)
    title = threads_and_texts(library)
    print(f"{title} from Python: {cases} cases, {dropped} units dropped, {failures} failures")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())

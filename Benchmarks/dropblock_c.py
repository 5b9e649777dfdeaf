"""The library's C interface in Python, by ctypes; no package is needed.

The library is built by `swift build -c release --product DropBlockC`.
"""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from ctypes import POINTER, byref, c_double, c_int32, c_int64, c_uint64
from pathlib import Path
from typing import Optional

BUILD = "swift build -c release --product DropBlockC"
FLOAT16, BFLOAT16, FLOAT32, FLOAT64 = range(4)
CHANNELS_FIRST, CHANNELS_LAST, STRIDED = range(3)
SHARE_CHANNELS, SHARE_SAMPLES = 1, 2


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

    @classmethod
    def of(cls, sizes: Sequence[int], layout: int = CHANNELS_FIRST) -> Shape:
        """Return the shape of sample, channel and one to three spatial axes."""
        spatial = (c_int64 * 3)(*sizes[2:])
        return cls(sizes[0], sizes[1], spatial, rank=len(sizes) - 2, layout=layout)


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


class DropBlockError(Exception):
    """What the library refused, in its own words."""


class Library:
    """The functions of libDropBlockC; buffers are addresses, such as a tensor's `data_ptr()`."""

    def __init__(self, path: Path) -> None:
        """Load the library at a path."""
        self.c = ctypes.CDLL(str(path))
        options, shape, kept = POINTER(Options), POINTER(Shape), POINTER(Kept)
        buffer, size = ctypes.c_void_p, ctypes.c_size_t
        self.c.dropblock_version.restype = ctypes.c_char_p
        self.c.dropblock_last_error.restype = ctypes.c_char_p
        self.c.dropblock_init_options.argtypes = [options, size, c_int64, c_double]
        self.c.dropblock_forward.argtypes = [options, shape, c_int32, buffer, buffer, size, kept]
        self.c.dropblock_drop.argtypes = [options, shape, c_int32, buffer, size, kept]
        self.c.dropblock_kept_count.argtypes = [options, shape, kept]
        self.c.dropblock_describe.argtypes = [options, shape, buffer, size]
        self.c.dropblock_describe.restype = size

    def _check(self, status: int) -> None:
        if status:
            raise DropBlockError(self.c.dropblock_last_error().decode())

    def version(self) -> str:
        """Return the library's version."""
        return self.c.dropblock_version().decode()

    def options(self, block: int, probability: float, threads: int, sharing: int = 0) -> Options:
        """Return the paper's options."""
        options = Options()
        self._check(
            self.c.dropblock_init_options(
                byref(options), ctypes.sizeof(options), block, probability
            )
        )
        options.threads = threads
        options.sharing = sharing
        return options

    def forward(
        self, options: Options, shape: Shape, dtype: int, source: int, target: int, count: int
    ) -> None:
        """Write DropBlock of one buffer to another, or to itself."""
        arguments = (byref(options), byref(shape), dtype, source, target, count, None)
        self._check(self.c.dropblock_forward(*arguments))

    def drop(self, options: Options, shape: Shape, dtype: int, tensor: int, count: int) -> float:
        """Make the dropped units zero; return the factor of the others, which are not touched."""
        scale = c_double()
        kept = Kept(None, ctypes.pointer(scale), 1)
        self._check(
            self.c.dropblock_drop(byref(options), byref(shape), dtype, tensor, count, byref(kept))
        )
        return scale.value

    def kept_count(self, options: Options, shape: Shape) -> int:
        """Return how many units of the tensor a call keeps."""
        count = c_int64()
        kept = Kept(ctypes.pointer(count), None, 1)
        self._check(self.c.dropblock_kept_count(byref(options), byref(shape), byref(kept)))
        return count.value

    def describe(self, options: Options) -> str:
        """Return what the library says of itself."""
        length = self.c.dropblock_describe(byref(options), None, None, 0)
        if not length:
            raise DropBlockError(self.c.dropblock_last_error().decode())
        text = ctypes.create_string_buffer(length + 1)
        self.c.dropblock_describe(byref(options), None, text, length + 1)
        return text.value.decode()


def find(given: Optional[str] = None) -> Optional[Path]:
    """Return the library at a given path, or where a release build leaves it; None if not there."""
    if given is not None:
        return Path(given) if Path(given).is_file() else None
    folder = Path(__file__).resolve().parent.parent / ".build" / "release"
    for name in ("libDropBlockC.so", "libDropBlockC.dylib"):
        if (folder / name).is_file():
            return folder / name
    return None

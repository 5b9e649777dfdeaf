#!/usr/bin/env python3
"""Put a DropBlock written in Python under test: the adapter kit, in one file.

Documentation/Protocol.md is what this file speaks. It needs Python 3.9 and its standard library;
numpy is used where an adapter asks for it (`Tensor.numpy`) or hands arrays back.

An adapter in 20 lines
----------------------
Copy this file beside your adapter, and write:

    from dropblock_subject import Declaration, Refused, Result, refusals, serve
    import mylibrary

    DECLARATION = Declaration(
        name="mylibrary.drop_block", version=mylibrary.__version__,
        seedGrids=["valid"], gammaRules=["paper"], sharings=[[]], scales=["tensor"],
        elementTypes=["float32", "float64"], ranks=[2], capabilities=["keyed"])

    def run(case):
        if case.mode == "inference":
            return Result(output=case.input)
        with refusals():
            x = case.input.numpy().reshape(case.sizes)
            y = mylibrary.drop_block(
                x, case.dropProbability, case.block_side(), seed=case.key)
        return Result(output=y)

    if __name__ == "__main__":
        serve(DECLARATION, run)

Try it with `python3 my_adapter.py --self-test`, then put it on the stand:

    dropblock check -- python3 my_adapter.py

What to know
------------
* **Declare what the library says it does**, in its documentation or its source. It is judged by
  the law of what it declares; the first entry of each list is its default.
* `run` is called with a `Case`. Its fields have the protocol's names (`case.blockSize`). A case
  that asks for an option which is not declared never reaches `run`: the kit answers `unsupported`.
  Inadmissible values (a drop probability of 1.5, a rank of 4) do reach it.
* `run` returns a `Result`; tensors may be `Tensor`s, or numpy arrays. bfloat16, which numpy lacks,
  comes as float32 from `Tensor.numpy` and goes back by `Tensor.of(values, "bfloat16", shape)`.
* To refuse a case raise `Refused(message)`; to say that the library has no such option raise
  `Unsupported(message)`.
* Wrap the call of the library, and the reshaping that hands its input over (a case may hold less
  data than its shape says), in `with refusals():`. A ValueError, TypeError or
  AssertionError out of it is the library's way of refusing, and is answered as such, with its type
  and message. `refusals(RuntimeError)` adds types. Any other exception is a fault of the adapter:
  traceback on standard error, exit code 70.
* Standard output belongs to the protocol. `serve` moves it away, so that whatever a library prints
  lands on standard error. If mere imports print, call `protect_standard_output()` before them.
* `serve(..., schedule=f)` adds schedules: `f(case)` with a `ScheduleCase` returns floats.

Exit codes: 0 stopped; 64 wrong arguments; 65 the suite's message is malformed; 70 the adapter
failed; 74 the suite closed the pipe; 130 interrupted.
"""

from __future__ import annotations

import array
import contextlib
import io
import json
import math
import os
import signal
import struct
import sys
import traceback
from dataclasses import asdict, dataclass
from typing import Any, BinaryIO, Callable, Iterator, NoReturn, Optional, Sequence, Union

HEADER_LIMIT = 65536
"""The most bytes a header has, its line feed included."""

WIDTHS = {"float16": 2, "bfloat16": 2, "float32": 4, "float64": 8, "int64": 8, "bool": 1}
"""Bytes of one element, by dtype."""

ADDRESSABLE = (2**63 - 1) // 8
"""The most elements a tensor may have: 64-bit byte offsets of eight-byte elements."""


class Refused(Exception):
    """The case is inadmissible; the message names the value and the admissible range."""


class Unsupported(Exception):
    """The subject does not offer what the case asks for."""


class MalformedMessage(Exception):
    """What came over the pipe is not a message of the protocol."""


@contextlib.contextmanager
def refusals(*more: type[BaseException]) -> Iterator[None]:
    """Answer `refused` for the exceptions by which a library refuses.

    ValueError, TypeError and AssertionError always count; `more` names others.
    """
    refusing: tuple[type[BaseException], ...] = (ValueError, TypeError, AssertionError, *more)
    try:
        yield
    except (Refused, Unsupported):
        raise
    except refusing as error:
        text = str(error).strip() or "no message"
        raise Refused(f"{type(error).__name__}: {text}") from error


# Numbers


def layer_key(seed: int, step: int = 0, layer: int = 0, replica: int = 0) -> int:
    """Return the 64-bit key of one call of a training run.

    Two layers, or two devices, with one key drop the same units; `step` alone is one key for all of them.
    The same numbers give the same key, so that recomputing a forward pass needs no memory of its mask.
    It is what `DropBlockKey.of` gives in Swift, and `dropblock_key` in C. Each number is one of 64 bits;
    others raise ValueError.
    """
    key = 0x9E3779B97F4A7C15
    for name, number in (("seed", seed), ("step", step), ("layer", layer), ("replica", replica)):
        if not 0 <= number < 2**64:
            raise ValueError(f"{name} {number}: 0...2**64 - 1 are admissible")
        key = mixed(key ^ mixed(number))
    return key


def mixed(number: int) -> int:
    """Return a bijection of 64 bits: the one that ends SplitMix64."""
    number = (number ^ number >> 30) * 0xBF58476D1CE4E5B9 % 2**64
    number = (number ^ number >> 27) * 0x94D049BB133111EB % 2**64
    return number ^ number >> 31


def round_to_bits(value: float, dtype: str) -> int:
    """Return the bits of the number of a 16-bit or 32-bit format nearest to `value`, ties to even.

    One rounding; beyond the largest number lies infinity; every NaN becomes the positive quiet one.
    """
    significant, least, exponent_bits, width = {
        "float16": (11, -24, 5, 16),
        "bfloat16": (8, -133, 8, 16),
        "float32": (24, -149, 8, 32),
    }[dtype]
    stored = significant - 1
    infinity = ((1 << exponent_bits) - 1) << stored
    if value != value:
        return infinity | 1 << (stored - 1)
    sign = (math.copysign(1.0, value) < 0) << (width - 1)
    if value == 0:
        return sign
    if math.isinf(value):
        return sign | infinity
    # The spacing of the format's numbers around `value`; scaling by it is exact, and so `round`
    # (ties to even) is the only rounding. A carry into the exponent comes out right by itself.
    quantum = max(math.frexp(value)[1] - significant, least)
    steps = round(math.ldexp(abs(value), -quantum))
    return sign | min(((quantum - least) << stored) + steps, infinity)


def _little_endian(values: array.array) -> bytes:
    """Return the elements' bytes, least significant first."""
    if sys.byteorder == "big":
        values = values[:]
        values.byteswap()
    return values.tobytes()


def _words(data: bytes, typecode: str) -> array.array:
    """Return the elements that little-endian bytes hold."""
    values = array.array(typecode)
    values.frombytes(data)
    if sys.byteorder == "big":
        values.byteswap()
    return values


def _json_number(value: float) -> Union[float, str]:
    """Return a number as JSON can write it."""
    value = float(value)
    if value != value:
        return "NaN"
    if math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    return value


def _number(value: Any, name: str) -> float:
    """Read a number that may be written as a string because it is not finite."""
    special = {"NaN": math.nan, "Infinity": math.inf, "-Infinity": -math.inf}
    if isinstance(value, str) and value in special:
        return special[value]
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise Refused(f"{name} is {value!r}, not a number")
    try:
        return float(value)
    except OverflowError:
        raise Refused(f"{name} {value} is beyond every floating-point number") from None


def _integer(value: Any, name: str) -> int:
    """Read an integer."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise Refused(f"{name} is {value!r}, not an integer")
    return value


def _integers(value: Any, name: str) -> list[int]:
    """Read a list of integers."""
    if not isinstance(value, list):
        raise Refused(f"{name} is {value!r}, not a list of integers")
    return [_integer(entry, name) for entry in value]


@dataclass(frozen=True)
class Tensor:
    """The numbers of one tensor as they travel: little-endian bytes in logical order."""

    dtype: str
    shape: tuple[int, ...]
    data: bytes

    @property
    def count(self) -> int:
        """The number of elements."""
        return len(self.data) // WIDTHS[self.dtype]

    def bits(self) -> array.array:
        """Return the elements as unsigned integers of the same width."""
        return _words(self.data, {1: "B", 2: "H", 4: "I", 8: "Q"}[WIDTHS[self.dtype]])

    def values(self) -> list:
        """Return the elements as Python numbers; exact."""
        if self.dtype in ("float32", "float64", "int64"):
            return _words(
                self.data, {"float32": "f", "float64": "d", "int64": "q"}[self.dtype]
            ).tolist()
        if self.dtype == "float16":
            return list(struct.unpack(f"<{self.count}e", self.data))
        if self.dtype == "bfloat16":
            widened = bytearray(2 * len(self.data))
            widened[2::4], widened[3::4] = self.data[0::2], self.data[1::2]
            return _words(bytes(widened), "f").tolist()
        return [byte != 0 for byte in self.data]

    def numpy(self) -> Any:
        """Return a new numpy array of the same shape; bfloat16 becomes float32, exactly."""
        import numpy

        if self.dtype == "bfloat16":
            bits = numpy.frombuffer(self.data, "<u2").astype("<u4") << 16
            return bits.view("<f4").reshape(self.shape)
        name = {"float16": "<f2", "float32": "<f4", "float64": "<f8", "int64": "<i8", "bool": "?"}
        return numpy.frombuffer(self.data, name[self.dtype]).reshape(self.shape).copy()

    @staticmethod
    def of(values: Sequence, dtype: str, shape: Sequence[int]) -> "Tensor":
        """Return a tensor of Python numbers, each rounded once to `dtype`."""
        if dtype in ("float32", "float64", "int64"):
            typecode = {"float32": "f", "float64": "d", "int64": "q"}[dtype]
            data = _little_endian(array.array(typecode, values))
        elif dtype == "bool":
            data = bytes(bool(value) for value in values)
        else:
            data = _little_endian(array.array("H", [round_to_bits(v, dtype) for v in values]))
        return Tensor(dtype, tuple(shape), data)

    @staticmethod
    def from_bits(bits: array.array, dtype: str, shape: Sequence[int]) -> "Tensor":
        """Return a tensor of elements given as unsigned integers of the same width."""
        return Tensor(dtype, tuple(shape), _little_endian(bits))

    @staticmethod
    def from_numpy(values: Any) -> "Tensor":
        """Return a tensor of the elements of a numpy array, whatever its layout."""
        dtype = str(values.dtype)
        if dtype not in WIDTHS:
            raise TypeError(f"the protocol has no dtype {dtype}")
        if values.dtype.byteorder == ">" or (
            sys.byteorder == "big" and values.dtype.byteorder == "="
        ):
            values = values.astype(values.dtype.newbyteorder("<"))
        return Tensor(dtype, tuple(values.shape), values.tobytes(order="C"))


def _tensor(value: Any, dtype: str, shape: Optional[Sequence[int]]) -> Tensor:
    """Read what an adapter returned; plain sequences get the given dtype and shape, or one axis."""
    if isinstance(value, Tensor):
        return value
    if hasattr(value, "dtype") and hasattr(value, "tobytes"):
        return Tensor.from_numpy(value)
    if shape is None:
        shape = (len(value),)
    if isinstance(value, (bytes, bytearray)) and dtype == "bool":
        return Tensor("bool", tuple(shape), bytes(value))
    return Tensor.of(value, dtype, shape)


# What an adapter meets


@dataclass(frozen=True)
class Declaration:
    """What a subject says of itself; Documentation/Protocol.md lists the words of each field."""

    name: str
    version: str
    seedGrids: Sequence[str] = ("valid",)
    gammaRules: Sequence[str] = ("paper",)
    sharings: Sequence[Sequence[str]] = ((),)
    scales: Sequence[str] = ("tensor",)
    blocks: str = "any"
    samplers: Sequence[str] = ()
    oversizedBlocks: Sequence[str] = ("clipped",)
    elementTypes: Sequence[str] = ("float32",)
    ranks: Sequence[int] = (2,)
    layouts: Sequence[str] = ("channelsFirst",)
    schedules: Sequence[str] = ()
    reveals: Sequence[str] = ()
    scaleEpsilon: float = 0.0
    capabilities: Sequence[str] = ()

    def header(self) -> dict[str, Any]:
        """Return the answer to hello."""
        declares = asdict(self)
        name, version = declares.pop("name"), declares.pop("version")
        return {
            "kind": "hello",
            "protocol": 1,
            "name": name,
            "version": version,
            "declares": declares,
        }


@dataclass(frozen=True)
class Case:
    """One question: DropBlock with these options, of this tensor."""

    samples: int
    channels: int
    spatial: list[int]
    layout: str
    strides: Optional[list[int]]
    blockSize: list[int]
    dropProbability: float
    seedGrid: str
    gammaRule: str
    gamma: Optional[float]
    gammaFactor: float
    sharing: frozenset[str]
    scale: str
    fixedScale: Optional[float]
    sampler: str
    oversizedBlock: str
    key: int
    firstSample: int
    mode: str
    continues: bool
    threads: Optional[int]
    inPlace: bool
    input: Tensor
    outputGradient: Optional[Tensor]
    laterKey: Optional[int] = None

    @property
    def rank(self) -> int:
        """The number of spatial axes."""
        return len(self.spatial)

    @property
    def sizes(self) -> tuple[int, ...]:
        """Samples, channels, spatial axes."""
        return (self.samples, self.channels, *self.spatial)

    def block_side(self) -> int:
        """Return the one side of the block, for libraries that take only one."""
        if len(self.blockSize) != self.rank or len(set(self.blockSize)) != 1:
            raise Unsupported(f"block sides {self.blockSize}: one side for all axes is offered")
        return self.blockSize[0]

    def memory_strides(self) -> list[int]:
        """Return the distance in elements between neighbours along each logical axis.

        Refuses sizes and strides that describe no tensor: a stride must be at least the span of all
        axes with smaller strides, so that no two units share an element.
        """
        sizes = list(self.sizes)
        product = 1
        for name, size in zip(["samples", "channels"] + ["a spatial axis"] * self.rank, sizes):
            if size < 0:
                raise Refused(f"{name} has the size {size}; sizes are 0 or more")
            product *= max(size, 1)
        if product > ADDRESSABLE:
            raise Refused(
                f"the product of the sizes {sizes} is too large; at most {ADDRESSABLE} units"
            )
        if self.layout == "strided":
            return self._checked_strides(sizes)
        order = list(range(len(sizes)))
        if self.layout == "channelsLast":
            order = [0, *order[2:], 1]
        strides, span = [0] * len(sizes), 1
        for axis in reversed(order):
            strides[axis] = span
            span *= max(sizes[axis], 1)
        return strides

    def _checked_strides(self, sizes: list[int]) -> list[int]:
        strides = self.strides
        if strides is None or len(strides) != len(sizes):
            raise Refused(f"strides {strides}: {len(sizes)} are needed, one per logical axis")
        if any(stride < 1 for stride in strides):
            raise Refused(f"strides {strides}: each is at least 1")
        span = 1
        for stride, size in sorted((s, n) for s, n in zip(strides, sizes) if n > 1):
            if stride < span:
                raise Refused(f"strides {strides}: units of the shape {sizes} share an element")
            span += stride * (size - 1)
        if span > ADDRESSABLE:
            raise Refused(f"strides {strides}: the largest offset leaves the address space")
        return strides

    def storage_count(self) -> int:
        """Return how many elements of memory the tensor spans with its strides."""
        strides = self.memory_strides()
        if 0 in self.sizes:
            return 0
        return 1 + sum((size - 1) * stride for size, stride in zip(self.sizes, strides))

    def check_data(self) -> None:
        """Refuse tensors that do not hold what the sizes ask for."""
        self.memory_strides()
        for name, tensor in (("input", self.input), ("outputGradient", self.outputGradient)):
            if tensor is None:
                continue
            if tensor.dtype != self.input.dtype:
                raise Refused(f"{name} is {tensor.dtype}, but the input is {self.input.dtype}")
            if tensor.count != math.prod(self.sizes):
                raise Refused(
                    f"{name} holds {tensor.count} elements, but the shape {list(self.sizes)} asks"
                    f" for {math.prod(self.sizes)}"
                )


@dataclass(frozen=True)
class Result:
    """What a subject computed; the stages it does not reveal are None."""

    output: Any
    input_gradient: Any = None
    mask: Any = None
    seeds: Any = None
    kept_counts: Optional[Sequence[int]] = None
    scales: Optional[Sequence[float]] = None
    gamma: Optional[float] = None
    random_words: Optional[int] = None


@dataclass(frozen=True)
class ScheduleCase:
    """One question about a schedule: its values at the entries of `at`, in that order."""

    schedule: str
    at: list[int]
    resumesBefore: Optional[int] = None
    start: Optional[float] = None
    stop: Optional[float] = None
    target: Optional[float] = None
    steps: Optional[int] = None


Run = Callable[[Case], Result]
ScheduleFunction = Callable[[ScheduleCase], Sequence[float]]


# The messages


def _read_exactly(reader: BinaryIO, count: int) -> bytes:
    """Read `count` bytes, in pieces, so that a false count meets the end before it meets memory."""
    pieces = []
    while count > 0:
        piece = reader.read(min(count, 1 << 24))
        if not piece:
            raise MalformedMessage(f"the stream ended {count} bytes before the end of a blob")
        pieces.append(piece)
        count -= len(piece)
    return b"".join(pieces)


def read_message(reader: BinaryIO) -> Optional[tuple[dict[str, Any], list[Tensor]]]:
    """Read a header and its blobs; None when the stream has ended."""
    line = reader.readline(HEADER_LIMIT)
    if not line:
        return None
    if not line.endswith(b"\n"):
        raise MalformedMessage(
            "the stream ended within a header"
            if len(line) < HEADER_LIMIT
            else f"a header is longer than {HEADER_LIMIT} bytes"
        )
    try:
        header = json.loads(line.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise MalformedMessage(f"a header is not JSON: {error}") from None
    if not isinstance(header, dict):
        raise MalformedMessage("a header is not a JSON object")
    table = header.get("blobs", [])
    if not isinstance(table, list):
        raise MalformedMessage("blobs is not a list")
    return header, [_read_blob(entry, reader) for entry in table]


def _read_blob(entry: Any, reader: BinaryIO) -> Tensor:
    try:
        dtype, shape, size = entry["dtype"], entry["shape"], entry["bytes"]
        expected = math.prod(shape) * WIDTHS[dtype]
    except (TypeError, KeyError):
        raise MalformedMessage(f"{entry!r} does not describe a blob") from None
    if type(size) is not int or size != expected or any(type(n) is not int or n < 0 for n in shape):
        raise MalformedMessage(f"{entry!r}: {size!r} bytes, but shape and dtype ask for {expected}")
    return Tensor(dtype, tuple(shape), _read_exactly(reader, size))


def write_message(
    writer: BinaryIO, header: dict[str, Any], blobs: Sequence[tuple[str, Tensor]] = ()
) -> None:
    """Write a header and its blobs, and flush."""
    table = [
        {"name": name, "dtype": blob.dtype, "shape": list(blob.shape), "bytes": len(blob.data)}
        for name, blob in blobs
    ]
    text = json.dumps(
        {**header, "blobs": table}, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    )
    line = text.encode("utf-8", errors="replace") + b"\n"
    if len(line) > HEADER_LIMIT:
        raise RuntimeError(f"an answer's header has {len(line)} bytes; {HEADER_LIMIT} are allowed")
    for part in (line, *(blob.data for _, blob in blobs)):
        writer.write(part)
    writer.flush()


def _message_text(error: Exception) -> str:
    """Return one line, short enough for 64 of them to fit into a header."""
    line = " ".join(str(error).split()) or type(error).__name__
    line = "".join(letter if letter.isprintable() else "?" for letter in line)
    return line if len(line) <= 200 else line[:199] + "…"


class Server:
    """Answers the suite's requests by an adapter's functions."""

    def __init__(
        self,
        declaration: Declaration,
        run: Run,
        schedule: Optional[ScheduleFunction],
        reader: BinaryIO,
        writer: BinaryIO,
    ) -> None:
        """Serve an adapter over the given streams."""
        self.declaration, self.run, self.schedule = declaration, run, schedule
        self.reader, self.writer = reader, writer

    def serve(self) -> None:
        """Answer requests until stop, or the end of the stream."""
        while (message := read_message(self.reader)) is not None:
            header, blobs = message
            kind = header.get("kind")
            if kind == "stop":
                return
            if kind == "hello":
                if header.get("protocol") != 1:
                    raise MalformedMessage(f"protocol {header.get('protocol')!r}; 1 is spoken here")
                self.answer_hello()
            elif kind == "run":
                self.answer_run(header, blobs)
            elif kind == "schedule":
                self.answer_schedule(header)
            else:
                raise MalformedMessage(f"a request of the kind {kind!r}")

    def answer_hello(self) -> None:
        """Send the declaration."""
        write_message(self.writer, self.declaration.header())

    def answer_run(self, header: dict[str, Any], blobs: list[Tensor]) -> None:
        """Send one answer per case."""
        cases = header.get("cases")
        if not isinstance(cases, list):
            raise MalformedMessage("a run request without a list of cases")
        answers: list[dict[str, Any]] = []
        sent: list[tuple[str, Tensor]] = []
        for fields in cases:
            answers.append(self.answer(fields, blobs, sent))
        write_message(
            self.writer, {"kind": "run", "id": header.get("id"), "answers": answers}, sent
        )

    def answer(
        self, fields: Any, blobs: list[Tensor], sent: list[tuple[str, Tensor]]
    ) -> dict[str, Any]:
        """Return the answer to one case, and append its blobs to `sent`."""
        try:
            case = read_case(fields, blobs)
            check_offered(case, self.declaration)
            result = self.run(case)
        except Refused as error:
            return {"status": "refused", "message": _message_text(error)}
        except Unsupported as error:
            return {"status": "unsupported", "message": _message_text(error)}
        if not isinstance(result, Result):
            raise TypeError(f"run returned {type(result).__name__}, not Result")
        answer: dict[str, Any] = {"status": "result"}
        shape, dtype = case.input.shape, case.input.dtype
        stages: list[tuple[str, Any, str, Optional[Sequence[int]]]] = [
            ("output", result.output, dtype, shape),
            ("inputGradient", result.input_gradient, dtype, shape),
            ("mask", result.mask, "bool", shape),
            ("seeds", result.seeds, "bool", None),
            ("keptCounts", result.kept_counts, "int64", None),
            ("scales", result.scales, "float64", None),
        ]
        for name, value, kind, extent in stages:
            if value is not None:
                answer[name] = len(sent)
                sent.append((name, _tensor(value, kind, extent)))
        if result.gamma is not None:
            answer["gamma"] = _json_number(result.gamma)
        if result.random_words is not None:
            answer["randomWords"] = int(result.random_words)
        return answer

    def answer_schedule(self, header: dict[str, Any]) -> None:
        """Send the values of a schedule."""
        reply = {"kind": "schedule", "id": header.get("id")}
        try:
            case = read_schedule_case(header)
            if self.schedule is None or case.schedule not in self.declaration.schedules:
                raise Unsupported(f"schedule {case.schedule!r}")
            if case.resumesBefore is not None and "resume" not in self.declaration.capabilities:
                raise Unsupported("resume")
            values = list(self.schedule(case))
        except Refused as error:
            reply.update(status="refused", message=_message_text(error))
        except Unsupported as error:
            reply.update(status="unsupported", message=_message_text(error))
        else:
            blob = Tensor.of(values, "float64", (len(values),))
            write_message(
                self.writer, {**reply, "status": "result", "values": 0}, [("values", blob)]
            )
            return
        write_message(self.writer, reply)


def read_case(fields: Any, blobs: list[Tensor]) -> Case:
    """Read one case of a run request; what has the wrong type is refused by its name."""
    if not isinstance(fields, dict):
        raise Refused("a case is not a JSON object")

    def optional(name: str, read: Callable[[Any, str], Any]) -> Any:
        value = fields.get(name)
        return None if value is None else read(value, name)

    def text(name: str, default: str) -> str:
        value = fields.get(name, default)
        if not isinstance(value, str):
            raise Refused(f"{name} is {value!r}, not a string")
        return value

    def blob(name: str) -> Optional[Tensor]:
        index = optional(name, _integer)
        if index is None:
            return None
        if not 0 <= index < len(blobs):
            raise MalformedMessage(f"{name} is blob {index} of {len(blobs)}")
        return blobs[index]

    tensor = blob("input")
    if tensor is None:
        raise Refused("a case without an input")
    def key(name: str) -> int:
        try:
            value = int(text(name, "0x0"), 16)
        except ValueError:
            raise Refused(f"{name} {fields.get(name)!r} is not a hexadecimal number") from None
        if not 0 <= value < 2**64:
            raise Refused(f"{name} {fields.get(name)!r} is not a 64-bit number")
        return value

    sharing = fields.get("sharing", [])
    if not isinstance(sharing, list) or not all(isinstance(word, str) for word in sharing):
        raise Refused(f"sharing is {sharing!r}, not a list of strings")
    mode = text("mode", "training")
    if mode not in ("training", "inference"):
        raise Refused(f"mode {mode!r}; training and inference are admissible")
    return Case(
        samples=_integer(fields.get("samples"), "samples"),
        channels=_integer(fields.get("channels"), "channels"),
        spatial=_integers(fields.get("spatial"), "spatial"),
        layout=text("layout", "channelsFirst"),
        strides=optional("strides", _integers),
        blockSize=_integers(fields.get("blockSize"), "blockSize"),
        dropProbability=_number(fields.get("dropProbability"), "dropProbability"),
        seedGrid=text("seedGrid", "valid"),
        gammaRule=text("gammaRule", "paper"),
        gamma=optional("gamma", _number),
        gammaFactor=_number(fields.get("gammaFactor", 1.0), "gammaFactor"),
        sharing=frozenset(sharing),
        scale=text("scale", "tensor"),
        fixedScale=optional("fixedScale", _number),
        sampler=text("sampler", "own"),
        oversizedBlock=text("oversizedBlock", "clipped"),
        key=key("key"),
        firstSample=_integer(fields.get("firstSample", 0), "firstSample"),
        mode=mode,
        continues=fields.get("continues") is True,
        threads=optional("threads", _integer),
        inPlace=fields.get("inPlace") is True,
        input=tensor,
        outputGradient=blob("outputGradient"),
        laterKey=None if fields.get("laterKey") is None else key("laterKey"),
    )


def check_offered(case: Case, declaration: Declaration) -> None:
    """Raise Unsupported for what the declaration does not offer; inadmissible values pass."""
    for name, value, offered in (
        ("seedGrid", case.seedGrid, declaration.seedGrids),
        ("gammaRule", case.gammaRule, declaration.gammaRules),
        ("sharing", case.sharing, [frozenset(sharing) for sharing in declaration.sharings]),
        ("scale", case.scale, declaration.scales),
        ("sampler", case.sampler, declaration.samplers or ["own"]),
        ("oversizedBlock", case.oversizedBlock, declaration.oversizedBlocks),
        ("dtype", case.input.dtype, declaration.elementTypes),
        ("layout", case.layout, declaration.layouts),
        # A rank outside 1…3 is inadmissible for everybody: that is for the adapter to refuse.
        ("rank", case.rank, [*declaration.ranks] if 1 <= case.rank <= 3 else [case.rank]),
    ):
        if value not in offered:
            shown = sorted(value) if isinstance(value, frozenset) else value
            raise Unsupported(f"{name} {shown}")
    sides = zip(case.blockSize, case.spatial)
    if declaration.blocks == "one" and any(side > 1 for side, _ in sides):
        raise Unsupported(f"block sides {case.blockSize}: blocks of one unit are offered")
    if declaration.blocks == "map" and any(side < size for side, size in sides):
        raise Unsupported(f"block sides {case.blockSize}: blocks as large as the map are offered")
    needed = {
        "backward": case.outputGradient is not None,
        "laterForward": case.laterKey is not None,
        "continues": case.continues,
        "firstSample": case.firstSample != 0,
        "threads": case.threads is not None,
        "inPlace": case.inPlace,
        "rectangularBlocks": len(case.blockSize) == case.rank and len(set(case.blockSize)) > 1,
        "gammaFactor": case.gammaFactor != 1,
        "emptyTensors": 0 in case.sizes,
    }
    for capability, is_needed in needed.items():
        if is_needed and capability not in declaration.capabilities:
            raise Unsupported(capability)


def read_schedule_case(header: dict[str, Any]) -> ScheduleCase:
    """Read a schedule request; what has the wrong type is refused by its name."""

    def optional(name: str, read: Callable[[Any, str], Any]) -> Any:
        value = header.get(name)
        return None if value is None else read(value, name)

    return ScheduleCase(
        schedule=str(header.get("schedule")),
        at=_integers(header.get("at"), "at"),
        resumesBefore=optional("resumesBefore", _integer),
        start=optional("from", _number),
        stop=optional("to", _number),
        target=optional("target", _number),
        steps=optional("steps", _integer),
    )


# The process

_protocol_output: Optional[BinaryIO] = None


def protect_standard_output() -> BinaryIO:
    """Keep the real standard output for the protocol; what anybody else prints goes to stderr.

    From here on Ctrl-C ends the process without a traceback.
    """
    global _protocol_output
    if _protocol_output is None:
        sys.stdout.flush()
        _protocol_output = os.fdopen(os.dup(1), "wb")
        os.dup2(2, 1)
        with contextlib.suppress(ValueError):  # only the main thread may set a handler
            signal.signal(signal.SIGINT, lambda *_: os._exit(130))
    return _protocol_output


_protocol_input: Optional[BinaryIO] = None


def protect_standard_input() -> BinaryIO:
    """Keep the real standard input for the protocol: libraries that read it must not eat messages."""
    global _protocol_input
    if _protocol_input is None:
        _protocol_input = os.fdopen(os.dup(0), "rb")
        nowhere = os.open(os.devnull, os.O_RDONLY)
        os.dup2(nowhere, 0)
        os.close(nowhere)
    return _protocol_input


def fail(code: int, message: str) -> NoReturn:
    """End the process with an exit code, and a line on standard error."""
    print(f"{os.path.basename(sys.argv[0])}: {message}", file=sys.stderr, flush=True)
    _leave(code)


def _leave(code: int) -> NoReturn:
    """End the process at once: neither a library's threads nor a full pipe must hold it up."""
    with contextlib.suppress(OSError, ValueError):
        sys.stderr.flush()
    os._exit(code)


def serve(
    declaration: Declaration,
    run: Run,
    schedule: Optional[ScheduleFunction] = None,
    server: Callable[..., Server] = Server,
) -> None:
    """Put an adapter on the stand: speak the protocol on standard input and output until stopped.

    With `--help` print the adapter's documentation, with `--self-test` try it on one case; both on
    the real standard output.
    """
    output = protect_standard_output()
    arguments = sys.argv[1:]
    try:
        if arguments in (["--help"], ["-h"]):
            output.write((_help_text() + "\n").encode("utf-8"))
            output.flush()
            return
        if arguments == ["--self-test"]:
            output.write((self_test(declaration, run, schedule) + "\n").encode("utf-8"))
            output.flush()
            return
        if arguments:
            fail(64, f"unknown argument {arguments[0]!r}; --help and --self-test are known")
        server(declaration, run, schedule, protect_standard_input(), output).serve()
    except MalformedMessage as error:
        fail(65, f"malformed message: {error}")
    except BrokenPipeError:
        _leave(74)
    except Exception:
        traceback.print_exc()
        _leave(70)
    _leave(0)


def _help_text() -> str:
    main = sys.modules["__main__"]
    usage = f"usage: python3 {os.path.basename(sys.argv[0])} [--help | --self-test]\n"
    return f"{usage}\n{(main.__doc__ or 'A DropBlock under test.').strip()}"


def self_test(
    declaration: Declaration, run: Run, schedule: Optional[ScheduleFunction] = None
) -> str:
    """Send hello, a case of inference and one of training for each dtype and rank; describe the answers.

    Training comes with a backward pass where one is declared. Whether masks are right is not asked.
    """
    asked: list[tuple[dict[str, Any], Tensor]] = []
    for dtype in declaration.elementTypes:
        for rank in declaration.ranks:
            for mode in ("inference", "training"):
                asked.append(_self_test_case(declaration, dtype, rank, mode))
    request, answers = io.BytesIO(), io.BytesIO()
    write_message(request, {"kind": "hello", "protocol": 1})
    for number, (case, tensor) in enumerate(asked):
        blobs = [("input", tensor)]
        if "outputGradient" in case:
            blobs.append(("outputGradient", tensor))
        write_message(request, {"kind": "run", "id": str(number), "cases": [case]}, blobs)
    write_message(request, {"kind": "stop"})
    request.seek(0)
    Server(declaration, run, schedule, request, answers).serve()
    answers.seek(0)
    hello = read_message(answers)
    if hello is None or hello[0]["kind"] != "hello":
        raise AssertionError("no answer to hello")
    counts = {"inference": 0, "training": 0}
    notes: list[str] = []
    for number, (case, tensor) in enumerate(asked):
        message = read_message(answers)
        if message is None or message[0]["id"] != str(number):
            raise AssertionError(f"no answer to request {number}")
        answer, blobs_back = message[0]["answers"][0], message[1]
        what = f"{case['mode']} on {tensor.dtype} {list(tensor.shape)}"
        if answer["status"] != "result":
            if case["mode"] == "inference":
                raise AssertionError(f"{what} is {answer['status']}: {answer['message']}")
            notes.append(f"{what} is {answer['status']}: {answer['message']}")
            continue
        for name in ["output", *(["inputGradient"] if "outputGradient" in case else [])]:
            if answer.get(name) is None:
                raise AssertionError(f"{what} has no {name}")
            got = blobs_back[answer[name]]
            if (got.dtype, got.shape) != (tensor.dtype, tensor.shape):
                # That is for the suite to judge.
                notes.append(f"{what}: the {name} is {got.dtype} {list(got.shape)}")
            if case["mode"] == "inference" and got.data != tensor.data:
                raise AssertionError(f"{what} is not the identity: {answer}")
        counts[case["mode"]] += 1
    return "\n".join([
        f"{declaration.name} {declaration.version}: {counts['inference']} cases of inference and "
        f"{counts['training']} of training answered; the framing works", *notes])


def _self_test_case(
    declaration: Declaration, dtype: str, rank: int, mode: str
) -> tuple[dict[str, Any], Tensor]:
    shape = [2, 3] + [5] * rank
    tensor = Tensor.of([i / 8 - 3 for i in range(math.prod(shape))], dtype, shape)
    case = {
        "samples": 2,
        "channels": 3,
        "spatial": [5] * rank,
        "blockSize": [{"any": 3, "one": 1, "map": 5}[declaration.blocks]] * rank,
        "layout": declaration.layouts[0],
        "dropProbability": 0.1,
        "seedGrid": declaration.seedGrids[0],
        "gammaRule": declaration.gammaRules[0],
        "gamma": 0.1,
        "sharing": list(declaration.sharings[0]),
        "fixedScale": 1.0,
        "scale": declaration.scales[0],
        "sampler": (list(declaration.samplers) or ["own"])[0],
        "oversizedBlock": declaration.oversizedBlocks[0],
        "mode": mode,
        "key": "0x1",
        "input": 0,
    }
    if mode == "training" and "backward" in declaration.capabilities:
        case["outputGradient"] = 1
    return case, tensor


if __name__ == "__main__":

    def _identity(case: Case) -> Result:
        """Answer the input: DropBlock in inference, and nothing else."""
        if case.mode != "inference":
            raise Unsupported("training")
        return Result(output=case.input)

    serve(
        Declaration(
            name="identity",
            version="1",
            elementTypes=["float16", "bfloat16", "float32", "float64"],
            ranks=[1, 2, 3],
        ),
        _identity,
    )

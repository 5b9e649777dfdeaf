#!/usr/bin/env python3
"""Recompute the golden vectors with an independent implementation, and compare every bit.

What is compared with is `Subjects/plain_dropblock`: plain Python, written from the specification
alone. Only Python's standard library is needed.

    python3 Vectors/check_vectors.py [DIR]

DIR is the folder with the vectors, by default the one this file lies in. Exit code 0 when all agree,
1 when something differs, 2 when the files can't be read.
"""

from __future__ import annotations

import hashlib
import json
import struct
import sys
from pathlib import Path
from typing import Any, Iterator

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "Subjects"))

import pure_python_subject as plain  # noqa: E402
from dropblock_subject import Case, Tensor, read_case  # noqa: E402
from plain_dropblock import schedules  # noqa: E402
from plain_dropblock.philox import philox  # noqa: E402
from plain_dropblock.scaling import rounded_factor  # noqa: E402

FORMATS = {
    "BOOL": "bool",
    "F16": "float16",
    "BF16": "bfloat16",
    "F32": "float32",
    "F64": "float64",
    "I64": "int64",
}


def read_safetensors(path: Path) -> dict[str, Tensor]:
    """Return the tensors of a file by name: eight bytes of length, a JSON table, the data."""
    data = path.read_bytes()
    (length,) = struct.unpack_from("<Q", data)
    table = json.loads(data[8 : 8 + length])
    table.pop("__metadata__", None)
    tensors = {}
    for name, entry in table.items():
        begin, end = (8 + length + offset for offset in entry["data_offsets"])
        dtype = FORMATS[entry["dtype"]]
        tensors[name] = Tensor(dtype, tuple(entry["shape"]), data[begin:end])
    return tensors


def packed(truths: bytes) -> str:
    """Return truth values as hexadecimal digits, four each, the first in the highest bit."""
    digits = (truths[start : start + 4].ljust(4, b"\0") for start in range(0, len(truths), 4))
    return "".join(f"{8 * a + 4 * b + 2 * c + d:x}" for a, b, c, d in digits)


def double_bits(value: float) -> str:
    """Return the bits of a binary64."""
    return struct.pack(">d", value).hex()


def single_bits(value: float) -> str:
    """Return the bits of a number rounded once to binary32."""
    return struct.pack(">f", rounded_factor(value, "float32")).hex()


def case_of(request: dict[str, Any], tensor: Tensor, gradient: Tensor | None) -> Case:
    """Return the case of a request in the words of the protocol."""
    fields = {**request, "input": 0, "outputGradient": None if gradient is None else 1}
    return read_case(fields, [tensor] + ([] if gradient is None else [gradient]))


def check_manifest(folder: Path) -> Iterator[tuple[str, Any, Any]]:
    """Compare sizes and hashes."""
    for entry in json.loads((folder / "MANIFEST.json").read_text("utf-8"))["files"]:
        data = (folder / entry["name"]).read_bytes()
        yield f"{entry['name']} size", entry["bytes"], len(data)
        yield f"{entry['name']} hash", entry["sha256"], hashlib.sha256(data).hexdigest()


def check_cases(folder: Path) -> Iterator[tuple[str, Any, Any]]:
    """Compare every stage of every case, and the tensors in four number formats."""
    document = json.loads((folder / "cases.json").read_text("utf-8"))
    tensors = read_safetensors(folder / document["tensors"])
    for entry in document["cases"]:
        name, request = entry["name"], entry["request"]
        for dtype in ("float32", "float64", "float16", "bfloat16"):
            at = f"{name}/{dtype}"
            case = case_of(request, tensors[f"{at}/input"], tensors[f"{at}/output_gradient"])
            result = plain.run(case)
            yield f"{at}/output", tensors[f"{at}/output"].data, result.output.data
            gradient = tensors[f"{at}/input_gradient"]
            yield f"{at}/input_gradient", gradient.data, result.input_gradient.data
        scales = list(result.scales)
        yield f"{name} gamma", entry["gammaBits"], double_bits(result.gamma)
        yield f"{name} grid", entry["seedGridSizes"], list(result.seeds.shape)
        yield f"{name} seeds", entry["seeds"], packed(result.seeds.data)
        yield f"{name} mask", entry["mask"], packed(result.mask.data)
        yield f"{name} kept counts", entry["keptCounts"], list(result.kept_counts)
        yield f"{name} scales", entry["scaleBits"], [double_bits(scale) for scale in scales]
        single = [single_bits(scale) for scale in scales]
        yield f"{name} single scales", entry["singleScaleBits"], single
        yield f"{name}/seeds", tensors[f"{name}/seeds"], result.seeds
        yield f"{name}/mask", tensors[f"{name}/mask"], result.mask
        yield f"{name}/kept_counts", tensors[f"{name}/kept_counts"].values(), entry["keptCounts"]
        yield f"{name}/scales", tensors[f"{name}/scales"].values(), scales


def check_masks(folder: Path) -> Iterator[tuple[str, Any, Any]]:
    """Compare the golden masks."""
    lists = {"spatial", "blockSize"}
    words = {"sharing"}
    numbers = {"dropProbability", "gammaFactor", "gamma", "fixedScale"}
    text = (folder / "masks.txt").read_text("utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    for block in "\n".join(lines).strip().split("\n\n"):
        request: dict[str, Any] = {}
        for line in block.splitlines():
            name, value = line.split(" ", 1)
            if name in lists:
                request[name] = [int(part) for part in value.split()]
            elif name in words:
                request[name] = [] if value == "-" else value.split()
            elif name in numbers:
                request[name] = float(value)
            elif name in ("samples", "channels", "firstSample"):
                request[name] = int(value)
            else:
                request[name] = value
        sizes = [request["samples"], request["channels"], *request["spatial"]]
        count = 1
        for size in sizes:
            count *= size
        case = case_of(request, Tensor.of([1.0] * count, "float32", sizes), None)
        yield f"mask {request['name']}", request["mask"], packed(plain.run(case).mask.data)


def check_schedules(folder: Path) -> Iterator[tuple[str, Any, Any]]:
    """Compare the schedules' values."""
    for line in (folder / "schedules.txt").read_text("utf-8").splitlines():
        if line.startswith("#"):
            continue
        kind, *columns = line.split()
        *given, value, bits = columns
        if kind == "linear":
            start, stop, steps, step = given
            got = schedules.linear(float(start), float(stop), int(steps), int(step))
        elif kind == "paper":
            target, steps, step = given
            got = schedules.paper(float(target), int(steps), int(step))
        else:
            got = schedules.group_factor(int(given[0]))
        yield line, (bits, float(value)), (double_bits(got), got)


def check_words(folder: Path) -> Iterator[tuple[str, Any, Any]]:
    """Compare the published random words."""
    for line in (folder / "philox4x32-10.txt").read_text("utf-8").splitlines():
        if line.startswith("#"):
            continue
        numbers = [int(word, 16) for word in line.split()[2:]]
        key = numbers[4] | numbers[5] << 32
        counter = (numbers[0], numbers[1], numbers[2], numbers[3])
        yield line, numbers[6:], list(philox(key, counter))


def main(words: list[str]) -> int:
    """Check a folder, and say what differs."""
    if len(words) > 1 or words[:1] in (["-h"], ["--help"]):
        print(__doc__)
        return 2 if len(words) > 1 else 0
    folder = Path(words[0]) if words else HERE
    count, wrong = 0, 0
    checks = [check_manifest, check_masks, check_cases, check_schedules]
    if (folder / "philox4x32-10.txt").exists():
        checks.append(check_words)
    try:
        for check in checks:
            for name, expected, got in check(folder):
                count += 1
                if expected != got:
                    wrong += 1
                    print(f"{name}\n  expected {_short(expected)}\n  got      {_short(got)}")
    except (OSError, ValueError, KeyError, struct.error) as error:
        print(f"{folder} can't be read: {type(error).__name__}: {error}", file=sys.stderr)
        return 2
    print(f"{count} values compared, {wrong} differ")
    return 1 if wrong or count == 0 else 0


def _short(value: Any) -> str:
    text = value.hex() if isinstance(value, bytes) else repr(value)
    return text if len(text) <= 200 else text[:197] + "…"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Drives every adapter over its pipes, by a client that shares no code with the kit.

The adapters of PyTorch libraries are tested where their packages are installed, and skipped
elsewhere: `python3 -m unittest discover -s Subjects`.
"""

from __future__ import annotations

import contextlib
import importlib.util
import json
import math
import signal
import struct
import subprocess
import sys
import threading
import time
import unittest
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import dropblock_subject as kit

ROOM = Path(__file__).resolve().parent
WIDTHS = {"float16": 2, "bfloat16": 2, "float32": 4, "float64": 8, "int64": 8, "bool": 1}
CODES = {"float16": "e", "float32": "f", "float64": "d"}
LIMIT = 65536


def encode(values: list[float], dtype: str) -> bytes:
    """Return the little-endian bytes of numbers that the dtype holds exactly."""
    if dtype == "bfloat16":
        singles = struct.pack(f"<{len(values)}f", *values)
        return b"".join(singles[i + 2 : i + 4] for i in range(0, len(singles), 4))
    return struct.pack(f"<{len(values)}{CODES[dtype]}", *values)


def decode(data: bytes, dtype: str) -> list[float]:
    """Return the numbers that little-endian bytes hold."""
    if dtype == "bfloat16":
        pairs = (data[i : i + 2] for i in range(0, len(data), 2))
        return [struct.unpack("<f", b"\0\0" + pair)[0] for pair in pairs]
    return list(struct.unpack(f"<{len(data) // WIDTHS[dtype]}{CODES[dtype]}", data))


class Failure(Exception):
    """The subject gave no proper answer."""


Blob = tuple[str, list[int], bytes]


class Client:
    """A subject's other end."""

    def __init__(self, *command: str, deadline: float = 60) -> None:
        """Start `python3 command…`, of which nothing may take longer than `deadline` seconds."""
        self.process = subprocess.Popen(
            [sys.executable, *command],
            cwd=ROOM,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        assert self.process.stdin and self.process.stdout and self.process.stderr
        self.input, self.output = self.process.stdin, self.process.stdout
        self.errors = bytearray()
        self.listener = threading.Thread(target=self._listen, args=[self.process.stderr])
        self.listener.start()
        self.timer = threading.Timer(deadline, self.process.kill)
        self.timer.start()

    def _listen(self, stream: Any) -> None:
        for line in stream:
            self.errors += line

    def __enter__(self) -> Client:
        """Use the subject."""
        return self

    def __exit__(self, *_: object) -> None:
        """End it, whatever it is doing."""
        self.timer.cancel()
        self.process.kill()
        self.process.wait()
        with contextlib.suppress(BrokenPipeError):
            self.input.close()
        self.output.close()
        self.listener.join()
        assert self.process.stderr
        self.process.stderr.close()

    def send(self, header: dict[str, Any], blobs: Sequence[Blob] = ()) -> None:
        """Send a header and blobs given as dtype, shape and bytes."""
        table = [
            {"name": f"blob {i}", "dtype": dtype, "shape": shape, "bytes": len(data)}
            for i, (dtype, shape, data) in enumerate(blobs)
        ]
        line = json.dumps({**header, "blobs": table}).encode()
        self.input.write(line + b"\n" + b"".join(data for _, _, data in blobs))
        self.input.flush()

    def receive(self) -> tuple[dict[str, Any], list[bytes]]:
        """Return the next header, and the bytes of its blobs."""
        line = self.output.readline(LIMIT)
        if not line:
            raise Failure("closed its output")
        if not line.endswith(b"\n"):
            raise Failure("no line feed within the limit")
        try:
            header = json.loads(line)
        except ValueError:
            raise Failure(f"rubbish: {line[:60]!r}") from None
        blobs = []
        for entry in header["blobs"]:
            if entry["dtype"] not in WIDTHS:
                raise Failure(f"dtype {entry['dtype']}")
            if entry["bytes"] != math.prod(entry["shape"]) * WIDTHS[entry["dtype"]]:
                raise Failure(f"size of {entry}")
            blobs.append(self.output.read(entry["bytes"]))
            if len(blobs[-1]) != entry["bytes"]:
                raise Failure("cut short")
        return header, blobs

    def ask(
        self, header: dict[str, Any], blobs: Sequence[Blob] = ()
    ) -> tuple[dict[str, Any], list[bytes]]:
        """Send a request, and return its answer."""
        self.send(header, blobs)
        answer, data = self.receive()
        if answer["kind"] != header["kind"] or answer.get("id") != header.get("id"):
            raise Failure(f"id {answer.get('id')}")
        return answer, data

    def hello(self) -> dict[str, Any]:
        """Return the answer to hello."""
        return self.ask({"kind": "hello", "protocol": 1})[0]

    def run(
        self,
        values: list[float],
        dtype: str,
        sizes: list[int],
        backward: bool = False,
        **options: Any,
    ) -> dict[str, Any]:
        """Return the answer to one case, its tensors as lists of numbers."""
        case = make_case(sizes, **options)
        blobs = [(dtype, sizes, encode(values, dtype))]
        if backward:
            case["outputGradient"] = 1
            blobs.append((dtype, sizes, encode(values[::-1], dtype)))
        header, data = self.ask({"kind": "run", "id": "some id", "cases": [case]}, blobs)
        (answer,) = header["answers"]
        for name in ("output", "inputGradient"):
            if answer.get(name) is not None:
                entry = header["blobs"][answer[name]]
                answer[name + " dtype"], answer[name + " shape"] = entry["dtype"], entry["shape"]
                answer[name] = decode(data[answer[name]], entry["dtype"])
        return answer

    def stop(self) -> int:
        """Send stop, and return the exit code."""
        self.send({"kind": "stop"})
        return self.process.wait()


def make_case(sizes: list[int], **options: Any) -> dict[str, Any]:
    """Return a case as it travels; `options` replace its fields."""
    rank = len(sizes) - 2
    return {
        "samples": sizes[0],
        "channels": sizes[1],
        "spatial": sizes[2:],
        "layout": "channelsFirst",
        "strides": None,
        "blockSize": [3] * rank,
        "dropProbability": 0.2,
        "seedGrid": "valid",
        "gammaRule": "paper",
        "gamma": None,
        "gammaFactor": 1.0,
        "sharing": [],
        "scale": "tensor",
        "fixedScale": None,
        "sampler": "own",
        "oversizedBlock": "clipped",
        "key": "0x0123456789abcdef",
        "firstSample": 0,
        "mode": "training",
        "continues": False,
        "threads": None,
        "inPlace": False,
        "input": 0,
        "outputGradient": None,
        **options,
    }


class PlainPython(unittest.TestCase):
    """The plain Python subject, over its pipes."""

    def setUp(self) -> None:
        """Start the subject."""
        self.client = Client("pure_python_subject.py")
        self.addCleanup(self.client.__exit__)

    def test_a_whole_conversation(self) -> None:
        hello = self.client.hello()
        self.assertEqual((hello["protocol"], hello["name"]), (1, "plain-python"))
        self.assertIn("bfloat16", hello["declares"]["elementTypes"])
        values = [float(i) for i in range(1, 151)]
        answer = self.client.run(values, "float32", [2, 3, 5, 5], sampler="sparse", backward=True)
        self.assertEqual(answer["status"], "result")
        kept = [value for value in answer["output"] if value]
        self.assertTrue(0 < len(kept) < 150, f"{len(kept)} of 150 units kept")
        zeros = [value == 0 for value in answer["output"]]
        self.assertEqual([value == 0 for value in answer["inputGradient"]], zeros)
        header, data = self.client.ask(
            {"kind": "schedule", "id": "s", "schedule": "linear", "from": 0, "to": 0.25, "steps": 5}
            | {"at": [0, 1, 2, 3, 4, 5], "resumesBefore": 3}
        )
        self.assertEqual(
            decode(data[header["values"]], "float64"), [0, 0.0625, 0.125, 0.1875, 0.25, 0.25]
        )
        self.assertEqual(self.client.stop(), 0)

    def test_64_cases_fit_one_answer(self) -> None:
        sizes = [2, 3, 5, 6, 7]
        data = encode([1.0] * 1260, "float64")
        blobs = [("float64", sizes, data)] * 2
        case = make_case(sizes, sampler="bernoulli", scale="map", outputGradient=1)
        header, answers = self.client.ask({"kind": "run", "id": "x", "cases": [case] * 64}, blobs)
        self.assertEqual(len(header["answers"]), 64)
        self.assertEqual(len(set(answers[:6])), len(set(answers)))

    def test_a_shape_that_its_data_do_not_match_is_refused(self) -> None:
        blobs = [("float32", [5], bytes(20))]
        case = make_case([2, 3, 5, 5], sampler="sparse")
        header, _ = self.client.ask({"kind": "run", "id": "x", "cases": [case]}, blobs)
        self.assertEqual(header["answers"][0]["status"], "refused")
        self.assertIn("5 elements", header["answers"][0]["message"])

    def test_fields_of_the_wrong_type_are_refused_and_unknown_ones_ignored(self) -> None:
        faults: list[tuple[dict[str, Any], str]] = [
            ({"dropProbability": "NaN"}, "refused"),
            ({"dropProbability": "lots"}, "refused"),
            ({"dropProbability": None}, "refused"),
            ({"dropProbability": 10**400}, "refused"),
            ({"blockSize": 3}, "refused"),
            ({"blockSize": [3.5, 3]}, "refused"),
            ({"samples": True}, "refused"),
            ({"key": "0x10000000000000000"}, "refused"),
            ({"key": "key"}, "refused"),
            ({"mode": "dreaming"}, "refused"),
            ({"seedGrid": "hexagonal"}, "unsupported"),
            ({"sampler": "own"}, "unsupported"),
            ({"continues": True}, "unsupported"),
            ({"laterKey": "key"}, "refused"),
            ({"laterKey": "0x10000000000000000"}, "refused"),
            ({"laterKey": "0x5"}, "result"),
            ({"weather": "fine"}, "result"),
        ]
        for options, status in faults:
            answer = self.client.run(
                [1.0] * 25, "float32", [1, 1, 5, 5], **{"sampler": "sparse", **options}
            )
            self.assertEqual(answer["status"], status, f"{options}: {answer}")

    def test_another_forward_pass_leaves_the_first_as_it_is(self) -> None:
        values = [float(i) for i in range(1, 151)]
        options: dict[str, Any] = {"sampler": "sparse", "backward": True}
        first = self.client.run(values, "float32", [2, 3, 5, 5], **options)
        again = self.client.run(values, "float32", [2, 3, 5, 5], laterKey="0x9", **options)
        self.assertEqual(again, first)

    def test_the_end_of_the_input_is_the_end(self) -> None:
        self.client.hello()
        self.client.input.close()
        self.assertEqual(self.client.process.wait(), 0)

    def test_ctrl_c_is_quiet(self) -> None:
        self.client.hello()
        self.client.process.send_signal(signal.SIGINT)
        self.assertEqual(self.client.process.wait(), 130)
        self.client.listener.join()
        self.assertEqual(bytes(self.client.errors), b"")


class Kit(unittest.TestCase):
    """The adapter kit, at its edges."""

    def _adapter(self, body: str, *arguments: str) -> Client:
        prelude = "import sys, os, dropblock_subject as kit\n"
        client = Client("-c", prelude + body, *arguments)
        self.addCleanup(client.__exit__)
        return client

    def test_another_forward_pass_is_for_those_who_declare_it(self) -> None:
        body = (
            "def run(case):\n"
            "    return kit.Result(output=[float(case.laterKey or 0)])\n"
            "kit.serve(kit.Declaration('a', '1', capabilities=%r), run)"
        )
        client = self._adapter(body % [])
        self.assertEqual(client.run([1.0], "float32", [1, 1, 1, 1])["output"], [0.0])
        answer = client.run([1.0], "float32", [1, 1, 1, 1], laterKey="0x7")
        self.assertEqual((answer["status"], answer["message"]), ("unsupported", "laterForward"))
        client = self._adapter(body % ["laterForward"])
        answer = client.run([1.0], "float32", [1, 1, 1, 1], laterKey="0x7")
        self.assertEqual(answer["output"], [7.0])

    def test_what_a_library_prints_stays_off_the_protocol(self) -> None:
        client = self._adapter(
            "def run(case):\n"
            "    print('printed'); os.write(1, b'written\\n'); os.system('echo echoed')\n"
            "    assert sys.stdin.read() == ''\n"
            "    return kit.Result(output=case.input)\n"
            "kit.serve(kit.Declaration('a', '1'), run)"
        )
        self.assertEqual(client.hello()["name"], "a")
        self.assertEqual(client.run([1.0] * 9, "float32", [1, 1, 3, 3])["output"], [1.0] * 9)
        self.assertEqual(client.stop(), 0)
        client.listener.join()
        for word in (b"printed", b"written", b"echoed"):
            self.assertIn(word, bytes(client.errors))

    def test_a_librarys_refusal_is_told_from_an_adapters_fault(self) -> None:
        client = self._adapter(
            "def run(case):\n"
            "    with kit.refusals(LookupError):\n"
            "        if case.key == 1: assert case.dropProbability > 1, 'p is too small'\n"
            "        if case.key == 2: raise KeyError('mask')\n"
            "    if case.key == 3: raise ValueError('an adapter with a fault')\n"
            "    raise kit.Unsupported('anything')\n"
            "kit.serve(kit.Declaration('a', '1'), run)"
        )
        one: list[Any] = [[1.0] * 9, "float32", [1, 1, 3, 3]]
        self.assertEqual(client.run(*one, key="0x0")["status"], "unsupported")
        answer = client.run(*one, key="0x1")
        self.assertEqual(answer["status"], "refused")
        self.assertEqual(answer["message"], "AssertionError: p is too small")
        self.assertEqual(client.run(*one, key="0x2")["message"], "KeyError: 'mask'")
        with self.assertRaises(Failure):
            client.run(*one, key="0x3")
        self.assertEqual(client.process.wait(), 70)
        client.listener.join()
        self.assertIn(b"an adapter with a fault", bytes(client.errors))

    def test_64_refusals_fit_one_answer(self) -> None:
        client = self._adapter(
            "def run(case):\n"
            "    raise kit.Refused('\\1\\U0001f9ca\\\\\\n\\udcff' * 10000)\n"
            "kit.serve(kit.Declaration('a', '1'), run)"
        )
        blob: Blob = ("float32", [25], bytes(100))
        cases = [make_case([1, 1, 5, 5])] * 64
        header, _ = client.ask({"kind": "run", "id": "x", "cases": cases}, [blob])
        self.assertEqual([answer["status"] for answer in header["answers"]], ["refused"] * 64)

    def test_malformed_messages_end_the_program(self) -> None:
        def blob(dtype: str, shape: str, size: int) -> bytes:
            entry = f'{{"dtype":"{dtype}","shape":{shape},"bytes":{size}}}'
            return f'{{"kind":"hello","protocol":1,"blobs":[{entry}]}}\n'.encode()

        for message, words in (
            (b"good morning\n", "not JSON"),
            (b"[1]\n", "not a JSON object"),
            (b"\xff\n", "not JSON"),
            (b'{"kind":"dance","blobs":[]}\n', "'dance'"),
            (b'{"kind":"hello","protocol":2,"blobs":[]}\n', "protocol 2"),
            (blob("float32", "[2]", 7) + bytes(7), "ask for 8"),
            (blob("float8", "[2]", 2) + bytes(2), "does not describe a blob"),
            (blob("bool", "[-2, -1]", 2) + bytes(2), "ask for 2"),
            (blob("bool", "[1.5]", 1) + bytes(1), "ask for 1.5"),
            (blob("bool", "[9]", 9) + b"short", "4 bytes before the end"),
            (blob("bool", "[1000000000000000000]", 10**18), "before the end"),
            (b'{"kind":"run","id":"1","blobs":[]}\n', "list of cases"),
            (b'{"kind":"run","id":"1","cases":[{"input":3}],"blobs":[]}\n', "blob 3 of 0"),
            (b'{"kind":"hello","padding":"' + b"x" * LIMIT + b'"}\n', "longer than"),
            (b'{"kind":"hello","protocol":1,"p":"' + b"x" * (LIMIT - 36) + b'"}\n', "longer than"),
            (b"[" * 50000 + b"\n", "not JSON"),
            (b'{"kind":', "ended within a header"),
        ):
            with Client("dropblock_subject.py") as client:
                with contextlib.suppress(BrokenPipeError):
                    client.input.write(message)
                    client.input.close()
                self.assertEqual(client.process.wait(), 65, f"{message[:80]!r}")
                client.listener.join()
                self.assertIn("malformed message", client.errors.decode(), f"{message[:80]!r}")
                self.assertIn(words, client.errors.decode(), f"{message[:80]!r}")

    def test_a_header_of_the_greatest_length_is_read(self) -> None:
        with Client("dropblock_subject.py") as client:
            header = b'{"kind":"hello","protocol":1,"blobs":[],"padding":"'
            header += b"x" * (LIMIT - len(header) - 3) + b'"}\n'
            self.assertEqual(len(header), LIMIT)
            client.input.write(header)
            client.input.flush()
            self.assertEqual(client.receive()[0]["name"], "identity")

    def test_help_and_self_test_print_to_standard_output(self) -> None:
        for name in ("dropblock_subject.py", "pure_python_subject.py", "faulty_subject.py"):
            text = subprocess.run(
                [sys.executable, ROOM / name, "--help"], capture_output=True, check=True
            )
            self.assertGreater(len(text.stdout), 200, name)
            self.assertEqual(text.stderr, b"", name)
        for name in ("dropblock_subject.py", "pure_python_subject.py"):
            text = subprocess.run(
                [sys.executable, ROOM / name, "--self-test"], capture_output=True, check=True
            )
            self.assertIn(b"the framing works", text.stdout, name)
        # Training is tried as well, in every format and rank, with its backward pass.
        self.assertIn(b"12 of training answered", text.stdout)

    def test_keys_of_layers_are_those_of_swift_and_c(self) -> None:
        for numbers, key in (
            ((0, 0, 0, 0), 0x1957a7604e215178),
            ((1, 0, 0, 0), 0x78a47d4efd43017),
            ((0, 1, 0, 0), 0x151211f5da742fb7),
            ((0, 0, 1, 0), 0xf2f106625eafbb53),
            ((0, 0, 0, 1), 0x6c582f0bbd7d5bd4),
            ((42, 1000, 3, 7), 0xeb7980b9e9edfe0d),
            ((18446744073709551615, 18446744073709551615, 18446744073709551615, 18446744073709551615), 0x86faa9bae612471a),
        ):
            self.assertEqual(kit.layer_key(*numbers), key)
        for numbers in ((-1,), (0, 2**64)):
            with self.assertRaisesRegex(ValueError, "are admissible"):
                kit.layer_key(*numbers)

    def test_the_self_test_names_what_training_lacks(self) -> None:
        declaration = kit.Declaration(
            name="n", version="1", elementTypes=["float32", "float16"], capabilities=["backward"])

        def run(case: kit.Case) -> kit.Result:
            if case.mode == "inference":
                return kit.Result(output=case.input)
            if case.input.dtype == "float16":
                raise kit.Refused("no half precision")
            return kit.Result(output=case.input)

        with self.assertRaisesRegex(AssertionError, "training on float32 .* has no inputGradient"):
            kit.self_test(declaration, run)
        text = kit.self_test(
            kit.Declaration(name="n", version="1", elementTypes=["float32", "float16"]), run)
        self.assertIn("2 cases of inference and 1 of training answered", text)
        self.assertIn("training on float16 [2, 3, 5, 5] is refused: no half precision", text)

    def test_unknown_arguments_are_refused(self) -> None:
        for arguments in (
            ["dropblock_subject.py", "--fast"],
            ["faulty_subject.py"],
            ["faulty_subject.py", "sing"],
        ):
            done = subprocess.run([sys.executable, *arguments], cwd=ROOM, capture_output=True)
            self.assertEqual((done.returncode, done.stdout), (64, b""), arguments)

    @unittest.skipUnless(importlib.util.find_spec("numpy"), "numpy is not installed")
    def test_numpy_arrays_come_and_go(self) -> None:
        client = self._adapter(
            "def run(case):\n"
            "    x = case.input.numpy()\n"
            "    y = (x + x).T.copy().T  # not row-major\n"
            "    if case.input.dtype == 'bfloat16':\n"
            "        y = kit.Tensor.of(y.ravel().tolist(), 'bfloat16', y.shape)\n"
            "    return kit.Result(output=y, mask=x == 1)\n"
            "kit.serve(kit.Declaration('a', '1', elementTypes=list(kit.WIDTHS)[:4]), run)"
        )
        values = [float(i) for i in range(12)]
        for dtype in ("float16", "bfloat16", "float32", "float64"):
            answer = client.run(values, dtype, [1, 1, 3, 4])
            self.assertEqual(answer["output"], [2 * value for value in values], dtype)
            self.assertEqual(answer["output dtype"], dtype)


class Faulty(unittest.TestCase):
    """Every way to misbehave, and that nothing is wrong before it."""

    def test_every_mode_has_its_fault(self) -> None:
        one: list[Any] = [[1.0] * 25, "float32", [1, 1, 5, 5]]
        for mode, message in (
            ("exit", "closed"),
            ("end", "closed"),
            ("signal", "closed"),
            ("close", "closed"),
            ("rubbish", "rubbish"),
            ("chatter", "rubbish"),
            ("header", "no line feed"),
            ("id", "id some id-not"),
            ("shape", ""),
            ("size", "size"),
            ("huge", "size"),
            ("negative", "size"),
            ("dtype", "float8"),
            ("index", ""),
            ("truncate", "cut short"),
            ("count", ""),
            ("status", ""),
            ("refuse", ""),
            ("noise", ""),
        ):
            with self.subTest(mode), Client("faulty_subject.py", mode, "--at", "2") as client:
                self.assertEqual(client.hello()["name"], "plain-python")
                first = client.run(*one, sampler="sparse")
                self.assertEqual(first["status"], "result")
                if message:
                    with self.assertRaisesRegex(Failure, message):
                        client.run(*one, sampler="sparse")
                    continue
                blobs = [("float32", one[2], encode(one[0], "float32"))]
                case = make_case(one[2], sampler="sparse")
                header, data = client.ask({"kind": "run", "id": "x", "cases": [case]}, blobs)
                answer = header["answers"][0]
                if mode == "shape":
                    self.assertEqual(header["blobs"][answer["output"]]["shape"], [1, 1, 5, 5, 1])
                elif mode == "index":
                    self.assertEqual(answer["output"], len(data))
                elif mode == "count":
                    self.assertEqual(len(header["answers"]), 2)
                elif mode == "noise":
                    self.assertEqual(decode(data[answer["output"]], "float32"), first["output"])
                else:
                    self.assertEqual(answer["status"], {"status": "splendid"}.get(mode, "refused"))
                third = client.run(*one, sampler="sparse")
                self.assertEqual(third["output"], first["output"])
                self.assertEqual(client.stop(), 0)

    def test_those_that_hang_hang(self) -> None:
        for mode, sends in (("hang", b""), ("hang-hard", b""), ("binary", b"\xff\xfe\x00\x80")):
            with self.subTest(mode), Client("faulty_subject.py", mode) as client:
                client.hello()
                blobs = [("float32", [25], bytes(100))]
                cases = [make_case([1, 1, 5, 5], sampler="sparse")]
                client.send({"kind": "run", "id": "x", "cases": cases}, blobs)
                time.sleep(0.5)
                self.assertIsNone(client.process.poll())
                client.process.terminate()
                if mode == "hang-hard":
                    with self.assertRaises(subprocess.TimeoutExpired):
                        client.process.wait(timeout=0.5)
                    client.process.kill()
                code = -signal.SIGKILL if mode == "hang-hard" else -signal.SIGTERM
                self.assertEqual(client.process.wait(), code)
                self.assertEqual(client.output.read()[: len(sends) or 1], sends)

    def test_exit_codes(self) -> None:
        for mode, code in (("exit", 3), ("end", 0), ("signal", -signal.SIGABRT)):
            with self.subTest(mode), Client("faulty_subject.py", mode) as client:
                with self.assertRaises(Failure):
                    client.run([1.0] * 25, "float32", [1, 1, 5, 5], sampler="sparse")
                self.assertEqual(client.process.wait(), code)

    def test_those_that_fail_at_hello(self) -> None:
        with (
            Client("faulty_subject.py", "hello") as client,
            self.assertRaisesRegex(Failure, "rubbish"),
        ):
            client.hello()
        with Client("faulty_subject.py", "protocol") as client:
            self.assertEqual(client.hello()["protocol"], 2)
        with Client("faulty_subject.py", "silent") as client:
            client.send({"kind": "hello", "protocol": 1})
            time.sleep(0.5)
            self.assertIsNone(client.process.poll())
            client.process.kill()
            self.assertEqual(client.output.read(), b"")

    def test_the_drip_is_right_but_slow(self) -> None:
        with Client("faulty_subject.py", "drip") as client:
            answer = client.run([1.0], "float16", [1, 1, 1, 1], sampler="sparse", mode="inference")
            self.assertEqual(answer["output"], [1.0])


class RealLibraries:
    """What holds for each adapter of a PyTorch library; no verdict on the library itself."""

    file = ""
    package = ""
    options: dict[str, Any] = {}
    sizes = [4, 3, 9, 9]
    client: Client

    @classmethod
    def setUpClass(cls) -> None:
        """Start the subject, once: importing PyTorch takes seconds."""
        if not all(importlib.util.find_spec(name) for name in ("torch", cls.package)):
            raise unittest.SkipTest(f"{cls.package} is not installed")
        cls.client = Client(cls.file, deadline=600)

    @classmethod
    def tearDownClass(cls) -> None:
        """Stop the subject."""
        cls.client.__exit__()

    def ask(
        self: Any, dtype: str = "float32", backward: bool = True, **options: Any
    ) -> dict[str, Any]:
        """Run one case on ones."""
        sizes = options.pop("sizes", self.sizes)
        ones = [1.0] * math.prod(sizes)
        return self.client.run(ones, dtype, sizes, backward, **{**self.options, **options})

    def test_hello(self: Any) -> None:
        declares = self.client.hello()["declares"]
        for name in ("seedGrids", "gammaRules", "scales"):
            self.assertIn(self.options[name[:-1]], declares[name])
        self.assertIn(self.options["sharing"], declares["sharings"])

    def test_training_drops_and_inference_does_not(self: Any) -> None:
        for dtype in ("float32", "float16", "bfloat16", "float64"):
            answer = self.ask(dtype)
            self.assertEqual(answer["status"], "result", f"{dtype}: {answer}")
            kept = sum(value != 0 for value in answer["output"])
            self.assertTrue(0 < kept < math.prod(self.sizes), f"{dtype}: {kept} kept")
            self.assertEqual(answer["inputGradient"], answer["output"], dtype)
            self.assertEqual(answer["output shape"], self.sizes)
            answer = self.ask(dtype, mode="inference")
            self.assertEqual(set(answer["output"] + answer["inputGradient"]), {1.0})
            self.assertEqual(answer["output dtype"], dtype)

    def test_a_key_repeats_an_answer_and_another_does_not(self: Any) -> None:
        first = self.ask(key="0x5")
        self.assertEqual(self.ask(key="0x5"), first)
        for key in ("0x6", "0x100000005", "0x8000000000000005"):
            self.assertNotEqual(self.ask(key=key), first, key)
        self.ask(key="0x5")
        self.assertNotEqual(self.ask(key="0x5", continues=True), first)

    def test_layouts_threads_and_place_have_no_influence(self: Any) -> None:
        first = self.ask()
        strides = [1, 4000, 400, 4]
        for options in (
            {"layout": "channelsLast"},
            {"layout": "strided", "strides": strides},
            {"threads": 2},
            {"laterKey": "0x9"},
            {"inPlace": True},
            {"inPlace": True, "layout": "strided", "strides": strides},
        ):
            answer = self.ask(**options)
            if "inPlace" in options and answer["status"] == "unsupported":
                continue
            self.assertEqual(answer, first, f"{options}")

    def test_a_gradient_reaches_its_unit_however_it_lies_in_memory(self: Any) -> None:
        values = [float(i) for i in range(1, 1 + math.prod(self.sizes))]
        for key in ("0x0", "0x1", "0x2", "0x3"):
            answer = self.client.run(
                values, "float64", self.sizes, True, **{**self.options, "key": key}
            )
            factors = [y / x for x, y in zip(values, answer["output"])]
            gradients = [d / g for g, d in zip(values[::-1], answer["inputGradient"])]
            for forward, backward in zip(factors, gradients):
                self.assertAlmostEqual(forward, backward, places=12, msg=key)

    def test_what_the_library_does_not_offer_is_unsupported(self: Any) -> None:
        for options in (
            {"blockSize": [3, 5]},
            {"scale": "map"},
            {"gammaRule": "calibrated"},
            {"sharing": ["samples"]},
            {"sampler": "sparse"},
            {"firstSample": 1},
            {"oversizedBlock": "refused"},
            {"sizes": [2, 2, 9]},
        ):
            self.assertEqual(self.ask(**options)["status"], "unsupported", f"{options}")

    def test_what_cannot_be_a_tensor_is_refused(self: Any) -> None:
        faults: list[dict[str, Any]] = [
            {"samples": -1},
            {"samples": 5},
            {"spatial": [2**40, 2**40]},
            {"spatial": [], "blockSize": []},
            {"spatial": [3, 3, 3, 3]},
            {"layout": "strided", "strides": [1, 1, 1, 1]},
        ]
        for options in faults:
            status = self.ask(**options)["status"]
            self.assertIn(status, ("refused", "unsupported"), f"{options}")

    def test_an_empty_batch_is_an_empty_answer(self: Any) -> None:
        answer = self.ask(sizes=[0, 3, 9, 9])
        self.assertEqual((answer["status"], answer.get("output")), ("result", []), f"{answer}")

    def test_exceptions_are_refusals_not_deaths(self: Any) -> None:
        for options in ({"blockSize": [0, 0]}, {"blockSize": [-1, -1]}, {"sizes": [2, 2, 0, 9]}):
            self.assertEqual(self.ask(**options)["status"], "refused", f"{options}")


class Torchvision(RealLibraries, unittest.TestCase):
    """torchvision.ops."""

    file, package = "torchvision_subject.py", "torchvision"
    options = {"seedGrid": "valid", "gammaRule": "paper", "sharing": [], "scale": "tensor"}

    def test_three_axes(self) -> None:
        self.assertEqual(self.ask(sizes=[2, 2, 5, 5, 5])["status"], "result")


class Timm(RealLibraries, unittest.TestCase):
    """timm.layers."""

    file, package = "timm_subject.py", "timm"
    options = {
        "seedGrid": "whole.lowerCentre",
        "gammaRule": "paper",
        "sharing": ["channels"],
        "scale": "tensor",
    }

    def test_sharing_and_scale_reach_the_library(self) -> None:
        shared, own = self.ask()["output"], self.ask(sharing=[])["output"]
        for sample in range(4):
            maps = [shared[(3 * sample + channel) * 81 :][:81] for channel in range(3)]
            self.assertEqual(maps[0], maps[1])
        self.assertNotEqual(own[:81], own[81:162])
        self.assertEqual(set(self.ask(scale="none")["output"]), {0.0, 1.0})
        self.assertEqual(set(self.ask(gammaFactor=0.0)["output"]), {1.0})


class Miguelvr(RealLibraries, unittest.TestCase):
    """dropblock on PyPI."""

    file, package = "miguelvr_subject.py", "dropblock"
    options = {
        "seedGrid": "whole.upperCentre",
        "gammaRule": "blockVolume",
        "sharing": ["channels"],
        "scale": "tensor",
    }

    def test_training_drops_and_inference_does_not(self) -> None:
        answer = self.ask("float16")
        self.assertEqual(answer["output dtype"], "float32", "the dtype it returned")
        self.assertEqual(answer["inputGradient dtype"], "float16")
        answer = self.ask("float16", mode="inference")
        self.assertEqual(set(answer["output"]), {1.0})

    def test_its_schedule_is_walked_and_its_state_is_what_it_saves(self) -> None:
        request = {"kind": "schedule", "id": "s", "schedule": "linear", "from": 0.0, "to": 0.25}
        request |= {"steps": 5, "at": [0, 1, 2, 3, 4, 5, 9]}
        header, data = self.client.ask({**request, "resumesBefore": None})
        values = [0, 0.0625, 0.125, 0.1875, 0.25, 0.25, 0.25]
        self.assertEqual(decode(data[header["values"]], "float64"), values)
        header, data = self.client.ask({**request, "resumesBefore": 2})
        values = [0, 0.0625, 0, 0.0625, 0.125, 0.1875, 0.25]
        self.assertEqual(decode(data[header["values"]], "float64"), values)
        for change in ({"schedule": "paper"}, {"at": [-1]}, {"at": [2**62]}, {"steps": 2**62}):
            header, _ = self.client.ask({**request, **change})
            self.assertEqual(header["status"], "unsupported", f"{change}")
        header, _ = self.client.ask({**request, "steps": -1})
        self.assertEqual(header["status"], "refused")


if __name__ == "__main__":
    unittest.main()

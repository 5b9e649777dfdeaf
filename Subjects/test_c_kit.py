"""Tests of the kit for C and C++: both examples are compiled, spoken to, and judged.

They are skipped without a compiler; judging needs an executable in DROPBLOCK_PROGRAM.
"""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path
from typing import Any

import dropblock_subject as kit

ROOM = Path(__file__).resolve().parent / "c"
PROGRAM = os.environ.get("DROPBLOCK_PROGRAM")
STRICT = ["-O2", "-Wall", "-Wextra", "-Wpedantic", "-Werror"]
EXAMPLES = {"example.c": ["-std=c11"], "example.cpp": ["-std=c++17"]}


def compiler(name: str) -> str | None:
    """Return a compiler for a file."""
    words = ("cc", "gcc", "clang") if name.endswith(".c") else ("c++", "g++", "clang++")
    return next((path for path in map(shutil.which, words) if path), None)


@unittest.skipUnless(all(map(compiler, EXAMPLES)), "there is no compiler for C and C++")
class Kit(unittest.TestCase):
    """The examples, as programs."""

    @classmethod
    def setUpClass(cls) -> None:
        """Compile them; a warning is an error."""
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.programs = {}
        for name, standard in EXAMPLES.items():
            path = Path(folder.name) / name.replace(".", "-")
            done = subprocess.run(
                [compiler(name), *standard, *STRICT, ROOM / name, "-o", path, "-lm"],
                capture_output=True, text=True)
            if done.returncode:
                raise AssertionError(done.stderr)
            cls.programs[name] = path

    def told(self, data: bytes, name: str = "example.c") -> subprocess.CompletedProcess:
        """Return what a program answers to bytes on its standard input."""
        return subprocess.run([self.programs[name]], input=data, capture_output=True, timeout=20)

    def message(self, header: dict[str, Any], *blobs: kit.Tensor) -> bytes:
        """Return the bytes of a message."""
        stream = io.BytesIO()
        kit.write_message(stream, header, [("input", blob) for blob in blobs])
        return stream.getvalue()

    def answers(self, *fields: dict[str, Any], name: str = "example.c") -> list[dict[str, Any]]:
        """Return the answers to cases of one small tensor."""
        ones = kit.Tensor.of([1.0] * 2 * 3 * 16, "float32", (2, 3, 4, 4))
        cases = [
            {"samples": 2, "channels": 3, "spatial": [4, 4], "blockSize": [2, 2],
             "dropProbability": 0.5, "key": "0x1", "input": 0, **case} for case in fields]
        data = self.message({"kind": "run", "id": "7", "cases": cases}, ones)
        done = self.told(data + self.message({"kind": "stop"}), name)
        self.assertEqual(done.returncode, 0, done.stderr)
        read = kit.read_message(io.BytesIO(done.stdout))
        assert read is not None
        self.assertEqual(read[0]["id"], "7")
        self.blobs = read[1]
        return read[0]["answers"]

    def test_hello_has_the_declaration(self) -> None:
        """The declaration is sent as it is written."""
        done = self.told(self.message({"kind": "hello", "protocol": 1}), "example.cpp")
        hello = kit.read_message(io.BytesIO(done.stdout))
        assert hello is not None
        self.assertEqual(hello[0]["declares"]["sharings"], [["channels"]])
        self.assertEqual(done.returncode, 0)

    def test_cases_of_a_request_are_answered_in_their_order(self) -> None:
        """Inference is the identity, one key one answer, and refusals stand in their place."""
        answers = self.answers(
            {"mode": "inference"}, {}, {"dropProbability": 1.5}, {}, {"key": "0xffffffffffffffff"})
        self.assertEqual(
            [a["status"] for a in answers], ["result", "result", "refused", "result", "result"])
        data = [self.blobs[a["output"]].data for a in answers if a["status"] == "result"]
        self.assertEqual(set(kit.Tensor("float32", (96,), data[0]).values()), {1.0})
        self.assertEqual(data[1], data[2])
        self.assertNotEqual(data[1], data[3])
        self.assertIn("0 to 1 are admissible", answers[2]["message"])

    def test_what_is_not_declared_never_reaches_the_subject(self) -> None:
        """Each option and capability is looked up in the declaration."""
        for field in (
            {"seedGrid": "whole.corner"}, {"gammaRule": "calibrated"}, {"scale": "map"},
            {"sharing": ["channels"]}, {"sampler": "sparse"}, {"layout": "strided"},
            {"firstSample": 1}, {"threads": 2}, {"inPlace": True}, {"gammaFactor": 0.5},
            {"laterKey": "0x2"},
        ):
            self.assertEqual(self.answers(field)[0]["status"], "unsupported", field)
        self.assertEqual(
            self.answers({"sharing": []}, name="example.cpp")[0]["status"], "unsupported")
        self.assertEqual(
            self.answers({"sharing": ["channels"]}, name="example.cpp")[0]["status"], "result")

    def test_inadmissible_cases_are_refused_with_what_is_admissible(self) -> None:
        """Sizes, sides and probabilities are looked at before any memory is."""
        for field in (
            {"spatial": [4]}, {"spatial": [4, 5]}, {"spatial": []}, {"samples": -2, "channels": -3},
            {"samples": 2**62, "channels": 4}, {"blockSize": [2]}, {"blockSize": [2, 2, 2]},
            {"blockSize": [0, 2]}, {"dropProbability": "NaN"}, {"dropProbability": -0.1},
        ):
            self.assertEqual(self.answers(field)[0]["status"], "refused", field)

    def test_malformed_messages_end_the_program_with_65(self) -> None:
        """Rubbish, a header that does not end, and a stream that does."""
        for data in (
            b"hello\n", b"{\n", b"{}\n", b'{"kind": "dance"}\n', b"x" * 70_000, b"[" * 60 + b"\n",
            b'{"kind":"run","blobs":[{"bytes":5,"dtype":"float32"}]}\nxx',
            b'{"kind":"run","blobs":[{"bytes":-1}]}\n',
            b'{"kind":"run","cases":[{"input":3}],"blobs":[]}\n',
        ):
            done = self.told(data)
            self.assertEqual((done.returncode, done.stdout), (65, b""), data[:40])
            self.assertTrue(done.stderr.startswith(b"dropblock_subject: "), data[:40])
        self.assertEqual(self.told(b"").returncode, 0)

    @unittest.skipUnless(PROGRAM, "DROPBLOCK_PROGRAM is not set")
    def test_the_examples_conform(self) -> None:
        """They are judged like any subject."""
        for program in self.programs.values():
            done = subprocess.run(
                [PROGRAM, "check", "--profile", "quick", "--", program], capture_output=True, text=True)
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
            self.assertIn(" 0 do not ", done.stdout)


if __name__ == "__main__":
    unittest.main()

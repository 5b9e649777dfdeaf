"""Tests of wild_subject.py: its correct variants are green, and its faults are red.

What the suite says of each takes a built suite, and about three seconds a name:

    DROPBLOCK=.build/release/dropblock python3 -m unittest Subjects.test_wild_subject
"""
import importlib.util
import os
import pathlib
import subprocess
import sys
import unittest

HERE = pathlib.Path(__file__).resolve().parent
SUBJECT = HERE / "wild_subject.py"
HAS_NUMPY = importlib.util.find_spec("numpy") is not None

# What can't be seen, and why.
UNSEEN = {
    "key-low32": "a stream of the subject's own need not look at the high bits of a key",
    "key-sum": "the same",
    "half-factor": "some factor within one unit in the last place of the format explains all kept units",
    "overwrites": "the protocol does not show the input again",
    "count-2^24": "only `ci` has tensors of so many units",
}


def names():
    listed = subprocess.run(
        [sys.executable, str(SUBJECT), "--list"], capture_output=True, text=True, check=True)
    return [line.split("\t") for line in listed.stdout.splitlines()]


@unittest.skipUnless(HAS_NUMPY, "numpy is not installed")
class Adapter(unittest.TestCase):
    def test_every_fault_says_where_it_comes_from_and_what_is_true(self):
        listed = names()
        self.assertGreater(len(listed), 80)
        self.assertEqual(len({name for name, _, _ in listed}), len(listed))
        for name, source, truth in listed:
            self.assertTrue(source and (truth or source == "ok"), name)
        self.assertLessEqual(set(UNSEEN), {name for name, _, _ in listed})

    def test_a_fault_that_there_is_not_is_refused(self):
        answer = subprocess.run(
            [sys.executable, str(SUBJECT), "--fault", "none"], capture_output=True, text=True)
        self.assertNotEqual(answer.returncode, 0)
        self.assertIn("no fault 'none'", answer.stderr)

    def test_the_adapter_answers(self):
        for fault in ["ok", "ok:bfloat16", "n1-never"]:
            answer = subprocess.run(
                [sys.executable, str(SUBJECT), "--fault", fault, "--self-test"],
                capture_output=True, text=True)
            self.assertEqual(answer.returncode, 0, answer.stderr)


@unittest.skipUnless(HAS_NUMPY and os.environ.get("DROPBLOCK"), "DROPBLOCK names no built suite")
class Verdicts(unittest.TestCase):
    def exit_code(self, name):
        return subprocess.run(
            [os.environ["DROPBLOCK"], "check", "--profile", "quick", "--",
             sys.executable, str(SUBJECT), "--fault", name],
            capture_output=True).returncode

    def test_what_is_correct_is_green_and_what_is_wrong_is_red(self):
        for name, source, truth in names():
            with self.subTest(name, truth=truth):
                expected = 0 if source == "ok" or name in UNSEEN else 1
                self.assertEqual(self.exit_code(name), expected)


if __name__ == "__main__":
    unittest.main()

"""Tests of ways of execution.

Those that call layers are skipped without PyTorch, and those that judge without an executable, too.
"""

import os
import pathlib
import subprocess
import sys
import time
import unittest

from test_pytest_plugin import PROGRAM, WHEEL, Extracted, installed
from test_target import LAYERS, ROOT, InAFolder, numpy

from dropblock_subject import Declaration, Tensor, read_case
from dropblock_verify import execution, running
from dropblock_verify.loading import TargetError, load

TORCH = installed("torch")
HERE = pathlib.Path(__file__).resolve().parent
PLANTED = (HERE / "execution_layers.py").read_text()

# Which layer is wrong in which way of execution, what is asked, how the rule of a cause begins, and what is said.
FAULTS = [
    (
        "FourAlike", "compiled-aot", "mask.sharing", "sharing.some-maps",
        "some maps have one mask: channels 0 and 1 of a sample, channels 1 and 2 of a sample"),
    ("OwnGenerator", "checkpointed", "backward.mask", "", "its gradient is"),
    ("OwnGenerator", "checkpointed-reentrant", "backward.mask", "", "its gradient is"),
    ("Captured", "compiled-aot", "independence.calls", "", "calls of one shape have the same masks"),
    ("DrawnAgain", "compiled-aot", "backward.mask", "", "its gradient is"),
    ("Regenerated", "autocast", "backward.mask", "", "its gradient is"),
    ("CountedInHalf", "autocast", "scale.factor", "", "with the kept count in bfloat16"),
    ("Outside", "vmap", "mask.sharing", "sharing.samples", "all samples have the same masks"),
    (
        "OwnGenerator", "replicas", "mask.sharing", "sharing.some-maps",
        "some maps have one mask: samples 0 and 2 of a channel, samples 1 and 3 of a channel"),
]


def case(key=1, sizes=(4, 8, 6, 6), **fields):
    count = 1
    for size in sizes:
        count *= size
    given = {
        "samples": sizes[0], "channels": sizes[1], "spatial": list(sizes[2:]), "blockSize": [3, 3],
        "dropProbability": 0.5, "key": hex(key), "input": 0, "outputGradient": 1, **fields}
    return read_case(given, [Tensor.of([1.0] * count, "float32", sizes)] * 2)


class Words(InAFolder):
    def test_an_unknown_way_is_named_with_those_that_there_are(self):
        with self.assertRaisesRegex(TargetError, "--execution compild: .*replicas, tf.function, jax.jit; did you mean 'compiled'"):
            execution.known("compild")
        said = self.said("layers:drop", "--execution", "compild")
        self.assertEqual(said.returncode, 66, said.stderr)
        self.assertIn("did you mean 'compiled'?", said.stderr)

    @unittest.skipUnless(numpy, "numpy is not installed")
    def test_a_function_of_numpy_has_one_way_of_execution(self):
        said = self.said("layers:drop", "--execution", "checkpointed")
        self.assertEqual(said.returncode, 66, said.stderr)
        self.assertIn("this is a target of numpy: leave --execution out", said.stderr)
        self.assertEqual(self.said("layers:drop", "--execution", "eager", "--explain").returncode, 0)

    def test_one_sample_at_a_time_is_declared(self):
        by_itself = Declaration(
            name="n", version="1", scales=["tensor", "sample", "map"], sharings=[["samples"], []])
        self.assertEqual(execution.declared("eager", by_itself), by_itself)
        for mode in execution.MODES:
            declared = execution.declared(mode, by_itself)
            one = mode in ("vmap", "replicas")
            self.assertEqual(declared.scales, ["sample", "map"] if one else by_itself.scales)
            self.assertEqual(declared.sharings, [[]] if one else by_itself.sharings)
            self.assertEqual(declared.version, "1" if mode == "eager" else f"1, {mode}")


@unittest.skipUnless(WHEEL or PROGRAM, "neither DROPBLOCK_WHEEL nor DROPBLOCK_PROGRAM is set")
class Program(Extracted):
    def test_the_program_knows_the_same_words(self):
        said = subprocess.run(
            [self.program, "check", "--execution", "no-such-way", "a:b"], capture_output=True, text=True)
        self.assertEqual(said.returncode, 2, said.stderr)
        self.assertIn(": " + ", ".join(execution.MODES), " ".join(said.stderr.split()))


@unittest.skipUnless(TORCH, "torch is not installed")
class Calls(unittest.TestCase):
    def subject(self, name, mode):
        from dropblock_verify.torch_target import TorchTarget

        return TorchTarget(load(f"{HERE}/execution_layers.py:{name}"), {}, mode)

    def test_code_stays_compiled_after_a_call_that_has_nothing_to_compute(self):
        subject = self.subject("FourAlike", "compiled-aot")
        self.assertEqual(set(subject.run(case(mode="inference")).output.values()), {1.0})
        # Four neighbours are alike only where it is compiled.
        values = subject.run(case(sizes=(2, 8, 5, 6))).output.values()
        channels = [values[i:i + 30] for i in range(0, len(values), 30)]
        self.assertEqual([c == channels[4 * (i // 4)] for i, c in enumerate(channels)], [True] * 16)
        self.assertNotEqual(channels[0], channels[4])

    def test_what_can_not_be_compiled_is_not_judged_as_if_it_were(self):
        from dropblock_verify.target import declare

        with self.assertRaisesRegex(TargetError, "captures nothing of it"):
            declare("Hidden", self.subject("Hidden", "compiled-aot"), [], "compiled-aot")

    def test_a_recomputed_mask_is_the_first_where_the_numbers_are_pytorchs(self):
        for mode in ("checkpointed", "checkpointed-reentrant"):
            for name, is_equal in (("Correct", True), ("OwnGenerator", False)):
                result = self.subject(name, mode).run(case())
                self.assertEqual(result.output.data == result.input_gradient.data, is_equal, (mode, name))

    def test_a_key_can_not_be_that_of_all_samples(self):
        from dropblock_verify.torch_target import TorchTarget

        def keyed(x, block_size, p, seed):
            return x

        with self.assertRaisesRegex(TargetError, "'seed' is the same for all samples under vmap"):
            TorchTarget(keyed, {}, "vmap")

    def test_samples_and_replicas_have_masks_of_their_own(self):
        for mode in ("vmap", "replicas"):
            with self.served("Correct", mode) as subject:
                result = subject.run(case(sizes=(5, 2, 6, 6)))
                again = subject.run(case(sizes=(5, 2, 6, 6)))
                self.assertEqual(result.output.data, again.output.data)
                self.assertEqual(result.output.data, result.input_gradient.data)
                values = result.output.values()
                masks = {tuple(v == 0 for v in values[i:i + 72]) for i in range(0, 360, 72)}
                self.assertEqual(len(masks), 5, mode)

    def served(self, name, mode):
        """Return a context with the subject, whose processes end with it."""
        import contextlib

        @contextlib.contextmanager
        def context():
            subject = self.subject(name, mode)
            if mode != "replicas":
                yield subject
                return
            from dropblock_verify.replicas import Replicas

            before = os.environ.get("PYTHONPATH")
            os.environ["PYTHONPATH"] = f"{ROOT / 'Python' / 'src'}:{ROOT / 'Subjects'}"
            replicas = Replicas(subject, [f"{HERE}/execution_layers.py:{name}"])
            try:
                yield replicas
            finally:
                if before is None:
                    del os.environ["PYTHONPATH"]
                else:
                    os.environ["PYTHONPATH"] = before
                for process in replicas.processes:
                    process.stdin.close()
                    self.assertEqual(process.wait(60), 0)
                    process.stdout.close()

        return context()

    def test_replicas_end_with_the_process_that_has_started_them(self):
        environment = {
            **os.environ, "PYTHONPATH": f"{ROOT / 'Python' / 'src'}:{ROOT / 'Subjects'}"}
        parent = subprocess.Popen(
            [sys.executable, "-m", "dropblock_verify.target", f"{HERE}/execution_layers.py:Correct",
             "--execution", "replicas"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment)
        parent.stdin.write(b'{"kind": "hello", "protocol": 1, "blobs": []}\n')
        parent.stdin.flush()
        self.assertIn(b"replicas", parent.stdout.readline())
        children = _children(parent.pid)
        self.assertEqual(len(children), execution.REPLICAS)
        parent.kill()
        parent.wait()
        parent.stdin.close()
        parent.stdout.close()
        deadline = time.monotonic() + 20
        while any(map(_is_running, children)) and time.monotonic() < deadline:
            time.sleep(0.05)
        self.assertEqual([child for child in children if _is_running(child)], [])


def _children(pid):
    path = pathlib.Path(f"/proc/{pid}/task/{pid}/children")
    return [int(word) for word in path.read_text().split()]


def _is_running(pid):
    try:
        return pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


@unittest.skipUnless(TORCH, "torch is not installed")
@unittest.skipUnless(WHEEL or PROGRAM, "neither DROPBLOCK_WHEEL nor DROPBLOCK_PROGRAM is set")
class Judged(Extracted):
    FILES = {"planted.py": PLANTED, "mine.py": LAYERS}

    def check(self, name, mode, only=()):
        before = {name: os.environ.get(name) for name in ("PYTHONPATH", "DROPBLOCK_PYTHON")}
        os.environ["PYTHONPATH"] = f"{ROOT / 'Python' / 'src'}:{ROOT / 'Subjects'}"
        os.environ["DROPBLOCK_PYTHON"] = sys.executable
        try:
            return running.check(
                f"planted:{name}", only=only, execution=mode, program=self.program, cwd=str(self.folder))
        finally:
            for variable, value in before.items():
                if value is None:
                    del os.environ[variable]
                else:
                    os.environ[variable] = value

    def test_faults_of_execution_are_found_and_named_where_they_are(self):
        for name, mode, requirement, rule, words in FAULTS:
            with self.subTest(layer=name, mode=mode):
                report = self.check(name, mode, [requirement])
                self.assertEqual(report[requirement].outcome, "violated", report.text)
                self.assertTrue(any(c.rule.startswith(rule) for c in report.causes), report.text)
                self.assertIn(words, report.text)
                self.assertIn(f"--execution {mode}", report.text)

    def test_the_same_layers_are_right_as_they_are(self):
        for name in sorted({fault[0] for fault in FAULTS}):
            with self.subTest(layer=name):
                report = self.check(name, None)
                self.assertTrue(report.conforms, report.text)

    def test_a_correct_layer_is_right_in_every_way(self):
        for mode in ("eager", *execution.OF_TORCH):
            # The compiled ones take minutes: a few of their requirements are judged.
            some = ["mask", "backward.mask"] if mode.startswith("compiled") else []
            with self.subTest(mode=mode):
                report = self.check("Correct", mode, some)
                self.assertTrue(report.conforms, report.text)
                if mode != "eager":
                    self.assertRegex(report.text, f"subject planted:Correct .*torch [^ ]*, {mode} ")

    @unittest.skipUnless(installed("pytest"), "pytest is not installed")
    def test_each_way_has_tests_of_its_own(self):
        said = self.run_python(
            "-m", "pytest", "-p", "dropblock_verify.pytest_plugin", "-p", "no:cacheprovider", "-q",
            "--dropblock", "planted:OwnGenerator", "--dropblock-execution", "eager,checkpointed", "-k",
            "backward.mask")
        self.assertIn("1 failed, 1 passed", said.stdout)
        self.assertIn("planted:OwnGenerator@checkpointed", said.stdout)
        self.assertIn("planted:OwnGenerator --execution checkpointed", said.stdout)


if __name__ == "__main__":
    unittest.main()

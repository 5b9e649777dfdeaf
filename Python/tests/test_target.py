"""Tests of targets: from a name to a subject. Those of numpy are skipped where it is not installed."""

import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "Python" / "src"), str(ROOT / "Subjects")]

from dropblock_verify import declarations, kept, parameters  # noqa: E402
from dropblock_verify.loading import TargetError, load  # noqa: E402
from dropblock_subject import Declaration  # noqa: E402

try:
    import numpy
except ModuleNotFoundError:
    numpy = None

LAYERS = '''
import numpy as np

def drop(x, block_size=3, drop_prob=0.1, training=True):
    if not training:
        return x
    n, c, h, w = x.shape
    b, d = min(block_size, h), min(block_size, w)
    gamma = drop_prob / (b * d) * h * w / ((h - b + 1) * (w - d + 1))
    seeds = np.random.rand(n, c, h - b + 1, w - d + 1) < gamma
    mask = np.zeros(x.shape, bool)
    for i in range(b):
        for j in range(d):
            mask[:, :, i:i + h - b + 1, j:j + w - d + 1] |= seeds
    kept = mask.size - mask.sum()
    return np.where(mask, 0, x * x.dtype.type(mask.size / max(kept, 1)))

class Layer:
    def __init__(self, ksize, keep_prob):
        self.ksize, self.keep_prob, self.training = ksize, keep_prob, True
    def forward(self, x):
        if not self.training:
            return x
        self.mask = np.random.rand(*x.shape) < self.keep_prob
        self.scale = self.mask.size / max(self.mask.sum(), 1)
        return np.where(self.mask, x * x.dtype.type(self.scale), 0)
    def backward(self, gradient):
        return np.where(self.mask, gradient * gradient.dtype.type(self.scale), 0)

def raises(x, block_size, p):
    raise KeyError("no such thing")

def shape(x, block_size, p):
    return x[0]

def nothing(x, block_size, p):
    pass

def leaves(x, block_size, p):
    raise SystemExit(0)

def prints(x, block_size, p):
    print("hello")
    return x

def reads(x, block_size, p):
    import sys
    sys.stdin.read()
    return x

def short(x, block_size, p, seed):
    np.random.seed(seed)
    return drop(x, block_size, p)

class Mute(Exception):
    def __str__(self):
        raise RuntimeError

def mute(x, block_size, p):
    raise Mute()

def interrupts(x, block_size, p):
    raise KeyboardInterrupt

def overwrites(x, block_size, p):
    x[...] = drop(x, block_size, p)
    return x

def units(x, p):
    if not 0 <= p <= 1:
        raise ValueError(f"p {p}: 0...1 are admissible")
    if p == 0:
        return x
    mask = np.random.rand(*x.shape) < p
    return np.where(mask, 0, x * x.dtype.type(1 / (1 - p) if p < 1 else 0))

number = 3
'''


def explained(place, *words, folder, **variables):
    """Return what `python -m dropblock_verify.target` says of a target."""
    environment = {**os.environ, **variables}
    environment["PYTHONPATH"] = f"{ROOT / 'Python' / 'src'}:{ROOT / 'Subjects'}"
    return subprocess.run(
        [sys.executable, "-m", "dropblock_verify.target", place, *words], capture_output=True,
        text=True, cwd=folder, env=environment)


class InAFolder(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        (self.folder / "layers.py").write_text(LAYERS)

    def said(self, *words):
        return explained(*words, folder=self.folder)


class Parameters(unittest.TestCase):
    def read(self, target, takes_input=True, **options):
        return parameters.read(target, options, takes_input=takes_input)

    def test_usual_names_play_their_roles(self):
        def layer(x, block_size, drop_prob, training, inplace=False, seed=0, other=1):
            pass

        self.assertEqual(
            self.read(layer).roles,
            {"block": "block_size", "drop": "drop_prob", "training": "training",
             "in_place": "inplace", "key": "seed"})

    def test_the_probability_of_keeping_is_taken_where_there_is_no_other(self):
        self.assertEqual(self.read(lambda x, keep_prob, block: x).roles["keep"], "keep_prob")
        self.assertNotIn("keep", self.read(lambda x, p, block, keep=1: x).roles)

    def test_the_first_parameter_is_the_array_whatever_its_name(self):
        self.assertEqual(self.read(lambda p, block, rate: p).roles, {"block": "block", "drop": "rate"})

    def test_options_name_roles_and_give_values(self):
        read = self.read(lambda x, k, q, scale, p=0: x, block="k", drop="q", scale="True")
        self.assertEqual(read.roles, {"block": "k", "drop": "q"})
        self.assertEqual(
            read.arguments(block=3, drop=0.5, training=True), {"k": 3, "q": 0.5, "scale": True})

    def test_a_layer_with_what_was_computed_when_it_was_made_is_no_target(self):
        class Layer:
            made = 0

            def __init__(self, block_size=7, drop_prob=0.1):
                self.block_size, self.drop_prob = block_size, drop_prob
                Layer.made += 1
                self.number = Layer.made

        class Computed(Layer):
            def __init__(self, block_size=7, drop_prob=0.1):
                super().__init__(block_size, drop_prob)
                self.gamma = drop_prob / block_size ** 2

        roles = parameters.attributes(Layer(), {}).roles
        self.assertEqual(roles, {"block": "block_size", "drop": "drop_prob"})
        with self.assertRaisesRegex(TargetError, "'gamma' was computed .* name the class instead"):
            parameters.attributes(Computed(), {})

    def test_what_has_no_role_and_no_value_is_named_with_what_to_do(self):
        with self.assertRaisesRegex(TargetError, "'blk' has no default.*--option blk=VALUE"):
            self.read(lambda x, blk, p: x)
        with self.assertRaisesRegex(TargetError, "'zzz' is neither a parameter .x, block."):
            self.read(lambda y, x, block, p: x, x="1", zzz="1")
        for target, words in [
            (lambda x, block, p, rate=1: x, "rate, p: each may be the drop probability; '--option drop="),
            (lambda self, x, block, p: x, "a method: name its class"),
        ]:
            with self.assertRaisesRegex(TargetError, words):
                self.read(target)
        scope = {}
        exec("def f(x, block, p, /): return x", scope)
        with self.assertRaisesRegex(TargetError, "'block' can't be given by name"):
            self.read(scope["f"])
        with self.assertRaisesRegex(TargetError, "no parameter for the side of the block"):
            parameters.demand(self.read(lambda x, p: x), ["x", "p"])
        with self.assertRaisesRegex(
                parameters.NoBlock, r"by '--declare PRESET', which is one of dropout \(of units\), "):
            parameters.demand(self.read(lambda x, p: x), ["x", "p"])
        with self.assertRaisesRegex(parameters.NoBlock, "is known, and judged by '--declare dropout'"):
            parameters.demand(self.read(lambda x, p: x), ["x", "p"], limiting="dropout")
        parameters.demand(self.read(lambda x, p: x), ["x", "p"], has_block=False)
        with self.assertRaisesRegex(TargetError, "'size' is the side of the block, and .* to have none"):
            parameters.demand(self.read(lambda x, p, size: x), ["x", "p", "size"], has_block=False)
        with self.assertRaisesRegex(TargetError, "no parameter for the drop probability"):
            parameters.demand(self.read(lambda x, block: x), ["x", "block"])


class Declarations(unittest.TestCase):
    def test_presets_and_fields_are_taken_in_order(self):
        start = Declaration(name="n", version="1")
        self.assertEqual(declarations.apply(start, ["torchvision"]).scaleEpsilon, 1e-6)
        changed = declarations.apply(start, ["miguelvr", "scales=sample", 'sharings=[["samples"]]'])
        self.assertEqual(changed.seedGrids, ["whole.upperCentre"])
        self.assertEqual((changed.scales, changed.sharings), (["sample"], [["samples"]]))
        for word in ["paperr", "seeds=valid", "sharings=[["]:
            with self.assertRaisesRegex(TargetError, "--declare"):
                declarations.apply(start, [word])

    def test_blocks_are_one_word(self):
        start = Declaration(name="n", version="1")
        self.assertEqual(start.blocks, "any")
        for word in ("blocks=map", 'blocks="map"', "spatial-dropout"):
            self.assertEqual(declarations.apply(start, [word]).blocks, "map")
            self.assertFalse(declarations.has_block([word]))
        self.assertTrue(declarations.has_block(["timm"]))
        with self.assertRaisesRegex(TargetError, "blocks=two: the words are any, one, map"):
            declarations.apply(start, ["blocks=two"])

    def test_limiting_cases_are_known_by_where_they_are_defined(self):
        def dropout():
            pass

        self.assertIsNone(declarations.limiting_case(dropout))
        dropout.__module__, dropout.__qualname__ = "torch.nn.functional", "dropout"
        self.assertEqual(declarations.limiting_case(dropout), "dropout")
        known = set(declarations.WELL_KNOWN.values())
        self.assertEqual(known, set(declarations.LIMITING_CASES))
        self.assertLessEqual(known, set(declarations.PRESETS))

    def test_what_well_known_targets_are_given_is_known_by_where_they_are_defined(self):
        class Layer:
            pass

        self.assertEqual(declarations.known_options(Layer), {})
        Layer.__module__, Layer.__qualname__ = "torchvision.ops.stochastic_depth", "StochasticDepth"
        self.assertEqual(declarations.known_options(Layer), {"mode": "row"})

    def test_presets_declare_what_the_adapters_declare(self):
        # Adapters of libraries that are not installed can't be imported, but read.
        for name in ("torchvision", "timm", "miguelvr"):
            text = (ROOT / "Subjects" / f"{name}_subject.py").read_text()
            preset = declarations.apply(Declaration(name="n", version="1"), [name])
            for field in ("seedGrids", "gammaRules"):
                first = getattr(preset, field)[0]
                self.assertRegex(text, rf'{field}=\["{first}"')
            sharing = '["channels"]' if preset.sharings[0] else "[]"
            self.assertIn(f"sharings=[{sharing}", text)
            if preset.scaleEpsilon:
                self.assertIn(f"scaleEpsilon={preset.scaleEpsilon:.0e}".replace("e-0", "e-"), text)


class Loading(InAFolder):
    def test_what_is_not_there_is_named_with_what_is_meant(self):
        for name, words in [
            ("layers", "is no target"), ("layers:", "is no target"), ("nolayers:drop", "no module"),
            ("nofile.py:drop", "there is no file 'nofile.py'"),
            ("layers:dorp", "did you mean 'drop'?"), ("layers:number", "an int, which can't be called"),
        ]:
            said = self.said(name)
            self.assertEqual(said.returncode, 66, said.stderr)
            self.assertTrue(said.stderr.startswith(f"dropblock: {name}: "), said.stderr)
            self.assertIn(words, said.stderr)
            self.assertEqual(said.stdout, "")

    def test_what_importing_raises_is_shown_as_the_users(self):
        for text, words in [
            ("import nothing_of_that_name", "ModuleNotFoundError"), ("1 / 0", "ZeroDivisionError"),
            ("raise SystemExit(0)", "SystemExit"), ("def f(:", "SyntaxError"),
        ]:
            (self.folder / "broken.py").write_text(text)
            for name in ("broken:f", "broken.py:f"):
                said = self.said(name)
                self.assertEqual(said.returncode, 66, said.stderr)
                self.assertIn(text.split("\n")[0], said.stderr)
                self.assertIn(f"raised {words}: see above", said.stderr)
                self.assertNotIn("loading.py", said.stderr)

    def test_a_file_finds_what_lies_beside_it(self):
        (self.folder / "beside.py").write_text("value = 1")
        (self.folder / "mine.py").write_text("import beside\ndef f(x): return beside.value")
        place = f"{self.folder}/mine.py:f"
        before = list(sys.path)
        try:
            self.assertEqual(load(place)(0), 1)
        finally:
            sys.path[:] = before

    def test_help_has_an_example_and_no_name_is_a_usage_error(self):
        said = self.said("--help")
        self.assertEqual((said.returncode, "--option block=ksize" in said.stdout), (0, True))
        self.assertEqual(explained("--explain", folder=self.folder).returncode, 64)


@unittest.skipUnless(numpy, "numpy is not installed")
class Numpy(InAFolder):
    def subject(self, attribute, **options):
        from dropblock_verify.numpy_target import NumpyTarget

        return NumpyTarget(load(f"{self.folder}/layers.py:{attribute}"), options)

    def case(self, key=1, **fields):
        from dropblock_subject import Tensor, read_case

        given = {
            "samples": 2, "channels": 3, "spatial": [6, 6], "blockSize": [3, 3],
            "dropProbability": 0.5, "key": hex(key), "input": 0, **fields}
        ones = Tensor.of([1.0] * 216, "float32", (2, 3, 6, 6))
        return read_case(given, [ones, ones])

    def test_a_key_gives_one_mask_and_other_keys_others(self):
        subject = self.subject("drop")
        outputs = [subject.run(self.case(key)).output.tobytes() for key in (1, 1, 2, 1 + 2**40)]
        self.assertEqual(outputs[0], outputs[1])
        self.assertEqual(len(set(outputs)), 3)
        going_on = subject.run(self.case(1, continues=True)).output.tobytes()
        self.assertNotIn(going_on, outputs)

    def test_an_object_of_a_class_is_kept_with_what_it_keeps(self):
        made = []

        class Kept:
            def __init__(self, **arguments):
                made.append(arguments)

        layers = {}
        first = kept.instance(layers, Kept, {"block_size": 3, "p": 0.1}, ["block", "drop"])
        self.assertIs(first, kept.instance(layers, Kept, {"p": 0.1, "block_size": 3}, ["block", "drop"]))
        kept.instance(layers, Kept, {"block_size": 5, "p": 0.1}, ["block", "drop"])
        self.assertEqual(len(made), 2)
        # One that is given a key may draw when it is made.
        for _ in range(2):
            kept.instance(layers, Kept, {"block_size": 3, "p": 0.1, "key": 1}, ["block", "drop", "key"])
        self.assertEqual(len(made), 4)

    def test_a_class_is_made_with_its_parameters_and_has_its_backward_pass(self):
        subject = self.subject("Layer", block="ksize")
        self.assertEqual(subject.parameters.roles, {"block": "ksize", "keep": "keep_prob"})
        result = subject.run(self.case(outputGradient=1))
        self.assertTrue((result.output == result.input_gradient).all())
        inference = subject.run(self.case(mode="inference"))
        self.assertEqual(set(inference.output.ravel().tolist()), {1.0})

    def test_whatever_the_users_code_does_is_said_of_it(self):
        from dropblock_subject import Refused

        for name, words in [
            ("raises", r"raised KeyError: 'no such thing' \(layers.py:\d+\)"),
            ("shape", r"returned the shape \(3, 6, 6\), where \(2, 3, 6, 6\)"),
            ("nothing", "returned NoneType, not a numpy array"), ("leaves", "raised SystemExit"),
            ("mute", "raised Mute: no message"), ("interrupts", "raised KeyboardInterrupt"),
            ("overwrites", "changed its input, though it was not asked to work in place"),
        ]:
            with self.assertRaisesRegex(Refused, words):
                self.subject(name).run(self.case())

    def test_what_is_read_is_stated(self):
        said = self.said("layers:drop", "--explain", "--declare", "miguelvr")
        self.assertEqual(said.returncode, 0, said.stderr)
        self.assertIn("block_size is the block's side, drop_prob is the drop prob", said.stdout)
        self.assertIn("float32, float64, float16", said.stdout)
        self.assertRegex(said.stdout, "asked for: .*keyed")
        self.assertIn("grid whole.upperCentre, gamma blockVolume", said.stdout)

    def test_a_seed_of_32_bits_is_given_no_more(self):
        said = self.said("layers:short", "--explain")
        self.assertIn("keys are given as an integer of 32 bits", said.stdout, said.stderr)
        self.assertRegex(said.stdout, "asked for: .*keyed")

    def test_what_always_raises_is_not_called_keyed(self):
        said = self.said("layers:raises", "--explain")
        self.assertNotIn("keyed", said.stdout, said.stderr)

    def test_what_has_no_block_is_put_on_the_stand_where_that_is_declared(self):
        undeclared = self.said("layers:units")
        self.assertEqual(undeclared.returncode, 66)
        self.assertIn("'--declare PRESET'", undeclared.stderr)
        # What asks whether it is that alone is told by the exit code.
        self.assertEqual(self.said("layers:units", "--explain").returncode, 67)
        self.assertEqual(self.said("layers:nothing", "--explain").returncode, 0)
        declared = self.said("layers:units", "--explain", "--declare", "dropout")
        self.assertIn("taken to have: blocks of one unit, grid valid", declared.stdout, declared.stderr)
        self.assertIn("scale expectation", declared.stdout)

    def test_what_reads_standard_input_finds_nothing_there(self):
        said = self.said("layers:reads", "--explain")
        self.assertEqual(said.returncode, 0, said.stderr)

    def test_what_is_printed_does_not_reach_the_suite(self):
        said = self.said("layers:prints", "--explain")
        self.assertEqual(said.returncode, 0)
        self.assertNotIn("hello", said.stdout)
        self.assertIn("hello", said.stderr)


if __name__ == "__main__":
    unittest.main()

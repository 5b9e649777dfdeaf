"""Tests of JAX functions and modules; skipped where jax, flax or equinox is not installed."""

import importlib.util
import pathlib
import tempfile
import unittest

from array_target_case import ArrayTargetCase
from test_target import explained, numpy

INSTALLED = numpy and importlib.util.find_spec("jax")
MODULES = INSTALLED and all(importlib.util.find_spec(name) for name in ("flax", "equinox"))

FUNCTIONS = '''
import functools
import jax
import jax.numpy as jnp
import numpy as np

def drop(x, key, block_size, rate, training=True):
    return jnp.where(jax.random.uniform(key, x.shape) < rate, 0, x) if training else x

jitted = jax.jit(drop, static_argnames=("block_size", "rate", "training"))

def raw(x, rng, block_size, rate):
    return drop(x, jnp.array([key for key in rng], jnp.uint32), block_size, rate)

def counted(x, seed, block_size, rate):
    return drop(x, jax.random.PRNGKey(seed), block_size, rate)

def with_numpy(x, block_size, rate):
    return jnp.where(np.random.rand(*x.shape) < rate, 0, x)

def traced(x, key, block_size, rate):
    return jnp.where(np.random.rand(*x.shape) < rate, 0, x)

def converting(x, key, block_size, rate):
    return jnp.asarray(np.asarray(x))
'''

CLASSES = '''
import flax.linen
import equinox
import functions

class OfFlax(flax.linen.Module):
    block_size: int
    rate: float
    @flax.linen.compact
    def __call__(self, x, deterministic=False):
        if deterministic:
            return x
        return functions.drop(x, self.make_rng("dropblock"), self.block_size, self.rate)

class OfEquinox(equinox.Module):
    block_size: int
    rate: float
    inference: bool = False
    def __call__(self, x, *, key, inference=None):
        assert x.ndim == 3
        return x if inference else functions.drop(x, key, self.block_size, self.rate)

of_flax, of_equinox = OfFlax(3, 0.1), OfEquinox(3, 0.1)
'''


@unittest.skipUnless(INSTALLED, "jax is not installed")
class Targets(ArrayTargetCase, unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.folder = pathlib.Path(folder.name)
        (cls.folder / "functions.py").write_text(FUNCTIONS)
        (cls.folder / "classes.py").write_text(CLASSES)

    def subject(self, place, execution="eager", **options):
        return self.loaded(place, execution, **options)

    def outputs(self, subject, *keys):
        return [subject.run(self.case(key)).output.tobytes() for key in keys]


class Functions(Targets):
    def test_a_key_gives_one_mask_and_other_keys_others_however_it_is_executed(self):
        for name, form in [
            ("drop", "as jax.random.key"), ("jitted", "as jax.random.key"),
            ("raw", "as jax.random.PRNGKey"), ("counted", "as an integer of 31 bits"), ("with_numpy", ""),
        ]:
            for execution in ("eager", "jax.jit"):
                subject = self.subject(f"functions.py:{name}", execution)
                subject.key_form = form
                outputs = self.outputs(subject, 1, 1, 2, 1 + 2**40)
                self.assertEqual(outputs[0], outputs[1], (name, execution))
                self.assertEqual(len(set(outputs)), 3, (name, execution))

    def test_the_form_of_a_key_is_tried(self):
        for name, form in [
            ("drop", "jax.random.key"), ("raw", "jax.random.PRNGKey"), ("counted", "an integer of 31 bits")
        ]:
            said = explained(f"functions.py:{name}", "--explain", folder=self.folder)
            self.assertIn(f"keys are given as {form}\n", said.stdout, said.stderr)
            # A function for the other order of axes is wrong throughout.
            self.assertRegex(said.stdout.splitlines()[0], "jax [^ ]*, channels last$")
            self.assertRegex(said.stdout, "asked for: .*keyed")
            self.assertNotIn("continues", said.stdout)

    def test_what_is_drawn_while_a_function_is_traced_stays(self):
        for execution, masks in [("eager", 3), ("jax.jit", 1)]:
            outputs = self.outputs(self.subject("functions.py:traced", execution), 1, 2, 3)
            self.assertEqual(len(set(outputs)), masks, execution)

    def test_a_gradient_has_the_mask_of_its_forward_pass(self):
        for execution in ("eager", "jax.jit"):
            subject = self.subject("functions.py:drop", execution)
            result = subject.run(self.case(outputGradient=1, laterKey="0x7"))
            self.assertTrue((result.output == result.input_gradient).all())
            self.assertTrue((result.output == 0).any())

    def test_what_jax_refuses_is_said_of_the_function(self):
        from dropblock_subject import Refused

        subject = self.subject("functions.py:converting")
        with self.assertRaisesRegex(Refused, r"raised TracerArrayConversionError.*\(functions.py:\d+\)"):
            subject.run(self.case(outputGradient=1))

    def test_float64_is_there_where_the_user_has_it(self):
        for given, is_there in [("0", False), ("1", True)]:
            said = explained("functions.py:drop", "--explain", folder=self.folder, JAX_ENABLE_X64=given)
            self.assertEqual("float64" in said.stdout.split("subnormal")[0], is_there, said.stderr)


@unittest.skipUnless(MODULES, "flax or equinox is not installed")
class Modules(Targets):
    def test_a_key_gives_one_mask_and_other_keys_others(self):
        for name in ("OfFlax", "of_flax", "OfEquinox", "of_equinox"):
            subject = self.subject(f"classes.py:{name}")
            layout = subject.layouts()[0]
            for execution in ("eager", "jax.jit"):
                subject.execution = execution
                outputs = [
                    subject.run(self.case(key, layout=layout)).output.tobytes() for key in (1, 1, 2)]
                self.assertEqual(outputs[0], outputs[1], (name, execution))
                self.assertNotEqual(outputs[0], outputs[2], (name, execution))

    def test_a_module_is_told_of_inference(self):
        for name in ("OfFlax", "OfEquinox"):
            subject = self.subject(f"classes.py:{name}")
            question = self.case(mode="inference", layout=subject.layouts()[0])
            self.assertTrue((subject.run(question).output == question.input.numpy()).all())

    def test_a_module_of_equinox_sees_one_sample_and_counts_it(self):
        said = explained("classes.py:OfEquinox", "--explain", folder=self.folder)
        self.assertIn("layouts: channelsFirst, whichever a case asks for\n", said.stdout, said.stderr)
        self.assertIn("scale sample", said.stdout)

    def test_a_module_of_flax_sees_channels_last(self):
        said = explained("classes.py:OfFlax", "--explain", folder=self.folder)
        self.assertIn("layouts: channelsLast, whichever a case asks for\n", said.stdout, said.stderr)
        self.assertRegex(said.stdout, "flax .* on jax")


if __name__ == "__main__":
    unittest.main()

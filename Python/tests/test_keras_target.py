"""Tests of layers of Keras and functions of TensorFlow; skipped where keras and tensorflow are not installed."""

import importlib.util
import os
import pathlib
import tempfile
import unittest

from array_target_case import ArrayTargetCase
from test_target import explained, numpy

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
INSTALLED = numpy and all(importlib.util.find_spec(name) for name in ("keras", "tensorflow"))

LAYERS = '''
import random
import keras
import numpy as np
import tensorflow as tf

class Dropout(keras.layers.Layer):
    """Units are dropped one by one, which is DropBlock with blocks of one unit."""
    def __init__(self, block_size, rate, **kwargs):
        super().__init__(**kwargs)
        self.block_size, self.rate = block_size, rate
        self.generator = keras.random.SeedGenerator()
        self.calls = 0

    def draw(self, x):
        return keras.random.uniform(x.shape, seed=self.generator)

    def call(self, x, training=False):
        self.shape, self.type, self.calls = tuple(x.shape), self.compute_dtype, self.calls + 1
        return keras.ops.where(self.draw(x) < self.rate, 0, x) if training else x

class Seeded(Dropout):
    def __init__(self, block_size, rate, seed=None, data_format=None, **kwargs):
        super().__init__(block_size, rate, **kwargs)
        self.data_format = data_format
        self.generator = keras.random.SeedGenerator(seed)

class Ignoring(Seeded):
    def draw(self, x):
        return keras.random.uniform(x.shape, seed=42)

class OfTensorFlow(Dropout):
    def draw(self, x):
        return tf.random.uniform(x.shape)

class OfKeras(Dropout):
    def draw(self, x):
        return keras.random.uniform(x.shape)

class OfNumpy(keras.layers.Layer):
    def __init__(self, block_size, rate, **kwargs):
        super().__init__(**kwargs)
        self.block_size, self.rate = block_size, rate
    def call(self, x, training=False):
        return x * tf.constant(np.random.rand(*x.shape) > self.rate, x.dtype)

class Stopped(Dropout):
    def call(self, x, training=False):
        return keras.ops.stop_gradient(super().call(x, training))

class Raising(Dropout):
    def draw(self, x):
        raise KeyError("no such thing")

class Parts(keras.layers.Layer):
    def __init__(self, block_size, rate, **kwargs):
        super().__init__(**kwargs)
        self.part = Dropout(block_size, rate)
    def call(self, x, training=False):
        return self.part(x, training=training)

made = Seeded(3, 0.1, data_format="channels_first")

def stateless(x, block_size, keep_prob, training, seed):
    return tf.where(tf.random.stateless_uniform(x.shape, seed=seed) < keep_prob, x, 0) if training else x

def generating(x, block_size, rate, rng):
    return tf.where(rng.uniform(x.shape) < rate, tf.zeros_like(x), x)

def plain(x: tf.Tensor, block_size, rate):
    return helper(x, rate)

def helper(x, rate):
    return x * tf.cast(tf.random.uniform(x.shape) > rate, x.dtype)
'''


@unittest.skipUnless(INSTALLED, "keras and tensorflow are not installed")
class Targets(ArrayTargetCase, unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.folder = pathlib.Path(folder.name)
        (cls.folder / "keras_layers.py").write_text(LAYERS)

    def subject(self, attribute, execution="eager", **options):
        return self.loaded(f"keras_layers.py:{attribute}", execution, **options)

    def outputs(self, subject, *cases):
        return [subject.run(case).output.tobytes() for case in cases]


class Layers(Targets):
    def test_a_key_gives_one_mask_and_other_keys_others_however_it_is_executed(self):
        cases = [self.case(key) for key in (1, 1, 2, 1 + 2**40)]
        for name in ("Dropout", "Seeded", "OfTensorFlow", "OfKeras", "Parts"):
            for execution in ("eager", "tf.function"):
                outputs = self.outputs(self.subject(name, execution), *cases)
                self.assertEqual(outputs[0], outputs[1], (name, execution))
                self.assertEqual(len(set(outputs)), 3, (name, execution))

    def test_random_state_goes_on_in_the_layer_that_had_the_options_before(self):
        going = self.case(9, continues=True)
        for name in ("Dropout", "Seeded", "OfTensorFlow", "OfKeras", "Parts"):
            for execution in ("eager", "tf.function"):
                subject = self.subject(name, execution)
                run = [self.case(1), going, going]
                first, again = self.outputs(subject, *run), self.outputs(subject, *run)
                self.assertEqual(first, again, (name, execution))
                self.assertEqual(len(set(first)), 3, (name, execution))

    def test_a_layer_that_ignores_its_seed_is_seen_to(self):
        outputs = self.outputs(self.subject("Ignoring"), self.case(1), self.case(2))
        self.assertEqual(outputs[0], outputs[1])

    def test_what_is_drawn_while_a_function_is_traced_stays(self):
        going = self.case(continues=True)
        for execution, masks in [("eager", 3), ("tf.function", 1)]:
            outputs = self.outputs(self.subject("OfNumpy", execution), self.case(1), going, going)
            self.assertEqual(len(set(outputs)), masks, execution)

    def test_a_layer_computes_in_the_type_it_is_given(self):
        for name in ("Dropout", "Parts"):
            subject = self.subject(name)
            for dtype in subject.element_types():
                result = subject.run(self.case(dtype=dtype, outputGradient=1))
                self.assertEqual(str(result.output.dtype), dtype)
                self.assertEqual(str(result.input_gradient.dtype), dtype)

    def test_a_gradient_has_the_mask_of_its_forward_pass(self):
        for execution in ("eager", "tf.function"):
            result = self.subject("Dropout", execution).run(self.case(outputGradient=1, laterKey="0x7"))
            self.assertTrue((result.output == result.input_gradient).all())
            self.assertTrue((result.output == 0).any())

    def test_a_gradient_that_is_stopped_is_said_to_be_none(self):
        from dropblock_subject import Refused

        with self.assertRaisesRegex(Refused, "no gradient: tensorflow .* finds no way"):
            self.subject("Stopped").run(self.case(outputGradient=1))

    def test_what_a_layer_raises_is_said_with_the_line_of_its_code(self):
        from dropblock_subject import Refused

        with self.assertRaisesRegex(Refused, r"raised KeyError: .*no such thing.* \(keras_layers.py:\d+\)"):
            self.subject("Raising").run(self.case())

    def test_the_layout_is_the_layers_or_that_of_keras(self):
        self.assertEqual(self.subject("Dropout").layouts(), ["channelsLast"])
        self.assertEqual(self.subject("Seeded").layouts(), ["channelsLast", "channelsFirst"])
        self.assertEqual(self.subject("Seeded", data_format="channels_first").layouts(), ["channelsFirst"])
        subject = self.subject("made")
        self.assertEqual(subject.layouts(), ["channelsFirst"])
        subject.run(self.case(layout="channelsFirst"))
        self.assertEqual(subject.target.shape, (2, 3, 6, 5))

    def test_a_layer_that_is_there_has_its_attributes_set(self):
        subject = self.subject("made")
        self.assertEqual(subject.parameters.roles, {"block": "block_size", "drop": "rate"})
        for rate in (0.0, 1.0):
            output = subject.run(self.case(layout="channelsFirst", dropProbability=rate)).output
            self.assertEqual((output == 0).all(), rate == 1)

    def test_what_is_read_is_stated(self):
        said = explained("keras_layers:Seeded", "--explain", folder=self.folder)
        self.assertEqual(said.returncode, 0, said.stderr)
        self.assertRegex(said.stdout, r"keras 3\S* on tensorflow 2")
        self.assertIn("keys are given as an integer of 63 bits", said.stdout)
        self.assertIn("layouts: channelsLast, channelsFirst", said.stdout)
        self.assertRegex(said.stdout, "asked for: .*continues.*keyed")


class Functions(Targets):
    def test_seeds_generators_and_global_ones_each_repeat_by_their_key(self):
        for name, form in [
            ("stateless", "as two integers of 31 bits"), ("generating", "as tf.random.Generator"),
            ("plain", ""),
        ]:
            for execution in ("eager", "tf.function"):
                subject = self.subject(name, execution)
                subject.key_form = form
                outputs = self.outputs(subject, *[self.case(key) for key in (1, 1, 2)])
                self.assertEqual(outputs[0], outputs[1], (name, execution))
                self.assertNotEqual(outputs[0], outputs[2], (name, execution))

    def test_the_form_of_a_key_is_tried(self):
        said = explained("keras_layers:stateless", "--explain", folder=self.folder)
        self.assertIn("keys are given as two integers of 31 bits", said.stdout, said.stderr)
        self.assertRegex(said.stdout, "asked for: .*keyed")


if __name__ == "__main__":
    unittest.main()

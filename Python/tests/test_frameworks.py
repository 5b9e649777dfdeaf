"""Tests of what all frameworks have in common, which need none of them; those of numpy are skipped without it."""

import types
import unittest

from test_target import ROOT, numpy  # noqa: F401  (it makes the package importable)

from dropblock_subject import Refused, Tensor, Unsupported, read_case
from dropblock_verify import frameworks, parameters
from dropblock_verify.loading import TargetError


def module(name):
    """Return a module of that name, which need not be installed."""
    return types.ModuleType(name)


def function(text, **names):
    """Return the function `f` that a text defines, where these names stand for modules."""
    scope = dict(names)
    exec(text, scope)
    return scope["f"]


class Seen(unittest.TestCase):
    def test_what_a_function_names_first_is_its_framework(self):
        for text, names, root in [
            ("def f(x): return tf.where(x)", {"tf": module("tensorflow")}, "tensorflow"),
            ("def f(x): return jnp.where(x)", {"jnp": module("jax.numpy")}, "jax"),
            ("def f(x): return ops.where(x)", {"ops": module("keras.api.ops")}, "keras"),
            ("def f(x): return np.where(x)", {"np": module("numpy")}, None),
            ("def f(x): return x", {"tf": module("tensorflow")}, None),
            ("def f(x): return torch.where(tf)", {"torch": module("torch"), "tf": module("tensorflow")}, "torch"),
            ("def f(x): return [tf.abs(y) for y in x]", {"tf": module("tensorflow")}, "tensorflow"),
        ]:
            self.assertEqual(frameworks.framework_of(function(text, **names)), root, text)

    def test_an_annotation_decides_before_the_code(self):
        both = {"tf": module("tensorflow"), "jax": module("jax"), "np": module("numpy")}
        body = " return tf.where(x)"
        self.assertEqual(frameworks.framework_of(function("def f(x: 'jax.Array'):" + body, **both)), "jax")
        self.assertIsNone(frameworks.framework_of(function("def f(x: 'np.ndarray'):" + body, **both)))

    def test_functions_that_are_called_tell_where_the_caller_names_nothing(self):
        tf = module("tensorflow")
        text = "def g(x): return tf.abs(x)\ndef f(x): return g(f(x))"
        self.assertEqual(frameworks.framework_of(function(text, tf=tf)), "tensorflow")
        text = "def h(g):\n def f(x): return g(x)\n return f\nf = h(lambda x: tf.abs(x))"
        self.assertEqual(frameworks.framework_of(function(text, tf=tf)), "tensorflow")

    def test_what_is_of_no_framework_has_no_adapter_here(self):
        self.assertIsNone(frameworks.adapter(lambda x, block, p: x, {}))


class Attributes(unittest.TestCase):
    def test_numbers_of_a_layer_play_the_roles_of_their_names(self):
        layer = types.SimpleNamespace(block_size=3, rate=0.1, keep_prob=0.9, name="rate")
        self.assertEqual(parameters.attributes(layer, {}).roles, {"block": "block_size", "drop": "rate"})
        self.assertEqual(parameters.attributes(layer, {"keep": "keep_prob", "drop": "none"}).roles,
                         {"block": "block_size", "keep": "keep_prob"})
        with self.assertRaisesRegex(TargetError, "--option scale: it is a layer already"):
            parameters.attributes(layer, {"scale": "1"})


def plain_arrays(**changes):
    """Return a framework whose arrays are numpy's, with the gradient of the square; changes replace methods."""
    class Plain:
        framework, noun, executions, seeds_globals = "plain 1", "a plain array", ("eager", "traced"), True
        argument_forms = ("as a key",)

        def array(self, values):
            return values

        numpy = cast = lambda self, array, like=None: array

        def is_array(self, value):
            return isinstance(value, numpy.ndarray)

        def element_types(self):
            return ["float32"]

        def pull(self, call, x):
            return call(x), lambda gradient: 2 * x * gradient

        def compiled(self, call, execution):
            traced = {}

            def run(x, *given):
                name = (x.shape, x.dtype)
                if name not in traced:
                    traced[name] = call(x, *given) / x
                return traced[name] * x

            return run

        def seed(self, key):
            numpy.random.seed(key % 2**32)

        def key_forms(self, role, name):
            return {"as a key": lambda key: key}

    for name, change in changes.items():
        setattr(Plain, name, change)
    return Plain()


def case(**fields):
    given = {
        "samples": 2, "channels": 3, "spatial": [4, 5], "blockSize": [3, 3], "dropProbability": 0.5,
        "key": "0x1", "input": 0, **fields}
    values = Tensor.of([float(i + 1) for i in range(120)], "float32", (2, 3, 4, 5))
    least = Tensor.of([2.0**-149] * 120, "float32", (2, 3, 4, 5))
    return read_case(given, [values, values, least])


@unittest.skipUnless(numpy, "numpy is not installed")
class Answers(unittest.TestCase):
    def answer(self, question, call, arrays=None, later=None):
        from dropblock_verify.arrays import answer

        prepared = []

        def prepare(key):
            prepared.append(key)
            return call

        return answer(question, arrays or plain_arrays(), prepare, later or prepare), prepared

    def test_channels_are_last_where_the_layout_has_them_last(self):
        shapes = []

        def call(x):
            shapes.append((x.shape, x.flags.c_contiguous))
            return x

        for layout, shape in [("channelsFirst", (2, 3, 4, 5)), ("channelsLast", (2, 4, 5, 3))]:
            question = case(layout=layout)
            result, _ = self.answer(question, call)
            self.assertEqual(shapes.pop(), (shape, True))
            self.assertEqual(Tensor.from_numpy(result.output), question.input)

    def test_a_gradient_is_laid_out_as_the_input_is(self):
        question = case(layout="channelsLast", outputGradient=1)
        result, _ = self.answer(question, lambda x: x * x)
        values = question.input.numpy()
        self.assertTrue((result.input_gradient == 2 * values * values).all())

    def test_another_forward_pass_comes_before_the_backward_pass(self):
        happened = []
        arrays = plain_arrays(pull=lambda self, call, x: (call(x), lambda g: happened.append("back") or g))
        self.answer(
            case(outputGradient=1, laterKey="0x2"), lambda x: happened.append("first") or x, arrays,
            lambda key: lambda x: happened.append(key) or x)
        self.assertEqual(happened, ["first", 2, "back"])

    def test_a_state_that_goes_on_is_not_seeded(self):
        self.assertEqual(self.answer(case(), lambda x: x)[1], [1])
        self.assertEqual(self.answer(case(continues=True), lambda x: x)[1], [None])

    def test_whatever_else_comes_back_is_said_of_the_target(self):
        for call, words in [
            (lambda x: None, "returned NoneType, not a plain array"),
            (lambda x: x[0], r"returned the shape \(3, 4, 5\), where \(2, 3, 4, 5\)"),
            (lambda x: x.astype("int32"), "returned int32, where float32 was given"),
            (lambda x: {}["none"], r"raised KeyError: 'none' \(test_frameworks.py:\d+\)"),
        ]:
            with self.assertRaisesRegex(Refused, words):
                self.answer(case(), call)
        unconnected = plain_arrays(pull=lambda self, call, x: (call(x), lambda gradient: None))
        with self.assertRaisesRegex(Refused, "no gradient: plain 1 finds no way from its output"):
            self.answer(case(outputGradient=1), lambda x: x, unconnected)

    def test_subnormal_numbers_are_not_asked_for_where_the_framework_makes_them_0(self):
        def flushed(self, values):
            return numpy.where(numpy.abs(values) < 2.0**-126, numpy.float32(0), values)

        for arrays, is_asked in [
            (plain_arrays(), True), (plain_arrays(array=flushed, framework="flushing 1"), False),
        ]:
            for question in (case(input=2), case(outputGradient=2)):
                if is_asked:
                    self.answer(question, lambda x: x, arrays)
                    continue
                with self.assertRaisesRegex(Unsupported, "subnormal numbers: flushing 1 makes them 0"):
                    self.answer(question, lambda x: x, arrays)
            self.answer(case(), lambda x: x, arrays)
            self.answer(case(input=2, mode="inference"), lambda x: x, arrays)

    def test_global_seeds_are_spared_where_nothing_is_drawn_from_them(self):
        from dropblock_verify.arrays import spared

        for outputs, is_spared in [
            ([b"1", b"1", b"2"], True), ([b"1", b"2", b"3"], False), ([b"1", b"1", b"1"], False),
        ]:
            arrays = plain_arrays()
            self.assertEqual(spared(arrays, lambda: outputs), is_spared)
            self.assertEqual(arrays.seeds_globals, not is_spared)


@unittest.skipUnless(numpy, "numpy is not installed")
class Functions(unittest.TestCase):
    def target(self, function, execution="eager", **options):
        from dropblock_verify.array_target import ArrayTarget

        return ArrayTarget(function, options, plain_arrays(), execution=execution)

    def test_a_key_is_given_in_its_form_and_says_nothing_of_going_on(self):
        keys = []
        target = self.target(lambda x, rng, block, p: keys.append(rng) or x)
        for number in ("0x1", "0x1", "0x2"):
            target.run(case(key=number))
        self.assertEqual((keys[0] == keys[1], keys[0] == keys[2]), (True, False))
        self.assertNotIn("continues", target.capabilities())
        self.assertIn("continues", self.target(lambda x, block, p: x).capabilities())

    def test_what_is_traced_is_called_again_with_other_keys(self):
        def frozen(x, key, block, p):
            return x * numpy.float32(numpy.random.rand())

        outputs = [
            [target.run(case(key=key)).output.tobytes() for key in ("0x1", "0x2")]
            for target in (self.target(frozen), self.target(frozen, "traced"))]
        self.assertNotEqual(outputs[0][0], outputs[0][1])
        self.assertEqual(outputs[1][0], outputs[1][1])

    def test_without_a_key_it_is_traced_again_unless_state_goes_on(self):
        target = self.target(lambda x, block, p: x * numpy.float32(numpy.random.rand()), "traced")

        def output(**fields):
            return target.run(case(**fields)).output.tobytes()

        first = output()
        self.assertEqual((output(), output(continues=True)), (first, first))
        self.assertNotEqual(output(key="0x2"), first)
        self.assertNotEqual(output(continues=True, dropProbability=0.25), first)

    def test_what_has_no_switch_is_left_out_in_inference(self):
        for function, is_called in [
            (lambda x, block, p: -x, False), (lambda x, block, p, training: -x, True)]:
            question = case(mode="inference")
            output = Tensor.from_numpy(self.target(function).run(question).output)
            self.assertEqual(output != question.input, is_called)

    def test_a_data_format_is_read_and_given_in_its_own_words(self):
        formats = []
        for default, words in [
            (None, ["channels_last", "channels_first"]), ("channels_first", ["channels_first", "channels_last"]),
            ("NCHW", ["NCHW", "NHWC"]),
        ]:
            def layer(x, block, p, data_format=default):
                formats.append((data_format, x.shape))
                return x

            target = self.target(layer)
            for layout in target.layouts():
                target.run(case(layout=layout))
            shapes = {"l": (2, 4, 5, 3), "C": (2, 4, 5, 3), "f": (2, 3, 4, 5), "W": (2, 3, 4, 5)}
            self.assertEqual(
                formats, [(word, shapes[word[9] if len(word) > 4 else word[3]]) for word in words])
            formats.clear()
        fixed = self.target(layer, data_format="NHWC")
        self.assertEqual(fixed.layouts(), ["channelsLast"])
        fixed.run(case(layout="channelsLast"))
        self.assertEqual(formats, [("NHWC", (2, 4, 5, 3))])
        with self.assertRaisesRegex(TargetError, "data_format=NWHC: the known ones are channels_last,"):
            self.target(layer, data_format="NWHC")
        self.assertEqual(self.target(lambda x, block, p: x).layouts(), ["channelsLast"])

    def test_what_has_one_layout_gets_it_whichever_a_case_asks_for(self):
        from dropblock_verify import target

        shapes = set()
        for words, memory, shape in [
            ([], "channelsLast", (4, 6, 6, 4)), (["layouts=channelsFirst"], "channelsFirst", (4, 4, 6, 6)),
        ]:
            subject = self.target(lambda x, block, p: shapes.add(x.shape) or x)
            declaration = target.declare("it", subject, words)
            self.assertEqual(set(declaration.layouts), {"channelsFirst", "channelsLast"})
            self.assertEqual((subject.memory, shapes.pop()), (memory, shape))
            for layout in declaration.layouts:
                subject.run(case(layout=layout))
            self.assertEqual(shapes, {(2, 4, 5, 3) if words == [] else (2, 3, 4, 5)})
            shapes.clear()

    def test_an_unknown_execution_is_named_with_the_known_ones(self):
        with self.assertRaisesRegex(TargetError, "execution 'graph': plain 1 has eager, traced"):
            self.target(lambda x, block, p: x, "graph")


if __name__ == "__main__":
    unittest.main()

"""Tensors of TensorFlow: eager or in a `tf.function`, with gradients by `tf.GradientTape`."""

from __future__ import annotations

from typing import Any, Callable, Optional, Sequence

import numpy
import tensorflow as tf

from dropblock_subject import mixed

from .arrays import Call, seed_python


class TensorFlowArrays:
    """What targets need of TensorFlow."""

    framework = f"tensorflow {tf.__version__}"
    noun = "a tensor"
    executions: Sequence[str] = ("eager", "tf.function")
    seeds_globals = True
    argument_forms: Sequence[str] = ("as two integers of 31 bits",)

    def element_types(self) -> list[str]:
        """Return the formats to try: those in which its models are trained."""
        return ["float32", "float16", "bfloat16", "float64"]

    def array(self, values: numpy.ndarray) -> Any:
        """Return a tensor with the bits of these values."""
        return tf.constant(values)

    def numpy(self, array: Any) -> numpy.ndarray:
        """Return the elements of a tensor."""
        return tf.convert_to_tensor(array).numpy()

    def is_array(self, value: Any) -> bool:
        """Tell whether a value is a dense tensor."""
        return isinstance(value, (tf.Tensor, tf.Variable))

    def pull(self, call: Call, x: Any) -> tuple[Any, Callable[[Any], Optional[Any]]]:
        """Return a call's value, and its gradient as the tape has it: None where nothing leads to x."""
        with tf.GradientTape() as tape:
            tape.watch(x)
            y = call(x)
        return y, lambda gradient: tape.gradient(y, x, output_gradients=gradient)

    def cast(self, array: Any, like: Any) -> Any:
        """Return a tensor in the element type of another."""
        return tf.cast(array, like.dtype)

    def compiled(self, call: Callable[..., Any], execution: str) -> Callable[..., Any]:
        """Return a `tf.function`, which is traced at its first call with tensors of one shape."""
        return tf.function(call)

    def seed(self, key: int) -> None:
        """Seed the global generators."""
        number = mixed(key)
        seed_python(number)
        if self.seeds_globals:
            tf.random.set_seed(number >> 1)
            # This one is not seeded by that.
            tf.random.get_global_generator().reset_from_seed(number >> 1)

    def key_forms(self, role: str, name: str) -> dict[str, Callable[[int], Any]]:
        """Return what a parameter that carries random numbers may be given, to be tried in this order."""
        if role == "generator":
            return {"as tf.random.Generator": lambda key: tf.random.Generator.from_seed(key >> 1)}
        return {
            "as an integer of 63 bits": lambda key: key >> 1,
            "as an integer of 31 bits": lambda key: key >> 33,
            "as two integers of 31 bits": lambda key: tf.constant(
                [key >> 33, key & 0x7FFFFFFF], tf.int32),
        }

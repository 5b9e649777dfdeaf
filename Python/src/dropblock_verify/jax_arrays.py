"""Arrays of JAX: as they come or under `jax.jit`, with gradients by `jax.vjp`."""

from __future__ import annotations

from typing import Any, Callable, Optional, Sequence

import jax
import jax.numpy as jnp
import numpy

from dropblock_subject import mixed

from .arrays import Call, seed_python

SHAPES = 40
"""How many shapes are compiled for before what was compiled is forgotten."""


class JaxArrays:
    """What targets need of JAX."""

    framework = f"jax {jax.__version__}"
    noun = "an array of JAX"
    executions: Sequence[str] = ("eager", "jax.jit")
    seeds_globals = True
    argument_forms: Sequence[str] = ("as jax.random.key", "as jax.random.PRNGKey", "as an integer of 31 bits")

    def element_types(self) -> list[str]:
        """Return the formats to try.

        float64 is there where `jax_enable_x64` is on; that is left to the user's module or environment,
        because it changes the types of all that the module computes.
        """
        return ["float32", "float16", "bfloat16"] + (["float64"] if jax.config.jax_enable_x64 else [])

    def __init__(self) -> None:
        """Begin with no shape that was compiled for."""
        self.shapes: set[Any] = set()

    def array(self, values: numpy.ndarray) -> Any:
        """Return an array with the bits of these values."""
        self.shapes.add((values.shape, values.dtype))
        if len(self.shapes) > SHAPES:
            # JAX keeps all that it has compiled: 16 MB for each shape, and a quick run came to 4 GB.
            jax.clear_caches()
            self.shapes.clear()
        return jnp.asarray(values)

    def numpy(self, array: Any) -> numpy.ndarray:
        """Return the elements of an array."""
        return numpy.asarray(array)

    def is_array(self, value: Any) -> bool:
        """Tell whether a value is an array of JAX, or what stands for one while it is traced."""
        return isinstance(value, jax.Array)

    def pull(self, call: Call, x: Any) -> tuple[Any, Callable[[Any], Optional[Any]]]:
        """Return a call's value, and its vector-Jacobian product."""
        y, backward = jax.vjp(call, x)
        return y, lambda gradient: backward(gradient)[0]

    def cast(self, array: Any, like: Any) -> Any:
        """Return an array in the element type of another."""
        return array.astype(like.dtype)

    def compiled(self, call: Callable[..., Any], execution: str) -> Callable[..., Any]:
        """Return a function under `jax.jit`, which is traced at its first call with arrays of one shape."""
        return jax.jit(call)

    def seed(self, key: int) -> None:
        """Seed the generators of Python and numpy: JAX itself has none that is global."""
        seed_python(mixed(key))

    def key_forms(self, role: str, name: str) -> dict[str, Callable[[int], Any]]:
        """Return what a parameter that carries random numbers may be given, to be tried in this order."""
        keys = {
            "as jax.random.key": lambda key: keyed(jax.random.key, key),
            "as jax.random.PRNGKey": lambda key: keyed(jax.random.PRNGKey, key),
        }
        # An integer of JAX has 32 bits, with its sign.
        number = {"as an integer of 31 bits": lambda key: key >> 33}
        return {**number, **keys} if "seed" in name else {**keys, **number}


def keyed(make: Callable[[int], Any], key: int) -> Any:
    """Return a key that depends on 63 bits of a number, whatever the width of JAX's integers."""
    return jax.random.fold_in(make(key >> 33), key & 0xFFFFFFFF)

"""A function of a numpy array, or a class whose instances are called with one."""

from __future__ import annotations

import inspect
import random
from typing import Any, Callable, Optional

import numpy

from dropblock_subject import Case, Refused, Result, mixed

from . import parameters as reading
from .kept import instance
from .user_code import user_code


class NumpyTarget:
    """Calls the target with arrays in logical order: samples, channels, spatial axes."""

    framework = f"numpy {numpy.__version__}"

    def __init__(self, target: Callable[..., Any], options: dict[str, str]) -> None:
        """Read the signature of a function, or of a class's constructor."""
        self.target = target
        # How many bits a parameter that is a key takes; fewer where that many are refused.
        self.key_bits = 63
        self.is_class = inspect.isclass(target)
        self.layers: dict[Any, Any] = {}
        self.parameters = reading.read(target, options, takes_input=not self.is_class)
        self.calling: Optional[reading.Parameters] = None
        if self.is_class:
            call = getattr(target, "forward", None) or target.__call__
            self.calling = reading.read(_unbound(call), {}, takes_input=True)
        self.has_backward = self.is_class and callable(getattr(target, "backward", None))
        self.generator: Any = None

    def capabilities(self) -> list[str]:
        """Return what it can be asked for, as far as its parameters tell."""
        # A number for a key says nothing of going on.
        goes_on = [] if self._plays("key") else ["continues"]
        return [*goes_on, *(["backward"] if self.has_backward else []), "emptyTensors"]

    def element_types(self) -> list[str]:
        """Return the formats to try."""
        return ["float32", "float64", "float16"]

    def ranks(self) -> list[int]:
        """Return the numbers of spatial axes that its name tells."""
        return reading_ranks(self.target)

    def layouts(self) -> list[str]:
        """Return the layouts in which arrays are handed over."""
        return ["channelsFirst"]

    def _plays(self, role: str) -> bool:
        return role in self.parameters or (self.calling is not None and role in self.calling)

    def run(self, case: Case) -> Result:
        """Answer one case."""
        if not 1 <= case.rank <= 3:
            raise Refused(f"{case.rank} spatial axes; 1, 2 or 3 are admissible")
        case.check_data()
        training = case.mode == "training"
        if not case.continues:
            key = mixed(case.key)
            random.seed(key)
            # The array takes all 64 bits; a number would have 32.
            numpy.random.seed([key & 0xFFFFFFFF, key >> 32])
            self.generator = numpy.random.default_rng(key)
        values = dict(
            block=case.block_side(), drop=case.dropProbability, keep=1 - case.dropProbability,
            training=training, inference=not training, in_place=False,
            key=mixed(case.key) >> (64 - self.key_bits), generator=self.generator)
        x = case.input.numpy().reshape(case.sizes)
        before = x.tobytes()
        has_switch = self._plays("training") or self._plays("inference")
        gradient = None
        with user_code():
            layer = self.target
            arguments = self.parameters.arguments(**values)
            if self.is_class:
                layer = instance(self.layers, self.target, arguments, self.parameters.roles)
                arguments = self.calling.arguments(**values)
                if hasattr(layer, "training"):
                    layer.training, has_switch = training, True
            if not training and not has_switch:
                # What has no switch is left out by its caller.
                return Result(output=x, input_gradient=case.outputGradient)
            y = getattr(layer, "forward", layer)(x, **arguments)
            if x.tobytes() != before:
                raise Refused("it changed its input, though it was not asked to work in place")
            if case.outputGradient is not None:
                gradient = layer.backward(case.outputGradient.numpy().reshape(case.sizes))
        if gradient is not None:
            gradient = checked(gradient, case, "its gradient")
        return Result(output=checked(y, case, "it"), input_gradient=gradient)


def _unbound(call: Any) -> Any:
    """Return a method as a function without `self`."""
    signature = inspect.signature(call)
    rest = list(signature.parameters.values())[1:]

    def function(*_: Any, **__: Any) -> None:
        """Stand for the method's signature."""

    function.__signature__ = signature.replace(parameters=rest)  # type: ignore[attr-defined]
    return function


def checked(value: Any, case: Case, what: str) -> numpy.ndarray:
    """Return an array of the case's shape, or refuse what came instead."""
    if not isinstance(value, numpy.ndarray):
        raise Refused(f"{what} returned {type(value).__name__}, not a numpy array")
    if value.shape != case.sizes:
        raise Refused(f"{what} returned the shape {value.shape}, where {case.sizes} was given")
    if str(value.dtype) not in ("float16", "float32", "float64"):
        raise Refused(f"{what} returned {value.dtype}, where {case.input.dtype} was given")
    return value


def reading_ranks(target: Callable[..., Any]) -> list[int]:
    """Return the numbers of spatial axes that a name ends in (`drop_block3d`), or 2."""
    name = getattr(target, "__name__", type(target).__name__).lower()
    for rank in (1, 2, 3):
        if name.endswith((f"{rank}d", f"{rank}_d")):
            return [rank]
    return [2]

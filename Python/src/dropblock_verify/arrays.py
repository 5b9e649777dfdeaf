"""What the arrays of all frameworks have in common: layouts, forward passes and gradients of one case.

A framework is an object with the methods of `Arrays`. It is made only where the user's module has imported
that framework.
"""

from __future__ import annotations

import random
from typing import Any, Callable, Optional, Protocol, Sequence

import numpy

from dropblock_subject import Case, Refused, Result, Tensor, Unsupported

from .loading import TargetError
from .user_code import user_code

Call = Callable[[Any], Any]
"""A function of an array: what is under test, with all else given."""


class Arrays(Protocol):
    """A framework, as far as targets need it."""

    framework: str
    """Its name and version."""

    noun: str
    """What its arrays are called in a sentence."""

    executions: Sequence[str]
    """The ways in which a function can be executed; the first is the plain one."""

    seeds_globals: bool
    """Whether `seed` is to seed the framework's own generators too."""

    argument_forms: Sequence[str]
    """The forms of a key that a compiled function can take as an argument."""

    def element_types(self) -> list[str]:
        """Return the formats to try."""

    def array(self, values: numpy.ndarray) -> Any:
        """Return an array of the framework with the bits of these values."""

    def numpy(self, array: Any) -> numpy.ndarray:
        """Return the elements of an array."""

    def is_array(self, value: Any) -> bool:
        """Tell whether a value is an array of the framework, or stands for one that is traced."""

    def pull(self, call: Call, x: Any) -> tuple[Any, Callable[[Any], Optional[Any]]]:
        """Return a call's value, and what makes the gradient of x of the gradient of that value."""

    def cast(self, array: Any, like: Any) -> Any:
        """Return an array in the element type of another."""

    def compiled(self, call: Callable[..., Any], execution: str) -> Callable[..., Any]:
        """Return a function, executed in a way that is not the plain one."""

    def seed(self, key: int) -> None:
        """Seed the framework's global generators, and those of Python and numpy."""

    def key_forms(self, role: str, name: str) -> dict[str, Callable[[int], Any]]:
        """Return what a parameter that carries random numbers may be given: makers of it from 64 bits.

        They are tried in this order; an ordinary call tells.
        """


def check_execution(arrays: Arrays, execution: str) -> None:
    """Raise TargetError for a way of execution that the framework lacks."""
    if execution not in arrays.executions:
        raise TargetError(
            f"execution '{execution}': {arrays.framework} has {', '.join(arrays.executions)}")


def seed_python(key: int) -> None:
    """Seed the generators of Python and numpy with 64 bits of a key that is mixed already."""
    random.seed(key)
    # The array takes all 64 bits; a number would have 32.
    numpy.random.seed([key & 0xFFFFFFFF, key >> 32])


def answer(
    case: Case, arrays: Arrays, prepare: Callable[[Optional[int]], Call], later: Callable[[int], Call]
) -> Result:
    """Answer one case.

    `prepare` is given the case's key, or None where random state goes on, and returns the function that
    is called; `later` is given the key of another forward pass, which comes before the backward pass.
    """
    if not 1 <= case.rank <= 3:
        raise Refused(f"{case.rank} spatial axes; 1, 2 or 3 are admissible")
    case.check_data()
    refuse_flushed(case, arrays)
    x = arrays.array(laid_out(case, case.input))

    def checking(call: Call) -> Call:
        def checked(x: Any) -> Any:
            y = call(x)
            if not arrays.is_array(y):
                raise Refused(f"it returned {type(y).__name__}, not {arrays.noun}")
            if tuple(y.shape) != tuple(x.shape):
                raise Refused(f"it returned the shape {tuple(y.shape)}, where {tuple(x.shape)} was given")
            return y

        return checked

    with user_code():
        call = checking(prepare(None if case.continues else case.key))
        y, backward = (call(x), None) if case.outputGradient is None else arrays.pull(call, x)
        if case.laterKey is not None:
            checking(later(case.laterKey))(x)
    output = logical(case, arrays.numpy(y))
    if backward is None:
        return Result(output=output)
    with user_code():
        assert case.outputGradient is not None
        gradient = backward(arrays.cast(arrays.array(laid_out(case, case.outputGradient)), y))
    if gradient is None:
        raise Refused(f"it has no gradient: {arrays.framework} finds no way from its output to its input")
    return Result(output=output, input_gradient=logical(case, arrays.numpy(gradient)))


def spared(arrays: Arrays, outputs: Callable[[], Sequence[bytes]]) -> bool:
    """Leave a framework's global generators alone if a target does not draw from them; tell whether it does not.

    To seed TensorFlow's makes each operation anew, which takes ten times as long as the operations. `outputs`
    are those of a key, of the same key again, and of another.
    """
    arrays.seeds_globals = False
    first, again, other = outputs()
    arrays.seeds_globals = first != again or first == other
    return not arrays.seeds_globals


# Layouts


def laid_out(case: Case, tensor: Tensor) -> numpy.ndarray:
    """Return a tensor as an array whose axes are in the order of the case's layout."""
    values = bits(tensor).reshape(case.sizes)
    if case.layout == "channelsLast":
        values = numpy.moveaxis(values, 1, -1)
    return numpy.ascontiguousarray(values)


def logical(case: Case, values: numpy.ndarray) -> numpy.ndarray:
    """Return an array in logical order: samples, channels, spatial axes."""
    if str(values.dtype) not in ("float16", "bfloat16", "float32", "float64"):
        raise Refused(f"it returned {values.dtype}, where {case.input.dtype} was given")
    return numpy.moveaxis(values, -1, 1) if case.layout == "channelsLast" else values


def bits(tensor: Tensor) -> numpy.ndarray:
    """Return a tensor's elements, in one axis; bfloat16 is that of ml_dtypes, as all frameworks have it."""
    return numpy.frombuffer(bytearray(tensor.data), element_type(tensor.dtype))


def element_type(name: str) -> numpy.dtype:
    """Return numpy's word for an element type."""
    if name != "bfloat16":
        return numpy.dtype(name)
    import ml_dtypes

    return numpy.dtype(ml_dtypes.bfloat16)


# Subnormal numbers


def refuse_flushed(case: Case, arrays: Arrays) -> None:
    """Raise Unsupported where a framework makes 0 of the subnormal numbers that training would multiply.

    No layer could do otherwise: the processor is told so in the framework's threads.
    """
    if case.mode != "training" or not flushes(arrays, case.input.dtype):
        return
    for tensor in (case.input, case.outputGradient):
        if tensor is not None and _has_subnormals(bits(tensor)):
            raise Unsupported(f"subnormal numbers: {arrays.framework} makes them 0")


_flushes: dict[tuple[str, str], bool] = {}


def flushes(arrays: Arrays, dtype: str) -> bool:
    """Tell whether a framework makes 0 of a subnormal number that is multiplied by 1."""
    key = (arrays.framework, dtype)
    if key not in _flushes:
        kind = element_type(dtype)
        values = numpy.frombuffer((1).to_bytes(kind.itemsize, "little") * 64, kind)
        product = arrays.array(values.copy()) * arrays.array(numpy.ones(64, kind))
        _flushes[key] = bool((arrays.numpy(product) == 0).any())
    return _flushes[key]


def _has_subnormals(values: numpy.ndarray) -> bool:
    least = {"float16": 2.0**-14, "float64": 2.0**-1022}.get(str(values.dtype), 2.0**-126)
    wide = numpy.abs(values.astype(numpy.float64))
    return bool(((wide > 0) & (wide < least)).any())

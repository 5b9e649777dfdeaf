"""Which framework a target belongs to, seen from the target; none is imported that the user's module has not."""

from __future__ import annotations

import inspect
import sys
from types import CodeType, ModuleType
from typing import Any, Callable, Iterator, Optional

from . import parameters as reading

ROOTS = ("tensorflow", "jax", "keras", "torch")
"""The packages whose arrays a function may take; what it names first decides."""


def adapter(target: Any, options: dict[str, str], execution: str = "eager") -> Optional[Any]:
    """Return what calls a target of Keras, TensorFlow or JAX, or None for all others."""
    kind = type(target) if not inspect.isclass(target) else target
    if _descends(kind, "keras", "Layer"):
        from .keras_target import KerasTarget

        return KerasTarget(target, options, execution=execution)
    if _descends(kind, "flax.linen", "Module"):
        from .jax_modules import FlaxTarget

        return FlaxTarget(target, options, execution=execution)
    if _descends(kind, "equinox", "Module"):
        from .jax_modules import EquinoxTarget

        return EquinoxTarget(target, options, execution=execution)
    root = framework_of(target)
    if root not in ("tensorflow", "jax", "keras"):
        return None
    from .array_target import ArrayTarget

    return ArrayTarget(target, options, _arrays(root), execution=execution)


def _arrays(root: str) -> Any:
    if root == "keras":
        from .keras_target import backend_arrays

        return backend_arrays()
    if root == "tensorflow":
        from .tensorflow_arrays import TensorFlowArrays

        return TensorFlowArrays()
    from .jax_arrays import JaxArrays

    return JaxArrays()


def _descends(kind: type, module: str, name: str) -> bool:
    """Tell whether a class descends from another, which is there only if its module was imported."""
    base = getattr(sys.modules.get(module), name, None)
    return isinstance(base, type) and issubclass(kind, base)


def framework_of(target: Any) -> Optional[str]:
    """Return the package whose arrays a function takes, or a class's call; None where it names none.

    The first parameter's annotation decides. Without one it is what the code names, and then what the
    functions name that it calls.
    """
    function = target.__call__ if inspect.isclass(target) else target
    function = inspect.unwrap(getattr(function, "func", function))
    annotation = reading.first_annotation(function) or ""
    variables = getattr(function, "__globals__", {})
    if annotation:
        head = annotation.split("[")[0].split(".")[0].strip()
        root = _root(variables[head]) if head in variables else head
        if root in ROOTS:
            return root
        if root in ("numpy", "np"):
            return None
    return next(_named(function, set()), None)


def _named(function: Callable[..., Any], seen: set[int]) -> Iterator[str]:
    """Give the packages that a function names, and then those of the functions that it calls."""
    function = inspect.unwrap(function)
    code = getattr(function, "__code__", None)
    if code is None or id(code) in seen:
        return
    seen.add(id(code))
    variables = {**getattr(function, "__globals__", {}), **_enclosed(function, code)}
    values = [variables[name] for name in _names(code) if name in variables]
    for value in values:
        root = _root(value)
        if root in ROOTS:
            yield root
    for value in values:
        if callable(value):
            yield from _named(value, seen)


def _names(code: CodeType) -> Iterator[str]:
    yield from code.co_names
    yield from code.co_freevars
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _names(constant)


def _enclosed(function: Any, code: CodeType) -> dict[str, Any]:
    found = {}
    for name, cell in zip(code.co_freevars, getattr(function, "__closure__", None) or ()):
        try:
            found[name] = cell.cell_contents
        except ValueError:  # not filled yet
            pass
    return found


def _root(value: Any) -> str:
    """Return the package that a module, a function or a class is of."""
    name = value.__name__ if isinstance(value, ModuleType) else getattr(value, "__module__", None)
    return name.split(".")[0] if isinstance(name, str) else ""

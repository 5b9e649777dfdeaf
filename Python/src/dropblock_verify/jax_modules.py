"""Modules of flax.linen and of Equinox: JAX functions whose options are fields of an object."""

from __future__ import annotations

import copy
import inspect
from typing import Any

import jax

from dropblock_subject import Case

from . import parameters as reading
from .array_target import ArrayTarget, DataFormat
from .arrays import check_execution
from .jax_arrays import JaxArrays
from .numpy_target import _unbound, reading_ranks


class ModuleTarget(ArrayTarget):
    """What both have in common: fields, which can't be changed once the module is made."""

    def __init__(self, target: Any, options: dict[str, str], *, execution: str = "eager") -> None:
        """Read the fields of a class or of a module, and the parameters of its call."""
        self.target, self.arrays, self.execution = target, JaxArrays(), execution
        check_execution(self.arrays, execution)
        self.framework = f"{self.package()} on {self.arrays.framework}"
        self.executions = self.arrays.executions
        self.is_class = inspect.isclass(target)
        kind = target if self.is_class else type(target)
        self.data_format = DataFormat(target if self.is_class else None, options)
        if self.is_class:
            self.parameters = reading.read(
                target, {**self.data_format.option, **options}, takes_input=False)
        else:
            self.parameters = reading.attributes(target, options)
        self.calling = reading.read(_unbound(kind.__call__), {}, takes_input=True)
        # A switch that both have is left to the call.
        roles = {
            role: name for role, name in self.parameters.roles.items()
            if role not in ("training", "inference") or role not in self.calling}
        self.parameters = reading.Parameters(roles, self.parameters.fixed)
        # Keys reach modules in one form, whatever their call has parameters for.
        self.key_forms = self.arrays.key_forms("key", "key")
        self.key_form = next(iter(self.key_forms))
        self.kept = {}
        self.memory = None

    @staticmethod
    def package() -> str:
        """Return the name and the version of the package."""
        raise NotImplementedError

    def ranks(self) -> list[int]:
        """Return the numbers of spatial axes that its name tells."""
        return reading_ranks(self.target if self.is_class else type(self.target))

    def made(self, case: Case, values: dict[str, Any]) -> Any:
        """Return a module with the case's options."""
        arguments = {**self.parameters.arguments(**values), **self.data_format.argument(case)}
        if self.is_class:
            return self.target(**arguments)
        module = copy.copy(self.target)
        for name, value in arguments.items():
            object.__setattr__(module, name, value)
        return module


class FlaxTarget(ModuleTarget):
    """A `flax.linen.Module`: applied without variables, with a key for whatever stream it draws from."""

    @staticmethod
    def package() -> str:
        """Return the name and the version of the package."""
        import flax

        return f"flax {flax.__version__}"

    def invoke(self, case: Case, x: Any, values: dict[str, Any]) -> Any:
        """Apply the module to an array of samples."""
        # A stream that is not named here begins with the key of 'params'.
        first, second = jax.random.split(values["key"])
        return self.made(case, values).apply(
            {}, x, rngs={"params": first, "dropout": second}, **self.calling.arguments(**values))


class EquinoxTarget(ModuleTarget):
    """An `equinox.Module`: it is called with one sample, and mapped over the batch by `jax.vmap`."""

    declares = {"scales": ["sample"]}
    """It counts what it sees."""

    @staticmethod
    def package() -> str:
        """Return the name and the version of the package."""
        import equinox

        return f"equinox {equinox.__version__}"

    def layouts(self) -> list[str]:
        """Return the layouts in which arrays are handed over: as those of the package's own layers are."""
        return self.data_format.layouts("channelsFirst")

    def invoke(self, case: Case, x: Any, values: dict[str, Any]) -> Any:
        """Call the module with each sample and a key for it."""
        module = self.made(case, values)

        def one(sample: Any, key: Any) -> Any:
            return module(sample, **self.calling.arguments(**{**values, "key": key, "generator": key}))

        return jax.vmap(one)(x, jax.random.split(values["key"], x.shape[0]))

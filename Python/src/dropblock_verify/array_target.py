"""A function of a tensor of TensorFlow or an array of JAX, or a class that is called with one."""

from __future__ import annotations

import dataclasses
import inspect
from typing import Any, Callable, Optional, Sequence

from dropblock_subject import Case, Result, mixed

from . import parameters as reading
from .arrays import Arrays, Call, answer, check_execution, spared
from .kept import recalled
from .loading import TargetError
from .numpy_target import _unbound, reading_ranks

LAYOUT_NAMES = {
    "channels_last": "channelsLast", "channels_first": "channelsFirst",
    "NLC": "channelsLast", "NHWC": "channelsLast", "NDHWC": "channelsLast",
    "NCL": "channelsFirst", "NCHW": "channelsFirst", "NCDHW": "channelsFirst",
}
"""What a parameter `data_format` is given, and the layout that it means."""


class ArrayTarget:
    """Calls the target with arrays as they lie in memory, and runs its backward pass."""

    def __init__(
        self, target: Any, options: dict[str, str], arrays: Arrays, *, execution: str = "eager"
    ) -> None:
        """Read the signature of a function, or of a class's constructor and its call."""
        check_execution(arrays, execution)
        self.target, self.arrays, self.execution = target, arrays, execution
        self.framework, self.executions = arrays.framework, arrays.executions
        self.is_class = inspect.isclass(target)
        self.data_format = DataFormat(target, options)
        self.parameters = reading.read(
            target, {**self.data_format.option, **options}, takes_input=not self.is_class)
        self.calling: Optional[reading.Parameters] = None
        if self.is_class:
            self.calling = reading.read(_unbound(target.__call__), {}, takes_input=True)
        self.key_forms = self._key_forms()
        self.key_form = next(iter(self.key_forms), "")
        self.kept: dict[Any, Callable[..., Any]] = {}
        # The one layout that the target has; None where a case chooses.
        self.memory: Optional[str] = None

    def _key_forms(self) -> dict[str, Callable[[int], Any]]:
        for role in ("key", "generator"):
            for parameters in (self.parameters, self.calling):
                if parameters is not None and role in parameters:
                    return self.arrays.key_forms(role, parameters.roles[role])
        return {}

    def capabilities(self) -> list[str]:
        """Return what it can be asked for, as far as its parameters tell."""
        # A key that is an argument says nothing of going on.
        goes_on = [] if self.key_forms else ["continues"]
        return ["backward", "laterForward", *goes_on, "emptyTensors"]

    def element_types(self) -> list[str]:
        """Return the formats to try."""
        return self.arrays.element_types()

    def ranks(self) -> list[int]:
        """Return the numbers of spatial axes that its name tells."""
        return reading_ranks(self.target)

    def layouts(self) -> list[str]:
        """Return the layouts in which arrays are handed over, to be tried."""
        return self.data_format.layouts("channelsLast")

    def spare_global_seeds(self, cases: Sequence[Case]) -> None:
        """Seed the framework's global generators only if the target draws from them."""
        spared(self.arrays, lambda: [self.run(case).output.tobytes() for case in cases])

    def run(self, case: Case) -> Result:
        """Answer one case."""
        if self.memory is not None:
            case = dataclasses.replace(case, layout=self.memory)

        def prepare(key: Optional[int]) -> Call:
            if key is not None:
                self.arrays.seed(key)
            return self._call(case, key)

        return answer(case, self.arrays, prepare, prepare)

    def _call(self, case: Case, key: Optional[int]) -> Call:
        training = case.mode == "training"
        given: dict[str, Any] = {}
        if self.key_forms:
            number = mixed(case.key if key is None else key)
            given = {role: self.key_forms[self.key_form](number) for role in ("key", "generator")}
        if not training and not self.has_switch:
            # What has no switch is left out by its caller.
            return lambda x: x
        values = dict(
            block=case.block_side(), drop=case.dropProbability, keep=1 - case.dropProbability,
            training=training, inference=not training, in_place=False)

        def plain(x: Any, given: dict[str, Any]) -> Any:
            return self.invoke(case, x, {**values, **given})

        if self.execution == self.executions[0]:
            return lambda x: plain(x, given)
        return self._traced(case, plain, given, key)

    def invoke(self, case: Case, x: Any, values: dict[str, Any]) -> Any:
        """Call the target with an array, and with the values of the roles that its parameters play."""
        arguments = {**self.parameters.arguments(**values), **self.data_format.argument(case)}
        if self.calling is None:
            return self.target(x, **arguments)
        return self.target(**arguments)(x, **self.calling.arguments(**values))

    @property
    def has_switch(self) -> bool:
        """Whether training and inference are told apart by an argument."""
        roles = {*self.parameters.roles, *(self.calling.roles if self.calling is not None else ())}
        return bool(roles & {"training", "inference"})

    def _traced(
        self, case: Case, plain: Callable[..., Any], given: dict[str, Any], key: Optional[int]
    ) -> Call:
        """Return the compiled function of an earlier case with these options, or a new one.

        As in a model: what is traced once is called with many keys. Where random numbers come from
        generators that were seeded, it has to be traced again.
        """
        name = (case.blockSize[0], case.dropProbability, case.mode, case.layout)
        if self.key_form in self.arrays.argument_forms:
            traced = recalled(self.kept, name, lambda: self.arrays.compiled(plain, self.execution))
            return lambda x: traced(x, given)
        traced = recalled(
            self.kept, name, lambda: self.arrays.compiled(lambda x: plain(x, given), self.execution),
            is_fresh=key is not None)
        return lambda x: traced(x)


class DataFormat:
    """The parameter `data_format` of a target, where it has one."""

    def __init__(self, target: Any, options: dict[str, str]) -> None:
        """Read its default; an option fixes it."""
        parameter = None
        try:
            parameter = inspect.signature(target).parameters.get("data_format")
        except (TypeError, ValueError):
            pass
        self.exists = parameter is not None
        self.fixed = options.get("data_format")
        if self.fixed is not None and self.fixed not in LAYOUT_NAMES:
            raise TargetError(
                f"--option data_format={self.fixed}: the known ones are {', '.join(LAYOUT_NAMES)}")
        # Each case gives it another value.
        self.option = {"data_format": "channels_last"} if self.exists else {}
        default = parameter.default if parameter is not None else None
        self.default = default if default in LAYOUT_NAMES else None

    def layouts(self, usual: str) -> list[str]:
        """Return the layouts that the target can be asked for; the first is its default."""
        if self.fixed is not None:
            return [LAYOUT_NAMES[self.fixed]]
        first = LAYOUT_NAMES[self.default] if self.default else usual
        both = [first, *({"channelsLast", "channelsFirst"} - {first})]
        return both if self.exists else [first]

    def argument(self, case: Case) -> dict[str, str]:
        """Return the argument for a case's layout, in words like those of the default."""
        if not self.exists or self.fixed is not None:
            return {}
        words = [name for name, layout in LAYOUT_NAMES.items() if layout == case.layout]
        if self.default is not None and self.default.isupper():
            return {"data_format": words[case.rank]}
        return {"data_format": words[0]}

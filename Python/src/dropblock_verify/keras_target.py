"""A layer of Keras 3, or its class, on the backend that Keras has: TensorFlow, JAX or PyTorch."""

from __future__ import annotations

import dataclasses
import inspect
from typing import Any, Callable, Iterator, Optional, Sequence

import keras

from dropblock_subject import Case, Result, mixed

from . import parameters as reading
from .array_target import LAYOUT_NAMES, DataFormat
from .arrays import Arrays, Call, answer, spared
from .kept import recalled
from .loading import TargetError
from .numpy_target import _unbound, reading_ranks


def backend_arrays() -> Arrays:
    """Return the arrays of the backend that Keras was imported with."""
    name = keras.config.backend()
    if name == "tensorflow":
        from .tensorflow_arrays import TensorFlowArrays

        return TensorFlowArrays()
    if name == "jax":
        from .jax_arrays import JaxArrays

        return JaxArrays()
    if name == "torch":
        from .torch_arrays import TorchArrays

        return TorchArrays()
    raise TargetError(f"the backend '{name}' of Keras; tensorflow, jax and torch are admissible")


class KerasTarget:
    """Calls a layer with a tensor as it lies in memory, and runs its backward pass."""

    def __init__(self, target: Any, options: dict[str, str], *, execution: str = "eager") -> None:
        """Read the signature of a class, or the attributes of a layer that is there already."""
        self.target, self.arrays, self.execution = target, backend_arrays(), execution
        # JAX can't trace a layer that changes its own state.
        self.executions = (
            self.arrays.executions if keras.config.backend() == "tensorflow" else ("eager",))
        if execution not in self.executions:
            raise TargetError(
                f"execution '{execution}': layers of Keras on {self.arrays.framework} have "
                f"{', '.join(self.executions)}")
        self.framework = f"keras {keras.__version__} on {self.arrays.framework}"
        self.is_class = inspect.isclass(target)
        if self.is_class:
            self.data_format = DataFormat(target, options)
            self.parameters = reading.read(
                target, {**self.data_format.option, **options}, takes_input=False)
        else:
            self.parameters = reading.attributes(target, options)
        self.calling = reading.read(_unbound((target if self.is_class else type(target)).call), {},
                                    takes_input=True)
        self.key_forms = {}
        if "key" in self.parameters:
            self.key_forms = self.arrays.key_forms("key", self.parameters.roles["key"])
            # A seed of Keras is an integer.
            self.key_forms = {name: make for name, make in self.key_forms.items() if "integer of" in name}
        self.key_form = next(iter(self.key_forms), "")
        self.layers: dict[Any, Any] = {}
        self.traced: dict[Any, Any] = {}
        # The one layout that the layer has; None where a case chooses.
        self.memory: Optional[str] = None

    def capabilities(self) -> list[str]:
        """Return what it can be asked for."""
        return ["backward", "laterForward", "continues", "emptyTensors"]

    def element_types(self) -> list[str]:
        """Return the formats to try."""
        return self.arrays.element_types()

    def ranks(self) -> list[int]:
        """Return the numbers of spatial axes that its name tells."""
        return reading_ranks(self.target if self.is_class else type(self.target))

    def layouts(self) -> list[str]:
        """Return the layouts in which tensors are handed over: as the layer, or Keras, is set."""
        usual = LAYOUT_NAMES[keras.config.image_data_format()]
        if self.is_class:
            return self.data_format.layouts(usual)
        return [LAYOUT_NAMES.get(getattr(self.target, "data_format", None), usual)]

    def spare_global_seeds(self, cases: Sequence[Case]) -> None:
        """Seed the global generators only if the layer draws from them."""
        spared(self.arrays, lambda: [self.run(case).output.tobytes() for case in cases])

    def run(self, case: Case) -> Result:
        """Answer one case."""
        if self.memory is not None:
            case = dataclasses.replace(case, layout=self.memory)

        layer: Any = None

        def prepare(key: Optional[int]) -> Call:
            nonlocal layer
            if key is not None:
                self._seed(key)
            layer = self._layer(case, key)
            return self._call(case, layer, key)

        def later(key: int) -> Call:
            # It is the same layer that is called again.
            self._seed(key)
            self._reseed(layer, key)
            return self._call(case, layer, None)

        return answer(case, self.arrays, prepare, later)

    def _seed(self, key: int) -> None:
        if self.arrays.seeds_globals:
            # Keras makes its own global generator anew; the bits beyond 32 come in after that.
            keras.utils.set_random_seed(mixed(key) & 0xFFFFFFFF)
        self.arrays.seed(key)

    def _options(self, case: Case) -> tuple[Any, ...]:
        return (case.blockSize[0], case.dropProbability, case.layout, case.input.dtype)

    def _layer(self, case: Case, key: Optional[int]) -> Any:
        """Return a layer with the case's options: where random state goes on, the one that had them before."""
        number = mixed(case.key if key is None else key)
        values = dict(
            block=case.block_side(), drop=case.dropProbability, keep=1 - case.dropProbability,
            training=case.mode == "training", inference=case.mode != "training", in_place=False,
            key=self.key_forms[self.key_form](number) if self.key_forms else None)
        arguments = self.parameters.arguments(**values)
        if not self.is_class:
            for name, value in arguments.items():
                setattr(self.target, name, value)
            for layer in [self.target, *_sublayers(self.target)]:
                layer.dtype_policy = keras.DTypePolicy(case.input.dtype)
            if key is not None:
                self._reseed(self.target, key)
            return self.target
        arguments.update(self.data_format.argument(case))

        def make() -> Any:
            # A layer computes in the type of its policy, whatever it is given.
            before = keras.config.dtype_policy()
            keras.config.set_dtype_policy(case.input.dtype)
            try:
                return self.target(**arguments)
            finally:
                keras.config.set_dtype_policy(before)

        name = self._options(case)
        kept = self.layers.get(name)
        layer = recalled(
            self.layers, name, make,
            is_fresh=key is not None and (kept is None or not self._can_be_reseeded(kept)))
        # What was made with a seed is left as it is, unless it will be set again.
        if key is not None and not (self.key_forms and self.execution == self.executions[0]):
            self._reseed(layer, key)
        return layer

    def _can_be_reseeded(self, layer: Any) -> bool:
        """Tell whether what was traced can be called with another key.

        It can if all that is drawn comes from generators that the layer holds. Seeds of global ones become
        constants of what is traced.
        """
        return self.execution != self.executions[0] and not self.arrays.seeds_globals and any(
            True for _ in _generators(layer))

    def _reseed(self, layer: Any, key: int) -> None:
        """Set each generator that a layer holds, as if the layer were made with this seed."""
        for index, generator in enumerate(_generators(layer)):
            seed = mixed(mixed(key) ^ index)
            # TensorFlow holds it in 64 bits with a sign, the others in 32 without.
            seed = seed >> 1 if generator.state.dtype == "int64" else seed >> 33
            generator.state.assign([seed, 0])

    def _call(self, case: Case, layer: Any, key: Optional[int]) -> Call:
        training = case.mode == "training"
        arguments = self.calling.arguments(training=training, inference=not training)
        if self.execution == self.executions[0]:
            return lambda x: layer(x, **arguments)
        name = (*self._options(case), case.mode)
        kept = self.traced.get(name)
        is_fresh = kept is None or kept[0] is not layer or (
            key is not None and not self._can_be_reseeded(layer))
        _, traced = recalled(self.traced, name, lambda: (
            layer, self.arrays.compiled(lambda x: layer(x, **arguments), self.execution)),
            is_fresh=is_fresh)
        return lambda x: traced(x)


def _sublayers(layer: Any) -> list[Any]:
    return [part for part in layer._flatten_layers() if part is not layer]


def _generators(layer: Any) -> Iterator[Any]:
    """Give the generators that a layer and its parts hold, each once, in the order they were made."""
    seen = set()
    for part in layer._flatten_layers():
        for generator in part._seed_generators:
            if id(generator) not in seen:
                seen.add(id(generator))
                yield generator

"""A `torch.nn.Module`, its class, or a function of a torch tensor."""

from __future__ import annotations

import inspect
import random
import sys
from typing import Any, Callable, Optional

import numpy

from . import subjects
from .numpy_target import reading_ranks

sys.path.insert(0, str(subjects()))

import torch_tensors  # noqa: E402  (it moves standard output before PyTorch is imported)
import torch  # noqa: E402
from dropblock_subject import Case, Refused, Result, mixed  # noqa: E402

from . import torch_execution  # noqa: E402
from . import parameters as reading  # noqa: E402
from .kept import instance  # noqa: E402
from .user_code import user_code  # noqa: E402


class TorchTarget:
    """Calls the target with a tensor as it lies in memory, and runs its backward pass."""

    framework = f"torch {torch.__version__}"

    def __init__(self, target: Any, options: dict[str, str], mode: str = "eager") -> None:
        """Read the signature, or the attributes of a layer that is there already."""
        self.target = target
        self.execution = torch_execution.execution(mode)
        # How many bits a parameter that is a key takes; fewer where that many are refused.
        self.key_bits = 63
        self.is_class = inspect.isclass(target)
        self.layers: dict[Any, Any] = {}
        self.is_layer = isinstance(target, torch.nn.Module)
        if self.is_layer:
            self.parameters = reading.attributes(target, options)
        else:
            self.parameters = reading.read(target, options, takes_input=not self.is_class)
        self.execution.demand(self.parameters)

    def capabilities(self) -> list[str]:
        """Return what it can be asked for, as far as its parameters tell."""
        words = ["backward", "laterForward", "continues", "threads", "emptyTensors"]
        if "key" in self.parameters:
            words.remove("continues")
        words += ["inPlace"] if "in_place" in self.parameters else []
        return self.execution.capabilities(words)

    def element_types(self) -> list[str]:
        """Return the formats to try."""
        return self.execution.element_types()

    def ranks(self) -> list[int]:
        """Return the numbers of spatial axes that its name tells."""
        named = self.target if not self.is_layer else type(self.target)
        return reading_ranks(named)

    def layouts(self) -> list[str]:
        """Return the layouts in which tensors are handed over."""
        return self.execution.layouts()

    def run(self, case: Case) -> Result:
        """Answer one case."""
        training = case.mode == "training"
        generator: Optional[torch.Generator] = None
        if not case.continues:
            random.seed(mixed(case.key))
            numpy.random.seed([mixed(case.key) & 0xFFFFFFFF, mixed(case.key) >> 32])
        if "generator" in self.parameters:
            if not case.continues or not hasattr(self, "generator"):
                self.generator = torch.Generator().manual_seed(torch_tensors.seed(case.key))
            generator = self.generator
        values = dict(
            block=case.block_side(), drop=case.dropProbability, keep=1 - case.dropProbability,
            training=training, inference=not training, in_place=case.inPlace,
            key=mixed(case.key) >> (64 - self.key_bits), generator=generator)
        arguments = self.parameters.arguments(**values)
        with user_code():
            return torch_tensors.run_layer(case, self._layer(arguments, training))

    def _layer(
        self, arguments: dict[str, Any], training: bool
    ) -> Callable[[torch.Tensor], torch.Tensor]:
        if self.is_layer or self.is_class:
            layer = self.target if self.is_layer else instance(
                self.layers, self.target, arguments, self.parameters.roles)
            if self.is_layer:
                for name, value in arguments.items():
                    setattr(layer, name, value)
            if isinstance(layer, torch.nn.Module):
                layer.train(training)
            return lambda x: _checked(lambda: self.execution.call(layer, x, {}), x)
        if not training and not {"training", "inference"} & self.parameters.roles.keys():
            return lambda x: x.clone()
        return lambda x: _checked(lambda: self.execution.call(self.target, x, arguments), x)


def _checked(call: Callable[[], Any], x: torch.Tensor) -> torch.Tensor:
    with user_code():
        y = call()
    if not isinstance(y, torch.Tensor):
        raise Refused(f"it returned {type(y).__name__}, not a tensor")
    if y.shape != x.shape:
        raise Refused(f"it returned the shape {tuple(y.shape)}, where {tuple(x.shape)} was given")
    return y


def is_torch(target: Any) -> bool:
    """Tell whether a target is PyTorch's: by its class, its annotation, or the names it uses."""
    if isinstance(target, torch.nn.Module):
        return True
    if inspect.isclass(target):
        return issubclass(target, torch.nn.Module)
    annotation = reading.first_annotation(target) or ""
    if "numpy" in annotation or "ndarray" in annotation:
        return False
    if "Tensor" in annotation:
        return True
    names = getattr(inspect.unwrap(target), "__code__", None)
    variables = getattr(inspect.unwrap(target), "__globals__", {})
    used = set(names.co_names) if names is not None else set()
    return any(
        getattr(variables.get(name), "__name__", "").split(".")[0] == "torch" for name in used)

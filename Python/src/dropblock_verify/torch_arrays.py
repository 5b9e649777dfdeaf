"""Tensors of PyTorch as the backend of Keras, with gradients by autograd."""

from __future__ import annotations

from typing import Any, Callable, Optional, Sequence

import numpy
import torch

from dropblock_subject import mixed

from .arrays import Call, element_type, seed_python


class TorchArrays:
    """What layers of Keras need of PyTorch; its own modules and functions have `TorchTarget`."""

    framework = f"torch {torch.__version__}"
    noun = "a tensor"
    executions: Sequence[str] = ("eager",)
    seeds_globals = True
    argument_forms: Sequence[str] = ()

    def element_types(self) -> list[str]:
        """Return the formats to try: those in which its models are trained."""
        return ["float32", "float16", "bfloat16", "float64"]

    def array(self, values: numpy.ndarray) -> Any:
        """Return a tensor with the bits of these values."""
        if str(values.dtype) == "bfloat16":
            return torch.from_numpy(values.view("int16")).view(torch.bfloat16)
        return torch.from_numpy(values)

    def numpy(self, array: Any) -> numpy.ndarray:
        """Return the elements of a tensor."""
        dense = array.detach().to("cpu").contiguous()
        if dense.dtype == torch.bfloat16:
            return dense.view(torch.int16).numpy().view(element_type("bfloat16"))
        return dense.numpy()

    def is_array(self, value: Any) -> bool:
        """Tell whether a value is a tensor."""
        return isinstance(value, torch.Tensor)

    def pull(self, call: Call, x: Any) -> tuple[Any, Callable[[Any], Optional[Any]]]:
        """Return a call's value, and its gradient by autograd: None where nothing leads to x."""
        leaf = x.clone().requires_grad_(True)
        y = call(leaf)
        if not y.requires_grad:
            return y, lambda gradient: None
        return y, lambda gradient: torch.autograd.grad(y, leaf, gradient, allow_unused=True)[0]

    def cast(self, array: Any, like: Any) -> Any:
        """Return a tensor in the element type of another."""
        return array.to(like.dtype)

    def compiled(self, call: Callable[..., Any], execution: str) -> Callable[..., Any]:
        """Return the function itself: its one way of execution is the plain one."""
        return call

    def seed(self, key: int) -> None:
        """Seed the global generators."""
        number = mixed(key)
        seed_python(number)
        torch.manual_seed(number >> 1)

    def key_forms(self, role: str, name: str) -> dict[str, Callable[[int], Any]]:
        """Return what a parameter that carries random numbers may be given, to be tried in this order."""
        return {"as an integer of 63 bits": lambda key: key >> 1, "as an integer of 31 bits": lambda key: key >> 33}

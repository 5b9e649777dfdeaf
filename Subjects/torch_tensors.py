"""What the adapters of PyTorch libraries have in common: memory layouts, keys, threads, autograd.

Importing this file moves standard output to the protocol before PyTorch is imported, so import it
before any library that might print.
"""

from __future__ import annotations

import math
import os
from contextlib import AbstractContextManager
from typing import Callable

from dropblock_subject import (
    Case,
    Refused,
    Result,
    Tensor,
    Unsupported,
    mixed,
    protect_standard_output,
    refusals,
)

protect_standard_output()
# Threads that wait for work by turning round in circles take the processor from those that have it:
# beside two busy processes a run took seven times as long.
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")

import torch  # noqa: E402

DTYPES = {
    "float16": torch.float16,
    "bfloat16": torch.bfloat16,
    "float32": torch.float32,
    "float64": torch.float64,
}

LARGEST_BUFFER = 2**30
"""Elements of memory that are laid out for one tensor."""

CAPABILITIES = ["backward", "laterForward", "keyed", "continues", "threads", "emptyTensors"]
"""What PyTorch itself gives each of its libraries."""

LAYOUTS = ["channelsFirst", "channelsLast", "strided"]
"""The layouts of a PyTorch tensor; its functions are written for all of them."""

ELEMENT_TYPES = ["float32", "float16", "bfloat16", "float64"]
"""The number formats in which a PyTorch model is trained."""


DEFAULT_THREADS = torch.get_num_threads()
"""As many as PyTorch takes by itself, for cases that ask for no number."""


def library_call() -> AbstractContextManager[None]:
    """Return the context in which the library under test is called.

    For a caller in Python an exception is the only way in which a library refuses; PyTorch's own
    checks raise RuntimeError and IndexError, arithmetic on a bad option ZeroDivisionError.
    """
    return refusals(RuntimeError, ArithmeticError, LookupError)


def seed(key: int) -> int:
    """Return the seed of PyTorch's CPU generator for a 64-bit key.

    That generator looks at the low 32 bits of a seed only, so the key is mixed first (the finaliser
    of SplitMix64, a bijection): keys that differ only above bit 32 must not repeat each other.
    """
    return mixed(key) % 2**63


def to_torch(tensor: Tensor) -> torch.Tensor:
    """Return a new flat torch tensor of the elements."""
    if tensor.count == 0:
        return torch.empty(0, dtype=DTYPES[tensor.dtype])
    return torch.frombuffer(bytearray(tensor.data), dtype=DTYPES[tensor.dtype])


def from_torch(tensor: torch.Tensor) -> Tensor:
    """Return the elements in logical order, in the dtype and the shape they have."""
    dense = tensor.detach().to("cpu").contiguous().reshape(-1)
    if dense.numel() == 1:
        # One element is contiguous whatever its stride, by which it can't be seen as bytes.
        dense = dense.clone(memory_format=torch.contiguous_format)
    name = {value: key for key, value in DTYPES.items()}.get(dense.dtype)
    if name is None:
        raise TypeError(f"the library returned {dense.dtype}")
    return Tensor(name, tuple(tensor.shape), dense.view(torch.uint8).numpy().tobytes())


def _storage(case: Case, tensor: Tensor) -> torch.Tensor:
    """Return flat memory that holds a tensor by the case's strides, and NaN in the gaps."""
    count = case.storage_count()
    if count > LARGEST_BUFFER:
        raise Unsupported(f"buffers of more than {LARGEST_BUFFER} elements")
    storage = torch.full((count,), math.nan, dtype=DTYPES[tensor.dtype])
    view = storage.as_strided(case.sizes, case.memory_strides())
    view.copy_(to_torch(tensor).reshape(case.sizes))
    return storage


def _gradient(case: Case, tensor: Tensor) -> torch.Tensor:
    """Return the gradient of the output, for every second key not laid out as the input is.

    Autograd hands a layer whatever gradient the next one made: a transposed one is not contiguous.
    """
    if case.key & 2 == 0:
        return _storage(case, tensor).as_strided(case.sizes, case.memory_strides())
    axes = list(reversed(range(len(case.sizes))))
    transposed = to_torch(tensor).reshape(case.sizes).permute(axes).contiguous()
    return transposed.permute(axes)


def run_layer(case: Case, layer: Callable[[torch.Tensor], torch.Tensor]) -> Result:
    """Call a layer on the case's tensor as it lies in memory, and run its backward pass.

    The mask is drawn from PyTorch's global generator, which `case.key` seeds unless it goes on.
    """
    if not 1 <= case.rank <= 3:
        raise Refused(f"{case.rank} spatial axes; 1, 2 or 3 are admissible")
    case.check_data()
    with library_call():
        torch.set_num_threads(DEFAULT_THREADS if case.threads is None else case.threads)
    if not case.continues:
        torch.manual_seed(seed(case.key))

    leaf = _storage(case, case.input)
    leaf.requires_grad_(case.outputGradient is not None)
    # Autograd forbids changing a leaf in place; a model's own tensors are results of other layers.
    memory = leaf.clone() if case.inPlace else leaf
    x = memory.as_strided(case.sizes, case.memory_strides())
    with library_call():
        y = layer(x)
    # Autograd, and whatever else reads the tensor, would have another one.
    if not case.inPlace and from_torch(x).data != case.input.data:
        raise Refused("it changed its input, though it was not asked to work in place")
    # What is asked of a call in place is what it leaves in the memory of its argument.
    output = from_torch(x if case.inPlace else y)
    if case.laterKey is not None:
        torch.manual_seed(seed(case.laterKey))
        again = _storage(case, case.input)
        with library_call():
            layer(again.as_strided(case.sizes, case.memory_strides()))
    if case.outputGradient is None:
        return Result(output=output)
    gradient = _gradient(case, case.outputGradient).to(y.dtype)
    with library_call():
        y.backward(gradient)
    assert leaf.grad is not None
    input_gradient = leaf.grad.as_strided(case.sizes, case.memory_strides())
    return Result(output=output, input_gradient=from_torch(input_gradient))

"""Ways of execution: how a target is called, and what of its declaration depends on that.

The words are known here without any framework; `torch_execution` has what those of PyTorch do, and the
arrays of TensorFlow and JAX theirs.
"""

from __future__ import annotations

import dataclasses
import difflib
from typing import Any

from dropblock_subject import Declaration

from .loading import TargetError

MODES: dict[str, str] = {
    "eager": "called as it is",
    "compiled": "by torch.compile with the backend inductor, which needs a C++ compiler",
    "compiled-aot": "by torch.compile with the backend aot_eager: captured and split, not translated",
    "checkpointed": "by torch.utils.checkpoint, use_reentrant=False",
    "checkpointed-reentrant": "by torch.utils.checkpoint, use_reentrant=True",
    "autocast": "in torch.autocast, with bfloat16",
    "vmap": "by torch.func.vmap over the samples, randomness='different'",
    "replicas": "by two processes, each with its share of the samples, one after the other",
    "tf.function": "of TensorFlow and Keras: by tf.function",
    "jax.jit": "of JAX: by jax.jit",
}
"""The ways of execution, and what each is."""

OF_TORCH = tuple(mode for mode in MODES if mode not in ("eager", "tf.function", "jax.jit"))
"""Those of PyTorch."""

REPLICAS = 2
"""How many processes share the samples of a case."""

REPLICA = "replica"
"""What the processes themselves are started with; nothing that is judged by itself."""

PER_SAMPLE = ("vmap", "replicas")
"""Ways in which the layer is called with one sample at a time."""

LEFT_OUT: dict[str, tuple[str, ...]] = {
    # The gradient of what is changed in place would have to be that of another tensor.
    "compiled": ("inPlace",),
    "compiled-aot": ("inPlace",),
    # A recomputed pass would begin with what the first one has left in the memory of its argument.
    "checkpointed": ("inPlace",),
    "checkpointed-reentrant": ("inPlace",),
    # It needs a sample at least, and its tensors can't be written into.
    "vmap": ("inPlace", "emptyTensors"),
    # Whether work in place reaches the memory of another process is not the layer's to say.
    "replicas": ("inPlace",),
}
"""Capabilities that are not asked for in a way of execution."""


def known(word: str) -> str:
    """Return a way of execution, or raise TargetError with those that there are."""
    if word in MODES:
        return word
    near = difflib.get_close_matches(word, list(MODES), 1)
    meant = f"; did you mean '{near[0]}'?" if near else ""
    raise TargetError(f"--execution {word}: the ways of execution are {', '.join(MODES)}{meant}")


def declared(mode: str, declaration: Declaration) -> Declaration:
    """Return what a target is taken to do in a way of execution, of what it is taken to do by itself.

    A layer that is called with one sample at a time counts the kept units of a sample where it would
    count those of the tensor, and can't share a mask between samples.
    """
    if mode == "eager":
        return declaration
    changes: dict[str, Any] = {"version": f"{declaration.version}, {mode}"}
    if mode in PER_SAMPLE:
        changes["scales"] = _unique(
            "sample" if scale == "tensor" else scale for scale in declaration.scales)
        changes["sharings"] = _unique(
            [axis for axis in sharing if axis != "samples"] for sharing in declaration.sharings)
    return dataclasses.replace(declaration, **changes)


def _unique(values: Any) -> list[Any]:
    found: list[Any] = []
    for value in values:
        if value not in found:
            found.append(value)
    return found

"""What the ways of execution do with a layer of PyTorch."""

from __future__ import annotations

import shutil
import warnings
from typing import Any, Callable, Mapping

import torch
import torch_tensors

from .execution import LEFT_OUT
from .loading import TargetError
from .parameters import Parameters

Layer = Callable[..., torch.Tensor]


class Execution:
    """The way in which a layer is called: here, as it is."""

    def __init__(self, mode: str) -> None:
        """Make ready what all calls share."""
        self.mode = mode

    def demand(self, parameters: Parameters) -> None:
        """Raise TargetError where a target can't be called in this way."""

    def capabilities(self, words: list[str]) -> list[str]:
        """Return what can be asked for in this way, of what the target has by itself."""
        return [word for word in words if word not in LEFT_OUT.get(self.mode, ())]

    def element_types(self) -> list[str]:
        """Return the number formats in which it is called; --declare says otherwise."""
        return list(torch_tensors.ELEMENT_TYPES)

    def layouts(self) -> list[str]:
        """Return the layouts in which it is called; --declare says otherwise."""
        return list(torch_tensors.LAYOUTS)

    def call(self, layer: Layer, x: torch.Tensor, arguments: Mapping[str, Any]) -> torch.Tensor:
        """Return what the layer makes of a tensor."""
        return layer(x, **arguments)

    def tried(self, refusal: str) -> None:
        """Raise TargetError where an ordinary call has shown that this way is none for the target.

        `refusal` is what was said in the place of an output; empty where there was one.
        """


def _within(
    layer: Layer, x: torch.Tensor, arguments: dict[str, Any], other: torch.Tensor
) -> tuple[torch.Tensor, torch.Tensor]:
    """Stand for the model that the layer is a part of: this is what is compiled.

    The rest of the model is there too. Where nothing at all is to be computed, as by a layer in inference,
    torch.compile never looks at this code again, and training would go on in eager code.
    """
    return layer(x, **arguments), other + 1


class Compiled(Execution):
    """Captured by torch.compile, for sizes that vary: what its guards admit is captured once."""

    def __init__(self, mode: str) -> None:
        """Choose the backend."""
        super().__init__(mode)
        import torch._dynamo
        import torch.fx.experimental._config as shapes

        if mode == "compiled" and not _has_compiler():
            raise TargetError(
                "the way of execution 'compiled' needs a C++ compiler, and there is none: install one, "
                "name it in the variable CXX, or take 'compiled-aot'"
            )
        settings = torch._dynamo.config
        # Beyond its limits torch.compile goes back to eager code, and no report would say so.
        settings.recompile_limit = settings.accumulated_recompile_limit = 2**30
        settings.fail_on_recompile_limit_hit = True
        # Otherwise each block and each probability is a constant of code of its own, and two sides that
        # are equal once have to be equal always.
        settings.allow_unspec_int_on_nn_module = True
        shapes.use_duck_shape = False
        self.compiled = torch.compile(
            _within, dynamic=True, backend="inductor" if mode == "compiled" else "aot_eager")
        self.other = torch.zeros(1)
        self.before = self._captured()

    def element_types(self) -> list[str]:
        """Return two formats: for each all code is compiled anew."""
        return ["float32", "bfloat16"]

    def layouts(self) -> list[str]:
        """Return two layouts: for each arrangement of strides all code is compiled anew."""
        return ["channelsFirst", "channelsLast"]

    def call(self, layer: Layer, x: torch.Tensor, arguments: Mapping[str, Any]) -> torch.Tensor:
        """Return what the compiled code makes of a tensor, which has a gradient as those of a model have."""
        x = x if x.requires_grad else x.detach().requires_grad_()
        return self.compiled(layer, x, dict(arguments), self.other)[0]

    def tried(self, refusal: str) -> None:
        """Raise TargetError where nothing was captured: eager code would be judged in its place."""
        # Of the layer: what stands for the rest of the model is one operation of each graph.
        if not refusal and self._captured() == self.before:
            raise TargetError(
                f"torch.compile captures nothing of it, so that '{self.mode}' would judge what 'eager' "
                "does: leave this way out, or let the layer be compiled"
            )

    @staticmethod
    def _captured() -> int:
        from torch._dynamo.utils import counters

        stats = counters["stats"]
        return stats["calls_captured"] - stats["unique_graphs"]


def _has_compiler() -> bool:
    from torch._inductor import config

    named = config.cpp.cxx
    names = named if isinstance(named, (tuple, list)) else (named,)
    return any(name and shutil.which(name) for name in (*names, "c++"))


class Checkpointed(Execution):
    """Run without its intermediate results, and again when the backward pass asks for them."""

    def call(self, layer: Layer, x: torch.Tensor, arguments: Mapping[str, Any]) -> torch.Tensor:
        """Return what the layer makes of a tensor that is kept for the second time."""
        from torch.utils.checkpoint import checkpoint

        with warnings.catch_warnings():
            # Calls without a gradient are asked for.
            warnings.filterwarnings("ignore", message="None of the inputs have requires_grad")
            return checkpoint(
                lambda tensor: layer(tensor, **arguments), x,
                use_reentrant=self.mode == "checkpointed-reentrant")


class Autocast(Execution):
    """Called where PyTorch chooses the number format of some operations by itself."""

    def call(self, layer: Layer, x: torch.Tensor, arguments: Mapping[str, Any]) -> torch.Tensor:
        """Return what the layer makes of a tensor; its backward pass runs outside, as is usual."""
        with torch.autocast("cpu", dtype=torch.bfloat16):
            return layer(x, **arguments)


class Vmap(Execution):
    """Called with one sample, of which there is a whole axis that it does not see."""

    def demand(self, parameters: Parameters) -> None:
        """Raise TargetError for a key: it would be that of all samples."""
        for role in ("key", "generator"):
            if role in parameters:
                raise TargetError(
                    f"its parameter '{parameters.roles[role]}' is the same for all samples under vmap, and "
                    "so would be their masks: leave 'vmap' out, or name a function without it"
                )

    def call(self, layer: Layer, x: torch.Tensor, arguments: Mapping[str, Any]) -> torch.Tensor:
        """Return what the layer makes of each sample."""

        def one(sample: torch.Tensor) -> torch.Tensor:
            return layer(sample.unsqueeze(0), **arguments).squeeze(0)

        return torch.func.vmap(one, randomness="different")(x)

    def tried(self, refusal: str) -> None:
        """Raise TargetError where an ordinary call is refused: not every layer is made for vmap."""
        if refusal:
            raise TargetError(
                f"under torch.func.vmap an ordinary call is refused ({refusal}): leave 'vmap' out, or "
                "write the layer without what vmap can't do"
            )


_CLASSES: dict[str, type[Execution]] = {
    "eager": Execution,
    "compiled": Compiled,
    "compiled-aot": Compiled,
    "checkpointed": Checkpointed,
    "checkpointed-reentrant": Checkpointed,
    "autocast": Autocast,
    "vmap": Vmap,
    "replicas": Execution,
}


def execution(mode: str) -> Execution:
    """Return a way of execution by its word."""
    return _CLASSES[mode](mode)

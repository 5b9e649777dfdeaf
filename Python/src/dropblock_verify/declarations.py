"""What a target is taken to do: the conventions that have names."""

from __future__ import annotations

import dataclasses
import json
from typing import Any, Optional, Sequence

from dropblock_subject import Declaration

from .loading import TargetError

BLOCKS = ("any", "one", "map")
"""Which blocks a target can be asked for: of any size, of one unit, as large as the map."""

PRESETS: dict[str, dict[str, Any]] = {
    # The paper, Algorithm 1 and equation 1.
    "paper": {},
    "torchvision": {"scaleEpsilon": 1e-6},
    "timm": {
        "seedGrids": ["whole.lowerCentre"], "sharings": [["channels"]], "scaleEpsilon": 1e-7,
    },
    "miguelvr": {
        "seedGrids": ["whole.upperCentre"], "gammaRules": ["blockVolume"], "sharings": [["channels"]],
    },
    # DropBlock with blocks of one unit, and with blocks as large as the map.
    "dropout": {"blocks": "one", "scales": ["expectation"]},
    "spatial-dropout": {"blocks": "map", "scales": ["expectation"]},
    "stochastic-depth": {"blocks": "map", "sharings": [["channels"]], "scales": ["expectation"]},
}
"""Conventions of well-known implementations, as their adapters declare them, and limiting cases."""

LIMITING_CASES = {
    "dropout": "of units", "spatial-dropout": "of channels", "stochastic-depth": "of samples",
}
"""The presets of layers without a block, and of what each is the dropout."""

WELL_KNOWN: dict[str, str] = {
    "torch.nn.modules.dropout.Dropout": "dropout",
    "torch.nn.modules.dropout.Dropout1d": "spatial-dropout",
    "torch.nn.modules.dropout.Dropout2d": "spatial-dropout",
    "torch.nn.modules.dropout.Dropout3d": "spatial-dropout",
    "torch.nn.functional.dropout": "dropout",
    "torch.nn.functional.dropout1d": "spatial-dropout",
    "torch.nn.functional.dropout2d": "spatial-dropout",
    "torch.nn.functional.dropout3d": "spatial-dropout",
    "torchvision.ops.stochastic_depth.StochasticDepth": "stochastic-depth",
    "torchvision.ops.stochastic_depth.stochastic_depth": "stochastic-depth",
    "timm.layers.drop.DropPath": "stochastic-depth",
    "timm.layers.drop.drop_path": "stochastic-depth",
    "keras.src.layers.regularization.dropout.Dropout": "dropout",
    "keras.src.layers.regularization.spatial_dropout.SpatialDropout1D": "spatial-dropout",
    "keras.src.layers.regularization.spatial_dropout.SpatialDropout2D": "spatial-dropout",
    "keras.src.layers.regularization.spatial_dropout.SpatialDropout3D": "spatial-dropout",
}
"""The limiting cases that well-known layers are, by where they are defined."""


WELL_KNOWN_OPTIONS: dict[str, dict[str, str]] = {
    "torchvision.ops.stochastic_depth.StochasticDepth": {"mode": "row"},
    "torchvision.ops.stochastic_depth.stochastic_depth": {"mode": "row"},
}
"""What parameters of well-known targets are given that have no default, where no option says otherwise."""


def known_options(target: Any) -> dict[str, str]:
    """Return what a well-known target is given."""
    return WELL_KNOWN_OPTIONS.get(
        f"{getattr(target, '__module__', '')}.{getattr(target, '__qualname__', '')}", {})


def limiting_case(target: Any) -> Optional[str]:
    """Return the preset of a well-known layer without a block: of its class, or of a function."""
    named = target if hasattr(target, "__qualname__") else type(target)
    return WELL_KNOWN.get(f"{named.__module__}.{named.__qualname__}")


def has_block(words: Sequence[str]) -> bool:
    """Tell whether what is declared has blocks that a parameter gives the size of."""
    return apply(Declaration(name="", version=""), words).blocks == "any"


def apply(declaration: Declaration, words: Sequence[str]) -> Declaration:
    """Return a declaration with presets and fields in the order they were given.

    A word is the name of a preset, or `FIELD=JSON`, such as `seedGrids=["whole.corner"]`; a plain word
    after `=` stands for a list of it.

    Raises TargetError for an unknown preset or field.
    """
    fields = {field.name for field in dataclasses.fields(Declaration)} - {"name", "version", "notes"}
    for word in words:
        name, equals, text = word.partition("=")
        if not equals:
            if word not in PRESETS:
                raise TargetError(f"--declare {word}: the known ones are {', '.join(PRESETS)}")
            declaration = dataclasses.replace(declaration, **PRESETS[word])
            continue
        if name not in fields:
            raise TargetError(f"--declare {word}: the fields are {', '.join(sorted(fields))}")
        try:
            value = json.loads(text)
        except ValueError:
            if text[:1] in '[{"' or not text:
                raise TargetError(f"--declare {word}: '{text}' is not JSON") from None
            value = [text]
        if name == "blocks":
            value = text.strip('"')
            if value not in BLOCKS:
                raise TargetError(f"--declare {word}: the words are {', '.join(BLOCKS)}")
        elif name != "scaleEpsilon" and not isinstance(value, list):
            value = [value]
        declaration = dataclasses.replace(declaration, **{name: value})
    return declaration

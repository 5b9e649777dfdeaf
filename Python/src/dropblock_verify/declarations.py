"""What a target is taken to do: the conventions that have names."""

from __future__ import annotations

import dataclasses
import json
from typing import Any, Sequence

from dropblock_subject import Declaration

from .loading import TargetError

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
}
"""Conventions of well-known implementations, as their adapters declare them."""


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
        if name != "scaleEpsilon" and not isinstance(value, list):
            value = [value]
        declaration = dataclasses.replace(declaration, **{name: value})
    return declaration

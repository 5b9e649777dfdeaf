"""Which installed package a target comes from, and its version."""

from __future__ import annotations

import inspect
from importlib import metadata
from typing import Any


def origin(target: Any, framework: str) -> str:
    """Return `torchvision 0.25, torch 2.10` of a target of torchvision, and the framework of any other.

    A target in a file, or in a package that is not installed, has no version but its framework's.
    """
    kind = target if inspect.isclass(target) or inspect.isroutine(target) else type(target)
    package = str(getattr(kind, "__module__", "")).split(".")[0]
    if not package or package == framework.split(" ")[0]:
        return framework
    for name in metadata.packages_distributions().get(package, []):
        return f"{name} {metadata.version(name)}, {framework}"
    return framework

"""What is made of a user's class, and kept: state that a layer has from call to call is judged as well."""

from __future__ import annotations

from typing import Any, Callable

KEPT = 64
"""How many are kept, those that were asked for last."""


def recalled(kept: dict[Any, Any], name: Any, make: Callable[[], Any], *, is_fresh: bool = False) -> Any:
    """Return what is kept by a name, or what is made and kept now."""
    value = make() if is_fresh or name not in kept else kept.pop(name)
    kept.pop(name, None)
    kept[name] = value
    while len(kept) > KEPT:
        kept.pop(next(iter(kept)))
    return value


def instance(
    kept: dict[Any, Any], kind: Callable[..., Any], arguments: dict[str, Any], roles: Any
) -> Any:
    """Return an object of a class with these arguments, as a program does that keeps its layers.

    One that is made with a key, or with a generator, is made anew: it may draw when it is made.
    """
    name = repr(sorted(arguments.items(), key=lambda item: item[0]))
    return recalled(
        kept, name, lambda: kind(**arguments), is_fresh=bool({"key", "generator"} & set(roles)))

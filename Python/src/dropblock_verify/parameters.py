"""What each parameter of a target stands for, read off its signature."""

from __future__ import annotations

import ast
import inspect
from dataclasses import dataclass, field
from typing import Any, Callable, Mapping, Optional, Sequence

from .declarations import LIMITING_CASES
from .loading import TargetError

ROLES: dict[str, tuple[str, ...]] = {
    "block": (
        "block_size", "blocksize", "block", "blk_size", "kernel_size", "ksize", "window", "size",
    ),
    "drop": (
        "drop_prob", "drop_rate", "dropout_rate", "dropout_prob", "dropblock_prob", "dropout", "prob",
        "probability", "rate", "drop", "p",
    ),
    "keep": ("keep_prob", "keep_rate", "keep_probability", "keep"),
    "training": ("training", "is_training", "train", "is_train"),
    "inference": ("deterministic", "inference"),
    "in_place": ("inplace", "in_place"),
    "key": ("key", "prng_key", "rng_key", "seed", "random_seed"),
    "generator": ("generator", "rng", "random_state"),
}
"""The names by which a parameter is known to play a role."""


class NoBlock(TargetError):
    """A target without a parameter for the block, of which it is not declared that it has none."""


@dataclass(frozen=True)
class Parameters:
    """Which parameter plays which role, and what the others are given."""

    roles: Mapping[str, str]
    fixed: Mapping[str, Any] = field(default_factory=dict)

    def __contains__(self, role: str) -> bool:
        """Tell whether some parameter plays a role."""
        return role in self.roles

    def arguments(self, **values: Any) -> dict[str, Any]:
        """Return the arguments by name: the fixed ones, and those of the roles that there are."""
        named = {self.roles[role]: value for role, value in values.items() if role in self.roles}
        return {**self.fixed, **named}

    def sentence(self) -> str:
        """Return what was read, in one line."""
        words = [f"{name} is the {WORDS[role]}" for role, name in self.roles.items()]
        words += [f"{name} = {value!r}" for name, value in self.fixed.items()]
        return ", ".join(words)


WORDS = {
    "block": "block's side",
    "drop": "drop probability",
    "keep": "probability of keeping",
    "training": "switch for training",
    "inference": "switch for inference",
    "in_place": "switch for working in place",
    "key": "key of the random numbers",
    "generator": "random generator",
}


def read(
    target: Callable[..., Any], options: Mapping[str, str], *, takes_input: bool
) -> Parameters:
    """Read the roles off a signature.

    `options` overrides: a role and a parameter's name (`block=ksize`), or a parameter and its value as
    a Python literal (`scale_by_keep=True`). `takes_input` says that the first parameter is the array.

    Raises TargetError for a parameter that is not known and has no default, and for an unknown option.
    """
    try:
        signature = inspect.signature(target)
    except (TypeError, ValueError):
        raise TargetError(
            "its parameters can't be seen; put it into a function of your own, with names"
        ) from None
    known = [
        parameter for parameter in signature.parameters.values()
        if parameter.kind in (parameter.POSITIONAL_OR_KEYWORD, parameter.KEYWORD_ONLY)
    ]
    takes_any = any(p.kind is p.VAR_KEYWORD for p in signature.parameters.values())
    positional = [
        parameter for parameter in signature.parameters.values()
        if parameter.kind in (
            parameter.POSITIONAL_ONLY, parameter.POSITIONAL_OR_KEYWORD, parameter.VAR_POSITIONAL)
    ]
    if takes_input and not positional:
        raise TargetError("it takes no argument: a target is a function of an array")
    if takes_input and positional[0].name in ("self", "cls"):
        raise TargetError("it is a method: name its class, or an object's method that is bound")
    for parameter in positional[1 if takes_input else 0:]:
        if parameter.kind is parameter.POSITIONAL_ONLY:
            raise TargetError(
                f"its parameter '{parameter.name}' can't be given by name; put it into a function of your "
                "own, with names"
            )
    first = positional[0].name if takes_input else None
    names = [parameter.name for parameter in known if parameter.name != first]
    roles, fixed = _options(options, names, takes_any)
    for role, candidates in ROLES.items():
        free = [name for name in candidates if name in names and name not in fixed]
        free = [name for name in free if name not in roles.values()]
        if role in roles or not free or (role == "keep" and "drop" in roles):
            continue
        if len(free) > 1 and role in ("block", "drop"):
            raise TargetError(
                f"{_list(free)}: each may be the {WORDS[role]}; '--option {role}={free[0]}' says that it is "
                f"that one, and '--option {free[1]}=VALUE' gives another a value"
            )
        roles[role] = free[0]
    for parameter in known:
        name = parameter.name
        if name in names and parameter.default is parameter.empty and (
            name not in roles.values() and name not in fixed
        ):
            raise TargetError(
                f"its parameter '{name}' has no default, and no known role; give it a value, "
                f"'--option {name}=VALUE', or a role, '--option ROLE={name}', of {_list(ROLES)}"
            )
    return Parameters(roles, fixed)


def attributes(layer: Any, options: Mapping[str, str]) -> Parameters:
    """Return which attributes of a layer hold the block and the probability."""
    roles: dict[str, str] = {}
    for role in ("block", "drop", "keep"):
        names = [options[role]] if role in options else ROLES[role]
        for name in names:
            value = getattr(layer, name, None)
            if isinstance(value, (int, float)) and not (role == "keep" and "drop" in roles):
                roles[role] = name
                break
    unknown = [name for name in options if name not in ("block", "drop", "keep")]
    if unknown:
        raise TargetError(
            f"--option {unknown[0]}: it is a layer already; only block, drop and keep name attributes")
    derived = _derived(layer, roles)
    if derived is not None:
        raise TargetError(
            f"it is a layer already, and its attribute '{derived}' was computed from the block or the "
            "probability when it was made: name the class instead, of which one is made for each case")
    return Parameters(roles)


def _derived(layer: Any, roles: Mapping[str, str]) -> Optional[str]:
    """Return an attribute that follows from the block or the probability, but is neither; None where none does.

    Two layers of its class that are made alike agree in it, and one that is made otherwise does not.
    """
    kind = type(layer)
    try:
        made = read(kind, {}, takes_input=False)
        demand(made, [])
        alike, same, other = (
            vars(kind(**made.arguments(
                block=block, drop=drop, keep=1 - drop, training=True, inference=False, in_place=False,
                key=1, generator=None)))
            for block, drop in ((3, 0.25), (3, 0.25), (5, 0.5)))
    except Exception:  # it can't be made so, and nothing is known
        return None
    for name, value in alike.items():
        if name in roles.values() or not isinstance(value, (int, float, tuple)):
            continue
        if name in vars(layer) and same.get(name) == value != other.get(name):
            return name
    return None


def demand(
    parameters: Parameters, names: Sequence[str], *, has_block: bool = True,
    limiting: Optional[str] = None,
) -> None:
    """Raise TargetError where there is no block or no probability.

    `has_block` tells whether what is declared has blocks of every size, and `limiting` which of the
    presets without a block the target is known for.
    """
    shown = f"its parameters are {_list(names)}" if names else "it has no parameters"
    if "block" not in parameters and has_block:
        cases = [f"{name} ({what})" for name, what in LIMITING_CASES.items()]
        declared = (
            f"this one is known, and judged by '--declare {limiting}'" if limiting is not None else
            f"a dropout without blocks is judged by '--declare PRESET', which is one of {_list(cases)}")
        raise NoBlock(
            f"it has no parameter for the side of the block ({shown}); '--option block=NAME' names one; "
            + declared
        )
    if "block" in parameters and not has_block:
        raise TargetError(
            f"its parameter '{parameters.roles['block']}' is the side of the block, and it is declared to "
            f"have none; '--option {parameters.roles['block']}=VALUE' gives it a value"
        )
    if "drop" not in parameters and "keep" not in parameters:
        raise TargetError(
            f"it has no parameter for the drop probability ({shown}); '--option drop=NAME' names one, "
            "or '--option keep=NAME' one of keeping"
        )


def _options(
    options: Mapping[str, str], names: Sequence[str], takes_any: bool
) -> tuple[dict[str, str], dict[str, Any]]:
    roles: dict[str, str] = {}
    fixed: dict[str, Any] = {}
    for name, text in options.items():
        if name in ROLES and (text in names or (takes_any and text.isidentifier())):
            roles[name] = text
        elif name in names or takes_any:
            fixed[name] = _literal(text)
        elif name in ROLES:
            raise TargetError(f"--option {name}={text}: it has no parameter '{text}'")
        else:
            raise TargetError(
                f"--option {name}={text}: '{name}' is neither a parameter ({_list(names)}) nor a role "
                f"({_list(ROLES)})"
            )
    return roles, fixed


def _literal(text: str) -> Any:
    try:
        return ast.literal_eval(text)
    except (SyntaxError, ValueError):
        return text


def _list(names: Any) -> str:
    return ", ".join(names) or "none"


def first_annotation(target: Callable[..., Any]) -> Optional[str]:
    """Return how the first parameter is annotated, as text; None where it is not."""
    try:
        parameters = list(inspect.signature(target).parameters.values())
    except (TypeError, ValueError):
        return None
    if not parameters or parameters[0].annotation is inspect.Parameter.empty:
        return None
    annotation = parameters[0].annotation
    if isinstance(annotation, str):
        return annotation
    return f"{getattr(annotation, '__module__', '')}.{getattr(annotation, '__name__', annotation)}"

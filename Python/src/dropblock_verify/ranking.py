"""The conventions that have names, in the order of how near a target comes to each, and why."""

from __future__ import annotations

from typing import Any, Mapping, NamedTuple, Sequence

WORDS = {
    "blocks": "blocks", "seedGrids": "seed grid", "gammaRules": "gamma", "sharings": "masks shared over",
    "scales": "scale", "scaleEpsilon": "added to the count",
}
"""What each field of a declaration says."""


class Ranked(NamedTuple):
    """A convention, and in what a target differs from it."""

    name: str
    differences: Sequence[str]

    @property
    def line(self) -> str:
        """The convention and its evidence."""
        return f"{self.name}: " + ("; ".join(self.differences) if self.differences else "nothing speaks against it")


def ranked(
    found: Mapping[str, Any], reasons: Mapping[str, str], presets: Mapping[str, Mapping[str, Any]],
    paper: Mapping[str, Any], least_epsilon: float,
) -> list[Ranked]:
    """Return all presets, those first that differ least from what was found.

    `found` are the fields of a target, `reasons` the sentences of the causes that led to them; what no cause
    speaks against is as the paper has it, or as it was declared. An epsilon below `least_epsilon` can't be told
    from none.
    """
    def shown(value: Any) -> str:
        first = value[0] if isinstance(value, list) and value else value
        if isinstance(first, list):
            return " and ".join(first) or "nothing"
        return f"{first:g}" if isinstance(first, float) else str(first)

    def is_same(name: str, one: Any, other: Any) -> bool:
        if name == "scaleEpsilon":
            one, other = (0.0 if value < least_epsilon else value for value in (one, other))
        return bool(one == other)

    mine = {**paper, **found}
    result = []
    for name, preset in presets.items():
        theirs = {**paper, **preset}
        result.append(Ranked(name, [
            f"{WORDS.get(field, field)} {shown(theirs[field])}, and found was {shown(mine[field])} ("
            + reasons.get(field, "what was seen follows it") + ")"
            for field in theirs if not is_same(field, mine[field], theirs[field])]))
    return sorted(result, key=lambda convention: len(convention.differences))

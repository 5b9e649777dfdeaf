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
    differing = {
        name: [field for field in {**paper, **preset} if not is_same(
            field, mine[field], {**paper, **preset}[field])]
        for name, preset in presets.items()}
    told: set[str] = set()
    result = []
    for name in sorted(differing, key=lambda name: len(differing[name])):
        differences = []
        for field in differing[name]:
            theirs = shown({**paper, **presets[name]}[field])
            # What led to a field is said once.
            reason = f" ({reasons[field]})" if field in reasons and field not in told else ""
            told.add(field)
            differences.append(
                f"{WORDS.get(field, field)} {theirs}, and found was {shown(mine[field])}{reason}")
        result.append(Ranked(name, differences))
    return result

"""Schedules (section 8): pure functions of the step."""

from __future__ import annotations


def linear(start: float, stop: float, steps: int, step: int) -> float:
    """Return the value at a step of the line from `start` to `stop` over `steps` values."""
    step = max(step, 0)
    if step >= steps - 1:
        return stop
    return start + ((stop - start) * step) / (steps - 1)


def paper(target: float, steps: int, step: int) -> float:
    """Return the drop probability at a step when keep_prob falls from 1 over `steps` steps."""
    step = max(step, 0)
    return target if step >= steps else (target * step) / steps


def group_factor(group: int) -> float:
    """Return the paper's factor on gamma in a group of the network, 1 … 4."""
    return 4.0 ** (group - 4)

#!/usr/bin/env python3
"""Miguel Varela Ramos's DropBlock under test: the package `dropblock` on PyPI.

What its documentation and source say `DropBlock2D` and `DropBlock3D` do: seeds anywhere in the map,
as the centres of their blocks (the upper one of the two of an even block), with blocks cut at the
border; gamma = p / block volume; one mask for all channels of a sample; kept units scaled by
units / kept over the whole tensor. It takes one side for all axes. It neither clips nor refuses a
block that is larger than its map; of the protocol's two words the paper's, `clipped`, is declared.

`LinearScheduler` is the schedule `linear`: `step()` is called at the start of each training step,
and the value is that of the layer after it. It is an `nn.Module`, so its state is saved and loaded
by `state_dict` and `load_state_dict`.
"""

from __future__ import annotations

from importlib.metadata import version

import torch_tensors  # first, so that nothing prints to standard output
from dropblock import DropBlock2D, DropBlock3D, LinearScheduler
from dropblock_subject import Case, Declaration, Result, ScheduleCase, Unsupported, serve

DECLARATION = Declaration(
    name="dropblock.DropBlock",
    version=version("dropblock"),
    seedGrids=["whole.upperCentre"],
    gammaRules=["blockVolume"],
    sharings=[["channels"]],
    scales=["tensor"],
    oversizedBlocks=["clipped"],
    elementTypes=torch_tensors.ELEMENT_TYPES,
    ranks=[2, 3],
    layouts=torch_tensors.LAYOUTS,
    schedules=["linear"],
    capabilities=[*torch_tensors.CAPABILITIES, "resume"],
)

MOST_STEPS = 1_000_000
"""Steps that are walked one by one."""


def run(case: Case) -> Result:
    """Answer one case."""
    layer = DropBlock3D if case.rank == 3 else DropBlock2D
    with torch_tensors.library_call():
        module = layer(drop_prob=case.dropProbability, block_size=case.block_side())
        module.train(case.mode == "training")
    return torch_tensors.run_layer(case, module)


def schedule(case: ScheduleCase) -> list[float]:
    """Return the layer's drop probability at each step, walking there call by call."""
    if case.start is None or case.stop is None or case.steps is None:
        raise Unsupported("a linear schedule without from, to or steps")
    if max(case.at, default=0) > MOST_STEPS or case.steps > MOST_STEPS:
        raise Unsupported(f"more than {MOST_STEPS} steps")
    if min(case.at, default=0) < 0:
        raise Unsupported("steps before the first")

    def scheduler() -> LinearScheduler:
        layer = DropBlock2D(drop_prob=0.0, block_size=3)
        return LinearScheduler(layer, case.start, case.stop, case.steps)

    values = []
    with torch_tensors.library_call():
        current, reached = scheduler(), -1
        for index, step in enumerate(case.at):
            if index == case.resumesBefore:
                state = current.state_dict()
                current = scheduler()
                current.load_state_dict(state)
            if step < reached:
                current, reached = scheduler(), -1
            for _ in range(step - reached):
                current.step()
            reached = step
            values.append(float(current.dropblock.drop_prob))
    return values


if __name__ == "__main__":
    serve(DECLARATION, run, schedule)

#!/usr/bin/env python3
"""torchvision's DropBlock under test: `torchvision.ops.drop_block2d` and `drop_block3d`.

What its documentation and source say it does: the paper's Algorithm 1, with a mask of its own for
every channel of every sample, seeds where the whole block fits, equation 1 for gamma, a block that
is larger than the map clipped, and units / (1e-6 + kept) over the whole tensor as the scale. It
takes one side for all axes, and works in place if asked to.
"""

from __future__ import annotations

from importlib.metadata import version

import torch_tensors  # first, so that nothing prints to standard output
from dropblock_subject import Case, Declaration, Result, serve
from torchvision import ops

DECLARATION = Declaration(
    name="torchvision.ops.drop_block",
    version=version("torchvision"),
    seedGrids=["valid"],
    gammaRules=["paper"],
    sharings=[[]],
    scales=["tensor"],
    oversizedBlocks=["clipped"],
    elementTypes=torch_tensors.ELEMENT_TYPES,
    ranks=[2, 3],
    layouts=torch_tensors.LAYOUTS,
    scaleEpsilon=1e-6,
    capabilities=[*torch_tensors.CAPABILITIES, "inPlace"],
)


def run(case: Case) -> Result:
    """Answer one case."""
    function = ops.drop_block3d if case.rank == 3 else ops.drop_block2d
    side = case.block_side()
    return torch_tensors.run_layer(
        case,
        lambda x: function(
            x,
            case.dropProbability,
            side,
            inplace=case.inPlace,
            training=case.mode == "training",
        ),
    )


if __name__ == "__main__":
    serve(DECLARATION, run)

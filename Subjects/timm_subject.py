#!/usr/bin/env python3
"""timm's DropBlock under test: `timm.layers.DropBlock2d`.

What its documentation and source say it does: seeds anywhere in the map, as the centres of their
blocks (the lower one of the two of an even block), with blocks cut at the border; gamma by
equation 1 with the block clipped per axis, times `gamma_scale`; one mask for all channels of a
sample (`couple_channels`, the default), or one per channel; kept units scaled by
units / (kept + 1e-7) over the whole tensor (`scale_by_keep`, the default), or not at all. It takes
one side for all axes, and works in place if asked to.
"""

from __future__ import annotations

from importlib.metadata import version

import torch_tensors  # first, so that nothing prints to standard output
from dropblock_subject import Case, Declaration, Result, serve
from timm.layers import DropBlock2d

DECLARATION = Declaration(
    name="timm.layers.DropBlock2d",
    version=version("timm"),
    seedGrids=["whole.lowerCentre"],
    gammaRules=["paper"],
    sharings=[["channels"], []],
    scales=["tensor", "none"],
    oversizedBlocks=["clipped"],
    elementTypes=torch_tensors.ELEMENT_TYPES,
    ranks=[2],
    layouts=torch_tensors.LAYOUTS,
    scaleEpsilon=1e-7,
    capabilities=[*torch_tensors.CAPABILITIES, "inPlace", "gammaFactor"],
)


def run(case: Case) -> Result:
    """Answer one case."""
    with torch_tensors.library_call():
        layer = DropBlock2d(
            drop_prob=case.dropProbability,
            block_size=case.block_side(),
            gamma_scale=case.gammaFactor,
            inplace=case.inPlace,
            couple_channels="channels" in case.sharing,
            scale_by_keep=case.scale == "tensor",
        ).train(case.mode == "training")
    return torch_tensors.run_layer(case, layer)


if __name__ == "__main__":
    serve(DECLARATION, run)

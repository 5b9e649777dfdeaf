#!/usr/bin/env python3
"""A correct DropBlock in plain Python, put under test: Documentation/Specification.md and no more.

Every option of the specification is there, every stage is revealed, and nothing but Python's
standard library is needed. The computation is the package `plain_dropblock` beside this file.
"""

from __future__ import annotations

import math
from array import array
from dataclasses import dataclass, replace

from dropblock_subject import (
    ADDRESSABLE,
    Case,
    Declaration,
    Refused,
    Result,
    ScheduleCase,
    Tensor,
    Unsupported,
    serve,
)
from plain_dropblock import blocks, gamma, memory, samplers, scaling, schedules

DECLARATION = Declaration(
    name="plain-python",
    version="1.0.0",
    seedGrids=["valid", "whole.lowerCentre", "whole.upperCentre", "whole.corner"],
    gammaRules=["paper", "blockVolume", "calibrated", "fixed"],
    sharings=[[], ["channels"], ["samples"], ["channels", "samples"]],
    scales=["tensor", "sample", "map", "fixed", "none"],
    samplers=["sparse", "bernoulli"],
    oversizedBlocks=["clipped", "refused"],
    elementTypes=["float32", "float16", "bfloat16", "float64"],
    ranks=[2, 1, 3],
    layouts=["channelsFirst", "channelsLast", "strided"],
    schedules=["linear", "paper", "groups"],
    reveals=["gamma", "seeds", "mask", "keptCounts", "scales", "randomWords"],
    capabilities=[
        "backward",
        "laterForward",
        "keyed",
        "firstSample",
        "threads",
        "inPlace",
        "rectangularBlocks",
        "gammaFactor",
        "emptyTensors",
        "resume",
    ],
)

LARGEST_BUFFER = 2**28
"""Elements of memory, and entries of a list of scopes, that plain Python is asked to hold."""


@dataclass(frozen=True)
class Stages:
    """What a case decides before its tensor is touched."""

    gamma: float
    grid: tuple[int, ...]
    seeds: bytes
    mask: bytes
    kept_counts: list[int]
    scales: list[float]
    scope_units: int
    random_words: int
    is_identity: bool


def validate(case: Case) -> None:
    """Refuse what lies outside its admissible range, by its name and value."""
    if not 1 <= case.rank <= 3:
        raise Refused(f"{case.rank} spatial axes; 1, 2 or 3 are admissible")
    case.memory_strides()
    if len(case.blockSize) != case.rank:
        raise Refused(
            f"the block has {len(case.blockSize)} sides, but the map has {case.rank} spatial axes"
        )
    if any(side < 1 for side in case.blockSize):
        raise Refused(f"block sides {case.blockSize}: each is at least 1")
    if not 0 <= case.dropProbability <= 1:
        raise Refused(f"drop probability {case.dropProbability} is outside 0…1")
    if case.gammaRule == "fixed" and (case.gamma is None or not 0 <= case.gamma <= 1):
        raise Refused(f"gamma {case.gamma} is outside 0…1")
    if not (case.gammaFactor >= 0 and math.isfinite(case.gammaFactor)):
        raise Refused(f"gamma factor {case.gammaFactor} is not a finite number of at least 0")
    if case.scale == "fixed":
        given = case.fixedScale
        if given is None or not (given >= 0 and math.isfinite(given)):
            raise Refused(f"fixed scale {given} is not a finite number of at least 0")
    exceeds = any(side > size for side, size in zip(case.blockSize, case.spatial))
    if exceeds and case.oversizedBlock == "refused":
        raise Refused(
            f"block {case.blockSize} exceeds the map {case.spatial}, and clipping is refused"
        )
    last = case.firstSample + case.samples
    if case.firstSample < 0 or math.prod(max(n, 1) for n in (last, *case.sizes[1:])) > ADDRESSABLE:
        raise Refused(
            f"first sample {case.firstSample} is negative, or beyond any batch that can be counted"
        )
    if case.threads is not None and case.threads < 1:
        raise Refused(f"{case.threads} threads; at least 1 is needed")
    case.check_data()


def decide(case: Case) -> Stages:
    """Return gamma, seeds, mask, kept counts and scales of a valid case."""
    units = math.prod(case.spatial)
    scopes, scope_units = scaling.scope_sizes(case.scale, case.samples, case.channels, units)
    if max(scopes, case.storage_count()) > LARGEST_BUFFER:
        raise Unsupported(f"buffers of more than {LARGEST_BUFFER} elements")
    given = case.fixedScale if case.fixedScale is not None else 1.0
    total = math.prod(case.sizes)
    if total == 0:
        grid = (0,) * len(case.sizes)
        return Stages(0.0, grid, b"", b"", [0] * scopes, [1.0] * scopes, scope_units, 0, True)

    spatial = tuple(case.spatial)
    sides = tuple(min(side, size) for side, size in zip(case.blockSize, spatial))
    if case.seedGrid == "valid":
        positions = tuple(size - side + 1 for size, side in zip(spatial, sides))
        offsets = (0,) * case.rank
    else:
        positions = spatial
        anchor = case.seedGrid.partition(".")[2]
        offsets = tuple(blocks.anchor_offset(anchor, side) for side in sides)
    grid = (
        1 if "samples" in case.sharing else case.samples,
        1 if "channels" in case.sharing else case.channels,
        *positions,
    )
    count = math.prod(grid)
    value = 0.0
    if case.mode == "training":
        value = gamma.gamma_of(
            case.gammaRule,
            case.dropProbability,
            case.gamma,
            case.gammaFactor,
            spatial,
            sides,
            positions,
            offsets,
        )
    if value == 0:
        return Stages(
            0.0,
            grid,
            bytes(count),
            bytes(total),
            [scope_units] * scopes,
            [1.0] * scopes,
            scope_units,
            0,
            True,
        )

    first = 0 if "samples" in case.sharing else case.firstSample * (count // case.samples)
    seeds, words = samplers.draw_seeds(case.sampler, case.key, value, first, count, case.threads)
    is_cut = case.seedGrid != "valid"
    placed = blocks.place(seeds, positions, spatial)
    mask = blocks.grow(placed, spatial, sides, offsets, is_cut)
    mask = blocks.share(mask, case.samples, case.channels, units, case.sharing)
    kept = [
        scope_units - mask.count(1, start, start + scope_units)
        for start in range(0, total, scope_units)
    ]
    scales = [scaling.scope_scale(case.scale, given, scope_units, number) for number in kept]
    return Stages(value, grid, seeds, mask, kept, scales, scope_units, words, False)


def apply(case: Case, stages: Stages, tensor: Tensor) -> Tensor:
    """Lay a tensor out in memory as the case says, drop and scale there, and read the result."""
    sizes, strides = case.sizes, case.memory_strides()
    bits = tensor.bits()
    filler = b"\xa5" * (case.storage_count() * bits.itemsize)
    source = array(bits.typecode, filler)
    memory.scatter(bits, source, sizes, strides)
    target = source if case.inPlace else array(bits.typecode, filler)

    units = memory.gather(source, sizes, strides)
    if not stages.is_identity:
        units = scaling.apply(units, stages.mask, tensor.dtype, stages.scales, stages.scope_units)
    memory.scatter(units, target, sizes, strides)
    return Tensor.from_bits(memory.gather(target, sizes, strides), tensor.dtype, sizes)


def run(case: Case) -> Result:
    """Answer one case."""
    validate(case)
    stages = decide(case)
    output = apply(case, stages, case.input)
    if case.laterKey is not None:
        later = replace(case, key=case.laterKey)
        apply(later, decide(later), case.input)
    gradient = None
    if case.outputGradient is not None:
        gradient = apply(case, stages, case.outputGradient)
    return Result(
        output=output,
        input_gradient=gradient,
        mask=Tensor("bool", case.sizes, stages.mask),
        seeds=Tensor("bool", stages.grid, stages.seeds),
        kept_counts=stages.kept_counts,
        scales=stages.scales,
        gamma=stages.gamma,
        random_words=stages.random_words,
    )


def schedule(case: ScheduleCase) -> list[float]:
    """Return a schedule's values; without state, so that a resumed run has nothing to lose."""
    if case.schedule == "groups":
        for group in case.at:
            if not 1 <= group <= 4:
                raise Refused(f"group {group}; 1…4 are admissible")
        return [schedules.group_factor(group) for group in case.at]
    least = 2 if case.schedule == "linear" else 1
    if case.steps is None or case.steps < least:
        raise Refused(f"schedule: {case.steps} steps; at least {least} are needed")
    if case.schedule == "linear":
        start, stop = _share("from", case.start), _share("to", case.stop)
        return [schedules.linear(start, stop, case.steps, step) for step in case.at]
    target = _share("target", case.target)
    return [schedules.paper(target, case.steps, step) for step in case.at]


def _share(name: str, value: float | None) -> float:
    """Return a schedule's value, refused outside 0…1."""
    if value is None or not 0 <= value <= 1:
        raise Refused(f"schedule: {name} {value} is outside 0…1")
    return value


if __name__ == "__main__":
    serve(DECLARATION, run, schedule)

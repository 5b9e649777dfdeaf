"""Layers that are right as they are, and wrong in one way of execution: what public reports found, planted.

Each keeps the law of DropBlock where it is called as it is, and so do their gradients.
"""

import numpy
import torch
import torch.nn.functional as F
from torch import nn


def dropped(seeds, shape, a, b):
    seeds = F.pad(seeds.float(), (b - 1, b - 1, a - 1, a - 1))
    # One axis after the other: a block of 201 by 201 would otherwise be looked at unit by unit.
    return F.max_pool2d(F.max_pool2d(seeds, (a, 1), stride=1), (1, b), stride=1) > 0


class Correct(nn.Module):
    """The paper's layer: others change where its numbers come from, how it counts, and its backward pass."""

    def __init__(self, block_size, drop_prob):
        super().__init__()
        if not 0 <= drop_prob <= 1:
            raise ValueError(f"drop_prob {drop_prob}: 0...1 are admissible")
        if block_size < 1:
            raise ValueError(f"block_size {block_size}: 1 and more are admissible")
        self.block_size, self.drop_prob = block_size, drop_prob

    def uniform(self, x, *sizes):
        return torch.rand(*sizes)

    def mask(self, x):
        n, c, h, w = x.shape
        a, b = min(self.block_size, h), min(self.block_size, w)
        gamma = self.drop_prob / (a * b) * (h * w) / ((h - a + 1) * (w - b + 1))
        return dropped(self.uniform(x, n, c, h - a + 1, w - b + 1) < gamma, x.shape, a, b)

    def kept(self, mask):
        return (~mask).sum(dtype=torch.float64)

    def apply_mask(self, x, mask):
        factor = mask.numel() / self.kept(mask).clamp(min=1)
        return torch.where(mask, torch.zeros_like(x), x * factor.to(x.dtype))

    def forward(self, x):
        if not self.training or self.drop_prob == 0 or x.numel() == 0:
            return x
        return self.apply_mask(x, self.mask(x))


class FourAlike(Correct):
    """In compiled code four neighbouring channels have one mask (pytorch/pytorch#198333)."""

    def uniform(self, x, n, c, h, w):
        if torch.compiler.is_compiling():
            return torch.rand(n, (c + 3) // 4, h, w).repeat_interleave(4, dim=1)[:, :c]
        return torch.rand(n, c, h, w)


class OwnGenerator(Correct):
    """A generator of its own, which is not set back (pytorch/pytorch#198333, under checkpointing)."""

    def __init__(self, block_size, drop_prob):
        super().__init__(block_size, drop_prob)
        self.generator = torch.Generator().manual_seed(int(torch.randint(2**62, ())))

    def uniform(self, x, *sizes):
        return torch.rand(*sizes, generator=self.generator)


@torch.compiler.assume_constant_result
def captured_seed():
    return int(torch.randint(2**31, ()))


class Captured(Correct):
    """The random numbers are those of the capture, again and again (pytorch/pytorch#84614)."""

    def uniform(self, x, *sizes):
        if torch.compiler.is_compiling():
            count = 1
            for size in sizes:
                count = count * size
            words = torch.arange(count) * 2654435761 + captured_seed()
            words = (words ^ words >> 15) * 0x2C1B3C6D % 2**32
            words = (words ^ words >> 12) * 0x297A2D39 % 2**32
            return ((words ^ words >> 15) % 2**24 / 2**24).reshape(sizes)
        return torch.rand(*sizes)


class Remembers(torch.autograd.Function):
    """Masks the gradient by what it was given for that."""

    @staticmethod
    def forward(ctx, x, mask, again):
        ctx.save_for_backward(again)
        return masked(x, mask)

    @staticmethod
    def backward(ctx, gradient):
        mask, = ctx.saved_tensors
        return masked(gradient, mask), None, None


def masked(x, mask):
    kept = (~mask).sum(dtype=torch.float64).clamp(min=1)
    return torch.where(mask, torch.zeros_like(x), x * (mask.numel() / kept).to(x.dtype))


class DrawnAgain(Correct):
    """Compiled, it draws again in the backward pass what it did not keep (pytorch/pytorch#190717)."""

    def apply_mask(self, x, mask):
        again = self.mask(x) if torch.compiler.is_compiling() else mask
        return Remembers.apply(x, mask, again)


class Regenerates(torch.autograd.Function):
    """Keeps the seed, and draws the mask from it in both passes."""

    @staticmethod
    def forward(ctx, x, layer, seed):
        ctx.layer, ctx.seed = layer, seed
        return masked(x, layer.mask_of(x, seed))

    @staticmethod
    def backward(ctx, gradient):
        return masked(gradient, ctx.layer.mask_of(gradient, ctx.seed)), None, None


class Regenerated(Correct):
    """The backward pass, which autocast does not reach, draws the mask by another kernel (state-spaces/mamba#1023)."""

    def mask_of(self, x, seed):
        self.generator = torch.Generator().manual_seed(seed)
        return self.mask(x)

    def uniform(self, x, *sizes):
        kind = torch.float64 if torch.is_autocast_enabled("cpu") else torch.float32
        return torch.rand(*sizes, generator=self.generator, dtype=kind).float()

    def forward(self, x):
        if not self.training or self.drop_prob == 0 or x.numel() == 0:
            return x
        return Regenerates.apply(x, self, int(torch.randint(2**62, ())))


class CountedInHalf(Correct):
    """It counts by a product of matrices, which autocast computes in bfloat16."""

    def kept(self, mask):
        ones = (~mask).float().reshape(1, -1)
        return (ones @ torch.ones_like(ones).T).double().reshape(())


class Outside(Correct):
    """Its numbers are numpy's, which vmap does not see: all samples have one mask."""

    def uniform(self, x, *sizes):
        return torch.from_numpy(numpy.random.rand(*sizes).astype("float32"))


class Hidden(Correct):
    """torch.compile captures nothing of it."""

    @torch.compiler.disable
    def forward(self, x):
        return super().forward(x)

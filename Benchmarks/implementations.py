"""The implementations that peers.py compares, each as calls on torch's tensors."""

from __future__ import annotations

import importlib
import platform
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from typing import Any, Optional

from dropblock_c import FLOAT32, SHARE_CHANNELS, Library, Shape
from shares import Law, block_law, paper_gamma, unit_law


class Trouble(Exception):
    """Something that ends the program, in a sentence."""


@dataclass
class Peer:
    """One implementation, on one tensor."""

    name: str
    # From the tensor to a new one, as a user calls it.
    fresh: Optional[Callable[[Any], Any]]
    # From the first tensor to memory that is there: the second, or the first itself.
    ready: Optional[Callable[[Any, Any], Any]]
    # The law of the share; the pieces that are independent: maps, samples or units.
    law: Optional[Law] = None
    pieces: str = "maps"
    in_place: bool = False
    # Whether kept units are multiplied.
    scales: bool = True
    fixed_scale: Optional[float] = None


def optional(module: str, package: str) -> Any:
    """Import a module, or say that its package is left out."""
    try:
        return importlib.import_module(module)
    except ImportError as error:
        print(f"{package} is left out: {error} (Benchmarks/requirements.txt)", file=sys.stderr)
        return None


class Peers:
    """All implementations that are there."""

    def __init__(self, library: Library, block: int, probability: float) -> None:
        """Import what is there."""
        self.library, self.block, self.p = library, block, probability
        self.torch = optional("torch", "torch")
        if self.torch is None:
            raise Trouble("torch holds the tensors: pip install -r Benchmarks/requirements.txt")
        self.torch.set_num_interop_threads(1)
        self.torchvision = optional("torchvision.ops", "torchvision")
        self.timm = optional("timm.layers", "timm")
        self.miguelvr = optional("dropblock", "dropblock (PyPI)")

    def versions(self) -> dict[str, str]:
        """Return what is compared, and on what."""
        versions = {"python": platform.python_version(), "machine": platform.platform()}
        for package in ("torch", "torchvision", "timm", "dropblock", "numpy"):
            try:
                versions[package] = version(package)
            except PackageNotFoundError:
                versions[package] = "not installed"
        return versions

    def of(self, sizes: Sequence[int], threads: int) -> list[Peer]:
        """Return the implementations, ready for tensors of a shape."""
        torch, block, p = self.torch, self.block, self.p
        paper = paper_gamma(p, sizes[2:], block)
        valid = block_law(paper, sizes[2:], block, whole=False)
        whole = block_law(paper, sizes[2:], block, whole=True)
        miguelvr = block_law(p / block**2, sizes[2:], block, whole=True)
        peers = [
            Peer("copy", lambda x: x.clone(), lambda x, y: y.copy_(x)),
            *self.own("this library", sizes, threads, 0, valid, "maps"),
            *self.own("this, shared by channels", sizes, threads, SHARE_CHANNELS, valid, "samples"),
        ]
        if self.torchvision:
            drop = self.torchvision.drop_block2d
            # It refuses even blocks.
            if min(block, *sizes[2:]) % 2:
                peers.append(
                    Peer(
                        "torchvision",
                        lambda x: drop(x, p, block),
                        lambda x, y: drop(x, p, block, inplace=True),
                        valid,
                        in_place=True,
                    )
                )
        if self.timm:
            layer = self.timm.drop_block_2d

            def timm(coupled: bool, name: str, pieces: str) -> Peer:
                def call(x: Any, inplace: bool) -> Any:
                    return layer(x, p, block, couple_channels=coupled, inplace=inplace)

                return Peer(
                    name,
                    lambda x: call(x, False),
                    lambda x, y: call(x, True),
                    whole,
                    pieces,
                    in_place=True,
                )

            peers.append(timm(False, "timm, per channel", "maps"))
            peers.append(timm(True, "timm, shared by channels", "samples"))
        # Its pooling of an even block, and of one beyond the map, follows other rules.
        if self.miguelvr and block % 2 and block <= min(sizes[2:]):
            module = self.miguelvr.DropBlock2D(drop_prob=p, block_size=block).train()
            peers.append(
                Peer("dropblock (PyPI), shared", lambda x: module(x), None, miguelvr, "samples")
            )
        dropout = torch.nn.functional.dropout
        peers.append(
            Peer(
                "torch dropout",
                lambda x: dropout(x, p),
                lambda x, y: dropout(x, p, inplace=True),
                unit_law(p),
                "units",
                in_place=True,
                fixed_scale=1 / (1 - p),
            )
        )
        return peers

    def own(
        self, name: str, sizes: Sequence[int], threads: int, sharing: int, law: Law, pieces: str
    ) -> list[Peer]:
        """Return the ways of this library."""
        torch, library = self.torch, self.library
        options = library.options(self.block, self.p, threads, sharing)
        shape = Shape.of(sizes)
        count = shape.samples * shape.channels * sizes[2] * sizes[3]

        def forward(x: Any, y: Any) -> Any:
            options.key += 1
            library.forward(options, shape, FLOAT32, x.data_ptr(), y.data_ptr(), count)
            return y

        def drop(x: Any, y: Any) -> Any:
            options.key += 1
            library.drop(options, shape, FLOAT32, x.data_ptr(), count)
            return x

        return [
            Peer(name, lambda x: forward(x, torch.empty_like(x)), forward, law, pieces),
            Peer(
                f"{name}, in place",
                None,
                lambda x, y: forward(x, x),
                law,
                pieces,
                in_place=True,
            ),
            Peer(f"{name}, drop only", None, drop, law, pieces, in_place=True, scales=False),
        ]

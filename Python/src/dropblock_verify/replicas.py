"""Replicas: the processes of data-parallel training, each with its share of the samples of a case."""

from __future__ import annotations

import contextlib
import dataclasses
import os
import random
import signal
import subprocess
import sys
from typing import Any, Mapping, NoReturn, Optional, Sequence

import dropblock_subject
import torch
import torch_tensors
from dropblock_subject import Case, Declaration, Refused, Result, Tensor, Unsupported, layer_key, mixed

from .execution import REPLICAS
from .loading import TargetError
from .torch_execution import Execution, Layer
from .torch_target import TorchTarget

RANK = "RANK"
"""The environment variable that tells a replica which one it is, as under torchrun."""


class Replicas:
    """Shares the samples of each case among processes, and puts together what they answer.

    The first ones get the larger share. Processes live until this one ends.
    """

    def __init__(self, target: TorchTarget, words: Sequence[str]) -> None:
        """Start the processes by the words that name the target."""
        self.target = target
        self.framework, self.parameters = target.framework, target.parameters
        self.execution = target.execution
        self.key_bits = target.key_bits
        self.capabilities, self.element_types = target.capabilities, target.element_types
        self.ranks, self.layouts = target.ranks, target.layouts
        if target.is_class and "key" in target.parameters:
            raise TargetError(
                f"its parameter '{target.parameters.roles['key']}' would be the same for all samples of a "
                "replica: leave 'replicas' out, or name a function that takes the key"
            )
        self.processes = [_start(rank, words) for rank in range(REPLICAS)]

    def run(self, case: Case) -> Result:
        """Answer one case."""
        if not 1 <= case.rank <= 3:
            raise Refused(f"{case.rank} spatial axes; 1, 2 or 3 are admissible")
        case.check_data()
        share = max(-(-case.samples // REPLICAS), 1)
        asked = []
        for rank, process in enumerate(self.processes):
            begin, end = min(rank * share, case.samples), min((rank + 1) * share, case.samples)
            # A case without samples is the first one's.
            if begin < end or (rank == 0 and case.samples == 0):
                fields, blobs = _part(case, begin, end)
                self._send(rank, fields, blobs)
                asked.append((rank, process))
        # All have to be read: what is left in a pipe would be the answer to the next case.
        answers = [self._receive(rank) for rank, _ in asked]
        for answer, _ in answers:
            if answer["status"] != "result":
                kind = Refused if answer["status"] == "refused" else Unsupported
                raise kind(answer["message"])
        return Result(
            output=_joined(case, answers, "output"),
            input_gradient=_joined(case, answers, "inputGradient"))

    def _send(self, rank: int, fields: dict[str, Any], blobs: list[tuple[str, Tensor]]) -> None:
        pipe = self.processes[rank].stdin
        assert pipe is not None
        try:
            dropblock_subject.write_message(
                pipe, {"kind": "run", "id": "0", "cases": [fields]}, blobs)
        except BrokenPipeError:
            self._ended(rank)

    def _receive(self, rank: int) -> tuple[dict[str, Any], list[Tensor]]:
        pipe = self.processes[rank].stdout
        assert pipe is not None
        message = dropblock_subject.read_message(pipe)
        if message is None:
            self._ended(rank)
        return message[0]["answers"][0], message[1]

    def _ended(self, rank: int) -> NoReturn:
        code = self.processes[rank].wait()
        dropblock_subject.fail(70, f"replica {rank} of {REPLICAS} has ended with code {code}")


def _start(rank: int, words: Sequence[str]) -> "subprocess.Popen[bytes]":
    environment = {
        **os.environ, RANK: str(rank), "LOCAL_RANK": str(rank), "WORLD_SIZE": str(REPLICAS)}
    return subprocess.Popen(
        [sys.executable, "-m", "dropblock_verify.target", *words, "--execution", "replica"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment)


def _part(case: Case, begin: int, end: int) -> tuple[dict[str, Any], list[tuple[str, Tensor]]]:
    """Return a case of some of the samples, as it travels."""
    fields: dict[str, Any] = {
        "samples": end - begin, "channels": case.channels, "spatial": case.spatial,
        "layout": case.layout, "strides": case.strides, "blockSize": case.blockSize,
        "dropProbability": dropblock_subject._json_number(case.dropProbability),
        "key": hex(case.key), "mode": case.mode, "continues": case.continues,
        "threads": case.threads, "input": 0,
        "laterKey": None if case.laterKey is None else hex(case.laterKey)}
    blobs = [("input", _samples(case.input, case, begin, end))]
    if case.outputGradient is not None:
        fields["outputGradient"] = 1
        blobs.append(("outputGradient", _samples(case.outputGradient, case, begin, end)))
    return fields, blobs


def _samples(tensor: Tensor, case: Case, begin: int, end: int) -> Tensor:
    width = len(tensor.data) // max(case.samples, 1)
    return Tensor(
        tensor.dtype, (end - begin, *case.sizes[1:]), tensor.data[begin * width:end * width])


def _joined(
    case: Case, answers: Sequence[tuple[dict[str, Any], list[Tensor]]], name: str
) -> Optional[Tensor]:
    """Return what the replicas have made, one after the other."""
    parts = [blobs[answer[name]] for answer, blobs in answers if answer.get(name) is not None]
    if not parts:
        return None
    formats = {part.dtype for part in parts}
    if len(formats) > 1:
        raise Refused(f"its replicas return {' and '.join(sorted(formats))}, where one is asked for")
    return Tensor(parts[0].dtype, case.sizes, b"".join(part.data for part in parts))


class Replica(TorchTarget):
    """One of the processes, which is seeded as a trainer would.

    Layers are made after all replicas were seeded alike, as their weights have to be equal; then each has
    a key of its own.
    """

    def __init__(self, target: Any, options: dict[str, str]) -> None:
        """Read which one it is from the environment."""
        super().__init__(target, options)
        self.rank = int(os.environ.get(RANK, "0"))
        self.execution = OneByOne(self)
        _end_with_parent()

    def run(self, case: Case) -> Result:
        """Answer one case of its own samples."""
        if not case.continues:
            torch.manual_seed(torch_tensors.seed(case.key))
            random.seed(mixed(case.key))
        later = case.laterKey
        return super().run(dataclasses.replace(
            case, key=layer_key(case.key, replica=self.rank),
            laterKey=None if later is None else layer_key(later, replica=self.rank)))


class OneByOne(Execution):
    """Called with one sample after the other, whose gradients would be accumulated."""

    def __init__(self, replica: Replica) -> None:
        """Take the parameters of the target, of which one may be a key."""
        super().__init__("replicas")
        self.replica = replica

    def call(self, layer: Layer, x: torch.Tensor, arguments: Mapping[str, Any]) -> torch.Tensor:
        """Return what the layer makes of each sample; a key is another one for each."""
        name = self.replica.parameters.roles.get("key")
        parts = []
        for index, sample in enumerate(x.split(1) if len(x) else ()):
            given = dict(arguments)
            if name in given:
                bits = 64 - self.replica.key_bits
                given[name] = layer_key(given[name], step=index) >> bits
            parts.append(layer(sample, **given))
        return torch.cat(parts) if parts else layer(x, **arguments)


def permissive(declaration: Declaration) -> Declaration:
    """Return a declaration by which a replica answers whatever it is sent: its parent has looked."""
    return Declaration(
        name=declaration.name, version=declaration.version,
        elementTypes=list(torch_tensors.ELEMENT_TYPES), ranks=[1, 2, 3],
        layouts=list(torch_tensors.LAYOUTS),
        capabilities=[*torch_tensors.CAPABILITIES, "rectangularBlocks"])


def _end_with_parent() -> None:
    """Let the system end this process with its parent, where it can: a layer may never come back."""
    if not sys.platform.startswith("linux"):
        return
    import ctypes

    PR_SET_PDEATHSIG = 1
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)

"""Put a function or a layer on the stand by its name.

usage: python -m dropblock_verify.target NAME [--option NAME=VALUE]… [--declare WORD]…
                                           [--execution MODE] [--explain]

NAME is package.module:attribute or path/to/file.py:attribute: a torch.nn.Module, a layer of Keras, a
module of flax.linen or Equinox, or the class of one; a function of an array of torch, TensorFlow, JAX or
numpy; or a class that is called with one. What its parameters stand for is read off their names; --option
says otherwise.

  --option block=ksize      the parameter 'ksize' is the side of the block; likewise drop, keep,
                            training, inference, in_place, key, generator
  --option scale=True       the parameter 'scale' is given that value
  --declare WORD            what it is taken to do: paper, torchvision, timm, miguelvr, or FIELD=JSON; without
                            a block dropout, spatial-dropout, stochastic-depth
  --execution MODE          how it is called: eager (by default); of torch also compiled, compiled-aot,
                            checkpointed, checkpointed-reentrant, autocast, vmap, replicas; of Keras and
                            TensorFlow tf.function; of JAX jax.jit
  --explain                 print what was read, and end

`dropblock check NAME` starts this. It speaks the subject protocol on standard input and output.
"""

from __future__ import annotations

import argparse
import dataclasses
import inspect
import os
import sys
from typing import Any, NoReturn, Union

from . import subjects

try:
    import dropblock_subject
except ModuleNotFoundError:  # a source tree
    sys.path.insert(0, str(subjects()))
    import dropblock_subject

from dropblock_subject import Case, Declaration, Refused, Tensor, Unsupported

from . import declarations, execution, frameworks, parameters
from .loading import TargetError, load
from .origin import origin

EXIT = 66
"""The exit code of a target that can't be put on the stand."""

NO_BLOCK = 67
"""The exit code of --explain for one that could be, if it were declared to have no block."""


def adapter(target: Any, options: dict[str, str], mode: str = "eager") -> Any:
    """Return what calls the target, by its framework, in a way of execution.

    Raises TargetError for a way of execution that the framework has not.
    """
    subject = _adapter(target, options, mode)
    if mode != "eager" and isinstance(subject, _numpy_target()):
        raise TargetError(
            f"'{mode}' is a way of execution of another framework, and this is a target of numpy: leave "
            "--execution out, or annotate its first parameter as that framework's tensor"
        )
    return subject


def _adapter(target: Any, options: dict[str, str], mode: str) -> Any:
    NumpyTarget = _numpy_target()
    chosen = frameworks.adapter(target, options, mode)
    if chosen is not None:
        return chosen
    if "torch" not in sys.modules:
        return NumpyTarget(target, options)
    from . import torch_target

    if torch_target.is_torch(target):
        return torch_target.TorchTarget(target, options, mode)
    subject = NumpyTarget(target, options)
    # A function may hand its tensor on to another that is PyTorch's.
    if not inspect.isclass(target) and isinstance(_first(subject), str):
        other = torch_target.TorchTarget(target, options)
        if not isinstance(_first(other), str):
            return torch_target.TorchTarget(target, options, mode)
    return subject


def _numpy_target() -> Any:
    try:
        from .numpy_target import NumpyTarget
    except ModuleNotFoundError:
        raise TargetError(
            f"numpy is not installed for {sys.executable}: targets are called with its arrays, or with "
            "those of torch, which needs it too"
        ) from None
    return NumpyTarget


def _first(subject: Any) -> Union[Tensor, str]:
    """Return what an ordinary call gives."""
    asked = Declaration(name="", version="", ranks=subject.ranks())
    return _tried(subject, _case(asked, "float32", "channelsFirst"))


def declare(name: str, subject: Any, words: list[str], mode: str = "eager") -> Declaration:
    """Return what the target is taken to do and to offer: in what it answers to a few cases."""
    declaration = Declaration(
        name=name, version=origin(getattr(subject, "target", None), subject.framework),
        elementTypes=subject.element_types(), ranks=subject.ranks(), layouts=subject.layouts(),
        capabilities=subject.capabilities())
    # What the way of calling it brings with it.
    declaration = dataclasses.replace(declaration, **getattr(subject, "declares", {}))
    declaration = execution.declared(mode, declarations.apply(declaration, words))
    plain = declaration.elementTypes[0], declaration.layouts[0]
    first = _case(declaration, *plain)
    answer = _tried(subject, first)
    if isinstance(answer, str):
        answer = _other_keys(subject, first, answer)
    if mode in execution.OF_TORCH:
        subject.execution.tried(answer if isinstance(answer, str) else "")
    if isinstance(answer, str):
        # What it says of an ordinary call is the finding: it is judged, and each call says it again.
        return declaration
    if hasattr(subject, "spare_global_seeds"):
        subject.spare_global_seeds([_case(declaration, *plain, key=key) for key in (1, 1, 2)])
    offered = [declaration.elementTypes[0]]
    for dtype in declaration.elementTypes[1:]:
        if not isinstance(_tried(subject, _case(declaration, dtype, declaration.layouts[0])), str):
            offered.append(dtype)
    layouts = [declaration.layouts[0]]
    for layout in declaration.layouts[1:]:
        if layout == "strided" or not isinstance(
                _tried(subject, _case(declaration, offered[0], layout)), str):
            layouts.append(layout)
    if hasattr(subject, "memory") and len(layouts) == 1:
        # The suite asks for frequencies with channels first, and tensors travel so in any case.
        subject.memory = layouts[0]
        # Said in the first line: a function for the other order of axes is wrong throughout.
        order = {"channelsFirst": "channels first", "channelsLast": "channels last"}[layouts[0]]
        declaration = dataclasses.replace(declaration, version=f"{declaration.version}, {order}")
        layouts += [layout for layout in ("channelsFirst", "channelsLast") if layout != subject.memory]
    capabilities = list(declaration.capabilities)
    again = _tried(subject, first)
    if not isinstance(again, str) and again.data == answer.data:
        capabilities.append("keyed")
    return dataclasses.replace(
        declaration, elementTypes=offered, layouts=layouts, capabilities=capabilities)


def _other_keys(subject: Any, case: Case, answer: str) -> Union[Tensor, str]:
    """Try the other forms in which a key can be given; where none does, leave all as it was."""
    if getattr(subject, "key_forms", None):
        name, others = "key_form", list(subject.key_forms)[1:]
    elif "key" in subject.parameters:
        name, others = "key_bits", [32]
    else:
        return answer
    first = getattr(subject, name)
    for form in others:
        setattr(subject, name, form)
        another = _tried(subject, case)
        if not isinstance(another, str):
            return another
    setattr(subject, name, first)
    return answer


def _case(declaration: Declaration, dtype: str, layout: str, *, key: int = 1) -> Case:
    rank = declaration.ranks[0]
    sizes = (4, 4, *[6] * rank)
    count = 1
    for size in sizes:
        count *= size
    fields = {
        "samples": 4, "channels": 4, "spatial": [6] * rank, "blockSize": [3] * rank,
        "dropProbability": 0.25, "key": hex(key), "layout": layout, "input": 0,
    }
    return dropblock_subject.read_case(fields, [Tensor.of([1.0] * count, dtype, sizes)])


def _tried(subject: Any, case: Case) -> Union[Tensor, str]:
    """Return the output for a case, or what was said instead."""
    try:
        output = subject.run(case).output
    except (Refused, Unsupported) as error:
        return str(error)
    return output if isinstance(output, Tensor) else Tensor.from_numpy(output)


def main() -> NoReturn:
    """Serve the target that the command line names."""
    output = dropblock_subject.protect_standard_output()
    dropblock_subject.protect_standard_input()
    # Nothing is left beside the user's files.
    sys.dont_write_bytecode = True
    # As the adapters of PyTorch do: threads that wait ought to sleep.
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    # What TensorFlow says of itself stands before what the target says.
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
    # Each new shape is compiled, and compiling is most of the time: a second for random numbers, or a tenth.
    os.environ.setdefault("JAX_DISABLE_MOST_OPTIMIZATIONS", "1")
    parser = argparse.ArgumentParser(
        prog="python -m dropblock_verify.target", add_help=False, allow_abbrev=False)
    parser.add_argument("name", nargs="?")
    parser.add_argument("--option", action="append", default=[])
    parser.add_argument("--declare", action="append", default=[])
    parser.add_argument("--execution", default="eager")
    parser.add_argument("--explain", action="store_true")
    parser.add_argument("--help", "-h", action="store_true")
    arguments = parser.parse_args()
    if arguments.help or arguments.name is None:
        output.write(((__doc__ or "").strip() + "\n").encode())
        output.flush()
        raise SystemExit(0 if arguments.help else 64)
    try:
        if arguments.execution == execution.REPLICA:
            serve_replica(arguments)
        mode = execution.known(arguments.execution)
        target = load(arguments.name)
        subject = adapter(target, _options(target, arguments.option), mode)
        parameters.demand(
            subject.parameters, _names(target), has_block=declarations.has_block(arguments.declare),
            limiting=declarations.limiting_case(target))
        if mode == "replicas":
            subject = replicated(subject, arguments)
        declaration = declare(arguments.name, subject, arguments.declare, mode)
    except TargetError as error:
        print(f"dropblock: {arguments.name}: {error}", file=sys.stderr, flush=True)
        is_declarable = arguments.explain and isinstance(error, parameters.NoBlock)
        raise SystemExit(NO_BLOCK if is_declarable else EXIT) from None
    if arguments.explain:
        output.write(explanation(subject, declaration).encode())
        output.flush()
        raise SystemExit(0)
    sys.argv[1:] = []
    dropblock_subject.serve(declaration, subject.run)
    raise SystemExit(0)


WORDS_OF_BLOCKS = {"any": "", "one": "blocks of one unit, ", "map": "blocks as large as the map, "}


def replicated(subject: Any, arguments: argparse.Namespace) -> Any:
    """Return a target that is run by several processes; they are started."""
    from .replicas import Replicas

    words = [arguments.name]
    for option in arguments.option:
        words += ["--option", option]
    return Replicas(subject, words)


def serve_replica(arguments: argparse.Namespace) -> NoReturn:
    """Serve the target as one of several processes, to the process that has started it."""
    from . import replicas

    target = load(arguments.name)
    subject = replicas.Replica(target, _options(target, arguments.option))
    declaration = replicas.permissive(declare(arguments.name, subject, []))
    sys.argv[1:] = []
    dropblock_subject.serve(declaration, subject.run)
    raise SystemExit(0)


def explanation(subject: Any, declaration: Declaration) -> str:
    """Return what was read off a target, in lines."""
    lines = [
        f"{declaration.name}: {declaration.version}",
        f"  read off its names: {subject.parameters.sentence()}",
        *_key(subject),
        f"  element types: {', '.join(declaration.elementTypes)}",
        f"  spatial axes: {', '.join(map(str, declaration.ranks))}",
        f"  layouts: {_layouts(subject, declaration)}",
        f"  it can be asked for: {', '.join(declaration.capabilities)}",
        *_lacking(subject, declaration),
        f"  taken to have: {WORDS_OF_BLOCKS[declaration.blocks]}grid {declaration.seedGrids[0]}, "
        f"gamma {declaration.gammaRules[0]}, "
        f"scale {declaration.scales[0]}, shared over {' and '.join(declaration.sharings[0]) or 'nothing'}",
    ]
    return "\n".join(lines) + "\n"


def _layouts(subject: Any, declaration: Declaration) -> str:
    """Return in which layouts arrays are handed over."""
    memory = getattr(subject, "memory", None)
    return f"{memory}, whichever a case asks for" if memory else ", ".join(declaration.layouts)


def _lacking(subject: Any, declaration: Declaration) -> list[str]:
    """Return what can't be asked because the framework changes it."""
    if not hasattr(subject, "arrays"):
        return []
    from .arrays import flushes

    dtypes = [dtype for dtype in declaration.elementTypes if flushes(subject.arrays, dtype)]
    return [
        f"  subnormal numbers are not asked for in {', '.join(dtypes)}: {subject.arrays.framework} makes "
        "them 0"] if dtypes else []


def _key(subject: Any) -> list[str]:
    """Return how a key is given, where one is."""
    form = getattr(subject, "key_form", "")
    if not form and "key" in subject.parameters:
        form = f"as an integer of {subject.key_bits} bits"
    return [f"  keys are given {form}"] if form else []


def _options(target: Any, words: list[str]) -> dict[str, str]:
    """Return what the options say, and what is known of the target besides."""
    return {**declarations.known_options(target), **_pairs(words)}


def _pairs(words: list[str]) -> dict[str, str]:
    pairs: dict[str, str] = {}
    for word in words:
        name, equals, value = word.partition("=")
        if not equals or not name:
            raise TargetError(f"--option {word}: it is written NAME=VALUE")
        pairs[name] = value
    return pairs


def _names(target: Any) -> list[str]:
    try:
        return list(inspect.signature(target).parameters)
    except (TypeError, ValueError):
        return []


if __name__ == "__main__":
    main()

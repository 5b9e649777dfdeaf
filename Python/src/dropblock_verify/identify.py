"""Find out which convention a target follows, and how it is declared.

usage: dropblock identify TARGET [--option NAME=VALUE]… [--key KEY]

TARGET is package.module:attribute or path/to/file.py:attribute, as for `dropblock check`. It is judged by
the paper's convention, and what the causes of its faults say is declared, again and again until nothing is
found any more: over which axes masks are shared; where seeds fall, and how gamma is computed; what is
counted, and what is added to the count. One that has no parameter for a block is judged as dropout first:
are single units dropped, or whole maps? The last line is the command that judges it by what was found.

  --option NAME=VALUE  as for check: what a parameter stands for, or is given
  --key KEY            from which all cases follow (1)

Exit codes: 0 every step ends with a convention that fits; 1 some frequencies or factors follow none that can
be declared; 2 the command line is wrong; 3 the target could not be judged.

example: dropblock identify timm.layers:DropBlock2d
"""

from __future__ import annotations

import argparse
import json
import os
import shlex
import subprocess
import sys
from dataclasses import dataclass, field
from typing import Any, NoReturn, Optional, Sequence

from . import running
from .declarations import PRESETS
from .ranking import ranked
from .target import NO_BLOCK

STEPS: Sequence[tuple[str, Sequence[str]]] = (
    ("which maps have one mask", ("mask.sharing",)),
    ("where seeds fall, and gamma", ("rate.share", "rate.position", "rate.pairs", "rate.masks")),
    ("the factor of kept units", ("values", "scale.factor", "scale.few-kept")),
)
"""What is looked at, and by which requirements."""

MOST_ROUNDS = 5
"""How often a target is judged: one convention may hide another, and what was found is declared."""

MEANINGS: dict[str, tuple[str, Any]] = {
    "sharing.channels": ("sharings", [["channels"]]),
    "sharing.samples": ("sharings", [["samples"]]),
    "sharing.maps": ("sharings", [["channels", "samples"]]),
    "blocks.whole-grid-lower-centre": ("seedGrids", ["whole.lowerCentre"]),
    "blocks.whole-grid-upper-centre": ("seedGrids", ["whole.upperCentre"]),
    "blocks.whole-grid-corner": ("seedGrids", ["whole.corner"]),
    "gamma.block-volume": ("gammaRules", ["blockVolume"]),
    "gamma.calibrated": ("gammaRules", ["calibrated"]),
    "factor.none": ("scales", ["none"]),
    "factor.of-sample": ("scales", ["sample"]),
    "factor.of-map": ("scales", ["map"]),
    "factor.expectation": ("scales", ["expectation"]),
}
"""The rules of causes that are conventions, and no faults, where they are declared."""

WITHOUT_BLOCK: dict[str, tuple[str, Any]] = {
    "blocks.whole-maps": ("blocks", "map"),
    "factor.of-tensor": ("scales", ["tensor"]),
}
"""Those of targets without a parameter for a block, which are judged as dropout first."""

PAPER: dict[str, Any] = {
    "seedGrids": ["valid"], "gammaRules": ["paper"], "sharings": [[]], "scales": ["tensor"],
    "blocks": "any", "scaleEpsilon": 0.0,
}


LEAST_EPSILON = 2e-7
"""What is less than this is lost where it is added to a count in single precision."""

MOST_RANKED = 4
"""How many conventions are shown, the nearest first."""

NO_CONVENTION = ("seen.dropped-values",)
"""Causes that say nothing of the factor: the sign of zero."""


@dataclass
class Step:
    """What was looked at, and what it has shown."""

    question: str
    answer: str
    fits: bool


@dataclass
class Convention:
    """What a target was found to follow, and what led there."""

    fields: dict[str, Any] = field(default_factory=dict)
    steps: list[Step] = field(default_factory=list)
    reasons: dict[str, str] = field(default_factory=dict)
    """What led to a field: the sentence of a cause."""

    @property
    def preset(self) -> Optional[str]:
        """The name of the convention, where it has one."""
        mine = {**PAPER, **self.fields}

        def is_this(preset: dict[str, Any]) -> bool:
            theirs = {**PAPER, **preset}
            if mine["scaleEpsilon"] == 0 and theirs["scaleEpsilon"] < LEAST_EPSILON:
                theirs["scaleEpsilon"] = 0.0
            return theirs == mine

        return next((name for name, preset in PRESETS.items() if is_this(preset)), None)

    @property
    def words(self) -> list[str]:
        """What is to be declared: a name, or fields."""
        if self.preset is not None:
            return [] if self.preset == "paper" else [self.preset]
        return [
            f"{name}={value if name == 'blocks' else json.dumps(value)}"
            for name, value in self.fields.items()]

    @property
    def has_block(self) -> bool:
        """Whether blocks of any size can be asked for."""
        return self.fields.get("blocks", "any") == "any"


class NotJudged(Exception):
    """The target could not be judged at all."""


def identify(target: str, *, option: Sequence[str] = (), key: Optional[str] = None) -> Convention:
    """Return the convention that a target follows.

    Raises NotJudged where it can't be put on the stand.
    """
    convention = Convention()

    def judged() -> running.Report:
        requirements = [name for _, names in STEPS for name in names]
        return running.check(
            target, only=requirements, option=option, declare=convention.words, key=key)

    report = judged()
    if not report.verdicts and _is_without_block(target, option):
        convention.fields.update(PRESETS["dropout"])
        report = judged()
    for _ in range(MOST_ROUNDS - 1):
        found = _found(report, convention)
        if not found:
            break
        convention.fields.update({name: value for name, (value, _) in found.items()})
        convention.reasons.update({name: reason for name, (_, reason) in found.items()})
        report = judged()
    if not report.verdicts:
        raise NotJudged(report.text.strip())
    if report.causes and all(verdict.site == "refused" for verdict in report.verdicts):
        raise NotJudged(f"{target}: no call of it succeeded: {report.causes[0].sentence}")
    convention.steps = [_step(report, question, names) for question, names in STEPS]
    return convention


def _step(report: running.Report, question: str, names: Sequence[str]) -> Step:
    """Return what the requirements of one question have shown."""
    verdicts = [verdict for verdict in report.verdicts if verdict.requirement in names]
    if all(verdict.outcome == "notOffered" for verdict in verdicts):
        reason = verdicts[0].detail if verdicts else ""
        return Step(question, f"nothing was judged: {reason or 'it is not offered'}", False)
    left = [
        cause.sentence for cause in report.causes
        if cause.rule not in NO_CONVENTION and {*cause.explains, *cause.may_follow}.intersection(names)]
    return Step(question, "; ".join(left) if left else "as declared", not left)


def _is_without_block(target: str, option: Sequence[str]) -> bool:
    """Tell whether a target has no parameter for a block; of one that can't be read, judging tells more."""
    words = [word for value in option for word in ("--option", value)]
    python = os.environ.get("DROPBLOCK_PYTHON", sys.executable)
    read = subprocess.run(
        [python, "-m", "dropblock_verify.target", *words, "--explain", target], capture_output=True)
    return read.returncode == NO_BLOCK


def _found(report: running.Report, convention: Convention) -> dict[str, tuple[Any, str]]:
    """Return what the certain causes of a report say that is to be declared, and the sentences that say it."""
    found: dict[str, tuple[Any, str]] = {}
    for cause in report.causes:
        if not cause.is_certain:
            continue
        for rule in cause.rule.split("+"):
            meaning = MEANINGS.get(rule)
            if meaning is None and not convention.has_block:
                meaning = WITHOUT_BLOCK.get(rule)
            if meaning is not None:
                found[meaning[0]] = meaning[1], cause.sentence
            elif rule.startswith("factor.epsilon-"):
                found["scaleEpsilon"] = float(rule[len("factor.epsilon-"):]), cause.sentence
    return {name: pair for name, pair in found.items() if convention.fields.get(name) != pair[0]}


def describe(target: str, convention: Convention, option: Sequence[str] = ()) -> str:
    """Return what was found, in lines."""
    fields = {**PAPER, **convention.fields}
    verb = "follows" if all(step.fits for step in convention.steps) else "comes nearest to"
    blocks = {
        "any": f"seed grid {fields['seedGrids'][0]}, gamma {fields['gammaRules'][0]}",
        "one": "single units are dropped", "map": "whole maps are dropped"}[fields["blocks"]]
    lines = [
        f"{target} {verb} " + (
            f"the convention '{convention.preset}'" if convention.preset else "a convention of its own"),
        f"  {blocks}, masks shared over "
        f"{' and '.join(fields['sharings'][0]) or 'nothing'}, scale {fields['scales'][0]}"
        + (f", {fields['scaleEpsilon']:g} added to the count" if fields["scaleEpsilon"] else "")]
    for step in convention.steps:
        lines.append(f"  {'fits' if step.fits else 'open'}: {step.question}"
                     + ("" if step.fits else f": {step.answer}"))
    lines.append("the conventions that have names, the nearest first:")
    order = ranked(convention.fields, convention.reasons, PRESETS, PAPER, LEAST_EPSILON)
    lines += [f"  {number}. {one.line}" for number, one in enumerate(order[:MOST_RANKED], 1)]
    words = [f"--option {shlex.quote(word)}" for word in option]
    words += [f"--declare {shlex.quote(word)}" for word in convention.words]
    lines.append("judge it by this: dropblock check " + " ".join([*words, shlex.quote(target)]))
    return "\n".join(lines)


def main(arguments: Sequence[str]) -> NoReturn:
    """Identify the target that the command line names."""
    parser = argparse.ArgumentParser(prog="dropblock identify", add_help=False, allow_abbrev=False)
    parser.add_argument("target", nargs="?")
    parser.add_argument("--option", action="append", default=[])
    parser.add_argument("--key")
    parser.add_argument("--help", "-h", action="store_true")
    given = parser.parse_args(list(arguments))
    if given.help or given.target is None:
        print((__doc__ or "").strip(), file=sys.stdout if given.help else sys.stderr)
        raise SystemExit(0 if given.help else 2)
    try:
        convention = identify(given.target, option=given.option, key=given.key)
    except NotJudged as error:
        print(error, file=sys.stderr)
        raise SystemExit(3) from None
    except KeyboardInterrupt:
        print("dropblock: interrupted; nothing was identified", file=sys.stderr)
        raise SystemExit(130) from None
    print(describe(given.target, convention, given.option))
    raise SystemExit(0 if all(step.fits for step in convention.steps) else 1)


if __name__ == "__main__":
    main(sys.argv[1:])

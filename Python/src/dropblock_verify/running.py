"""Run `dropblock check`, and read its lines of JSON."""

from __future__ import annotations

import json
import os
import pathlib
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from typing import Any, Iterator, Optional, Sequence

from . import executable


@dataclass(frozen=True)
class Verdict:
    """What was said of one requirement."""

    requirement: str
    outcome: str
    """`holds`, `violated`, `notOffered`, `inconclusive` or `failed`."""

    detail: str
    replay: Optional[str] = None
    site: Optional[str] = None
    standard_error: str = ""


@dataclass(frozen=True)
class Cause:
    """One thing that is wrong."""

    rule: str
    sentence: str
    is_certain: bool
    explains: Sequence[str]
    may_follow: Sequence[str]


@dataclass(frozen=True)
class Report:
    """What was said of a target: a verdict for each requirement, and the causes of what is wrong."""

    verdicts: Sequence[Verdict]
    causes: Sequence[Cause]
    text: str = field(repr=False)
    """What the terminal would show, or why there is no verdict."""

    exit_code: int = 0

    @property
    def conforms(self) -> bool:
        """Whether all that was judged holds."""
        return self.exit_code == 0

    def __getitem__(self, requirement: str) -> Verdict:
        """Return the verdict on a requirement, by its id."""
        for verdict in self.verdicts:
            if verdict.requirement == requirement:
                return verdict
        raise KeyError(requirement)


def check(
    target: str, *, profile: str = "quick", only: Sequence[str] = (), key: Optional[str] = None,
    option: Sequence[str] = (), declare: Sequence[str] = (), program: Optional[str] = None,
    cwd: Optional[str] = None, execution: Optional[str] = None,
) -> Report:
    """Judge a target, as `dropblock check TARGET` does.

    `only` names requirements or families; `option` and `declare` are those of the command line. `program`
    is the executable, by default the package's, or that which the variable DROPBLOCK_PROGRAM names.

    `execution` is one way of execution, such as "compiled".

    Raises FileNotFoundError where there is no executable.
    """
    with tempfile.TemporaryDirectory() as folder:
        lines = pathlib.Path(folder) / "verdicts"
        words = [
            program or os.environ.get("DROPBLOCK_PROGRAM") or str(executable()), "check", "--profile",
            profile, "--jsonl", str(lines)]
        words += [] if key is None else ["--key", key]
        words += [] if execution is None else ["--execution", execution]
        for name, values in (("--only", only), ("--option", option), ("--declare", declare)):
            for value in values:
                words += [name, value]
        done = subprocess.run(
            [*words, target], capture_output=True, text=True, errors="replace", cwd=cwd,
            env={**os.environ, "DROPBLOCK_PYTHON": os.environ.get("DROPBLOCK_PYTHON", sys.executable)})
        records = list(_records(lines))
    verdicts = [_verdict(record) for record in records if record["type"] == "verdict"]
    causes = [
        Cause(
            record["rule"], record["sentence"], record["isCertain"], record["explains"],
            record["mayFollow"])
        for record in records if record["type"] == "cause"]
    return Report(
        verdicts, causes, done.stdout if verdicts else done.stdout + done.stderr, done.returncode)


def requirements(program: Optional[str] = None) -> dict[str, str]:
    """Return the ids of all requirements, and what each demands, in the suite's order."""
    words = [program or os.environ.get("DROPBLOCK_PROGRAM") or str(executable()), "requirements"]
    text = subprocess.run(
        [*words], capture_output=True, text=True, check=True, env={**os.environ, "COLUMNS": "1000"}
    ).stdout
    pairs = (line.split(None, 1) for line in text.splitlines() if line.startswith("  "))
    return {pair[0]: pair[1].strip() for pair in pairs if len(pair) == 2}


def _records(path: pathlib.Path) -> Iterator[dict[str, Any]]:
    if path.is_file():
        for line in path.read_text(encoding="utf-8").splitlines():
            yield json.loads(line)


def _verdict(record: dict[str, Any]) -> Verdict:
    return Verdict(
        record["requirement"], record["verdict"], record.get("detail") or "", record.get("replay"),
        record.get("site"), record.get("standardError") or "")

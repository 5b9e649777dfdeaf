"""The pytest plugin: each requirement of a target is a test.

    pytest --dropblock mymodel.layers:DropBlock2d
    pytest --dropblock mymodel.layers:DropBlock2d -k rate -x

`--dropblock` may be repeated. A test is called `dropblock::TARGET::requirement.id`, and with
`--dropblock-execution MODE,…` `dropblock::TARGET@MODE::requirement.id`; `-k`, `-m dropblock`,
`--deselect`, `-x`, `--junitxml` and xdist's `-n` work as with other tests. What is selected is judged in one
run of the program; with xdist it is one for a family of requirements in each worker, and `--dist loadgroup`
keeps families together.

In a test of one's own there is the fixture `dropblock`:

    def test_my_layer(dropblock):
        dropblock("mymodel.layers:DropBlock2d", declare=["timm"])
"""

from __future__ import annotations

from typing import Any, Callable, Iterator, Optional, Sequence

import pytest

from . import running


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options."""
    group = parser.getgroup("dropblock", "judge implementations of DropBlock")
    group.addoption(
        "--dropblock", action="append", default=[], metavar="TARGET",
        help="judge package.module:attribute, or path/to/file.py:attribute (may be repeated)")
    group.addoption(
        "--dropblock-profile", choices=["quick", "ci", "nightly"], default="quick",
        help="how much work goes into each verdict (quick)")
    group.addoption(
        "--dropblock-declare", action="append", default=[], metavar="WORD",
        help="what the targets are taken to do: paper, torchvision, timm, miguelvr, or FIELD=JSON")
    group.addoption(
        "--dropblock-option", action="append", default=[], metavar="NAME=VALUE",
        help="what a parameter of the targets stands for, or is given")
    group.addoption(
        "--dropblock-execution", default="", metavar="MODE,…",
        help="how targets of PyTorch are called: eager, compiled, … as for 'dropblock check --execution' (eager)")


def pytest_configure(config: pytest.Config) -> None:
    """Make the marker known."""
    config.addinivalue_line("markers", "dropblock: a requirement of DropBlock, of a target")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(
    session: pytest.Session, config: pytest.Config, items: list[pytest.Item]
) -> None:
    """Add the tests of each target, before tests are selected."""
    modes = config.getoption("dropblock_execution")
    for target in config.getoption("dropblock"):
        for mode in modes.split(",") if modes else [None]:
            name = target if mode is None else f"{target}@{mode}"
            node = Target.from_parent(session, name=name, nodeid=f"dropblock::{name}")
            node.target, node.mode = target, mode
            items.extend(node.collect())


class Target(pytest.Collector):
    """An implementation, in a way of execution: a function or a layer, by its name."""

    target = ""
    mode: Optional[str] = None

    def collect(self) -> Iterator["Requirement"]:
        """Make a test of each requirement."""
        for requirement, demand in running.requirements().items():
            test = Requirement.from_parent(self, name=requirement)
            test.demand = demand
            test.add_marker(pytest.mark.dropblock)
            # Of no effect without xdist.
            test.add_marker(pytest.mark.xdist_group(f"{self.name} {test.family}"))
            yield test

    def report(self, requirement: "Requirement") -> running.Report:
        """Return what is said of a requirement: judged with the others of this process, once."""
        reports = self.config.stash.setdefault(_reports, {})
        is_worker = hasattr(self.config, "workerinput")
        key = (self.name, requirement.family if is_worker else "")
        if key not in reports:
            selected = [
                item for item in self.session.items
                if isinstance(item, Requirement) and item.parent is self]
            wanted = [
                item.name for item in selected if not is_worker or item.family == requirement.family]
            reports[key] = running.check(
                self.target, profile=self.config.getoption("dropblock_profile"), only=wanted,
                option=self.config.getoption("dropblock_option"),
                declare=self.config.getoption("dropblock_declare"), execution=self.mode)
        return reports[key]


class Requirement(pytest.Item):
    """A requirement of a target."""

    demand = ""

    @property
    def family(self) -> str:
        """The part of the id before the point."""
        return self.name.split(".")[0]

    def runtest(self) -> None:
        """Judge it; what the target does not offer is skipped."""
        report = self.parent.report(self)
        try:
            verdict = report[self.name]
        except KeyError:
            raise NotMet(f"no verdict:\n{report.text.strip()}") from None
        if verdict.outcome == "notOffered":
            pytest.skip(verdict.detail)
        if verdict.outcome != "holds":
            raise NotMet(_words(self, verdict, report.causes))

    def repr_failure(self, excinfo: Any, style: Any = None) -> Any:
        """Return what was said, without a traceback of this package."""
        if isinstance(excinfo.value, NotMet):
            return str(excinfo.value)
        return super().repr_failure(excinfo)

    def reportinfo(self) -> tuple[Any, None, str]:
        """Return the heading of a failure."""
        return self.path, None, f"{self.parent.name} {self.name}"


class NotMet(Exception):
    """A requirement is not met, or there is no verdict on it."""


@pytest.fixture
def dropblock() -> Callable[..., running.Report]:
    """Judge a target inside a test: it fails unless all that is judged holds.

    It takes what `dropblock_verify.running.check` takes, and returns the report.
    """

    def judge(target: str, **options: Any) -> running.Report:
        __tracebackhide__ = True
        report = running.check(target, **options)
        if not report.conforms:
            pytest.fail(f"{target} does not conform:\n{report.text.strip()}", pytrace=False)
        return report

    return judge


_reports = pytest.StashKey[dict[tuple[str, str], running.Report]]()


def _words(
    requirement: Requirement, verdict: running.Verdict, causes: Sequence[running.Cause]
) -> str:
    lines: list[str] = []
    for cause in causes:
        if requirement.name in cause.explains:
            lines.append(cause.sentence)
        elif requirement.name in cause.may_follow:
            lines.append(f"perhaps because of this: {cause.sentence}")
    lines = lines or [verdict.site or verdict.outcome]
    lines += [f"  {line}" for line in verdict.detail.splitlines()]
    lines.append(f"demanded: {requirement.demand}")
    if verdict.standard_error:
        lines += ["standard error ends:", *(f"  {l}" for l in verdict.standard_error.splitlines())]
    if verdict.replay:
        lines.append(f"replay: {verdict.replay}")
    return "\n".join(lines)
